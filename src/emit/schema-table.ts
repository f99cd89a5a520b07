// `schema.ts`: the table that the runtime reads, with a constant for each command and event. Types refer to each other
// by functions, so that they may stand in any order and hold themselves. What writes arguments and what reads results
// is named by the commands that need it: so a bundler keeps only what an application's own commands lead to.

import type { StatementStructures } from "ts-morph";

import type { Command, Event } from "../schema/model.js";
import { implicitName } from "../schema/entities.js";
import { typeOf } from "../schema/query.js";
import type { Emitter } from "./emitter.js";
import type { Table, TableCommand, TableEvent, TableMember, TableRef, TableType } from "./table.js";
import { tableOf } from "./table.js";
import { definitionParts } from "./tsdoc.js";
import { innerImports, innerName } from "./runtime-names.js";
import type { TypeWriter } from "./type-writer.js";
import { docs, typeWriter } from "./type-writer.js";
import type { Member } from "./typescript.js";
import { constant, importTypes, isInherited, objectLiteral, stringLiteral } from "./typescript.js";
import { generatedFile } from "./vocabulary.js";

/** Writes `schema.ts`. */
export const schemaTable: Emitter = {
  name: "schema",
  about: "schema.ts: the table that the runtime reads",
  emit(schema, context) {
    const writer = context.once(typeWriter);
    const table = tableOf(writer);
    const commands = new Map(table.commands.map((command) => [command.name, command]));
    const events = new Map(table.events.map((event) => [event.name, event]));
    const statements: StatementStructures[] = [];
    const printed = new Set<string>();
    const printType = (key: string) => {
      const type = table.types.get(key);
      if (type === undefined || printed.has(key)) return;
      printed.add(key);
      statements.push(typeStatement(writer, key, type));
    };
    for (const definition of schema.definitions) {
      if (definition.kind === "command" || definition.kind === "event") {
        printType(implicitName(definition));
        statements.push(
          definition.kind === "command"
            ? commandStatement(writer, definition, commands.get(definition.name)!)
            : eventStatement(writer, definition, events.get(definition.name)!),
        );
      } else printType(definition.name);
    }
    // What has no definition of its own: the predefined enum, the empty object, members in place spelled as a type.
    for (const key of table.types.keys()) printType(key);
    const all = schemaStatement(writer, table);
    return [generatedFile("schema.ts", [...imports(writer, table), ...statements, all], context)];
  },
};

function imports(writer: TypeWriter, { types, commands, events }: Table): readonly StatementStructures[] {
  const kinds = new Set([...types.values()].map(({ kind }) => kind));
  const names = [
    ...(kinds.has("alternate") ? ["AlternateType"] : []),
    ...(commands.length > 0 ? ["CommandType"] : []),
    ...(kinds.has("enum") ? ["EnumType"] : []),
    ...(events.length > 0 ? ["EventType"] : []),
    ...(kinds.has("object") ? ["ObjectType"] : []),
    "SchemaTable",
  ];
  const coders = [
    ...(commands.some(({ encode }) => encode) ? ["encode"] : []),
    ...([...commands, ...events].some(({ decode }) => decode) ? ["decode"] : []),
  ];
  return [
    ...innerImports(writer, names, coders),
    ...importTypes(commands.length > 0 ? ["Commands"] : [], "./commands.js"),
    ...importTypes(events.length > 0 ? ["Events"] : [], "./events.js"),
  ];
}

// ---- types -----------------------------------------------------------------------------------------------------------

/** The name of a type's constant. It begins as no name of QAPI's does, so that it can meet no other. */
function typeConstant({ schema, names }: TypeWriter, key: string): string {
  const type = typeOf(schema, key);
  if (type?.kind !== "implicit") return `_${names.type(key)}`;
  const { kind, name } = type.owner;
  return `_${kind === "union" ? names.unionPart(names.type(name), "Base") : names.inline(name)}`;
}

const typeNames = { enum: "EnumType", object: "ObjectType", alternate: "AlternateType" } as const;

function typeStatement(writer: TypeWriter, key: string, type: TableType): StatementStructures {
  return constant({
    name: typeConstant(writer, key),
    type: innerName(writer, typeNames[type.kind]),
    initializer: objectLiteral(typeMembers(writer, type)),
    isExported: false,
    leadingTrivia: "\n",
  });
}

function typeMembers(writer: TypeWriter, type: TableType): readonly Member[] {
  const name = { name: type.kind, text: stringLiteral(type.name) };
  if (type.kind === "enum") return [name, { name: "values", text: `[${type.values.map(stringLiteral).join(", ")}]` }];
  if (type.kind === "alternate") {
    return [name, { name: "branches", text: `[${type.branches.map((ref) => refText(writer, ref)).join(", ")}]` }];
  }
  const members = type.members.map((member) => ({
    name: `${member.optional ? "*" : ""}${member.name}`,
    text: refText(writer, member.type) + assertion(member),
  }));
  const branches = type.branches.map(({ value, type: key }) => ({ name: value, text: thunk(writer, key) }));
  return [
    name,
    ...(type.base === undefined ? [] : [{ name: "base", text: thunk(writer, type.base) }]),
    { name: "members", text: objectLiteral(members) },
    ...(type.tag === undefined ? [] : [{ name: "tag", text: stringLiteral(type.tag) }]),
    ...(branches.length === 0 ? [] : [{ name: "branches", text: objectLiteral(branches) }]),
  ];
}

/** Keeps the type checker from taking a literal for what every object has. */
function assertion({ name, optional, type }: TableMember): string {
  const isLiteral = typeof type === "string" || !("type" in type);
  return isLiteral && !optional && isInherited(name) ? " as const" : "";
}

function refText(writer: TypeWriter, ref: TableRef): string {
  if (typeof ref === "string") return stringLiteral(ref);
  return "type" in ref ? thunk(writer, ref.type) : `[${refText(writer, ref[0])}]`;
}

const thunk = (writer: TypeWriter, key: string) => `() => ${typeConstant(writer, key)}`;

// ---- commands and events ---------------------------------------------------------------------------------------------

function commandStatement(writer: TypeWriter, definition: Command, command: TableCommand): StatementStructures {
  const name = stringLiteral(command.name);
  const flags = (["oob", "silent", "open"] as const).filter((flag) => command[flag]);
  return constant({
    name: writer.names.constant(command.name),
    type: `${innerName(writer, "CommandType")}<${name}, Commands[${name}]>`,
    docs: shortDocs(writer, definition),
    initializer: objectLiteral([
      { name: "command", text: name },
      ...(command.arguments === undefined ? [] : [{ name: "arguments", text: thunk(writer, command.arguments) }]),
      ...(command.returns === undefined ? [] : [{ name: "returns", text: refText(writer, command.returns) }]),
      ...flags.map((flag) => ({ name: flag, text: "true" })),
      ...coders(writer, command),
    ]),
    leadingTrivia: "\n",
  });
}

function eventStatement(writer: TypeWriter, definition: Event, event: TableEvent): StatementStructures {
  const name = stringLiteral(event.name);
  return constant({
    name: writer.names.constant(event.name),
    type: `${innerName(writer, "EventType")}<${name}, Events[${name}]["data"]>`,
    docs: shortDocs(writer, definition),
    initializer: objectLiteral([
      { name: "event", text: name },
      ...(event.data === undefined ? [] : [{ name: "data", text: thunk(writer, event.data) }]),
      ...coders(writer, event),
    ]),
    leadingTrivia: "\n",
  });
}

/** What is needed to write its arguments and to read what it gives. */
function coders(
  writer: TypeWriter,
  { encode, decode }: Pick<TableCommand, "decode"> & Partial<TableCommand>,
): readonly Member[] {
  return [
    ...(encode === true ? [{ name: "encode", text: innerName(writer, "encode") }] : []),
    ...(decode ? [{ name: "decode", text: innerName(writer, "decode") }] : []),
  ];
}

/** What it is, and whether it is to be avoided; the rest is said in `commands.ts` and `events.ts`. */
function shortDocs(writer: TypeWriter, definition: Command | Event): string[] {
  const { deprecated, experimental } = definitionParts(definition);
  const kind = definition.kind === "command" ? "Command" : "Event";
  return docs(writer, { summary: "", remarks: [`${kind} \`${definition.name}\`.`], deprecated, experimental });
}

function schemaStatement(writer: TypeWriter, { commands, events }: Table): StatementStructures {
  const all = (list: readonly { readonly name: string }[]) =>
    objectLiteral(list.map(({ name }) => ({ name, text: writer.names.constant(name) })));
  return constant({
    name: "schema",
    type: innerName(writer, "SchemaTable"),
    docs: ["All commands and events, by their names on the wire."],
    initializer: objectLiteral([
      { name: "commands", text: all(commands) },
      { name: "events", text: all(events) },
    ]),
    leadingTrivia: "\n",
  });
}
