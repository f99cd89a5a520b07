// What keys that take one of several words take, for configurations and for flags. A word that is missing, or is none of
// its key's, does not compile.

import type { OutputOptions, RunOptions } from "../config.js";

/** The keys, with their types. */
type ChoiceKeys = Pick<
  Required<OutputOptions & RunOptions>,
  "deprecated" | "int64" | "int" | "layout" | "importExtension" | "runtime" | "methodNames" | "format"
>;

const words = {
  deprecated: { keep: true, omit: true },
  int64: { bigint: true, number: true },
  int: { number: true, bigint: true },
  layout: { kinds: true, single: true, modules: true },
  importExtension: { js: true, ts: true, none: true },
  runtime: { package: true, embed: true },
  methodNames: { camelCase: true, snake_case: true },
  format: { text: true, json: true, github: true, sarif: true },
} as const satisfies { readonly [Key in keyof ChoiceKeys]: Record<NonNullable<ChoiceKeys[Key]>, true> };

/** The words that a key takes; the first is what holds where nothing is said. */
export function choicesOf(key: keyof ChoiceKeys): readonly string[] {
  return Object.keys(words[key]);
}
