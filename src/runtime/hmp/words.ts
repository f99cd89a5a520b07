// Blanks and words of a line (`monitor/hmp.c`, get_str and parse_cmdline): a word ends at the next blank, or it stands
// in double quotes. In: a line and an offset. Out: the word and the offset behind it.

/** Something that was read of a line, and the offset behind it. */
export interface Read<Value> {
  readonly value: Value;
  readonly end: number;
}

/** The most bytes of a word: what is beyond is dropped without a word, as QEMU's buffer of 1024 does. */
const wordBytes = 1023;

/** The most words that `help` and completion look at. */
const mostWords = 16;

/** What may stand behind a backslash in quotes, and what it is. */
const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", "\\": "\\", "'": "'", '"': '"' };

/** Where the next thing that is no blank stands. */
export function skipBlanks(text: string, from: number): number {
  let at = from;
  while (isBlank(text, at)) at++;
  return at;
}

/** Whether a blank stands there (C's isspace). */
export function isBlank(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}

/** Where the next blank stands, or the end of the line. */
export function wordEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && !isBlank(text, at)) at++;
  return at;
}

/** The next word; nothing if there is none, if its quotes are not closed, or if something is escaped that has no escape. */
export function readWord(text: string, from: number): Read<string> | undefined {
  const at = skipBlanks(text, from);
  if (at === text.length) return undefined;
  if (text.charAt(at) === '"') return readQuoted(text, at + 1);
  const end = wordEnd(text, at);
  return { value: cut(text.slice(at, end), wordBytes), end };
}

/** All words; nothing if one cannot be read, or if there are more than sixteen. */
export function readWords(text: string): readonly string[] | undefined {
  const words: string[] = [];
  for (let at = skipBlanks(text, 0); at < text.length;) {
    const word = words.length === mostWords ? undefined : readWord(text, at);
    if (word === undefined) return undefined;
    words.push(word.value);
    at = skipBlanks(text, word.end);
  }
  return words;
}

/** A text as one word of a line: as it is, or, where it would be none, in quotes. */
export function wordOf(text: string, inQuotes = false): string {
  if (!inQuotes && /^[^"\s][^\s]*$/.test(text)) return text;
  const escaped = text.replace(/[\\"]/g, "\\$&").replaceAll("\n", "\\n").replaceAll("\r", "\\r");
  return `"${escaped}"`;
}

/**
 * The beginning of a text, in bytes of UTF-8. A character that the limit falls into is dropped whole: QEMU keeps its
 * first bytes, which are no text any more.
 */
export function cut(text: string, bytes: number): string {
  if (text.length * 3 <= bytes) return text;
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(bytes));
  return text.slice(0, read);
}

/** Reads on behind an opening quote, to the closing one. */
function readQuoted(text: string, from: number): Read<string> | undefined {
  const pieces: string[] = [];
  for (let start = from, at = from; at < text.length; at++) {
    const one = text.charAt(at);
    if (one !== '"' && one !== "\\") continue;
    pieces.push(text.slice(start, at));
    if (one === '"') return { value: cut(pieces.join(""), wordBytes), end: at + 1 };
    const escaped = escapes[text.charAt(++at)];
    if (escaped === undefined) return undefined;
    pieces.push(escaped);
    start = at + 1;
  }
  return undefined;
}
