// How a value of a type is printed in C: within a line, or on lines of its own; and with what indentation.
//
// In: a schema, the types that are printed. Out: forms. Lines are those of the runtime's monitor for the same value; but it
// has tables for lists of objects, shorter numbers, `(none)` for an object without members that it prints by itself, lines
// for what is in an `any`, and shows control characters as \x1b. Here a text goes out as it is, as from QEMU's own handlers.

import type { BuiltinName } from "../schema/builtins.js";
import type { Schema, TypeRef } from "../schema/model.js";
import { branchesOf, definedType, membersOf, typeOf } from "../schema/query.js";
import { typeName } from "./c-types.js";

/**
 * How a value is printed. `constant`: as the same text always; `scalar`: by a format of printf; `line`: by a function that
 * stays within the line; `object`, `list` and `alternate`: by a function that prints lines.
 */
export type Form =
  | { readonly kind: "constant"; readonly text: string }
  | { readonly kind: "scalar"; readonly format: string; readonly value: (value: string) => string }
  | { readonly kind: "line" | "object" | "list" | "alternate" };

const same = (value: string) => value;
const integer = { kind: "scalar", format: '"%" PRId64', value: same } as const;
const natural = { kind: "scalar", format: '"%" PRIu64', value: same } as const;
const small = { kind: "scalar", format: '"%d"', value: same } as const;

const builtinForms = {
  str: { kind: "scalar", format: '"%s"', value: same },
  // As many digits as tell any two numbers apart; the same as in JSON (`qnum_to_string` of qobject/qnum.c).
  number: { kind: "scalar", format: '"%.17g"', value: same },
  int: integer,
  int8: small,
  int16: small,
  int32: { kind: "scalar", format: '"%" PRId32', value: same },
  int64: integer,
  uint8: small,
  uint16: small,
  uint32: { kind: "scalar", format: '"%" PRIu32', value: same },
  uint64: natural,
  size: natural,
  bool: { kind: "scalar", format: '"%s"', value: (value) => `${value} ? "true" : "false"` },
  any: { kind: "line" },
  null: { kind: "constant", text: "null" },
} as const satisfies Readonly<Record<BuiltinName, Form>>;

/** The form of a type's values. */
export function formOf(schema: Schema, ref: TypeRef | string, around: readonly string[] = []): Form {
  const type = typeOf(schema, ref);
  switch (type?.kind) {
    case "builtin":
      return builtinForms[type.name];
    case "enum":
    case "qtype":
      return {
        kind: "scalar",
        format: '"%s"',
        value: (value) => `${typeName({ name: type.name, array: false })}_str(${value})`,
      };
    case "array":
      return isWithinLine(formOf(schema, type.element, around)) ? { kind: "line" } : { kind: "list" };
    case "alternate": {
      if (around.includes(type.name)) return { kind: "alternate" };
      const inner = [...around, type.name];
      const forms = type.alternatives.map((one) => formOf(schema, one.type, inner));
      return { kind: forms.every(isWithinLine) ? "line" : "alternate" };
    }
    case "struct":
    case "union":
      return membersOf(schema, type).length === 0 ? { kind: "constant", text: "(none)" } : { kind: "object" };
    default:
      return { kind: "constant", text: "(none)" };
  }
}

/** Whether values stay within a line. */
export const isWithinLine = ({ kind }: Form) => kind === "constant" || kind === "scalar" || kind === "line";

/**
 * Where objects of a type are printed: at the left edge alone; indented as well; or as items of lists too, whose first
 * line stands behind a dash.
 */
export type Place = "edge" | "inside" | "item";

const places: readonly Place[] = ["edge", "inside", "item"];

/** The places of all object types that are reached from what is printed by itself. */
export function placesOf(schema: Schema, printed: readonly TypeRef[]): ReadonlyMap<string, Place> {
  const found = new Map<string, Place>();
  const open: { readonly ref: TypeRef | string; readonly place: Place }[] = printed.map((ref) => ({
    ref,
    place: "edge",
  }));
  for (let next; (next = open.pop()) !== undefined;) {
    const { ref, place } = next;
    const type = typeOf(schema, ref);
    if (type === undefined || formOf(schema, ref).kind === "constant") continue;
    if (type.kind === "array") {
      open.push({ ref: type.element, place: place === "edge" ? "edge" : "item" });
    } else if (type.kind === "alternate" || type.kind === "struct" || type.kind === "union") {
      const known = found.get(type.name);
      if (known !== undefined && places.indexOf(known) >= places.indexOf(place)) continue;
      found.set(type.name, place);
      if (type.kind === "alternate") {
        // It prints either behind a name or behind a dash.
        for (const one of type.alternatives) open.push({ ref: one.type, place: "item" });
        continue;
      }
      for (const member of membersOf(schema, type)) open.push({ ref: member.type, place: "inside" });
      if (type.kind !== "union") continue;
      // A tag stands before what its branch has.
      const inner = place === "edge" ? "edge" : "inside";
      for (const branch of branchesOf(schema, type)) {
        if (branch.type !== undefined) open.push({ ref: branch.type, place: inner });
      }
    }
  }
  return found;
}

/** Whether a returned type is QEMU's type of text for people, whose one member is printed as it is. */
export function isHumanText(schema: Schema, returns: TypeRef | undefined): boolean {
  return (
    returns?.name === "HumanReadableText" &&
    !returns.array &&
    definedType(schema, returns.name)?.kind === "struct" &&
    membersOf(schema, returns.name).some(({ name, type }) => name === "human-readable-text" && type.name === "str")
  );
}
