// A disk that fails: one call, the rest of all writing, or everything from one call on, as for a process that was killed. And
// what a folder looks like, to the last mode.

import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { afterAll, onTestFinished } from "vitest";

import { generatedMark } from "../../src/base/generated-mark.js";
import type { Disk } from "../../src/build/disk.js";
import { realDisk } from "../../src/build/disk.js";

/** The calls that change something, or ask whether it can be changed. */
const acts = ["write", "sync", "rename", "link", "unlink", "makeFolder", "removeFolder", "chmod", "chown"] as const;
const looks = ["lstat", "stat", "realPath", "list", "read", "readStart"] as const;

const base = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

/** What happens at a call of the disk. */
export interface Fault {
  /** The call's number, from 1. */
  readonly at: number;
  /** The error's code; or the process dies. */
  readonly what: string;
  /** Whether all calls that change something fail from then on, or only this one. */
  readonly lasts?: boolean;
}

/** What the death of a process looks like from inside: nothing that code expects. */
export class Death {
  readonly name = "Death";
}

/** A disk with a fault; `calls()` is how many there were, `fired()` at which of them the fault came. */
export interface FaultyDisk extends Disk {
  calls(): number;
  fired(): keyof Disk | undefined;
}

/** The real disk, with what happens at a call, and changes to some of its functions. */
export function faultyDisk(fault?: Fault, changes: Partial<Disk> = {}): FaultyDisk {
  const base: Disk = { ...realDisk, sync: () => {}, ...changes };
  let count = 0;
  let firedAt: keyof Disk | undefined;
  let isDead = false;
  const before = (name: keyof Disk, args: readonly unknown[]) => {
    if (isDead) throw new Death();
    count += 1;
    if (fault === undefined || count < fault.at) return;
    const isAct = (acts as readonly string[]).includes(name);
    if (count > fault.at && !(fault.lasts === true && isAct)) return;
    firedAt ??= name;
    if (fault.what !== "death") throw systemError(fault.what, name);
    isDead = true;
    // A write may be cut off in the middle.
    if (name === "write") base.write(String(args[0]), (args[1] as Uint8Array).subarray(0, 7));
    throw new Death();
  };
  const wrapped = [...acts, ...looks].map((name) => [
    name,
    (...args: unknown[]) => {
      before(name, args);
      return (base[name] as (...args: unknown[]) => unknown)(...args);
    },
  ]);
  return { ...base, ...(Object.fromEntries(wrapped) as Disk), calls: () => count, fired: () => firedAt };
}

function systemError(code: string, syscall: string): Error {
  return Object.assign(new Error(`${code}: injected, ${syscall}`), { code, syscall, errno: -1 });
}

/** A disk of a process that is dead by the time that others look, and of those others. */
export const mortal: Partial<Disk> = { self: () => "00000000-1-1", isAlive: (tag) => tag !== "00000000-1-1" };

/** A test's folder; in memory where the system has that, since thousands of runs write there. */
export function scratch(): string {
  const path = mkdtempSync(join(base, "qapi-ts-write-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A folder for all tests of a file. */
export function scratchForAll(): string {
  const path = mkdtempSync(join(tmpdir(), "qapi-ts-write-"));
  afterAll(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Fills a folder; a text of `null` is an empty folder. */
export function fill(folder: string, files: Readonly<Record<string, string | null>>): void {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(text === null ? path : dirname(path), { recursive: true });
    if (text !== null) writeFileSync(path, text);
  }
}

/** All below a folder: modes, texts, where links lead. */
export function tree(folder: string, of: (path: string) => string = described): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  const walk = (at: string, name: string) => {
    for (const entry of readdirSync(at).sort()) {
      const [path, inside] = [join(at, entry), name === "" ? entry : `${name}/${entry}`];
      found[inside] = of(path);
      if (lstatSync(path).isDirectory()) walk(path, inside);
    }
  };
  walk(folder, "");
  return found;
}

function described(path: string): string {
  const stat = lstatSync(path);
  const mode = (stat.mode & 0o7777).toString(8);
  if (stat.isFile()) return `${mode} ${readFileSync(path, "utf8")}`;
  if (stat.isSymbolicLink()) return `link to ${readlinkSync(path)}`;
  return stat.isDirectory() ? `${mode} folder` : `${mode} other`;
}

/** The text of a generated file, marked for its place. */
export function ours(path: string, text: string): string {
  return `// ${generatedMark({ version: "1.0.0", schemaName: "s.json", path })}\n\n${text}\n`;
}

/** A file to write, marked. */
export function file(path: string, text: string): { readonly path: string; readonly text: string } {
  return { path, text: ours(path, text) };
}
