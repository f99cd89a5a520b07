// Amounts of a line: sizes with a suffix (letter `o`; `util/cutils.c`, do_strtosz, as of 7.2) and times in seconds
// (letter `T`; `monitor/hmp.c`, get_double). In: a line and the offset of the amount. Out: the amount and the offset
// behind it.

import { LineError } from "./line-error.js";
import type { Read } from "./words.js";
import { isBlank } from "./words.js";

/** Powers of two by suffix, in either case. */
const suffixes: Readonly<Record<string, bigint>> = { B: 0n, K: 10n, M: 20n, G: 30n, T: 40n, P: 50n, E: 60n };

const whole = /\+?(?:(0[xX])([0-9a-fA-F]+)|([0-9]+))/y;
const fraction = /\.([0-9]*)([eE][+-]?[0-9])?/y;
const float =
  /[ \t\n\v\f\r]*([+-]?)(?:(inf(?:inity)?|nan(?:\([0-9a-z_]*\))?)|0x([0-9a-f]+\.?[0-9a-f]*|\.[0-9a-f]+)(?:p([+-]?[0-9]+))?|((?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[+-]?[0-9]+)?))/iy;

/**
 * Reads a size, in bytes: decimal with a fraction, or hexadecimal, and a suffix; without one, mebibytes. Halves of a byte
 * are rounded up. Throws: LineError for what is none, is negative, is a fraction of a byte, or is 2^63 or more.
 *
 * This is 7.2's form: later releases refuse hexadecimal with a suffix, and take `.5M`.
 */
export function readSize(text: string, at: number): Read<bigint> {
  const start = matchAt(whole, text, at);
  if (start === null) throw badSize();
  const [, prefix, hexadecimal, decimal] = start;
  const rest = matchAt(fraction, text, start.index + start[0].length);
  const digits = rest?.[1] ?? "";
  // An exponent makes it no size; without digits in front of it, its `e` is a suffix.
  if (rest !== null && (prefix !== undefined || (digits !== "" && rest[2] !== undefined))) throw badSize();
  const end = at + start[0].length + (rest === null ? 0 : 1 + digits.length);
  const power = suffixes[text.charAt(end).toUpperCase()];
  const value = scaled((prefix ?? "") + (hexadecimal ?? decimal!), Number(`0.${digits || "0"}`), power ?? 20n);
  return { value, end: power === undefined ? end : end + 1 };
}

/** An integer, and a fraction below 1, times a power of two. */
function scaled(digits: string, part: number, power: bigint): bigint {
  const integer = integerOf(digits);
  // 64 bits of the fraction, as QEMU has it.
  const bits = BigInt(Math.floor(part * 2 ** 64));
  if (integer === undefined || (power === 0n && bits !== 0n)) throw badSize();
  const value = (integer << power) + (((bits << power) + (1n << 63n)) >> 64n);
  if (value >= 1n << 63n) throw badSize();
  return value;
}

/** A number in JavaScript's spelling, zeros in front apart; nothing for one that has far more than 64 bits. */
function integerOf(digits: string): bigint | undefined {
  const [, prefix, significant] = /^(0[xX])?0*(.*)$/.exec(digits)!;
  return significant!.length > 20 ? undefined : BigInt((prefix ?? "") + (significant || "0"));
}

function badSize(): LineError {
  return new LineError("invalid size");
}

/**
 * Reads a time, in seconds: a number as C spells them (strtod), and `ms`, `us`, `ns` or nothing. Throws: LineError for
 * what is none, is not finite, or has another unit.
 */
export function readSeconds(text: string, at: number): Read<number> {
  const match = matchAt(float, text, at);
  if (match === null) throw new LineError("number expected");
  const [, sign, name, hexadecimal, power, decimal] = match;
  const size = hexadecimal === undefined ? Number(decimal) : hexadecimalFloat(hexadecimal, power);
  if (name !== undefined || !Number.isFinite(size)) throw new LineError("Bad number");
  const end = at + match[0].length;
  const unit = units[text.slice(end, end + 2)];
  const last = unit === undefined ? end : end + 2;
  if (last < text.length && !isBlank(text, last)) throw new LineError("unknown unit of time: ms, us and ns are there");
  return { value: (sign === "-" ? -size : size) / (unit ?? 1), end: last };
}

/** How many of a unit are a second. */
const units: Readonly<Record<string, number>> = { ms: 1e3, us: 1e6, ns: 1e9 };

/**
 * A hexadecimal fraction, times a power of two. Digits that a number has no room for are cut, where it would be infinite
 * before the power makes it small; what they tell is whether it is more than a half that is rounded.
 */
function hexadecimalFloat(digits: string, power = "0"): number {
  const [integer, part = ""] = digits.split(".") as [string, string?];
  const significant = (integer + part).replace(/^0+/, "");
  const rest = significant.slice(16);
  const kept = significant.slice(0, 16) + (/[^0]/.test(rest) ? "1" : "0");
  const exponent = Number(power) + 4 * (significant.length - kept.length - part.length);
  // In two steps, as the power alone may be none that a number can be.
  const half = Math.max(-1000, Math.min(1000, Math.trunc(exponent / 2)));
  const other = Math.max(-1000, Math.min(1000, exponent - half));
  return Number(BigInt(`0x${kept}`)) * 2 ** half * 2 ** other;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
