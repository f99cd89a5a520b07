// The built-in emitters, in the order in which they run.

import { client } from "./client.js";
import type { Emitter } from "./emitter.js";
import { commands, events, index } from "./maps.js";
import { schemaTable } from "./schema-table.js";
import { server } from "./server.js";
import { types } from "./types.js";

/** All of them. */
export const builtinEmitters: readonly Emitter[] = [types, commands, events, schemaTable, client, server, index];
