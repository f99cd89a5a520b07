// Readers: one for each kind of value that a key of a definition takes. Each gives the model's piece, or reports and
// gives what can be saved, so that the rest of the definition is still read.
//
// Follows `check_*` of scripts/qapi/expr.py, in the order of its checks.

import { cName } from "../base/c-name.js";
import { diagnostic } from "../base/messages.js";
import { suggest } from "../base/suggest.js";
import type { Alternative, Branch, Condition, EnumValue, Feature, Member, Members, TypeRef } from "../schema/model.js";
import { span } from "../base/source.js";
import type { Entry, ObjectNode, StringNode, Value } from "../syntax/ast.js";
import { entriesOf, get, inWords } from "../syntax/ast.js";
import type { Exemptions, NameError, NameRule } from "./names.js";
import { nameError } from "./names.js";
import type { Site } from "./site.js";
import { placeOf } from "./site.js";

const none: readonly Feature[] = Object.freeze([]);

// ---- keys ------------------------------------------------------------------------------------------------------------

/**
 * Reports keys that an object needs and does not have, and those that it has and does not take; a needed key that is
 * misspelt, once. Whether it has all that it needs.
 */
export function checkKeys(
  node: ObjectNode,
  site: Site,
  what: string,
  required: readonly string[],
  optional: readonly string[],
  at: Value = node,
): boolean {
  const isKnown = (key: string) => required.includes(key) || optional.includes(key);
  if (required.every((key) => get(node, key) !== undefined) && node.entries.every(({ key }) => isKnown(key.value))) {
    return true;
  }
  const known = [...required, ...optional];
  const missing = required.filter((key) => get(node, key) === undefined);
  const free = known.filter((key) => get(node, key) === undefined);
  const unknown = entriesOf(node)
    .map(({ key }) => key)
    .filter((key) => !isKnown(key.value))
    .map((key) => ({ key, suggestion: suggest(key.value, free) }));
  for (const key of missing) {
    if (unknown.some(({ suggestion }) => suggestion === key)) continue;
    site.report(diagnostic("missing-key", { what, key }, placeOf(site, at)));
  }
  const list = known.map((name) => `'${name}'`).join(", ");
  for (const { key, suggestion } of unknown) {
    site.report(diagnostic("unknown-key", { what, key: key.value, known: list, suggestion }, placeOf(site, key)));
  }
  return missing.length === 0;
}

/** Reports a value of the wrong form. */
function wrong(site: Site, value: Value, what: string, expected: string): undefined {
  site.report(diagnostic("wrong-value", { what, expected, found: inWords(value) }, placeOf(site, value)));
  return undefined;
}

/** A string, as it is. */
export function text(value: Value, site: Site, key: string): string | undefined {
  return value.kind === "string" ? value.value : wrong(site, value, `'${key}'`, "a string");
}

/** A flag that takes one value only, the one that is not its default. */
export function flag(only: boolean): (value: Value, site: Site, key: string) => boolean | undefined {
  return (value, site, key) => {
    if (value.kind === "boolean" && value.value === only) return only;
    site.report(diagnostic("flag-value", { flag: key, only: String(only) }, placeOf(site, value)));
    return undefined;
  };
}

// ---- names -----------------------------------------------------------------------------------------------------------

/** Reports a name that breaks its rule, and gives what is wrong. `name` is what is checked; `node` is where it stands. */
export function checkName(
  site: Site,
  node: StringNode,
  name: string,
  what: string,
  rule: NameRule,
  exempt: Exemptions = {},
): NameError | undefined {
  const error = nameError(name, rule, exempt);
  if (error === undefined) return undefined;
  const { code, why, suggestion } = error;
  const place = placeOf(site, node);
  site.report(
    code === "invalid-name"
      ? diagnostic(code, { what, why }, place)
      : diagnostic(code, { what, rule: why, suggestion }, place),
  );
  return error;
}

/** Whether the definition's members may break the rule of lower case. */
function memberExemption(site: Site): { upper: boolean; underscore: boolean } {
  const kind = site.definition?.kind;
  const exempt =
    kind !== "command" && kind !== "event" && site.setting.excuses("memberNameExceptions", site.definition?.name ?? "");
  return { upper: exempt, underscore: exempt };
}

// ---- conditions and features -----------------------------------------------------------------------------------------

/** The condition of an object with an `if`. */
export function conditionOf(node: ObjectNode, site: Site, what: string): Condition | undefined {
  const value = get(node, "if");
  return value === undefined ? undefined : condition(value, site, what);
}

/** A condition: a symbol, or an object with one of `all`, `any`, `not`. */
export function condition(value: Value, site: Site, what: string): Condition | undefined {
  const bad = (node: Value, why: string): undefined => {
    site.report(diagnostic("invalid-condition", { what, why }, placeOf(site, node)));
    return undefined;
  };
  if (value.kind === "string") {
    if (/^[A-Z][A-Z0-9_]*$/.test(value.value)) return value.value;
    const upper = value.value.toUpperCase().replaceAll("-", "_");
    const fix = /^[A-Z][A-Z0-9_]*$/.test(upper) ? ` (did you mean '${upper}'?)` : "";
    return bad(value, `'${value.value}' is no symbol; one has upper case, digits and '_'${fix}`);
  }
  if (value.kind !== "object") return bad(value, `it takes a symbol or an object, not ${inWords(value)}`);
  checkKeys(value, site, `'if' of ${what}`, [], ["all", "any", "not"]);
  const operators = value.entries.filter(({ key }) => ["all", "any", "not"].includes(key.value));
  const [first] = operators;
  if (value.entries.length !== 1 || first === undefined) {
    return operators.length === value.entries.length
      ? bad(value, "it takes exactly one of 'all', 'any', 'not'")
      : undefined;
  }
  const operator = first.key.value as "all" | "any" | "not";
  if (operator === "not") {
    const inner = condition(first.value, site, what);
    return inner === undefined ? undefined : Object.freeze({ not: inner });
  }
  if (first.value.kind !== "array") return bad(first.value, `'${operator}' takes a list, not ${inWords(first.value)}`);
  if (first.value.items.length === 0) return bad(first.value, `'${operator}' of nothing says nothing`);
  const parts = Object.freeze(
    first.value.items.map((item) => condition(item, site, what)).filter((part) => part !== undefined),
  );
  return Object.freeze(operator === "all" ? { all: parts } : { any: parts });
}

/** The features of an object with a list of them. */
export function featuresOf(node: ObjectNode, site: Site): readonly Feature[] {
  const value = get(node, "features");
  return value === undefined ? none : features(value, site);
}

/** A list of features, each a name or an object with `name` and `if`. */
export function features(value: Value, site: Site): readonly Feature[] {
  if (value.kind !== "array") {
    wrong(site, value, "'features'", "a list");
    return none;
  }
  const list: Feature[] = [];
  for (const item of value.items) {
    const named = namedItem(item, site, "a feature", ["if"]);
    if (named === undefined) continue;
    const what = `feature '${named.name.value}'`;
    checkName(site, named.name, named.name.value, what, "lower");
    const when = named.node === undefined ? undefined : conditionOf(named.node, site, what);
    list.push(Object.freeze({ name: named.name.value, condition: when, span: placeOf(site, item).span }));
  }
  return Object.freeze(list);
}

/** An item of a list that is a name, or an object with a `name` and other keys. */
function namedItem(
  item: Value,
  site: Site,
  what: string,
  optional: readonly string[],
): { name: StringNode; node: ObjectNode | undefined } | undefined {
  if (item.kind === "string") return { name: item, node: undefined };
  if (item.kind !== "object") {
    wrong(site, item, what, "a name");
    return undefined;
  }
  if (!checkKeys(item, site, what, ["name"], optional)) return undefined;
  const name = get(item, "name")!;
  if (name.kind === "string") return { name, node: item };
  wrong(site, name, `'name' of ${what}`, "a string");
  return undefined;
}

// ---- types -----------------------------------------------------------------------------------------------------------

/** `'Name'` or `['Name']`. */
export function typeRef(value: Value, site: Site, what: string): TypeRef | undefined {
  if (value.kind === "string") return Object.freeze({ name: value.value, array: false });
  if (value.kind === "array") {
    const [element] = value.items;
    if (value.items.length === 1 && element!.kind === "string")
      return Object.freeze({ name: element!.value, array: true });
    const found =
      value.items.length === 1 ? `a list of ${inWords(value.items[0]!)}` : `a list of ${value.items.length}`;
    site.report(
      diagnostic("type-form", { what, expected: "one type name in its brackets", found }, placeOf(site, value)),
    );
    return undefined;
  }
  const parameters = { what, expected: "a type name or ['a type name']", found: inWords(value) };
  site.report(diagnostic("type-form", parameters, placeOf(site, value)));
  return undefined;
}

/** `'Name'`; an empty one counts as none. */
export function typeName(value: Value, site: Site, key: string): string | undefined {
  if (value.kind === "string") return value.value === "" ? undefined : value.value;
  site.report(
    diagnostic("type-form", { what: `'${key}'`, expected: "a type name", found: inWords(value) }, placeOf(site, value)),
  );
  return undefined;
}

/** The long form of a member or branch; undefined for the short one. */
function longForm(value: Value): ObjectNode | undefined {
  return value.kind === "object" ? value : undefined;
}

/** From the key to the end of the value. */
const entrySpan = (site: Site, { key, value }: Entry) => span(site.source, key.start, value.end);

// ---- members ---------------------------------------------------------------------------------------------------------

/** `{ 'name': type, … }` */
export function members(value: Value, site: Site, key: string): readonly Member[] {
  if (value.kind !== "object") {
    wrong(site, value, `'${key}'`, "an object of members");
    return Object.freeze([]);
  }
  const exempt = memberExemption(site);
  return Object.freeze(
    entriesOf(value)
      .map((entry) => member(entry, site, exempt))
      .filter((found) => found !== undefined),
  );
}

function member(entry: Entry, site: Site, exempt: { upper: boolean; underscore: boolean }): Member | undefined {
  const { key, value } = entry;
  const optional = key.value.startsWith("*");
  const name = optional ? key.value.slice(1) : key.value;
  const what = `member '${name}'`;
  checkName(site, key, name, what, "lower", exempt);
  if (name === "u" || (name.startsWith("has") && cName(name).startsWith("has_"))) {
    const why =
      name === "u"
        ? "QEMU's C code uses 'u' for the branches of a union"
        : "QEMU's C code uses 'has_' for optional members";
    site.report(diagnostic("reserved-name", { what, why }, placeOf(site, key)));
  }
  const node = longForm(value);
  if (node !== undefined && !checkKeys(node, site, what, ["type"], ["if", "features"], key)) return undefined;
  const when = node === undefined ? undefined : conditionOf(node, site, what);
  const own = node === undefined ? none : featuresOf(node, site);
  const type = typeRef(node === undefined ? value : get(node, "type")!, site, what);
  if (type === undefined) return undefined;
  return Object.freeze({ name, type, optional, condition: when, features: own, span: entrySpan(site, entry) });
}

/** Members in place, or the name of a type; an empty name counts as none. */
export function membersOrName(value: Value, site: Site, key: string): Members | undefined {
  if (value.kind === "string") return value.value === "" ? undefined : value.value;
  if (value.kind === "object") return members(value, site, key);
  const parameters = { what: `'${key}'`, expected: "a type name or an object of members", found: inWords(value) };
  site.report(diagnostic("type-form", parameters, placeOf(site, value)));
  return undefined;
}

/** A union's base: as above, but nothing counts as no members. */
export function unionBase(value: Value, site: Site, key: string): Members {
  return membersOrName(value, site, key) ?? Object.freeze([]);
}

/** `data` of a command or event, which `boxed` restricts to the name of a type. */
export function data(value: Value, site: Site, key: string): Members | undefined {
  if (!isBoxed(site.node)) return membersOrName(value, site, key);
  if (value.kind === "string") return typeName(value, site, key);
  site.report(diagnostic("boxed-data", { why: `, not ${inWords(value)}` }, placeOf(site, value)));
  return undefined;
}

/** Whether `boxed` is given and not false, whatever it is; that it must be true is checked later. */
export function isBoxed(node: ObjectNode): boolean {
  const value = get(node, "boxed");
  switch (value?.kind) {
    case undefined:
      return false;
    case "boolean":
      return value.value;
    case "string":
      return value.value !== "";
    case "array":
      return value.items.length > 0;
    case "object":
      return value.entries.length > 0;
  }
}

/** What a command returns; an empty name counts as nothing. */
export function returns(value: Value, site: Site, key: string): TypeRef | undefined {
  if (value.kind === "string" && value.value === "") return undefined;
  return typeRef(value, site, `'${key}'`);
}

/** The values of an enum. */
export function enumValues(value: Value, site: Site, key: string): readonly EnumValue[] {
  if (value.kind !== "array") {
    wrong(site, value, `'${key}'`, "a list of values");
    return Object.freeze([]);
  }
  const exempt = memberExemption(site);
  const list: EnumValue[] = [];
  for (const item of value.items) {
    const named = namedItem(item, site, "a value", ["if", "features"]);
    if (named === undefined) continue;
    const name = named.name.value;
    const what = `value '${name}'`;
    checkName(site, named.name, name, what, "lower", { ...exempt, digit: true });
    const when = named.node === undefined ? undefined : conditionOf(named.node, site, what);
    const own = named.node === undefined ? none : featuresOf(named.node, site);
    list.push(Object.freeze({ name, condition: when, features: own, span: placeOf(site, item).span }));
  }
  return Object.freeze(list);
}

/** The branches of a union. */
export function branches(value: Value, site: Site, key: string): readonly Branch[] {
  if (value.kind !== "object") {
    wrong(site, value, `'${key}'`, "an object of branches");
    return Object.freeze([]);
  }
  const list: Branch[] = [];
  for (const entry of entriesOf(value)) {
    const name = entry.key.value;
    const what = `branch '${name}'`;
    const node = longForm(entry.value);
    if (node !== undefined && !checkKeys(node, site, what, ["type"], ["if"], entry.key)) continue;
    const when = node === undefined ? undefined : conditionOf(node, site, what);
    const type = node === undefined ? entry.value : get(node, "type")!;
    if (type.kind === "string") {
      list.push(Object.freeze({ name, type: type.value, condition: when, span: entrySpan(site, entry) }));
    } else {
      site.report(
        diagnostic("type-form", { what, expected: "a type name", found: inWords(type) }, placeOf(site, type)),
      );
    }
  }
  return Object.freeze(list);
}

/** The alternatives of an alternate. */
export function alternatives(value: Value, site: Site, key: string): readonly Alternative[] {
  const empty =
    (value.kind === "object" && value.entries.length === 0) ||
    (value.kind === "array" && value.items.length === 0) ||
    (value.kind === "string" && value.value === "") ||
    (value.kind === "boolean" && !value.value);
  if (empty) {
    site.report(diagnostic("empty-alternate", {}, placeOf(site, value)));
    return Object.freeze([]);
  }
  if (value.kind !== "object") {
    wrong(site, value, `'${key}'`, "an object of alternatives");
    return Object.freeze([]);
  }
  const list: Alternative[] = [];
  for (const entry of entriesOf(value)) {
    const name = entry.key.value;
    const what = `alternative '${name}'`;
    checkName(site, entry.key, name, what, "lower");
    const node = longForm(entry.value);
    if (node !== undefined && !checkKeys(node, site, what, ["type"], ["if"], entry.key)) continue;
    const when = node === undefined ? undefined : conditionOf(node, site, what);
    const type = typeRef(node === undefined ? entry.value : get(node, "type")!, site, what);
    if (type === undefined) continue;
    list.push(Object.freeze({ name, type, condition: when, span: entrySpan(site, entry) }));
  }
  return Object.freeze(list);
}
