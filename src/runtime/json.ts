// JSON without loss: integers that a `number` cannot hold come as `bigint` and go as digits. The platform's own JSON does
// the work wherever a glance at the text shows that it cannot lose anything; else `json-reader.ts` and `json-writer.ts`
// do. Also here: whether a text is one that QEMU reads at all.

import { readJson } from "./json-reader.js";
import { writeJson } from "./json-writer.js";

/** A text that was read. */
export interface Parsed {
  readonly value: unknown;
  /** Whether it was read by the exact reader: only then can a `bigint` be in it, or a number that is not finite. */
  readonly exact: boolean;
}

/** Whether a text has 16 digits in a row; no integer of fewer is beyond 2^53. */
export function hasLongDigits(text: string): boolean {
  // So many in a row cover an index that is 15 modulo 16: no other needs a look.
  for (let at = 15; at < text.length; at += 16) {
    if (!isDigit(text.charCodeAt(at))) continue;
    // Nor do they fit between two others that are 16 apart.
    if (!isDigit(text.charCodeAt(at - 8)) && !isDigit(text.charCodeAt(at + 8))) continue;
    let start = at;
    let end = at + 1;
    while (start > at - 15 && isDigit(text.charCodeAt(start - 1))) start--;
    while (end < start + 16 && isDigit(text.charCodeAt(end))) end++;
    if (end === start + 16) return true;
  }
  return false;
}

function isDigit(code: number): boolean {
  return (code ^ 48) <= 9;
}

/**
 * Reads JSON as `JSON.parse` does, but integers outside ±(2^53 - 1) come as `bigint`. Takes what QEMU prints for doubles
 * that are not finite, too: `inf`, `-inf`, `nan`, `-nan` (C's `%.17g`, `qobject/json-writer.c`).
 *
 * Throws: SyntaxError that says what is wrong, and at which offset.
 */
export function parse(text: string): Parsed {
  if (!hasLongDigits(text)) {
    try {
      return { value: JSON.parse(text) as unknown, exact: false };
    } catch {
      // Read again: it may have one of QEMU's own words, and if it is wrong the error shall be ours.
    }
  }
  return { value: readJson(text), exact: true };
}

/**
 * Writes JSON as `JSON.stringify` does, but `bigint` as its digits, and numbers beyond 2^53 that are integers with all
 * their digits, as long as `JSON.stringify` uses no exponent (below 1e21).
 *
 * Throws: TypeError for NaN, infinities, values that hold themselves and what has no JSON; RangeError for a value that is
 * nested too deep for the platform's stack.
 */
export function stringify(value: unknown, indent?: number): string {
  // Many programs give bigint a `toJSON`, which would make strings of them.
  if (!("toJSON" in BigInt.prototype)) {
    try {
      const text = JSON.stringify(value, undefined, indent) as string | undefined;
      // A `null` may stand for a number that is not finite.
      if (text !== undefined && !text.includes("null") && !hasLongDigits(text)) return text;
    } catch {
      // A bigint, or what the writer finds clearer words for.
    }
  }
  return writeJson(value, indent);
}

/** What QEMU's parser takes at most in one message (`qobject/json-streamer.c`). */
const limits = { nesting: 1024, tokens: 2 * 2 ** 20, bytes: 64 * 2 ** 20 - 1 };

/**
 * What QEMU would refuse about a text that is JSON, in words; nothing if it is fine. QEMU answers such a text with errors
 * that name no id. Looked for are characters that are none, escaped or not (`qobject/json-parser.c`, parse_string), and
 * limits on nesting, on tokens and on the length in bytes.
 */
export function sendProblem(text: string): string | undefined {
  return /[^\0-\x7f]|\\u[df]/i.test(text) ? (characterProblem(text) ?? sizeProblem(text)) : sizeProblem(text);
}

function characterProblem(text: string): string | undefined {
  // Two backslashes are one escape, so that what comes behind them is none. Other escapes keep halves of pairs apart.
  const plain = text.replace(/\\(?:u([\da-f]{4})|.)/gi, (_, hex?: string) =>
    hex === undefined ? " " : String.fromCharCode(parseInt(hex, 16)),
  );
  const bad = /[\p{Cs}\p{NChar}]/u.exec(plain);
  if (bad === null) return undefined;
  const code = bad[0].codePointAt(0)!.toString(16).toUpperCase();
  const before = JSON.stringify(plain.slice(Math.max(0, bad.index - 24), bad.index));
  const what = /\p{Cs}/u.test(bad[0]) ? "half a surrogate pair" : "no character";
  return `U+${code} is ${what}, QEMU takes none: behind ${before}`;
}

function sizeProblem(text: string): string | undefined {
  // Too short to hold as many brackets.
  if (text.length <= 2 * limits.nesting) return undefined;
  const bytes = text.length * 3 <= limits.bytes ? 0 : utf8Length(text);
  if (bytes > limits.bytes) return `it has ${bytes} bytes, QEMU takes ${limits.bytes}`;
  const { nesting, tokens } = countTokens(text);
  if (nesting > limits.nesting) return `it is nested ${nesting} deep, QEMU takes ${limits.nesting}`;
  return tokens > limits.tokens ? `it has ${tokens} tokens, QEMU takes ${limits.tokens}` : undefined;
}

function utf8Length(text: string): number {
  let bytes = text.length;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    // A surrogate is half of four bytes.
    if (code > 0x7f) bytes += code > 0x7ff && (code & 0xf800) !== 0xd800 ? 2 : 1;
  }
  return bytes;
}

function countTokens(text: string): { readonly nesting: number; readonly tokens: number } {
  let [depth, nesting, tokens] = [0, 0, 0];
  // Whether the character before belongs to a string, or to a number or a word.
  let inString = false;
  let inWord = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === 92) at++;
      else inString = code !== 34;
      continue;
    }
    const isOpening = code === 91 || code === 123;
    const isWord =
      !isOpening && !isBlank(code) && code !== 34 && code !== 44 && code !== 58 && code !== 93 && code !== 125;
    if (isOpening) nesting = Math.max(nesting, ++depth);
    if (code === 93 || code === 125) depth--;
    if (!isBlank(code) && !(isWord && inWord)) tokens++;
    inString = code === 34;
    inWord = isWord;
  }
  return { nesting, tokens };
}

function isBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}
