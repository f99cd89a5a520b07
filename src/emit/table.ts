// The table that the runtime reads, as plain data: what is sent is checked by it, what arrives is decoded by it.
//
// In: a schema and the options. Out: the types that commands and events lead to, and what each command and event
// takes and gives. `schema-table.ts` prints it; the command line makes a table of it at once.

import type { BuiltinName } from "../schema/builtins.js";
import { builtins, qtypeValues } from "../schema/builtins.js";
import { implicitName } from "../schema/entities.js";
import type { Command, DefinedType, Event, Member, TypeRef, Union } from "../schema/model.js";
import type { Type } from "../schema/query.js";
import { inlineMembers, typeOf } from "../schema/query.js";
import type { TypeWriter } from "./type-writer.js";
import { integerForm } from "./type-writer.js";

/** A reference: a builtin as the runtime spells it, a type by its key, or an array by its element. */
export type TableRef = string | { readonly type: string } | readonly [TableRef];

/** A member of an object. */
export interface TableMember {
  readonly name: string;
  readonly optional: boolean;
  readonly type: TableRef;
}

/** An enumeration. */
export interface TableEnum {
  readonly kind: "enum";
  readonly name: string;
  readonly values: readonly string[];
}

/** A struct, or, with a tag, a union. */
export interface TableObject {
  readonly kind: "object";
  readonly name: string;
  readonly base: string | undefined;
  /** Own members, in the schema's order. */
  readonly members: readonly TableMember[];
  readonly tag: string | undefined;
  /** The branches by the tag's value; empty for a struct. */
  readonly branches: readonly { readonly value: string; readonly type: string }[];
}

/** One of several types. */
export interface TableAlternate {
  readonly kind: "alternate";
  readonly name: string;
  readonly branches: readonly TableRef[];
}

/** A type. */
export type TableType = TableEnum | TableObject | TableAlternate;

/** A command. */
export interface TableCommand {
  readonly name: string;
  readonly arguments: string | undefined;
  readonly returns: TableRef | undefined;
  readonly oob: boolean;
  readonly silent: boolean;
  readonly open: boolean;
  /** Whether its arguments have to be written: it takes some. */
  readonly encode: boolean;
  /** Whether its result has to be brought into the form of its types: there may be numbers in it. */
  readonly decode: boolean;
}

/** An event. */
export interface TableEvent {
  readonly name: string;
  readonly data: string | undefined;
  readonly decode: boolean;
}

/** All of it. Types are kept by the names that QEMU's generator gives them: `q_obj_NAME-arg` for members in place. */
export interface Table {
  readonly types: ReadonlyMap<string, TableType>;
  readonly commands: readonly TableCommand[];
  readonly events: readonly TableEvent[];
}

/** The table of a schema. */
export function tableOf(writer: TypeWriter): Table {
  const walk: Walk = { writer, types: new Map(), pending: [] };
  const commands: Omit<TableCommand, "decode">[] = [];
  const events: Omit<TableEvent, "decode">[] = [];
  for (const definition of writer.schema.definitions) {
    if (definition.kind === "command") commands.push(commandRow(walk, definition));
    if (definition.kind === "event") events.push({ name: definition.name, data: dataKey(walk, definition) });
  }
  for (let type = walk.pending.pop(); type !== undefined; type = walk.pending.pop()) addType(walk, type);
  const numeric = numericTypes(walk.types);
  const holdsNumbers = (ref: TableRef | undefined) => ref !== undefined && isNumeric(ref, numeric);
  return {
    types: walk.types,
    commands: commands.map((command) => ({ ...command, decode: holdsNumbers(command.returns) })),
    events: events.map(({ name, data }) => ({ name, data, decode: data !== undefined && numeric.has(data) })),
  };
}

interface Walk {
  readonly writer: TypeWriter;
  readonly types: Map<string, TableType>;
  /** Types that are referred to, and are still to be added. */
  readonly pending: Type[];
}

function commandRow(walk: Walk, command: Command): Omit<TableCommand, "decode"> {
  const args = dataKey(walk, command);
  return {
    name: command.name,
    arguments: args,
    returns: command.returns && refOf(walk, command.returns, command.name),
    oob: command.allowOob,
    silent: !command.successResponse,
    open: !command.gen,
    encode: args !== undefined || !command.gen,
  };
}

/** The key of a command's arguments, or of an event's data; none where there is no member. */
function dataKey(walk: Walk, definition: Command | Event): string | undefined {
  const { data } = definition;
  if (typeof data === "string") return keyOf(walk, data);
  return data === undefined || data.length === 0 ? undefined : keyOf(walk, implicitName(definition));
}

/** The key of an object type by its name. */
function keyOf(walk: Walk, name: string): string {
  const type = typeOf(walk.writer.schema, name);
  if (type !== undefined && !walk.types.has(name)) walk.pending.push(type);
  return name;
}

/** A reference. `path` is what overrides of integers go by. */
function refOf(walk: Walk, ref: TypeRef, path: string): TableRef {
  const type = typeOf(walk.writer.schema, ref);
  // Only a build that leaves out a type and keeps its users has such a reference.
  if (type === undefined) return "any";
  if (type.kind === "array") return [refOf(walk, { name: type.element, array: false }, path)];
  if (type.kind === "builtin") return builtinRef(walk.writer, type.name, path);
  return { type: keyOf(walk, type.name) };
}

/** A builtin's name; for an integer that arrives in another form than the runtime takes for granted, with that form. */
function builtinRef(writer: TypeWriter, name: BuiltinName, path: string): string {
  if (builtins[name].json !== "int") return name;
  const form = integerForm(writer, name, path);
  const usual = name === "int64" || name === "uint64" || name === "size" ? "bigint" : "number";
  return form === usual ? name : `${name}:${form}`;
}

function addType(walk: Walk, type: Type): void {
  const row = walk.types.has(nameOf(type)) ? undefined : typeRow(walk, type);
  if (row !== undefined) walk.types.set(nameOf(type), row);
}

const nameOf = (type: Type) => ("name" in type ? type.name : type.element);

function typeRow(walk: Walk, type: Type): TableType | undefined {
  switch (type.kind) {
    case "qtype":
      return { kind: "enum", name: type.name, values: qtypeValues };
    case "empty":
      return objectRow(type.name, []);
    case "implicit":
      return objectRow(type.owner.name, membersRow(walk, type.members, type.owner.name));
    case "builtin":
    case "array":
      return undefined;
    default:
      return definedRow(walk, type);
  }
}

function definedRow(walk: Walk, type: DefinedType): TableType {
  const { name } = type;
  switch (type.kind) {
    case "enum":
      return { kind: "enum", name, values: type.values.map((value) => value.name) };
    case "alternate":
      return {
        kind: "alternate",
        name,
        branches: type.alternatives.map((one) => refOf(walk, one.type, `${name}.${one.name}`)),
      };
    case "struct": {
      const base = type.base === undefined ? undefined : keyOf(walk, type.base);
      return { ...objectRow(name, membersRow(walk, type.members, name)), base };
    }
    case "union":
      return unionRow(walk, type);
  }
}

function unionRow(walk: Walk, union: Union): TableObject {
  const { name, base } = union;
  return {
    kind: "object",
    name,
    base: typeof base === "string" ? keyOf(walk, base) : undefined,
    members: membersRow(walk, inlineMembers(union) ?? [], name),
    tag: union.discriminator,
    branches: union.branches.map((branch) => ({ value: branch.name, type: keyOf(walk, branch.type) })),
  };
}

function objectRow(name: string, members: readonly TableMember[]): TableObject {
  return { kind: "object", name, base: undefined, members, tag: undefined, branches: [] };
}

function membersRow(walk: Walk, members: readonly Member[], owner: string): readonly TableMember[] {
  return members.map(({ name, optional, type }) => ({
    name,
    optional,
    type: refOf(walk, type, `${owner}.${name}`),
  }));
}

// ---- where numbers are -----------------------------------------------------------------------------------------------

/** The keys of the types whose values may hold numbers that the schema knows of. */
function numericTypes(types: Table["types"]): ReadonlySet<string> {
  const users = new Map<string, string[]>();
  const numeric = new Set<string>();
  for (const [key, type] of types) {
    for (const ref of refsOf(type)) {
      const element = elementOf(ref);
      if (typeof element === "string") {
        if (isNumber(element)) numeric.add(key);
      } else users.set(element.type, [...(users.get(element.type) ?? []), key]);
    }
  }
  // A set gives what is added to it while it is gone through, too.
  for (const key of numeric) for (const user of users.get(key) ?? []) numeric.add(user);
  return numeric;
}

function isNumeric(ref: TableRef, numeric: ReadonlySet<string>): boolean {
  const element = elementOf(ref);
  return typeof element === "string" ? isNumber(element) : numeric.has(element.type);
}

/** What an array is made of in the end, or a type itself. */
function elementOf(ref: TableRef): Exclude<TableRef, readonly [TableRef]> {
  return typeof ref === "string" || "type" in ref ? ref : elementOf(ref[0]);
}

/** Whether a builtin, in the runtime's spelling, is a kind of number. */
const isNumber = (name: string) => /^(?:number|size|u?int)/.test(name);

function refsOf(type: TableType): readonly TableRef[] {
  switch (type.kind) {
    case "enum":
      return [];
    case "alternate":
      return type.branches;
    case "object":
      return [
        ...(type.base === undefined ? [] : [{ type: type.base }]),
        ...type.members.map((member) => member.type),
        ...type.branches.map((branch) => ({ type: branch.type })),
      ];
  }
}
