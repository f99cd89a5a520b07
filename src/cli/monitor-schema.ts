// Our own monitor: its commands are derived from a schema, and each executes its QMP command. Loaded only with `--schema`,
// as it brings the compiler along.

import { emitContext, integerOptions } from "../emit/context.js";
import { tableOf } from "../emit/table.js";
import { typeWriter } from "../emit/type-writer.js";
import type { HmpTables, MonitorTarget, Session } from "../runtime/index.js";
import { Monitor, QmpTimeoutError } from "../runtime/index.js";
import { version } from "../version.js";
import type { Flags } from "./flags.js";
import type { ExitStatus } from "./verb-rows.js";
import { readHmpConfig } from "../build/hmp-config.js";
import { monitorTables } from "./hmp-tables.js";
import { readSchemas } from "./input.js";
import type { LineMonitor } from "./monitor-line.js";
import { schemaTable } from "./qmp-schema.js";

/** The commands of a monitor, or the exit status that says why there are none. */
export type ReadTables =
  { readonly ok: true; readonly tables: HmpTables } | { readonly ok: false; readonly status: ExitStatus };

/** Compiles a schema as the flags say, and prints what is wrong with it. Throws: UsageError. */
export async function readTables(path: string, flags: Flags): Promise<ReadTables> {
  const input = await readSchemas([path], flags, { document: true });
  if (!input.ok) return input;
  const [schema] = input.schemas;
  const config = flags.hmpConfig === undefined ? {} : readHmpConfig(flags.hmpConfig, input.schemas)(schema);
  const context = emitContext(schema, { version, schemaName: schema.root, integers: integerOptions() });
  const table = schemaTable(tableOf(typeWriter(schema, context)));
  return { ok: true, tables: monitorTables(schema, config, table) };
}

/** A monitor that executes its commands over a session. */
export function schemaMonitor(tables: HmpTables, session: Session): LineMonitor {
  // Of the line that was run last: lines are run one by one.
  let executed: string | undefined;
  let noReply: QmpTimeoutError | undefined;
  const target: MonitorTarget = {
    async execute(command, args, options) {
      executed = command.command;
      try {
        return await session.execute(command, command.arguments || command.open ? args : undefined, options);
      } catch (error) {
        if (error instanceof QmpTimeoutError) noReply = error;
        throw error;
      }
    },
  };
  const monitor = new Monitor(tables, target);
  return {
    async run(line, options) {
      executed = noReply = undefined;
      const text = await monitor.run(line, options);
      // To the monitor, that is one more thing to print.
      if (noReply !== undefined) throw noReply as QmpTimeoutError;
      return text;
    },
    complete: (line) => monitor.complete(line),
    quits: () => executed === "quit",
  };
}
