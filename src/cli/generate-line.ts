// The flags of `generate` as the keys of a configuration that they stand for, which they win over.

import { UsageError } from "../base/usage-error.js";
import type { CommandLine } from "../build/plan.js";
import type { OutputOptions, RunOptions } from "../config.js";
import type { Flags } from "./flags.js";

/** What a command line says, as `makePlan` takes it. Throws: UsageError for a flag whose value makes no sense. */
export function commandLine(schemas: readonly string[], flags: Flags): CommandLine {
  const { out } = flags;
  if (out === "") throw new UsageError("--out takes a folder, and this is empty; '.' is the current one");
  if (flags.typesOnly === true && flags.emit !== undefined)
    throw new UsageError("--types-only and --emit each say which emitters run; drop one");
  return { schemas, out, options: given(outputOptions(flags)), run: given(runOptions(flags)) };
}

function outputOptions(flags: Flags): OutputOptions {
  const { qemu, define, undefine, emit, emitter, typesOnly, include, exclude, deprecated, hmpConfig } = flags;
  const { int64, int, override, layout, importExtension, runtime, methodNames, banner } = flags;
  return {
    qemu,
    define,
    undefine,
    emit: emit === undefined ? undefined : listOf([emit]),
    emitters: emitter,
    typesOnly,
    include: include && listOf(include),
    exclude: exclude && listOf(exclude),
    deprecated,
    hmp: hmpConfig,
    int64,
    int,
    overrides: override && Object.fromEntries(override.map(overrideOf)),
    layout,
    importExtension,
    runtime,
    methodNames,
    banner,
  };
}

function runOptions({ format, quiet, verbose, check, dryRun, listFiles, watch, force, depfile }: Flags): RunOptions {
  return { format, quiet, verbose, check, dryRun, listFiles, watch, force, depfile };
}

/** `a,b` as two names. */
function listOf(values: readonly string[]): readonly string[] {
  return values.flatMap((value) => value.split(",").map((name) => name.trim()));
}

function overrideOf(text: string): readonly [string, "number" | "bigint"] {
  const [, path, type] = /^(.+)=(number|bigint)$/.exec(text) ?? [];
  if (path === undefined)
    throw new UsageError(`--override takes PATH=number or PATH=bigint, such as Type.member=bigint, not '${text}'`);
  return [path, type as "number" | "bigint"];
}

/** The keys that have a value. */
function given<Keys extends object>(keys: Keys): Keys {
  return Object.fromEntries(Object.entries(keys).filter(([, value]) => value !== undefined)) as Keys;
}
