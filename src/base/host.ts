// What the compiler asks of the world: the contents of a file. Passed as a parameter, so that a browser, a test or a
// build tool can answer from memory.

/** A file's contents, or why there are none. */
export type ReadResult =
  | { readonly ok: true; readonly text: string }
  /** `reason` in a few words; `notUtf8` when the bytes are there but are no UTF-8 text. */
  | { readonly ok: false; readonly reason: string; readonly notUtf8?: boolean };

/** Reads files. Must not throw for a file that is not there. */
export interface Host {
  read(path: string): ReadResult;
}
