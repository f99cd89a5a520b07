// Whether a file on the disk carries our mark, by its first bytes.

import { isGeneratedAs } from "../base/generated-mark.js";

/** How the names of a run's own things in an output folder begin. */
export const debrisPrefix = ".qapi-ts-";

/** How many bytes of a file to read for its mark. */
export const markBytes = 1_024;

/** Folders that an output has for itself, so that they are searched though nothing is made in them now. */
export const ownFolders: readonly string[] = ["runtime", "types", "server-types"];

/** Whether a file's first bytes say that it was generated for its place. */
export function isMarked(path: string, bytes: Uint8Array): boolean {
  return isGeneratedAs(path, new TextDecoder().decode(bytes.subarray(0, markBytes)));
}
