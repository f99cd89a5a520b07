// Puts what is staged in the lock of an output folder in its place, and what was there into the lock. In: what becomes of each
// file. A person's file is never lost: what is in its place by now, or was saved meanwhile, ends the run with an error, and
// is there to be put back.

import { join } from "node:path";

import { UsageError } from "../base/usage-error.js";
import type { Disk, Stat } from "./disk.js";
import { codeOf, guarded, stampOf } from "./disk.js";
import { stagedPath } from "./journal.js";
import type { Lock } from "./lock.js";
import type { Look, OutputLook } from "./look.js";
import { makeFolder } from "./out-folder.js";

/** A locked folder that has changes. */
export interface Pair {
  readonly look: OutputLook;
  readonly lock: Lock;
  /** The files that change. */
  readonly work: readonly Look[];
}

/** Puts everything of a folder in place. Throws: UsageError where the system refuses, and where somebody was faster. */
export function putInPlace(disk: Disk, { look, lock, work }: Pair): void {
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
  if (!isAsBefore(there, before)) throw changedMeanwhile({ status, shown });
  if (status === "removed") return disk.rename(at, kept);
  const put = () => {
    // Only the moment between these two calls is left to others, on a disk that has no links.
    if (disk.lstat(at) !== undefined) throw changedMeanwhile({ status, shown });
    disk.rename(staged, at);
  };
  if (status === "new") orElse(() => disk.link(staged, at), put);
  else if (
    orElse(
      () => disk.link(at, kept),
      () => disk.rename(at, kept),
    )
  )
    disk.rename(staged, at);
  else put();
}

/**
 * Makes sure that what was kept is what was looked at: somebody may have saved it when it had been looked at, and before it
 * was kept, or with an editor that had it open. Throws: UsageError where it is not; to put it back is the caller's.
 */
export function checkKept(disk: Disk, { lock, work }: Pair): void {
  for (const [index, one] of work.entries()) {
    if (one.before === undefined) continue;
    if (!isAsBefore(disk.lstat(stagedPath(lock.path, "old", index)), one.before)) throw changedMeanwhile(one);
  }
}

function isAsBefore(there: Stat | undefined, before: Stat | undefined): boolean {
  if (there === undefined || before === undefined) return there === before;
  return stampOf(there) === stampOf(before);
}

function changedMeanwhile({ status, shown }: Pick<Look, "status" | "shown">): UsageError {
  const verb = status === "removed" ? "remove" : "write";
  return new UsageError(`cannot ${verb} '${shown}': somebody else has just changed it; run it again`);
}

/**
 * Links where that can be done: so a new file is never put over one that somebody makes at this moment, and one that is
 * replaced is never missing. Not every disk has links. Tells whether this one has.
 */
function orElse(link: () => void, rename: () => void): boolean {
  try {
    link();
    return true;
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined || code === "EEXIST") throw error;
    rename();
    return false;
  }
}
