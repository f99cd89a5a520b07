// A whole run on the disk: compile, make, and write, or only say what would be written. Everything is made before
// anything is written, so that a run that fails changes nothing.

import type { Diagnostic } from "../base/diagnostic.js";
import type { Host } from "../base/host.js";
import { diskHost } from "../host.js";
import { compileAll } from "./compile-outputs.js";
import type { OutputPlan, Plan } from "./plan.js";
import { isPlainPrettier, prettierFiles, prettierOptions } from "./prettier.js";
import type { Produced } from "./produce.js";
import { produce } from "./produce.js";
import type { InputLog } from "./record.js";
import { inputLog, readEarlier, remember } from "./record.js";
import type { OutputFiles, Written } from "./write.js";
import { planWrite, writePlan } from "./write.js";

/** How a run is to be carried out. */
export interface BuildOptions {
  /** False: nothing is written, and the report says what would be. Default: true. */
  readonly write?: boolean;
  /** Whether files that are not known to be generated are written over. Default: false. */
  readonly force?: boolean;
  /** Where schemas are read from. Default: the disk. */
  readonly host?: Host;
  /** Told what was found in the schemas, before anything is made. */
  readonly report?: (diagnostics: readonly Diagnostic[]) => Promise<void>;
  /** Told before each emitter runs. */
  readonly progress?: (plan: OutputPlan, emitter: string) => void;
}

/** What a run came to. */
export interface BuildReport {
  /** `unread`: a root is not to be had, and nothing is known about the schema. */
  readonly result: "done" | "failed" | "unread";
  readonly diagnostics: readonly Diagnostic[];
  /** Every file, with what became of it, or would; empty where the run failed. */
  readonly files: readonly Written[];
  /** Every file that was read, also where the run failed. */
  readonly inputs: readonly string[];
}

/** Carries out a plan. Throws: UsageError for options that make no sense, and where the system refuses. */
export async function build(plan: Plan, options: BuildOptions = {}): Promise<BuildReport> {
  const log = await inputLog(options.host ?? diskHost);
  const jobs = plan.outputs.map(({ schema, options: { qemu, define, undefine } }) => ({
    schema,
    qemu,
    define,
    undefine,
  }));
  const { compilations, diagnostics, failed, unread } = compileAll(jobs, log.host);
  const sources = compilations.map(({ files }, index) => (files.length === 0 ? [jobs[index]!.schema] : files));
  await options.report?.(diagnostics);
  const extra = plan.outputs.map(({ options: { hmp } }) => (typeof hmp === "string" ? [hmp] : []));
  const inputs = [...new Set([...sources, ...extra, ...log.missing].flat())];
  if (failed) return { result: unread ? "unread" : "failed", diagnostics, files: [], inputs };
  const styles = new Map<string, readonly string[]>();
  for (const path of extra.flat()) log.note(path);
  const outputs = plan.outputs.map((one, index) => ({ plan: one, schema: compilations[index]!.schema! }));
  let isPlain = true;
  const prettier = async (folder: string) => {
    const files = prettierFiles(folder);
    styles.set(folder, files);
    for (const file of files) log.note(file);
    const style = await prettierOptions(folder);
    isPlain &&= isPlainPrettier(files, style);
    return style;
  };
  const { progress } = options;
  const produced = await produce(outputs, { prettier, ...(progress === undefined ? {} : { progress }) });
  const planned = planWrite(await Promise.all(produced.map((made) => outputFiles(made, log))), {
    force: options.force ?? false,
  });
  const read = [...new Set([...inputs, ...[...styles.values()].flat()])];
  if (options.write === false) return { result: "done", diagnostics, files: planned.files, inputs: read };
  const files = writePlan(planned);
  for (const [index, made] of produced.entries()) {
    const style = styles.get(made.plan.out) ?? [];
    const depends = [...sources[index]!, ...extra[index]!, ...style];
    const isWhole = isPlain && diagnostics.length === 0;
    await remember(made.plan, { log, inputs: depends, prettier: style, files: made.files, isWhole });
  }
  return { result: "done", diagnostics, files, inputs: read };
}

/** An output for writing; what an earlier run made is known to be ours. */
async function outputFiles({ plan, files }: Produced, log: InputLog): Promise<OutputFiles> {
  const earlier = await readEarlier(plan, log);
  return { out: plan.out, files, earlier: earlier.paths, isKnownOurs: earlier.has };
}
