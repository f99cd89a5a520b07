// Prints diagnostics in the forms of `--format`.
//
// In: diagnostics in order. Out: text. `text` is for people, `json` for programs, `github` for annotations in GitHub's
// workflows ("Workflow commands for GitHub Actions", setting an error message), `sarif` for code scanning and editors.

import type { Diagnostic } from "../base/diagnostic.js";
import { diagnosticsText, includers, notePlace } from "../base/diagnostic-text.js";
import type { Span } from "../base/source.js";
import { positionAt } from "../base/source.js";
import type { Format } from "./flags.js";
import { sarifLog } from "./sarif.js";

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
    case "sarif":
      return `${JSON.stringify(sarifLog(diagnostics), undefined, 2)}\n`;
    case "text":
      return diagnosticsText(diagnostics, { colour });
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
