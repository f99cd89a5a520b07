// What the documentation says that commands answer: the messages of its examples, `-> {"execute": …}` and `<- {"return": …}`,
// of 7.2's sections `Example:` and of 10.x's `qmp-example` directives alike, as both have the same arrows.
//
// In: a schema and its table. Out: examples by command. Those that are no JSON, as they leave something out, and those that
// the schema does not allow are passed over; the documentation is not held to the schema by anybody.

import { parse } from "../../runtime/index.js";
import type { SchemaTable } from "../../runtime/index.js";
import { Brackets } from "../../runtime/framing.js";
import { isObject, own } from "../../runtime/protocol.js";
import { problemsOf } from "../../runtime/validate.js";
import type { Schema } from "../../schema/model.js";
import type { Outcome, Source } from "./outcome.js";
import { argumentsKey, outcomeOf } from "./outcome.js";

/** One answer that the documentation shows. */
export interface Example {
  /** The arguments, as `argumentsKey` has them; undefined where they are not known. */
  readonly key: string | undefined;
  readonly outcome: Outcome;
}

/** The examples of each command, those of its own documentation first. */
export function examplesOf(schema: Schema, table: SchemaTable): ReadonlyMap<string, readonly Example[]> {
  const own = new Map<string, Example[]>();
  const others = new Map<string, Example[]>();
  for (const { name, doc } of schema.definitions) {
    if (doc === undefined) continue;
    const text = [doc.body, ...doc.sections.map((section) => section.text)].join("\n");
    // Most have none.
    if (!text.includes("<-")) continue;
    for (const [command, example] of pairsIn(text)) {
      if (!isAllowed(table, command, example.outcome)) continue;
      const examples = command === name ? own : others;
      examples.set(command, [...(examples.get(command) ?? []), example]);
    }
  }
  return new Map(
    [...new Set([...own.keys(), ...others.keys()])].map((command) => [
      command,
      [...(own.get(command) ?? []), ...(others.get(command) ?? [])],
    ]),
  );
}

/** Answers as the documentation does: the example with the same arguments, else the first that is no error. */
export function exampleSource(examples: ReadonlyMap<string, readonly Example[]>): Source {
  return (command, args) => {
    const known = examples.get(command);
    if (known === undefined) return undefined;
    const key = argumentsKey(args);
    return (known.find((one) => one.key === key) ?? known.find(({ outcome }) => "value" in outcome))?.outcome;
  };
}

/** Whether a command may answer so. */
function isAllowed(table: SchemaTable, command: string, outcome: Outcome): boolean {
  const type = own(table.commands, command);
  if (type === undefined) return false;
  if ("class" in outcome) return true;
  if (type.returns !== undefined) return problemsOf(type.returns, outcome.value).length === 0;
  return isObject(outcome.value) && Object.keys(outcome.value).length === 0;
}

/** The commands of a text with what they are answered. */
function pairsIn(text: string): readonly (readonly [command: string, example: Example])[] {
  const pairs: (readonly [string, Example])[] = [];
  let asked: { readonly command: string; readonly key: string | undefined } | undefined;
  for (const { isRequest, message } of messagesIn(text)) {
    const value = valueOf(message);
    if (isRequest) {
      const command = /"(?:execute|exec-oob)"\s*:\s*"([^"]*)"/.exec(message)?.[1];
      const args = isObject(value) ? (value["arguments"] ?? {}) : undefined;
      asked = command === undefined ? undefined : { command, key: args === undefined ? undefined : argumentsKey(args) };
      continue;
    }
    const outcome = outcomeOf(value);
    // An event may come between a command and its reply.
    if (/"event"\s*:/.test(message) && outcome === undefined) continue;
    if (asked !== undefined && outcome !== undefined) pairs.push([asked.command, { key: asked.key, outcome }]);
    asked = undefined;
  }
  return pairs;
}

interface ExampleMessage {
  readonly isRequest: boolean;
  readonly message: string;
}

/** The messages of a text: what stands behind an arrow at a line's beginning, as far as its braces go. */
function messagesIn(text: string): readonly ExampleMessage[] {
  const arrows = [...text.matchAll(/^[ \t]*(->|<-)\s*(?=\{)/gm)];
  return arrows.map((arrow, index) => {
    const start = arrow.index + arrow[0].length;
    const message = text.slice(start, arrows[index + 1]?.index);
    const end = new Brackets().end(message, 0);
    return { isRequest: arrow[1] === "->", message: end < 0 ? message : message.slice(0, end + 1) };
  });
}

function valueOf(message: string): unknown {
  try {
    return parse(message).value;
  } catch {
    return undefined;
  }
}
