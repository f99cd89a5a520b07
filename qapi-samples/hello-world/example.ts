// What the generated types are good for: a command's name decides what it takes and what it gives.

import type { Commands, MemoryInfo } from "../../generated/hello-world/index.js";

type Execute = <N extends keyof Commands>(name: N, args: Commands[N]["arguments"]) => Promise<Commands[N]["returns"]>;

export async function greet(execute: Execute): Promise<string> {
  await execute("hello-world", { message: "Good morning, Ada" });
  const memory: MemoryInfo = await execute("query-memory-size-summary", {});
  return `${memory["base-memory"] / 1024n ** 2n} MiB`; // a bigint: exact to the last byte
}
