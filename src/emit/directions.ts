// Which way values of a type travel, and so which forms of it are needed: what goes out is held to the schema, what
// comes in may hold what this schema does not know.
//
// In: a schema. Out: for each type the directions in which commands and events use it, whether its two forms differ,
// and the TypeScript name of each form. A type that travels in one direction takes that direction's form under its own
// name; one that travels in both has its outgoing form there, and its incoming form under the name + `Received`, if the
// two differ. A type that neither commands nor events reach takes the outgoing form.

import { builtins, isBuiltin } from "../schema/builtins.js";
import type { DefinedType, Members, Schema, TypeRef } from "../schema/model.js";
import { definedType, typeOf, usedTypes } from "../schema/query.js";
import type { Names } from "./naming.js";

/** Out of the program that uses the generated code, or into it. */
export type Direction = "send" | "receive";

/** What is known of the forms of types. */
export interface Forms {
  /** The forms that a type has, in the order in which they are printed. */
  formsOf(type: DefinedType): readonly Direction[];
  /** Whether the forms of a type that travels both ways differ. */
  differs(type: DefinedType): boolean;
  /** The TypeScript name of a type's form. */
  name(type: DefinedType, direction: Direction): string;
}

/** Finds the forms of all types of a schema. */
export function formsOf(schema: Schema, names: Names): Forms {
  const reached = { send: reach(schema, "send"), receive: reach(schema, "receive") };
  const differing = differingTypes(schema);
  const travelsBoth = (type: DefinedType) => reached.send.has(type.name) && reached.receive.has(type.name);
  return {
    formsOf(type) {
      if (travelsBoth(type)) return differing.has(type.name) ? ["send", "receive"] : ["send"];
      return reached.receive.has(type.name) ? ["receive"] : ["send"];
    },
    differs: (type) => differing.has(type.name),
    name(type, direction) {
      const plain = names.type(type.name);
      const second = direction === "receive" && travelsBoth(type) && differing.has(type.name);
      return second ? names.received(type.name) : plain;
    },
  };
}

/** Names of all types that values sent, or received, may hold. */
function reach(schema: Schema, direction: Direction): ReadonlySet<string> {
  const reached = new Set<string>();
  const pending: TypeRef[] = [];
  for (const definition of schema.definitions) {
    if (definition.kind === (direction === "send" ? "command" : "event")) pending.push(...usedTypes(definition));
    if (definition.kind === "command" && direction === "receive" && definition.returns !== undefined) {
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

/** Names of the types whose two forms differ: for a reason of their own, or because of one that they hold. */
function differingTypes(schema: Schema): ReadonlySet<string> {
  const users = new Map<string, string[]>();
  const differing = new Set<string>();
  const pending: string[] = [];
  for (const type of schema.definitions) {
    if (type.kind === "command" || type.kind === "event") continue;
    for (const ref of usedTypes(type)) {
      const used = elementOf(schema, ref);
      if (used === undefined) continue;
      const list = users.get(used.name);
      if (list === undefined) users.set(used.name, [type.name]);
      else list.push(type.name);
    }
    if (differsByItself(schema, type)) pending.push(type.name);
  }
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (differing.has(name)) continue;
    differing.add(name);
    pending.push(...(users.get(name) ?? []));
  }
  return differing;
}

function differsByItself(schema: Schema, type: DefinedType): boolean {
  const inMembers = (members: Members | undefined) =>
    members !== undefined &&
    typeof members !== "string" &&
    members.some((member) => member.optional || differs(member.type));
  const differs = (ref: TypeRef): boolean => {
    const used = typeOf(schema, ref);
    if (used === undefined) return false;
    if (used.kind === "array" || used.kind === "enum" || used.kind === "qtype") return true;
    return isBuiltin(ref.name) && builtins[ref.name].json === "int";
  };
  switch (type.kind) {
    case "enum":
      return false;
    case "union":
      return true;
    case "struct":
      return inMembers(type.members);
    case "alternate":
      return type.alternatives.some((alternative) => differs(alternative.type));
  }
}
