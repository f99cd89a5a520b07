// A run for a plugin of a bundler: what it found is text, for the bundler to show, and files, for the bundler to watch.

import { dirname, relative, resolve } from "node:path";

import { attempt } from "../base/attempt.js";
import { hasErrors } from "../base/diagnostic.js";
import { diagnosticsText } from "../base/diagnostic-text.js";
import { UsageError } from "../base/usage-error.js";
import type { Config } from "../config.js";
import type { BuildReport } from "./build.js";
import { findConfig, loadConfig } from "./find-config.js";
import { freshOutputs } from "./freshness.js";
import { readConfig } from "./keys.js";
import type { Plan } from "./plan.js";
import { makePlan } from "./plan.js";
import { watchedFiles } from "./watched-files.js";

/** What a run came to: what to watch from now on, and what to say. */
export interface Outcome {
  readonly watched: readonly string[];
  readonly warnings?: string;
  /** Undefined where all is well. */
  readonly failure?: string;
}

/**
 * Generates what a configuration says, or the nearest from a folder, unless nothing has changed. `before` was watched
 * until now.
 */
export async function generateForBundler(
  config: Config | undefined,
  root: string,
  before: readonly string[],
): Promise<Outcome> {
  try {
    const plan = await readPlan(config, root);
    const fresh = freshOutputs(plan, true);
    if (fresh !== undefined)
      return {
        watched: watchedFiles(
          plan,
          fresh.flatMap(({ inputs }) => inputs),
        ),
      };
    const { build } = await import("./build.js");
    const { check, dryRun, listFiles, force } = plan.run;
    const write = check !== true && dryRun !== true && listFiles !== true;
    // Waiting for another run blocks a development server, so not for long.
    const report = await build(plan, { force: force === true, write, patienceMs: 1_000 });
    return { watched: watchedFiles(plan, report.inputs), ...said(report, check === true) };
  } catch (error) {
    const found = config === undefined ? attempt(() => findConfig(root)) : undefined;
    return { watched: found === undefined ? before : [...before, resolve(found)], failure: reason(error) };
  }
}

/** What there is to say of a run. */
function said({ diagnostics, refusal, files }: BuildReport, isCheck: boolean): Omit<Outcome, "watched"> {
  if (refusal !== undefined) return { failure: refusal.message };
  const text = `\n${diagnosticsText(diagnostics)}`;
  if (hasErrors(diagnostics)) return { failure: text };
  const changed = files.filter(({ status }) => status !== "unchanged").map(({ path }) => path);
  if (isCheck && changed.length > 0)
    return { failure: `out of date: ${changed.join(", ")}; to mend that: qapi-ts generate` };
  return diagnostics.length === 0 ? {} : { warnings: text };
}

async function readPlan(config: Config | undefined, root: string): Promise<Plan> {
  const folder = resolve(root);
  if (config !== undefined) {
    const file = "the options of qapi()";
    return { ...makePlan({ config: readConfig(config, file), file, folder }), configFile: undefined };
  }
  const found = findConfig(folder);
  if (found === undefined)
    throw new UsageError(`there is no qapi.config.* in '${folder}' or above; qapi-ts init writes one`);
  const file = relative("", found);
  return makePlan({ config: await loadConfig(found, file), file, folder: dirname(found) });
}

/** What is no fault of the user comes with all that is known of it. */
function reason(error: unknown): string {
  if (error instanceof UsageError) return error.message;
  return `internal error: ${error instanceof Error ? error.stack : String(error)}`;
}
