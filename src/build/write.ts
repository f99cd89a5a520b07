// Writes the files of a run into its output folders: only those that changed, all of them or none, over all folders, and
// whatever happens. In: folders and finished files. Out: what becomes of each.
//
// A run that has something to do locks the folders, looks again, stages the new files in the locks, writes its journal,
// and puts everything in place. Then the journal is removed, and with that the new state stands. Where a step fails the
// run itself goes back to the old state; where it is killed, the next run does that first.

import { relative } from "node:path";

import { attempt } from "../base/attempt.js";
import { UsageError } from "../base/usage-error.js";
import type { Disk } from "./disk.js";
import { guarded, likeBefore, ownerOnly, realDisk, stampOf } from "./disk.js";
import type { Changes, Journal, Step } from "./journal.js";
import { hasJournal, removeJournal, stagedPath, touchedFolders, undo, writeJournal, writePointer } from "./journal.js";
import type { Lock } from "./lock.js";
import { abandon, letGo, takeLock } from "./lock.js";
import type { FileStatus, OutputBytes, OutputFiles, OutputLook } from "./look.js";
import { lookAt, placesOf } from "./look.js";
import type { OutFolder } from "./out-folder.js";
import type { Pair } from "./place.js";
import { checkKept, putInPlace } from "./place.js";
import type { Patience } from "./recover.js";
import { patienceOf, settle } from "./recover.js";

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
  readonly outputs: readonly OutputBytes[];
  readonly options: WriteOptions;
  readonly looks: readonly OutputLook[];
}

/**
 * Finds out what a run would do. Writes nothing, but clears away what a killed run left. Throws: UsageError where
 * something is in the way.
 */
export function planWrite(texts: readonly OutputFiles[], options: WriteOptions): WritePlan {
  const outputs = texts.map(inBytes);
  const { disk = realDisk, patienceMs = 10_000 } = options;
  const patience = patienceOf(disk, patienceMs);
  return guarded(writing(outputs), () => {
    // What a killed run made: folders above can go when those below are gone.
    for (const place of inOrder(placesOf(disk, outputs)).toReversed()) settle(disk, place, patience);
    return lookAtAll(outputs, options);
  });
}

/** Once for all that is done with them. */
function inBytes(output: OutputFiles): OutputBytes {
  const encoder = new TextEncoder();
  return { ...output, files: output.files.map(({ path, text }) => ({ path, bytes: encoder.encode(text) })) };
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
function writing(outputs: readonly OutputBytes[]): string {
  return `write into ${outputs.map(({ out }) => `'${out}'`).join(", ")}`;
}

function lookAtAll(outputs: readonly OutputBytes[], options: WriteOptions): WritePlan {
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

/** Lets go of locks; a journal that is still there is the next run's to follow. It may lie in any of them: see `carryOut`. */
function letAllGo(disk: Disk, locks: readonly Lock[]): void {
  const isClear = attempt(() => locks.every(({ path }) => !hasJournal(disk, path))) ?? false;
  for (const lock of locks.toReversed())
    if (isClear) letGo(disk, lock);
    else abandon(disk, lock);
}

/** Undefined where a folder that has changes is not locked. */
function pairUp(looks: readonly OutputLook[], locks: readonly Lock[]): readonly Pair[] | undefined {
  const pairs = locks.flatMap((lock) => {
    const look = looks.find(({ place }) => place.folder === lock.place.folder);
    return look === undefined ? [] : [{ look, lock, work: look.files.filter(({ status }) => status !== "unchanged") }];
  });
  return pairs.length === looks.length ? pairs : undefined;
}

/** The head is the first folder that has changes by now, which need not be the first that is locked. */
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
      // As late as can be: from here on what was saved in the meantime could not be put back.
      for (const pair of pairs) checkKept(disk, pair);
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
      disk.write(stagedAt(index), bytes, before === undefined ? undefined : ownerOnly);
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
