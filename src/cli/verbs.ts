// Where the code of each verb is: loaded when that verb is asked for, and nothing else.

import type { Run, Verb } from "./flags.js";

/** By the name of the verb. */
export const verbLoaders: Readonly<Record<Verb, () => Promise<{ readonly run: Run }>>> = {
  generate: () => import("./generate.js"),
  init: () => import("./init.js"),
  scaffold: () => import("./scaffold.js"),
  check: () => import("./check.js"),
  dump: () => import("./dump.js"),
  introspect: () => import("./introspect.js"),
  qmp: () => import("./qmp.js"),
  monitor: () => import("./monitor.js"),
  mock: () => import("./mock.js"),
  completion: () => import("./completion.js"),
};
