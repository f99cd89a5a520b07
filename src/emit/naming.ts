// Names in the generated code. One rule: a type has the schema's own name; a name that is a global's, ours, or taken
// already gets `_` at its end, which no name of a QAPI type has.
//
// In: a schema, and how methods are named. Out: the TypeScript name of each thing that has one, the same on every run.

import type { Schema } from "../schema/model.js";
import { defaultConventions } from "./context.js";
import type { Conventions, EmitContext } from "./emitter.js";
import { isGlobal } from "./globals.js";
import { isFreeWord } from "./names.js";

/** What the generated files themselves define or need. */
const vocabulary = [
  "Unrecognized",
  "isRecognized",
  "JsonValue",
  "Commands",
  "Events",
  "Client",
  "Handlers",
  "ServedEvents",
  "Context",
  "createServer",
  "Served",
  "schema",
  "hmp",
];

/** What `schema.ts` imports: its constants cannot have these names. */
const tableNames = [
  "AlternateType",
  "CommandType",
  "EnumType",
  "EventType",
  "ObjectType",
  "SchemaTable",
  "decode",
  "encode",
];

/**
 * What a client has of its own, whatever the schema: the members of the runtime's `Connection`, `QmpClient` and `GuestAgentClient`,
 * those of every object, and `then`, which would make a promise of it. A test holds the list to the classes.
 */
export const clientMembers: readonly string[] = [
  "session state version capabilities closed execute executeRaw on once off events waitFor executeAndWait supports",
  "close exec then constructor hasOwnProperty isPrototypeOf propertyIsEnumerable toLocaleString toString valueOf",
].flatMap((line) => line.split(" "));

/** The parts of a union that have names: its inline base, a branch by its tag value, and two that stand for the rest. */
export type UnionPart = "Base" | "Other" | "Unrecognized" | `_${string}`;

/** The names of everything that has one. */
export interface Names {
  /** The name of a type, for what is sent, or for both ways where the forms do not differ. */
  type(name: string): string;
  /** The name of the form of a type that arrives, where another form has the plain name. */
  received(name: string): string;
  /** The name of a part of a union's form, which goes by its own name. */
  unionPart(form: string, part: UnionPart): string;
  /** The name of the interface of a command's or event's inline members. */
  inline(name: string): string;
  /** The name of a command's method. */
  method(name: string): string;
  /** The name of the constant of a command, in the style of methods, or of an event, which is the schema's own. */
  constant(name: string): string;
  /** Whether it is the name of an enum. */
  isEnum(name: string): boolean;
  /** Whether it is one of the names of types, or of those that are ours. */
  has(name: string): boolean;
}

/**
 * Names for a schema. The schema's own types come first, then what is derived from them, all in the order of the text:
 * so a name depends on the schema and the style of methods alone, and not on which emitters run. Constants of commands
 * are named as methods are: a program spells a command in one way.
 */
export function namesOf(
  schema: Schema,
  { conventions }: Pick<EmitContext, "conventions"> = { conventions: defaultConventions },
): Names {
  const taken = new Set(vocabulary);
  const names = new Map<string, string>();
  const take = (key: string, wanted: string, isFree: (name: string) => boolean): string => {
    let name = identifier(wanted);
    while (!isFree(name)) name += "_";
    names.set(key, name);
    return name;
  };
  const takeType = (key: string, wanted: string): string => {
    const name = take(key, wanted, (one) => !taken.has(one) && !isGlobal(one));
    taken.add(name);
    return name;
  };
  const types = schema.definitions.filter((definition) => definition.kind !== "command" && definition.kind !== "event");
  const enums = new Set<string>();
  for (const { kind, name } of types) {
    const own = takeType(`type ${name}`, name);
    if (kind === "enum") enums.add(own);
  }
  for (const type of types) {
    const plain = names.get(`type ${type.name}`)!;
    const received = takeType(`received ${type.name}`, `${plain}Received`);
    if (type.kind !== "union") continue;
    const parts: UnionPart[] = [
      "Base",
      ...type.branches.map(({ name }): UnionPart => `_${name}`),
      "Other",
      "Unrecognized",
    ];
    for (const form of [plain, received]) for (const part of parts) takeType(`${form} ${part}`, form + part);
  }
  for (const { kind, name } of schema.definitions) {
    if (kind === "command") takeType(`inline ${name}`, `${pascalCase(name)}Arguments`);
    if (kind === "event") takeType(`inline ${name}`, `${pascalCase(name)}Data`);
  }
  const constants = new Set(tableNames);
  const methods = new Set(clientMembers);
  const styled = methodStyles[conventions.methodNames];
  for (const { kind, name } of schema.definitions) {
    if (kind !== "command" && kind !== "event") continue;
    const wanted = kind === "command" ? styled(name) : name;
    // One door leads to types and constants.
    const isFree = (one: string) => !taken.has(one) && !constants.has(one) && isFreeWord(one);
    constants.add(take(`constant ${name}`, wanted, isFree));
    if (kind === "command") methods.add(take(`method ${name}`, wanted, (one) => !methods.has(one)));
  }
  return {
    type: (name) => names.get(`type ${name}`) ?? identifier(name),
    received: (name) => names.get(`received ${name}`)!,
    unionPart: (form, part) => names.get(`${form} ${part}`)!,
    inline: (name) => names.get(`inline ${name}`)!,
    method: (name) => names.get(`method ${name}`)!,
    constant: (name) => names.get(`constant ${name}`)!,
    isEnum: (name) => enums.has(name),
    has: (name) => taken.has(name),
  };
}

/** A name with everything that an identifier cannot hold made `_`. */
export function identifier(name: string): string {
  const mangled = name.replace(/[^A-Za-z0-9_$]/g, "_");
  return /^[0-9]/.test(mangled) ? `_${mangled}` : mangled;
}

const wordsOf = (name: string) => name.split(/[-_.]+/).filter((word) => word !== "");

/** `block-dirty-bitmap-add` and `BLOCK_JOB_READY` as `BlockDirtyBitmapAdd` and `BlockJobReady`. */
export function pascalCase(name: string): string {
  return wordsOf(name)
    .map((word) => word[0]!.toUpperCase() + (word === word.toUpperCase() ? word.slice(1).toLowerCase() : word.slice(1)))
    .join("");
}

/** `block-dirty-bitmap-add` and `system_reset` as `blockDirtyBitmapAdd` and `systemReset`. */
export function camelCase(name: string): string {
  const pascal = pascalCase(name);
  return pascal.slice(0, 1).toLowerCase() + pascal.slice(1);
}

/** `block-dirty-bitmap-add` and `system_reset` as `block_dirty_bitmap_add` and `system_reset`. */
export function snakeCase(name: string): string {
  return wordsOf(name).join("_").toLowerCase();
}

const methodStyles: Readonly<Record<Conventions["methodNames"], (name: string) => string>> = {
  camelCase,
  snake_case: snakeCase,
};
