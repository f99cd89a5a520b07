// What the flags of `qapi-ts mock` come to, and which of them make no sense, alone or together.

import { existsSync } from "node:fs";

import type { Address } from "../../runtime/index.js";
import type { Flags } from "../flags.js";
import { flagWord } from "../flag-word.js";
import { addressOf } from "../qmp-address.js";
import { UsageError } from "../../base/usage-error.js";

/** The flags, read. */
export interface MockSettings {
  /** Where it listens; port 0 for any that is free. */
  readonly address: Address;
  readonly seed: string;
  /** The server that commands are passed on to, and the file that says what it answers. */
  readonly record: { readonly to: Address; readonly name: string; readonly file: string } | undefined;
}

/** Flags that exclude each other, and why. */
const apart = (["replies", "replay", "seed"] as const).map(
  (flag) => [flag, "record", "it is the real server that answers"] as const,
);

/** Reads the flags. Throws: UsageError. */
export function readMockSettings(flags: Flags): MockSettings {
  for (const [flag, other, why] of apart) {
    if (flags[flag] !== undefined && flags[other] !== undefined)
      throw new UsageError(`${flagWord(flag)} and ${flagWord(other)} do not go together: ${why}`);
  }
  const { socket = "", record, to, seed = "1" } = flags;
  if (record !== undefined && to === undefined)
    throw new UsageError("--record means nothing without --to, the address of a real server");
  if (to !== undefined && record === undefined)
    throw new UsageError("--to means nothing without --record, the file that keeps what is answered");
  if (!/^\d+$/.test(seed)) throw new UsageError(`--seed takes a whole number, such as 1, not '${seed}'`);
  return {
    address: addressOf(socket, existsSync, { leastPort: 0 }),
    seed: String(BigInt(seed)),
    record:
      record === undefined ? undefined : { to: addressOf(to!, existsSync, { flag: "--to" }), name: to!, file: record },
  };
}
