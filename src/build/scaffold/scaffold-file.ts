// `qapi-ts scaffold handlers` on the disk: reads a person's file, and writes it with what is added, whole or not at all.

import type { Stats } from "node:fs";
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";

import { systemReason, UsageError } from "../../base/usage-error.js";
import { codeOf, guarded } from "../disk.js";
import type { Scaffolded, ScaffoldRequest } from "./scaffold.js";
import { scaffoldHandlers } from "./scaffold.js";

/** What is asked for; the text is what the file has. */
export type ScaffoldFileRequest = Omit<ScaffoldRequest, "text"> & {
  /** False only finds out what would be added. */
  readonly write: boolean;
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
  const { into, write } = request;
  checkName(into);
  const there = look(into);
  const before = there === undefined ? undefined : readText(into);
  const result = await scaffoldHandlers({ ...request, text: before });
  if (write && result.insertions.length > 0)
    save(into, result.text, there === undefined ? undefined : { there, before });
  return { ...result, before };
}

/** Handlers have types. Throws: UsageError for a file that cannot have any. */
function checkName(into: string): void {
  if (into === "") throw new UsageError("--into takes a file, and this is empty");
  if (!/\.(?:ts|mts|cts|tsx)$/.test(into) || /\.d\.(?:[\w-]+\.)?[mc]?ts$/.test(basename(into)))
    throw new UsageError(`--into takes a TypeScript file such as src/handlers.ts, not '${into}'`);
}

/** What lies there, behind links. Throws: UsageError for what is no regular file. */
function look(into: string): Stats | undefined {
  let there: Stats | undefined;
  try {
    there = statSync(into, { throwIfNoEntry: false });
  } catch (error) {
    throw new UsageError(`cannot read '${into}': ${systemReason(error) ?? (error as Error).message}`);
  }
  if (there === undefined && isLink(into))
    throw new UsageError(`cannot read '${into}': it is a link that leads nowhere`);
  if (there?.isDirectory() === true)
    throw new UsageError(`cannot read '${into}': it is a folder; --into takes a file such as ${into}/handlers.ts`);
  if (there?.isFile() === false) throw new UsageError(`cannot read '${into}': it is no regular file`);
  return there;
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** The text of a file, a mark of the byte order too. Throws: UsageError where it cannot be read, or is not UTF-8. */
function readText(path: string): string {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new UsageError(`cannot read '${path}': ${systemReason(error) ?? (error as Error).message}`);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new UsageError(`cannot read '${path}': it is not UTF-8`);
  }
}

/** Where the system knows no second name for a file, a rename has to do. */
function place(temporary: string, path: string): void {
  try {
    linkSync(temporary, path);
  } catch (error) {
    if (!["EPERM", "ENOTSUP", "ENOSYS", "EOPNOTSUPP"].includes(codeOf(error) ?? "")) throw error;
    renameSync(temporary, path);
  }
}

/** What a file was when it was read. */
interface Before {
  readonly there: Stats;
  readonly before: string | undefined;
}

/** Writes beside the place, then puts it there. Throws: UsageError; then everything is as it was. */
function save(into: string, text: string, was: Before | undefined): void {
  // A person's own ban on writing holds, although a rename would not heed it.
  if (was !== undefined && (was.there.mode & 0o222) === 0)
    throw new UsageError(`cannot write '${into}': it is read-only`);
  // A link to a file stays one: what it leads to is what is written.
  const path = was === undefined ? into : realpathSync(into);
  if (was === undefined)
    guarded(`make the folder '${dirname(path)}'`, () => mkdirSync(dirname(path), { recursive: true }));
  const temporary = join(dirname(path), `.${basename(path)}.${Math.random().toString(36).slice(2)}.tmp`);
  try {
    guarded(`write '${into}'`, () => writeFileSync(temporary, text, { flag: "wx", flush: true }));
    if (was === undefined) {
      // Other than a rename, this leaves alone what somebody else has put there in the meantime.
      guarded(`write '${into}'`, () => place(temporary, path));
      return;
    }
    guarded(`write '${into}'`, () => chmodSync(temporary, was.there.mode & 0o7777));
    if (readText(into) !== was.before)
      throw new UsageError(`'${into}' was changed by somebody else just now; nothing is written`);
    guarded(`write '${into}'`, () => renameSync(temporary, path));
  } finally {
    rmSync(temporary, { force: true });
  }
}
