// Standard input as text.

import { systemReason, UsageError } from "./usage-error.js";

/** Reads standard input to its end. Throws: UsageError where it cannot be read, or is not UTF-8. */
export async function readStdin(): Promise<string> {
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
  } catch (error) {
    throw new UsageError(`cannot read standard input: ${systemReason(error) ?? (error as Error).message}`);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new UsageError("standard input is not UTF-8");
  }
}
