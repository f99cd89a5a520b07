// What a command comes to, a result or an error, in the form that files of replies, recordings and documentation have it:
// `{"return": …}` or `{"error": {"class", "desc"}}`. Also here: when two commands' arguments are the same.

import { isObject } from "../../runtime/protocol.js";
import { wireText } from "../../runtime/server/wire-writer.js";

/** A result, or an error of the protocol. */
export type Outcome = { readonly value: unknown } | { readonly class: string; readonly desc: string };

/** Gives what a command comes to, if it knows; the arguments were held to the schema. */
export type Source = (command: string, args: object) => Outcome | undefined;

/** An object's outcome: that of its `return` or its `error`; nothing where there is neither, or both, or no real error. */
export function outcomeOf(form: unknown): Outcome | undefined {
  if (!isObject(form)) return undefined;
  const hasResult = Object.hasOwn(form, "return");
  if (hasResult === Object.hasOwn(form, "error")) return undefined;
  if (hasResult) return { value: form["return"] };
  const error = form["error"];
  if (!isObject(error)) return undefined;
  const { class: errorClass, desc } = error;
  return typeof errorClass === "string" && typeof desc === "string" ? { class: errorClass, desc } : undefined;
}

/** An outcome as it is written. */
export function outcomeForm(outcome: Outcome): object {
  return "value" in outcome ? { return: outcome.value } : { error: { class: outcome.class, desc: outcome.desc } };
}

/** A text that is the same for equal arguments, in whatever order their members are, and however their integers are held. */
export function argumentsKey(args: unknown): string {
  return wireText(sorted(args ?? {}));
}

function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  // No two members have one name.
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, member]) => [name, sorted(member)]));
}
