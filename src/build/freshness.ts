// Whether a run has nothing to do: what is found before compiler and emitters are loaded.

import { closeSync, existsSync, lstatSync, openSync, readdirSync, readSync } from "node:fs";
import { join } from "node:path";

import { debrisPrefix, isMarked, markBytes, ownFolders } from "./marked.js";
import { foldersAbove } from "./output-path.js";
import type { OutputPlan, Plan } from "./plan.js";
import { prettierFiles } from "./prettier.js";
import type { OutputRecord } from "./record.js";
import { lookAt, readRecord, writeRecord } from "./record.js";

/** An output that is up to date. */
export interface FreshOutput {
  readonly plan: OutputPlan;
  /** Its files, by path in its folder. */
  readonly files: readonly string[];
  /** What it depends on, by absolute path. */
  readonly inputs: readonly string[];
}

/**
 * The outputs of a plan, if all of them are known to be up to date; undefined where a whole run has to tell. With `remember`
 * the next look is quicker.
 */
export function freshOutputs({ outputs }: Plan, remember: boolean): readonly FreshOutput[] | undefined {
  const renewed: OutputRecord[] = [];
  const fresh: FreshOutput[] = [];
  for (const plan of outputs) {
    const record = readRecord(plan);
    if (record === undefined || !sameList(record.prettier, prettierFiles(plan.out))) return undefined;
    const look = lookAt(record, plan);
    const files = record.outputs.map(({ path }) => path);
    if (!look.isFresh || hasOthers(plan.out, files)) return undefined;
    if (look.renewed !== undefined) renewed.push(look.renewed);
    fresh.push({ plan, files, inputs: record.inputs.map(({ path }) => path) });
  }
  if (remember) for (const record of renewed) writeRecord(record);
  return fresh;
}

const sameList = (some: readonly string[], others: readonly string[]) =>
  some.length === others.length && some.every((one, index) => one === others[index]);

/** Whether there may be files of ours besides these, or what a killed run left: then a whole run looks closely. */
function hasOthers(out: string, files: readonly string[]): boolean {
  const made = new Set(files);
  const folders = new Set(["", ...ownFolders, ...files.flatMap(foldersAbove)]);
  // A folder that is found on the way is looked into as well.
  for (const folder of folders) {
    for (const name of namesIn(join(out, folder))) {
      const path = folder === "" ? name : `${folder}/${name}`;
      if (made.has(path)) continue;
      if (name.startsWith(debrisPrefix)) return true;
      const status = lstatSync(join(out, path), { throwIfNoEntry: false });
      if (status?.isFile() === true && isMarked(path, startOf(join(out, path)))) return true;
      if (status?.isDirectory() === true && folder !== "") folders.add(path);
    }
  }
  return false;
}

/** The names in a folder. Asked for first, since most folders are not there, and an error costs a millisecond. */
function namesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** A file's first bytes; none where it cannot be read, as a whole run would say. */
function startOf(path: string): Uint8Array {
  const bytes = new Uint8Array(markBytes);
  try {
    const file = openSync(path, "r");
    try {
      return bytes.subarray(0, readSync(file, bytes));
    } finally {
      closeSync(file);
    }
  } catch {
    return bytes.subarray(0, 0);
  }
}
