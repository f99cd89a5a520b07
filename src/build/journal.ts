// What a run is about to do to output folders, written down before the first step: with it, and with what lies in the locks,
// everything can be put back, by the run itself or after its death by the next one. It lies in the lock of the first
// folder, the head; its removal is what makes the new state the one that stands.
//
// In a lock: `new-N`, what step N puts in place, `old-N`, what was there, `folder-N`, a folder that was emptied; in those of
// the other folders `run`, which names the run and leads to the head. To put things back takes renames alone, so it
// works on a disk that is full.

import { dirname, join } from "node:path";

import type { Disk, Stat } from "./disk.js";
import { codeOf, guarded, stampOf } from "./disk.js";
import { lockPath } from "./lock.js";
import { pathFault } from "./output-path.js";

/** One file. */
export interface Step {
  readonly kind: "new" | "changed" | "removed";
  /** In the output folder. */
  readonly path: string;
  /** What is put in place, which is how it is known again. */
  readonly stamp?: string;
}

/** All that is done to one output folder. */
export interface Changes {
  /** Relative to the head's. */
  readonly folder: string;
  /** Folders to make, those above first. */
  readonly made: readonly string[];
  readonly steps: readonly Step[];
  /** Folders to remove, those below first. */
  readonly emptied: readonly string[];
}

/** A run's changes to all of its output folders, the head's first. */
export interface Journal {
  readonly run: string;
  readonly outputs: readonly Changes[];
}

/** Leads from another folder's lock to the head. */
export interface Pointer {
  readonly run: string;
  /** Relative to the folder. */
  readonly head: string;
}

const journalFile = "journal";
const pointerFile = "run";

/** Where step `index` has its new file or keeps the old one, or where a folder is kept that was emptied. */
export function stagedPath(lock: string, name: "new" | "old" | "folder", index: number): string {
  return join(lock, `${name}-${index}`);
}

/** Writes the journal: it is there as a whole, or not at all. */
export function writeJournal(disk: Disk, lock: string, journal: Journal): void {
  const path = join(lock, "journal.new");
  disk.write(path, encode(journal));
  disk.sync(path);
  disk.rename(path, join(lock, journalFile));
  disk.sync(lock);
}

/** Whether a lock has a journal. */
export function hasJournal(disk: Disk, lock: string): boolean {
  return disk.lstat(join(lock, journalFile)) !== undefined;
}

/** The journal in a lock, or undefined. What no run wrote is none. */
export function readJournal(disk: Disk, lock: string): Journal | undefined {
  const journal = readJson(disk, join(lock, journalFile)) as Partial<Journal> | undefined;
  if (typeof journal?.run !== "string" || !Array.isArray(journal.outputs)) return undefined;
  return journal.outputs.every(isChanges) ? (journal as Journal) : undefined;
}

function isChanges({ folder, made, steps, emptied }: Partial<Changes>): boolean {
  if (typeof folder !== "string" || ![made, steps, emptied].every(Array.isArray)) return false;
  const paths = [...made!, ...steps!.map(({ path }) => path), ...emptied!];
  return paths.every((path) => typeof path === "string" && pathFault(path) === undefined);
}

/** Makes the new state stand. */
export function removeJournal(disk: Disk, lock: string): void {
  disk.unlink(join(lock, journalFile));
}

/** Makes a lock one of a run whose journal is elsewhere. */
export function writePointer(disk: Disk, lock: string, pointer: Pointer): void {
  const path = join(lock, pointerFile);
  disk.write(path, encode(pointer));
  disk.sync(path);
  disk.sync(lock);
}

/** What leads to the head; undefined in the head itself. */
export function readPointer(disk: Disk, lock: string): Pointer | undefined {
  const pointer = readJson(disk, join(lock, pointerFile)) as Partial<Pointer> | undefined;
  return typeof pointer?.run === "string" && typeof pointer.head === "string" ? (pointer as Pointer) : undefined;
}

/**
 * Puts back what was there before the changes to a folder, how far ever they came, and also a second time. What a person
 * put there since stays. Throws: UsageError where the system refuses.
 */
export function undo(disk: Disk, folder: string, { made, steps, emptied }: Changes): void {
  for (const [index, path] of [...emptied.entries()].reverse()) {
    const at = join(folder, path);
    restoring(at, () => {
      const kept = stagedPath(lockPath(folder), "folder", index);
      if (disk.lstat(at) === undefined && disk.lstat(kept) !== undefined) disk.rename(kept, at);
    });
  }
  for (const [index, step] of steps.entries())
    restoring(join(folder, step.path), () => undoStep(disk, folder, { step, index }));
  for (const path of made.toReversed()) {
    restoring(join(folder, path), () => disk.removeFolder(join(folder, path)), [
      "ENOENT",
      "ENOTEMPTY",
      "EEXIST",
      "ENOTDIR",
    ]);
  }
}

function undoStep(disk: Disk, folder: string, { step, index }: { readonly step: Step; readonly index: number }): void {
  const at = join(folder, step.path);
  const there = disk.lstat(at);
  const isOurs = there !== undefined && stampOf(there) === step.stamp;
  if (step.kind === "new") {
    if (isOurs) disk.unlink(at);
    return;
  }
  const kept = stagedPath(lockPath(folder), "old", index);
  const old: Stat | undefined = disk.lstat(kept);
  if (old !== undefined && (there === undefined || isOurs)) disk.rename(kept, at);
}

/** Does a step back; that a part of the path is gone by now keeps no other step. */
function restoring(path: string, act: () => void, passing: readonly string[] = ["ENOENT", "ENOTDIR"]): void {
  guarded(`put '${path}' back as it was`, () => {
    try {
      act();
    } catch (error) {
      if (!passing.includes(codeOf(error) ?? "")) throw error;
    }
  });
}

/** The folders in which steps change entries. */
export function touchedFolders(folder: string, { made, steps, emptied }: Changes): readonly string[] {
  const paths = [...made, ...steps.map(({ path }) => path), ...emptied];
  const gone = new Set(emptied.map((path) => join(folder, path)));
  return [...new Set(paths.map((path) => dirname(join(folder, path))))].filter((path) => !gone.has(path));
}

function encode(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

/** Undefined for a file that is not there, or not whole: a run that was killed had then changed nothing yet. */
function readJson(disk: Disk, path: string): unknown {
  if (disk.lstat(path)?.kind !== "file") return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(disk.read(path)));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
