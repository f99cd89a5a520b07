// The built-in emitters, in the order in which they run.

import type { Emitter } from "./emitter.js";
import { commands, events, index } from "./maps.js";
import { types } from "./types.js";

/** All of them. */
export const builtinEmitters: readonly Emitter[] = [types, commands, events, index];
