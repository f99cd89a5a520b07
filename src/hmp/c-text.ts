// String literals of C: from what stands between the quotes to text, and back. Text goes into a binary as UTF-8.

/** What a literal means, or the first thing in it that means nothing. */
export type DecodedText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly offset: number; readonly length: number; readonly message: string };

/** A literal as it is written, without its quotes, and where it starts. */
export interface Literal {
  readonly start: number;
  readonly raw: string;
}

const single: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  t: 9,
  n: 10,
  v: 11,
  f: 12,
  r: 13,
  e: 27,
  "\\": 92,
  "'": 39,
  '"': 34,
  "?": 63,
};

/** An escape, or a line that goes on in the next one, whose blanks `scripts/hxtool` removes at both ends. */
const escape = /\\(?:[ \t]*\n[ \t]*|x([0-9A-Fa-f]*)|([0-7]{1,3})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([^]|$))/g;

/** The text of literals in a row. An escape may be a byte of a character whose next byte the next literal has. */
export function decodeLiterals(literals: readonly Literal[]): DecodedText {
  const encoder = new TextEncoder();
  const parts: (string | Uint8Array)[] = [];
  let hasBytes = false;
  for (const { start, raw } of literals) {
    let from = 0;
    for (const match of raw.matchAll(escape)) {
      parts.push(raw.slice(from, match.index));
      from = match.index + match[0].length;
      const unit = escaped(match);
      if (typeof unit === "number") {
        parts.push(Uint8Array.of(unit));
        hasBytes ||= unit > 127;
        if (unit > 127) continue;
        parts[parts.length - 1] = String.fromCharCode(unit);
      } else if ("text" in unit) parts.push(unit.text);
      else return { ok: false, offset: start + match.index, length: match[0].length, message: unit.message };
    }
    parts.push(raw.slice(from));
  }
  if (!hasBytes) return { ok: true, text: parts.join("") };
  const bytes = parts.map((part) => (typeof part === "string" ? encoder.encode(part) : part));
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(joined(bytes));
    return { ok: true, text };
  } catch {
    const [first] = literals as [Literal];
    return {
      ok: false,
      offset: first.start,
      length: first.raw.length,
      message: "the bytes of this text are not UTF-8",
    };
  }
}

/** The byte that an escape stands for, or the text, or what is wrong with it. */
function escaped(match: RegExpExecArray): number | { readonly text: string } | { readonly message: string } {
  const [whole, hex, octal, short, long, letter] = match;
  if (whole.endsWith("\n") || /^\\[ \t]*\n/.test(whole)) return { text: "" };
  if (hex !== undefined || octal !== undefined) {
    if (hex === "") return { message: "'\\x' needs hexadecimal digits" };
    const byte = hex === undefined ? Number.parseInt(octal!, 8) : Number.parseInt(hex, 16);
    if (byte > 255) return { message: `'${whole.slice(0, 20)}' is more than a byte` };
    return byte === 0 ? { message: "a NUL ends the text in C" } : byte;
  }
  if (short !== undefined || long !== undefined) {
    const point = Number.parseInt((short ?? long)!, 16);
    const valid = point >= 0xa0 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
    return valid ? { text: String.fromCodePoint(point) } : { message: `'${whole}' is no character that C takes` };
  }
  return (letter !== undefined && single[letter]) || { message: `C knows no escape '${whole}'` };
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

const names: Readonly<Record<string, string>> = {
  "\n": "\\n",
  "\t": "\\t",
  "\r": "\\r",
  "\v": "\\v",
  "\f": "\\f",
  "\b": "\\b",
  "\x07": "\\a",
  '"': '\\"',
  "\\": "\\\\",
};

const octal = (byte: number) => `\\${byte.toString(8).padStart(3, "0")}`;

/**
 * The inside of a literal. All but printable ASCII is escaped, byte by byte with all three digits, so that what follows
 * cannot become part of it; of two question marks the second is, as they could start a trigraph.
 *
 * Throws: RangeError for text with a NUL, or half a surrogate pair.
 */
export function encodeLiteral(text: string): string {
  if (/[\0\p{Surrogate}]/u.test(text)) throw new RangeError("text with a NUL or half a surrogate pair is no text in C");
  return text.replace(/["\\]|[^ -~]+|(?<=\?)\?/gu, (found) => {
    if (found === "?") return "\\?";
    return [...found].map((char) => names[char] ?? [...new TextEncoder().encode(char)].map(octal).join("")).join("");
  });
}
