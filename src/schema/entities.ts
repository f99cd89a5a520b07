// Everything that QEMU's generator would create from a schema, in its order: the definitions, and before each the
// arrays and objects that come into being with it.
//
// In: a schema without errors. Out: entities with their modules. `QAPISchema._def_exprs` and `set_module` of
// scripts/qapi/schema.py. Dumps and introspection walk this.

import { isBuiltin } from "./builtins.js";
import type { Condition, Definition, Include, Member, Schema, TypeRef } from "./model.js";
import { definedType, inlineMembers } from "./query.js";

/** The module of all that has no place in the text. */
export const builtinModule = "./builtin";

/** An array type, made by its first use. */
export interface ArrayEntity {
  readonly kind: "array";
  readonly name: string;
  readonly element: string;
  readonly module: string;
  /** That of its element type. */
  readonly condition: Condition | undefined;
}

/** The object that stands for the inline members of a command, an event, or a union's base. */
export interface ImplicitEntity {
  readonly kind: "implicit";
  readonly name: string;
  readonly members: readonly Member[];
  readonly module: string;
  readonly condition: Condition | undefined;
}

/** An include directive. */
export interface IncludeEntity extends Include {
  readonly kind: "include";
}

/** One of them. */
export type Entity = ArrayEntity | ImplicitEntity | IncludeEntity | Definition;

/** The name of the object that stands for a definition's inline members. */
export function implicitName(definition: Definition): string {
  return `q_obj_${definition.name}-${definition.kind === "union" ? "base" : "arg"}`;
}

/** All entities but the predefined ones, in the order of their creation. */
export function entitiesOf(schema: Schema): readonly Entity[] {
  const entities: Entity[] = [];
  const arrays = new Set<string>();
  const addArray = (ref: TypeRef | undefined) => {
    if (ref === undefined || !ref.array || isBuiltin(ref.name) || arrays.has(ref.name)) return;
    arrays.add(ref.name);
    const element = definedType(schema, ref.name);
    const module = element?.module ?? builtinModule;
    entities.push({ kind: "array", name: `${ref.name}List`, element: ref.name, module, condition: element?.condition });
  };
  let include = 0;
  const addIncludes = (before: number) => {
    for (; include < schema.includes.length && schema.includes[include]!.before <= before; include++) {
      entities.push({ kind: "include", ...schema.includes[include]! });
    }
  };
  schema.definitions.forEach((definition, index) => {
    addIncludes(index);
    if (definition.kind === "struct") for (const { type } of definition.members) addArray(type);
    if (definition.kind === "alternate") for (const { type } of definition.alternatives) addArray(type);
    const inline = inlineMembers(definition);
    if (inline !== undefined && inline.length > 0) {
      for (const { type } of inline) addArray(type);
      const { module, condition } = definition;
      entities.push({ kind: "implicit", name: implicitName(definition), members: inline, module, condition });
    }
    if (definition.kind === "command") addArray(definition.returns);
    entities.push(definition);
  });
  addIncludes(schema.definitions.length);
  return entities;
}
