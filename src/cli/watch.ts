// `generate --watch`: generates, and again whenever a file changes that the run has read. A run that fails shows why, and
// what was generated before stays.
//
// Choice: chokidar tells of changes. Alternative: node's own `fs.watch`. Price: a dependency, loaded here only; gained:
// editors that save by renaming, files that come and go, and the same events on every system.

import { statSync } from "node:fs";

import type { FSWatcher } from "chokidar";

import { UsageError } from "../base/usage-error.js";
import type { Plan } from "../build/plan.js";
import { watchedFiles } from "../build/watched-files.js";
import type { ExitStatus } from "./verb-rows.js";
import { complain, print } from "./output.js";
import { runWhole } from "./run-plan.js";

/** How long after a change further ones may come that belong to it, in milliseconds. */
const settleMs = 50;

/** How often files are looked at all the same, in milliseconds. */
const lookMs = 1_000;

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Files with what tells whether they are as they were. */
type Watched = ReadonlyMap<string, string>;

/**
 * Watches until a signal comes. `read` reads the plan anew, since the configuration may have changed. Gives 0: the user
 * ended it.
 */
export async function watch(read: () => Promise<Plan>, first: Plan): Promise<ExitStatus> {
  const { watch: watchPaths } = await import("chokidar");
  let hasEnded = false;
  let hasChanged = false;
  let wake = () => {};
  let followed: Watched = new Map();
  const stop = () => {
    hasEnded = true;
    wake();
  };
  // For good: a write that is under way lets signals wait, and asks whether anybody else listens (src/build/this-process.ts).
  for (const signal of signals) process.on(signal, stop);
  const watcher = watchPaths([], { ignoreInitial: true });
  watcher.on("all", () => {
    hasChanged = true;
    wake();
  });
  // A folder that goes away and comes back, as git makes them, is lost to the system's own messages.
  const look = setInterval(() => {
    if (!isAsBefore(followed)) {
      hasChanged = true;
      wake();
    }
  }, lookMs);
  // One file that cannot be watched, such as one in a folder that is closed, is no reason to end.
  watcher.on("error", () => {});
  try {
    let watched: Watched = new Map();
    for (let plan: Plan | undefined = first; ; plan = await readAgain(read)) {
      hasChanged = false;
      const before = watched;
      watched = plan === undefined ? stamped([...before.keys()]) : await runOnce(plan, before);
      await follow(watcher, before, watched);
      followed = watched;
      if (!hasChanged && isAsBefore(watched)) {
        if ((plan ?? first).run.quiet !== true)
          await print("stderr", `watching ${watched.size === 1 ? "1 file" : `${watched.size} files`}; Ctrl-C ends\n`);
        await new Promise<void>((done) => {
          wake = done;
          if (hasChanged || hasEnded) done();
        });
      }
      if (hasEnded) return 0;
      await delay(settleMs);
    }
  } finally {
    for (const signal of signals) process.off(signal, stop);
    clearInterval(look);
    await watcher.close();
  }
}

/** Follows these files from now on. */
async function follow(watcher: FSWatcher, before: Watched, now: Watched): Promise<void> {
  await watcher.unwatch([...before.keys()].filter((path) => !now.has(path)));
  // All of them: one that went away and came back is another file.
  watcher.add([...now.keys()]);
  // Until chokidar has them. What changes before that does not come to its ears.
  await delay(settleMs);
}

const isAsBefore = (files: Watched) => [...files].every(([path, stamp]) => stampOf(path) === stamp);

/** Generates; gives the files to watch from now on, as they were read. */
async function runOnce(plan: Plan, watched: Watched): Promise<Watched> {
  const before = stamped([...watched.keys()]);
  const begun = Date.now();
  let files: readonly string[];
  try {
    files = watchedFiles(plan, (await runWhole(plan)).report.inputs);
  } catch (error) {
    await tolerate(error);
    const roots = plan.outputs.map(({ schema }) => schema);
    files = [...new Set([...watched.keys(), ...watchedFiles(plan, roots)])];
  }
  return new Map(files.map((path) => [path, before.get(path) ?? stampSince(begun, path)]));
}

/** The stamp of a file that was not known before the run; whether it changed after it was read, its time tells. */
const stampSince = (begun: number, path: string) =>
  (statusOf(path)?.mtimeMs ?? 0) >= begun ? "changed" : stampOf(path);

const stamped = (paths: readonly string[]): Watched => new Map(paths.map((path) => [path, stampOf(path)]));

/** What is another after each change of a file, or when it is another file. */
function stampOf(path: string): string {
  const status = statusOf(path);
  return status === undefined ? "" : [status.ino, status.size, status.mtimeMs].join(" ");
}

function statusOf(path: string) {
  try {
    return statSync(path);
  } catch {
    // Gone, or in a folder that is closed.
    return undefined;
  }
}

/** The plan as it is now; undefined where it makes no sense. */
async function readAgain(read: () => Promise<Plan>): Promise<Plan | undefined> {
  try {
    return await read();
  } catch (error) {
    await tolerate(error);
    return undefined;
  }
}

/** Says what a user did wrong, and goes on. */
async function tolerate(error: unknown): Promise<void> {
  if (!(error instanceof UsageError)) throw error;
  await complain(error);
}

const delay = (milliseconds: number) => new Promise<void>((done) => setTimeout(done, milliseconds));
