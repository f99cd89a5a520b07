// Output folders: where one really is, and the making of one that is not there yet, or of folders below it.

import { basename, dirname, join, resolve } from "node:path";

import { attempt } from "../base/attempt.js";
import { UsageError } from "../base/usage-error.js";
import type { Disk, Kind } from "./disk.js";
import { codeOf, guarded } from "./disk.js";

/** An output folder. */
export interface OutFolder {
  /** As the user spelled it. */
  readonly out: string;
  /** Its absolute path, without links. */
  readonly folder: string;
  readonly isThere: boolean;
}

/** What is in the way, in messages. */
export const kindNames: Readonly<Record<Kind, string>> = {
  file: "a file",
  folder: "a folder",
  link: "a symbolic link",
  other: "a pipe, socket or device",
};

/** Finds out about a folder that may be a link, or lie behind one. Throws: UsageError where none can be. */
export function outFolder(disk: Disk, out: string): OutFolder {
  const spelled = out === "" ? "." : out;
  const missing: string[] = [];
  for (let path = spelled; ;) {
    const there = guarded(`write into '${out}'`, () => disk.stat(path));
    if (there?.kind === "folder") {
      const real = guarded(`write into '${out}'`, () => disk.realPath(path));
      return { out: spelled, folder: join(real, ...missing), isThere: missing.length === 0 };
    }
    const kind = there?.kind ?? guarded(`write into '${out}'`, () => disk.lstat(path))?.kind;
    if (kind !== undefined) throw inTheWay(path, kind);
    const whole = resolve(path);
    missing.unshift(basename(whole));
    // `..` of what is not there is found by its whole path only; anything else stays as the user spelled it.
    path = /(?:^|[/\\])\.{1,2}[/\\]*$/.test(path) || dirname(path) === path ? dirname(whole) : dirname(path);
  }
}

/** Why a folder cannot be made. */
export function inTheWay(path: string, kind: Kind): UsageError {
  return new UsageError(`cannot make the folder '${path}': ${kindNames[kind]} of that name is in the way`);
}

/**
 * Makes an output folder and those above it; gives how many it made. One by one: mkdir's own `recursive` never ends
 * where the system refuses with ENOENT. Throws: UsageError; then those that it made are gone again.
 */
export function makeOutFolder(disk: Disk, { out, folder }: OutFolder): number {
  const missing: string[] = [];
  for (let path = folder; disk.lstat(path) === undefined; path = dirname(path)) {
    missing.unshift(path);
    if (dirname(path) === path) break;
  }
  let made = 0;
  for (const [index, path] of missing.entries()) {
    try {
      const shown = spelledAbove(out, missing.length - 1 - index) ?? path;
      if (guarded(`make the folder '${shown}'`, () => makeFolder(disk, path))) made += 1;
    } catch (error) {
      removeOutFolder(disk, index === 0 ? folder : missing[index - 1]!, made);
      throw error;
    }
  }
  return made;
}

/** The folder so many levels above another, as the user spelled it, if at all. */
function spelledAbove(out: string, levels: number): string | undefined {
  let path = out;
  for (let left = levels; left > 0; left -= 1) path = dirname(path);
  return /(?:^|[/\\])\.{1,2}$/.test(path) ? undefined : path;
}

/** Makes a folder; tells whether it was not there. */
export function makeFolder(disk: Disk, path: string): boolean {
  try {
    disk.makeFolder(path);
    return true;
  } catch (error) {
    // Another run was faster.
    if (codeOf(error) === "EEXIST" && disk.lstat(path)?.kind === "folder") return false;
    throw error;
  }
}

/** Removes a folder and those above it that were made with it, as far as they are empty. */
export function removeOutFolder(disk: Disk, folder: string, made: number): void {
  let path = folder;
  for (let left = made; left > 0; left -= 1) {
    const gone = attempt(() => {
      disk.removeFolder(path);
      return true;
    });
    if (gone !== true) return;
    path = dirname(path);
  }
}
