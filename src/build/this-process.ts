// This process: a tag by which a later run tells whether the one that left something behind is still there, signals that
// wait, its id, what its environment says, modules of its Node. The one home of `process` below the command line, but for the runtime's.

import type * as Crypto from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import type * as Os from "node:os";

import { attempt } from "../base/attempt.js";

/** Hash of the machine, process id, start of the process (0 where the system does not tell): `1f2e3d4c-812-55031`. */
export type ProcessTag = string;

/** The id of this process, for names that no other process gives at the same time. */
export function ownId(): number {
  return process.pid;
}

/** What a variable of the environment says; undefined where there is none. */
export function environment(name: string): string | undefined {
  return process.env[name];
}

/** Node's own `crypto`, loaded when it is needed: a run without changes has no need of it. */
export function crypto(): typeof Crypto {
  return process.getBuiltinModule("node:crypto");
}

/** Node's own `os`, loaded when it is needed. */
export function os(): typeof Os {
  return process.getBuiltinModule("node:os");
}

/** The tag of this process. */
export function ownTag(): ProcessTag {
  return `${hash(machine())}-${process.pid}-${startOf(process.pid) ?? 0}`;
}

/**
 * Whether the process of a tag still is; undefined where that cannot be told: it ran on another machine, or in another
 * container, which has process ids of its own.
 */
export function isAlive(tag: ProcessTag): boolean | undefined {
  const [host, id = "", start] = tag.split("-");
  if (host !== hash(machine())) return undefined;
  const pid = Number(id);
  if (!hasProcess(pid)) return false;
  const started = startOf(pid);
  if (started === undefined || start === "0") return true;
  return started === start;
}

/** Keeps SIGINT, SIGTERM and SIGHUP from ending the process until what is returned is called; then they do. */
export function holdSignals(): () => void {
  const names = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const held = (name: NodeJS.Signals) => {
    process.off(name, held);
    // Whoever else listens has been told; nobody else, and it is what it would have been.
    if (process.listenerCount(name) === 0) process.kill(process.pid, name);
  };
  // Many in one turn are no leak, which Node would warn of.
  makeRoom(1);
  for (const name of names) process.on(name, held);
  const off = () => {
    for (const name of names) process.off(name, held);
    makeRoom(-1);
  };
  // What came in the meantime is delivered when the loop polls next, which is before the second of two turns at the latest.
  return () => void setImmediate(() => setImmediate(off));
}

/** For so many more listeners of an event; 0 is room for any number. */
function makeRoom(more: number): void {
  const room = process.getMaxListeners();
  if (room > 0) process.setMaxListeners(Math.max(1, room + more));
}

function hasProcess(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

/** When a process started, in ticks since the machine's start; "" for one that ended and waits for its parent. */
function startOf(pid: number): string | undefined {
  const text = attempt(() => readFileSync(`/proc/${pid}/stat`, "utf8"));
  if (text === undefined) return undefined;
  // The name in parentheses may hold anything; the fields after it are numbers, but for the state.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return fields[0] === "Z" || fields[0] === "X" ? "" : fields[19];
}

/** What has process ids of its own: a machine from its start on, or a container on it. */
function machine(): string {
  const boot = attempt(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8"));
  const ids = attempt(() => readlinkSync("/proc/self/ns/pid"));
  return `${os().hostname()} ${boot ?? ""} ${ids ?? ""}`;
}

/** FNV-1a, eight hex digits: only to tell machines apart. */
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  return value.toString(16).padStart(8, "0");
}
