// `hmp.ts`: the commands of the human monitor as a table for the runtime, each with the QMP command that it calls. What
// is in it and how it is given is derived in `src/hmp`; here it is printed.

import type { HmpArgument } from "../hmp/args.js";
import { hmpFunctionName, textFunctionName } from "../hmp/c-names.js";
import type { HmpEntry, HmpOmission, HmpTables } from "../hmp/derive.js";
import { deriveHmp } from "../hmp/derive.js";
import type { Schema } from "../schema/model.js";
import type { EmitContext, Emitter } from "./emitter.js";
import { wrapWords } from "./plain-rest.js";
import { localName, runtimeImports } from "./runtime-names.js";
import type { TypeWriter } from "./type-writer.js";
import { docs, typeWriter } from "./type-writer.js";
import type { Member } from "./typescript.js";
import { constant, importDeclaration, objectLiteral, propertyName, stringLiteral } from "./typescript.js";
import { generatedFile } from "./vocabulary.js";

/**
 * The monitor's commands for a schema. Emitters get them by `context.once(hmpTables)`.
 *
 * Throws: RangeError for a configuration that is wrong.
 */
export function hmpTables(schema: Schema, { hmp }: Pick<EmitContext, "hmp">): HmpTables {
  return deriveHmp(schema, hmp);
}

/**
 * Those of the commands that can be in C: of two whose handlers, and so their commands, would be one function (`a-b` and
 * `a_b`), the second is left out. Emitters get them by `context.once(cHmpTables)`.
 *
 * Throws: RangeError for a configuration that is wrong.
 */
export function cHmpTables(_schema: Schema, context: Pick<EmitContext, "once">): HmpTables {
  const { tables, omitted } = context.once(hmpTables);
  const taken = new Map<string, string>();
  const left: HmpOmission[] = [];
  const kept = Object.entries(tables).map(([table, entries]) => {
    const own = entries.filter((entry) => {
      const { name } = entry.command;
      const handler = textFunctionName(entry) ?? hmpFunctionName(table, entry);
      const other = taken.get(handler);
      if (other === undefined) taken.set(handler, name);
      else left.push({ name, reason: `its C function '${handler}' is that of '${other}'` });
      return other === undefined;
    });
    return [table, own] as const;
  });
  return { tables: Object.fromEntries(kept), omitted: [...omitted, ...left] };
}

/** Writes `hmp.ts`. */
export const hmp: Emitter = {
  name: "hmp",
  about: "hmp.ts: the commands of the human monitor",
  emit(_schema, context) {
    const writer = context.once(typeWriter);
    const made = context.once(hmpTables);
    const entries = Object.values(made.tables).flat();
    const used = entries.map(({ command }) => writer.names.constant(command.name));
    const imported =
      used.length === 0 ? [] : [importDeclaration({ namedImports: used, moduleSpecifier: "./schema.js" })];
    const table = constant({
      name: "hmp",
      type: localName(writer, "HmpTables"),
      docs: docs(writer, { summary: "", remarks: [about, ...omissions(made)] }),
      initializer: tablesText(writer, made),
      leadingTrivia: "\n",
    });
    return [generatedFile("hmp.ts", [...runtimeImports(writer, ["HmpTables"], []), ...imported, table], context)];
  },
};

const about = `The commands of the human monitor by table, each with the QMP command that it calls: \`commands\` has the first words of
lines, each other table the words behind its name.`;

// ---- the table ---------------------------------------------------------------------------------------------------------

function tablesText(writer: TypeWriter, { tables }: HmpTables): string {
  return objectLiteral(
    Object.entries(tables).map(([name, entries]) => ({
      name,
      text: `[${entries.map((entry) => entryText(writer, entry)).join(", ")}]`,
    })),
  );
}

function entryText({ names }: TypeWriter, entry: HmpEntry): string {
  return inlineObject([
    { name: "name", text: stringLiteral(entry.name) },
    { name: "args", text: `[${entry.args.map(argumentText).join(", ")}]` },
    { name: "params", text: stringLiteral(entry.params) },
    { name: "help", text: stringLiteral(entry.help) },
    ...(entry.preconfig ? [{ name: "preconfig", text: "true" }] : []),
    { name: "command", text: names.constant(entry.command.name) },
    ...(entry.json ? [{ name: "json", text: "true" }] : []),
  ]);
}

function argumentText(argument: HmpArgument): string {
  const { key, letter } = argument;
  const more: Member[] = [];
  if (argument.letter === "-") {
    more.push({ name: "flag", text: stringLiteral(argument.flag) });
    if (argument.value === true) more.push({ name: "value", text: "true" });
  } else if (argument.optional !== undefined) more.push({ name: "optional", text: stringLiteral(argument.optional) });
  return inlineObject([
    { name: "key", text: stringLiteral(key) },
    { name: "letter", text: stringLiteral(letter) },
    ...more,
  ]);
}

/** An object on one line, which the printer breaks where it is too long. */
function inlineObject(members: readonly Member[]): string {
  const texts = members.map(({ name, text }) => (name === text ? name : `${propertyName(name)}: ${text}`));
  return `{ ${texts.join(", ")} }`;
}

// ---- what is left out --------------------------------------------------------------------------------------------------

/** What is not in the table, as paragraphs of a comment. */
function omissions({ tables, omitted }: HmpTables): readonly string[] {
  const members = Object.values(tables)
    .flat()
    .flatMap(({ command, omitted: own }) => own.map((one) => ({ ...one, name: `${command.name}.${one.name}` })));
  const all = [...omitted, ...members];
  return all.length === 0 ? [] : ["Not in it:", all.map(omissionText).join("\n")];
}

/** An item of a list, on lines that are not long. */
function omissionText({ name, reason }: HmpOmission): string {
  return `- ${wrapWords(`\`${name}\`: ${reason}`, 114).join("\n  ")}`;
}
