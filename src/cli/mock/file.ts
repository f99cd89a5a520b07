// Files that the mock reads: their text, or why there is none.

import { readFileSync } from "node:fs";

import { systemReason, UsageError } from "../usage-error.js";

/** The text of a file. Throws: UsageError where it cannot be read, or is not UTF-8. */
export function readText(path: string): string {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new UsageError(`cannot read '${path}': ${systemReason(error) ?? (error as Error).message}`);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError(`cannot read '${path}': it is not UTF-8`);
  }
}
