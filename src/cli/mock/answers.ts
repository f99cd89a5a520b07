// What the mock answers to a command: the first of its sources that knows. The user's own replies, then a recording, then
// the documentation's examples, then a value made of the command's type.

import type { SchemaTable } from "../../runtime/index.js";
import { own } from "../../runtime/protocol.js";
import type { Schema } from "../../schema/model.js";
import { examplesOf, exampleSource } from "./examples.js";
import type { Outcome, Source } from "./outcome.js";
import type { Recording } from "./recording.js";
import type { Replayed } from "./replay.js";
import { replayer } from "./replay.js";
import { replySource } from "./replies.js";
import type { MakeValue } from "./values.js";

/** What answers are made of. */
export interface Material {
  readonly schema: Schema;
  readonly table: SchemaTable;
  readonly replies: ReadonlyMap<string, readonly Outcome[]> | undefined;
  readonly recording: Recording | undefined;
  readonly make: MakeValue;
}

/** Makes what answers commands, whose arguments were held to the schema. */
export function answersOf(material: Material): (command: string, args: object) => Replayed {
  const { schema, table, make } = material;
  const replies = replySource(material.replies ?? new Map());
  const replay = replayer(material.recording ?? { early: [], exchanges: [] });
  let examples: Source | undefined;
  return (command, args) => {
    const said = replies(command);
    if (said !== undefined) return { outcome: said, before: [], events: [] };
    const replayed = replay(command, args);
    if (replayed !== undefined) return replayed;
    // Only now: a server that is just to be there need not read the documentation.
    examples ??= exampleSource(examplesOf(schema, table));
    return { outcome: examples(command, args) ?? made(table, make, command), before: [], events: [] };
  };
}

function made({ commands }: SchemaTable, make: MakeValue, command: string): Outcome {
  const returns = own(commands, command)?.returns;
  if (returns === undefined) return { value: {} };
  const value = make(command, returns);
  if (value !== undefined) return { value };
  return {
    class: "GenericError",
    desc: `there is no value of the type that '${command}' returns: it has to hold itself`,
  };
}
