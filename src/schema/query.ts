// Questions about a schema: derived facts are functions, not fields. All of them are pure; names that refer to nothing
// give `undefined` or an empty list, which happens only while a schema is being checked.

import { isBuiltin, qtypeValues } from "./builtins.js";
import type { BuiltinName, JsonKind } from "./builtins.js";
import { builtins } from "./builtins.js";
import type {
  Branch,
  Condition,
  DefinedType,
  Definition,
  Enum,
  Feature,
  Member,
  Members,
  Schema,
  TypeRef,
  Union,
} from "./model.js";

/**
 * What a name refers to: a built-in, the predefined enum `QType`, the predefined empty object, an array, the object that
 * stands for the inline members of a definition, or a definition.
 */
export type Type =
  | { readonly kind: "builtin"; readonly name: BuiltinName }
  | { readonly kind: "qtype"; readonly name: "QType" }
  | { readonly kind: "empty"; readonly name: "q_empty" }
  | { readonly kind: "array"; readonly element: string }
  | {
      readonly kind: "implicit";
      readonly name: string;
      readonly members: readonly Member[];
      readonly owner: Definition;
    }
  | DefinedType;

type Names = Pick<Schema, "byName">;

/** The command by which one meets a guest agent, and tells its schema from QEMU's (qga/qapi-schema.json). */
export const agentCommand = "guest-sync-delimited";

/** Whether a schema is that of a guest agent. */
export function isGuestAgent(schema: Names): boolean {
  return schema.byName.get(agentCommand)?.kind === "command";
}

/** The definition of a type; undefined for built-ins, and for names of commands, events and nothing. */
export function definedType(schema: Names, name: string): DefinedType | undefined {
  const definition = schema.byName.get(name);
  return definition === undefined || definition.kind === "command" || definition.kind === "event"
    ? undefined
    : definition;
}

/**
 * The type that a reference means.
 *
 * `FooList` spelled as a name means an array, as in QEMU's generator, where arrays live under such names.
 */
export function typeOf(schema: Names, ref: TypeRef | string): Type | undefined {
  if (typeof ref !== "string" && ref.array) return { kind: "array", element: ref.name };
  const name = typeof ref === "string" ? ref : ref.name;
  if (isBuiltin(name)) return { kind: "builtin", name };
  if (name === "QType") return { kind: "qtype", name };
  if (name === "q_empty") return { kind: "empty", name };
  const defined = definedType(schema, name);
  if (defined !== undefined) return defined;
  if (name.startsWith("q_obj_")) return implicitType(schema, name);
  if (!name.endsWith("List")) return undefined;
  const element = name.slice(0, -4);
  const exists = isBuiltin(element) || element === "QType" || definedType(schema, element) !== undefined;
  return exists ? { kind: "array", element } : undefined;
}

/** The object that stands for inline members: `q_obj_NAME-arg` of a command or event, `q_obj_NAME-base` of a union. */
function implicitType(schema: Names, name: string): Type | undefined {
  const match = /^q_obj_(.*)-(arg|base)$/.exec(name);
  const owner = match === null ? undefined : schema.byName.get(match[1]!);
  const members = owner === undefined ? undefined : inlineMembers(owner);
  if (members === undefined || members.length === 0 || (owner!.kind === "union") !== (match![2] === "base"))
    return undefined;
  return { kind: "implicit", name, members, owner: owner! };
}

/** The members that a union's base, or a command's or event's data, spells in place; undefined where it does not. */
export function inlineMembers(definition: Definition): readonly Member[] | undefined {
  const spelled = definition.kind === "union" ? definition.base : "data" in definition ? definition.data : undefined;
  return typeof spelled === "string" ? undefined : spelled;
}

/** What a value of the type is in JSON; `value` for an alternate. */
export function jsonKind(type: Type): JsonKind {
  switch (type.kind) {
    case "builtin":
      return builtins[type.name].json;
    case "enum":
    case "qtype":
      return "string";
    case "array":
      return "array";
    case "alternate":
      return "value";
    default:
      return "object";
  }
}

/**
 * The members of an object type, those of its bases first; without the branches of a union. A base that leads back to
 * a type ends the list.
 */
export function membersOf(schema: Names, type: Type | string): readonly Member[] {
  const lists: (readonly Member[])[] = [];
  const visited = new Set<Type>();
  let object = typeof type === "string" ? typeOf(schema, type) : type;
  while (object !== undefined && !visited.has(object)) {
    visited.add(object);
    const { base, members }: ObjectParts = partsOf(object);
    lists.push(members);
    object = base === undefined ? undefined : typeOf(schema, base);
  }
  return lists.reverse().flat();
}

interface ObjectParts {
  readonly base: string | undefined;
  readonly members: readonly Member[];
}

/** What an object type spells itself: the name of a base, members. */
function partsOf(type: Type): ObjectParts {
  if (type.kind === "struct") return type;
  if (type.kind === "implicit") return { base: undefined, members: type.members };
  if (type.kind !== "union") return { base: undefined, members: [] };
  return typeof type.base === "string" ? { base: type.base, members: [] } : { base: undefined, members: type.base };
}

/** Members spelled in place, or all members of the type that they name. */
export function spelledMembers(schema: Names, members: Members | undefined): readonly Member[] {
  if (members === undefined) return [];
  return typeof members === "string" ? membersOf(schema, members) : members;
}

/** The enum that a union's tag is of, with its values; `QType` has no definition and gives undefined. */
export function tagEnum(schema: Names, union: Union): Enum | undefined {
  const tag = membersOf(schema, union).find(({ name }) => name === union.discriminator);
  const type = tag === undefined ? undefined : definedType(schema, tag.type.name);
  return type?.kind === "enum" ? type : undefined;
}

/** A branch of a union; `type` is undefined for a tag value that the schema gives no branch. */
export type FullBranch = Pick<Branch, "name" | "condition"> & { readonly type: string | undefined };

/** The values of a union's tag; those of `QType` too. */
function tagValues(schema: Names, union: Union): readonly Pick<Branch, "name" | "condition">[] {
  const tag = membersOf(schema, union).find(({ name }) => name === union.discriminator);
  if (tag?.type.name === "QType") return qtypeValues.map((name) => ({ name, condition: undefined }));
  return tagEnum(schema, union)?.values ?? [];
}

/** All branches of a union: those that the schema spells, then one for each other value of the tag, in its order. */
export function branchesOf(schema: Names, union: Union): readonly FullBranch[] {
  const spelled = new Set(union.branches.map(({ name }) => name));
  const rest = tagValues(schema, union).filter(({ name }) => !spelled.has(name));
  return [...union.branches, ...rest.map(({ name, condition }) => ({ name, condition, type: undefined }))];
}

/** The definitions of one kind, in the order of the text. */
export function definitionsOf<K extends Definition["kind"]>(
  schema: Pick<Schema, "definitions">,
  kind: K,
): readonly Extract<Definition, { kind: K }>[] {
  return schema.definitions.filter(
    (definition): definition is Extract<Definition, { kind: K }> => definition.kind === kind,
  );
}

/** Whether it has a feature of that name. */
export function hasFeature(thing: { readonly features: readonly Feature[] }, name: string): boolean {
  return thing.features.some((feature) => feature.name === name);
}

/** What a definition spells itself and its documentation must describe: values, members or alternatives. */
export function describedParts(definition: Definition): readonly {
  readonly name: string;
  readonly condition: Condition | undefined;
  readonly features?: readonly Feature[];
  readonly span: Definition["span"];
}[] {
  switch (definition.kind) {
    case "enum":
      return definition.values;
    case "struct":
      return definition.members;
    case "alternate":
      return definition.alternatives;
    case "union":
      return typeof definition.base === "string" ? [] : definition.base;
    case "command":
    case "event":
      return definition.data === undefined || typeof definition.data === "string" ? [] : definition.data;
  }
}

/** The types that a definition refers to by itself. */
export function usedTypes(definition: Definition): readonly TypeRef[] {
  const inMembers = (data: Members | undefined): readonly TypeRef[] => {
    if (data === undefined) return [];
    return typeof data === "string" ? [{ name: data, array: false }] : data.map(({ type }) => type);
  };
  switch (definition.kind) {
    case "enum":
      return [];
    case "struct":
      return [...inMembers(definition.base), ...inMembers(definition.members)];
    case "union":
      return [...inMembers(definition.base), ...definition.branches.map(({ type }) => ({ name: type, array: false }))];
    case "alternate":
      return definition.alternatives.map(({ type }) => type);
    case "command":
    case "event":
      return inMembers(definition.data);
  }
}
