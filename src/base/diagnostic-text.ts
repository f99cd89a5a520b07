// Diagnostics as text for people: the place and what is wrong, the line with carets under it, notes, and the way that led
// to the file. In: diagnostics in order. Out: text, with colours if they are wanted.

import type { Diagnostic, Note } from "./diagnostic.js";
import type { Span } from "./source.js";
import { lineText, positionAt } from "./source.js";
import { visible } from "./visible.js";

/** Prints diagnostics; every line ends in LF. More errors than one are counted at the end. */
export function diagnosticsText(diagnostics: readonly Diagnostic[], { colour = false } = {}): string {
  const paint = colour ? colours : noColours;
  return diagnostics.map((diagnostic) => textBlock(diagnostic, paint)).join("") + count(diagnostics);
}

/** The include directives that led to a file, the nearest first. */
export function includers(span: Span | undefined): readonly Span[] {
  const chain: Span[] = [];
  for (let at = span?.source.includedFrom; at !== undefined; at = at.source.includedFrom) chain.push(at);
  return chain;
}

interface Paint {
  readonly error: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
}

const sgr = (code: number) => (text: string) => `\u001b[${code}m${text}\u001b[0m`;

const colours: Paint = { error: sgr(31), warning: sgr(33), strong: sgr(1), faint: sgr(2) };

const same = (text: string) => text;

const noColours: Paint = { error: same, warning: same, strong: same, faint: same };

function textBlock(diagnostic: Diagnostic, paint: Paint): string {
  const { severity, code, message, span, file, notes } = diagnostic;
  const place = span === undefined ? `${visible(file ?? "")}: ` : placeText(span);
  const mark = paint[severity];
  const lines = [`${paint.strong(place)}${mark(`${severity}[${code}]`)}: ${paint.strong(visible(message))}`];
  if (span !== undefined) lines.push(...excerpt(span, paint, mark));
  for (const note of notes) {
    lines.push(`  ${notePlace(note)}${paint.faint("note")}: ${visible(note.message)}`);
  }
  for (const includer of includers(span)) {
    const { line } = positionAt(includer.source, includer.start);
    lines.push(`  ${paint.faint(`included from ${visible(includer.source.path)}:${line}`)}`);
  }
  return `${lines.join("\n")}\n`;
}

function placeText(span: Span): string {
  const { line, column } = positionAt(span.source, span.start);
  return `${visible(span.source.path)}:${line}:${column}: `;
}

/** Where a note points, as its text begins; nothing where it points nowhere. */
export const notePlace = ({ span }: Note): string => (span === undefined ? "" : placeText(span));

/** Columns of a source line that are shown; a longer line is cut around the mistake. */
const shownColumns = 120;

/** The source line, and carets under the mistake; a mistake of several lines is marked to the end of its first. */
function excerpt(span: Span, paint: Paint, mark: (text: string) => string): readonly string[] {
  const { line, column } = positionAt(span.source, span.start);
  const text = lineText(span.source, line);
  const end = Math.min(column - 1 + (span.end - span.start), text.length);
  const start = column - 1 > shownColumns / 2 && text.length > shownColumns ? column - 1 - shownColumns / 2 : 0;
  const cut = Math.min(start + shownColumns, text.length);
  const before = text.slice(start, column - 1);
  const shown = (start > 0 ? "…" : "") + visible(text.slice(start, cut)) + (cut < text.length ? "…" : "");
  const number = String(line).padStart(5);
  const margin = " ".repeat(number.length);
  const carets = "^".repeat(Math.max(1, width(text.slice(column - 1, Math.min(end, cut)))));
  const indent =
    (start > 0 ? " " : "") +
    [...before].map((character) => (character === "\t" ? "\t" : " ".repeat(width(character)))).join("");
  return [`${paint.faint(`${number} |`)} ${shown}`, `${paint.faint(`${margin} |`)} ${indent}${mark(carets)}`];
}

const wide =
  /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;
const narrow = /[\p{Mn}\p{Me}\u200b-\u200d]/u;

/** Columns that text takes on a terminal. */
function width(text: string): number {
  let columns = 0;
  for (const character of text) columns += wide.test(character) ? 2 : narrow.test(character) ? 0 : 1;
  return columns;
}

/** `3 errors`, where there is more than one. */
function count(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  return errors > 1 ? `${errors} errors\n` : "";
}
