// Where `qapi-ts qmp` connects to, and `qapi-ts mock` listens: what `--socket` says, as the address of a unix or a TCP socket.

import type { Address } from "../runtime/index.js";
import { UsageError } from "../base/usage-error.js";

/** How an address is read. */
export interface AddressOptions {
  /** The flag that it stands behind, for messages. Default: `--socket`. */
  readonly flag?: string;
  /** The smallest port. Default: 1. */
  readonly leastPort?: number;
}

/**
 * The address that a word means. `unix:` and `tcp:` in front say it. Else a word with a slash in it, or that of a file
 * that is there, is a path; HOST:PORT, with an IPv6 address in brackets, is a TCP socket; all else is a path.
 *
 * Throws: UsageError for an empty word, and for a port that is none.
 */
export function addressOf(word: string, exists: (path: string) => boolean, options: AddressOptions = {}): Address {
  const { flag = "--socket", leastPort = 1 } = options;
  if (word === "" || word === "unix:") throw new UsageError(`${flag} takes PATH or HOST:PORT, and this is empty`);
  if (word.startsWith("unix:")) return { path: word.slice("unix:".length) };
  const isTcp = word.startsWith("tcp:");
  if (!isTcp && (word.includes("/") || exists(word))) return { path: word };
  // With the slashes that messages put there.
  const match = /^(?:\[([^\]]*)\]|([^:/]*)):(\d+)$/.exec(isTcp ? word.replace(/^tcp:(?:\/\/)?/, "") : word);
  if (match === null) {
    if (isTcp) throw new UsageError(`${flag} takes tcp:HOST:PORT, not '${word}'`);
    return { path: word };
  }
  const port = Number(match[3]);
  if (port < leastPort || port > 65535)
    throw new UsageError(`${flag}: a port is from ${leastPort} to 65535, not ${match[3]}`);
  return { host: match[1] || match[2] || "localhost", port };
}
