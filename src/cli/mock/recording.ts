// Recordings: what a real server answered, a line of JSON each, `{"command", "arguments", "return" | "error"}`, and which
// events came, `{"event", "data"}`, in the order of their arrival. An event that came while a command was executed says so,
// `"during": "stop"`: it is that command's, and most often comes before its reply.
//
// In: the lines of a file. Out: a recording, or the first thing that is wrong with it; and the other way round.

import { appendFileSync, closeSync, fstatSync, openSync } from "node:fs";

import { parse } from "../../runtime/index.js";
import { isObject } from "../../runtime/protocol.js";
import { wireText } from "../../runtime/server/wire-writer.js";
import { readText } from "../../build/read-text.js";
import type { Outcome } from "./outcome.js";
import { argumentsKey, outcomeForm, outcomeOf } from "./outcome.js";
import { systemReason, UsageError } from "../../base/usage-error.js";

/** An event, without its time. */
export interface RecordedEvent {
  readonly event: string;
  /** `undefined` where it has none. */
  readonly data: unknown;
}

/** A command, and what it came to. */
export interface Exchange {
  readonly command: string;
  /** The arguments, as `argumentsKey` has them. */
  readonly key: string;
  readonly outcome: Outcome;
  /** Events that came while it was executed. */
  readonly before: readonly RecordedEvent[];
  /** Events that came after its reply, and before anything else. */
  readonly events: readonly RecordedEvent[];
}

/** What was recorded. */
export interface Recording {
  /** Events that came before any reply. */
  readonly early: readonly RecordedEvent[];
  readonly exchanges: readonly Exchange[];
}

/** A recording, or what is wrong with its text. */
export type ReadRecording =
  { readonly ok: true; readonly recording: Recording } | { readonly ok: false; readonly fault: string };

/** Reads a recording's text. `file` is for what is wrong. */
export function readRecording(file: string, text: string): ReadRecording {
  const early: RecordedEvent[] = [];
  const exchanges: (Exchange & { readonly events: RecordedEvent[] })[] = [];
  /** Those of commands whose reply has not come yet. */
  let pending: readonly RecordedLine[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const read = readLine(line);
    if (typeof read === "string") return { ok: false, fault: `${file}:${index + 1}: ${read}` };
    if ("command" in read) {
      const before = pending.filter(({ during }) => during === read.command).map(withoutDuring);
      pending = pending.filter(({ during }) => during !== read.command);
      exchanges.push({ ...read, before, events: [] });
    } else if (read.during === undefined) (exchanges.at(-1)?.events ?? early).push(withoutDuring(read));
    else pending = [...pending, read];
  }
  // Their replies never came.
  (exchanges.at(-1)?.events ?? early).push(...pending.map(withoutDuring));
  return { ok: true, recording: { early, exchanges } };
}

/** An event, with the command that was executed meanwhile. */
interface RecordedLine extends RecordedEvent {
  readonly during: string | undefined;
}

const withoutDuring = ({ event, data }: RecordedLine): RecordedEvent => ({ event, data });

type Line = RecordedLine | Pick<Exchange, "command" | "key" | "outcome">;

function readLine(line: string): Line | string {
  let value: unknown;
  try {
    value = parse(line).value;
  } catch (error) {
    return `this is no JSON: ${(error as Error).message}`;
  }
  const {
    command,
    event,
    arguments: args = {},
    data,
    during,
    ...rest
  } = Object(value) as Readonly<Record<string, unknown>>;
  if (typeof event === "string" && command === undefined)
    return { event, data, during: typeof during === "string" ? during : undefined };
  const outcome = outcomeOf(rest);
  if (typeof command === "string" && isObject(args) && outcome !== undefined)
    return { command, key: argumentsKey(args), outcome };
  return 'expected {"command", "arguments", "return" or "error"} or {"event", "data"}';
}

/** Writes a recording, each line at once. Throws (all of them): UsageError where the system refuses. */
export interface Recorder {
  exchange(command: string, args: object, outcome: Outcome): void;
  /** `during` is the command that is executed meanwhile, if there is one. */
  event(event: RecordedEvent, during: string | undefined): void;
  close(): void;
}

/**
 * Opens a file to add to it: one that is made now, or a recording. Nothing is added to what is none.
 *
 * Throws: UsageError.
 */
export function openRecorder(file: string): Recorder {
  const attempt = <T>(what: () => T): T => {
    try {
      return what();
    } catch (error) {
      throw new UsageError(`cannot write '${file}': ${systemReason(error) ?? (error as Error).message}`);
    }
  };
  const descriptor = attempt(() => openSync(file, "a"));
  const write = (text: string) => attempt(() => appendFileSync(descriptor, text));
  const { size, isRegular } = attempt(() => statOf(descriptor));
  if (isRegular && size > 0) write(endOf(file));
  return {
    exchange: (command, args, outcome) => write(`${wireText({ command, arguments: args, ...outcomeForm(outcome) })}\n`),
    event: ({ event, data }, during) => write(`${wireText({ event, data, during })}\n`),
    close: () => closeSync(descriptor),
  };
}

function statOf(descriptor: number): { readonly size: number; readonly isRegular: boolean } {
  const stat = fstatSync(descriptor);
  return { size: stat.size, isRegular: stat.isFile() };
}

/** What an older recording lacks at its end. Throws: UsageError for a file that is no recording. */
function endOf(file: string): string {
  const text = readText(file);
  const read = readRecording(file, text);
  if (!read.ok) throw new UsageError(`'${file}' is no recording, so nothing is added to it: ${read.fault}`);
  return text.endsWith("\n") ? "" : "\n";
}
