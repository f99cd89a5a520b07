// `qapi-ts scaffold handlers` on the disk: reads a person's file, and writes it with what is added, whole or not at all.

import { statSync } from "node:fs";
import { basename, dirname, join } from "node:path";

import { attempt } from "../../base/attempt.js";
import { UsageError } from "../../base/usage-error.js";
import type { Disk, Stat } from "../disk.js";
import { codeOf, guarded, likeBefore, ownerOnly, realDisk } from "../disk.js";
import { makeOutFolder, outFolder, removeOutFolder } from "../out-folder.js";
import { readExactText } from "../read-text.js";
import type { Scaffolded, ScaffoldRequest } from "./scaffold.js";
import { scaffoldHandlers } from "./scaffold.js";

/** What is asked for; the text is what the file has. */
export type ScaffoldFileRequest = Omit<ScaffoldRequest, "text"> & {
  /** False only finds out what would be added. */
  readonly write: boolean;
  readonly disk?: Disk | undefined;
};

/** What comes of it. */
export interface ScaffoldedFile extends Scaffolded {
  /** The text before; undefined where there was no file. */
  readonly before: string | undefined;
}

/**
 * Makes a file of handlers, or adds those that are missing; its permissions stay, and a link still leads to it. Throws (the
 * promise rejects): UsageError for a file that cannot be read, written or extended; then nothing is changed.
 */
export async function scaffoldFile(request: ScaffoldFileRequest): Promise<ScaffoldedFile> {
  const { into, write, disk = realDisk } = request;
  checkName(into);
  const there = look(disk, into);
  const before = there === undefined ? undefined : readExactText(into);
  const result = await scaffoldHandlers({ ...request, text: before });
  if (write && result.insertions.length > 0) save(disk, { into, there, before, text: result.text });
  return { ...result, before };
}

/** Handlers have types. Throws: UsageError for a file that cannot have any. */
function checkName(into: string): void {
  if (into === "") throw new UsageError("--into takes a file, and this is empty");
  if (!/\.(?:ts|mts|cts|tsx)$/.test(into) || /\.d\.(?:[\w-]+\.)?[mc]?ts$/.test(basename(into)))
    throw new UsageError(`--into takes a TypeScript file such as src/handlers.ts, not '${into}'`);
}

/** What lies there, behind links. Throws: UsageError for what is no regular file. */
function look(disk: Disk, into: string): Stat | undefined {
  const there = guarded(`read '${into}'`, () => {
    // A file among the folders above is nothing to the other look.
    statSync(into, { throwIfNoEntry: false });
    return disk.stat(into);
  });
  if (there === undefined && disk.lstat(into) !== undefined)
    throw new UsageError(`cannot read '${into}': it is a link that leads nowhere`);
  if (there?.kind === "folder")
    throw new UsageError(`cannot read '${into}': it is a folder; --into takes a file such as ${into}/handlers.ts`);
  if (there?.kind === "other") throw new UsageError(`cannot read '${into}': it is no regular file`);
  return there;
}

/** Where the system knows no second name for a file, a rename has to do. */
function putNew(disk: Disk, temporary: string, path: string): void {
  try {
    disk.link(temporary, path);
  } catch (error) {
    if (!["EPERM", "ENOTSUP", "ENOSYS", "EOPNOTSUPP"].includes(codeOf(error) ?? "")) throw error;
    if (disk.lstat(path) !== undefined) throw new UsageError(`'${path}' was made by somebody else just now`);
    disk.rename(temporary, path);
  }
}

/** What a file was when it was read, and what it is to be. */
interface Change {
  readonly into: string;
  readonly there: Stat | undefined;
  readonly before: string | undefined;
  readonly text: string;
}

/** Writes beside the place, then puts it there. Throws: UsageError; then everything is as it was. */
function save(disk: Disk, { into, there, before, text }: Change): void {
  // A person's own ban on writing holds, although a rename would not heed it.
  if (there !== undefined && (there.mode & 0o222) === 0)
    throw new UsageError(`cannot write '${into}': it is read-only`);
  // A link to a file stays one: what it leads to is what is written.
  const target = there === undefined ? into : disk.realPath(into);
  const place = outFolder(disk, dirname(target));
  const made = makeOutFolder(disk, place);
  const path = join(place.folder, basename(target));
  const temporary = join(place.folder, `.${basename(path)}.${Math.random().toString(36).slice(2)}.tmp`);
  try {
    guarded(`write '${into}'`, () => {
      disk.write(temporary, new TextEncoder().encode(text), there === undefined ? undefined : ownerOnly);
      disk.sync(temporary);
      // Other than a rename, this leaves alone what somebody else has put there in the meantime.
      if (there === undefined) return putNew(disk, temporary, path);
      likeBefore(disk, temporary, there);
      if (readExactText(into) !== before)
        throw new UsageError(`'${into}' was changed by somebody else just now; nothing is written`);
      disk.rename(temporary, path);
    });
  } finally {
    attempt(() => disk.unlink(temporary));
    // What holds the new file stays.
    removeOutFolder(disk, place.folder, made);
  }
}
