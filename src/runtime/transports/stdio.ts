// The standard streams of this process, as one stream: for a server that another program starts.

import type { Duplex } from "node:stream";

/** Standard input and output. Nothing else may be written there. */
export async function stdio(): Promise<Duplex> {
  const [{ Duplex: Both }, { stdin, stdout }] = await Promise.all([import("node:stream"), import("node:process")]);
  // Else a server that is closed would wait for the end of standard input.
  return Both.from({ readable: stdin, writable: stdout }).on("close", () => stdin.destroy());
}
