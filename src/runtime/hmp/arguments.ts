// The arguments of a command, read of a line as its table says (`monitor/hmp.c`, monitor_parse_arguments): one after the
// other, in the table's order. In: an entry, a line and the offset behind the command's name. Out: what was given, by key.

import { setOwn } from "../protocol.js";
import { readExpression } from "./expression.js";
import type { FormatMemory } from "./format.js";
import { readFormat } from "./format.js";
import { readKeyValues } from "./key-values.js";
import { LineError } from "./line-error.js";
import { shown } from "./shown.js";
import { readSeconds, readSize } from "./sizes.js";
import type { HmpArgument, HmpEntry, HmpFlag, HmpLetter, HmpPositional, HmpValues } from "./table.js";
import type { Read } from "./words.js";
import { readWord, skipBlanks } from "./words.js";

/** What arguments are read with. */
export interface ArgumentOptions {
  /** Where in the line they begin. */
  readonly from: number;
  /** What formats say nothing about. */
  readonly memory: FormatMemory;
  /** The name that the first of options (`O`) may do without. */
  readonly implied?: string | undefined;
}

type Value = string | bigint | number | boolean;

/** A line that is being read, and what was found. */
interface Reading extends Omit<ArgumentOptions, "from"> {
  readonly entry: HmpEntry;
  readonly text: string;
  readonly values: Record<string, Value>;
}

/** A flag, and the arguments behind it. */
interface FlagAndLater {
  readonly flag: HmpFlag;
  readonly later: readonly HmpArgument[];
}

/** A letter: reads what stands at an offset where something must be, and gives the offset behind. */
type Reader = (reading: Reading, at: number, argument: HmpPositional) => Read<Value | undefined>;

const readers: Readonly<Record<HmpLetter, Reader>> = {
  s: word("string expected"),
  F: word("filename expected"),
  B: word("block device name expected"),
  S: readRest,
  O: readOptions,
  "/": readFormatInto,
  i: readShort,
  l: ({ text }, at) => readExpression(text, at),
  M: readMebibytes,
  o: ({ text }, at) => readSize(text, at),
  T: ({ text }, at) => readSeconds(text, at),
  b: readSwitch,
};

/**
 * Reads the arguments of a command. Throws: LineError for what is missing, wrong or too much; its message is what QEMU says
 * where scripts may look at it.
 */
export function parseArguments(entry: HmpEntry, text: string, { from, ...options }: ArgumentOptions): HmpValues {
  const reading: Reading = { ...options, entry, text, values: {} };
  let at = from;
  for (const [index, argument] of entry.args.entries()) {
    at = skipBlanks(text, at);
    if (argument.letter === "-") at = readFlag(reading, at, { flag: argument, later: entry.args.slice(index + 1) });
    else at = readPositional(reading, at, argument);
  }
  if (skipBlanks(text, at) < text.length) {
    throw new LineError(`${entry.name}: extraneous characters at the end of line`);
  }
  return reading.values;
}

function readPositional(reading: Reading, from: number, argument: HmpPositional): number {
  const { text, values } = reading;
  let at = from;
  if (argument.optional === "?" && at === text.length) return at;
  if (argument.optional === ".") {
    if (text.charAt(at) !== ".") return at;
    at = skipBlanks(text, at + 1);
  }
  const { value, end } = readers[argument.letter](reading, at, argument);
  if (value !== undefined) setOwn(values, argument.key, value);
  return end;
}

/**
 * Reads a flag if it is there. One that is another of those that may follow is left for it; QEMU looks for those in the
 * text of its table, so that a hyphen in the key of any argument counts as well.
 */
function readFlag({ entry, text, values }: Reading, at: number, { flag, later }: FlagAndLater): number {
  if (text.charAt(at) !== "-") return at;
  const given = at + 1 < text.length ? String.fromCodePoint(text.codePointAt(at + 1)!) : "";
  if (given !== flag.flag) {
    if (textOf({ flag, later }).includes(`-${given}`)) return at;
    throw new LineError(`${entry.name}: unsupported option -${shown(given)}`);
  }
  const behind = at + 1 + given.length;
  const value = flag.value === true ? readWord(text, behind) : { value: true, end: behind };
  if (value === undefined) throw new LineError(`${entry.name}: value expected for -${shown(given)}`);
  setOwn(values, flag.key, value.value);
  return value.end;
}

/** What `args_type` has behind a flag's letter. */
function textOf({ flag, later }: FlagAndLater): string {
  const code = (one: HmpArgument) =>
    one.letter === "-" ? `-${one.flag}${one.value === true ? "s" : ""}` : one.letter + (one.optional ?? "");
  return (flag.value === true ? "s" : "") + later.map((one) => `,${one.key}:${code(one)}`).join("");
}

function word(expected: string): Reader {
  return ({ entry, text }, at) => {
    const read = readWord(text, at);
    if (read === undefined) throw new LineError(`${entry.name}: ${expected}`);
    return read;
  };
}

/** The rest of the line as it is, blanks and quotes included. */
function readRest({ entry, text }: Reading, at: number): Read<string> {
  if (at === text.length) throw new LineError(`${entry.name}: string expected`);
  return { value: text.slice(at), end: text.length };
}

/** Options, each under its own key; none at all are fine. */
function readOptions({ entry, text, values, implied }: Reading, at: number): Read<undefined> {
  if (at === text.length) return { value: undefined, end: at };
  const read = readWord(text, at);
  // QEMU says nothing here, neither of a quote that is open nor of an id that is none.
  if (read === undefined) throw new LineError(`${entry.name}: string expected`);
  for (const [name, value] of Object.entries(readKeyValues(read.value, implied))) setOwn(values, name, value);
  return { value: undefined, end: read.end };
}

function readFormatInto({ text, values, memory }: Reading, at: number): Read<undefined> {
  const { value, end } = readFormat(text, at, memory);
  for (const [name, one] of Object.entries(value)) setOwn(values, name, one);
  return { value: undefined, end };
}

/** An integer of 32 bits without a sign: what is negative has more of them. */
function readShort({ entry, text }: Reading, at: number): Read<bigint> {
  const read = readExpression(text, at);
  if (BigInt.asUintN(32, read.value) === read.value) return read;
  throw new LineError(`'${entry.name}' has failed: integer is for 32-bit values`);
}

function readMebibytes({ text }: Reading, at: number): Read<bigint> {
  const { value, end } = readExpression(text, at);
  if (value < 0n) throw new LineError("enter a positive value");
  return { value: BigInt.asIntN(64, value << 20n), end };
}

function readSwitch({ text }: Reading, at: number): Read<boolean> {
  let end = at;
  while (isGraphic(text, end)) end++;
  const given = text.slice(at, Math.min(end, at + 4));
  if (given !== "on" && given !== "off") throw new LineError("Expected 'on' or 'off'");
  return { value: given === "on", end };
}

/** Whether something is there that one can see (C's isgraph). */
function isGraphic(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code > 0x20 && code < 0x7f;
}
