// Heights of types: how many levels of objects a value of a type takes at least. A type that has to hold itself has no
// value, and infinite height; by the others, values are made that come to an end.
//
// In: the table of a schema. Out: a height for each type of it, measured when it is first asked for.

import type { NamedType, ObjectType, TypeRef } from "../../runtime/index.js";
import type { Type } from "../../runtime/types.js";
import { membersOf, typeOf } from "../../runtime/types.js";

/** How many levels of objects a value of a type takes at least; lives as long as what makes values, and knows what it measured. */
export class Heights {
  readonly #known = new Map<NamedType, number>();

  of(ref: TypeRef): number {
    const type = typeOf(ref);
    if (typeof type === "string") return 0;
    if ("enum" in type) return type.values.length === 0 ? Infinity : 0;
    // A list may be empty.
    if (!("alternate" in type) && !("members" in type)) return 0;
    if (!this.#known.has(type)) this.#measure(type);
    return this.#known.get(type)!;
  }

  /** Of what follows a tag's value. */
  ofBranch({ branches = {} }: ObjectType, value: string): number {
    return Object.hasOwn(branches, value) ? this.of(branches[value]!) : 0;
  }

  /** Measures a type and all that it leads to: each is as high as it seems until others are found to be lower. */
  #measure(root: NamedType): void {
    const reached = new Set<NamedType>();
    const pending: Type[] = [root];
    for (let type = pending.pop(); type !== undefined; type = pending.pop()) {
      if (typeof type === "string" || "enum" in type) continue;
      if ("alternate" in type || "members" in type) {
        if (reached.has(type) || this.#known.has(type)) continue;
        reached.add(type);
        pending.push(...refsOf(type).map(typeOf));
      } else pending.push(typeOf(type[0]));
    }
    for (const type of reached) this.#known.set(type, Infinity);
    for (let isLower = true; isLower;) {
      isLower = false;
      for (const type of reached) {
        const height = this.#height(type);
        if (height < this.#known.get(type)!) {
          this.#known.set(type, height);
          isLower = true;
        }
      }
    }
  }

  #height(type: NamedType): number {
    if ("enum" in type) return 0;
    if ("alternate" in type) return Math.min(...type.branches.map((one) => this.of(one)));
    const needed = [...membersOf(type).values()].filter(({ optional }) => !optional);
    const members = Math.max(0, ...needed.map((member) => this.of(member.type)));
    const tag = type.tag === undefined ? undefined : typeOf(membersOf(type).get(type.tag)!.type);
    const values = typeof tag === "object" && "enum" in tag ? tag.values : undefined;
    // Of a branch the members alone count: they stand beside the others.
    const branch = Math.min(...(values ?? []).map((value) => this.ofBranch(type, value)));
    return Math.max(1 + members, values === undefined ? 0 : branch);
  }
}

function refsOf(type: NamedType): readonly TypeRef[] {
  if ("enum" in type) return [];
  if ("alternate" in type) return type.branches;
  return [...[...membersOf(type).values()].map((member) => member.type), ...Object.values(type.branches ?? {})];
}
