// A file that tells Make and Ninja what generated files depend on, in the one syntax that both read (GNU Make's manual,
// "Generating Prerequisites Automatically"; Ninja's, "Depfile").

import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

import { systemReason, UsageError } from "../base/usage-error.js";

/**
 * The text: `depfile` and all generated files depend on all inputs; an input that is gone makes no rule fail.
 * Throws: UsageError for a path that neither Make nor Ninja can read.
 */
export function depfileText(depfile: string, files: readonly string[], inputs: readonly string[]): string {
  const sorted = [...new Set(inputs)].sort();
  const targets = [depfile, ...files].map(spelled).join(" \\\n  ");
  const needed = sorted.map((path) => ` \\\n  ${spelled(path)}`).join("");
  return `${targets}:${needed}\n${sorted.map((path) => `\n${spelled(path)}:\n`).join("")}`;
}

/**
 * Writes it, whole or not at all, and always: what is younger than its inputs tells Make that all is done.
 * Throws: UsageError where the system refuses.
 */
export function writeDepfile(depfile: string, files: readonly string[], inputs: readonly string[]): void {
  const text = depfileText(depfile, files, inputs);
  const temporary = `${depfile}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(depfile), { recursive: true });
    writeFileSync(temporary, text);
    renameSync(temporary, depfile);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new UsageError(`cannot write '${depfile}': ${systemReason(error) ?? (error as Error).message}`);
  }
}

function spelled(path: string): string {
  if (/[\n\r:%\\]/.test(path)) {
    throw new UsageError(
      `--depfile: the path '${path}' has a character that Make cannot read (':', '%', '\\' or a line end)`,
    );
  }
  return path.replace(/[ #]/g, "\\$&").replaceAll("$", "$$$$");
}
