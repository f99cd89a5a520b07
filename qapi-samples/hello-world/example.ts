// What the generated client is good for: a method a command, checked before it is sent, and answered with exact types.

import { Client } from "../../generated/hello-world/index.js";

export async function greet(path: string): Promise<string> {
  await using machine = await Client.connect({ path }, { timeoutMs: 5_000 });
  await machine.helloWorld({ message: "Good morning, Ada" });
  const memory = await machine.queryMemorySizeSummary();
  return `${memory["base-memory"] / 1024n ** 2n} MiB`; // a bigint: exact to the last byte
}
