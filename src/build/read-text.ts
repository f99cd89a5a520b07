// Files that are read as UTF-8 text: their text, or why there is none.

import { readFileSync } from "node:fs";

import { systemReason, UsageError } from "../base/usage-error.js";

/**
 * The text of a file, without a mark of the byte order; `shownPath` is for messages. Throws: UsageError where it cannot be
 * read, or is not UTF-8.
 */
export function readText(path: string, shownPath = path): string {
  return readExactText(path, shownPath).replace(/^\ufeff/, "");
}

/** The same, with a mark of the byte order. */
export function readExactText(path: string, shownPath = path): string {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new UsageError(`cannot read '${shownPath}': ${systemReason(error) ?? (error as Error).message}`);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new UsageError(`cannot read '${shownPath}': it is not UTF-8`);
  }
}
