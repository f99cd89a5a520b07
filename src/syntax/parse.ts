// From a file's text to its items: runs the parser that `grammar/qapi.peggy` describes, explains what stops it, and
// goes on behind the mistake, so that one run tells them all.
//
// In: a source file. Out: items, and failures in their place. Follows QEMU's manual, "Schema syntax"; places are
// those that `QAPISchemaParser` of QEMU's generator reports.

import type { Diagnostic, Note } from "../base/diagnostic.js";
import { diagnostic } from "../base/messages.js";
import { lineSpan, positionAt, span } from "../base/source.js";
import { skipSpace } from "../base/text.js";
import type { SourceFile } from "../base/source.js";
import { space } from "../base/text.js";
import type { DocNode, Item } from "./ast.js";
import { parse, SyntaxError } from "./qapi-parser.js";

/** Deepest nesting of values. QEMU's generator gives up at about 490 levels, by a crash. */
export const maxDepth = 500;

/** A stretch of text that is no item. */
export interface Failure {
  readonly kind: "failure";
  readonly start: number;
  /** Offset of the token that fits nowhere. */
  readonly end: number;
  /** Where the reading goes on. */
  readonly next: number;
  readonly diagnostics: readonly Diagnostic[];
  /** Whether no token starts there; such a failure is met while the item before it is still being finished. */
  readonly lexical: boolean;
  /** What there is of a doc comment that breaks off. */
  readonly doc: DocNode | undefined;
}

/** The items of a file and its failures, in the order of the text. */
export function parseItems(source: SourceFile): readonly (Item | Failure)[] {
  const { text } = source;
  const found: (Item | Failure)[] = [];
  let start = 0;
  for (;;) {
    const progress = attempt(source, start, 1);
    if ("kind" in progress) {
      found.push(progress);
      start = progress.next;
      continue;
    }
    for (const item of progress.peg$result) found.push(item);
    if (progress.peg$currPos >= text.length) return found;
    const failure = explain(source, progress.peg$currPos);
    found.push(failure);
    start = failure.next;
  }
}

type Progress = ReturnType<typeof parse>;

/** Parses from an offset. Without noting what would have been right, `silent` 1 is the faster by a fifth. */
function attempt(source: SourceFile, start: number, silent: 0 | 1): Progress | Failure {
  try {
    return parse(source.text, { peg$library: true, peg$currPos: start, peg$silentFails: silent, maxDepth });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const at = error.location.start.offset;
    const place = { span: span(source, at - 1, at) };
    const diagnostics = [diagnostic("nested-too-deeply", { limit: maxDepth }, place)];
    return goingOn(source, { start, end: at, diagnostics, lexical: false, doc: undefined });
  }
}

/** Says why no item starts at `start`, or why the one that starts there does not end. */
function explain(source: SourceFile, start: number): Failure {
  const progress = attempt(source, start, 0);
  if ("kind" in progress) return progress;
  const { text } = source;
  const inDoc = text.startsWith("##", start);
  const end = inDoc ? docStop(text, start) : Math.max(start, progress.peg$maxFailPos);
  const lexical = lexicalError(source, end);
  if (inDoc) {
    const doc: DocNode = { kind: "doc", start, end, complete: false };
    const diagnostics = [lexical ?? docError(source, start, end)];
    return goingOn(source, { start, end, lexical: lexical !== undefined, doc, diagnostics });
  }
  const repeated = start === end ? [] : repeatedKeys(source, start, end);
  const stop = lexical ?? unexpectedToken(source, end, start === end ? undefined : progress.peg$maxFailExpected);
  const diagnostics = [...repeated, stop];
  return goingOn(source, { start, end, lexical: lexical !== undefined, doc: undefined, diagnostics });
}

/** The failure, with where to go on: at the next line that looks like the start of an item, behind the failure's. */
function goingOn(source: SourceFile, failure: Omit<Failure, "kind" | "next">): Failure {
  return { kind: "failure", ...failure, next: nextItem(source.text, failure) };
}

function nextItem(text: string, { start, end, doc, lexical }: Omit<Failure, "kind" | "next">): number {
  if (doc !== undefined && text[end] === "#") {
    const comment = /[ \t]*#/y;
    let at = nextLine(text, end);
    for (comment.lastIndex = at; comment.test(text); comment.lastIndex = at) at = nextLine(text, at);
    return at;
  }
  // An item starts a line, or stands as far in as the one that fails does.
  const indent = /^[ \t]*$/.exec(text.slice(text.lastIndexOf("\n", start - 1) + 1, start))?.[0] ?? "";
  const item = new RegExp(`^(?:${indent})?(?=\\{|##)`, "gm");
  item.lastIndex = doc !== undefined && !lexical ? end : Math.max(start + 1, end);
  while (item.test(text)) {
    if (text[item.lastIndex] === "{" || !isInside(text, item.lastIndex)) return item.lastIndex;
    item.lastIndex++;
  }
  return text.length;
}

/** Whether a doc comment stands in the middle of a definition: what follows cannot start an item. */
function isInside(text: string, at: number): boolean {
  const comments = /(?:[ \t]*(?:#[^\n]*)?\n)*[ \t]*/y;
  comments.lastIndex = at;
  comments.test(text);
  return "':,]}".includes(text[comments.lastIndex] ?? "{");
}

function nextLine(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end + 1;
}

// ---- tokens ----------------------------------------------------------------------------------------------------------

const structural = "{}[]:,";

/** The error of a place where no token starts; undefined where one does, or the text ends. */
function lexicalError(source: SourceFile, at: number): Diagnostic | undefined {
  const { text } = source;
  const first = text[at];
  if (first === undefined || first === "#" || first === "\n" || structural.includes(first)) return undefined;
  if (first === "'") return stringError(source, at);
  if (text.startsWith("true", at) || text.startsWith("false", at)) return undefined;
  const found = /[^{}[\]:,'\s]+/uy;
  found.lastIndex = at;
  const word = found.exec(text)?.[0] ?? String.fromCodePoint(text.codePointAt(at)!);
  return diagnostic(
    "stray-character",
    { found: word, advice: advice(word) },
    { span: span(source, at, at + word.length) },
  );
}

function advice(word: string): string {
  if (word.startsWith('"')) return "; strings stand in single quotes";
  if (/^-?\d/.test(word)) return "; QAPI has no numbers";
  if (/^null\b/.test(word)) return "; QAPI has no null: leave the key out";
  if (word.startsWith("//") || word.startsWith("/*")) return "; comments start with '#'";
  if (/^[A-Za-z_]/.test(word)) return "; names stand in single quotes";
  if (word.startsWith("\ufeff")) return "; save the file without a byte order mark";
  return "";
}

/** What is wrong with the string that opens at `at`; undefined for a good one. Character by character, as QEMU reads it. */
function stringError(source: SourceFile, at: number): Diagnostic | undefined {
  const { text } = source;
  for (let i = at + 1; ; i++) {
    const char = text[i];
    if (char === undefined || char === "\n")
      return diagnostic("unterminated-string", {}, { span: span(source, at, i) });
    if (char === "'") return undefined;
    if (char === "\\") {
      const next = text[++i];
      if (next === undefined || next === "\n")
        return diagnostic("unterminated-string", {}, { span: span(source, at, i) });
      if (next !== "\\") {
        return diagnostic("unknown-escape", { escape: `\\${next}` }, { span: span(source, at, i + 1) });
      }
    } else if (char < " " || char > "~") {
      const character = char < " " || char === "\x7f" ? `character ${char.charCodeAt(0)}` : `'${char}'`;
      return diagnostic("string-character", { character }, { span: span(source, at, i + 1) });
    }
  }
}

type Expectations = Progress["peg$maxFailExpected"];

/** The error of a good token in a wrong place. `expected` is undefined where an item should start. */
function unexpectedToken(source: SourceFile, end: number, expected: Expectations | undefined): Diagnostic {
  const { text } = source;
  const at = Math.min(end, text.length - 1);
  const token = /'(?:[^'\\\n]|\\\\)*'|true|false|##|[^]/y;
  token.lastIndex = at;
  const word = at === text.length - 1 ? "" : (token.exec(text)?.[0] ?? "");
  const found =
    word === "" ? "the file ends" : word === "##" ? "a doc comment stands" : `'${word.replace(/^'|'$/g, "")}' stands`;
  const wanted = expected === undefined ? "a definition or directive" : wantedWords(expected);
  const notes: Note[] = [];
  const comma = /,\s*$/.exec(text.slice(Math.max(0, at - 200), at));
  if (comma !== null && (word === "}" || word === "]")) {
    const start = at - comma[0].length;
    notes.push({ message: "a comma cannot be last: remove this one", span: span(source, start, start + 1) });
  }
  const place = { span: span(source, at, at + Math.max(1, word.length)), notes };
  return diagnostic("unexpected-token", { expected: wanted, found }, place);
}

/** What the grammar would have taken, in words: `a key or '}'`. */
function wantedWords(expected: Expectations): string {
  const literals = new Set(expected.map(({ text }) => text).filter((text) => text !== undefined));
  const words: string[] = [];
  if (literals.has("{")) words.push("a value");
  else if (expected.some(({ description }) => description === "string")) words.push("a key");
  for (const literal of [":", ",", "}", "]"]) if (literals.has(literal)) words.push(`'${literal}'`);
  return words.join(" or ");
}

/**
 * The repeated keys before a place that stops the parser, for QEMU meets them on its way there. The place is the value
 * that follows the key, as in `QAPISchemaParser.get_members`, when it stands on a later line; the key otherwise.
 */
function repeatedKeys(source: SourceFile, start: number, end: number): readonly Diagnostic[] {
  const { text } = source;
  const token = /'(?:[^'\\\n]|\\\\)*'|[{}[\]:,]|#[^\n]*/g;
  token.lastIndex = start;
  const objects: (Map<string, number> | undefined)[] = [];
  const found: Diagnostic[] = [];
  let key: { readonly name: string; readonly start: number } | undefined;
  for (let match = token.exec(text); match !== null && match.index < end; match = token.exec(text)) {
    const [word] = match;
    const keys = objects.at(-1);
    if (word === "{") objects.push(new Map());
    else if (word === "[") objects.push(undefined);
    else if (word === "}" || word === "]") objects.pop();
    else if (word === ":" && key !== undefined && keys !== undefined) {
      const earlier = keys.get(key.name);
      if (earlier === undefined) keys.set(key.name, key.start);
      else found.push(duplicateKey(source, key.name, key.start, earlier, firstToken(text, match.index + 1)));
    }
    key = word.startsWith("'") ? { name: word.slice(1, -1).replaceAll("\\\\", "\\"), start: match.index } : undefined;
  }
  return found;
}

/** Offset of the first token at or behind an offset; a doc comment counts as one. */
function firstToken(text: string, from: number): number {
  const trivia = new RegExp(`(?:[${space}]|#(?!#)[^\\n]*)*`, "y");
  trivia.lastIndex = from;
  return from + (trivia.exec(text)?.[0].length ?? 0);
}

/** The diagnostic of a key that its object already has; all offsets are those of first characters. */
export function duplicateKey(source: SourceFile, key: string, at: number, earlier: number, value: number): Diagnostic {
  const sameLine = positionAt(source, at).line === positionAt(source, value).line;
  const place = sameLine ? span(source, at, at + key.length + 2) : span(source, value, value + 1);
  const notes = [{ message: `the first '${key}'`, span: span(source, earlier, earlier + key.length + 2) }];
  return diagnostic("duplicate-key", { key }, { span: place, notes });
}

// ---- doc comments ----------------------------------------------------------------------------------------------------

/** What is wrong at `end` with the doc comment that opens at `start`. */
function docError(source: SourceFile, start: number, end: number): Diagnostic {
  const { text } = source;
  const place = { span: lineSpan(source, Math.min(end, text.length - 1)) };
  if (end === start) return diagnostic("doc-opener", {}, place);
  if (text.startsWith("##", end)) return diagnostic("doc-closer", {}, place);
  if (text[end] === "#") return diagnostic("doc-line-start", {}, place);
  return diagnostic("doc-unclosed", { line: positionAt(source, start).line }, place);
}

/** Where the doc comment that opens at `start`, and is none, breaks off: its opener, or the first line that is wrong. */
function docStop(text: string, start: number): number {
  if (!text.startsWith("##\n", start)) return start;
  for (let at = nextLine(text, start); ; at = nextLine(text, at)) {
    at = skipSpace(text, at);
    if (!text.startsWith("# ", at) && !text.startsWith("#\n", at)) return at;
  }
}
