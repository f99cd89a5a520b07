// The back end over all outputs of a run: the files of each, made and printed, none of them written.

import type { Host } from "../base/host.js";
import { firstLine, UsageError } from "../base/usage-error.js";
import type { OutputOptions } from "../config.js";
import type { Emitter, TextFile } from "../emit/emitter.js";
import type { GenerateOptions } from "../generate.js";
import { generate } from "../generate.js";
import type { HmpConfig } from "../hmp/config.js";
import type { Schema } from "../schema/model.js";
import { selectionProblems } from "../schema/select.js";
import { chooseEmitters } from "./emitters.js";
import { hmpConfigOf } from "./hmp-config.js";
import { overrideProblems } from "./overrides.js";
import type { OutputPlan } from "./plan.js";
import { readJson } from "./read-json.js";
import { pathFault } from "./output-path.js";

/** An output whose schema is there. */
export interface CompiledOutput {
  readonly plan: OutputPlan;
  readonly schema: Schema;
}

/** What making files asks of the world. */
export interface Surroundings {
  /** Where a file that is named for the monitor's commands is read. Default: the disk. */
  readonly host?: Host;
  /** The user's prettier configuration for an output folder, if one applies. */
  readonly prettier?: (folder: string) => Promise<GenerateOptions["prettier"]>;
  /** Told before each emitter runs. */
  readonly progress?: (plan: OutputPlan, emitter: string) => void;
}

/** An output's files, by paths in its folder. */
export interface Produced {
  readonly plan: OutputPlan;
  readonly files: readonly TextFile[];
}

/**
 * Makes the files of every output. Throws: UsageError for options that do not fit the schema, and for what a stranger's
 * emitter does wrong.
 */
export async function produce(
  outputs: readonly CompiledOutput[],
  { host, prettier, progress }: Surroundings = {},
): Promise<readonly Produced[]> {
  const problems = outputs.flatMap(({ plan, schema }) =>
    selectionProblems(schema, plan.options).map((problem) => `${plan.schema}: ${problem}`),
  );
  const said = new Map(outputs.map(({ plan }) => [plan.options.overrides, plan.schema]));
  for (const [overrides = {}, schema] of said) {
    const schemas = outputs.filter((other) => other.plan.options.overrides === overrides);
    problems.push(
      ...overrideProblems(
        schemas.map((other) => other.schema),
        overrides,
      ).map((one) => `${schema}: ${one}`),
    );
  }
  if (problems.length > 0) throw new UsageError(...problems);
  const hmp = hmpConfigs(outputs, host);
  const made: Produced[] = [];
  for (const { plan, schema } of outputs) {
    const emitters = await chooseEmitters(plan.options);
    const style = await prettier?.(plan.out);
    const options = { ...generateOptions(plan.options), hmp: hmp(plan)(schema), prettier: style };
    const files = await make(schema, emitters, {
      folder: plan.out,
      options,
      progress: (emitter) => progress?.(plan, emitter),
    });
    for (const { path } of files) {
      const fault = pathFault(path);
      if (fault !== undefined) throw new UsageError(`cannot write the file '${path}': its path ${fault}`);
    }
    made.push({ plan, files });
  }
  return made;
}

/** The options of an output as generation takes them. */
function generateOptions(options: OutputOptions): GenerateOptions {
  const { qemu, include, exclude, deprecated, int, int64, overrides } = options;
  const { layout, importExtension, runtime, methodNames, banner } = options;
  const integers = Object.fromEntries(
    Object.entries({ int, int64, overrides }).filter(([, value]) => value !== undefined),
  );
  return {
    qemu,
    include,
    exclude,
    deprecated,
    integers,
    layout,
    importExtension,
    runtime,
    methodNames,
    banner,
    // What is not passed on here is read elsewhere: which emitters run, what they know of the monitor, how a schema is read.
  } satisfies Record<Exclude<keyof OutputOptions, ReadElsewhere> | "integers", unknown>;
}

/** Options that are no options of generation as such. */
type ReadElsewhere = "emit" | "emitters" | "typesOnly" | "hmp" | "define" | "undefine" | "int" | "int64" | "overrides";

/** What is said of the monitor's commands, for each output: a file that several outputs name is held to all of them. */
function hmpConfigs(
  outputs: readonly CompiledOutput[],
  host: Host | undefined,
): (plan: OutputPlan) => (schema: Schema) => HmpConfig {
  const read = new Map<unknown, (schema: Schema) => HmpConfig>();
  for (const { plan } of outputs) {
    const { hmp } = plan.options;
    if (hmp === undefined || read.has(hmp)) continue;
    const schemas = outputs.filter((other) => other.plan.options.hmp === hmp).map(({ schema }) => schema);
    const said = typeof hmp === "string" ? readJson(hmp, host) : hmp;
    read.set(hmp, hmpConfigOf(said, typeof hmp === "string" ? hmp : `${plan.source}: hmp`, schemas));
  }
  return ({ options }) => read.get(options.hmp) ?? (() => ({}));
}

interface Making {
  readonly folder: string;
  readonly options: GenerateOptions;
  readonly progress: (emitter: string) => void;
}

async function make(
  schema: Schema,
  emitters: readonly Emitter[],
  { folder, options, progress }: Making,
): Promise<readonly TextFile[]> {
  let last: Emitter | undefined;
  // Files are printed before the next emitter runs, so a failure in between is the last one's.
  const noted = emitters.map((emitter) => ({
    ...emitter,
    emit(...args: Parameters<Emitter["emit"]>) {
      last = emitter;
      progress(emitter.name);
      return emitter.emit(...args);
    },
  }));
  try {
    return await generate(schema, noted, options);
  } catch (error) {
    const { builtinEmitters, optionalEmitters } = await import("../emit/emitters.js");
    if (error instanceof UsageError || last === undefined) throw error;
    if (options.prettier !== undefined) {
      throw new UsageError(
        `prettier, in your configuration for '${folder}', fails: ${(error as Error).message.trim()}`,
      );
    }
    if (builtinEmitters.includes(last) || optionalEmitters.includes(last)) throw error;
    throw new UsageError(`what the emitter '${last.name}' made cannot be printed: ${firstLine(error)}`);
  }
}
