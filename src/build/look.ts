// What a run would do to its output folders, and what is in its way: looks only. In: folders with the files that are to
// be in them. Out: what becomes of each file, those left over from earlier runs too.
//
// What a person made is never written over: a file goes only if it carries our mark for its place, or the caller knows it.

import { join } from "node:path";

import { UsageError } from "../base/usage-error.js";
import type { TextFile } from "../emit/emitter.js";
import { refuseClashes } from "./clashes.js";
import type { Disk, Kind, Stat } from "./disk.js";
import { guarded } from "./disk.js";
import type { Leftovers } from "./leftovers.js";
import { findLeftovers } from "./leftovers.js";
import { isMarked } from "./marked.js";
import type { OutFolder } from "./out-folder.js";
import { inTheWay, kindNames, outFolder } from "./out-folder.js";
import { foldersAbove, pathFault } from "./output-path.js";

/** An output folder, and what is to be in it. */
export interface OutputFiles {
  /** The folder, as the user spelled it. */
  readonly out: string;
  /** By paths in it, with '/'. */
  readonly files: readonly TextFile[];
  /** Whether a file is ours though it carries no mark, as by the record of an earlier run. */
  readonly isKnownOurs?: ((path: string, bytes: Uint8Array) => boolean) | undefined;
  /** What earlier runs made, by paths in the folder; what is no longer made of it is left over. */
  readonly earlier?: readonly string[] | undefined;
}

/** The same with the bytes of every file, which are compared, written, and digested. */
export interface OutputBytes extends Omit<OutputFiles, "files"> {
  readonly files: readonly { readonly path: string; readonly bytes: Uint8Array }[];
}

/** What becomes of a file. */
export type FileStatus = "new" | "changed" | "unchanged" | "removed";

/** A file, and what becomes of it. */
export interface Look {
  readonly path: string;
  /** As messages name it. */
  readonly shown: string;
  readonly status: FileStatus;
  /** What is to be there. */
  readonly bytes?: Uint8Array;
  /** What is there. */
  readonly before?: Stat;
}

/** An output folder, and what becomes of its files. */
export interface OutputLook {
  readonly place: OutFolder;
  readonly files: readonly Look[];
  /** Folders to make, those above first. */
  readonly made: readonly string[];
  /** Folders that are empty when the left over files are gone, those below first. */
  readonly emptied: Leftovers["emptied"];
}

/** Where the outputs of a run go. Throws: UsageError where they are in each other's way, or something is in theirs. */
export function placesOf(disk: Disk, outputs: readonly OutputBytes[]): readonly OutFolder[] {
  for (const { path } of outputs.flatMap(({ files }) => files)) {
    const fault = pathFault(path);
    if (fault !== undefined) throw new UsageError(`cannot write the file '${path}': its path ${fault}`);
  }
  const places = outputs.map(({ out }) => outFolder(disk, out));
  refuseClashes(
    disk,
    outputs.map(({ files }, index) => ({ place: places[index]!, paths: files.map(({ path }) => path) })),
  );
  return places;
}

/** Looks at an output. `places` are those of all outputs of the run. Throws: UsageError. */
export function lookAt(
  disk: Disk,
  output: OutputBytes,
  {
    place,
    places,
    force,
  }: { readonly place: OutFolder; readonly places: readonly OutFolder[]; readonly force: boolean },
): OutputLook {
  const kinds = new Map<string, Kind | undefined>();
  const kindAt = (path: string) => {
    if (!kinds.has(path)) kinds.set(path, disk.lstat(join(place.folder, path))?.kind);
    return kinds.get(path);
  };
  const files = output.files.map((file) => {
    const shown = join(place.out, file.path);
    return guarded(`write '${shown}'`, () => lookAtFile(disk, { ...output, ...file, place, shown, kindAt, force }));
  });
  const above = files.filter(({ status }) => status === "new").flatMap(({ path }) => foldersAbove(path));
  const made = [...new Set(above)].filter((path) => kindAt(path) === undefined);
  const { files: left, emptied } = findLeftovers(disk, output, { place, places, produced: files });
  return { place, files: [...files, ...left], made, emptied };
}

interface Question extends Pick<OutputFiles, "isKnownOurs"> {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly place: OutFolder;
  readonly shown: string;
  readonly kindAt: (path: string) => Kind | undefined;
  readonly force: boolean;
}

function lookAtFile(disk: Disk, question: Question): Look {
  const { place, path, bytes, shown, kindAt } = question;
  if (!place.isThere) return { path, shown, status: "new", bytes };
  const at = join(place.folder, path);
  for (const folder of foldersAbove(path)) {
    const kind = kindAt(folder);
    if (kind === undefined) return { path, shown, status: "new", bytes };
    if (kind === "folder") continue;
    if (kind === "link" && isSameBehind(disk, at, bytes)) return { path, shown, status: "unchanged" };
    throw kind === "link" ? linkInTheWay(shown, join(place.out, folder)) : inTheWay(join(place.out, folder), kind);
  }
  const before = disk.lstat(at);
  if (before === undefined) return { path, shown, status: "new", bytes };
  if (before.kind === "link" && isSameBehind(disk, at, bytes)) return { path, shown, status: "unchanged" };
  if (before.kind === "link") throw linkInTheWay(shown, shown);
  if (before.kind !== "file")
    throw new UsageError(`cannot write '${shown}': ${kindNames[before.kind]} of that name is in the way`);
  return lookInside(disk, question, { at, before });
}

interface Found {
  readonly at: string;
  readonly before: Stat;
}

/** Looks at what a regular file holds, and whose it is. */
function lookInside(disk: Disk, { path, bytes, shown, isKnownOurs, force }: Question, { at, before }: Found): Look {
  const there = disk.read(at);
  if (isSame(there, bytes)) return { path, shown, status: "unchanged" };
  if (!force && !isMarked(path, there) && isKnownOurs?.(path, there) !== true) {
    throw new UsageError(
      `cannot write '${shown}': the file that is there is not marked as generated, so it may be yours; ` +
        "move it, choose another folder with --out, or write over it with --force",
    );
  }
  return { path, shown, status: "changed", bytes, before };
}

/** Whether a link leads to a file with just these bytes. What is no regular file is not opened: a pipe may have no end. */
function isSameBehind(disk: Disk, path: string, bytes: Uint8Array): boolean {
  const there = disk.stat(path);
  return there?.kind === "file" && there.size === bytes.length && isSame(disk.read(path), bytes);
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}

function linkInTheWay(shown: string, link: string): UsageError {
  const which = link === shown ? "a symbolic link of that name" : `the symbolic link '${link}'`;
  return new UsageError(
    `cannot write '${shown}': ${which} is in the way; remove it, or choose another folder with --out`,
  );
}
