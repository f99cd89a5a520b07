// A value of a type, made up: the same for the same seed, command and place in the value, in whatever order commands come.
//
// In: the table of a schema, a seed. Out: values that the table allows. Types may hold themselves, so deep down only what
// is low (`mock-heights.ts`) is chosen, and what is optional is left out.

import type { ObjectType, TypeRef } from "../../runtime/index.js";
import type { Member } from "../../runtime/types.js";
import { branchOf, membersOf, typeOf } from "../../runtime/types.js";
import { Heights } from "./heights.js";
import type { Look } from "./words.js";
import { integerFor, isOfFailure, lookName, textFor } from "./words.js";

/** What shapes the values. */
export interface ValueOptions {
  readonly seed: string;
  /** Members that a value is better without, as `Type.member`: those that are deprecated. */
  readonly unwanted: ReadonlySet<string>;
}

/** Makes a value for a command or an event; `undefined` for a type of which there is none, as it holds itself without end. */
export type MakeValue = (name: string, ref: TypeRef) => unknown;

/** Levels of objects below which only what has to be there is there. */
const mostLevels = 5;

/** Makes what makes values. */
export function valueMaker(options: ValueOptions): MakeValue {
  const heights = new Heights();
  const made = new Map<string, unknown>();
  return (name, ref) => {
    if (heights.of(ref) === Infinity) return undefined;
    // Commands and events share one space of names.
    if (!made.has(name)) {
      const path = follow(start, `${options.seed} ${name}`);
      made.set(name, valueAt({ options, heights }, { ref, path, list: path, name, index: 0, depth: 0 }));
    }
    return made.get(name);
  };
}

interface Maker {
  readonly options: ValueOptions;
  readonly heights: Heights;
}

/** A place in a value. */
interface Place {
  readonly ref: TypeRef;
  /** What chance goes by: the seed, the command, and the way to here, as one number. */
  readonly path: number;
  /** That of the list that it is an element of, else its own. */
  readonly list: number;
  /** The name of the member, as the schema spells it. */
  readonly name: string;
  readonly index: number;
  readonly depth: number;
}

function valueAt(maker: Maker, place: Place): unknown {
  const type = typeOf(place.ref);
  if (typeof type === "string") return scalar(type, place);
  if ("enum" in type) {
    // The elements of a list differ, as those of a set of flags do.
    return type.values[(draw(place.list, type.values.length) + place.index) % type.values.length];
  }
  if ("alternate" in type) {
    const ref = choose(place, type.branches, (one) => maker.heights.of(one));
    // Deeper, too: one of its types may be a list of itself.
    return valueAt(maker, { ...place, ref, depth: place.depth + 1 });
  }
  return "members" in type ? objectAt(maker, place, type) : listAt(maker, place, type[0]);
}

function listAt(maker: Maker, place: Place, element: TypeRef): readonly unknown[] {
  const { depth, path } = place;
  if (maker.heights.of(element) > mostLevels - depth) return [];
  const type = typeOf(element);
  const most = depth > 3 ? 1 : depth > 1 ? 2 : 3;
  // As many as there are different ones.
  const few = typeof type === "object" && "enum" in type ? Math.min(most, type.values.length) : most;
  return Array.from({ length: 1 + draw(follow(path, "#"), few) }, (_, index) =>
    valueAt(maker, { ...place, ref: element, path: follow(path, `/${index}`), list: path, index }),
  );
}

function objectAt(maker: Maker, place: Place, type: ObjectType): object {
  const value: Record<string, unknown> = {};
  for (let part: ObjectType | undefined = type; part !== undefined; part = branchOf(part, value)) {
    for (const member of membersOf(part).values()) {
      const { name, type: ref } = member;
      const path = follow(place.path, `.${name}`);
      const inside: Place = { ref, path, list: path, name, index: place.index, depth: place.depth + 1 };
      if (name === part.tag) value[name] = tagAt(maker, inside, part);
      else if (!member.optional || isThere(maker, inside, member)) value[name] = valueAt(maker, inside);
    }
  }
  return value;
}

function isThere(maker: Maker, place: Place, { name, owner, type }: Member): boolean {
  if (isOfFailure(lookName(name)) || maker.options.unwanted.has(`${owner}.${name}`)) return false;
  if (maker.heights.of(type) > mostLevels - place.depth) return false;
  return draw(follow(place.path, "?"), 100) < (place.depth > 2 ? 40 : 75);
}

/** The value of a tag, so that its branch is not too high. */
function tagAt(maker: Maker, place: Place, union: ObjectType): unknown {
  const tag = typeOf(place.ref);
  const values = typeof tag === "object" && "enum" in tag ? tag.values : [];
  return choose(place, values, (value) => maker.heights.ofBranch(union, value));
}

/** One of several, of those that are low enough for the place, else of the lowest. */
function choose<T>({ path, depth }: Place, all: readonly T[], height: (one: T) => number): T {
  const lowest = Math.min(...all.map(height));
  const room = Math.max(lowest, mostLevels - depth);
  const fitting = all.filter((one) => height(one) <= room);
  return fitting[draw(follow(path, "|"), fitting.length)]!;
}

// ---- builtin types ---------------------------------------------------------------------------------------------------

/** The largest values of the narrow integers; the others hold whatever is made here. */
const largest: Readonly<Record<string, number>> = {
  int8: 2 ** 7 - 1,
  uint8: 2 ** 8 - 1,
  int16: 2 ** 15 - 1,
  uint16: 2 ** 16 - 1,
  int32: 2 ** 31 - 1,
  uint32: 2 ** 32 - 1,
};

function scalar(type: string, { path, name, index }: Place): unknown {
  const look: Look = { name: lookName(name), index, draw: (count, of = " ") => draw(follow(path, of), count) };
  switch (type) {
    case "str":
      return textFor(look);
    case "bool":
      return draw(path, 2) === 1;
    case "null":
      return null;
    case "number":
      return draw(path, 10_000) / 8;
    case "any":
      return [true, draw(path, 1000), textFor(look)][draw(follow(path, "|"), 3)];
    default: {
      const value = integerFor(look);
      const most = largest[type];
      if (most !== undefined) return value % (most + 1);
      return Number.isSafeInteger(value) ? value : BigInt(value);
    }
  }
}

// ---- chance ----------------------------------------------------------------------------------------------------------

/** Of the way to nowhere (FNV-1a's offset basis). */
const start = 0x811c9dc5;

/** The number of a way that goes on (FNV-1a). */
function follow(path: number, step: string): number {
  let hash = path;
  for (let at = 0; at < step.length; at++) hash = Math.imul(hash ^ step.charCodeAt(at), 0x01000193);
  return hash;
}

/** A number from 0 up to, not including, `count`: by the way, stirred as at the end of MurmurHash3. */
function draw(path: number, count: number): number {
  let hash = Math.imul(path ^ (path >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) % count;
}
