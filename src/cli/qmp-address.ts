// Where `qapi-ts qmp` connects to: what `--socket` says, as the address of a unix or a TCP socket.

import type { Address } from "../runtime/index.js";
import { UsageError } from "./usage-error.js";

/**
 * The address that a word means. `unix:` and `tcp:` in front say it. Else a word with a slash in it, or that of a file
 * that is there, is a path; HOST:PORT, with an IPv6 address in brackets, is a TCP socket; all else is a path.
 *
 * Throws: UsageError for an empty word, and for a port that is none.
 */
export function addressOf(word: string, exists: (path: string) => boolean): Address {
  if (word === "" || word === "unix:") throw new UsageError("--socket takes PATH or HOST:PORT, and this is empty");
  if (word.startsWith("unix:")) return { path: word.slice("unix:".length) };
  const isTcp = word.startsWith("tcp:");
  if (!isTcp && (word.includes("/") || exists(word))) return { path: word };
  // With the slashes that messages put there.
  const match = /^(?:\[([^\]]*)\]|([^:/]*)):(\d+)$/.exec(isTcp ? word.replace(/^tcp:(?:\/\/)?/, "") : word);
  if (match === null) {
    if (isTcp) throw new UsageError(`--socket takes tcp:HOST:PORT, not '${word}'`);
    return { path: word };
  }
  const port = Number(match[3]);
  if (port < 1 || port > 65535) throw new UsageError(`--socket: a port is from 1 to 65535, not ${match[3]}`);
  return { host: match[1] || match[2] || "localhost", port };
}
