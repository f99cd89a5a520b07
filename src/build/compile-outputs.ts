// The front end over all outputs of a run: each schema once for each way of reading it, each mistake once.

import { join } from "node:path";

import type { Diagnostic } from "../base/diagnostic.js";
import { hasErrors } from "../base/diagnostic.js";
import type { Host } from "../base/host.js";
import type { Compilation, CompileOptions } from "../compile.js";
import { compile } from "../compile.js";

/** A schema and how it is read. */
export interface Job extends Pick<CompileOptions, "qemu" | "define" | "undefine"> {
  readonly schema: string;
}

/** What compiling came to. */
export interface Compiled {
  /** In the order of the jobs. */
  readonly compilations: readonly Compilation[];
  /** Each once, though two schemas may include the file that it is in. */
  readonly diagnostics: readonly Diagnostic[];
  readonly failed: boolean;
  /** A root could not be read: nothing is known about the schema then. */
  readonly unread: boolean;
}

/** Compiles schemas. Throws: RangeError when `qemu` is no version. */
export function compileAll(jobs: readonly Job[], host: Host): Compiled {
  const done = new Map<string, Compilation>();
  const compilations = jobs.map(({ schema, qemu, define, undefine }) => {
    const key = JSON.stringify([schema, qemu, define, undefine]);
    const compilation = done.get(key) ?? compile(schema, { qemu, define, undefine, host });
    done.set(key, compilation);
    return compilation;
  });
  const diagnostics = withoutRepeats(
    compilations.flatMap((compilation, index) => located(compilation, jobs[index]!.schema, host)),
  );
  const unread = diagnostics.some(({ code, span }) => code === "unreadable-file" && span === undefined);
  return { compilations, diagnostics, failed: hasErrors(diagnostics), unread };
}

/** A compilation's diagnostics, with a way out where the root is a folder that holds one. */
function located({ diagnostics }: Compilation, path: string, host: Host): readonly Diagnostic[] {
  const inside = join(path, "qapi-schema.json");
  return diagnostics.map((found) =>
    found.code === "unreadable-file" && found.span === undefined && host.read(inside).ok
      ? { ...found, notes: [...found.notes, { message: `there is a schema in it: '${inside}'`, span: undefined }] }
      : found,
  );
}

function withoutRepeats(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter(({ code, message, span, file }) => {
    const key = JSON.stringify([code, message, span?.source.path ?? file, span?.start]);
    return !seen.has(key) && seen.add(key);
  });
}
