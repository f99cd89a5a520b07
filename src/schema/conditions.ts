// Conditions: their value when some symbols are settled, and the schema that is left then.
//
// A symbol is defined, undefined, or not known; so is the value of a condition: true, false, or unknown. QEMU's
// manual, "Configuring the schema".

import { derived } from "./derived.js";
import type {
  AllCondition,
  AnyCondition,
  Branch,
  Condition,
  Definition,
  EnumValue,
  Feature,
  Member,
  Members,
  Schema,
} from "./model.js";

/** What is known of the build; a symbol in neither set may be either. */
export interface Symbols {
  readonly defined: ReadonlySet<string>;
  readonly undefined: ReadonlySet<string>;
}

/** The value of a condition; undefined where it depends on symbols that are not settled. */
export function evaluate(condition: Condition | undefined, symbols: Symbols): boolean | undefined {
  return settle(condition, symbols).value;
}

/** A condition's value, or what is left of it when its settled parts are taken out. */
interface Settled {
  readonly value: boolean | undefined;
  readonly rest: Condition | undefined;
}

const truth: Settled = { value: true, rest: undefined };
const falsehood: Settled = { value: false, rest: undefined };

function settle(condition: Condition | undefined, symbols: Symbols): Settled {
  if (condition === undefined) return truth;
  if (typeof condition === "string") {
    if (symbols.defined.has(condition)) return truth;
    return symbols.undefined.has(condition) ? falsehood : { value: undefined, rest: condition };
  }
  if ("not" in condition) {
    const inner = settle(condition.not, symbols);
    if (inner.value !== undefined) return inner.value ? falsehood : truth;
    return { value: undefined, rest: inner.rest === condition.not ? condition : Object.freeze({ not: inner.rest! }) };
  }
  const isAll = "all" in condition;
  const parts = partsOf(condition);
  const rest: Condition[] = [];
  for (const part of parts) {
    const settled = settle(part, symbols);
    if (settled.value === !isAll) return isAll ? falsehood : truth;
    if (settled.value === undefined) rest.push(settled.rest!);
  }
  if (rest.length === 0) return isAll ? truth : falsehood;
  if (rest.length === parts.length && rest.every((part, index) => part === parts[index]))
    return { value: undefined, rest: condition };
  if (rest.length === 1) return { value: undefined, rest: rest[0] };
  Object.freeze(rest);
  return { value: undefined, rest: Object.freeze(isAll ? { all: rest } : { any: rest }) };
}

/** The symbols that a condition names. */
export function symbolsOf(condition: Condition | undefined): readonly string[] {
  if (condition === undefined) return [];
  if (typeof condition === "string") return [condition];
  if ("not" in condition) return symbolsOf(condition.not);
  return partsOf(condition).flatMap(symbolsOf);
}

/** A condition in words: `CONFIG_A and not CONFIG_B`; `quote` is done to each symbol. */
export function conditionInWords(condition: Condition, quote: (symbol: string) => string = (symbol) => symbol): string {
  const inner = (part: Condition): string => {
    const text = conditionInWords(part, quote);
    return typeof part === "string" || "not" in part || partsOf(part).length === 1 ? text : `(${text})`;
  };
  if (typeof condition === "string") return quote(condition);
  if ("not" in condition) return `not ${inner(condition.not)}`;
  const parts = partsOf(condition);
  return parts.length === 1
    ? conditionInWords(parts[0]!, quote)
    : parts.map(inner).join("all" in condition ? " and " : " or ");
}

const partsOf = (condition: AllCondition | AnyCondition) => ("all" in condition ? condition.all : condition.any);

/**
 * The schema of a build: what a false condition guards is gone, a true condition is no longer there, and one that is
 * not settled keeps what is left of it. A pure step: the same schema when nothing is settled.
 */
export function applyConditions(schema: Schema, symbols: Symbols): Schema {
  if (symbols.defined.size === 0 && symbols.undefined.size === 0) return schema;
  const keep = <T extends { readonly condition: Condition | undefined }>(things: readonly T[]): readonly T[] =>
    Object.freeze(things.flatMap((thing) => keepOne(thing, symbols)));
  const features = <T extends { readonly features: readonly Feature[] }>(thing: T): T =>
    thing.features.length === 0 ? thing : Object.freeze({ ...thing, features: keep(thing.features) });
  const members = (list: readonly Member[]) => Object.freeze(keep(list).map(features));
  const spelled = (data: Members) => (typeof data === "string" ? data : members(data));
  const inside = (definition: Definition): Definition => {
    switch (definition.kind) {
      case "enum":
        return { ...definition, values: Object.freeze(keep<EnumValue>(definition.values).map(features)) };
      case "struct":
        return { ...definition, members: members(definition.members) };
      case "union":
        return { ...definition, base: spelled(definition.base), branches: keep<Branch>(definition.branches) };
      case "alternate":
        return { ...definition, alternatives: keep(definition.alternatives) };
      case "command":
      case "event":
        return { ...definition, data: definition.data === undefined ? undefined : spelled(definition.data) };
    }
  };
  return derived(schema, (definition) => {
    const [left] = keepOne(definition, symbols);
    return left === undefined ? undefined : Object.freeze(inside(features(left)));
  });
}

function keepOne<T extends { readonly condition: Condition | undefined }>(thing: T, symbols: Symbols): readonly T[] {
  if (thing.condition === undefined) return [thing];
  const { value, rest } = settle(thing.condition, symbols);
  if (value === false) return [];
  return rest === thing.condition
    ? [thing]
    : [Object.freeze({ ...thing, condition: value === true ? undefined : rest })];
}
