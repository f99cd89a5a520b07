// What a run is to do, with nothing left to find out: of a configuration, and of what the command line says, which wins.
//
// In: a configuration, its folder, operands, flags. Out: the outputs with their options, and what is asked of the run.
// Paths are relative to the current folder, as the user would spell them.

import { basename, dirname, isAbsolute, join, relative, resolve } from "node:path";

import { suggest } from "../base/suggest.js";
import { UsageError } from "../base/usage-error.js";
import type { Config, Output, OutputOptions, RunOptions } from "../config.js";
import { outputKeys, runKeys } from "./keys.js";

/** One schema and where its files go, with everything that was said of it. */
export interface OutputPlan {
  readonly schema: string;
  readonly out: string;
  readonly options: OutputOptions;
  /** Where its options were written down, for messages. */
  readonly source: string;
}

/** A run. */
export interface Plan {
  readonly outputs: readonly [OutputPlan, ...OutputPlan[]];
  readonly run: RunOptions;
  /** The configuration, if there is one; relative to the current folder. */
  readonly configFile: string | undefined;
}

/** A configuration with its place. */
export interface PlacedConfig {
  readonly config: Config;
  /** As messages name it. */
  readonly file: string;
  /** What its paths are relative to; undefined where they are to stay as they are. */
  readonly folder: string | undefined;
}

/** What the command line says: flags as the keys that they stand for, and schemas. */
export interface CommandLine {
  readonly schemas: readonly string[];
  readonly out: string | undefined;
  readonly options: OutputOptions;
  readonly run: RunOptions;
}

const nothing: CommandLine = { schemas: [], out: undefined, options: {}, run: {} };

/**
 * Makes a plan. Schemas on the command line choose among the outputs of the configuration, or, with `out`, take the
 * place of all of them. Throws: UsageError.
 */
export function makePlan(placed: PlacedConfig | undefined, line: CommandLine = nothing): Plan {
  const run = { ...(placed === undefined ? {} : runBelow(line.run, placedRun(placed))), ...line.run };
  const outputs = chooseOutputs(placed, line).map((output) => ({
    ...output,
    options: settled({ ...output, options: flagsOver(line.options, output.options) }),
  }));
  const [first, ...rest] = outputs;
  if (first === undefined) throw new UsageError("there is nothing to generate");
  return { outputs: [first, ...rest], run, configFile: placed?.file };
}

/** What runs are for, of which one has but one. */
const purposes = ["check", "dryRun", "listFiles", "watch"] as const satisfies readonly (keyof RunOptions)[];

/** What a configuration asks of a run, without what a flag asks otherwise. */
function runBelow(flags: RunOptions, { depfile, quiet, verbose, ...rest }: RunOptions): RunOptions {
  const isAsked = purposes.some((purpose) => flags[purpose] === true);
  const run = isAsked ? { ...rest, check: false, dryRun: false, listFiles: false, watch: false } : rest;
  const all = { ...run, ...flags };
  return {
    ...run,
    // A run that writes nothing writes no depfile either: a configuration with one can be checked.
    ...(depfile === undefined || purposes.some((one) => one !== "watch" && all[one] === true) ? {} : { depfile }),
    ...(quiet === undefined || flags.verbose === true ? {} : { quiet }),
    ...(verbose === undefined || flags.quiet === true ? {} : { verbose }),
  };
}

/** A flag takes the place of its key, and of another key that says the same in another way. */
function flagsOver(flags: OutputOptions, options: OutputOptions): OutputOptions {
  const { emit, typesOnly, define, undefine, ...rest } = options;
  const without = (symbols: readonly string[], taken: readonly string[] = []) =>
    symbols.filter((symbol) => !taken.includes(symbol));
  return {
    ...rest,
    ...(emit === undefined || flags.typesOnly === true ? {} : { emit }),
    ...(typesOnly === undefined || flags.emit !== undefined ? {} : { typesOnly }),
    ...(define === undefined ? {} : { define: without(define, flags.undefine) }),
    ...(undefine === undefined ? {} : { undefine: without(undefine, flags.define) }),
    ...flags,
  };
}

/** The options of an output, held to each other. Throws: UsageError. */
function settled({ source, schema, options }: Pick<OutputPlan, "source" | "schema" | "options">): OutputOptions {
  const { define = [], undefine = [], emit, typesOnly } = options;
  const both = define.find((symbol) => undefine.includes(symbol));
  if (both !== undefined)
    throw new UsageError(`${source}: '${both}' is in 'define' and in 'undefine' of '${schema}'; drop one`);
  if (emit !== undefined && typesOnly === true)
    throw new UsageError(`${source}: 'typesOnly' and 'emit' both say which emitters run for '${schema}'; drop one`);
  return options;
}

function chooseOutputs(placed: PlacedConfig | undefined, { schemas, out }: CommandLine): readonly OutputPlan[] {
  if (schemas.length > 0 && out !== undefined) return givenOutputs(schemas, out, placed);
  const configured = placed === undefined ? [] : configuredOutputs(placed, schemas.length > 0 ? undefined : out);
  if (schemas.length === 0) return configured;
  if (configured.length === 0) throw new UsageError("--out DIR is missing: the folder for the files");
  const chosen = schemas.map((schema) => {
    const found = configured.filter((output) => resolve(output.schema) === resolve(schema));
    if (found.length > 0) return found;
    const known = configured.map((output) => output.schema);
    const near = suggest(schema, known);
    const hint = near === undefined ? `it has ${known.join(", ")}` : `did you mean '${near}'?`;
    throw new UsageError(`'${schema}' is not in ${placed!.file} (${hint}); to generate it all the same, add --out DIR`);
  });
  return [...new Set(chosen.flat())];
}

/** Schemas and a folder from the command line; what a configuration says of all outputs holds for them. */
function givenOutputs(
  schemas: readonly string[],
  out: string,
  placed: PlacedConfig | undefined,
): readonly OutputPlan[] {
  const options = placed === undefined ? {} : placedOptions(placed.config, placed);
  const source = placed?.file ?? "the command line";
  if (schemas.length === 1) return [{ schema: schemas[0]!, out, options, source }];
  const taken = new Map<string, string>();
  return schemas.map((schema) => {
    const name = basename(dirname(resolve(schema)));
    const other = taken.get(name.toLowerCase());
    if (other !== undefined) {
      throw new UsageError(
        `'${other}' and '${schema}' would both go into '${join(out, name)}', after their folder; generate them one by one, each with its own --out`,
      );
    }
    taken.set(name.toLowerCase(), schema);
    return { schema, out: join(out, name), options, source };
  });
}

function configuredOutputs(placed: PlacedConfig, out: string | undefined): readonly OutputPlan[] {
  const { config, file } = placed;
  const shared = placedOptions(config, placed);
  const several: readonly Output[] | undefined = config.outputs;
  if (several !== undefined) {
    if (out !== undefined && several.length > 1)
      throw new UsageError(`--out names one folder, and ${file} has ${several.length} outputs; name a schema as well`);
    return several.map((output) => ({
      schema: fromConfig(placed, output.schema),
      out: out ?? fromConfig(placed, output.out),
      options: { ...shared, ...placedOptions(output, placed) },
      source: file,
    }));
  }
  if (config.schema === undefined) throw new UsageError(`${file}: 'schema' is missing: the root of the schema`);
  if (out === undefined && config.out === undefined)
    throw new UsageError(`${file}: 'out' is missing: the folder for the files; or give --out DIR`);
  return [
    {
      schema: fromConfig(placed, config.schema),
      out: out ?? fromConfig(placed, config.out!),
      options: shared,
      source: file,
    },
  ];
}

/** The options among the keys, with their paths made relative to the current folder. */
function placedOptions(said: OutputOptions, placed: PlacedConfig): OutputOptions {
  const { emitters, hmp, ...options } = pick(said, Object.keys(outputKeys)) as OutputOptions;
  return {
    ...options,
    ...(emitters === undefined
      ? {}
      : { emitters: emitters.map((one) => (typeof one === "string" ? fromConfig(placed, one) : one)) }),
    ...(hmp === undefined ? {} : { hmp: typeof hmp === "string" ? fromConfig(placed, hmp) : hmp }),
  };
}

function placedRun(placed: PlacedConfig): RunOptions {
  const { depfile, ...run } = pick(placed.config, Object.keys(runKeys)) as RunOptions;
  return depfile === undefined ? run : { ...run, depfile: fromConfig(placed, depfile) };
}

function pick(object: object, keys: readonly string[]): object {
  return Object.fromEntries(Object.entries(object).filter(([key, value]) => keys.includes(key) && value !== undefined));
}

/** A path of the configuration, as it is from the current folder. */
function fromConfig({ folder }: PlacedConfig, path: string): string {
  if (folder === undefined || isAbsolute(path)) return path;
  const whole = resolve(folder, path);
  const short = relative("", whole);
  return short === "" ? "." : short;
}
