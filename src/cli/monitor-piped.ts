// A monitor between pipes: lines come on standard input, what they print goes to standard output, and nothing else does.

import type { ExitStatus } from "./verb-rows.js";
import type { Talk } from "./monitor-line.js";
import { runLine } from "./monitor-line.js";
import { print } from "./output.js";
import { stdinLines } from "./stdin.js";
import { UsageError } from "../base/usage-error.js";
import { visible } from "../base/visible.js";

/**
 * Runs lines in order, to the end of standard input or until the peer has ended as a line asked it to; gives 1 if the peer
 * refused one. Throws: UsageError for a connection that is lost while there are lines.
 */
export async function runPiped(talk: Talk): Promise<ExitStatus> {
  let status: ExitStatus = 0;
  let number = 0;
  for await (const line of stdinLines()) {
    number++;
    // As in QEMU, nothing happens.
    if (line.trim() === "") continue;
    const name = `line ${number}, '${excerptOf(line)}',`;
    if (talk.session.state !== "ready") throw new UsageError(`${name} was not run: the connection is lost`);
    const result = await runLine(talk, line);
    switch (result.kind) {
      case "printed":
        // Nobody reads any more.
        if (!(await print("stdout", result.text))) return status;
        break;
      case "refused":
        await print("stderr", `${result.reason}\n`);
        status = 1;
        break;
      case "lost":
        throw new UsageError(`${name} has no reply, and nothing behind it was run: ${result.reason}`);
      case "ended":
        return status;
    }
  }
  return status;
}

/** A line for a message: in short, and fit for a terminal. */
function excerptOf(line: string): string {
  const text = visible(line.trim());
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
