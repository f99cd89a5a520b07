// A whole run on the disk: compile, make, and write, or only say what would be written. Everything is made before
// anything is written, so that a run that fails changes nothing.

import type { Diagnostic } from "../base/diagnostic.js";
import type { Host } from "../base/host.js";
import { UsageError } from "../base/usage-error.js";
import { diskHost } from "../host.js";
import { compileAll } from "./compile-outputs.js";
import type { OutputFiles } from "./look.js";
import type { OutputPlan, Plan } from "./plan.js";
import { isPlainPrettier, prettierFiles, prettierIdentity, prettierOptions } from "./prettier.js";
import type { CompiledOutput, Produced } from "./produce.js";
import { produce } from "./produce.js";
import type { InputLog } from "./record.js";
import { inputLog, readEarlier, remember } from "./record.js";
import type { Written } from "./write.js";
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
  /** Told what becomes of files, and all that was read, before anything is written; may throw UsageError. */
  readonly prepare?: (files: readonly Written[], inputs: readonly string[]) => void;
  /** How long to wait for another run that writes into the same folder, in milliseconds. Default: 10,000. */
  readonly patienceMs?: number;
  /** Told before each emitter runs. */
  readonly progress?: (plan: OutputPlan, emitter: string) => void;
}

/** What a run came to. */
export interface BuildReport {
  /**
   * `failed`: a schema has errors; `unread`: a root is not to be had, and nothing is known about the schema; `refused`:
   * options do not fit the schema, or the system refuses, as `refusal` says.
   */
  readonly result: "done" | "failed" | "unread" | "refused";
  readonly refusal?: UsageError;
  readonly diagnostics: readonly Diagnostic[];
  /** Every file, with what became of it, or would; empty where the run failed. */
  readonly files: readonly Written[];
  /** Every file that was read, also where the run failed. */
  readonly inputs: readonly string[];
}

/** Carries out a plan. */
export async function build(plan: Plan, options: BuildOptions = {}): Promise<BuildReport> {
  const log = inputLog(options.host ?? diskHost);
  let diagnostics: readonly Diagnostic[] = [];
  try {
    const compiled = compileAll(plan.outputs.map(jobOf), log.host);
    diagnostics = compiled.diagnostics;
    await options.report?.(diagnostics);
    if (compiled.failed)
      return { result: compiled.unread ? "unread" : "failed", diagnostics, files: [], inputs: log.paths() };
    const outputs = plan.outputs.map((one, index): SourcedOutput => {
      const { schema, files } = compiled.compilations[index]!;
      return { plan: one, schema: schema!, sources: files };
    });
    const files = await writeAll(outputs, { ...options, log, isClean: diagnostics.length === 0 });
    return { result: "done", diagnostics, files, inputs: log.paths() };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { result: "refused", refusal: error, diagnostics, files: [], inputs: log.paths() };
  }
}

/** An output with the files of its schema. */
interface SourcedOutput extends CompiledOutput {
  readonly sources: readonly string[];
}

interface Writing extends BuildOptions {
  readonly log: InputLog;
  /** Whether there is nothing to say of the schemas. */
  readonly isClean: boolean;
}

/** Makes and writes the files of all outputs. Throws: UsageError. */
async function writeAll(
  outputs: readonly SourcedOutput[],
  { log, isClean, write, force = false, prepare, patienceMs, progress }: Writing,
): Promise<readonly Written[]> {
  const hmpFile = ({ plan: { options } }: SourcedOutput) => (typeof options.hmp === "string" ? [options.hmp] : []);
  for (const path of outputs.flatMap(hmpFile)) log.note(path);
  const styles = styleLog(log);
  const produced = await produce(outputs, {
    prettier: styles.prettier,
    ...(progress === undefined ? {} : { progress }),
  });
  const planned = planWrite(produced.map(outputFiles), { force, patienceMs });
  prepare?.(planned.files, log.paths());
  if (write === false) return planned.files;
  const files = writePlan(planned);
  for (const [index, output] of outputs.entries()) {
    const { plan } = output;
    const { files: prettier, inputs, isPlain } = styles.of(plan.out);
    const depends = [...output.sources, ...hmpFile(output), ...inputs];
    remember(plan, {
      log,
      inputs: depends,
      prettier,
      files: planned.outputs[index]!.files,
      isWhole: isClean && isPlain,
    });
  }
  return files;
}

const jobOf = ({ schema, options: { qemu, define, undefine } }: OutputPlan) => ({ schema, qemu, define, undefine });

/** What is found of prettier, folder by folder. */
function styleLog(log: InputLog) {
  const found = new Map<string, { files: readonly string[]; inputs: readonly string[]; isPlain: boolean }>();
  return {
    async prettier(folder: string) {
      const files = prettierFiles(folder);
      const inputs = files.length === 0 ? [] : [...files, prettierIdentity()];
      for (const file of inputs) log.note(file);
      const style = await prettierOptions(folder);
      found.set(folder, { files, inputs, isPlain: isPlainPrettier(files, style) });
      return style;
    },
    of: (folder: string) => found.get(folder) ?? { files: [], inputs: [], isPlain: true },
  };
}

/** An output for writing; what an earlier run made is known to be ours. */
function outputFiles({ plan, files }: Produced): OutputFiles {
  const earlier = readEarlier(plan);
  return { out: plan.out, files, earlier: earlier.paths, isKnownOurs: earlier.has };
}
