// The smallest pieces of printed results: texts of scalars and of names, and the members of an object in the order in
// which they are printed.

import { own } from "../protocol.js";
import type { TypeRef } from "../table.js";
import type { Type, Values } from "../types.js";
import { branchOf, kindOf, membersOf, tagOf } from "../types.js";
import { shown } from "./shown.js";

/** What stands for a list without elements, and for an object without members. */
export const none = "(none)";

/** A member that is there. */
export interface Field {
  readonly name: string;
  readonly type: TypeRef;
  readonly value: unknown;
  /** Whether its object's type knows it. */
  readonly isKnown: boolean;
}

/** The members that are there: the base's, own ones, those of the branch, then those that the type does not know. */
export function fieldsOf(type: Type, value: Values): readonly Field[] {
  const fields = new Map<string, Field>();
  const root = typeof type === "object" && "members" in type ? type : undefined;
  for (let part = root; part !== undefined; part = branchOf(part, value)) {
    for (const { name, type: ref } of membersOf(part).values()) {
      const given = own(value, name);
      if (given !== undefined) fields.set(name, { name, type: ref, value: given, isKnown: true });
    }
  }
  for (const [name, given] of Object.entries(value)) {
    if (given !== undefined && !fields.has(name)) fields.set(name, { name, type: "any", value: given, isKnown: false });
  }
  return [...fields.values()];
}

/** A name as it is printed: with blanks for hyphens. */
export function nameText(name: string): string {
  return shown(name, "").replaceAll("-", " ");
}

/** Whether a value is neither a list nor an object. */
export function isScalar(value: unknown): boolean {
  const kind = kindOf(value);
  return kind !== "array" && kind !== "object";
}

/** The lines of a scalar. A line end at its end makes no line of its own. */
export function scalarLines(value: unknown): readonly string[] {
  const text = scalarText(value);
  if (!text.includes("\n")) return [shown(text)];
  return text
    .replace(/\r?\n$/, "")
    .split(/\r?\n/)
    .map((line) => shown(line));
}

function scalarText(value: unknown): string {
  switch (typeof value) {
    case "string":
      return value;
    case "object":
    case "function":
      // What has no JSON, of a handler that gave it all the same.
      return value === null ? "null" : tagOf(value);
    case "undefined":
      return "null";
    case "number":
      // With every digit, as far as the platform uses no exponent.
      return String(Number.isInteger(value) && Math.abs(value) < 1e21 ? BigInt(value) : value);
    default:
      return String(value);
  }
}
