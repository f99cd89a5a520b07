// From QAPI's types to the text of TypeScript's, and from members to properties: what all emitters of types share.
//
// In: a schema and the options. Out: a `TypeWriter`, one for what a client has, one for what a server has. The decisions
// are those of the documentation's table "How types are written".

import type { InterfaceDeclarationStructure, OptionalKind, PropertySignatureStructure } from "ts-morph";

import type { BuiltinName } from "../schema/builtins.js";
import { builtins, qtypeValues } from "../schema/builtins.js";
import type { Command, DefinedType, Definition, Event, Member, Schema, TypeRef } from "../schema/model.js";
import { definedType, definitionsOf, inlineMembers, typeOf } from "../schema/query.js";
import type { Direction, Forms, Role, Traffic } from "./directions.js";
import { formsOf, trafficOf, ways } from "./directions.js";
import type { EmitContext, IntegerOptions } from "./emitter.js";
import { isWord } from "./names.js";
import type { Names } from "./naming.js";
import { namesOf } from "./naming.js";
import type { Described, TsdocParts } from "./tsdoc.js";
import { definitionParts, memberParts, tsdoc } from "./tsdoc.js";
import {
  arrayOf,
  interfaceDeclaration,
  objectType,
  propertyName,
  readonlyArrayOf,
  stringLiteral,
  union,
} from "./typescript.js";

/** What an emitter of types needs of a schema; made once for all files. */
export interface TypeWriter {
  readonly schema: Schema;
  readonly names: Names;
  readonly role: Role;
  readonly traffic: Traffic;
  readonly forms: Forms;
  readonly integers: IntegerOptions;
  /** Whether everything of the run stands in one file, where the names of all that is in it meet. */
  readonly isOneFile: boolean;
  /** The names of constants, in one file; else none. */
  readonly constants: ReadonlySet<string>;
  /** The comments made so far, by what they are of: several files have the same ones. */
  readonly comments: Map<Definition | Described, Comment>;
}

interface Comment {
  /** The definition whose documentation it is made of: members may stand in for those of another. */
  readonly definition: Definition;
  readonly docs: string[];
}

/** The writer of what a client has. Emitters get it by `context.once(typeWriter)`. */
export function typeWriter(schema: Schema, context: EmitContext): TypeWriter {
  const { integers } = context;
  const names = namesOf(schema, context);
  const traffic = trafficOf(schema);
  const forms = formsOf(traffic, names, "client");
  const isOneFile = context.conventions.layout === "single";
  const coded = isOneFile ? [...definitionsOf(schema, "command"), ...definitionsOf(schema, "event")] : [];
  const constants = new Set(coded.map(({ name }) => names.constant(name)));
  return { schema, names, role: "client", traffic, forms, integers, isOneFile, constants, comments: new Map() };
}

/** The writer of what a server has: the same names and comments, but other forms of types. */
export function serverTypeWriter(_schema: Schema, context: EmitContext): TypeWriter {
  const writer = context.once(typeWriter);
  return { ...writer, role: "server", forms: formsOf(writer.traffic, writer.names, "server") };
}

/** The name of the namespace of a server's types. */
export const servedNamespace = "Served";

/** The writer of what stands outside a server's types but speaks of them: in one file, they are parts of a namespace. */
export function besideServed(writer: TypeWriter): TypeWriter {
  if (!writer.isOneFile) return writer;
  const { names, forms } = writer;
  const outside = (name: string) => (names.isEnum(name) ? name : `${servedNamespace}.${name}`);
  return {
    ...writer,
    names: { ...names, inline: (name) => outside(names.inline(name)) },
    forms: { ...forms, name: (type, direction) => outside(forms.name(type, direction)) },
  };
}

// ---- types -----------------------------------------------------------------------------------------------------------

/** The empty object, which is all that a command without arguments sends. */
export const emptyObject = "Record<string, never>";

/** Integer types that a double cannot hold, and which option decides over each; the others are `number`. */
const wide: Readonly<Partial<Record<BuiltinName, "int" | "int64">>> = {
  int: "int",
  int64: "int64",
  uint64: "int64",
  size: "int64",
};

/** The type of a reference. `path` is what overrides of integers go by: `Type.member`, or a command's name. */
export function refText(writer: TypeWriter, ref: TypeRef, direction: Direction, path: string): string {
  const type = typeOf(writer.schema, ref);
  // Only a build that leaves out a type and keeps its users has such a reference.
  if (type === undefined) return "unknown";
  switch (type.kind) {
    case "array": {
      const element = refText(writer, { name: type.element, array: false }, direction, path);
      return direction === "send" ? readonlyArrayOf(element) : arrayOf(element);
    }
    case "builtin":
      return builtinText(writer, type.name, direction, path);
    case "qtype":
      return open(writer, union(qtypeValues.map(stringLiteral)), direction);
    case "empty":
      return emptyObject;
    case "implicit":
      return objectText(writer, type.members, direction, type.owner.name);
    default:
      return definedText(writer, type, direction);
  }
}

/** The name of a defined type's form, with what an enum is open to when it arrives. */
function definedText(writer: TypeWriter, type: DefinedType, direction: Direction): string {
  const name = writer.forms.name(type, direction);
  return type.kind === "enum" ? open(writer, name, direction) : name;
}

function open(writer: TypeWriter, text: string, direction: Direction): string {
  return isOpen(writer, direction) ? `${text} | Unrecognized` : text;
}

/** Whether values may hold what the schema does not know: what has come to a server was held to the schema. */
export function isOpen({ role }: TypeWriter, direction: Direction): boolean {
  return role === "client" && direction === "receive";
}

function builtinText(writer: TypeWriter, name: BuiltinName, direction: Direction, path: string): string {
  switch (builtins[name].json) {
    case "string":
      return "string";
    case "boolean":
      return "boolean";
    case "null":
      return "null";
    case "number":
      return "number";
    case "value":
      return "JsonValue";
    case "int": {
      if (direction === "send") return "number | bigint";
      return integerForm(writer, name, path);
    }
  }
}

/** What an integer arrives as. `path` is what overrides go by. */
export function integerForm({ integers }: TypeWriter, name: BuiltinName, path: string): "bigint" | "number" {
  const option = wide[name];
  return option === undefined ? "number" : (integers.overrides[path] ?? integers[option]);
}

/** Which way a command's arguments, or an event's data, travel. */
export function dataWay({ role }: TypeWriter, { kind }: Command | Event): Direction {
  return ways[role][kind === "command" ? "arguments" : "results"];
}

/** The type of a command's arguments, or of an event's data; undefined where there are none. */
export function dataText(writer: TypeWriter, definition: Command | Event): string | undefined {
  const { data, name } = definition;
  const open = definition.kind === "command" && !definition.gen;
  // QEMU checks no arguments of such a command: it takes more than the schema says.
  const more = open ? " & { readonly [name: string]: JsonValue | undefined }" : "";
  if (data === undefined || data.length === 0) return open ? more.slice(3) : undefined;
  if (typeof data === "string") {
    return refText(writer, { name: data, array: false }, dataWay(writer, definition), name) + more;
  }
  return writer.names.inline(name) + more;
}

/** The type of a command's result. */
export function returnsText(writer: TypeWriter, command: Command): string {
  const { returns, name } = command;
  return returns === undefined ? "void" : refText(writer, returns, ways[writer.role].results, name);
}

/** The names in the texts of types that generated files give, sorted. */
export function typeNamesIn(writer: TypeWriter, texts: readonly string[]): readonly string[] {
  const used = new Set<string>();
  // The same few come again and again.
  for (const text of new Set(texts)) {
    if (isWord(text)) {
      if (writer.names.has(text)) used.add(text);
      continue;
    }
    for (const [word] of text.matchAll(/"[^"]*"|[A-Za-z_$][\w$]*(?!\w|\??:)/g))
      if (writer.names.has(word)) used.add(word);
  }
  return [...used].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

// ---- members ---------------------------------------------------------------------------------------------------------

/** The members of a definition as properties, with their documentation. */
export function properties(
  writer: TypeWriter,
  definition: Definition,
  members: readonly Member[],
  direction: Direction,
): OptionalKind<PropertySignatureStructure>[] {
  return members.map((member) => ({
    name: propertyName(member.name),
    type: memberText(writer, member, direction, definition.name),
    hasQuestionToken: member.optional,
    docs: memberDocs(writer, definition, member),
  }));
}

/** The interface of a command's or event's inline members, if it has any. */
export function inlineInterface(writer: TypeWriter, definition: Command | Event): InterfaceDeclarationStructure[] {
  const members = inlineMembers(definition) ?? [];
  if (members.length === 0) return [];
  const { kind, name } = definition;
  return [
    interfaceDeclaration({
      name: writer.names.inline(name),
      isExported: true,
      docs: [`${kind === "command" ? "Arguments" : "Data"} of ${kind} \`${name}\`.`],
      properties: properties(writer, definition, members, dataWay(writer, definition)),
    }),
  ];
}

/** A member's type; one that may be left out may also be given as `undefined` when it is sent. */
function memberText(writer: TypeWriter, member: Member, direction: Direction, owner: string): string {
  const text = refText(writer, member.type, direction, `${owner}.${member.name}`);
  return member.optional && direction === "send" ? `${text} | undefined` : text;
}

/** Members as an object type in place. */
export function objectText(
  writer: TypeWriter,
  members: readonly Member[],
  direction: Direction,
  owner: string,
): string {
  if (members.length === 0) return emptyObject;
  return objectType(
    members.map((member) => ({
      name: member.name,
      text: memberText(writer, member, direction, owner),
      optional: member.optional,
    })),
  );
}

/** The members of a type that has no name of its own here, the object that stands for inline members; else none. */
export function implicitMembers(writer: TypeWriter, name: string | undefined): readonly Member[] {
  const type = name === undefined ? undefined : typeOf(writer.schema, name);
  return type?.kind === "implicit" ? type.members : [];
}

// ---- documentation ---------------------------------------------------------------------------------------------------

/** The doc comment of a definition, or none. */
export function definitionDocs(writer: TypeWriter, definition: Definition): string[] {
  return memberDocs(writer, definition, definition);
}

/** The doc comment of a member or a value of a definition, or of the definition itself; or none. */
export function memberDocs(writer: TypeWriter, definition: Definition, part: Definition | Described): string[] {
  const known = writer.comments.get(part);
  if (known?.definition === definition) return known.docs;
  const parts = part === definition ? definitionParts(definition) : memberParts(definition, part);
  const comment = { definition, docs: docs(writer, parts) };
  writer.comments.set(part, comment);
  return comment.docs;
}

/** A doc comment, or none when there is nothing to say. */
export function docs(writer: TypeWriter, parts: TsdocParts): string[] {
  const text = tsdoc(parts, { link: (name) => link(writer, name) });
  return text === "" ? [] : [text];
}

/** A link to a type of the schema; other names stay as they are. */
function link(writer: TypeWriter, name: string): string | undefined {
  return definedType(writer.schema, name) === undefined ? undefined : `{@link ${writer.names.type(name)}}`;
}
