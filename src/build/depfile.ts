// A file that tells Make and Ninja what generated files depend on, in the one syntax that both read (GNU Make's manual,
// "Generating Prerequisites Automatically"; Ninja's, "Depfile").

import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, resolve, sep } from "node:path";

import { attempt } from "../base/attempt.js";
import { systemReason, UsageError } from "../base/usage-error.js";
import { guarded } from "./disk.js";
import { ownId } from "./this-process.js";

/** What a depfile says. */
export interface Dependencies {
  readonly depfile: string;
  readonly files: readonly string[];
  readonly inputs: readonly string[];
}

/**
 * Makes ready to write a depfile, and gives what does it: whole or not at all, and always, since what is younger than its
 * inputs tells Make that all is done. Without `force` another file is not written over.
 *
 * Throws: UsageError for a path that neither Make nor Ninja can read, and for a file in the way; what is given back,
 * where the system refuses.
 */
export function prepareDepfile(dependencies: Dependencies, force: boolean): () => void {
  const { depfile, files, inputs } = dependencies;
  const isSame = (path: string) => resolve(path) === resolve(depfile);
  if (files.some(isSame)) throw new UsageError(`--depfile: '${depfile}' is one of the generated files`);
  if (inputs.some(isSame)) throw new UsageError(`--depfile: '${depfile}' is one of the files that are read`);
  const text = depfileText(dependencies);
  const there = guarded(`write '${depfile}'`, () => statSync(depfile, { throwIfNoEntry: false }));
  if (there?.isFile() === false) throw new UsageError(`--depfile: what is at '${depfile}' is no file`);
  if (there !== undefined && there.size > 0 && !force && !isDepfile(depfile)) {
    throw new UsageError(
      `--depfile: the file '${depfile}' is there, and is no depfile of this program; move it, or write over it with --force`,
    );
  }
  return () => writeWhole(depfile, text);
}

/** Whether a file is one that was written here. */
function isDepfile(path: string): boolean {
  const text = attempt(() => readFileSync(path, "utf8"));
  return [":", " \\\n"].some((end) => text?.startsWith(spelled(path) + end));
}

/** `depfile` and all generated files depend on all inputs; an input that is gone makes no rule fail. */
function depfileText({ depfile, files, inputs }: Dependencies): string {
  const sorted = [...new Set(inputs)].sort();
  const targets = [depfile, ...files].map(spelled).join(" \\\n  ");
  const needed = sorted.map((path) => ` \\\n  ${spelled(path)}`).join("");
  return `${targets}:${needed}\n${sorted.map((path) => `\n${spelled(path)}:\n`).join("")}`;
}

function writeWhole(path: string, text: string): void {
  const temporary = `${path}.${ownId()}.tmp`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(temporary, text);
    renameSync(temporary, path);
  } catch (error) {
    attempt(() => rmSync(temporary, { force: true }));
    throw new UsageError(`cannot write '${path}': ${systemReason(error) ?? (error as Error).message}`);
  }
}

/** What neither Make nor Ninja takes for anything but a letter of a name, or takes so with a backslash. */
const readable = /^[\w\-./+,@()\u0080-\uffff #$]*$/;

function spelled(path: string): string {
  const portable = path.replaceAll(sep, "/");
  if (!readable.test(portable)) {
    const wrong = [...portable].find((character) => !readable.test(character))!;
    throw new UsageError(
      `--depfile: Make or Ninja would misread ${JSON.stringify(wrong)} in the path ${JSON.stringify(path)}`,
    );
  }
  return portable.replace(/[ #]/g, "\\$&").replaceAll("$", "$$$$");
}
