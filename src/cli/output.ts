// Writes to standard output and standard error.

import { systemReason, UsageError } from "./usage-error.js";

/**
 * Writes text; done when the system has taken it. A reader that has gone away is no mistake: then it gives false.
 *
 * Throws: UsageError when the system refuses, such as a full disk.
 */
export async function print(stream: "stdout" | "stderr", text: string): Promise<boolean> {
  if (text === "") return true;
  const error = await new Promise<Error | null | undefined>((resolve) => {
    const out = process[stream];
    // An error comes to the callback and as an event, which would end the process if nobody listened.
    if (out.listenerCount("error") === 0) out.on("error", () => {});
    out.write(text, resolve);
  });
  if (error === null || error === undefined) return true;
  if ((error as NodeJS.ErrnoException).code === "EPIPE") return false;
  const name = stream === "stdout" ? "standard output" : "standard error";
  throw new UsageError(`cannot write to ${name}: ${systemReason(error) ?? error.message}`);
}
