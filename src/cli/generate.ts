// `qapi-ts generate`: the build step. TypeScript for every schema, or nothing at all; and nothing is done, or loaded,
// where nothing has changed.

import { UsageError } from "../base/usage-error.js";
import type { Plan } from "../build/plan.js";
import type { Run } from "./verb-rows.js";
import { readPlan } from "./read-plan.js";
import { runPlan } from "./run-plan.js";

/** Generates what the command line and the configuration say. Throws: UsageError. */
export const run: Run = async ({ operands, flags }) => {
  const plan = await readPlan(operands, flags);
  oneOf(plan);
  if (plan.run.watch === true) return (await import("./watch.js")).watch(() => readPlan(operands, flags), plan);
  return runPlan(plan);
};

/** Asked of a run that writes nothing, or goes on: only one of them has an answer. */
function oneOf({ run: { check, dryRun, listFiles, watch, depfile } }: Plan): void {
  const words = { check, "dry-run": dryRun, "list-files": listFiles, watch };
  const [first, second] = Object.entries(words).flatMap(([word, isAsked]) => (isAsked === true ? [word] : []));
  if (first !== undefined && second !== undefined)
    throw new UsageError(`--${first} and --${second} exclude each other`);
  if (depfile !== undefined && first !== undefined && first !== "watch")
    throw new UsageError(`--depfile needs a run that writes, and --${first} writes nothing`);
}
