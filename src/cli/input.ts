// What all verbs do first: compile the schemas as the flags say, and print what is wrong with them.

import { existsSync } from "node:fs";
import { join } from "node:path";

import type { Diagnostic } from "../base/diagnostic.js";
import { hasErrors } from "../base/diagnostic.js";
import { releaseOf, releases } from "../base/releases.js";
import type { Compilation } from "../index.js";
import { compile } from "../index.js";
import type { Schema } from "../schema/model.js";
import { printDiagnostics } from "./diagnostics.js";
import type { ExitStatus, Flags } from "./flags.js";
import { schemaHost } from "./jit.js";
import { print } from "./output.js";
import { UsageError } from "./usage-error.js";

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
  const compilations = paths.map((path) => compile(path, { qemu: flags.qemu, host: schemaHost(), ...settled }));
  const diagnostics = withoutRepeats(compilations.flatMap((compilation, index) => located(compilation, paths[index]!)));
  const failed = hasErrors(diagnostics);
  const { format = "text" } = flags;
  if (format === "text") {
    if (diagnostics.length > 0) await print("stderr", printDiagnostics(diagnostics, format, hasColours()));
  } else if (failed || options.document !== true) {
    await print("stdout", printDiagnostics(diagnostics, format));
  } else if (diagnostics.length > 0) {
    await print("stderr", printDiagnostics(diagnostics, format));
  }
  const schemas = compilations.flatMap(({ schema }) => (schema === undefined ? [] : [schema]));
  const [first, ...rest] = schemas;
  if (!failed && first !== undefined) return { ok: true, schemas: [first, ...rest] };
  // A root that cannot be read is no mistake in the schema; nothing is known about the schema then.
  const unread = diagnostics.some(({ code, span }) => code === "unreadable-file" && span === undefined);
  return { ok: false, status: unread ? 2 : 1 };
}

function checkVersion({ qemu }: Flags): void {
  if (qemu === undefined || releaseOf(qemu) !== undefined) return;
  const known = Object.keys(releases).join(", ");
  throw new UsageError(`--qemu takes a version such as 10.0, not '${qemu}'; releases that are told apart: ${known}`);
}

function checkSymbols(flags: Flags): Flags {
  const { define = [], undefine = [] } = flags;
  for (const [flag, symbols] of [
    ["--define", define],
    ["--undefine", undefine],
  ] as const) {
    const wrong = symbols.find((symbol) => !/^[A-Za-z_]\w*$/.test(symbol));
    if (wrong !== undefined)
      throw new UsageError(`${flag} takes the name of a symbol such as CONFIG_LINUX, not '${wrong}'`);
  }
  const both = define.find((symbol) => undefine.includes(symbol));
  if (both !== undefined)
    throw new UsageError(`'${both}' cannot be defined and undefined at once; drop --define or --undefine`);
  return flags;
}

/** A compilation's diagnostics, with a way out where the root is a folder that holds one. */
function located({ diagnostics }: Compilation, path: string): readonly Diagnostic[] {
  const inside = join(path, "qapi-schema.json");
  return diagnostics.map((found) =>
    found.code === "unreadable-file" && found.span === undefined && existsSync(inside)
      ? { ...found, notes: [...found.notes, { message: `there is a schema in it: '${inside}'`, span: undefined }] }
      : found,
  );
}

/** Each mistake once, though two schemas may include the file that it is in. */
function withoutRepeats(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter(({ code, message, span, file }) => {
    const key = JSON.stringify([code, message, span?.source.path ?? file, span?.start]);
    return !seen.has(key) && seen.add(key);
  });
}

/** Colours are for terminals whose user has not asked for none (no-color.org). */
function hasColours(): boolean {
  const { NO_COLOR, TERM } = process.env;
  return (NO_COLOR === undefined || NO_COLOR === "") && TERM !== "dumb" && process.stderr.isTTY === true;
}
