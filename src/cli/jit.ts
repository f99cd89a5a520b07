// Whether V8 may optimise while a schema is compiled.
//
// Choice: a schema is compiled without the optimising compiler, which comes back once more than `smallInput` was read.
// Alternative: V8's default. Price: flags are changed in a running process, which Node's manual calls risky, hence the
// one switch below. Why: a run over QEMU's schema ends before optimised code pays for itself; measured on Node 20 with
// two cores, `check` takes 0.5 of the processor time and 0.65 of the time with the switch, the same from twice to four
// times that schema, 0.7 at ten times, and 1.4 at fifty times if the optimiser stays off.

import { setFlagsFromString } from "node:v8";

import type { Host } from "../base/host.js";
import { diskHost } from "../host.js";

/** False leaves V8 alone. */
const isSwitched = true;

/** Characters of schema text up to which a run is too short for the optimiser. QEMU's whole schema has 0.8 million. */
const smallInput = 8_000_000;

/** To be called before the compiler is loaded, where the process is over when schemas are compiled. */
export function startShort(): void {
  if (isSwitched) setFlagsFromString("--no-opt");
}

/** To be called by what goes on for long, once the schema is compiled. */
export function startLong(): void {
  if (isSwitched) setFlagsFromString("--opt");
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
