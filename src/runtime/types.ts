// Reading a schema's table: a type's kind of JSON, the members of an object with those of its bases, the branch that a
// value chooses. The checker and the decoder stand on it, so that both see the same members in the same order: those of
// the base, then own ones, then those of the branch (`visit_type_<name>_members` of QEMU's generated visitors).

import type { AlternateType, EnumType, NamedType, ObjectType, TypeRef } from "./table.js";

/** The kinds of JSON values; integers and other numbers are one kind. */
export type Kind = "string" | "number" | "boolean" | "null" | "object" | "array";

/** A type as it is: a builtin's name, a type of the schema, or an array's element. */
export type Type = Exclude<TypeRef, () => NamedType> | NamedType;

/** The values of objects by name. */
export type Values = Readonly<Record<string, unknown>>;

/** A member of an object. */
export interface Member {
  readonly name: string;
  readonly optional: boolean;
  readonly type: TypeRef;
  /** The type that it is written in: that of the object, or a base. */
  readonly owner: string;
}

/** What a reference leads to. */
export function typeOf(ref: TypeRef): Type {
  return typeof ref === "function" ? ref() : ref;
}

/** Whether an integer of this type arrives as a `bigint`. */
export function isBig(ref: TypeRef): boolean {
  return ref === "int64" || ref === "uint64" || ref === "size" || ref === "int:bigint";
}

/** The kind of JSON that a type is; none for alternates and `any`, which may be several. */
export function kindOfType(type: Type): Kind | undefined {
  if (typeof type === "object") {
    if ("enum" in type) return "string";
    return "alternate" in type ? undefined : "members" in type ? "object" : "array";
  }
  if (type === "str") return "string";
  if (type === "bool") return "boolean";
  return type === "any" ? undefined : type === "null" ? type : "number";
}

/**
 * The kind of JSON that a value is written as; none for what has no JSON, or not its own: a function, a Date or a Map,
 * what has a `toJSON`. Instances of classes are objects: their own members are what is written.
 */
export function kindOf(value: unknown): Kind | undefined {
  switch (typeof value) {
    case "bigint":
      return "number";
    case "string":
    case "number":
    case "boolean":
      return typeof value as Kind;
    case "object":
      if (value === null) return "null";
      if ("toJSON" in value && typeof value.toJSON === "function") return undefined;
      if (Array.isArray(value)) return "array";
      return tagOf(value) === "Object" ? "object" : undefined;
    default:
      return undefined;
  }
}

/** What the platform calls a value: `Object`, `Date`, `Function`. */
export function tagOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}

/**
 * The members of types by their tables. It is of the module, not of a session, as it holds nothing but what follows from
 * the table, which never changes, and only as long as somebody holds that: so no caller sees that it is there.
 */
const known = /* @__PURE__ */ new WeakMap<ObjectType, ReadonlyMap<string, Member>>();

/** The members that an object has whatever its tag says, by name: first the base's, then own ones. */
export function membersOf(type: ObjectType): ReadonlyMap<string, Member> {
  let members = known.get(type);
  if (members === undefined) {
    const all = new Map(type.base === undefined ? [] : membersOf(type.base()));
    for (const [key, ref] of Object.entries(type.members)) {
      const optional = key.startsWith("*");
      const name = optional ? key.slice(1) : key;
      all.set(name, { name, optional, type: ref, owner: type.object });
    }
    known.set(type, (members = all));
  }
  return members;
}

/** The branch whose members follow: none without a tag, for a tag without a branch, and for one that is not known. */
export function branchOf({ tag, branches }: ObjectType, value: Values): ObjectType | undefined {
  if (tag === undefined || branches === undefined) return undefined;
  const name = value[tag];
  return typeof name === "string" && Object.hasOwn(branches, name) ? branches[name]!() : undefined;
}

/** The branches that a value may mean: one or none, but all of them where the tag says nothing that is known. */
export function branchesOf(type: ObjectType, value: Values): readonly ObjectType[] {
  const branch = branchOf(type, value);
  if (branch !== undefined) return [branch];
  const tag = type.tag === undefined ? undefined : typeOf(membersOf(type).get(type.tag)?.type ?? "any");
  const isKnown = tag === undefined || (tag as Partial<EnumType>).values?.includes(value[type.tag!] as string);
  return isKnown ? [] : Object.values(type.branches ?? {}).map((one) => one());
}

/** The one of an alternate's types that a value is; at most one of each kind is there. */
export function alternativeOf({ branches }: AlternateType, value: unknown): TypeRef | undefined {
  const kind = kindOf(value);
  return kind && branches.find((one) => kindOfType(typeOf(one)) === kind);
}

/** `Array.isArray` does not narrow what is read-only. */
export function isArray(type: Type): type is readonly [TypeRef] {
  return Array.isArray(type);
}

/** A type, and all that it leads to, each once: types may lead to themselves. */
function* typesFrom(root: Type): Iterable<Type> {
  const reached = new Set([root]);
  // A set gives what is added to it while it is gone through, too.
  for (const type of reached) {
    yield type;
    if (typeof type === "string" || "enum" in type) continue;
    if (isArray(type)) reached.add(typeOf(type[0]));
    else if ("alternate" in type) for (const one of type.branches) reached.add(typeOf(one));
    else {
      for (const member of membersOf(type).values()) reached.add(typeOf(member.type));
      for (const branch of Object.values(type.branches ?? {})) reached.add(branch());
    }
  }
}

/** Whether a type, or any that it leads to, is such a one. */
export function leadsTo(root: Type, isSuch: (type: Type) => boolean): boolean {
  for (const type of typesFrom(root)) if (isSuch(type)) return true;
  return false;
}
