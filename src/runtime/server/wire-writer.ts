// JSON as QEMU prints it (`qobject/json-writer.c`): on one line, a blank behind each comma and colon, ASCII only, integers
// with all their digits, other numbers as C's `%.17g` has them. It keeps a stack of its own, so that no nesting exhausts
// the platform's.

import { Float } from "./float.js";
import { isCharacter } from "./json-strings.js";

/** From this depth on, a value is taken for one that makes up its members without end. */
const maxNesting = 2 ** 20;

/** An object or array at work. */
interface Frame {
  readonly value: Record<string, unknown> | readonly unknown[];
  /** The names of an object's members; nothing for an array. */
  readonly names: readonly string[] | undefined;
  /** How many members were looked at. */
  at: number;
  isEmpty: boolean;
}

/**
 * Writes a value as QEMU does. Objects have their members in the order they are in, less those that are undefined; `toJSON`
 * is asked as by `JSON.stringify`, but for `bigint`. An infinity is written as a number that is too large, as QEMU's `inf`
 * is no JSON; NaN is null; what is no character is U+FFFD.
 *
 * Throws: TypeError that says where, for a value that holds itself and for what has no JSON; RangeError for one that is
 * nested 2^20 deep; whatever a getter or `toJSON` throws.
 */
export function wireText(value: unknown): string {
  const plain = plainOf(value, "");
  const leaf = leafText(plain);
  if (leaf !== undefined) return leaf;
  if (!isContainer(plain)) throw new TypeError(noJson(plain, []));
  return containerText(plain);
}

function containerText(root: object): string {
  let frame = frameOf(root);
  let out = frame.names === undefined ? "[" : "{";
  const around: Frame[] = [];
  for (;;) {
    const { names } = frame;
    const count = names === undefined ? (frame.value as readonly unknown[]).length : names.length;
    let inner: object | undefined;
    while (frame.at < count) {
      const at = frame.at++;
      const name = names === undefined ? at : names[at]!;
      let value = (frame.value as Record<string | number, unknown>)[name];
      if (typeof value === "object" && value !== null) value = plainOf(value, name);
      if (value === undefined) {
        if (names !== undefined) continue;
        value = null;
      }
      if (frame.isEmpty) frame.isEmpty = false;
      else out += ", ";
      if (names !== undefined) out += `${quoted(name as string)}: `;
      const leaf = leafText(value);
      if (leaf !== undefined) out += leaf;
      else if (isContainer(value)) {
        inner = value;
        break;
      } else throw new TypeError(noJson(value, [...around, frame]));
    }
    if (inner !== undefined) {
      around.push(frame);
      // One that holds itself has no end: it is noticed when it is looked for, at 16, 32, 64... levels.
      if (around.length >= 16 && (around.length & (around.length - 1)) === 0) checkNesting(around);
      frame = frameOf(inner);
      out += frame.names === undefined ? "[" : "{";
      continue;
    }
    out += names === undefined ? "]" : "}";
    const outer = around.pop();
    if (outer === undefined) return out;
    frame = outer;
  }
}

function frameOf(value: object): Frame {
  const names = Array.isArray(value) ? undefined : Object.keys(value);
  return { value: value as Record<string, unknown>, names, at: 0, isEmpty: true };
}

function isContainer(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** The text of what is no object or array; nothing for those, and for what has no JSON. */
function leafText(value: unknown): string | undefined {
  switch (typeof value) {
    case "string":
      return quoted(value);
    case "number":
      return Number.isInteger(value) ? integerText(value) : doubleText(value);
    case "boolean":
      return value ? "true" : "false";
    case "bigint":
      return String(value);
    case "object":
      if (value === null) return "null";
      return value instanceof Float ? doubleText(value.value) : undefined;
    default:
      return undefined;
  }
}

/** What a value says of itself, and what is in an object around a single value: as `JSON.stringify` has it. */
function plainOf(value: unknown, key: string | number): unknown {
  if (typeof value !== "object" || value === null) return value;
  const { toJSON } = value as { readonly toJSON?: unknown };
  const said: unknown = typeof toJSON === "function" ? toJSON.call(value, String(key)) : value;
  if (typeof said !== "object" || said === null || isUsual(said)) return said;
  return /^\[object (?:Number|String|Boolean|BigInt)\]$/.test(Object.prototype.toString.call(said))
    ? said.valueOf()
    : said;
}

function isUsual(value: object): boolean {
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
}

/** A string as JSON. */
export function quoted(text: string): string {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 32 || code > 126 || code === 34 || code === 92) return `"${withEscapes(text)}"`;
  }
  return `"${text}"`;
}

/** How many characters are put together at a time: the platform limits a call's arguments. */
const pieceLength = 8192;

/** No regular expression: with very many matches it takes much memory, and the last text is kept alive by the platform. */
function withEscapes(text: string): string {
  let out = "";
  let codes: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const point = text.codePointAt(at)!;
    if (point > 0xffff) at++;
    pushEscaped(codes, point);
    if (codes.length < pieceLength) continue;
    out += String.fromCharCode(...codes);
    codes = [];
  }
  return out + String.fromCharCode(...codes);
}

/** What stands behind the backslash, by what is escaped: `"`, a backslash, and b, f, n, r, t for control characters. */
const shortEscapes: Readonly<Record<number, number>> = { 34: 34, 92: 92, 8: 98, 12: 102, 10: 110, 13: 114, 9: 116 };

function pushEscaped(codes: number[], point: number): void {
  const short = shortEscapes[point];
  if (short !== undefined) codes.push(92, short);
  else if (point > 31 && point < 127) codes.push(point);
  else if (!isCharacter(point)) pushUnit(codes, 0xfffd);
  else if (point < 0x10000) pushUnit(codes, point);
  else {
    pushUnit(codes, 0xd7c0 + (point >> 10));
    pushUnit(codes, 0xdc00 | (point & 0x3ff));
  }
}

function pushUnit(codes: number[], unit: number): void {
  codes.push(92, 117, hexDigit(unit >> 12), hexDigit(unit >> 8), hexDigit(unit >> 4), hexDigit(unit));
}

function hexDigit(value: number): number {
  const digit = value & 15;
  return digit < 10 ? 48 + digit : 55 + digit;
}

/** All digits of an integer; a minus sign before zero is none of them. */
function integerText(value: number): string {
  return Number.isSafeInteger(value) ? String(value) : String(BigInt(value));
}

/** A double as C's `%.17g` has it: 17 digits that count, less zeros at the end. */
function doubleText(value: number): string {
  if (Number.isNaN(value)) return "null";
  if (!Number.isFinite(value)) return value < 0 ? "-1e+999" : "1e+999";
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  const [sign, first, rest, power] = digitsOf(value);
  const exponent = Number(power);
  const digits = first + rest;
  if (exponent < -4 || exponent >= 17) {
    const shown = withoutZeros(`${first}.${rest}`);
    return `${sign}${shown}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
  }
  if (exponent < 0) return `${sign}${withoutZeros(`0.${"0".repeat(-exponent - 1)}${digits}`)}`;
  return sign + withoutZeros(`${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`);
}

/** Sign, first digit, the 16 others, exponent of ten. */
function digitsOf(value: number): readonly [string, string, string, string] {
  let text = value.toExponential(16);
  // Between two: JavaScript rounds away from zero, C to the even digit. Nobody else has an 18th digit and then zeros.
  if (/50{7}e/.test(value.toExponential(24)) && /[02468]50{81}e/.test(value.toExponential(98))) {
    text = value.toExponential(98).replace(/50{81}e.*/, text.slice(text.indexOf("e")));
  }
  const [, sign, first, rest, power] = /^(-?)(\d)\.(\d+)e(.+)$/.exec(text)!;
  return [sign!, first!, rest!, power!];
}

function withoutZeros(text: string): string {
  return text.replace(/\.?0*$/, "");
}

function noJson(value: unknown, frames: readonly Frame[]): string {
  return `${placeOf(frames)}no JSON for a value of type ${typeof value}`;
}

function placeOf(frames: readonly Frame[]): string {
  const steps = frames
    .slice(0, 100)
    .map(({ names, at }) => (names === undefined ? `[${at - 1}]` : `.${names[at - 1]}`));
  const path = steps.join("").replace(/^\./, "");
  return path === "" ? "" : `${path.length > 200 ? `${path.slice(0, 200)}...` : path}: `;
}

function checkNesting(frames: readonly Frame[]): void {
  const seen = new Set<unknown>();
  for (const [index, { value }] of frames.entries()) {
    if (seen.has(value)) throw new TypeError(`${placeOf(frames.slice(0, index))}it holds itself`);
    seen.add(value);
  }
  if (frames.length >= maxNesting) throw new RangeError(`${placeOf(frames)}nested ${maxNesting} deep`);
}
