// `qapi-ts mock`: a QMP server, or a guest agent, of any schema, without a line of code: what management software is tested
// with where there is no machine. Arguments are held to the schema, and each command answers with what the schema allows.
//
// Standard output has a line when it listens; standard error has what is wrong: `FILE: command: path: reason` for files
// and events that do not fit the schema (status 1), `qapi-ts: …` for wrong use and for what is not to be had (status 2).
// Standard input takes control lines, which are events to emit. It ends with a signal, or when `quit` was executed.

import type { Flags } from "./flags.js";
import type { Run } from "./verb-rows.js";
import { startLong } from "./jit.js";
import { readEvent } from "./mock/events.js";
import { readText } from "../build/read-text.js";
import { readRecording } from "./mock/recording.js";
import { readReplies } from "./mock/replies.js";
import type { MockSchema } from "./mock/schema.js";
import { readMockSchema } from "./mock/schema.js";
import type { Said } from "./mock/serve.js";
import { serve } from "./mock/serve.js";
import { readMockSettings } from "./mock/settings.js";
import type { MakeValue } from "./mock/values.js";
import { valueMaker } from "./mock/values.js";
import { print } from "./output.js";
import { visible } from "../base/visible.js";

/** Serves until it is told to end. Throws: UsageError, also where it cannot listen, and where a real server is gone. */
export const run: Run = async ({ operands, flags }) => {
  const settings = readMockSettings(flags);
  const read = await readMockSchema(operands[0]!, flags);
  if (!read.ok) return read.status;
  const { mock } = read;
  const make = valueMaker({ seed: settings.seed, unwanted: mock.deprecated });
  const said = readSaid(mock, flags, make);
  if ("faults" in said) {
    await print("stderr", said.faults.map((fault) => `${visible(fault)}\n`).join(""));
    return 1;
  }
  startLong();
  return serve({ mock, settings, make, said });
};

/** Reads what the user wants it to say; gives all that is wrong with that. Throws: UsageError for files that cannot be read. */
function readSaid({ table }: MockSchema, flags: Flags, make: MakeValue): Said | { readonly faults: readonly string[] } {
  const { replies: file, replay, emitEvents = [] } = flags;
  const replies = file === undefined ? undefined : readReplies(file, readText(file), table);
  const recording = replay === undefined ? undefined : readRecording(replay, readText(replay));
  const events = emitEvents.map((words) => readEvent(words, table, make));
  const faults = [
    ...(replies?.ok === false ? replies.faults : []),
    ...(recording?.ok === false ? [recording.fault] : []),
    ...events.flatMap((event) => ("faults" in event ? event.faults : [])),
  ];
  if (faults.length > 0) return { faults };
  return {
    replies: replies?.ok === true ? replies.replies : undefined,
    recording: recording?.ok === true ? recording.recording : undefined,
    events: events.flatMap((event) => ("faults" in event ? [] : [event])),
  };
}
