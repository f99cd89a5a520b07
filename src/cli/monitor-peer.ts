// The peer's own monitor: lines go there as they are, by `human-monitor-command`, and are completed by what its `help`
// says. Over that command nothing is kept from line to line (`monitor/qmp-cmds.c`): so `cpu 1` has no effect.

import type { CommandType, Completion, Session } from "../runtime/index.js";
import { encode, QmpError } from "../runtime/index.js";
import type { LineMonitor } from "./monitor-line.js";

const command: CommandType = { command: "human-monitor-command", returns: "any", encode };

/** How long completion may hold up a terminal, in milliseconds. */
const completionMs = 1000;

/** The monitor of a session's peer. */
export function peerMonitor(session: Session): LineMonitor {
  const run = async (line: string, options?: { readonly signal?: AbortSignal; readonly timeoutMs?: number }) => {
    const printed = await session.execute(command, { "command-line": line }, options, true);
    if (typeof printed === "string") return printed;
    throw new QmpError("GenericError", "the peer's answer is not text, as a monitor's is", {
      command: command.command,
    });
  };
  // Asked for once, when they are first needed.
  const known = new Map<string, readonly Entry[]>();
  const entriesOf = async (table: string) => {
    let entries = known.get(table);
    if (entries === undefined) {
      entries = readHelp(await run(`help ${table}`.trim(), { timeoutMs: completionMs }), table);
      known.set(table, entries);
    }
    return entries;
  };
  return {
    run,
    complete: (line) => completion(line, entriesOf),
    quits: (line) => /^\s*q(?:uit)?(?=[\s/]|$)/.test(line),
  };
}

/** A command, as `help` tells of it. */
interface Entry {
  readonly names: readonly string[];
  /** Whether more commands are behind its name. */
  readonly isTable: boolean;
}

/** Reads the lines `name|alias params -- help`, behind the name of the table that they are in; others go on with a help. */
function readHelp(text: string, table: string): readonly Entry[] {
  const prefix = table === "" ? "" : `${table} `;
  return text.split(/\r?\n/).flatMap((line) => {
    if (!line.startsWith(prefix)) return [];
    const [, names, params] = /^([!-~]+) (.*?) ?-- /.exec(line.slice(prefix.length)) ?? [];
    return names === undefined ? [] : [{ names: names.split("|"), isTable: params === "[subcommand]" }];
  });
}

/** Completes names of commands; of their arguments `help` does not tell enough. */
async function completion(line: string, entriesOf: (table: string) => Promise<readonly Entry[]>): Promise<Completion> {
  const [, before = "", last = ""] = /^(.*?)(\S*)$/s.exec(line)!;
  const words = before.trim().split(/\s+/).filter(Boolean);
  // What may follow `help` are names of commands, from the first word on.
  const path = ["help", "?"].includes(words[0] ?? "") ? words.slice(1) : words;
  let entries = await entriesOf("");
  for (const [index, word] of path.entries()) {
    const isTable = entries.some(({ names, isTable: one }) => one && names.includes(word));
    if (!isTable) return { start: before.length, candidates: [] };
    entries = await entriesOf(path.slice(0, index + 1).join(" "));
  }
  const names = entries.flatMap((entry) => entry.names).filter((name) => name.startsWith(last));
  return { start: before.length, candidates: [...new Set(names)].sort() };
}
