// Diagnostics as data: what went wrong, where, and what is near. Returned, never thrown; printed by the command line.

import type { Span } from "./source.js";

/** `error` makes the verdict; `warning` never does. */
export type Severity = "error" | "warning";

/** A second place that helps to understand a diagnostic, such as an earlier definition of the same name. */
export interface Note {
  readonly message: string;
  readonly span: Span | undefined;
}

/** The definition around a mistake; its span's first line is all that QEMU's own tool would say. */
export interface DefinitionSite {
  readonly kind: string;
  readonly name: string;
  readonly span: Span;
}

/** One finding about the user's text. `span` is as narrow as is honest: the member, the key or the token itself. */
export interface Diagnostic {
  /** A stable kebab-case code, a key of the catalogue in `messages.ts`. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  /** Undefined only where there is no text to point at: a root file that cannot be read. */
  readonly span: Span | undefined;
  /** The path that could not be read, where there is no span. */
  readonly file?: string | undefined;
  readonly definition?: DefinitionSite | undefined;
  readonly notes: readonly Note[];
}

/** Takes diagnostics as they are found. */
export type Report = (diagnostic: Diagnostic) => void;

/** Whether any of them is an error. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === "error");
}
