// What a schema is to `qapi-ts qmp`: the table that arguments are checked by before they are sent. Loaded only with
// `--schema`, as it brings the compiler along; of the emitters no more than the table.

import { emitContext, integerOptions } from "../emit/context.js";
import type { Table, TableCommand, TableEvent, TableObject, TableRef, TableType } from "../emit/table.js";
import { tableOf } from "../emit/table.js";
import { typeWriter } from "../emit/type-writer.js";
import type { CommandType, EventType, NamedType, ObjectType, SchemaTable, TypeRef } from "../runtime/index.js";
import { argumentProblems } from "../runtime/validate.js";
import { version } from "../version.js";
import type { Flags } from "./flags.js";
import type { ExitStatus } from "./verb-rows.js";
import { readSchemas } from "./input.js";
import type { Request } from "./qmp-arguments.js";
import { problemText, unknownText } from "./schema-faults.js";

/** A table, or the exit status that says why there is none. */
export type ReadTable =
  { readonly ok: true; readonly table: SchemaTable } | { readonly ok: false; readonly status: ExitStatus };

/** Compiles a schema as the flags say, and prints what is wrong with it. Throws: UsageError. */
export async function readTable(path: string, flags: Flags): Promise<ReadTable> {
  const input = await readSchemas([path], flags);
  if (!input.ok) return input;
  const [schema] = input.schemas;
  const context = emitContext(schema, { version, schemaName: schema.root, integers: integerOptions() });
  return { ok: true, table: schemaTable(tableOf(typeWriter(schema, context))) };
}

/** A schema's table in the form that the runtime reads. */
export function schemaTable(table: Table): SchemaTable {
  const types = new Map<string, NamedType>();
  const links: Links = {
    object: (key) => () => types.get(key) as ObjectType,
    ref(ref) {
      if (typeof ref === "string") return ref as TypeRef;
      return "type" in ref ? () => types.get(ref.type)! : [links.ref(ref[0])];
    },
  };
  for (const [key, type] of table.types) types.set(key, namedType(type, links));
  const commands = table.commands.map((command) => [command.name, commandType(command, links)] as const);
  const events = table.events.map((event) => [event.name, eventType(event, links)] as const);
  return { commands: Object.fromEntries(commands), events: Object.fromEntries(events) };
}

/** From keys to what the runtime follows. */
interface Links {
  object(key: string): () => ObjectType;
  ref(ref: TableRef): TypeRef;
}

function namedType(type: TableType, links: Links): NamedType {
  switch (type.kind) {
    case "enum":
      return { enum: type.name, values: type.values };
    case "alternate":
      return { alternate: type.name, branches: type.branches.map(links.ref) };
    case "object":
      return objectType(type, links);
  }
}

function objectType({ name, base, members, tag, branches }: TableObject, links: Links): ObjectType {
  return {
    object: name,
    ...(base === undefined ? {} : { base: links.object(base) }),
    members: Object.fromEntries(members.map((one) => [(one.optional ? "*" : "") + one.name, links.ref(one.type)])),
    ...(tag === undefined
      ? {}
      : { tag, branches: Object.fromEntries(branches.map((one) => [one.value, links.object(one.type)])) }),
  };
}

function commandType(row: TableCommand, links: Links): CommandType {
  const { name, arguments: args, returns, oob, silent, open } = row;
  return {
    command: name,
    ...(args === undefined ? {} : { arguments: links.object(args) }),
    ...(returns === undefined ? {} : { returns: links.ref(returns) }),
    ...(oob ? { oob } : {}),
    ...(silent ? { silent } : {}),
    ...(open ? { open } : {}),
  };
}

function eventType({ name, data }: TableEvent, links: Links): EventType {
  return { event: name, ...(data === undefined ? {} : { data: links.object(data) }) };
}

/** What is wrong with a request and with names of events, a line each, by the schema; nothing if all is fine. */
export function faultsOf(
  { commands, events }: SchemaTable,
  request: Request | undefined,
  names: readonly string[],
): readonly string[] {
  const faults = names
    .filter((name) => !Object.hasOwn(events, name))
    .map((name) => unknownText("event", name, Object.keys(events)));
  if (request === undefined) return faults;
  const { command: name } = request;
  if (!Object.hasOwn(commands, name)) return [unknownText("command", name, Object.keys(commands)), ...faults];
  const problems = argumentProblems(commands[name]!, request.arguments);
  return [...problems.map((problem) => `${name}: ${problemText(problem)}`), ...faults];
}
