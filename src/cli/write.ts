// Writes files into a folder: only those that changed, and all of them or none.
//
// In: the output folder, finished files. Out: what became of each. Every file is written beside its place under a
// temporary name; when all are there they are renamed. On any failure the temporary files and the folders that were
// made are gone again, and what was renamed is put back.

import type { Stats } from "node:fs";
import { chmodSync, mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

import type { TextFile } from "../emit/emitter.js";
import { systemReason, UsageError } from "./usage-error.js";

/** What became of a file; `path` is that of the disk. */
export interface Written {
  readonly path: string;
  readonly status: "new" | "changed" | "unchanged";
}

/** A file with its place on the disk. */
export interface PlacedFile {
  readonly path: string;
  readonly text: string;
}

/** Why a path is no path inside an output folder, in a few words; undefined for one that is. */
export function pathFault(path: string): string | undefined {
  if (path === "") return "is empty";
  if (path.includes("\0")) return "has a NUL character";
  if (path.includes("\\")) return "has a backslash; folders are separated by '/'";
  if (path.startsWith("/") || /^[A-Za-z]:/.test(path)) return "is absolute";
  const parts = path.split("/");
  if (parts.includes("..")) return "leaves the output folder";
  return parts.some((part) => part === "" || part === ".") ? "has an empty part" : undefined;
}

/** Files of one schema at their places below a folder. Throws: UsageError for a path that leaves it. */
export function placeFiles(folder: string, files: readonly TextFile[]): readonly PlacedFile[] {
  return files.map(({ path, text }) => {
    const fault = pathFault(path);
    if (fault !== undefined) throw new UsageError(`cannot write the file '${path}': its path ${fault}`);
    return { path: join(folder, path), text };
  });
}

/** Writes files, all or none. Throws: UsageError where the system refuses; then everything is as it was. */
export function writeFiles(files: readonly PlacedFile[]): readonly Written[] {
  const undo: (() => void)[] = [];
  // A signal has to wait until the files are whole; there is nothing else to do for it.
  const wait = () => {};
  process.on("SIGINT", wait).on("SIGTERM", wait);
  try {
    const prepared = files.map((file) => guarded(`write '${file.path}'`, () => prepare(file, undo)));
    for (const file of prepared) guarded(`write '${file.path}'`, () => install(file, undo));
    return prepared.map(({ path, status }) => ({ path, status }));
  } catch (error) {
    for (const step of undo.reverse()) attempt(step);
    throw error;
  } finally {
    process.off("SIGINT", wait).off("SIGTERM", wait);
  }
}

interface Prepared extends Written {
  /** Undefined when there is nothing to do. */
  readonly temporary?: string;
  /** The bytes that were there. */
  readonly before?: Buffer | undefined;
  readonly mode?: number | undefined;
}

/** Puts a changed file's text beside its place. */
function prepare({ path, text }: PlacedFile, undo: (() => void)[]): Prepared {
  const bytes = Buffer.from(text, "utf8");
  const there = look(path);
  if (there?.isDirectory() === true)
    throw new UsageError(`cannot write '${path}': a folder of that name is in the way`);
  // A pipe or a device may be read without end.
  if (there?.isFile() === false) throw new UsageError(`cannot write '${path}': what is there is no regular file`);
  const before = there === undefined ? undefined : readFileSync(path);
  if (before?.equals(bytes) === true) return { path, status: "unchanged" };
  if (there === undefined) makeFolder(dirname(path), undo);
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.${Math.random().toString(36).slice(2)}.tmp`);
  undo.push(() => rmSync(temporary, { force: true }));
  writeFileSync(temporary, bytes, { flag: "wx" });
  if (there !== undefined) chmodSync(temporary, there.mode);
  return { path, status: there === undefined ? "new" : "changed", temporary, before, mode: there?.mode };
}

function install({ path, temporary, before, mode }: Prepared, undo: (() => void)[]): void {
  if (temporary === undefined) return;
  renameSync(temporary, path);
  undo.push(() => {
    if (before === undefined) rmSync(path, { force: true });
    else writeFileSync(path, before, mode === undefined ? {} : { mode });
  });
}

/** Makes a folder, one by one with those above it: mkdir's own `recursive` never ends where the system refuses with ENOENT. */
function makeFolder(folder: string, undo: (() => void)[]): void {
  if (look(folder)?.isDirectory() === true) return;
  if (dirname(folder) !== folder) makeFolder(dirname(folder), undo);
  guarded(`make the folder '${folder}'`, () => mkdirSync(folder));
  undo.push(() => rmdirSync(folder));
}

/** What lies at a path; undefined for nothing, also where a part of the path is a file. */
function look(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOTDIR") return undefined;
    throw error;
  }
}

/** Does what `what` says, and tells of it where the system refuses. */
function guarded<T>(what: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    const reason = systemReason(error);
    if (reason === undefined) throw error;
    throw new UsageError(`cannot ${what}: ${reason}`);
  }
}

function attempt(act: () => void): void {
  try {
    act();
  } catch {
    // What cannot be undone stays; the error that led here is the one to tell.
  }
}
