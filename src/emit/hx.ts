// `hmp-commands.hx` and `hmp-commands-info.hx`: the monitor's commands as QEMU's own tables have them, to paste into
// those. Entries as in the manual's "How to write monitor commands", each with its documentation behind it.

import { argsTypeText } from "../hmp/args.js";
import { paramsText } from "../hmp/command-arguments.js";
import { cCondition, hmpFunctionName, textFunctionName } from "../hmp/c-names.js";
import type { HmpEntry, HmpTables } from "../hmp/derive.js";
import { infoTable, mainTable } from "../hmp/entry-names.js";
import type { HxEntry, HxItem } from "../hmp/hx.js";
import { isBlockLine, printHx } from "../hmp/hx.js";
import type { EmitContext, Emitter } from "./emitter.js";
import { hmpTables } from "./hmp.js";
import { rewrapped, wrapWords } from "./plain-rest.js";

/** Writes a file for each table. */
export const hx: Emitter = {
  name: "hx",
  about: "hmp-commands.hx, hmp-commands-info.hx: entries for QEMU's tables",
  emit(_schema, context) {
    const made = context.once(hmpTables);
    const names = [...new Set([mainTable, infoTable, ...Object.keys(made.tables)])];
    return names.map((table) => ({ path: hxPath(table), text: printHx(tableItems(table, made, context)) }));
  },
};

/** The file of a table. */
function hxPath(table: string): string {
  return table === mainTable ? "hmp-commands.hx" : `hmp-commands-${table}.hx`;
}

function tableItems(table: string, made: HmpTables, { version, schemaName }: EmitContext): readonly HxItem[] {
  const entries = made.tables[table] ?? [];
  const name = schemaName.replace(/^.*[/\\]/s, "").replace(/[^\x20-\x7e]/g, "?");
  const said = [
    `Made by qapi-ts ${version} from ${name}: entries for QEMU's ${hxPath(table)}.`,
    ...(table === mainTable || table === infoTable
      ? []
      : [`They are an array of their own, the .sub_table of an entry "${table}" in hmp-commands.hx.`]),
    ...(table === mainTable ? made.omitted : []).map((one) => `Without ${one.name}: ${one.reason}.`),
    ...entries.flatMap(({ command, omitted }) =>
      omitted.map((one) => `Without ${one.name} of ${command.name}: ${one.reason}.`),
    ),
  ];
  return [
    ...said.map((text): HxItem => ({ kind: "comment", text })),
    ...entries.flatMap((entry) => entryItems(table, entry)),
  ];
}

/** An entry, in the condition of its command, and its documentation. */
function entryItems(table: string, entry: HmpEntry): readonly HxItem[] {
  const { condition } = entry.command;
  const item = hxEntry(table, entry);
  const guarded: readonly HxItem[] =
    condition === undefined
      ? [item]
      : [
          { kind: "directive", name: "if", text: cCondition(condition) },
          item,
          { kind: "directive", name: "endif", text: "" },
        ];
  return [...guarded, { kind: "block", lines: documentation(table, entry) }];
}

function hxEntry(table: string, entry: HmpEntry): HxEntry {
  const text = textFunctionName(entry);
  return {
    kind: "entry",
    name: entry.name,
    argsType: argsTypeText(entry.args),
    params: entry.params,
    help: entry.help,
    ...(text === undefined ? { cmd: hmpFunctionName(table, entry) } : { cmdInfoHrt: text }),
    ...(entry.command.coroutine ? { coroutine: true } : {}),
    ...(entry.preconfig ? { flags: "p" } : {}),
  };
}

// ---- documentation -----------------------------------------------------------------------------------------------------

/** How far entries of a sub-table stand in: they are below the entry that leads to it. */
const step = "  ";

/** The lines of an entry's documentation: how it is written, and below that what it does. */
function documentation(table: string, entry: HmpEntry): readonly string[] {
  const edge = table === mainTable ? "" : step;
  const body = rewrapped(entry.command.doc?.body ?? "", 79 - edge.length - step.length);
  const help = wrapWords(
    entry.help === "" ? `Run the QMP command \`\`${entry.command.name}\`\`.` : `${entry.help}.`,
    72,
  );
  const lines = body.length === 0 ? help : body;
  return [...titles(table, entry), ...lines.map((line) => (line === "" ? "" : step + line))].map((line) =>
    guarded(line === "" ? "" : edge + line),
  );
}

/** A line for each of an entry's names. */
function titles(table: string, { name, args, params }: HmpEntry): readonly string[] {
  const first = table === mainTable ? "" : `${table} `;
  const isDerived = params === paramsText(args);
  const shown = isDerived ? paramsText(args, (key) => `*${key}*`) : `\`\`${params.replace(/\s+/g, " ").trim()}\`\``;
  const names = name.split("|").map((one) => `\`\`${first}${one}\`\``);
  return [`${names.join(" or ")}${params.trim() === "" ? "" : ` ${shown}`}`];
}

/** The line, which the tools that read the file must not take for one of theirs. */
function guarded(line: string): string {
  return isBlockLine(line) ? line : line.replace(/\S/, "\\$&");
}
