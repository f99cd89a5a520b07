// Pragma directives: which there are, and what each takes. QEMU's manual, "Pragma directives".

import type { Diagnostic } from "../base/diagnostic.js";
import type { Place } from "../base/messages.js";
import { diagnostic } from "../base/messages.js";
import { suggest } from "../base/suggest.js";
import type { Release, Pragmas } from "../base/vocabulary.js";
import { releases } from "../base/releases.js";
import type { Entry, Value } from "./ast.js";
import { inWords } from "./ast.js";

/** The spelling of each pragma; what it takes follows from the type of its value. */
const spellings = {
  docRequired: "doc-required",
  commandNameExceptions: "command-name-exceptions",
  commandReturnsExceptions: "command-returns-exceptions",
  memberNameExceptions: "member-name-exceptions",
  documentationExceptions: "documentation-exceptions",
} as const satisfies Record<keyof Pragmas, string>;

type PragmaKey = keyof Pragmas;

/**
 * Reads one pragma: the setting, or what is wrong with it. A later setting replaces an earlier one whole. `place` gives
 * the place of a node of the directive.
 */
export function readPragma(
  { key, value }: Entry,
  release: Release | undefined,
  place: (node: Value) => Place,
): Partial<Pragmas> | Diagnostic {
  const known = (Object.keys(spellings) as PragmaKey[]).filter(
    (name) => name !== "documentationExceptions" || release === undefined || releases[release].documentationExceptions,
  );
  const name = known.find((candidate) => spellings[candidate] === key.value);
  if (name === undefined) {
    const words = known.map((candidate) => spellings[candidate]);
    const parameters = { pragma: key.value, known: words.join(", "), suggestion: suggest(key.value, words) };
    return diagnostic("unknown-pragma", parameters, place(key));
  }
  const setting = name === "docRequired" ? (value.kind === "boolean" ? value.value : undefined) : strings(value);
  if (setting !== undefined) return { [name]: setting };
  const expected = name === "docRequired" ? "true or false" : "a list of strings";
  const found = value.kind === "array" ? "a list with something else in it" : inWords(value);
  return diagnostic("pragma-type", { pragma: key.value, expected, found }, place(value));
}

function strings(value: Value): readonly string[] | undefined {
  if (value.kind !== "array") return undefined;
  const list: string[] = [];
  for (const item of value.items) {
    if (item.kind !== "string") return undefined;
    list.push(item.value);
  }
  return Object.freeze(list);
}
