// Values held to the table of a schema: what is sent, strictly, by the rules of QEMU's own visitors, so that a mistake is
// told here, with its place, and not by the peer; and what has come, for those who want to know how well the peer keeps
// to the schema. All problems are found, in the order in which the visitors meet them: members of the base, own ones,
// those of the branch, then what does not belong (`qapi/qobject-input-visitor.c`, qobject_input_check_struct).
//
// Stricter than QEMU: it takes negative numbers for unsigned 64-bit types, and wraps them; it makes a double of an integer
// of more than 64 bits where the type is `number` or `any`; it does not look at the arguments of `gen: false` commands;
// and it cannot know that a number beyond 2^53 was rounded before it was written.

import type { Problem } from "./errors.js";
import type { CommandType, ObjectType, TypeRef } from "./table.js";
import type { Type, Values } from "./types.js";
import { alternativeOf, branchesOf, branchOf, isBig, kindOf, kindOfType, membersOf, tagOf, typeOf } from "./types.js";

/** A problem with what is needed to tell it in other words, as a server must. */
export interface Finding extends Problem {
  /** The type that the value was held to; for `unexpected`, that of the object. */
  readonly type: Type;
  /** What was found; for `missing` and `unexpected`, in which object. */
  readonly value: unknown;
}

/** How a value is checked. */
export interface CheckOptions {
  /** Whether it has come, and is in the forms that the generated types promise. Default: it is about to be sent. */
  readonly received?: boolean | undefined;
  /** Whether the outermost object may have members that the schema does not name. Default: false. */
  readonly open?: boolean | undefined;
}

/** What QEMU's parser takes, in levels and in values (`qobject/json-streamer.c`); a value that is larger is given up. */
const limits = { nesting: 1024, values: 2 ** 21, findings: 1000 };

/** For commands without arguments. */
const nothing: ObjectType = { object: "", members: {} };

/** What is wrong with arguments that are about to be sent; nothing if they are fine. `undefined` counts as absent. */
export function argumentProblems(command: CommandType, args: unknown): readonly Problem[] {
  return problemsOf(command.arguments ?? (() => nothing), args === undefined ? {} : args, { open: command.open });
}

/**
 * How a value that has come, and was decoded, differs from the table. Members, values and tags that the table does not
 * know are no fault of the peer, which may be newer: their kinds are `unexpected` and `value`.
 */
export function conformanceProblems(ref: TypeRef, value: unknown): readonly Problem[] {
  return problemsOf(ref, value, { received: true });
}

/** What is wrong with a value. */
export function problemsOf(ref: TypeRef, value: unknown, options?: CheckOptions): readonly Problem[] {
  return findingsOf(ref, value, options).map(({ path, kind, reason }) => ({ path, kind, reason }));
}

/** What is wrong with a value, in full. */
export function findingsOf(ref: TypeRef, value: unknown, options: CheckOptions = {}): readonly Finding[] {
  const walk: Walk = { received: options.received === true, findings: [], keys: [], around: [], values: 0 };
  visit(walk, ref, value, options.open);
  return walk.findings;
}

interface Walk {
  readonly received: boolean;
  readonly findings: Finding[];
  /** The members and indices that lead to the value at work. */
  readonly keys: (string | number)[];
  /** What it is in. */
  readonly around: unknown[];
  values: number;
}

function visit(walk: Walk, ref: TypeRef, value: unknown, isOpen = false): void {
  if (++walk.values > limits.values || walk.around.length > limits.nesting) return giveUp(walk);
  const type = typeOf(ref);
  // What has come as `any` is as the peer made it: there is nothing to hold it to.
  if (type === "any" && walk.received) return;
  if (typeof type === "object" && "alternate" in type) {
    const one = alternativeOf(type, value);
    return one === undefined ? find(walk, "type", type, value) : visit(walk, one, value);
  }
  const kind = kindOf(value);
  if (kind === undefined || kind !== (kindOfType(type) ?? kind)) return find(walk, "type", type, value);
  if (kind === "number") return visitNumber(walk, type, value as number | bigint);
  if (kind === "array" || kind === "object") {
    if (walk.around.includes(value)) return find(walk, "value", type, value, "it holds itself");
    walk.around.push(value);
    if (kind === "array") visitElements(walk, type, value as readonly unknown[]);
    else visitObject(walk, type as ObjectType | "any", value as Values, isOpen);
    walk.around.pop();
  } else if (typeof type === "object" && "enum" in type && !type.values.includes(value as string)) {
    find(walk, "value", type, value);
  }
}

function visitElements(walk: Walk, type: Type, elements: readonly unknown[]): void {
  const element = type === "any" ? type : (type as readonly [TypeRef])[0];
  // By index, as an array may have holes; there may be 2^32 of them, so once the walk was given up it ends.
  for (let at = 0; at < elements.length && walk.values !== Infinity; at++) {
    walk.keys.push(at);
    visit(walk, element, elements[at]);
    walk.keys.pop();
  }
}

function visitObject(walk: Walk, type: ObjectType | "any", value: Values, isOpen: boolean): void {
  const isAny = type === "any";
  if (!isAny) visitMembers(walk, type, value);
  for (const key of Object.keys(value)) {
    if (value[key] === undefined || (!isAny && knows(type, key, value))) continue;
    walk.keys.push(key);
    if (isAny || isOpen) visit(walk, "any", value[key]);
    else find(walk, "unexpected", type, value, unexpected(type, value));
    walk.keys.pop();
  }
}

function visitMembers(walk: Walk, type: ObjectType, value: Values): void {
  for (const { name, optional, type: ref } of membersOf(type).values()) {
    // Only own members are written, and of these only enumerable ones.
    const given = Object.prototype.propertyIsEnumerable.call(value, name) ? value[name] : undefined;
    if (given === undefined && optional) continue;
    walk.keys.push(name);
    if (given !== undefined) visit(walk, ref, given);
    else find(walk, "missing", typeOf(ref), value, "missing");
    walk.keys.pop();
  }
  const branch = branchOf(type, value);
  if (branch !== undefined) visitMembers(walk, branch, value);
}

/** Whether an object may have a member. A wrong tag is one mistake: the members of all branches may be meant. */
function knows(type: ObjectType, name: string, value: Values): boolean {
  return membersOf(type).has(name) || branchesOf(type, value).some((branch) => knows(branch, name, value));
}

function visitNumber(walk: Walk, type: Type, value: number | bigint): void {
  const isBigint = typeof value === "bigint";
  const isInteger = type !== "any" && type !== "number";
  if (!isBigint && !Number.isInteger(value)) {
    // QEMU prints doubles that are not finite, but does not read them.
    if (isInteger || !(walk.received || Number.isFinite(value))) find(walk, "type", type, value);
    return;
  }
  if (walk.received && isBigint !== isBig(type as TypeRef)) return find(walk, "type", type, value);
  if (type === "number" && !isBigint) return;
  const { min, end } = rangeOf(type as string);
  // The end itself may be what the largest integer was rounded to.
  if (!isBigint && !Number.isSafeInteger(value) && value >= min && value <= end) {
    find(walk, "range", type, value, "beyond 2^53 - 1 a number may have been rounded: use a bigint");
  } else if ((isInteger || isBigint) && (value < min || value >= end)) find(walk, "range", type, value);
}

/** The integers that a type takes: from `min` up to, but without, `end`. Both are powers of two, so exact. */
export function rangeOf(type: string): Range {
  return ranges[type] ?? ranges[type.slice(0, type.indexOf(":"))]!;
}

/** Integers from `min` up to, but without, `end`. */
interface Range {
  readonly min: number;
  readonly end: number;
}

/** By builtin; of what is no integer type, what QEMU keeps as an integer. */
const ranges: Readonly<Record<string, Range>> = {
  any: { min: -(2 ** 63), end: 2 ** 64 },
  number: { min: -(2 ** 63), end: 2 ** 64 },
  int: { min: -(2 ** 63), end: 2 ** 63 },
  int8: { min: -(2 ** 7), end: 2 ** 7 },
  int16: { min: -(2 ** 15), end: 2 ** 15 },
  int32: { min: -(2 ** 31), end: 2 ** 31 },
  int64: { min: -(2 ** 63), end: 2 ** 63 },
  uint8: { min: 0, end: 2 ** 8 },
  uint16: { min: 0, end: 2 ** 16 },
  uint32: { min: 0, end: 2 ** 32 },
  uint64: { min: 0, end: 2 ** 64 },
  size: { min: 0, end: 2 ** 64 },
};

// ---- findings and their words ----------------------------------------------------------------------------------------

function find(walk: Walk, kind: Problem["kind"], type: Type, value: unknown, reason?: string): void {
  if (walk.values === Infinity) return;
  const path = walk.keys.reduce<string>((before, key) => {
    return typeof key === "number" ? `${before}[${key}]` : before === "" ? key : `${before}.${key}`;
  }, "");
  const said = reason ?? `expected ${wanted(type, kind, walk.received)}, got ${described(value)}`;
  walk.findings.push({ path, kind, reason: said, type, value });
  // Enough is enough: a list of millions may be wrong in each of its elements.
  if (walk.findings.length >= limits.findings) walk.values = Infinity;
}

/** Ends a walk that would take too long: it is told once. */
function giveUp(walk: Walk): void {
  const reason = `deeper than ${limits.nesting} levels, or more than ${limits.values} values`;
  if (walk.values !== Infinity) walk.findings.push({ path: "", kind: "value", reason, type: "any", value: undefined });
  walk.values = Infinity;
}

function unexpected({ tag }: ObjectType, value: Values): string {
  return `no such member${tag === undefined ? "" : ` where ${tag} is ${described(value[tag])}`}`;
}

/** What a type takes, in words; `received` says whether it is about the form of a value that has come. */
export function wanted(type: Type, kind: Problem["kind"], received = false): string {
  if (typeof type === "object" && "alternate" in type) {
    return type.branches.map((one) => wanted(typeOf(one), kind, received)).join(" or ");
  }
  if (typeof type === "object" && "enum" in type) {
    const { length } = type.values;
    if (length === 0 || length > 8) return `a value of ${type.enum}`;
    return `one of ${type.values.map((value) => JSON.stringify(value)).join(", ")}`;
  }
  const name = kindOfType(type);
  if (kind !== "range" && (name !== "number" || type === "number")) return name ?? "a JSON value";
  const { min, end } = rangeOf(type as string);
  if (kind === "range") return `integer from ${BigInt(min)} to ${BigInt(end) - 1n}`;
  return received ? `integer as ${isBig(type as TypeRef) ? "bigint" : "number"}` : "integer";
}

function described(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (typeof value === "bigint") return `${value}n`;
  if (value === null || (typeof value !== "object" && typeof value !== "function")) return String(value);
  return "toJSON" in value ? `${tagOf(value)} with toJSON` : tagOf(value);
}
