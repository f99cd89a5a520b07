// What the flags of `qapi-ts qmp` come to, and which of them make no sense, alone or together.

import { existsSync } from "node:fs";

import type { Address } from "../runtime/index.js";
import type { Flags } from "./flags.js";
import { flagWord } from "./flag-word.js";
import { addressOf } from "./qmp-address.js";
import { UsageError } from "../base/usage-error.js";

/** The flags, read. */
export interface Settings {
  readonly address: Address;
  /** For each step; undefined for the runtime's own budgets. */
  readonly timeoutMs: number | undefined;
  /** Names of the events to follow, none for all; undefined for not to follow any. */
  readonly events: readonly string[] | undefined;
  /** After how many events to end; `Infinity` for no limit. */
  readonly count: number;
  /** By how many blanks JSON is indented; undefined for one line. */
  readonly indent: number | undefined;
}

/** A flag that means nothing without another. */
export type Needed = readonly [flag: keyof Flags, other: keyof Flags];

/** Flags that exclude each other, and why. */
const apart: readonly (readonly [flag: keyof Flags, other: keyof Flags, why: string])[] = [
  ["hmp", "pretty", "the monitor's text is printed as it is"],
  ["hmp", "returnValue", "the monitor's text is printed as it is"],
  ["hmp", "schema", "a schema does not tell of the monitor's commands"],
  ["hmp", "guestAgent", "a guest agent has no monitor"],
  ["guestAgent", "events", "a guest agent sends no events"],
];

/** Flags that mean nothing without another. */
const needed: readonly Needed[] = [
  ["count", "events"],
  ["qemu", "schema"],
  ["define", "schema"],
  ["undefine", "schema"],
];

/** Reads the flags. Throws: UsageError. */
export function readSettings(operands: readonly string[], flags: Flags): Settings {
  for (const [flag, other, why] of apart) {
    if (flags[flag] !== undefined && flags[other] !== undefined)
      throw new UsageError(`${flagWord(flag)} and ${flagWord(other)} do not go together: ${why}`);
  }
  checkNeeded(flags, needed);
  if (operands.length === 0) {
    const flag = (["hmp", "returnValue"] as const).find((name) => flags[name] !== undefined);
    if (flag !== undefined) throw new UsageError(`${flagWord(flag)} means nothing without a command`);
    if (flags.events === undefined)
      throw new UsageError("there is nothing to do: name a command, or events with --events");
  }
  return {
    address: addressOf(flags.socket ?? "", existsSync),
    timeoutMs: flags.timeout === undefined ? undefined : readMs(flags.timeout),
    events: flags.events === undefined ? undefined : readNames(flags.events),
    count: flags.count === undefined ? Infinity : readCount(flags.count),
    indent: flags.pretty === true ? 4 : undefined,
  };
}

/** Refuses flags whose other one is not there. Throws: UsageError. */
export function checkNeeded(flags: Flags, rows: readonly Needed[]): void {
  for (const [flag, other] of rows) {
    if (flags[flag] !== undefined && flags[other] === undefined)
      throw new UsageError(`${flagWord(flag)} means nothing without ${flagWord(other)}`);
  }
}

/**
 * What `--timeout` says, in milliseconds, at least one; a length of time that is too long for the platform's timers is no
 * limit. Throws: UsageError.
 */
export function readMs(text: string): number {
  const seconds = /^(?:\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : 0;
  if (seconds > 0) return Math.max(1, Math.round(seconds * 1000));
  throw new UsageError(`--timeout takes seconds, more than 0, such as 5 or 0.5, not '${text}'`);
}

function readCount(text: string): number {
  if (/^0*[1-9]\d*$/.test(text)) return Number(text);
  throw new UsageError(`--count takes a number, 1 or more, not '${text}'`);
}

function readNames(text: string): readonly string[] {
  const names = text.split(",").map((name) => name.trim());
  if (names.includes("")) throw new UsageError(`--events takes names of events, or all: A,B; not '${text}'`);
  if (names.includes("all")) return [];
  // Nothing would ever come: names of events are in capitals (manual, "Events"), but for the part that says whose they are.
  const small = names.find((name) => name === name.toLowerCase());
  if (small === undefined) return [...new Set(names)];
  throw new UsageError(`--events: no event is named '${small}' (did you mean '${small.toUpperCase()}'?)`);
}
