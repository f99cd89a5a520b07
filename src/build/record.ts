// What a run remembers of an output: which files went in and which came out. The next run with the same options compares
// them and is done when nothing has changed, before compiler and emitters are loaded.
//
// A record lies in the nearest `node_modules/.cache/qapi-ts`, or in the user's cache folder, never beside the output. A
// file whose status is as it was (size, times, inode, as git's index has it) is not read again, unless it changed so
// shortly before the record was made that a second change would not show; else its digest decides.

import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";

import { attempt } from "../base/attempt.js";
import type { Host, ReadResult } from "../base/host.js";
import { buildId } from "./identity.js";
import type { OutputPlan } from "./plan.js";
import { crypto, environment, os, ownId } from "./this-process.js";

/** A file as a run found or left it. */
interface FileRecord {
  readonly path: string;
  readonly digest: string;
  readonly size: number;
  readonly inode: number;
  /** Milliseconds since 1970: of its contents, and of anything about it. */
  readonly modified: number;
  readonly changed: number;
}

/** What is remembered of an output. */
export interface OutputRecord {
  /** The folder, by absolute path. */
  readonly out: string;
  /** The build of the tool, the schema and the options; undefined where the output depends on more than files. */
  readonly key: string | undefined;
  /** When it was made, in milliseconds since 1970. */
  readonly at: number;
  /** The files that may configure prettier: one more, or one less, is a change too. */
  readonly prettier: readonly string[];
  /** Every file that the output depends on, by absolute path. */
  readonly inputs: readonly FileRecord[];
  /** By path in the output folder. */
  readonly outputs: readonly FileRecord[];
}

/** How long after a change a file's times may stay the same though it changes again, in milliseconds; two seconds on FAT. */
const coarseness = 2_000;

/** What is remembered of an output, if it is of this build and these options. */
export function readRecord(plan: OutputPlan): OutputRecord | undefined {
  const record = readAnyRecord(plan);
  return record?.key !== undefined && record.key === keyOf(plan) ? record : undefined;
}

/** What the last run into a folder made there, whatever its options were. */
export interface Earlier {
  readonly paths: readonly string[];
  /** Whether a file is as it was made. */
  readonly has: (path: string, contents: Uint8Array) => boolean;
}

/** What the last run made. */
export function readEarlier(plan: OutputPlan): Earlier {
  const outputs = readAnyRecord(plan)?.outputs ?? [];
  const digests = new Map(outputs.map(({ path, digest }) => [path, digest]));
  return { paths: [...digests.keys()], has: (path, contents) => digests.get(path) === digestOf(contents) };
}

/** What is remembered of a folder; whatever is wrong with it, undefined. */
function readAnyRecord({ out }: OutputPlan): OutputRecord | undefined {
  if (buildId === "source") return undefined;
  try {
    const record: unknown = JSON.parse(readFileSync(recordPath(out), "utf8"));
    return isOutputRecord(record) && record.out === resolve(out) ? record : undefined;
  } catch {
    return undefined;
  }
}

/** Whether what was read is a record: another program's file may have the name, and anybody can write there. */
function isOutputRecord(value: unknown): value is OutputRecord {
  if (typeof value !== "object" || value === null) return false;
  const { out, at, prettier, inputs, outputs } = value as Partial<Record<keyof OutputRecord, unknown>>;
  const isFile = (file: unknown) =>
    typeof file === "object" &&
    file !== null &&
    ["path", "digest"].every((key) => typeof Object(file)[key] === "string");
  return (
    typeof out === "string" &&
    typeof at === "number" &&
    [prettier, inputs, outputs].every(Array.isArray) &&
    (prettier as readonly unknown[]).every((path) => typeof path === "string") &&
    [...(inputs as readonly unknown[]), ...(outputs as readonly unknown[])].every(isFile)
  );
}

/** What was found of a record's files; `renewed` is the record to keep in its place, so that the next look is quicker. */
export interface Look {
  readonly isFresh: boolean;
  readonly renewed: OutputRecord | undefined;
}

/** Compares all files with what a record has of them. */
export function lookAt(record: OutputRecord, plan: OutputPlan): Look {
  const at = Date.now();
  let isRead = false;
  const same = (file: FileRecord, path: string): FileRecord => {
    const status = statusOf(path);
    const isAsItWas = (["size", "inode", "modified", "changed"] as const).every((key) => status[key] === file[key]);
    if (isAsItWas && Math.max(file.modified, file.changed) + coarseness < record.at) return file;
    isRead = true;
    if (status.size !== file.size || digestOf(readFileSync(path)) !== file.digest) throw new Error("it changed");
    return { ...status, path: file.path, digest: file.digest };
  };
  try {
    const inputs = record.inputs.map((file) => same(file, file.path));
    const outputs = record.outputs.map((file) => same(file, join(plan.out, file.path)));
    return { isFresh: true, renewed: isRead ? { ...record, at, inputs, outputs } : undefined };
  } catch {
    // Whatever it is: the whole run will tell.
    return { isFresh: false, renewed: undefined };
  }
}

/** What a run reads, as it was when it was read. */
export interface InputLog {
  /** When the run began, in milliseconds since 1970. */
  readonly at: number;
  /** The disk, with every schema file noted. */
  readonly host: Host;
  /** Notes a file that is about to be read in another way. */
  note(path: string): void;
  /** What is noted of a file; undefined also where it was read twice and had changed in between. */
  of(path: string): FileRecord | undefined;
  /** Every file that was read or asked for so far. */
  paths(): readonly string[];
}

/** A log that has nothing in it. */
export function inputLog(host: Host): InputLog {
  const files = new Map<string, FileRecord>();
  const asked = new Set<string>();
  const torn = new Set<string>();
  const noted = (path: string, text: () => string | Uint8Array | undefined) => {
    const place = resolve(path);
    asked.add(path);
    try {
      // The status first: what changes after it shows.
      const status = statusOf(place);
      const contents = text();
      if (contents === undefined) return;
      const digest = digestOf(contents);
      const before = files.get(place);
      if (before !== undefined && before.digest !== digest) torn.add(place);
      files.set(place, { ...status, path: place, digest });
    } catch {
      // Who reads it will tell.
    }
  };
  return {
    at: Date.now(),
    host: {
      read(path) {
        let result: ReadResult | undefined;
        noted(path, () => {
          result = host.read(path);
          return result.ok ? result.text : undefined;
        });
        return result ?? host.read(path);
      },
    },
    note: (path) => noted(path, () => readFileSync(path)),
    of: (path) => (torn.has(resolve(path)) ? undefined : files.get(resolve(path))),
    paths: () => [...asked],
  };
}

/** What there is to remember of an output. */
export interface Memory {
  readonly log: InputLog;
  /** The paths that it depends on. Where one of them is not in the log, nothing is remembered. */
  readonly inputs: readonly string[];
  readonly prettier: readonly string[];
  readonly files: readonly { readonly path: string; readonly bytes: Uint8Array }[];
  /** Whether the output depends on these files alone. */
  readonly isWhole: boolean;
}

/** Remembers an output. */
export function remember(plan: OutputPlan, { log, inputs, files, prettier, isWhole }: Memory): void {
  if (buildId === "source") return;
  const records = inputs.map((path) => log.of(path));
  const found = records.filter((one) => one !== undefined);
  const isKnown = isWhole && plan.options.emitters === undefined && found.length === inputs.length;
  try {
    const key = isKnown ? keyOf(plan) : undefined;
    const outputs = files.map(({ path, bytes }) => ({
      ...statusOf(join(plan.out, path)),
      path,
      digest: digestOf(bytes),
    }));
    writeRecord({ out: resolve(plan.out), key, at: log.at, prettier, inputs: found, outputs });
  } catch {
    // A file that is gone again: the next run is a whole one then.
  }
}

/** Writes a record down. What cannot be written is not remembered; the next run is a whole one then. */
export function writeRecord(record: OutputRecord): void {
  const path = recordPath(record.out);
  const temporary = `${path}.${ownId()}.tmp`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(temporary, JSON.stringify(record));
    renameSync(temporary, path);
  } catch {
    attempt(() => rmSync(temporary, { force: true }));
  }
}

function statusOf(path: string): Pick<FileRecord, "size" | "inode" | "modified" | "changed"> {
  const { size, ino, mtimeMs, ctimeMs } = statSync(path);
  return { size, inode: ino, modified: mtimeMs, changed: ctimeMs };
}

/** The digest of a file's contents. */
function digestOf(contents: Uint8Array | string): string {
  return crypto().createHash("sha256").update(contents).digest("hex");
}

/** What an output depends on besides files; undefined where that cannot be spelled, as a loop in an object cannot. */
function keyOf({ schema, options }: OutputPlan): string | undefined {
  const hmp = typeof options.hmp === "string" ? resolve(options.hmp) : options.hmp;
  try {
    return JSON.stringify([buildId, resolve(schema), { ...options, hmp }]);
  } catch {
    return undefined;
  }
}

function recordPath(out: string): string {
  // No digest of cryptography: two folders that meet here forget each other's record, and no more.
  let hash = 0;
  for (const character of resolve(out)) hash = (Math.imul(hash, 31) + character.codePointAt(0)!) | 0;
  return join(cacheFolder(out), `${(hash >>> 0).toString(16)}.json`);
}

function cacheFolder(out: string): string {
  for (let at = resolve(out); ; at = dirname(at)) {
    const modules = join(at, "node_modules");
    if (statSync(modules, { throwIfNoEntry: false })?.isDirectory() === true) return join(modules, ".cache", "qapi-ts");
    if (dirname(at) !== at) continue;
    // The XDG Base Directory Specification: what is empty or relative is as if it were not there.
    const said = environment("XDG_CACHE_HOME") ?? "";
    return join(isAbsolute(said) ? said : join(os().homedir(), ".cache"), "qapi-ts");
  }
}
