// Arguments as KEY=VALUE words, as qmp-shell has them: a value that is JSON is that, any other is a string; dots in a
// key lead into objects, each word's from the top.
//
// In: words, and the arguments' type where a schema is there. Out: one object. The schema changes only what it would
// refuse: where it wants a string and the value is JSON of another kind, the value is the text as it stands.

import { parse } from "../runtime/index.js";
import type { ObjectType, TypeRef } from "../runtime/index.js";
import { branchOf, kindOf, kindOfType, membersOf, typeOf } from "../runtime/types.js";
import { UsageError } from "../base/usage-error.js";

/** A value, in both readings. */
interface Leaf {
  readonly text: string;
  readonly json: unknown;
}

/** What stands at a key: maps, as any name may be a key, `__proto__` too. */
type Tree = Map<string, Leaf | Tree>;

/** The object that words spell. Throws: UsageError for a word without key, and for two that contradict each other. */
export function readKeyValues(words: readonly string[], type?: ObjectType): object {
  const tree: Tree = new Map();
  for (const word of words) put(tree, word);
  return objectOf(tree, type);
}

function put(tree: Tree, word: string): void {
  const at = word.indexOf("=");
  if (at < 0) throw new UsageError(`arguments are KEY=VALUE words or one JSON object, and '${word}' is neither`);
  const key = word.slice(0, at);
  const path = key.split(".");
  if (path.includes("")) throw new UsageError(`'${word}' has no key, or an empty part in it`);
  const last = path.pop()!;
  let here = tree;
  for (const [index, name] of path.entries()) {
    const next = here.get(name) ?? new Map();
    if (!(next instanceof Map)) {
      const branch = [...path.slice(0, index), name].join(".");
      throw new UsageError(`'${branch}' has a value already, so '${word}' cannot add to it`);
    }
    here.set(name, next);
    here = next;
  }
  const there = here.get(last);
  if (there instanceof Map) throw new UsageError(`'${key}' has members already, so '${word}' cannot be its value`);
  if (there !== undefined) throw new UsageError(`'${key}' is given twice`);
  const text = word.slice(at + 1);
  here.set(last, { text, json: readValue(text) });
}

/** The value that is JSON, or the text. */
function readValue(text: string): unknown {
  try {
    const value = parse(text).value;
    // The runtime reads QEMU's `inf` and `nan`, too; what is no JSON is text.
    return typeof value === "number" && !Number.isFinite(value) ? text : value;
  } catch {
    return text;
  }
}

function objectOf(tree: Tree, type: ObjectType | undefined): object {
  const tags = Object.fromEntries(
    [...tree].map(([name, node]) => [name, node instanceof Map ? undefined : textOf(node)]),
  );
  const types = new Map<string, TypeRef>();
  for (let part = type; part !== undefined; part = branchOf(part, tags)) {
    for (const member of membersOf(part).values()) types.set(member.name, member.type);
  }
  return Object.fromEntries([...tree].map(([name, node]) => [name, valueOf(node, types.get(name))]));
}

function valueOf(node: Leaf | Tree, ref: TypeRef | undefined): unknown {
  const types = ref === undefined ? [] : alternativesOf(ref);
  if (node instanceof Map) {
    return objectOf(
      node,
      types.find((type): type is ObjectType => typeof type === "object" && "members" in type),
    );
  }
  const kinds = types.map(kindOfType);
  const kind = kindOf(node.json);
  return kinds.includes("string") && !kinds.includes(kind) ? node.text : node.json;
}

const textOf = ({ text, json }: Leaf) => (typeof json === "string" ? json : text);

/** A type, or the several that an alternate may be. */
function alternativesOf(ref: TypeRef) {
  const type = typeOf(ref);
  return typeof type === "object" && "alternate" in type ? type.branches.map(typeOf) : [type];
}
