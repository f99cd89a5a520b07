// The library's `generate`: of a schema, or of a whole configuration. It writes nothing.

import type { Diagnostic } from "../base/diagnostic.js";
import type { Host } from "../base/host.js";
import { UsageError } from "../base/usage-error.js";
import type { Config } from "../config.js";
import type { Emitter, TextFile } from "../emit/emitter.js";
import type { GenerateOptions } from "../generate.js";
import { generate as generateSchema } from "../generate.js";
import { diskHost } from "../host.js";
import type { Schema } from "../schema/model.js";

/** Where a configuration is carried out. */
export interface GenerateConfigOptions {
  /**
   * Where schemas and the monitor's JSON file are read from, by paths as the configuration has them; then the disk is not
   * touched, but for emitters that the configuration names by path. Default: the disk, with paths relative to the current
   * folder, and the user's prettier configuration.
   */
  readonly host?: Host | undefined;
}

/** What a configuration gives. */
export interface Generation {
  /** By path, `out` included; undefined where a schema has errors, so that nothing is written of one that is wrong. */
  readonly files: readonly TextFile[] | undefined;
  /** Each mistake once, in the order in which QEMU's generator would meet them, output by output. */
  readonly diagnostics: readonly Diagnostic[];
  /** Every schema file that was read. */
  readonly inputs: readonly string[];
}

/**
 * Makes files from a schema; without `emitters`, those that are built in.
 *
 * Throws (the promise rejects): what an emitter throws; Error when two emitters make the same file; RangeError when
 * `qemu` is no version.
 */
export function generate(
  schema: Schema,
  emitters?: readonly Emitter[],
  options?: GenerateOptions,
): Promise<readonly TextFile[]>;
/**
 * Makes the files of every output of a configuration. What is asked of a run (`check`, `watch` and so on) has no meaning
 * here.
 *
 * Throws (the promise rejects): UsageError for a configuration that makes no sense, or does not fit the schema.
 */
export function generate(config: Config, options?: GenerateConfigOptions): Promise<Generation>;
export function generate(
  what: Schema | Config,
  second: readonly Emitter[] | GenerateConfigOptions = {},
  options: GenerateOptions = {},
): Promise<readonly TextFile[] | Generation> {
  if ("definitions" in Object(what))
    return generateSchema(what as Schema, Array.isArray(second) ? second : undefined, options);
  return generateConfig(what as Config, second as GenerateConfigOptions);
}

async function generateConfig(config: Config, { host }: GenerateConfigOptions): Promise<Generation> {
  const [{ readConfig }, { makePlan }, { compileAll }, { produce }, { prettierOptions }] = await Promise.all([
    import("./keys.js"),
    import("./plan.js"),
    import("./compile-outputs.js"),
    import("./produce.js"),
    import("./prettier.js"),
  ]);
  const plan = makePlan({
    config: readConfig(config, "the configuration"),
    file: "the configuration",
    folder: undefined,
  });
  const jobs = plan.outputs.map(({ schema, options }) => ({ schema, ...options }));
  const { compilations, diagnostics, failed } = compileAll(jobs, host ?? diskHost);
  const inputs = [...new Set(compilations.flatMap((compilation) => compilation.files))];
  if (failed) return { files: undefined, diagnostics, inputs };
  const outputs = plan.outputs.map((output, index) => ({ plan: output, schema: compilations[index]!.schema! }));
  const made = await produce(outputs, host === undefined ? { prettier: prettierOptions } : { host });
  const files = made.flatMap((one) => one.files.map(({ path, text }) => ({ path: placed(one.plan.out, path), text })));
  const paths = new Set<string>();
  for (const { path } of files) {
    if (paths.has(path))
      throw new UsageError(`the configuration: two outputs make '${path}'; give each a folder of its own`);
    paths.add(path);
  }
  return { files, diagnostics, inputs };
}

/** Where a file goes, with forward slashes as all paths of files have them. */
function placed(out: string, path: string): string {
  return out === "." ? path : `${out.replaceAll("\\", "/").replace(/\/$/, "")}/${path}`;
}
