// Files of earlier runs that are no longer made. In: an output folder, what is made in it now, what is known of earlier
// runs. Out: the files to remove, and the folders that are empty then. Looks into the folder itself, into those below that
// hold made files or are always ours, and at known paths; never through a link, never into another output's folder.

import { join, sep } from "node:path";

import type { Disk, Entry, Stat } from "./disk.js";
import { codeOf } from "./disk.js";
import { listOr } from "./lock.js";
import type { Look, OutputBytes } from "./look.js";
import { isMarked, markBytes, ownFolders } from "./marked.js";
import type { OutFolder } from "./out-folder.js";
import { foldersAbove, pathFault } from "./output-path.js";

/** What is left over. */
export interface Leftovers {
  readonly files: readonly Look[];
  /** Folders that are empty when the files are gone, those below first. */
  readonly emptied: readonly string[];
}

/** What is known of the run. */
export interface Surroundings {
  readonly place: OutFolder;
  /** Those of all outputs. */
  readonly places: readonly OutFolder[];
  /** What is made in it now. */
  readonly produced: readonly Look[];
}

/** The shortest mark is longer. */
const leastSize = 40;

/** Finds what is left over. What cannot be read is not ours to judge, and stays. */
export function findLeftovers(disk: Disk, output: OutputBytes, surroundings: Surroundings): Leftovers {
  const { place, produced } = surroundings;
  if (!place.isThere) return { files: [], emptied: [] };
  const isForeign = foreign(surroundings);
  const made = new Set(produced.map(({ path }) => path));
  const found = new Map<string, Look>();
  const consider = (path: string, isOurs: (at: string, stat: Stat) => boolean) => {
    if (made.has(path) || found.has(path) || isForeign(path)) return;
    readable(() => {
      const at = join(place.folder, path);
      const before = disk.lstat(at);
      if (before?.kind !== "file" || !isOurs(at, before) || isProduced(disk, before, { path, surroundings })) return;
      found.set(path, { path, shown: join(place.out, path), status: "removed", before });
    });
  };
  const hasMark =
    (path: string) =>
    (at: string, { size }: Stat) =>
      size >= leastSize && isMarked(path, disk.readStart(at, markBytes));
  for (const path of searchedFiles(disk, surroundings)) consider(path, hasMark(path));
  for (const path of output.earlier ?? []) {
    if (pathFault(path) !== undefined || !isInPlainFolders(disk, place, path)) continue;
    consider(path, hasMark(path));
  }
  const files = [...found.values()].sort((one, other) => (one.path < other.path ? -1 : 1));
  return { files, emptied: emptiedFolders(disk, files, surroundings) };
}

/** Paths of the regular files in the folders that are searched. */
function searchedFiles(disk: Disk, { place, produced }: Surroundings): readonly string[] {
  const top = entriesOf(disk, place.folder);
  const paths = filesAmong(top, "");
  const own = new Set(ownFolders);
  const walk = (folder: string) => {
    const entries = entriesOf(disk, join(place.folder, folder));
    paths.push(...filesAmong(entries, `${folder}/`));
    // All of a folder of our own is ours.
    if (!own.has(folder.split("/", 1)[0]!)) return;
    for (const { name, kind } of entries) if (kind === "folder") walk(`${folder}/${name}`);
  };
  const roots = new Set(top.filter(({ kind }) => kind === "folder").map(({ name }) => name));
  for (const name of ownFolders) if (roots.has(name)) walk(name);
  const others = new Set(produced.flatMap(({ path }) => foldersAbove(path)));
  for (const folder of others) {
    const [root] = folder.split("/", 1);
    if (!own.has(root!) && roots.has(root!) && isInPlainFolders(disk, place, `${folder}/x`)) walk(folder);
  }
  return paths;
}

function filesAmong(entries: readonly Entry[], before: string): string[] {
  return entries.filter(({ kind }) => kind === "file").map(({ name }) => before + name);
}

function entriesOf(disk: Disk, folder: string): readonly Entry[] {
  return readable(() => listOr(disk, folder)) ?? [];
}

/** Whether the folders above a path are folders, and no links. */
function isInPlainFolders(disk: Disk, place: OutFolder, path: string): boolean {
  return foldersAbove(path).every((folder) => disk.lstat(join(place.folder, folder))?.kind === "folder");
}

/** Tells paths that lead into another output's folder. */
function foreign({ place, places }: Surroundings): (path: string) => boolean {
  const inside = places.filter(({ folder }) => folder !== place.folder && folder.startsWith(place.folder + sep));
  return (path) => inside.some(({ folder }) => `${join(place.folder, path)}${sep}`.startsWith(folder + sep));
}

/** Whether a file is one of those that are made, under a name in another case. */
function isProduced(
  disk: Disk,
  found: Stat,
  { path, surroundings: { place, produced } }: { readonly path: string; readonly surroundings: Surroundings },
): boolean {
  const folded = path.toLowerCase();
  return produced.some((one) => {
    if (one.path.toLowerCase() !== folded) return false;
    const other = disk.lstat(join(place.folder, one.path));
    return other !== undefined && other.ino === found.ino && other.dev === found.dev;
  });
}

function emptiedFolders(
  disk: Disk,
  files: readonly Look[],
  { place, places, produced }: Surroundings,
): Leftovers["emptied"] {
  const needed = new Set(produced.flatMap(({ path }) => foldersAbove(path)));
  const isOutput = (path: string) =>
    places.some(({ folder }) => `${folder}${sep}`.startsWith(join(place.folder, path) + sep));
  const gone = new Set(files.map(({ path }) => path));
  const folders = [...new Set(files.flatMap(({ path }) => foldersAbove(path)))].sort((a, b) => depth(b) - depth(a));
  const emptied: string[] = [];
  for (const path of folders) {
    const at = join(place.folder, path);
    if (needed.has(path) || isOutput(path)) continue;
    if (disk.lstat(at)?.kind !== "folder" || !disk.list(at).every(({ name }) => gone.has(`${path}/${name}`))) continue;
    gone.add(path);
    emptied.push(path);
  }
  return emptied;
}

/** Undefined where permission is denied, or what was listed is gone by now. */
function readable<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    if (!["EACCES", "EPERM", "ENOENT"].includes(codeOf(error) ?? "")) throw error;
    return undefined;
  }
}

function depth(path: string): number {
  return path.split("/").length;
}
