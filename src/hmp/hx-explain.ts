// Why an `.hx` file's parser stops where it does, in words, and where to go on reading.
//
// In: the place where no item is read, and how far the parser came in it. Out: one mistake, at the narrowest place.

import type { Diagnostic } from "../base/diagnostic.js";
import type { SourceFile } from "../base/source.js";
import { lineSpan, positionAt, span } from "../base/source.js";
import type { HxCode } from "./hx-messages.js";
import { hxMistake } from "./hx-messages.js";
import type { Progress } from "./hx-parser.js";
import { shown } from "./shown.js";

/** A mistake, and the offset at which reading can go on. */
export interface Stop {
  readonly mistake: Diagnostic;
  readonly next: number;
}

/** Says why no item is read at `start`. */
export function explain(source: SourceFile, start: number, progress: Progress): Stop {
  const { text } = source;
  const end = Math.max(start, progress.peg$maxFailPos);
  const expected = progress.peg$maxFailExpected;
  const word = wordAt(text, start);
  if (isLineStart(text, start) && /^[SE]RST/.test(word)) return explainMarker(source, start, end);
  const line = openLine(text, start, { end, expected });
  if (line !== undefined) {
    const { mistake, next } = explainMarker(source, line, end);
    return { mistake, next: nextItem(text, start, next) };
  }
  const heading = /^(?:DEF|ARCH)HEADING/.exec(word);
  if (heading !== null)
    return {
      mistake: hxMistake("hx-heading", lineSpan(source, start), { at: heading[0] }),
      next: nextLine(text, start),
    };
  if (/^DEF\w*$/.test(word) && text.startsWith("(", start + word.length))
    return { mistake: hxMistake("hx-option-table", span(source, start, start + word.length)), next: text.length };
  return { mistake: explainToken(source, start, { end, expected }), next: nextItem(text, start, end) };
}

/** Where the block is opened that is open where the parser stops, in a table within an entry; undefined for none. */
function openLine(text: string, start: number, { end, expected }: Failing): number | undefined {
  const wanted = new Set(expected.map(({ text }) => text));
  if (!wanted.has("ERST") && !wanted.has("\n")) return undefined;
  const opener = text.lastIndexOf("\nSRST", end - 1) + 1;
  return opener > start ? opener : undefined;
}

// ---- lines that hxtool takes for others ----------------------------------------------------------------------------------

/** Why a line that begins with SRST or ERST is no block's, or why the block that it opens is none. */
function explainMarker(source: SourceFile, start: number, end: number): Stop {
  const { text } = source;
  const [line] = /.*/y.exec(text.slice(start, nextLine(text, start))) as unknown as [string];
  const marker = line.slice(0, 4);
  const here = lineSpan(source, start);
  const wrong = (code: HxCode, at?: string): Stop => ({
    mistake: hxMistake(code, here, { at }),
    next: marker === "SRST" ? afterBlock(text, nextLine(text, start)) : nextLine(text, start),
  });
  if (text[start - 1] !== undefined && text[start - 1] !== "\n") return wrong("hx-marker-column", marker);
  if (!/^(?:SRST(?:\([^)]*\))?|ERST)[ \t]*$/.test(line)) return wrong("hx-marker-line", shown(line));
  if (marker === "ERST") return wrong("hx-stray-erst");
  const first = text.lastIndexOf("\n", end - 1) + 1;
  if (first >= text.length) return { mistake: hxMistake("hx-unclosed-block", here), next: text.length };
  const at = first + /[ \t]*/y.exec(text.slice(first))![0].length;
  const word = wordAt(text, at);
  const mistake = hxMistake("hx-block-line", span(source, at, at + word.length), { at: shown(word) });
  return { mistake, next: afterBlock(text, first) };
}

/** Behind the first line from `at` on that ends a block. */
function afterBlock(text: string, at: number): number {
  const closing = /^ERST[ \t]*\n/gm;
  closing.lastIndex = at;
  return closing.test(text) ? closing.lastIndex : text.length;
}

// ---- tokens ------------------------------------------------------------------------------------------------------------

interface Failing {
  readonly end: number;
  readonly expected: Progress["peg$maxFailExpected"];
}

function explainToken(source: SourceFile, start: number, { end, expected }: Failing): Diagnostic {
  const { text } = source;
  const at = skipBlanks(text, end);
  const wanted = at === start ? "an entry, a block or a directive" : wantedWords(expected);
  if (at >= text.length) {
    const line = positionAt(source, start).line;
    const found = `the file ends, and what starts at line ${line} is open`;
    return hxMistake("hx-unexpected", span(source, start, start + 1), { expected: wanted, at: found });
  }
  const spliced = /\\[ \t]*\n[ \t]*(?=(SRST|ERST|HXCOMM))/y;
  spliced.lastIndex = at;
  const continued = spliced.exec(text)?.[1];
  if (continued !== undefined)
    return hxMistake("hx-marker-inside", lineSpan(source, spliced.lastIndex), { at: continued });
  const marker = isLineStart(text, at) ? /^(?:SRST|ERST|HXCOMM)/.exec(text.slice(at, at + 6))?.[0] : undefined;
  if (marker !== undefined) return hxMistake("hx-marker-inside", lineSpan(source, at), { at: marker });
  if (text.startsWith("/*", at)) {
    const inside = /\n[ \t]*(?=(SRST|ERST|HXCOMM))|\*\//g;
    inside.lastIndex = at + 2;
    const found = inside.exec(text);
    if (found?.[1] !== undefined)
      return hxMistake("hx-marker-inside", lineSpan(source, inside.lastIndex), { at: found[1] });
    if (found === null) return hxMistake("hx-unclosed-comment", span(source, at, at + 2));
  }
  if (text[at] === '"' && !/"(?:\\[^\n]|[^"\\\n])*"/y.test(text.slice(at, nextLine(text, at))))
    return hxMistake("hx-unclosed-string", lineSpan(source, at));
  const token = /"(?:\\.|[^"\\\n])*"|[.&#-]?\w+|[^]/uy;
  token.lastIndex = at;
  const found = token.exec(text)![0];
  return hxMistake("hx-unexpected", span(source, at, at + found.length), {
    expected: wanted,
    at: `'${shown(found)}' stands here`,
  });
}

/** What the grammar would have taken, in words: `a string or '}'`. */
function wantedWords(expected: Failing["expected"]): string {
  const described = new Set(expected.flatMap(({ description }) => description ?? []));
  const literals = new Set(expected.flatMap(({ text }) => text ?? []));
  const words: string[] = [];
  if (described.has("value")) words.push("a value");
  else if (described.has("string")) words.push("a string");
  if (described.has("name")) words.push("a name");
  if (literals.has(".")) words.push("a field");
  for (const literal of ["=", "{", ",", "}", ")", "[]"]) if (literals.has(literal)) words.push(`'${literal}'`);
  if (literals.has("\n")) words.push("the end of the line");
  return words.length === 0 ? "another thing" : words.join(" or ");
}

// ---- places ------------------------------------------------------------------------------------------------------------

/** The first line behind a mistake that looks like the start of an item, not further in than the one that fails. */
function nextItem(text: string, start: number, end: number): number {
  const indent = /^[ \t]{0,40}$/.exec(text.slice(text.lastIndexOf("\n", start - 1) + 1, start))?.[0] ?? "";
  const item = new RegExp(`^(?:${indent}(?=\\{)|(?=\\{|SRST|HXCOMM))`, "gm");
  item.lastIndex = Math.max(start + 1, end);
  return item.test(text) ? item.lastIndex : text.length;
}

function nextLine(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end + 1;
}

function isLineStart(text: string, at: number): boolean {
  let before = at - 1;
  while (text[before] === " " || text[before] === "\t") before--;
  return before < 0 || text[before] === "\n";
}

function skipBlanks(text: string, at: number): number {
  const blanks = /[ \t\v\f\n]*/y;
  blanks.lastIndex = at;
  blanks.test(text);
  return blanks.lastIndex;
}

/** What stands at a place, up to a blank or parenthesis. */
function wordAt(text: string, at: number): string {
  const word = /[^\s(]{0,200}/y;
  word.lastIndex = at;
  return word.exec(text)![0];
}
