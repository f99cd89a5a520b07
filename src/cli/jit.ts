// Whether V8 may optimise while a schema is compiled.
//
// Choice: a process starts without the optimising compiler and gets it back once it has read more than `smallInput`.
// Alternative: V8's default. Price: a documented risk of changing flags in a running process, hence the one switch
// below. Why: such a process lives for a tenth of a second; what the optimiser's threads take from the main thread
// on a small machine comes back only in longer runs.

import { setFlagsFromString } from "node:v8";

import type { Host } from "../base/host.js";
import { diskHost } from "../host.js";

/** False leaves V8 alone. */
const isSwitched = true;

/** Characters of schema text up to which a run is too short for the optimiser. QEMU's whole schema has 0.8 million. */
const smallInput = 4_000_000;

/** To be called first thing. */
export function startShort(): void {
  if (isSwitched) setFlagsFromString("--no-opt");
}

/** The disk, which turns the optimiser on again when the input is large. */
export function schemaHost(): Host {
  let total = 0;
  return {
    read(path) {
      const result = diskHost.read(path);
      const before = total;
      if (result.ok) total += result.text.length;
      if (isSwitched && before <= smallInput && total > smallInput) setFlagsFromString("--opt");
      return result;
    },
  };
}
