// The front end as one function: from schema files to a checked model, in which what a build settles is settled.

import type { Diagnostic } from "./base/diagnostic.js";
import { hasErrors } from "./base/diagnostic.js";
import type { Host } from "./base/host.js";
import { knownReleases, releaseOf } from "./base/releases.js";
import { checkBuild } from "./check/build.js";
import { check } from "./check/check.js";
import { diskHost, memoryHost } from "./host.js";
import { applyConditions } from "./schema/conditions.js";
import type { Schema } from "./schema/model.js";
import { load } from "./syntax/load.js";

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
    throw new RangeError(`'${qemu}' is no QEMU version; known: ${knownReleases}`);
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
