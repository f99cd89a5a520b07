#!/usr/bin/env node
// The program: reads the command line, runs one verb, and turns what happens into an exit status. Nothing but the
// verb's own code is loaded.

import { readArguments } from "./arguments.js";
import type { ExitStatus } from "./verb-rows.js";
import { readyHelp } from "./ready-help.js";
import { verbLoaders } from "./verbs.js";
import { UsageError } from "../base/usage-error.js";

// Until it is known better: what waits for ever for something that is not under way ends here, and is no success.
process.exitCode = 2;
process.once("beforeExit", endless);
void main(process.argv.slice(2)).then((status) => {
  process.off("beforeExit", endless);
  process.exitCode = status;
});

async function main(words: readonly string[]): Promise<ExitStatus> {
  try {
    const help = readyHelp(words);
    if (help !== undefined) {
      await (await import("./output.js")).printLast("stdout", help);
      return 0;
    }
    let invocation = readArguments(words);
    if (invocation === undefined) {
      const usage = (await import("./usage.js")).readUsage(words);
      if (!("invocation" in usage)) {
        await (await import("./output.js")).print(usage.stream, usage.text);
        return usage.status;
      }
      invocation = usage.invocation;
    }
    const { run } = await verbLoaders[invocation.verb]();
    return await run(invocation);
  } catch (error) {
    await tell(error);
    return 2;
  }
}

function endless(): void {
  process.stderr.write("qapi-ts: a configuration or an emitter waits for something that never comes\n");
}

/** Says what went wrong, without a stack trace. */
async function tell(error: unknown): Promise<void> {
  const { complain } = await import("./output.js");
  const told = error instanceof UsageError ? error : new UsageError(await internalText(error));
  // Where even that cannot be written there is nothing left to do.
  await complain(told).catch(() => {});
}

async function internalText(error: unknown): Promise<string> {
  const { version } = await import("../version.js");
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return (
    `internal error: ${what}\n` +
    `This is a mistake in qapi-ts ${version} (Node ${process.version}), not in your schema. Please report it, with the schema and this text.`
  );
}
