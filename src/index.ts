// The library: from schema files to a checked model. `qapi-ts/emit` is the door for authors of emitters, `qapi-ts/hmp`
// that to tables of monitor commands.

import type { Options as PrettierOptions } from "prettier";

import type { Diagnostic } from "./base/diagnostic.js";
import { hasErrors } from "./base/diagnostic.js";
import type { Host } from "./base/host.js";
import { qemuVersion, releaseOf, releases } from "./base/releases.js";
import { checkBuild } from "./check/build.js";
import { check } from "./check/check.js";
import type { Emitter, IntegerOptions, TextFile } from "./emit/emitter.js";
import type { TypeCache } from "./emit/render-members.js";
import type { HmpConfig } from "./hmp/config.js";
import { diskHost, memoryHost } from "./host.js";
import { applyConditions } from "./schema/conditions.js";
import type { Schema } from "./schema/model.js";
import { load } from "./syntax/load.js";
import { version } from "./version.js";

export type { Diagnostic, DefinitionSite, Note, Severity } from "./base/diagnostic.js";
export type { Host, ReadResult } from "./base/host.js";
export type { Code } from "./base/messages.js";
export type { Position, SourceFile, Span } from "./base/source.js";
export type { Draft, EmitContext, Emitter, IntegerOptions, TextFile } from "./emit/emitter.js";
export type * from "./schema/model.js";
export { hasErrors } from "./base/diagnostic.js";
export { lineText, positionAt } from "./base/source.js";
export { diskHost, memoryHost } from "./host.js";
export * from "./schema/query.js";
export { builtins, isBuiltin } from "./schema/builtins.js";
export type { Builtin, BuiltinName, JsonKind } from "./schema/builtins.js";
export { applyConditions, conditionInWords, evaluate, symbolsOf } from "./schema/conditions.js";
export type { Symbols } from "./schema/conditions.js";
export { dump } from "./schema/dump.js";
export { introspect } from "./schema/introspect.js";
export type { IntrospectOptions, SchemaInfo } from "./schema/introspect.js";
export { version } from "./version.js";

/** What a compilation can be told. */
export interface CompileOptions {
  /** A QEMU version such as `"10.0"`: its dialect of documentation and its rules. Default: documentation of any. */
  readonly qemu?: string | undefined;
  /** Symbols that the build defines. */
  readonly define?: readonly string[] | undefined;
  /** Symbols that the build does not define. */
  readonly undefine?: readonly string[] | undefined;
  /** Where files are read from. Default: the disk. */
  readonly host?: Host | undefined;
}

/** What a compilation gives. */
export interface Compilation {
  /** The model; undefined when there are errors, so that nothing is made of a schema that is wrong. */
  readonly schema: Schema | undefined;
  /** In the order in which QEMU's generator would meet them. */
  readonly diagnostics: readonly Diagnostic[];
  /** Paths of all files read, in order. */
  readonly files: readonly string[];
}

/**
 * Reads and checks a schema. Never throws for bad input.
 *
 * `schema` is the root's path, or files by path with the root first. Reports: every code of the catalogue.
 * Throws: RangeError when `qemu` is no version.
 */
export function compile(schema: string | Readonly<Record<string, string>>, options: CompileOptions = {}): Compilation {
  const { qemu, define = [], undefine = [] } = options;
  const release = qemu === undefined ? undefined : releaseOf(qemu);
  if (qemu !== undefined && release === undefined)
    throw new RangeError(`'${qemu}' is no QEMU version; known: ${Object.keys(releases).join(", ")}`);
  const root = typeof schema === "string" ? schema : (Object.keys(schema)[0] ?? "");
  const host = options.host ?? (typeof schema === "string" ? diskHost : memoryHost(schema));
  const diagnostics: Diagnostic[] = [];
  const program = load(root, host, release);
  const checked = check(program, release, (diagnostic) => void diagnostics.push(diagnostic));
  const files = program.sources.map(({ path }) => path);
  if (hasErrors(diagnostics)) return { schema: undefined, diagnostics, files };
  const settled = applyConditions(checked, { defined: new Set(define), undefined: new Set(undefine) });
  const dangling = checkBuild(checked, settled);
  return { schema: dangling.length === 0 ? settled : undefined, diagnostics: [...diagnostics, ...dangling], files };
}

/** What generation can be told. */
export interface GenerateOptions {
  /** The schema's name for headers; never an absolute path. Default: the root's file name. */
  readonly schemaName?: string | undefined;
  readonly integers?: Partial<IntegerOptions> | undefined;
  /** What the monitor's commands are like, by QMP command, where it is not what the schema gives. */
  readonly hmp?: HmpConfig | undefined;
  /** The QEMU version whose C conventions are followed, such as `"8.1"`. Default: the release of the schema's rules. */
  readonly qemu?: string | undefined;
  /** Format with prettier in this configuration instead of its default style. */
  readonly prettier?: PrettierOptions | undefined;
}

/**
 * Makes files from a schema; without `emitters`, those that are built in. Writes nothing.
 *
 * Throws (the promise rejects): what an emitter throws; Error when two emitters make the same file; RangeError when
 * `qemu` is no version.
 */
export async function generate(
  schema: Schema,
  emitters?: readonly Emitter[],
  options: GenerateOptions = {},
): Promise<readonly TextFile[]> {
  const [{ builtinEmitters }, { emitContext, integerOptions }, { renderFile }] = await Promise.all([
    import("./emit/emitters.js"),
    import("./emit/context.js"),
    import("./emit/renderer.js"),
  ]);
  const { schemaName = schema.root, integers, hmp = {}, qemu = schema.release, prettier } = options;
  const facts = { version, schemaName, integers: integerOptions(integers), hmp, qemu: qemuVersion(qemu) };
  const context = emitContext(schema, facts);
  const files = new Map<string, TextFile>();
  const types: TypeCache = new Map();
  for (const emitter of emitters ?? builtinEmitters) {
    for (const draft of emitter.emit(schema, context)) {
      if (files.has(draft.path))
        throw new Error(`emitter '${emitter.name}' makes '${draft.path}', which is there already`);
      const text = renderFile(draft, prettier, types);
      files.set(draft.path, { path: draft.path, text: typeof text === "string" ? text : await text });
    }
  }
  return [...files.values()];
}
