// From what a monitor was given to the arguments of the QMP command: words become what the command's type says, and what
// a line has no words for is JSON. In: an entry and the values by key. Out: arguments, which are held to the schema where
// they are sent; here only that is refused which cannot be understood.

import { own, setOwn } from "../protocol.js";
import type { BuiltinRef, ObjectType, TypeRef } from "../table.js";
import type { Member, Values } from "../types.js";
import { alternativeOf, branchOf, isArray, kindOfType, membersOf, typeOf } from "../types.js";
import { integerValue, wordValue } from "./qmp-words.js";
import { shown } from "./shown.js";
import type { HmpEntry, HmpValues } from "./table.js";

type Given = HmpValues[string];

/** What is given of options that have dots in their names: maps, as any name may be a key. */
type Tree = Map<string, string | Tree>;

/**
 * The arguments of an entry's QMP command. Integers are `bigint`, as far as they may have more than 32 bits; for types of
 * 64 bits without a sign negative ones are wrapped, as they are in C. A flag that is not given is false where the
 * command must be told. Members that the type does not know are passed on: who checks the arguments refuses them.
 *
 * Throws: Error for a text that is not of its member's type, in one line that begins with the member's name.
 */
export function qmpArguments(entry: HmpEntry, values: HmpValues): Record<string, unknown> {
  if (entry.json === true) return wholeArguments(entry, values);
  const type = entry.command?.arguments?.();
  const members = membersFor(type, values);
  const args: Record<string, unknown> = {};
  for (const argument of entry.args) {
    const given = own(values, argument.key);
    const member = members.get(argument.key);
    if (given !== undefined) setOwn(args, argument.key, valueOf(member?.type, given, argument.key));
    else if (argument.letter === "-" && member?.optional === false && member.type === "bool")
      setOwn(args, argument.key, false);
  }
  const positional = new Set(entry.args.map(({ key }) => key));
  const options = Object.entries(values).filter(([key]) => !positional.has(key));
  for (const [key, value] of Object.entries(optionValues(type, options))) setOwn(args, key, value);
  return args;
}

function wholeArguments({ args: [argument] }: HmpEntry, values: HmpValues): Record<string, unknown> {
  const key = argument?.key ?? "arguments";
  const text = own(values, key);
  if (text === undefined) return {};
  const value = wordValue("any", String(text), key);
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new Error(`${key}: expected a JSON object, such as {"name": "value"}`);
}

/** The members that arguments may have: a union's tag is a word as it was given. */
function membersFor(type: ObjectType | undefined, values: Values): ReadonlyMap<string, Member> {
  const members = new Map<string, Member>();
  for (let part = type; part !== undefined; part = branchOf(part, values)) {
    for (const [name, member] of membersOf(part)) members.set(name, member);
  }
  return members;
}

function valueOf(ref: TypeRef | undefined, given: Given, name: string): unknown {
  if (ref === undefined) return given;
  if (typeof given === "string") return wordValue(ref, given, name);
  const type = typeOf(ref);
  // One alone, of a list.
  if (isArray(type)) return [valueOf(type[0], given, name)];
  if (typeof type === "object" && "alternate" in type) {
    const one = alternativeOf(type, given);
    return one === undefined ? given : valueOf(one, given, name);
  }
  const kind = kindOfType(type);
  if (kind === "string") return String(given);
  return kind === "number" && typeof given !== "boolean" ? numberOf(type as BuiltinRef, given) : given;
}

/** A number in the form of its type; one with a fraction stays, and is refused where integers are checked. */
function numberOf(builtin: BuiltinRef, given: bigint | number): bigint | number {
  if (builtin === "number") return Number(given);
  return typeof given === "number" && !Number.isInteger(given) ? given : integerValue(builtin, BigInt(given));
}

// ---- options: name=value,… -------------------------------------------------------------------------------------------

function optionValues(type: ObjectType | undefined, options: readonly (readonly [string, Given])[]): object {
  const tree: Tree = new Map();
  const values: Record<string, unknown> = {};
  const members = membersFor(type, Object.fromEntries(options));
  for (const [key, given] of options) {
    if (typeof given === "string") put(tree, pathOf(key, members), given);
    else setOwn(values, key, valueOf(members.get(key)?.type, given, key));
  }
  for (const [key, value] of Object.entries(treeValues(type, tree, ""))) setOwn(values, key, value);
  return values;
}

/** Dots lead into members that are objects; all others belong to the name. */
function pathOf(key: string, members: ReadonlyMap<string, Member>): readonly string[] {
  const dot = key.indexOf(".");
  if (dot < 0 || members.has(key)) return [key];
  const member = members.get(key.slice(0, dot));
  return member === undefined || objectOf(member.type) === undefined ? [key] : key.split(".");
}

/** The object that a member is, or may be. */
function objectOf(ref: TypeRef): ObjectType | undefined {
  const type = typeOf(ref);
  if (typeof type !== "object" || isArray(type) || "enum" in type) return undefined;
  return "members" in type ? type : type.branches.map(objectOf).find((one) => one !== undefined);
}

function put(tree: Tree, path: readonly string[], text: string): void {
  let here = tree;
  for (const [index, name] of path.slice(0, -1).entries()) {
    const next = here.get(name) ?? new Map<string, string | Tree>();
    if (typeof next === "string") throw valueAndMembers(path.slice(0, index + 1));
    here.set(name, next);
    here = next;
  }
  const last = path.at(-1)!;
  if (here.get(last) instanceof Map) throw valueAndMembers(path);
  here.set(last, text);
}

function valueAndMembers(path: readonly string[]): Error {
  return new Error(`${shown(path.join("."), "")}: has a value and members`);
}

function treeValues(type: ObjectType | undefined, tree: Tree, prefix: string): object {
  const members = membersFor(type, Object.fromEntries([...tree].filter(([, node]) => typeof node === "string")));
  const entries = [...tree].map(([name, node]) => {
    const ref = members.get(name)?.type;
    const path = prefix + name;
    if (typeof node !== "string") return [name, treeValues(ref && objectOf(ref), node, `${path}.`)] as const;
    return [name, ref === undefined || ref === "any" ? node : wordValue(ref, node, path)] as const;
  });
  return Object.fromEntries(entries);
}
