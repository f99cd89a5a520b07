// `hmp-commands.hx` and `hmp-commands-info.hx`: the monitor's commands as QEMU's own tables have them, to paste into
// those. Entries as in the manual's "How to write monitor commands", each with its documentation behind it.

import { generatedMark } from "../base/generated-mark.js";
import { argsTypeText } from "../hmp/args.js";
import { paramsText } from "../hmp/command-arguments.js";
import { cCondition, hmpFunctionName, textFunctionName } from "../hmp/c-names.js";
import type { HmpConfig } from "../hmp/config.js";
import type { HmpEntry, HmpTables } from "../hmp/derive.js";
import type { HxEntry, HxItem } from "../hmp/hx.js";
import { isBlockLine, printHx } from "../hmp/hx.js";
import { infoTable, mainTable } from "../hmp/table-names.js";
import type { EmitContext, Emitter } from "./emitter.js";
import { cHmpTables } from "./hmp.js";
import { literalText, rewrapped, wrapPlain, wrapWords } from "./plain-rest.js";

/** Writes a file for each table. */
export const hx: Emitter = {
  name: "hx",
  about: "hmp-commands.hx, hmp-commands-info.hx: entries for QEMU's tables",
  emit(_schema, context) {
    const made = context.once(cHmpTables);
    const names = [...new Set([mainTable, infoTable, ...Object.keys(made.tables)])];
    return names.map((table) => ({ path: hxPath(table), text: printHx(tableItems(table, made, context)) }));
  },
};

/** The file of a table. */
function hxPath(table: string): string {
  return table === mainTable ? "hmp-commands.hx" : `hmp-commands-${table}.hx`;
}

function tableItems(table: string, made: HmpTables, context: EmitContext): readonly HxItem[] {
  const { hmp } = context;
  const entries = made.tables[table] ?? [];
  const said = [
    generatedMark({ ...context, path: hxPath(table) }),
    `Entries for QEMU's ${hxPath(table)}.`,
    ...(table === mainTable || table === infoTable
      ? []
      : [`They are an array of their own, the .sub_table of an entry "${table}" in hmp-commands.hx.`]),
    ...(table === mainTable ? made.omitted : []).map((one) => `Without ${one.name}: ${one.reason}.`),
    ...entries.flatMap(({ command, omitted }) =>
      omitted.map((one) => `Without ${one.name} of ${command.name}: ${one.reason}.`),
    ),
  ];
  const grouped = entries.filter(({ args, command }) => args[0]?.letter === "O" && !hasGroup(hmp, command.name));
  const groups = grouped.map(({ args, command }) => {
    const key = args[0]!.key;
    return `${command.name} takes options of the group "${key}": is that QEMU's name for it? The key "options" of the configuration says another.`;
  });
  return [
    ...[...said, ...groups].map((text): HxItem => ({ kind: "comment", text })),
    ...entries.flatMap((entry) => entryItems(table, entry)),
  ];
}

/** Whether the user says which group the options of a command are in. */
function hasGroup(hmp: HmpConfig, name: string): boolean {
  const said = Object.hasOwn(hmp, name) ? hmp[name] : undefined;
  return typeof said === "object" && said.options !== undefined;
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
  const help =
    entry.help === ""
      ? wrapWords(`Run the QMP command \`\`${entry.command.name}\`\`.`, 72)
      : wrapPlain(`${entry.help}.`, 72);
  const lines = body.length === 0 ? help : body;
  return [...titles(table, entry), ...lines.map((line) => (line === "" ? "" : step + line))].map((line) =>
    guarded(line === "" ? "" : edge + line),
  );
}

/** A line for each of an entry's names. */
function titles(table: string, { name, args, params }: HmpEntry): readonly string[] {
  const first = table === mainTable ? "" : `${table} `;
  const isDerived = params === paramsText(args);
  const shown = isDerived ? paramsText(args, (key) => `*${key}*`) : literalText(params.trim().replace(/\s+/g, " "));
  const names = name.split("|").map((one) => literalText(first + one));
  return [`${names.join(" or ")}${params.trim() === "" ? "" : ` ${shown}`}`];
}

/** The line, which the tools that read the file must not take for one of theirs. */
function guarded(line: string): string {
  return isBlockLine(line) ? line : line.replace(/\S/, "\\$&");
}
