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
  /** Under which condition there are the types that it speaks of; undefined for always. */
  readonly condition: Condition | undefined;
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
  const { made, order, forward } = visited(uses);
  const needs = needsOf(uses, made);
  const head = (helper: Helper) => `static ${needs.get(helper.name)!.isSure ? "" : "G_GNUC_UNUSED "}${helper.head}`;
  const condition = ({ name }: Helper) => needs.get(name)!.condition;
  const declarations = forward.flatMap((helper) => conditional(condition(helper), [`${head(helper)};`]));
  const functions = order.map((helper) => {
    const { declarations: first, statements } = made.get(helper.name)!;
    const about = helper.about === undefined ? [] : [`/* ${helper.about} */`];
    return conditional(condition(helper), [...about, ...functionText(head(helper), [first, statements])]);
  });
  const includes = [...made.values()].flatMap((body) => body.includes ?? []);
  return { parts: [declarations, ...functions], includes };
}

/** The bodies of all functions by name, those that they call before them; and which are called before their text. */
function visited(uses: readonly HelperUse[]) {
  const made = new Map<string, HelperBody>();
  const order = new Map<string, Helper>();
  const forward = new Map<string, Helper>();
  const visit = ({ helper }: HelperUse) => {
    const { name } = helper;
    if (made.has(name)) {
      // Made but not in order: it is one of those around this use.
      if (!order.has(name) && !forward.has(name)) forward.set(name, helper);
      return;
    }
    const body = helper.make();
    made.set(name, body);
    body.uses.forEach(visit);
    order.set(name, helper);
  };
  uses.forEach(visit);
  return { made, order: [...order.values()], forward: [...forward.values()] };
}

// ---- conditions --------------------------------------------------------------------------------------------------------

/** Conditions that all hold, by their text. */
type Conjunction = ReadonlyMap<string, Condition>;

/** Under which condition a function stands, and whether it is surely used there. */
interface Need {
  readonly condition: Condition | undefined;
  readonly isSure: boolean;
}

/**
 * The alternatives that a function's condition may have. On the way through types that lead to each other their number
 * doubles with each: of a function with more nothing is said but what its types need, and that it may be unused.
 */
const mostAlternatives = 8;

/** The need of each function. */
function needsOf(uses: readonly HelperUse[], made: ReadonlyMap<string, HelperBody>): ReadonlyMap<string, Need> {
  const found = new Map<string, readonly Conjunction[]>();
  const unsure = new Map<string, Need>();
  const open = uses.map((use) => ({ use, around: conjunction([]) }));
  for (let next; (next = open.pop()) !== undefined;) {
    const { helper, conditions } = next.use;
    const { name } = helper;
    if (unsure.has(name)) continue;
    let all: Conjunction = new Map([...next.around, ...conjunction(conditions)]);
    const known = found.get(name) ?? [];
    if (known.some((weaker) => isPart(weaker, all))) continue;
    const alternatives = [...known.filter((stronger) => !isPart(all, stronger)), all];
    if (alternatives.length > mostAlternatives) {
      unsure.set(name, { condition: helper.condition, isSure: false });
      all = conjunction(helper.condition === undefined ? [] : [helper.condition]);
    } else found.set(name, alternatives);
    for (const use of made.get(name)!.uses) open.push({ use, around: all });
  }
  const sure = [...found].map(([name, any]): [string, Need] => [name, { condition: conditionOf(any), isSure: true }]);
  return new Map([...sure, ...unsure]);
}

const conjunction = (conditions: readonly Condition[]): Conjunction =>
  new Map(conditions.map((one) => [JSON.stringify(one), one]));

const isPart = (small: Conjunction, large: Conjunction) => [...small.keys()].every((key) => large.has(key));

function conditionOf(alternatives: readonly Conjunction[]): Condition | undefined {
  if (alternatives.some((one) => one.size === 0)) return undefined;
  const any = alternatives.map((one): Condition =>
    one.size === 1 ? [...one.values()][0]! : { all: [...one.values()] },
  );
  return any.length === 1 ? any[0] : { any };
}
