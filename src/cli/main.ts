#!/usr/bin/env node
// The program: reads the command line, runs one verb, and turns what happens into an exit status. Nothing but the
// verb's own code is loaded.

import { readArguments } from "./arguments.js";
import type { ExitStatus } from "./flags.js";
import { verbRows } from "./flags.js";
import { startShort } from "./jit.js";
import { UsageError } from "./usage-error.js";

startShort();
void main(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});

async function main(words: readonly string[]): Promise<ExitStatus> {
  try {
    let invocation = readArguments(words);
    if (invocation === undefined) {
      const usage = (await import("./usage.js")).readUsage(words);
      if (!("invocation" in usage)) {
        await (await import("./output.js")).print(usage.stream, usage.text);
        return usage.status;
      }
      invocation = usage.invocation;
    }
    const { run } = await verbRows[invocation.verb].load();
    return await run(invocation);
  } catch (error) {
    await complain(error);
    return 2;
  }
}

/** Says what went wrong, without a stack trace. */
async function complain(error: unknown): Promise<void> {
  const { print } = await import("./output.js");
  const text = error instanceof UsageError ? error.message : await internalText(error);
  // Where even that cannot be written there is nothing left to do.
  await print("stderr", `qapi-ts: ${text}\n`).catch(() => {});
}

async function internalText(error: unknown): Promise<string> {
  const { version } = await import("../version.js");
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return (
    `internal error: ${what}\n` +
    `This is a mistake in qapi-ts ${version} (Node ${process.version}), not in your schema. Please report it, with the schema and this text.`
  );
}
