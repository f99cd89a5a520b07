// QEMU's own tables as ours: read from its `.hx` files, each command keeping what it was given instead of doing anything.

import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { HxText } from "../../src/hmp/hx.js";
import { parseHx } from "../../src/hmp/parse-hx.js";
import type { CommandType, HmpEntry, HmpTables, HmpValues } from "../../src/runtime/index.js";

/** The commands that every monitor of ours has of its own. */
export const ownNames = ["help|?", "info", "print|p"];

/** Those that QEMU registers as it starts: its tables name no function for them. */
const registered = ["jit", "opcount"];

/** What real tables become. */
export interface TableOptions {
  /** Where the `.hx` files are. */
  readonly tree: string;
  /** The lines of `help`, by which it is known what the binary has: tables say `#if`. */
  readonly help: readonly string[];
  /** QMP commands: what options belong to is known from theirs. */
  readonly commands: Readonly<Record<string, CommandType>>;
  /** Told what a command was given. */
  readonly receive: (name: string, values: HmpValues) => void;
}

/** The tables of a QEMU; each of their commands receives, and prints nothing. */
export function realTables(options: TableOptions): HmpTables {
  return {
    commands: entries("hmp-commands.hx", "", options).filter(({ name }) => !ownNames.includes(name)),
    info: entries("hmp-commands-info.hx", "info ", options),
  };
}

function entries(file: string, prefix: string, { tree, help, commands, receive }: TableOptions): readonly HmpEntry[] {
  const { table, diagnostics } = parseHx(readFileSync(join(tree, file), "utf8"), file);
  if (table === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return table.items.flatMap((item): readonly HmpEntry[] => {
    if (item.kind !== "entry" || item.args === undefined) return [];
    const { name, args } = item;
    if (!help.some((line) => line.startsWith(`${prefix}${name} `))) return [];
    const command = commands[name];
    const isThere = item.cmd !== undefined || item.cmdInfoHrt !== undefined || registered.includes(name);
    return [
      {
        name,
        args,
        params: plain(item.params),
        help: plain(item.help),
        ...(item.flags === "p" && { preconfig: true as const }),
        ...(isThere && { run: (values: HmpValues) => receive(name, values) }),
        ...(isThere && command && { command }),
      },
    ];
  });
}

/** Text without what depends on conditions: none of those within texts holds on Linux. */
function plain(text: HxText): string {
  if (typeof text === "string") return text;
  let depth = 0;
  const pieces = text.map((piece) => {
    if (typeof piece === "string") return depth === 0 ? piece : "";
    depth += piece.name.startsWith("if") ? 1 : piece.name === "endif" ? -1 : 0;
    return "";
  });
  return pieces.join("");
}
