// What all verbs do first: compile the schemas as the flags say, and print what is wrong with them.

import type { Diagnostic } from "../base/diagnostic.js";
import { hasErrors } from "../base/diagnostic.js";
import { compileAll } from "../build/compile-outputs.js";
import type { Schema } from "../schema/model.js";
import { checkSymbols, checkVersion } from "./check-flags.js";
import { printDiagnostics } from "./diagnostics.js";
import type { Flags, Format } from "./flags.js";
import type { ExitStatus } from "./verb-rows.js";
import { schemaHost } from "./jit.js";
import { print } from "./output.js";

/** Whether the verb has a document of its own for standard output. */
export interface InputOptions {
  /** Default: false. Then standard output is for the diagnostics of `json` and `github`. */
  readonly document?: boolean;
  /** Whether `--define` and `--undefine` are applied to the schema. Default: true. */
  readonly settle?: boolean;
}

/** Schemas that were read, in the order of the command line, or the exit status that says why there are none. */
export type Input =
  | { readonly ok: true; readonly schemas: readonly [Schema, ...Schema[]] }
  | { readonly ok: false; readonly status: ExitStatus };

/**
 * Compiles schemas as the flags say and prints their diagnostics: `text` to standard error, else to standard
 * output. Where the verb has a document for standard output and there are no errors, warnings go to standard error.
 *
 * Throws: UsageError for flags that make no sense.
 */
export async function readSchemas(paths: readonly string[], flags: Flags, options: InputOptions = {}): Promise<Input> {
  checkVersion(flags);
  const { define = [], undefine = [] } = checkSymbols(flags);
  const settled = options.settle === false ? {} : { define, undefine };
  const jobs = paths.map((schema) => ({ schema, qemu: flags.qemu, ...settled }));
  const { compilations, diagnostics, failed, unread } = compileAll(jobs, schemaHost());
  await reportDiagnostics(diagnostics, flags.format, options.document === true);
  const schemas = compilations.flatMap(({ schema }) => (schema === undefined ? [] : [schema]));
  const [first, ...rest] = schemas;
  if (!failed && first !== undefined) return { ok: true, schemas: [first, ...rest] };
  // A root that cannot be read is no mistake in the schema; nothing is known about the schema then.
  return { ok: false, status: unread ? 2 : 1 };
}

/**
 * Prints what was found: `text` to standard error, else to standard output. With `hasDocument` standard output is for
 * something else, and has diagnostics only where there are errors, so that it is not there.
 */
export async function reportDiagnostics(
  diagnostics: readonly Diagnostic[],
  format: Format = "text",
  hasDocument = false,
): Promise<void> {
  if (format === "text") {
    if (diagnostics.length > 0) await print("stderr", printDiagnostics(diagnostics, format, hasColours()));
  } else if (hasErrors(diagnostics) || !hasDocument) {
    await print("stdout", printDiagnostics(diagnostics, format));
  } else if (diagnostics.length > 0) {
    await print("stderr", printDiagnostics(diagnostics, format));
  }
}

/** Colours are for terminals whose user has not asked for none (no-color.org). */
function hasColours(): boolean {
  const { NO_COLOR, TERM } = process.env;
  return (NO_COLOR === undefined || NO_COLOR === "") && TERM !== "dumb" && process.stderr.isTTY === true;
}
