// The smallest pieces of TypeScript as prettier prints them: identifiers, string literals, numbers, the names of
// members, comments. In: text at a cursor. Out: prettier's text, or undefined for what the fast printer leaves to the
// reference. Only printable ASCII passes, so that a text's length is its width.

/** A place in a text that is being read. */
export interface Cursor {
  readonly text: string;
  at: number;
  /** Finds an identifier at a place; its own, as a regular expression that does so keeps state. */
  readonly word: RegExp;
  /**
   * Finds a whole property of what tables of names are made of: a doc comment, a name, and a string or a function that
   * gives a name.
   */
  readonly property: RegExp;
}

/** A cursor at a text's start. */
export function cursorOf(text: string): Cursor {
  return {
    text,
    at: 0,
    word: /[A-Za-z_$][\w$]*/y,
    property:
      /\n *(?:(\/\*\* [ -)+-~]*\*\/)\n *)?([A-Za-z_$][\w$]*|"[ !#-[\]-~]*"): ("[ !#-[\]-~]*"|\(\) => ([A-Za-z_$][\w$]*)),(?=\n)/y,
  };
}

const space = 32;
const lineFeed = 10;
const backslash = 92;

/** Words that name no variable, parameter or type. */
const reservedWords: ReadonlySet<string> = new Set(
  (
    "abstract accessor arguments as asserts await break case catch class const continue debugger declare default delete " +
    "do else enum eval export extends false finally for function global if implements import in infer instanceof " +
    "interface is keyof let module namespace new null override package private protected public readonly require return " +
    "satisfies static super switch this throw true try typeof unique using var void while with yield"
  ).split(" "),
);

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Whether a text is an identifier of ASCII characters, reserved or not. */
export function isWord(text: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(text);
}

/** Whether a text can name a variable, a parameter or a type, whatever stands around it. */
export function isFreeWord(text: string): boolean {
  return isWord(text) && !reservedWords.has(text);
}

/** Reads an identifier, reserved or not; the empty text if there is none. */
export function readWord(cursor: Cursor): string {
  const { text, at, word } = cursor;
  word.lastIndex = at;
  if (!word.test(text)) return "";
  cursor.at = word.lastIndex;
  return text.slice(at, cursor.at);
}

/** Moves over spaces and line breaks; says how many line breaks. */
export function skipSpace(cursor: Cursor): number {
  const { text } = cursor;
  let breaks = 0;
  let at = cursor.at;
  for (; ; at++) {
    const code = text.charCodeAt(at);
    if (code === lineFeed) breaks++;
    else if (code !== space) break;
  }
  cursor.at = at;
  return breaks;
}

/** Moves over space and then over one character if it is there. */
export function take(cursor: Cursor, character: string): boolean {
  if (cursor.text[cursor.at] === " " || cursor.text[cursor.at] === "\n") skipSpace(cursor);
  if (cursor.text[cursor.at] !== character) return false;
  cursor.at++;
  return true;
}

/** Moves over space and then over a sign of several characters if it is there. */
export function takeSign(cursor: Cursor, sign: string): boolean {
  skipSpace(cursor);
  if (!cursor.text.startsWith(sign, cursor.at)) return false;
  cursor.at += sign.length;
  return true;
}

/** A string literal that stays as it is: in double quotes, or in single ones with double ones in it. */
const plainString = /^(?:"[ !#-[\]-~]*"|'[ !#-[\]-~]*"[ -[\]-~]*')$/;

/**
 * Reads a string literal and gives it the quotes that need fewer backslashes, double ones in a tie (prettier's
 * documentation, "Rationale", Strings). A backslash before a backslash confuses ts-morph's writer: left alone.
 */
export function readString(cursor: Cursor): string | undefined {
  const { text } = cursor;
  const quote = text.charCodeAt(cursor.at);
  const end = text.indexOf(text[cursor.at]!, cursor.at + 1) + 1;
  const literal = text.slice(cursor.at, end);
  if (end > 0 && plainString.test(literal)) {
    cursor.at = end;
    return literal;
  }
  let double = 0;
  let single = 0;
  let at = cursor.at + 1;
  for (; ; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) break;
    if (code === backslash && text.charCodeAt(++at) === backslash) return undefined;
    const read = text.charCodeAt(at);
    if (!(read >= space && read < 127)) return undefined;
    if (read === 34) double++;
    else if (read === 39) single++;
  }
  const raw = text.slice(cursor.at + 1, at);
  cursor.at = at + 1;
  const wanted = double > single ? "'" : '"';
  if (quote === wanted.charCodeAt(0)) return wanted + raw + wanted;
  const other = wanted === '"' ? "'" : '"';
  const inner = raw.replace(/\\(["'])|(["'])/g, (found, escaped: string | undefined, bare: string | undefined) => {
    if (escaped === other) return escaped;
    return bare === wanted ? `\\${bare}` : found;
  });
  return wanted + inner + wanted;
}

/** Reads a number that prettier leaves as it is: decimal, without exponent, separators or useless zeros. */
export function readNumber(cursor: Cursor): string | undefined {
  const { text } = cursor;
  const start = cursor.at;
  let at = start;
  while (isDigit(text.charCodeAt(at))) at++;
  if (at > start + 1 && text.charCodeAt(start) === 48) return undefined;
  if (text[at] === "n") at++;
  else if (text[at] === ".") {
    const dot = at++;
    while (isDigit(text.charCodeAt(at))) at++;
    if (at === dot + 1 || text[at - 1] === "0") return undefined;
  }
  if (/[\w$.]/.test(text[at] ?? "")) return undefined;
  cursor.at = at;
  return text.slice(start, at);
}

/**
 * Reads the name of a member: quotes are dropped where an identifier is inside, member by member. `keep` names what
 * stays quoted all the same.
 */
export function readMemberName(cursor: Cursor, keep = ""): string | undefined {
  const code = cursor.text.charCodeAt(cursor.at);
  if (code !== 34 && code !== 39) {
    const word = readWord(cursor);
    return word === "" ? undefined : word;
  }
  const name = readString(cursor);
  if (name === undefined) return undefined;
  const inner = name.slice(1, -1);
  return isWord(inner) && inner !== keep ? inner : name;
}

/** The text of a structure's name as prettier prints it; see `readMemberName`. */
export function memberName(text: string, keep = ""): string | undefined {
  if (isWord(text)) return text;
  const cursor = cursorOf(text);
  const name = readMemberName(cursor, keep);
  return cursor.at === text.length ? name : undefined;
}

/**
 * Reads block comments that each stand on lines of their own: what prettier prints for them, line by line and
 * without indentation. Undefined for a comment that it would move, or whose lines it would change.
 */
export function readComments(cursor: Cursor): readonly string[] | undefined {
  let lines: string[] | undefined;
  while (cursor.text.startsWith("/*", cursor.at)) {
    const end = cursor.text.indexOf("*/", cursor.at + 2) + 2;
    if (end === 1) return undefined;
    const comment = blockComment(cursor.text.slice(cursor.at, end));
    if (comment === undefined) return undefined;
    cursor.at = end;
    if (skipSpace(cursor) !== 1) return undefined;
    lines ??= [];
    lines.push(...comment);
  }
  return lines ?? [];
}

/** The lines of one block comment, if prettier keeps them. */
export function blockComment(text: string): readonly string[] | undefined {
  if (!isPlainComment(text)) return undefined;
  if (!text.includes("\n")) return [text];
  const lines = text.split("\n");
  for (let index = 1; index < lines.length; index++) {
    const trimmed = (lines[index] as string).trimStart();
    if (!trimmed.startsWith("*") || endsInSpace(trimmed)) return undefined;
    lines[index] = ` ${trimmed}`;
  }
  return endsInSpace(lines[0] as string) ? undefined : lines;
}

/** Whether a comment is free of what tools obey, and of the line breaks that are not line feeds. */
export function isPlainComment(text: string): boolean {
  return !text.includes("prettier-ignore") && !/[\r\u2028\u2029\0]/.test(text);
}

/** Whether a text ends in a character that `trimEnd` takes away. */
export function endsInSpace(text: string): boolean {
  const code = text.charCodeAt(text.length - 1);
  return code <= space || (code > 126 && text.trimEnd().length !== text.length);
}
