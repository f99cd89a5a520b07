// The monitor's commands for a schema in the form that the runtime reads: what `hmp.ts` is for those who generate code.

import type { HmpConfig } from "../hmp/config.js";
import { deriveHmp } from "../hmp/derive.js";
import type { HmpEntry, HmpTables, SchemaTable } from "../runtime/index.js";
import { encode } from "../runtime/index.js";
import type { Schema } from "../schema/model.js";

/** Derives a schema's entries; each has its command of `commands`. Throws: RangeError for a wrong configuration. */
export function monitorTables(schema: Schema, config: HmpConfig, { commands }: SchemaTable): HmpTables {
  const rows = Object.entries(deriveHmp(schema, config).tables).map(([name, entries]) => {
    const made = entries.map(({ command, preconfig, json, name: names, args, params, help }): HmpEntry => {
      const type = { ...commands[command.name]!, encode };
      const marks = { ...(preconfig ? { preconfig } : {}), ...(json ? { json } : {}) };
      return { name: names, args, params, help, command: type, ...marks };
    });
    return [name, made] as const;
  });
  return { commands: [], ...Object.fromEntries(rows) };
}
