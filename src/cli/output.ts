// Writes to standard output and standard error.

import { writeSync } from "node:fs";

import { visible } from "../base/visible.js";
import { systemReason, UsageError } from "../base/usage-error.js";

/**
 * Writes text; done when the system has taken it. A reader that has gone away is no mistake: then it gives false.
 *
 * Throws: UsageError when the system refuses, such as a full disk.
 */
export async function print(stream: "stdout" | "stderr", text: string): Promise<boolean> {
  return text === "" || printBytes(stream, text);
}

/** Says what a user did wrong. Throws: UsageError as `print` does. */
export async function complain({ problems }: UsageError): Promise<void> {
  const lines = problems.map((problem) => `qapi-ts: ${problem.split("\n").map(visible).join("\n")}\n`);
  await print("stderr", lines.join(""));
}

/**
 * Writes a few words, sooner than `print` does; see there. Waits for a reader that is stuck, so it is for what is said once,
 * at the end.
 */
export async function printLast(stream: "stdout" | "stderr", text: string): Promise<boolean> {
  const rest = writeAtOnce(stream, text);
  return rest.length === 0 || printBytes(stream, rest);
}

async function printBytes(stream: "stdout" | "stderr", bytes: Uint8Array | string): Promise<boolean> {
  const error = await new Promise<Error | null | undefined>((resolve) => {
    const out = process[stream];
    // An error comes to the callback and as an event, which would end the process if nobody listened.
    if (out.listenerCount("error") === 0) out.on("error", () => {});
    out.write(bytes, resolve);
  });
  if (error === null || error === undefined) return true;
  if ((error as NodeJS.ErrnoException).code === "EPIPE") return false;
  const name = stream === "stdout" ? "standard output" : "standard error";
  throw new UsageError(`cannot write to ${name}: ${systemReason(error) ?? error.message}`);
}

/**
 * Writes without node's streams, whose set-up takes as long as all else that a run without changes does. Gives what is not
 * written: that is for the stream, which waits for a pipe that is full, or tells what is wrong.
 */
function writeAtOnce(stream: "stdout" | "stderr", text: string): Uint8Array {
  let rest: Uint8Array = Buffer.from(text);
  if (rest.length > mostAtOnce || process.platform === "win32") return rest;
  try {
    while (rest.length > 0) rest = rest.subarray(writeSync(stream === "stdout" ? 1 : 2, rest));
  } catch {
    // The stream finds out.
  }
  return rest;
}

/** Bytes that a pipe takes whole or not at all (POSIX, PIPE_BUF; 4,096 on Linux). */
const mostAtOnce = 4_096;
