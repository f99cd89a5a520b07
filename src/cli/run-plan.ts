// Carries out a plan of `generate`, and tells of it: at once where nothing has changed, before compiler and emitters are
// loaded.

import { join, relative } from "node:path";

import type { BuildReport } from "../build/build.js";
import { freshOutputs } from "../build/freshness.js";
import type { FileStatus } from "../build/look.js";
import type { Plan } from "../build/plan.js";
import type { Written } from "../build/write.js";
import type { ExitStatus } from "./verb-rows.js";
import { complain, print, printLast } from "./output.js";

/** Carries out a plan once, and tells of it. Throws: UsageError. */
export async function runPlan(plan: Plan): Promise<ExitStatus> {
  const { check, listFiles } = plan.run;
  // What vouches for files believes no record of them.
  const fresh = check === true ? undefined : freshOutputs(plan, isWriting(plan));
  if (fresh !== undefined) {
    const files = fresh.flatMap(({ plan: { out }, files: paths }) =>
      paths.map((path): Written => ({ path: join(out, path), status: "unchanged" })),
    );
    // Without warnings a run has no diagnostics, and that is said in the form that was asked for.
    if ((plan.run.format ?? "text") !== "text" && listFiles !== true)
      await (await import("./input.js")).reportDiagnostics([], plan.run.format);
    const inputs = fresh.flatMap((output) => output.inputs);
    const dependencies = await dependenciesOf(plan);
    dependencies.prepare(files, inputs);
    dependencies.write();
    return tell(plan, files);
  }
  return (await runWhole(plan)).status;
}

/** Carries out a plan without a look at what is known, and tells of it. Throws: UsageError for a depfile that cannot be written. */
export async function runWhole(plan: Plan): Promise<{ readonly status: ExitStatus; readonly report: BuildReport }> {
  const { force, watch } = plan.run;
  if (watch !== true) (await import("./jit.js")).startShort();
  const { buildOnce } = await import("./build-once.js");
  const { prepare, write } = await dependenciesOf(plan);
  const report = await buildOnce(plan, { write: isWriting(plan), force: force === true, prepare });
  if (report.refusal !== undefined) await complain(report.refusal);
  if (report.result !== "done") return { status: report.result === "failed" ? 1 : 2, report };
  write();
  return { status: await tell(plan, report.files), report };
}

const isWriting = ({ run: { check, dryRun, listFiles } }: Plan) =>
  check !== true && dryRun !== true && listFiles !== true;

/** What writes the depfile, where one is asked for: before anything else is written it is known that it can be. */
interface DependencyFile {
  /** Throws: UsageError. */
  prepare(files: readonly Written[], inputs: readonly string[]): void;
  /** Throws: UsageError where the system refuses. */
  write(): void;
}

async function dependenciesOf(plan: Plan): Promise<DependencyFile> {
  const { depfile, force } = plan.run;
  let write = () => {};
  if (depfile === undefined) return { prepare: write, write };
  const [{ prepareDepfile }, { watchedFiles }] = await Promise.all([
    import("../build/depfile.js"),
    import("../build/watched-files.js"),
  ]);
  return {
    prepare(files, read) {
      const made = files.filter(({ status }) => status !== "removed").map(({ path }) => path);
      // As one sees them from the current folder, wherever the paths come from: Make and Ninja compare them as text. A change
      // of the configuration makes the rule run as well.
      const inputs = watchedFiles(plan, read).map((path) => relative("", path));
      write = prepareDepfile({ depfile, files: made, inputs }, force === true);
    },
    write: () => write(),
  };
}

/** Says what came of it, or would. */
async function tell(
  { run: { check, dryRun, listFiles, quiet, verbose, format = "text" }, outputs }: Plan,
  files: readonly Written[],
): Promise<ExitStatus> {
  const changed = files.filter(({ status }) => status !== "unchanged");
  if (listFiles === true) {
    const kept = files.filter(({ status }) => status !== "removed");
    await print("stdout", kept.map(({ path }) => `${path}\n`).join(""));
    return 0;
  }
  if (check === true) {
    if (changed.length > 0) {
      await (await import("./out-of-date.js")).printOutOfDate(changed, format);
      return 1;
    }
    if (format !== "text") await (await import("./out-of-date.js")).printOutOfDate([], format);
    if (quiet !== true) await print("stderr", `${countFiles(files)} in ${folders(outputs)}, up to date\n`);
    return 0;
  }
  if (dryRun === true) {
    await print("stdout", changed.map(fileLine).join(""));
    if (quiet !== true)
      await print("stderr", `would change ${changed.length} of ${countFiles(files)} in ${folders(outputs)}\n`);
    return 0;
  }
  if (quiet === true) return 0;
  const lines = verbose === true ? files.map(fileLine) : [];
  const kept = files.filter(({ status }) => status !== "removed");
  const removed = files.length - kept.length;
  const also = removed === 0 ? "" : `, ${removed} removed`;
  const summary = `generated ${countFiles(kept)} in ${folders(outputs)} (${changed.length - removed} changed${also})\n`;
  await printLast("stderr", lines.join("") + summary);
  return 0;
}

const fileLine = ({ path, status }: Written) => `${status.padEnd(statusWidth)} ${path}\n`;

const statusWidth = Math.max(
  ...(["new", "changed", "unchanged", "removed"] satisfies FileStatus[]).map((word) => word.length),
);

const countFiles = ({ length }: readonly Written[]) => (length === 1 ? "1 file" : `${length} files`);

/** The folders of a run: the one, or how many. */
function folders(outputs: Plan["outputs"]): string {
  const names = [...new Set(outputs.map(({ out }) => out))];
  return names.length === 1 ? names[0]! : `${names.length} folders`;
}
