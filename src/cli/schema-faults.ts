// What is wrong with what a user wants to be sent, by the schema, in the words of the command line: a name that it does not
// have, a value that it does not allow.

import { suggest } from "../base/suggest.js";
import type { Problem, TypeRef } from "../runtime/index.js";
import { problemsOf } from "../runtime/validate.js";

/** That there is no such command or event, with the nearest that there is. */
export function unknownText(kind: "command" | "event", name: string, known: Iterable<string>): string {
  const near = suggest(name, known);
  return `${name}: no such ${kind} in the schema${near === undefined ? "" : ` (did you mean '${near}'?)`}`;
}

/** A problem as `path: reason`, where no integer is a `bigint`. */
export function problemText({ path, reason }: Problem): string {
  const plain = reason.replace(/(, got -?\d+)n$/, "$1").replace(/: use a bigint$/, ": write it with all its digits");
  return path === "" ? plain : `${path}: ${plain}`;
}

/** What is wrong with a value; for a command or an event without a type, anything but `{}` is. */
export function valueFaults(ref: TypeRef | undefined, value: unknown): readonly string[] {
  return problemsOf(ref ?? (() => ({ object: "", members: {} })), value).map(problemText);
}
