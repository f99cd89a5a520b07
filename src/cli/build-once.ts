// A whole run for the command line: what `generate` does where something has changed, and each time while it watches.

import type { BuildOptions, BuildReport } from "../build/build.js";
import { build } from "../build/build.js";
import type { Plan } from "../build/plan.js";
import { reportDiagnostics } from "./input.js";
import { schemaHost } from "./jit.js";
import { print } from "./output.js";

/** How long a run may be silent on a terminal, in milliseconds. */
const patience = 1_000;

/** Builds, prints what was found in the schemas, and on a terminal says how far it is once that takes over a second. */
export async function buildOnce(
  plan: Plan,
  options: Pick<BuildOptions, "write" | "force" | "prepare">,
): Promise<BuildReport> {
  const { format, listFiles, dryRun, check } = plan.run;
  const start = performance.now();
  let shown = 0;
  const clear = async () => {
    if (shown > 0) await print("stderr", `\r${" ".repeat(shown)}\r`);
    shown = 0;
  };
  const progress = (output: Plan["outputs"][number], emitter: string) => {
    if (process.stderr.isTTY !== true || plan.run.quiet === true || performance.now() - start < patience) return;
    const count = plan.outputs.length === 1 ? "" : ` ${plan.outputs.indexOf(output) + 1} of ${plan.outputs.length}`;
    const text = `generating${count}: ${output.out} (${emitter})`.slice(0, (process.stderr.columns ?? 80) - 1);
    process.stderr.write(`\r${text.padEnd(shown)}`);
    shown = text.length;
  };
  try {
    const hasDocument = listFiles === true || dryRun === true || check === true;
    return await build(plan, {
      ...options,
      host: schemaHost(),
      report: (diagnostics) => reportDiagnostics(diagnostics, format, hasDocument),
      progress,
    });
  } finally {
    await clear();
  }
}
