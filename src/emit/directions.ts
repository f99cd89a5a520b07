// Which way values of a type travel, and so which forms of it are needed: what goes out is held to the schema; what
// comes in may hold what this schema does not know, but at a server, which holds it to the schema before anybody sees it.
//
// In: a schema, and which end of the connection the code is for. Out: for each type the directions in which commands and
// events use it, whether its two forms differ, and the TypeScript name of each form. A type that travels in one direction
// takes that direction's form under its own name; one that travels in both has its outgoing form there, and its incoming
// form under the name + `Received`, if the two differ. A type that neither commands nor events reach takes the outgoing
// form for a client, and has none for a server.

import { builtins, isBuiltin } from "../schema/builtins.js";
import type { DefinedType, Members, Schema, TypeRef } from "../schema/model.js";
import { definedType, typeOf, usedTypes } from "../schema/query.js";
import type { Names } from "./naming.js";

/** Out of the program that uses the generated code, or into it. */
export type Direction = "send" | "receive";

/** Which end of the connection the generated code is for. */
export type Role = "client" | "server";

/** Which way arguments travel, and which way results and the data of events do. */
export const ways: Readonly<Record<Role, { readonly arguments: Direction; readonly results: Direction }>> = {
  client: { arguments: "send", results: "receive" },
  server: { arguments: "receive", results: "send" },
};

/** What is known of the forms of types. */
export interface Forms {
  /** The forms that a type has, in the order in which they are printed. */
  formsOf(type: DefinedType): readonly Direction[];
  /** Whether the forms of a type that travels both ways differ. */
  differs(type: DefinedType): boolean;
  /** The TypeScript name of a type's form. */
  name(type: DefinedType, direction: Direction): string;
}

/** Where the types of a schema travel, whichever end one looks from. */
export interface Traffic {
  readonly schema: Schema;
  /** Names of the types that arguments may hold. */
  readonly arguments: ReadonlySet<string>;
  /** Names of the types that results and the data of events may hold. */
  readonly results: ReadonlySet<string>;
  /** The names of the types that refer to a type. */
  readonly users: ReadonlyMap<string, readonly string[]>;
}

/** Finds where the types of a schema travel. */
export function trafficOf(schema: Schema): Traffic {
  return { schema, arguments: reach(schema, "arguments"), results: reach(schema, "results"), users: usersOf(schema) };
}

/** Finds the forms of all types of a schema. */
export function formsOf(traffic: Traffic, names: Names, role: Role): Forms {
  const [sent, received] =
    role === "client" ? [traffic.arguments, traffic.results] : [traffic.results, traffic.arguments];
  const differing = differingTypes(traffic, role);
  const travelsBoth = (type: DefinedType) => sent.has(type.name) && received.has(type.name);
  return {
    formsOf(type) {
      if (travelsBoth(type)) return differing.has(type.name) ? ["send", "receive"] : ["send"];
      if (received.has(type.name)) return ["receive"];
      return role === "client" || sent.has(type.name) ? ["send"] : [];
    },
    differs: (type) => differing.has(type.name),
    name(type, direction) {
      const plain = names.type(type.name);
      const second = direction === "receive" && travelsBoth(type) && differing.has(type.name);
      return second ? names.received(type.name) : plain;
    },
  };
}

/** Names of all types that arguments may hold, or results and the data of events. */
function reach(schema: Schema, what: "arguments" | "results"): ReadonlySet<string> {
  const reached = new Set<string>();
  const pending: TypeRef[] = [];
  for (const definition of schema.definitions) {
    if (definition.kind === (what === "arguments" ? "command" : "event")) pending.push(...usedTypes(definition));
    if (definition.kind === "command" && what === "results" && definition.returns !== undefined) {
      pending.push(definition.returns);
    }
  }
  for (let ref = pending.pop(); ref !== undefined; ref = pending.pop()) {
    const type = elementOf(schema, ref);
    if (type === undefined || reached.has(type.name)) continue;
    reached.add(type.name);
    pending.push(...usedTypes(type));
  }
  return reached;
}

/** The defined type that a reference, or an array's element, is of. */
function elementOf(schema: Schema, ref: TypeRef): DefinedType | undefined {
  const type = typeOf(schema, ref);
  if (type?.kind === "array") return definedType(schema, type.element);
  return definedType(schema, ref.name);
}

function usersOf(schema: Schema): Traffic["users"] {
  const users = new Map<string, string[]>();
  for (const type of schema.definitions) {
    if (type.kind === "command" || type.kind === "event") continue;
    for (const ref of usedTypes(type)) {
      const used = elementOf(schema, ref);
      if (used === undefined) continue;
      const list = users.get(used.name);
      if (list === undefined) users.set(used.name, [type.name]);
      else list.push(type.name);
    }
  }
  return users;
}

/** Names of the types whose two forms differ: for a reason of their own, or because of one that they hold. */
function differingTypes({ schema, users }: Traffic, role: Role): ReadonlySet<string> {
  const differing = new Set<string>();
  const pending: string[] = [];
  for (const type of schema.definitions) {
    if (type.kind === "command" || type.kind === "event") continue;
    if (differsByItself(schema, type, role)) pending.push(type.name);
  }
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (differing.has(name)) continue;
    differing.add(name);
    pending.push(...(users.get(name) ?? []));
  }
  return differing;
}

function differsByItself(schema: Schema, type: DefinedType, role: Role): boolean {
  const inMembers = (members: Members | undefined) =>
    members !== undefined &&
    typeof members !== "string" &&
    members.some((member) => member.optional || differs(member.type));
  const differs = (ref: TypeRef): boolean => {
    const used = typeOf(schema, ref);
    if (used === undefined) return false;
    if (used.kind === "enum" || used.kind === "qtype") return role === "client";
    if (used.kind === "array") return true;
    return isBuiltin(ref.name) && builtins[ref.name].json === "int";
  };
  switch (type.kind) {
    case "enum":
      return false;
    case "union":
      return role === "client" || inMembers(type.base);
    case "struct":
      return inMembers(type.members);
    case "alternate":
      return type.alternatives.some((alternative) => differs(alternative.type));
  }
}
