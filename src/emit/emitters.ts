// The built-in emitters, in the order in which they run: those of every run, and those that are asked for.

import { c } from "./c.js";
import { client } from "./client.js";
import type { Emitter } from "./emitter.js";
import { hmp } from "./hmp.js";
import { hx } from "./hx.js";
import { commands, events, index } from "./maps.js";
import { schemaTable } from "./schema-table.js";
import { server } from "./server.js";
import { types } from "./types.js";

/** Those that run where nothing else is said. */
export const builtinEmitters: readonly Emitter[] = [types, commands, events, schemaTable, client, server, hmp, index];

/** Those that run where they are named: what they make is for QEMU's own tree. */
export const optionalEmitters: readonly Emitter[] = [hx, c];

/** The names of those whose files need nothing of the runtime. */
export const typesOnlyEmitters: readonly string[] = [types, commands, events, index].map(({ name }) => name);
