// Where the code of each verb is: loaded when that verb is asked for, and nothing else.

import type { Run, Verb } from "./verb-rows.js";

/** By the name of the verb. */
export const verbLoaders: Readonly<Record<Verb, () => Promise<{ readonly run: Run }>>> = {
  generate: () => import("./generate.js"),
  init: () => import("./init.js"),
  scaffold: () => short(() => import("./scaffold.js")),
  check: () => short(() => import("./check.js")),
  dump: () => short(() => import("./dump.js")),
  introspect: () => short(() => import("./introspect.js")),
  qmp: () => short(() => import("./qmp.js")),
  monitor: () => short(() => import("./monitor.js")),
  mock: () => short(() => import("./mock.js")),
  completion: () => import("./completion.js"),
};

/** The code of a verb that compiles schemas; `generate` finds out first whether it has to. */
async function short(load: () => Promise<{ readonly run: Run }>): Promise<{ readonly run: Run }> {
  (await import("./jit.js")).startShort();
  return load();
}
