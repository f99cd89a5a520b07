// Outputs of one run that are in each other's way: the same folder twice, two files at one place, a file where another needs
// a folder. Also where names differ in case only, on a disk that does not tell them apart.

import { basename, dirname, join } from "node:path";

import { attempt } from "../base/attempt.js";
import { UsageError } from "../base/usage-error.js";
import type { Disk } from "./disk.js";
import type { OutFolder } from "./out-folder.js";
import { foldersAbove } from "./output-path.js";

/** An output folder, and the paths of the files in it. */
export interface PlacedPaths {
  readonly place: OutFolder;
  readonly paths: readonly string[];
}

type Fold = (path: string) => string;

/** Throws: UsageError that names both of those that are in each other's way. */
export function refuseClashes(disk: Disk, outputs: readonly PlacedPaths[]): void {
  const clash = clashOf(outputs, (path) => path);
  if (clash !== undefined) throw new UsageError(clash);
  const inCase = clashOf(outputs, (path) => path.toLowerCase());
  // The disk is asked only where it matters.
  if (inCase !== undefined && outputs.some(({ place }) => isCaseBlind(disk, place.folder))) {
    throw new UsageError(`${inCase} (this disk does not tell upper case from lower case)`);
  }
}

function clashOf(outputs: readonly PlacedPaths[], fold: Fold): string | undefined {
  const outs = new Map<string, string>();
  for (const { place } of outputs) {
    const other = outs.get(fold(place.folder));
    if (other !== undefined) {
      const both =
        other === place.out ? `two outputs go into '${other}'` : `'${other}' and '${place.out}' are the same folder`;
      return `${both}: each output needs a folder of its own`;
    }
    outs.set(fold(place.folder), place.out);
  }
  const folders = new Map(outs);
  for (const { place, paths } of outputs) {
    for (const above of paths.flatMap(foldersAbove))
      folders.set(fold(join(place.folder, above)), join(place.out, above));
  }
  return clashOfFiles(outputs, folders, fold);
}

function clashOfFiles(
  outputs: readonly PlacedPaths[],
  folders: ReadonlyMap<string, string>,
  fold: Fold,
): string | undefined {
  const files = new Map<string, string>();
  for (const { place, paths } of outputs) {
    for (const path of paths) {
      const shown = join(place.out, path);
      const key = fold(join(place.folder, path));
      const other = files.get(key);
      if (other === shown) return `cannot write '${shown}' twice: two files of this run have that path`;
      if (other !== undefined) return `cannot write '${shown}': it is at the same place as '${other}' of this run`;
      const folder = folders.get(key);
      if (folder !== undefined) return `cannot write '${shown}': this run needs a folder of that name, '${folder}'`;
      files.set(key, shown);
    }
  }
  return undefined;
}

/** Whether a disk finds a folder, or one above it, under its name in the other case. */
function isCaseBlind(disk: Disk, folder: string): boolean {
  for (let path = folder; dirname(path) !== path; path = dirname(path)) {
    const there = attempt(() => disk.lstat(path));
    const name = basename(path);
    const other = name === name.toLowerCase() ? name.toUpperCase() : name.toLowerCase();
    if (there === undefined || other === name) continue;
    const same = attempt(() => disk.lstat(join(dirname(path), other)));
    return same?.ino === there.ino && same.dev === there.dev;
  }
  return false;
}
