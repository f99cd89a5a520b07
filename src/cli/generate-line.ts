// The flags of `generate` as the keys of a configuration that they stand for, which they win over.

import { UsageError } from "../base/usage-error.js";
import { outputKeys, runKeys } from "../build/keys.js";
import type { CommandLine } from "../build/plan.js";
import type { OutputOptions, RunOptions } from "../config.js";
import { flagWord } from "./flag-word.js";
import type { Flags } from "./flags.js";

/** What a command line says, as `makePlan` takes it. Throws: UsageError for a flag whose value makes no sense. */
export function commandLine(schemas: readonly string[], flags: Flags): CommandLine {
  const { out } = flags;
  if (out === "") throw new UsageError("--out takes a folder, and this is empty; '.' is the current one");
  if (flags.typesOnly === true && flags.emit !== undefined)
    throw new UsageError("--types-only and --emit each say which emitters run; drop one");
  const options = given(outputOptions(flags));
  const run = given(runOptions(flags));
  for (const [key, value] of Object.entries({ ...options, ...run })) {
    const fault = allKeys[key as keyof typeof allKeys].check(value);
    if (fault !== undefined) throw new UsageError(`${flagWord(flagNames[key] ?? key)} ${fault}`);
  }
  return { schemas, out, options, run };
}

/** What values are held to, of flags as of keys. */
const allKeys = { ...outputKeys, ...runKeys };

/** Flags that are not called what their keys are. */
const flagNames: Readonly<Record<string, string>> = { emitters: "emitter", hmp: "hmpConfig", overrides: "override" };

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
  } satisfies Record<keyof OutputOptions, unknown>;
}

function runOptions({ format, quiet, verbose, check, dryRun, listFiles, watch, force, depfile }: Flags): RunOptions {
  return { format, quiet, verbose, check, dryRun, listFiles, watch, force, depfile } satisfies Record<
    keyof RunOptions,
    unknown
  >;
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
