// What flags of every verb about schemas are held to, beyond what the table of flags says.

import { knownReleases, releaseOf } from "../base/releases.js";
import { isSymbol } from "../base/symbol.js";
import { UsageError } from "../base/usage-error.js";
import type { Flags } from "./flags.js";

/** Holds `--qemu` to the form of a version. Throws: UsageError. */
export function checkVersion({ qemu }: Flags): void {
  if (qemu === undefined || releaseOf(qemu) !== undefined) return;
  throw new UsageError(
    `--qemu takes a version such as 10.0, not '${qemu}'; releases that are told apart: ${knownReleases}`,
  );
}

/** Holds `--define` and `--undefine` to names of symbols, and to each other. Throws: UsageError. */
export function checkSymbols(flags: Flags): Flags {
  const { define = [], undefine = [] } = flags;
  for (const [flag, symbols] of [
    ["--define", define],
    ["--undefine", undefine],
  ] as const) {
    const wrong = symbols.find((symbol) => !isSymbol(symbol));
    if (wrong !== undefined)
      throw new UsageError(`${flag} takes the name of a symbol such as CONFIG_LINUX, not '${wrong}'`);
  }
  const both = define.find((symbol) => undefine.includes(symbol));
  if (both !== undefined)
    throw new UsageError(`'${both}' cannot be defined and undefined at once; drop --define or --undefine`);
  return flags;
}
