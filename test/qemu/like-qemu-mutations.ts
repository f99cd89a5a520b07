// Wrong arguments of every command, made from the schema: a member left out, one too many, `null`, another kind of JSON, a
// value that an enumeration does not have, an integer out of range; each is wrong in one place, and refused before
// anything runs. Of a union's branches each has its turn. What was changed once is not changed again, neither for the next
// branch nor for another command that takes the same type.

import type { AlternateType, CommandType, ObjectType, TypeRef } from "../../src/runtime/table.js";
import type { Kind, Member } from "../../src/runtime/types.js";
import { kindOfType, membersOf, typeOf } from "../../src/runtime/types.js";

/** Arguments, and what is wrong with them. */
export interface Mutation {
  readonly what: string;
  readonly args: Values;
}

/** Arguments that are right, with nothing in them that may be absent, and what was made of them. */
export interface Mutations {
  readonly right: Values;
  /** The same with a member that no type has: QEMU names it, if the rest is right in its build, too. */
  readonly extended: Values;
  readonly wrong: readonly Mutation[];
}

type Values = Readonly<Record<string, unknown>>;

/** How deep arguments are changed. */
const deepest = 4;

/** How many branches and combinations of a command's arguments are taken. */
const most = 100;

const other = "no-such";

/** What a value of each kind may be changed to, to be of another. */
const kinds: Readonly<Record<Kind, unknown>> = {
  string: "x",
  number: 1,
  boolean: true,
  null: null,
  object: {},
  array: [],
};

/**
 * The mutations of a command's arguments; none for those that QEMU does not visit. `done` has what was changed for other
 * commands, and gets what is changed for this one.
 */
export function mutationsOf({ arguments: args, open }: CommandType, done: Set<string>): readonly Mutations[] {
  if (open) return [];
  const type = args?.() ?? { object: "", members: {} };
  return (samplesOf(() => type, 0).slice(0, most) as Values[]).map((right) => ({
    right,
    extended: { ...right, [other]: 1 },
    wrong: [...inObject(type, right, "", done)],
  }));
}

// ---- right values ----------------------------------------------------------------------------------------------------

/** Values of a type: one, or several where there are branches. */
function samplesOf(ref: TypeRef, depth: number): readonly unknown[] {
  const type = typeOf(ref);
  if (typeof type === "string") return [type === "any" ? 0 : kinds[kindOfType(type)!]];
  if (isArray(type)) return samplesOf(type[0], depth + 1).map((sample) => [sample]);
  if ("enum" in type) return type.values.slice(0, 1);
  // Alternates of an object and a name lead to themselves: the name is the end.
  if ("alternate" in type)
    return samplesOf(
      type.branches.find((one) => !isObjectType(one))!,
      depth + 1,
    );
  return depth > deepest ? [{}] : samplesOfObject(type, {}, depth);
}

function samplesOfObject(type: ObjectType, given: Values, depth: number): readonly Values[] {
  const { tag, branches } = type;
  const all: Values[] = [];
  const mandatory = [...membersOf(type).values()].filter(
    ({ optional, name }) => !optional && !Object.hasOwn(given, name),
  );
  let plain = given;
  for (const { name, type: member } of mandatory) plain = { ...plain, [name]: samplesOf(member, depth + 1)[0] };
  if (tag === undefined || branches === undefined) {
    all.push(plain);
    for (const { name, type: member } of mandatory) {
      for (const sample of samplesOf(member, depth + 1).slice(1)) all.push({ ...plain, [name]: sample });
    }
    return all;
  }
  const values = typeOf(membersOf(type).get(tag)!.type) as { readonly values: readonly string[] };
  for (const value of values.values) {
    const chosen = { ...plain, [tag]: value };
    const branch = Object.hasOwn(branches, value) ? branches[value]!() : undefined;
    if (branch === undefined) all.push(chosen);
    else all.push(...samplesOfObject(branch, chosen, depth));
  }
  return all;
}

// ---- wrong values ----------------------------------------------------------------------------------------------------

function* inObject(type: ObjectType, value: Values, path: string, done: Set<string>): Generator<Mutation> {
  if (isNew(`${type.object} ${tagOf(type, value)}`, done)) {
    yield { what: `${path} has a member too many`, args: { ...value, [other]: 1 } };
    yield* inAll(type, value, path);
  }
  for (let part: ObjectType | undefined = type; part !== undefined; part = branchOf(part, value)) {
    for (const member of membersOf(part).values()) yield* inMember(member, value, path, done);
  }
}

/** What is wrong in many places, of which the first one counts. */
function* inAll(type: ObjectType, value: Values, path: string): Generator<Mutation> {
  const members: Member[] = [];
  for (let part: ObjectType | undefined = type; part !== undefined; part = branchOf(part, value)) {
    members.push(...membersOf(part).values());
  }
  if (members.filter(({ optional }) => !optional).length > 1) yield { what: `${path} lacks all`, args: {} };
  const others = members.filter(({ name, type: member }) => name !== type.tag && !takesNull(member));
  if (others.length < 2) return;
  const nulls = Object.fromEntries(others.toReversed().map(({ name }) => [name, null]));
  yield { what: `all in ${path} is null`, args: { [other]: 1, ...nulls, ...tagIn(type, value) } };
}

function* inMember({ name, type, optional, owner }: Member, value: Values, path: string, done: Set<string>) {
  const place = path === "" ? name : `${path}.${name}`;
  const isFirst = isNew(`${owner}.${name}`, done);
  if (isFirst && !optional) {
    yield {
      what: `${place} is missing`,
      args: Object.fromEntries(Object.entries(value).filter(([key]) => key !== name)),
    };
  }
  const given = Object.hasOwn(value, name) ? value[name] : undefined;
  for (const { what, args } of inValue(type, given, place, isFirst, done)) {
    yield { what, args: { ...value, [name]: args } as Values };
  }
}

interface Wrong {
  readonly what: string;
  readonly args: unknown;
}

function* inValue(ref: TypeRef, given: unknown, path: string, isFirst: boolean, done: Set<string>): Generator<Wrong> {
  const type = typeOf(ref);
  if (isFirst) for (const wrong of wrongValues(ref)) yield { what: `${path} is ${wrong.what}`, args: wrong.value };
  if (path.split(/[.[]/).length > deepest || typeof type === "string" || "enum" in type) return;
  const value = given ?? samplesOf(ref, 0)[0];
  if (isArray(type)) {
    const [first] = value as readonly unknown[];
    for (const { what, args } of inValue(type[0], first, `${path}[0]`, isFirst, done)) yield { what, args: [args] };
  } else if ("alternate" in type) {
    const branch = type.branches.find(isObjectType);
    if (branch !== undefined && isFirst) {
      const inner = typeOf(branch) as ObjectType;
      const sample = samplesOf(branch, 0)[0] as Values;
      yield { what: `${path} has a member too many`, args: { ...sample, [other]: 1 } };
      const tag = inner.tag;
      if (tag !== undefined) yield { what: `${path}.${tag} is no value of it`, args: { ...sample, [tag]: other } };
    }
  } else yield* inObject(type, value as Values, path, done) as Generator<Wrong>;
}

/** What no value of a type is. */
function* wrongValues(ref: TypeRef): Generator<{ readonly what: string; readonly value: unknown }> {
  const type = typeOf(ref);
  if (type === "any") return;
  const taken = typeof type === "object" && "alternate" in type ? kindsOf(type) : [kindOfType(type)];
  const left = (Object.keys(kinds) as Kind[]).filter((kind) => !taken.includes(kind));
  // `null` is not as good as absent, nor is text as good as what it says.
  const preferred = (["null", "string", "number"] as const).filter((kind) => left.includes(kind)).slice(0, 2);
  for (const kind of preferred.length > 0 ? preferred : left.slice(0, 1)) {
    yield { what: `of the kind ${kind}`, value: kind === "string" ? "1" : kinds[kind] };
  }
  if (typeof type === "object") {
    if ("enum" in type) yield { what: "no value of it", value: other };
  } else if (kindOfType(type) === "number" && type !== "number") {
    yield { what: "a fraction", value: 1.5 };
    const { min, end } = rangeOf(type);
    yield { what: "too large", value: end };
    if (min !== undefined) yield { what: "too small", value: min - 1n };
  }
}

/** The integers that a type takes. QEMU wraps negative ones for the sake of old clients: `min` is then no limit of it. */
function rangeOf(type: string): { readonly min: bigint | undefined; readonly end: bigint } {
  const name = type.replace(/:.*/, "");
  const bits = Number(/\d+$/.exec(name)?.[0] ?? 64);
  if (name.startsWith("int")) return { min: -(2n ** BigInt(bits - 1)), end: 2n ** BigInt(bits - 1) };
  return { min: bits === 64 ? -(2n ** 63n) : 0n, end: 2n ** BigInt(bits) };
}

function kindsOf({ branches }: AlternateType): readonly (Kind | undefined)[] {
  return branches.map((one) => kindOfType(typeOf(one)));
}

function tagOf({ tag }: ObjectType, value: Values): string {
  return tag === undefined ? "" : String(value[tag]);
}

function branchOf({ tag, branches }: ObjectType, value: Values): ObjectType | undefined {
  const name = tag === undefined ? "" : String(value[tag]);
  return branches !== undefined && Object.hasOwn(branches, name) ? branches[name]!() : undefined;
}

function tagIn({ tag }: ObjectType, value: Values): Values {
  return tag === undefined ? {} : { [tag]: value[tag] };
}

function takesNull(ref: TypeRef): boolean {
  const type = typeOf(ref);
  return type === "any" || (typeof type === "object" && "alternate" in type && kindsOf(type).includes("null"));
}

function isNew(key: string, done: Set<string>): boolean {
  const isThere = done.has(key);
  done.add(key);
  return !isThere;
}

function isObjectType(ref: TypeRef): boolean {
  return kindOfType(typeOf(ref)) === "object";
}

function isArray(type: unknown): type is readonly [TypeRef] {
  return Array.isArray(type);
}
