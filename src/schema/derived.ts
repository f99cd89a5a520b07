// A schema made from another: some definitions changed, some gone, and what stands between them still in its place.
//
// In: a schema, and what becomes of each definition. Out: a frozen schema of those that are left.

import type { Definition, Schema } from "./model.js";

/** The schema with each definition as `change` gives it, without those for which it gives nothing. */
export function derived(schema: Schema, change: (definition: Definition) => Definition | undefined): Schema {
  const definitions: Definition[] = [];
  /** How many of the first so many definitions are left. */
  const left = [0];
  for (const definition of schema.definitions) {
    const changed = change(definition);
    if (changed !== undefined) definitions.push(changed);
    left.push(definitions.length);
  }
  const placed = <T extends { readonly before: number }>(things: readonly T[]): readonly T[] =>
    Object.freeze(things.map((thing) => Object.freeze({ ...thing, before: left[thing.before]! })));
  return Object.freeze({
    ...schema,
    definitions: Object.freeze(definitions),
    includes: placed(schema.includes),
    freeForm: placed(schema.freeForm),
    byName: new Map(definitions.map((definition) => [definition.name, definition])),
  });
}
