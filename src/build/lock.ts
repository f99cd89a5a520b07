// Who writes into an output folder: one run at a time, and after a run that was killed first the one that cleans up.
//
// A run makes a folder `.qapi-ts-ID` with its name tag `owner-ID` in it, and renames it to `.qapi-ts-lock`, which the system
// refuses where there is one. So a lock is never without an owner; whoever takes over from a dead one renames the tag,
// and of several only one can. A lock is let go by renaming it back, and is then debris that anybody may remove.
//
// The alternative, a lock file with an age, is simpler; its price is a guess for every run that was killed.

import { join } from "node:path";

import { attempt } from "../base/attempt.js";
import type { Disk } from "./disk.js";
import { codeOf, guarded } from "./disk.js";
import { debrisPrefix as prefix } from "./marked.js";
import type { OutFolder } from "./out-folder.js";
import { makeOutFolder, removeOutFolder } from "./out-folder.js";
import type { ProcessTag } from "./this-process.js";

/** A lock that is held. */
export interface Lock {
  readonly place: OutFolder;
  readonly id: string;
  /** The lock's folder, in which the run keeps its things. */
  readonly path: string;
}

/** Who holds a lock. */
export interface Holder {
  /** The file in the lock that says so. */
  readonly tag: string;
  readonly isDead: boolean;
  /** The process, as messages name it. */
  readonly who: string;
  /** How many folders it made: the output folder and some above. */
  readonly made: number;
}

const lockName = `${prefix}lock`;
const abandoned = "abandoned";

/** After this long without a change a run is taken for dead whose process cannot be asked for, as on another machine. */
const silenceMs = 300_000;

/** After this long a lock without a tag is taken for one that somebody has tampered with. */
const untaggedMs = 2_000;

/** The lock's folder of an output folder. */
export function lockPath(folder: string): string {
  return join(folder, lockName);
}

/** Whether a name is one of those that a run keeps its own things under. */
export function isOurDebris(name: string): boolean {
  return name === lockName || (name.startsWith(prefix) && parseId(name.slice(prefix.length)) !== undefined);
}

/** Takes the lock; undefined where another has it. Makes the output folder. Throws: UsageError. */
export function takeLock(disk: Disk, place: OutFolder): Lock | undefined {
  const { folder, out } = place;
  const made = makeOutFolder(disk, place);
  const id = newId(disk, made);
  const mine = join(folder, prefix + id);
  try {
    return guarded(`write into '${out}'`, () => {
      disk.makeFolder(mine);
      disk.write(join(mine, ownerFile(id)), new Uint8Array());
      disk.rename(mine, lockPath(folder));
      return { place, id, path: lockPath(folder) };
    });
  } catch (error) {
    attempt(() => removeFlat(disk, mine));
    removeOutFolder(disk, folder, made);
    // Systems differ in how they refuse to rename over a folder. Where the folder is gone, another run made and removed it.
    if (disk.lstat(lockPath(folder))?.kind === "folder" || (made === 0 && disk.lstat(folder) === undefined)) return;
    throw error;
  }
}

/** Who holds the lock of a folder; undefined where none does. */
export function holderOf(disk: Disk, folder: string): Holder | undefined {
  const path = lockPath(folder);
  const entries = listOr(disk, path);
  const at = disk.lstat(path);
  if (entries === undefined || at === undefined) return undefined;
  const names = entries.map(({ name }) => name);
  const tag = names.find((name) => name.startsWith("owner-")) ?? names.find((name) => name.startsWith(abandoned));
  const silence = disk.now() - at.mtimeMs;
  if (tag === undefined) {
    // A listing can miss a tag that is being renamed. No run leaves a lock without one; whoever does had it in hand.
    if (silence < untaggedMs) return { tag: abandoned, isDead: false, who: "a process", made: 0 };
    attempt(() => disk.write(join(path, abandoned), new Uint8Array()));
    return { tag: abandoned, isDead: true, who: "nobody", made: 0 };
  }
  const [, made] = /^abandoned-(\d+)$/.exec(tag) ?? [];
  if (made !== undefined) return { tag, isDead: true, who: "nobody", made: Number(made) };
  const id = parseId(tag.slice("owner-".length));
  if (id === undefined) return { tag, isDead: true, who: "nobody", made: 0 };
  const isAlive = disk.isAlive(id.process);
  const who = isAlive === undefined ? "a process on another machine" : `process ${id.process.split("-")[1]}`;
  return { tag, isDead: !(isAlive ?? silence < silenceMs), who, made: id.made };
}

/** Takes the lock of one who is dead; undefined where another was faster. */
export function takeOver(disk: Disk, place: OutFolder, { tag, made }: Holder): Lock | undefined {
  const id = newId(disk, made);
  const path = lockPath(place.folder);
  try {
    disk.rename(join(path, tag), join(path, ownerFile(id)));
    return { place, id, path };
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** Lets a lock go, with all that is in it, and the folders that were made for nothing. What cannot be removed stays. */
export function letGo(disk: Disk, lock: Lock): void {
  const { place, id, path } = lock;
  const aside = join(place.folder, prefix + id);
  try {
    // A lock that another took over, because this process was silent for too long, is no longer ours.
    if (disk.lstat(join(path, ownerFile(id))) === undefined) return;
    disk.rename(path, aside);
  } catch {
    abandon(disk, lock);
    return;
  }
  attempt(() => removeFlat(disk, aside));
  removeOutFolder(disk, place.folder, parseId(id)!.made);
}

/** Leaves a lock to the next run, as if this process had died. */
export function abandon(disk: Disk, { id, path }: Lock): void {
  attempt(() => disk.rename(join(path, ownerFile(id)), join(path, `${abandoned}-${parseId(id)!.made}`)));
}

/** Removes what dead runs left beside a lock. */
export function sweep(disk: Disk, folder: string, names: readonly string[]): void {
  for (const name of names) {
    const id = parseId(name.slice(prefix.length));
    if (id === undefined) continue;
    const path = join(folder, name);
    attempt(() => {
      const at = disk.lstat(path);
      if (at?.kind !== "folder") return;
      if (disk.isAlive(id.process) ?? disk.now() - at.mtimeMs < silenceMs) return;
      removeFlat(disk, path);
      removeOutFolder(disk, folder, id.made);
    });
  }
}

/** The entries of a folder; undefined where it is none. */
export function listOr(disk: Disk, folder: string): ReturnType<Disk["list"]> | undefined {
  try {
    return disk.list(folder);
  } catch (error) {
    if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") return undefined;
    throw error;
  }
}

/** Removes a folder of files and empty folders. As much of it as can be: one that stays does not keep the others. */
function removeFlat(disk: Disk, folder: string): void {
  for (const { name, kind } of listOr(disk, folder) ?? []) {
    const path = join(folder, name);
    attempt(() => (kind === "folder" ? disk.removeFolder(path) : disk.unlink(path)));
  }
  attempt(() => disk.removeFolder(folder));
}

interface Id {
  readonly process: ProcessTag;
  readonly made: number;
}

function newId(disk: Disk, made: number): string {
  return `${disk.self()}-${made}-${Math.random().toString(36).slice(2, 10)}`;
}

function parseId(text: string): Id | undefined {
  const [, process, made] = /^([0-9a-f]+-\d+-\d+)-(\d+)-[0-9a-z]+$/.exec(text) ?? [];
  return process === undefined ? undefined : { process, made: Number(made) };
}

function ownerFile(id: string): string {
  return `owner-${id}`;
}
