// Names in the generated code. One rule: a type has the schema's own name; a name that is a global's, ours, or taken
// already gets `_` at its end, which no name of a QAPI type has.
//
// In: a schema. Out: the TypeScript name of each thing that has one, the same on every run.

import type { Schema } from "../schema/model.js";
import { isGlobal } from "./globals.js";

/** What the generated files themselves define or need. */
const vocabulary = [
  "Unrecognized",
  "isRecognized",
  "JsonValue",
  "Commands",
  "Events",
  "Client",
  "Handlers",
  "createServer",
];

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
  /** Whether it is one of all these names, or of those that are ours. */
  has(name: string): boolean;
}

/**
 * Names for a schema. The schema's own types come first, then what is derived from them, all in the order of the text:
 * so a name depends on the schema alone, and not on which emitters run.
 */
export function namesOf(schema: Schema): Names {
  const taken = new Set(vocabulary);
  const names = new Map<string, string>();
  const take = (key: string, wanted: string): string => {
    let name = identifier(wanted);
    while (taken.has(name) || isGlobal(name)) name += "_";
    taken.add(name);
    names.set(key, name);
    return name;
  };
  const types = schema.definitions.filter((definition) => definition.kind !== "command" && definition.kind !== "event");
  for (const { name } of types) take(`type ${name}`, name);
  for (const type of types) {
    const plain = names.get(`type ${type.name}`)!;
    const received = take(`received ${type.name}`, `${plain}Received`);
    if (type.kind !== "union") continue;
    const parts: UnionPart[] = [
      "Base",
      ...type.branches.map(({ name }): UnionPart => `_${name}`),
      "Other",
      "Unrecognized",
    ];
    for (const form of [plain, received]) for (const part of parts) take(`${form} ${part}`, form + part);
  }
  for (const { kind, name } of schema.definitions) {
    if (kind === "command") take(`inline ${name}`, `${pascalCase(name)}Arguments`);
    if (kind === "event") take(`inline ${name}`, `${pascalCase(name)}Data`);
  }
  return {
    type: (name) => names.get(`type ${name}`) ?? identifier(name),
    received: (name) => names.get(`received ${name}`)!,
    unionPart: (form, part) => names.get(`${form} ${part}`)!,
    inline: (name) => names.get(`inline ${name}`)!,
    has: (name) => taken.has(name),
  };
}

/** A name with everything that an identifier cannot hold made `_`. */
export function identifier(name: string): string {
  const mangled = name.replace(/[^A-Za-z0-9_$]/g, "_");
  return /^[0-9]/.test(mangled) ? `_${mangled}` : mangled;
}

/** `block-dirty-bitmap-add` and `BLOCK_JOB_READY` as `BlockDirtyBitmapAdd` and `BlockJobReady`. */
export function pascalCase(name: string): string {
  return name
    .split(/[-_.]+/)
    .filter((word) => word !== "")
    .map((word) => word[0]!.toUpperCase() + (word === word.toUpperCase() ? word.slice(1).toLowerCase() : word.slice(1)))
    .join("");
}
