// Formats of a line, as debuggers have them (letter `/`): `/10xw` is ten times, hexadecimal, words of four bytes. What is
// left out is as it was the last time. And how a number looks in a format (`monitor/hmp.c`, monitor_parse_arguments;
// `monitor/hmp-cmds.c`, hmp_print).

import { LineError } from "./line-error.js";
import { shown } from "./shown.js";
import type { Read } from "./words.js";
import { isBlank, skipBlanks } from "./words.js";

/** How numbers are shown: octal, decimal, unsigned, hexadecimal, as instructions, as characters. */
export type FormatLetter = "o" | "d" | "u" | "x" | "i" | "c";

/** What a format says. */
export interface Format {
  readonly count: number;
  readonly format: FormatLetter;
  /** In bytes; absent for instructions, unless it was said. */
  readonly size?: number;
}

/** What was used last. */
export interface FormatMemory {
  format: FormatLetter;
  size: number;
}

/** What a monitor begins with. */
export function newFormatMemory(): FormatMemory {
  return { format: "x", size: 4 };
}

const sizes: Readonly<Record<string, number>> = { b: 1, h: 2, w: 4, g: 8, L: 8 };
const letters: readonly string[] = ["o", "d", "u", "x", "i", "c"];

/** Reads a format, if one is there, and remembers it. Throws: LineError for a letter that is none. */
export function readFormat(text: string, from: number, memory: FormatMemory): Read<Format> {
  const start = skipBlanks(text, from);
  if (text.charAt(start) !== "/") {
    const { format } = memory;
    return { value: { count: 1, format, ...(format !== "i" && { size: memory.size }) }, end: start };
  }
  let at = start + 1;
  let count = isDigit(text, at) ? 0 : 1;
  // QEMU counts in an `int`, and so does this.
  for (; isDigit(text, at); at++) count = (Math.imul(count, 10) + Number(text.charAt(at))) | 0;
  let { format } = memory;
  let size: number | undefined;
  for (; at < text.length && !isBlank(text, at); at++) {
    const one = text.charAt(at);
    if (letters.includes(one)) format = one as FormatLetter;
    else if (sizes[one] === undefined) throw badLetter(text, at);
    else size = sizes[one];
  }
  memory.format = format;
  if (format !== "i") memory.size = size ??= memory.size;
  return { value: { count, format, ...(size !== undefined && { size }) }, end: at };
}

/** A number in a format; those of 64 bits that have no sign count from 0. */
export function formatted(value: bigint, format: FormatLetter): string {
  const unsigned = BigInt.asUintN(64, value);
  switch (format) {
    case "o":
      return value === 0n ? "0" : `0${unsigned.toString(8)}`;
    case "x":
      return value === 0n ? "0" : `0x${unsigned.toString(16)}`;
    case "u":
      return String(unsigned);
    case "c":
      return `'${character(Number(BigInt.asUintN(32, value)))}'`;
    case "d":
    case "i":
      return String(value);
  }
}

const named: Readonly<Record<number, string>> = { 0x27: "\\'", 0x5c: "\\\\", 0x0a: "\\n", 0x0d: "\\r" };

function character(code: number): string {
  if (code >= 0x20 && code <= 0x7e) return named[code] ?? String.fromCharCode(code);
  return named[code] ?? `\\x${code.toString(16).padStart(2, "0")}`;
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0x30 && code <= 0x39;
}

function badLetter(text: string, at: number): LineError {
  return new LineError(`invalid char in format: '${shown(String.fromCodePoint(text.codePointAt(at)!))}'`);
}
