// Prints diagnostics in the three forms of `--format`.
//
// In: diagnostics in order. Out: text. `text` is for people, `json` for programs, `github` for annotations in GitHub's
// workflows ("Workflow commands for GitHub Actions", setting an error message).

import type { Diagnostic, Note } from "../base/diagnostic.js";
import type { Span } from "../base/source.js";
import { lineText, positionAt } from "../base/source.js";
import type { Format } from "./flags.js";
import { visible } from "./visible.js";

/** A place as `--format json` has it; lines and columns count from 1, the end is the first column behind. */
interface JsonPlace {
  readonly file: string | null;
  /** Null, with the three others, where there is no text to point at. */
  readonly line: number | null;
  readonly column: number | null;
  readonly endLine: number | null;
  readonly endColumn: number | null;
}

/** A diagnostic as `--format json` has it. */
export interface JsonDiagnostic extends JsonPlace {
  readonly severity: "error" | "warning";
  readonly code: string;
  readonly message: string;
  readonly definition?: { readonly kind: string; readonly name: string; readonly file: string; readonly line: number };
  /** The include directives that led to the file, the nearest first. */
  readonly includedFrom: readonly { readonly file: string; readonly line: number; readonly column: number }[];
  readonly notes: readonly (JsonPlace & { readonly message: string })[];
}

/** Prints diagnostics; every line ends in LF. `colour` is for `text` only. */
export function printDiagnostics(diagnostics: readonly Diagnostic[], format: Format, colour = false): string {
  switch (format) {
    case "json":
      return `${JSON.stringify(diagnostics.map(jsonDiagnostic), undefined, 2)}\n`;
    case "github":
      return diagnostics.map(githubCommand).join("");
    case "text":
      return (
        diagnostics.map((diagnostic) => textBlock(diagnostic, colour ? colours : noColours)).join("") +
        count(diagnostics)
      );
  }
}

// ---- json ------------------------------------------------------------------------------------------------------------

/** A diagnostic as plain data, exactly as `--format json` prints it. */
export function jsonDiagnostic(diagnostic: Diagnostic): JsonDiagnostic {
  const { severity, code, message, definition, notes } = diagnostic;
  return {
    ...jsonPlace(diagnostic.span, diagnostic.file),
    severity,
    code,
    message,
    ...(definition === undefined
      ? {}
      : { definition: { kind: definition.kind, name: definition.name, ...fileAndLine(definition.span) } }),
    includedFrom: includers(diagnostic.span).map((span) => ({
      ...fileAndLine(span),
      column: positionAt(span.source, span.start).column,
    })),
    notes: notes.map((note) => ({ ...jsonPlace(note.span, undefined), message: note.message })),
  };
}

function jsonPlace(span: Span | undefined, file: string | undefined): JsonPlace {
  if (span === undefined) return { file: file ?? null, line: null, column: null, endLine: null, endColumn: null };
  const { line, column } = positionAt(span.source, span.start);
  const end = positionAt(span.source, span.end);
  return { file: span.source.path, line, column, endLine: end.line, endColumn: end.column };
}

const fileAndLine = ({ source, start }: Span) => ({ file: source.path, line: positionAt(source, start).line });

/** The include directives that led to a file, the nearest first. */
function includers(span: Span | undefined): readonly Span[] {
  const chain: Span[] = [];
  for (let at = span?.source.includedFrom; at !== undefined; at = at.source.includedFrom) chain.push(at);
  return chain;
}

// ---- github ----------------------------------------------------------------------------------------------------------

function githubCommand(diagnostic: Diagnostic): string {
  const { file, line, column, endLine, endColumn } = jsonPlace(diagnostic.span, diagnostic.file);
  const properties = { file, line, col: column, endLine, endColumn, title: `qapi-ts: ${diagnostic.code}` };
  const spelled = Object.entries(properties)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}=${githubProperty(String(value))}`);
  const notes = diagnostic.notes.map((note) => `\n${notePlace(note)}note: ${note.message}`);
  return `::${diagnostic.severity} ${spelled.join(",")}::${githubText([diagnostic.message, ...notes].join(""))}\n`;
}

const githubText = (text: string) => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");

const githubProperty = (text: string) => githubText(text).replaceAll(":", "%3A").replaceAll(",", "%2C");

// ---- text ------------------------------------------------------------------------------------------------------------

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
    const { file: path, line } = fileAndLine(includer);
    lines.push(`  ${paint.faint(`included from ${visible(path)}:${line}`)}`);
  }
  return `${lines.join("\n")}\n`;
}

function placeText(span: Span): string {
  const { line, column } = positionAt(span.source, span.start);
  return `${visible(span.source.path)}:${line}:${column}: `;
}

const notePlace = ({ span }: Note) => (span === undefined ? "" : placeText(span));

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
