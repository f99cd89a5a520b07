// Static functions that generated C needs: each once, before its use, and only where it is used.
//
// In: what is used directly. Out: all that these need in turn, in an order that compiles. A function that is used under
// conditions alone stands under them too, as the compiler warns of static functions without use.

import type { Condition } from "../schema/model.js";
import type { Lines } from "./c-lines.js";
import { conditional, functionText } from "./c-lines.js";

/** A static function, made when it is needed. */
export interface Helper {
  readonly name: string;
  /** Its prototype, without `static` and semicolon. */
  readonly head: string;
  /** A line of comment; undefined for none. */
  readonly about?: string;
  make(): HelperBody;
}

/** What a function consists of. */
export interface HelperBody {
  readonly declarations: Lines;
  readonly statements: Lines;
  /** The functions that it calls. */
  readonly uses: readonly HelperUse[];
  /** Headers that it needs. */
  readonly includes?: readonly string[];
}

/** A use of a function; `conditions` are all around it. */
export interface HelperUse {
  readonly helper: Helper;
  readonly conditions: readonly Condition[];
}

/** All functions of a file. */
export interface HelperTexts {
  /** Declarations of those that are used before their text, then the functions. */
  readonly parts: readonly Lines[];
  readonly includes: readonly string[];
}

/** The functions that `uses` need, with those that these need. */
export function helperTexts(uses: readonly HelperUse[]): HelperTexts {
  const made = new Map<string, HelperBody>();
  const order: Helper[] = [];
  const forward: Helper[] = [];
  const visit = ({ helper }: HelperUse) => {
    if (made.has(helper.name)) {
      // Made but not in order: it is one of those around this use.
      if (!order.some(({ name }) => name === helper.name) && !forward.includes(helper)) forward.push(helper);
      return;
    }
    const body = helper.make();
    made.set(helper.name, body);
    body.uses.forEach(visit);
    order.push(helper);
  };
  uses.forEach(visit);
  const needs = needsOf(uses, made);
  const condition = ({ name }: Helper) => needs.get(name);
  const unique = [...new Map(forward.map((helper) => [helper.name, helper])).values()];
  const declarations = unique.flatMap((helper) => conditional(condition(helper), [`static ${helper.head};`]));
  const functions = order.map((helper) => {
    const { declarations: first, statements } = made.get(helper.name)!;
    const about = helper.about === undefined ? [] : [`/* ${helper.about} */`];
    return conditional(condition(helper), [...about, ...functionText(`static ${helper.head}`, [first, statements])]);
  });
  const includes = [...made.values()].flatMap((body) => body.includes ?? []);
  return { parts: [declarations, ...functions], includes };
}

/** Conditions that all hold, by their text. */
type Conjunction = ReadonlyMap<string, Condition>;

/** Under which condition each function is used; undefined for always. */
function needsOf(uses: readonly HelperUse[], made: ReadonlyMap<string, HelperBody>) {
  const found = new Map<string, readonly Conjunction[]>();
  const open: { readonly use: HelperUse; readonly around: Conjunction }[] = uses.map((use) => ({
    use,
    around: new Map(),
  }));
  for (let next; (next = open.pop()) !== undefined;) {
    const { helper, conditions } = next.use;
    const all: Conjunction = new Map([
      ...next.around,
      ...conditions.map((one): [string, Condition] => [JSON.stringify(one), one]),
    ]);
    const known = found.get(helper.name) ?? [];
    if (known.some((weaker) => isPart(weaker, all))) continue;
    found.set(helper.name, [...known.filter((stronger) => !isPart(all, stronger)), all]);
    for (const use of made.get(helper.name)!.uses) open.push({ use, around: all });
  }
  return new Map([...found].map(([name, alternatives]) => [name, conditionOf(alternatives)]));
}

const isPart = (small: Conjunction, large: Conjunction) => [...small.keys()].every((key) => large.has(key));

function conditionOf(alternatives: readonly Conjunction[]): Condition | undefined {
  if (alternatives.some((one) => one.size === 0)) return undefined;
  const any = alternatives.map((one): Condition =>
    one.size === 1 ? [...one.values()][0]! : { all: [...one.values()] },
  );
  return any.length === 1 ? any[0] : { any };
}
