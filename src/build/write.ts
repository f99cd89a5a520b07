// Writes the files of a run into its output folders: only those that changed, all of them or none, over all folders, and
// whatever happens. In: folders and finished files. Out: what becomes of each.
//
// A run that has something to do locks the folders, looks again, stages the new files in the locks, writes its journal,
// and puts everything in place. Then the journal is removed, and with that the new state stands. Where a step fails the
// run itself goes back to the old state; where it is killed, the next run does that first.

import { join, relative } from "node:path";

import { UsageError } from "../base/usage-error.js";
import type { Disk } from "./disk.js";
import { attempt, codeOf, guarded, realDisk, stampOf } from "./disk.js";
import type { Changes, Journal, Step } from "./journal.js";
import { hasJournal, removeJournal, stagedPath, touchedFolders, undo, writeJournal, writePointer } from "./journal.js";
import type { Lock } from "./lock.js";
import { abandon, letGo, takeLock } from "./lock.js";
import type { FileStatus, Look, OutputFiles, OutputLook } from "./look.js";
import { lookAt, placesOf } from "./look.js";
import type { OutFolder } from "./out-folder.js";
import { makeFolder } from "./out-folder.js";
import type { Patience } from "./recover.js";
import { patienceOf, settle } from "./recover.js";

export type { FileStatus, OutputFiles } from "./look.js";

/** What became of a file, or would; `path` is that of the disk. */
export interface Written {
  readonly path: string;
  readonly status: FileStatus;
}

/** How to write. */
export interface WriteOptions {
  /** Whether to write over files that are not known to be ours. */
  readonly force: boolean;
  readonly disk?: Disk | undefined;
  /** How long to wait for another run that writes into the same folder, in milliseconds; 10,000 unless told. */
  readonly patienceMs?: number | undefined;
}

/** What a run would do. */
export interface WritePlan {
  /** Every file, with its folder's spelling; those to remove are behind those to write, output by output. */
  readonly files: readonly Written[];
  readonly outputs: readonly OutputFiles[];
  readonly options: WriteOptions;
  readonly looks: readonly OutputLook[];
}

/**
 * Finds out what a run would do. Writes nothing, but clears away what a killed run left. Throws: UsageError where
 * something is in the way.
 */
export function planWrite(outputs: readonly OutputFiles[], options: WriteOptions): WritePlan {
  const { disk = realDisk, patienceMs = 10_000 } = options;
  const patience = patienceOf(disk, patienceMs);
  return guarded(writing(outputs), () => {
    // What a killed run made: folders above can go when those below are gone.
    for (const place of inOrder(placesOf(disk, outputs)).toReversed()) settle(disk, place, patience);
    return lookAtAll(outputs, options);
  });
}

/** Does it, all or none; looks again first. Throws: UsageError where it cannot be done; then everything is as it was. */
export function writePlan({ outputs, options, looks, files }: WritePlan): readonly Written[] {
  if (!looks.some(hasChanges)) return files;
  const { disk = realDisk, patienceMs = 10_000 } = options;
  const patience = patienceOf(disk, patienceMs);
  const resume = disk.holdSignals();
  try {
    return guarded(writing(outputs), () => {
      for (let changing = looks.filter(hasChanges); ;) {
        const locks = takeLocks(disk, inOrder(changing.map(({ place }) => place)), patience);
        try {
          const plan = lookAtAll(outputs, options);
          changing = plan.looks.filter(hasChanges);
          const pairs = pairUp(changing, locks);
          // Otherwise another run has changed a folder that had been as it should be.
          if (pairs !== undefined) {
            if (pairs.length > 0) carryOut(disk, pairs);
            return plan.files;
          }
        } finally {
          letAllGo(disk, locks);
        }
      }
    });
  } finally {
    resume();
  }
}

/** What is being done, for what the system refuses where nothing nearer is known. */
function writing(outputs: readonly OutputFiles[]): string {
  return `write into ${outputs.map(({ out }) => `'${out}'`).join(", ")}`;
}

function lookAtAll(outputs: readonly OutputFiles[], options: WriteOptions): WritePlan {
  const { disk = realDisk, force } = options;
  const places = placesOf(disk, outputs);
  const looks = outputs.map((output, index) => lookAt(disk, output, { place: places[index]!, places, force }));
  const files = looks.flatMap((look) => look.files.map(({ shown, status }) => ({ path: shown, status })));
  return { files, outputs, options, looks };
}

function hasChanges({ files }: OutputLook): boolean {
  return files.some(({ status }) => status !== "unchanged");
}

/** The same order in every run, so that two never wait for each other. */
function inOrder(places: readonly OutFolder[]): readonly OutFolder[] {
  return [...places].sort((one, other) => (one.folder < other.folder ? -1 : 1));
}

/** Takes all locks, or none while it waits. */
function takeLocks(disk: Disk, places: readonly OutFolder[], patience: Patience): readonly Lock[] {
  for (;;) {
    for (const place of places.toReversed()) settle(disk, place, patience);
    const locks: Lock[] = [];
    try {
      for (const place of places) {
        const lock = takeLock(disk, place);
        if (lock === undefined) break;
        locks.push(lock);
      }
      if (locks.length === places.length) return locks;
    } catch (error) {
      letAllGo(disk, locks);
      throw error;
    }
    letAllGo(disk, locks);
  }
}

/** Lets go of locks; a journal that is still there is the next run's to follow. */
function letAllGo(disk: Disk, locks: readonly Lock[]): void {
  const [head] = locks;
  if (head === undefined) return;
  const isClear = attempt(() => !hasJournal(disk, head.path)) ?? false;
  for (const lock of locks.toReversed())
    if (isClear) letGo(disk, lock);
    else abandon(disk, lock);
}

/** A locked folder that has changes. */
interface Pair {
  readonly look: OutputLook;
  readonly lock: Lock;
  readonly work: readonly Look[];
}

/** Undefined where a folder that has changes is not locked. */
function pairUp(looks: readonly OutputLook[], locks: readonly Lock[]): readonly Pair[] | undefined {
  const pairs = locks.flatMap((lock) => {
    const look = looks.find(({ place }) => place.folder === lock.place.folder);
    return look === undefined ? [] : [{ look, lock, work: look.files.filter(({ status }) => status !== "unchanged") }];
  });
  return pairs.length === looks.length ? pairs : undefined;
}

function carryOut(disk: Disk, pairs: readonly Pair[]): void {
  const head = pairs[0]!.lock;
  const outputs = pairs.map((pair) => stage(disk, pair, head));
  const journal: Journal = { run: head.id, outputs };
  try {
    guarded(`write into '${head.place.out}'`, () => {
      for (const { lock } of pairs.slice(1)) {
        writePointer(disk, lock.path, { run: head.id, head: relative(lock.place.folder, head.place.folder) });
      }
      writeJournal(disk, head.path, journal);
    });
    for (const pair of pairs) putInPlace(disk, pair);
    guarded(`write into '${head.place.out}'`, () => {
      for (const [index, { lock }] of pairs.entries()) {
        for (const folder of touchedFolders(lock.place.folder, outputs[index]!)) disk.sync(folder);
      }
      removeJournal(disk, head.path);
    });
  } catch (error) {
    putBack(disk, { pairs, outputs, error });
    throw error;
  }
  attempt(() => disk.sync(head.path));
}

function putBack(
  disk: Disk,
  {
    pairs,
    outputs,
    error,
  }: { readonly pairs: readonly Pair[]; readonly outputs: readonly Changes[]; readonly error: unknown },
): void {
  try {
    for (const [index, { lock }] of [...pairs.entries()].reverse()) undo(disk, lock.place.folder, outputs[index]!);
    const head = pairs[0]!.lock;
    guarded(`write into '${head.place.out}'`, () => {
      if (hasJournal(disk, head.path)) removeJournal(disk, head.path);
    });
  } catch (other) {
    if (!(error instanceof UsageError) || !(other instanceof UsageError)) throw other;
    throw new UsageError(`${error.message}; and then ${other.message}; the next run tries that again`);
  }
}

/** Puts new files beside their places: into the lock, which is in the same folder. */
function stage(disk: Disk, { look, lock, work }: Pair, head: Lock): Changes {
  const stagedAt = (index: number) => stagedPath(lock.path, "new", index);
  const steps = work.map(({ path, shown, status, bytes, before }, index): Step => {
    if (status === "removed" || bytes === undefined) return { kind: "removed", path };
    return guarded(`write '${shown}'`, () => {
      disk.write(stagedAt(index), bytes);
      if (before !== undefined) likeBefore(disk, stagedAt(index), before);
      return { kind: status === "new" ? "new" : "changed", path, stamp: stampOf(disk.lstat(stagedAt(index))!) };
    });
  });
  // All are written before the first is waited for: the disk takes them in one go.
  for (const [index, { shown, status }] of work.entries()) {
    if (status !== "removed") guarded(`write '${shown}'`, () => disk.sync(stagedAt(index)));
  }
  const { made, emptied } = look;
  return { folder: relative(head.place.folder, look.place.folder), made, steps, emptied };
}

/** Gives a file the owner, where that is allowed, and the mode of the one that it replaces. */
function likeBefore(disk: Disk, path: string, { uid, gid, mode }: NonNullable<Look["before"]>): void {
  const fresh = disk.lstat(path)!;
  if (fresh.uid !== uid || fresh.gid !== gid) attempt(() => disk.chown(path, uid, gid));
  disk.chmod(path, mode);
}

function putInPlace(disk: Disk, { look, lock, work }: Pair): void {
  const { folder, out } = look.place;
  for (const path of look.made)
    guarded(`make the folder '${join(out, path)}'`, () => makeFolder(disk, join(folder, path)));
  for (const [index, one] of work.entries()) {
    const { status, shown } = one;
    guarded(`${status === "removed" ? "remove" : "write"} '${shown}'`, () =>
      putOne(disk, one, { folder, lock, index }),
    );
  }
  for (const [index, path] of look.emptied.entries()) {
    const at = join(folder, path);
    const kept = stagedPath(lock.path, "folder", index);
    guarded(`remove the folder '${join(out, path)}'`, () => {
      disk.rename(at, kept);
      // Somebody may have put something there.
      if (disk.list(kept).length > 0) disk.rename(kept, at);
    });
  }
}

function putOne(
  disk: Disk,
  { path, shown, status, before }: Look,
  { folder, lock, index }: { readonly folder: string; readonly lock: Lock; readonly index: number },
): void {
  const at = join(folder, path);
  const staged = stagedPath(lock.path, "new", index);
  const kept = stagedPath(lock.path, "old", index);
  const there = disk.lstat(at);
  if ((there === undefined ? "" : stampOf(there)) !== (before === undefined ? "" : stampOf(before))) {
    throw new UsageError(`cannot write '${shown}': somebody else has just changed it; run it again`);
  }
  if (status === "removed") disk.rename(at, kept);
  else if (status === "new")
    orElse(
      () => disk.link(staged, at),
      () => disk.rename(staged, at),
    );
  else {
    orElse(
      () => disk.link(at, kept),
      () => disk.rename(at, kept),
    );
    disk.rename(staged, at);
  }
}

/**
 * Links where that can be done: so a new file is never put over one that somebody makes at this moment, and one that is
 * replaced is never missing. Not every disk has links.
 */
function orElse(link: () => void, rename: () => void): void {
  try {
    link();
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined || code === "EEXIST") throw error;
    rename();
  }
}
