// Strings of QEMU's JSON: what comes as one-byte strings, in which each character is a byte, and what they mean. Follows
// `qobject/json-parser.c` (parse_string) and `util/unicode.c` (mod_utf8_codepoint), which is stricter than a decoder of
// the platform in some ways, and in one more lenient: the bytes C0 80 are U+0000.

/** Node's way to make a string of bytes, which is the fastest; elsewhere there is none. */
interface Sliceable {
  latin1Slice?(start: number, end: number): string;
}

/** How many characters are put together at a time: the platform limits a call's arguments. */
const pieceLength = 8192;

/** The bytes of a chunk as a string of one character for each. A text, one that was decoded already, is encoded as UTF-8. */
export function oneByte(chunk: Uint8Array | string): string {
  if (typeof chunk !== "string") return fromBytes(chunk);
  if (!/[^\0-\x7f]/.test(chunk)) return chunk;
  // Half a surrogate pair is no character, as U+FFFF is none, which can be encoded.
  return fromBytes(new TextEncoder().encode(chunk.replace(/\p{Cs}/gu, "\uffff")));
}

function fromBytes(bytes: Uint8Array): string {
  const { Buffer: buffers } = globalThis as { readonly Buffer?: { readonly prototype: Sliceable } };
  const slice = buffers?.prototype.latin1Slice;
  if (slice !== undefined) return slice.call(bytes, 0, bytes.length);
  let text = "";
  for (let at = 0; at < bytes.length; at += pieceLength) {
    text += String.fromCharCode(...bytes.subarray(at, at + pieceLength));
  }
  return text;
}

/** How much of a text is shown. */
const shownLength = 48;

/** A short excerpt of bytes on one line: their first, or their last. Those that are not UTF-8 are shown as U+FFFD. */
export function excerpt(raw: string, part: "start" | "end" = "start"): string {
  if (part === "end" && raw.length > shownLength) return `...${printable(decoded(raw.slice(-shownLength)))}`;
  // So many bytes are as many characters at least, or show that there are more.
  return shorten(decoded(raw.slice(0, 4 * shownLength + 4)));
}

/** The beginning of a text on one line. */
export function shorten(text: string): string {
  if (text.length <= shownLength) return printable(text);
  return `${printable(text.slice(0, shownLength))}...`;
}

function decoded(raw: string): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(Uint8Array.from(raw, (one) => one.charCodeAt(0)));
}

/** A text without what does not show, or moves what does: `\u0001` stands for it. */
function printable(text: string): string {
  const code = (one: string) => one.codePointAt(0)!.toString(16).padStart(4, "0");
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (one) => `\\u${code(one)}`);
}

/** What a string means, or what is wrong with it. */
export type Decoded = { readonly value: string } | { readonly error: string };

/** Reads what is between a string's quotes: bytes of UTF-8, and escapes. */
export function decodeString(raw: string): Decoded {
  let value = "";
  let units: number[] = [];
  for (let at = 0; at < raw.length;) {
    const code = raw.charCodeAt(at);
    const isEscape = code === 92;
    if (code < 128 && !isEscape) {
      units.push(code);
      at++;
    } else {
      const point = isEscape ? escaped(raw, at) : encoded(raw, at);
      if (!isCharacter(point)) return { error: wrongCharacter(raw, at, point) };
      if (point > 0xffff) units.push(0xd7c0 + (point >> 10), 0xdc00 | (point & 0x3ff));
      else units.push(point);
      at += isEscape ? escapeLength(raw, at, point) : point === 0 ? 2 : utf8Length(point);
    }
    if (units.length >= pieceLength) {
      value += String.fromCharCode(...units);
      units = [];
    }
  }
  return { value: value + String.fromCharCode(...units) };
}

function wrongCharacter(raw: string, at: number, point: number): string {
  const shown = excerpt(raw.slice(at, at + (raw.charCodeAt(at) !== 92 ? 4 : raw[at + 1] === "u" ? 6 : 2)));
  if (raw.charCodeAt(at) !== 92) return `a string that is not UTF-8, from here on: ${shown}`;
  if (point === unknownEscape) return `an escape that JSON does not have: ${shown}`;
  return `an escape that stands for no Unicode character: ${shown}`;
}

const unknownEscape = -2;

/** Whether a code point is no half of a surrogate pair, and none of those that are set apart for never being characters. */
export function isCharacter(point: number): boolean {
  return point >= 0 && point >> 11 !== 27 && (point & 0xfffe) !== 0xfffe && (point < 0xfdd0 || point > 0xfdef);
}

/** The code point that an escape stands for; negative if for none. */
function escaped(raw: string, at: number): number {
  switch (raw.charCodeAt(at + 1)) {
    case 34:
    case 39:
    case 47:
    case 92:
      return raw.charCodeAt(at + 1);
    case 98:
      return 8;
    case 102:
      return 12;
    case 110:
      return 10;
    case 114:
      return 13;
    case 116:
      return 9;
    case 117: {
      const unit = hex(raw, at + 2);
      if (unit >> 10 !== 54 || raw.charCodeAt(at + 6) !== 92 || raw.charCodeAt(at + 7) !== 117) return unit;
      const second = hex(raw, at + 8);
      return second >> 10 === 55 ? ((unit - 0xd7c0) << 10) | (second & 0x3ff) : unit;
    }
    default:
      return unknownEscape;
  }
}

function escapeLength(raw: string, at: number, point: number): number {
  return raw.charCodeAt(at + 1) !== 117 ? 2 : point > 0xffff ? 12 : 6;
}

/** Four digits of base 16; -1 if they are not there. */
function hex(raw: string, at: number): number {
  let value = 0;
  for (let end = at + 4; at < end; at++) {
    const code = raw.charCodeAt(at);
    const letter = code | 32;
    if (code >= 48 && code <= 57) value = value * 16 + code - 48;
    else if (letter >= 97 && letter <= 102) value = value * 16 + letter - 87;
    else return -1;
  }
  return value;
}

/** The code point that is encoded in the shortest way, or in two bytes for U+0000; -1 if none is. */
function encoded(raw: string, at: number): number {
  const first = raw.charCodeAt(at);
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc0 || first > 0xf4) return -1;
  let point = first & (0x7f >> length);
  for (let next = at + 1; next < at + length; next++) {
    const code = raw.charCodeAt(next);
    if (code >> 6 !== 2) return -1;
    point = (point << 6) | (code & 63);
  }
  if (point > 0x10ffff || (utf8Length(point) !== length && !(point === 0 && length === 2))) return -1;
  return point;
}

function utf8Length(point: number): number {
  return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
}
