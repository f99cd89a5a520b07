// All that writing asks of the system, as an object: so that a test can let any single call fail, or be the last one of a
// process. In: paths. Out: plain facts. What the system refuses is thrown as it came.

import type { Dirent, Stats } from "node:fs";
import {
  chmodSync,
  chownSync,
  closeSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  renameSync,
  rmdirSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";

import { attempt } from "../base/attempt.js";
import { systemReason, UsageError } from "../base/usage-error.js";
import type { ProcessTag } from "./this-process.js";
import { holdSignals, isAlive, ownTag } from "./this-process.js";

/** What lies at a path; `other` is a pipe, a socket or a device. */
export type Kind = "file" | "folder" | "link" | "other";

/** An entry of a folder. */
export interface Entry {
  readonly name: string;
  readonly kind: Kind;
}

/** What is known of an entry without opening it. */
export interface Stat {
  readonly kind: Kind;
  readonly size: number;
  readonly mtimeMs: number;
  /** The permission bits. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly dev: number;
  readonly ino: number;
}

/** The system, as far as writing needs it. */
export interface Disk {
  /** What is there, links not followed; undefined for nothing. */
  lstat(path: string): Stat | undefined;
  /** What is there, links followed; undefined for nothing. */
  stat(path: string): Stat | undefined;
  realPath(path: string): string;
  list(folder: string): readonly Entry[];
  read(path: string): Uint8Array;
  /** The first bytes of a file. */
  readStart(path: string, length: number): Uint8Array;
  /** Makes a file that is not there yet; `mode` is what it is made with, for others the system's own. */
  write(path: string, bytes: Uint8Array, mode?: number): void;
  /** Returns when a file's bytes, or a folder's entries, would outlast a power failure. */
  sync(path: string): void;
  rename(from: string, to: string): void;
  link(from: string, to: string): void;
  unlink(path: string): void;
  makeFolder(path: string): void;
  removeFolder(path: string): void;
  chmod(path: string, mode: number): void;
  chown(path: string, uid: number, gid: number): void;
  /** Who writes. */
  self(): ProcessTag;
  /** Whether it is still there; undefined where that cannot be told. */
  isAlive(tag: ProcessTag): boolean | undefined;
  /** Milliseconds since 1970. */
  now(): number;
  sleep(ms: number): void;
  /** Lets signals wait until what is returned is called. */
  holdSignals(): () => void;
}

/** The system's own. */
export const realDisk: Disk = {
  lstat: (path) => absentOr(() => statOf(lstatSync(path))),
  stat: (path) => absentOr(() => statOf(statSync(path))),
  realPath: (path) => realpathSync.native(path),
  list: (folder) => readdirSync(folder, { withFileTypes: true }).map((one) => ({ name: one.name, kind: kindOf(one) })),
  read: (path) => readFileSync(path),
  readStart(path, length) {
    const file = openSync(path, "r");
    try {
      const bytes = new Uint8Array(length);
      return bytes.subarray(0, readSync(file, bytes, 0, length, 0));
    } finally {
      closeSync(file);
    }
  },
  write: (path, bytes, mode) => writeFileSync(path, bytes, { flag: "wx", ...(mode === undefined ? {} : { mode }) }),
  sync(path) {
    try {
      const file = openSync(path, "r");
      try {
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
    } catch (error) {
      // Not every system does this for a folder, or for a file that is open for reading; then its own order must do.
      if (!["EPERM", "EACCES", "EISDIR", "EINVAL", "ENOTSUP", "EBADF"].includes(codeOf(error) ?? "")) throw error;
    }
  },
  rename: renameSync,
  link: linkSync,
  unlink: unlinkSync,
  makeFolder: (path) => mkdirSync(path),
  removeFolder: (path) => rmdirSync(path),
  chmod: chmodSync,
  chown: chownSync,
  self: ownTag,
  isAlive,
  now: Date.now,
  sleep: (ms) => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms),
  holdSignals,
};

/** The code of an error of the system, such as `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
  return systemReason(error) === undefined ? undefined : String((error as NodeJS.ErrnoException).code);
}

/** Does what `what` says. Throws: UsageError, that it cannot be done and why, where the system refuses. */
export function guarded<T>(what: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    const reason = systemReason(error);
    if (reason === undefined) throw error;
    throw new UsageError(`cannot ${what}: ${reason}`);
  }
}

/** The mode of a file that nobody else may look into until it is like the one that it replaces. */
export const ownerOnly = 0o600;

/** Gives a file the owner, where that is allowed, and the mode of the one that it replaces. */
export function likeBefore(disk: Disk, path: string, { uid, gid, mode }: Pick<Stat, "uid" | "gid" | "mode">): void {
  const fresh = disk.lstat(path)!;
  if (fresh.uid !== uid || fresh.gid !== gid) attempt(() => disk.chown(path, uid, gid));
  disk.chmod(path, mode);
}

/** What tells a file from another at its place: it is kept by a rename, and not by an editor or a checkout. */
export function stampOf({ kind, size, mtimeMs }: Stat): string {
  return `${kind} ${size} ${mtimeMs}`;
}

function absentOr(look: () => Stat): Stat | undefined {
  try {
    return look();
  } catch (error) {
    const code = codeOf(error);
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw error;
  }
}

function statOf(stats: Stats): Stat {
  const { size, mtimeMs, mode, uid, gid, dev, ino } = stats;
  return { kind: kindOf(stats), size, mtimeMs, mode: mode & 0o7777, uid, gid, dev, ino };
}

function kindOf(entry: Dirent | Stats): Kind {
  if (entry.isFile()) return "file";
  if (entry.isDirectory()) return "folder";
  return entry.isSymbolicLink() ? "link" : "other";
}
