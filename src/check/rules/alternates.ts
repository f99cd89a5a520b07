// Alternates: every alternative has a JSON kind that no other has. QEMU's manual, "Alternate types";
// `QAPISchemaAlternateType.check` of scripts/qapi/schema.py.

import { cName } from "../../base/c-name.js";
import { diagnostic } from "../../base/messages.js";
import type { Alternate } from "../../schema/model.js";
import type { Type } from "../../schema/query.js";
import { jsonKind } from "../../schema/query.js";
import { checkFeatures, checkSpecialFeatures } from "./features.js";
import { clash, expectType, placeIn } from "./rule.js";
import type { RuleContext } from "./rule.js";

/** Reports: unknown types, clashing names, alternatives that cannot be told apart. */
export function checkAlternate(context: RuleContext, alternate: Alternate): void {
  checkFeatures(context, alternate, alternate.features);
  checkSpecialFeatures(context, alternate);
  const typed = alternate.alternatives.map((alternative) => {
    const { type: ref, name, span } = alternative;
    const type: Type | undefined = ref.array
      ? { kind: "array", element: ref.name }
      : expectType(context, alternate, ref, `alternative '${name}'`, span);
    return { ...alternative, type };
  });
  const names = new Map<string, (typeof typed)[number]>();
  const kinds = new Map<string, string>();
  for (const { name, type, span } of typed) {
    const earlier = names.get(cName(name));
    if (earlier === undefined) names.set(cName(name), { name, type, span, condition: undefined });
    else context.report(clash(alternate, `alternative '${name}'`, `alternative '${earlier.name}'`, span, earlier.span));
    if (type === undefined) continue;
    const occupied = occupiedKinds(type);
    if (occupied.length === 0) {
      const typeName = "name" in type ? type.name : "";
      context.report(diagnostic("alternative-type", { alternative: name, type: typeName }, placeIn(alternate, span)));
    }
    const taken = occupied.find((kind) => kinds.has(kind));
    if (taken !== undefined) {
      const other = kinds.get(taken)!;
      context.report(diagnostic("alternative-clash", { alternative: name, other }, placeIn(alternate, span)));
    }
    for (const kind of occupied) if (!kinds.has(kind)) kinds.set(kind, name);
  }
}

/** Reports: arrays of unknown types among the alternatives. */
export function checkAlternativeArrays(context: RuleContext, alternate: Alternate): void {
  for (const { name, type, span } of alternate.alternatives) {
    if (type.array) expectType(context, alternate, type, `alternative '${name}'`, span);
  }
}

/**
 * The JSON kinds that values of a type, or text for it on a command line, may be taken for: a string could be meant as
 * a number or a boolean, an enum only where a value looks like one. None for a type that has no kind of its own.
 */
function occupiedKinds(type: Type): readonly string[] {
  const kind = jsonKind(type);
  if (kind === "value") return [];
  if (kind === "int") return ["number"];
  if (kind !== "string") return [kind];
  if (type.kind === "builtin") return ["string", "number", "boolean"];
  const values = type.kind === "enum" ? type.values.map(({ name }) => name) : [];
  const kinds = ["string"];
  if (values.some((value) => value === "on" || value === "off")) kinds.push("boolean");
  if (values.some((value) => /^[-+0-9.]/.test(value))) kinds.push("number");
  return kinds;
}
