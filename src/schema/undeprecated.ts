// A schema without what is deprecated, as far as one can do without it.
//
// In: a schema. Out: one without the enum values and optional members that have the feature `deprecated` (QEMU's manual,
// "Features"), without the branches of those values, and without what is documented of them. Commands and events are
// chosen in `select.ts`.

import { derived } from "./derived.js";
import type { Definition, Doc, Enum, EnumValue, Feature, Member, Members, Schema } from "./model.js";
import { describedParts, hasFeature, tagEnum } from "./query.js";

/** Whether something has the feature `deprecated`, perhaps under a condition. */
export function isDeprecated(thing: { readonly features: readonly Feature[] }): boolean {
  return hasFeature(thing, "deprecated");
}

/**
 * Leaves out deprecated enum values, with the branches of unions that they select, and deprecated optional members.
 *
 * A mandatory member stays: a peer demands it in arguments, and sends it in results. So does every value of an enum of
 * which none would be left, as a mandatory member of that enum could have no value, and a union with such a tag no
 * branch. Types cannot be deprecated.
 */
export function withoutDeprecated(schema: Schema): Schema {
  return derived(schema, (definition) => withoutParts(definition, thinned(schema, definition)));
}

/** A definition with fewer parts: without what its documentation says of those that are gone. */
function withoutParts(before: Definition, after: Definition): Definition {
  if (after === before) return before;
  return Object.freeze({ ...after, doc: before.doc && docOf(before.doc, before, after) });
}

function thinned(schema: Schema, definition: Definition): Definition {
  switch (definition.kind) {
    case "enum": {
      const values = keptValues(definition);
      return values === definition.values ? definition : { ...definition, values };
    }
    case "struct": {
      const members = keptMembers(definition.members);
      return members === definition.members ? definition : { ...definition, members };
    }
    case "union": {
      const base = kept(definition.base);
      const tag = tagEnum(schema, definition);
      const gone = tag === undefined ? [] : tag.values.filter((value) => !keptValues(tag).includes(value));
      const branches = filtered(definition.branches, ({ name }) => !gone.some((value) => value.name === name));
      return base === definition.base && branches === definition.branches
        ? definition
        : { ...definition, base, branches };
    }
    case "command":
    case "event": {
      const data = definition.data && kept(definition.data);
      return data === definition.data ? definition : { ...definition, data };
    }
    case "alternate":
      return definition;
  }
}

function keptValues({ values }: Enum): readonly EnumValue[] {
  const left = filtered(values, (value) => !isDeprecated(value));
  return left.length === 0 ? values : left;
}

const keptMembers = (members: readonly Member[]) =>
  filtered(members, (member) => !member.optional || !isDeprecated(member));

const kept = (members: Members): Members => (typeof members === "string" ? members : keptMembers(members));

/** Those that pass; the same list where all do. */
function filtered<T>(list: readonly T[], passes: (one: T) => boolean): readonly T[] {
  return list.every(passes) ? list : Object.freeze(list.filter(passes));
}

/** The documentation without the entries of parts that are gone, and of features that only they had. */
function docOf(doc: Doc, before: Definition, after: Definition): Doc {
  const left = describedParts(after);
  const gone = describedParts(before).filter((part) => !left.includes(part));
  const lost = new Set(gone.flatMap(({ features = [] }) => features.map(({ name }) => name)));
  const features = [...after.features, ...left.flatMap((part) => part.features ?? [])];
  return Object.freeze({
    ...doc,
    members: filtered(doc.members, ({ name }) => !gone.some((part) => part.name === name)),
    features: filtered(doc.features, ({ name }) => !lost.has(name) || features.some((one) => one.name === name)),
  });
}
