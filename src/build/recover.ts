// Before a run looks at its output folders: waits until no other writes into them, and clears away what killed ones left,
// which puts their folders back as they were, all of them, or finishes what was as good as done.
//
// A recovery begins at the head of the dead run, so two of them, begun at different folders of it, cannot hold each other up.

import { resolve } from "node:path";

import { UsageError } from "../base/usage-error.js";
import type { Disk } from "./disk.js";
import { guarded } from "./disk.js";
import type { Changes, Journal } from "./journal.js";
import { readJournal, readPointer, removeJournal, undo } from "./journal.js";
import type { Holder, Lock } from "./lock.js";
import { abandon, holderOf, isOurDebris, letGo, listOr, lockPath, sweep, takeOver } from "./lock.js";
import type { OutFolder } from "./out-folder.js";

/** When to give up waiting. */
export interface Patience {
  readonly ms: number;
  /** In the disk's time. */
  readonly until: number;
}

/** From now on so long. */
export function patienceOf(disk: Disk, ms: number): Patience {
  return { ms, until: disk.now() + ms };
}

const pollMs = 40;

/** Returns when nobody writes into a folder, and nothing is left over in it. Throws: UsageError where another does not end. */
export function settle(disk: Disk, place: OutFolder, patience: Patience): void {
  const { folder, out } = place;
  for (;;) {
    const names = guarded(`read '${out}'`, () => listOr(disk, folder) ?? [])
      .map(({ name }) => name)
      .filter(isOurDebris);
    if (names.length === 0) return;
    sweep(disk, folder, names);
    const holder = guarded(`read '${out}'`, () => holderOf(disk, folder));
    if (holder === undefined) return;
    if (holder.isDead)
      guarded(`clear away what an interrupted run left in '${out}'`, () => recover(disk, { place, holder, patience }));
    else waitFor(disk, { place, holder, patience });
  }
}

interface Obstacle {
  readonly place: OutFolder;
  readonly holder: Holder;
  readonly patience: Patience;
}

function waitFor(disk: Disk, { place: { out, folder }, holder: { who }, patience: { ms, until } }: Obstacle): void {
  if (disk.now() >= until) {
    const way = who.startsWith("process")
      ? "wait for it, or end it"
      : `wait for it; if there is none, its lock '${lockPath(folder)}' is taken over some minutes after its last sign of life`;
    throw new UsageError(`another run is writing into '${out}' (${who}) and did not end within ${ms / 1000} s; ${way}`);
  }
  disk.sleep(pollMs);
}

function recover(disk: Disk, { place, holder, patience }: Obstacle): void {
  const { folder } = place;
  const pointer = readPointer(disk, lockPath(folder));
  if (pointer !== undefined) {
    const head = resolve(folder, pointer.head);
    if (head !== folder && readJournal(disk, lockPath(head))?.run === pointer.run) {
      settle(disk, { out: head, folder: head, isThere: true }, patience);
      return;
    }
  }
  const lock = takeOver(disk, place, holder);
  if (lock === undefined) return;
  const locks = [lock];
  try {
    const journal = readJournal(disk, lock.path);
    if (journal !== undefined) undoRun(disk, journal, locks);
  } catch (error) {
    for (const one of locks) abandon(disk, one);
    throw error;
  }
  for (const one of locks.reverse()) letGo(disk, one);
}

/** Puts back what a run changed, in all of its folders whose locks are still its own; adds these to `locks`. */
function undoRun(disk: Disk, journal: Journal, locks: Lock[]): void {
  const head = locks[0]!;
  const todo: { readonly folder: string; readonly changes: Changes }[] = [];
  for (const [index, changes] of journal.outputs.entries()) {
    const folder = index === 0 ? head.place.folder : resolve(head.place.folder, changes.folder);
    if (index > 0) {
      const holder = holderOf(disk, folder);
      if (holder === undefined || readPointer(disk, lockPath(folder))?.run !== journal.run) continue;
      const lock = takeOver(disk, { out: folder, folder, isThere: true }, holder);
      if (lock === undefined) continue;
      locks.push(lock);
    }
    todo.push({ folder, changes });
  }
  for (const { folder, changes } of todo.reverse()) undo(disk, folder, changes);
  removeJournal(disk, head.path);
  disk.sync(head.path);
}
