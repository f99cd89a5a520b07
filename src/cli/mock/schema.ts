// What a schema is to `qapi-ts mock`: the table that a server holds arguments to, what `query-qmp-schema` answers, and what
// documentation and features say for made-up values.

import { emitContext, integerOptions } from "../../emit/context.js";
import { tableOf } from "../../emit/table.js";
import { typeWriter } from "../../emit/type-writer.js";
import { compile } from "../../compile.js";
import type { HmpTables, SchemaTable, Version } from "../../runtime/index.js";
import { introspect } from "../../schema/introspect.js";
import type { Schema } from "../../schema/model.js";
import { describedParts, hasFeature } from "../../schema/query.js";
import { version } from "../../version.js";
import type { Flags } from "../flags.js";
import type { ExitStatus } from "../verb-rows.js";
import { monitorTables } from "../hmp-tables.js";
import { readSchemas } from "../input.js";
import { schemaHost } from "../jit.js";
import { schemaTable } from "../qmp-schema.js";

/** A schema, read. */
export interface MockSchema {
  readonly schema: Schema;
  /** In which no integer of 64 bits is a `number`: so none is refused. */
  readonly table: SchemaTable;
  /** Whether it is that of a guest agent. */
  readonly isAgent: boolean;
  /** What `query-qmp-schema` answers: each entry as JSON. */
  readonly introspection: readonly string[];
  /** The commands of its human monitor. */
  readonly hmp: HmpTables;
  /** The release that the schema is held to, for the greeting. */
  readonly version: Partial<Version>;
  /** Members that are deprecated, as `Type.member`. */
  readonly deprecated: ReadonlySet<string>;
}

/** A schema, or the exit status that says why there is none. */
export type ReadMockSchema =
  { readonly ok: true; readonly mock: MockSchema } | { readonly ok: false; readonly status: ExitStatus };

/** Compiles a schema as the flags say, and prints what is wrong with it. Throws: UsageError. */
export async function readMockSchema(path: string, flags: Flags): Promise<ReadMockSchema> {
  const input = await readSchemas([path], flags, { document: true });
  if (!input.ok) return input;
  const [schema] = input.schemas;
  const integers = integerOptions({ int: "bigint" });
  const context = emitContext(schema, { version, schemaName: schema.root, integers });
  const table = schemaTable(tableOf(typeWriter(schema, context)));
  return {
    ok: true,
    mock: {
      schema,
      table,
      isAgent: Object.hasOwn(table.commands, "guest-sync-delimited"),
      introspection: introspectionOf(path, schema, flags),
      hmp: monitorTables(schema, {}, table),
      version: versionOf(flags.qemu ?? schema.release),
      deprecated: deprecatedIn(schema),
    },
  };
}

function introspectionOf(
  path: string,
  settled: Schema,
  { qemu, define = [], undefine = [] }: Flags,
): readonly string[] {
  const isWhole = define.length === 0 && undefine.length === 0;
  // Types are numbered on the whole schema, as QEMU does, so it is read again, without what settles conditions.
  const whole = isWhole ? settled : compile(path, { qemu, host: schemaHost() }).schema;
  const symbols = { defined: new Set(define), undefined: new Set(undefine) };
  return introspect(whole ?? settled, { symbols }).map((entry) => JSON.stringify(entry));
}

function deprecatedIn(schema: Schema): ReadonlySet<string> {
  return new Set(
    schema.definitions.flatMap((definition) =>
      describedParts(definition)
        .filter(({ features = [] }) => hasFeature({ features }, "deprecated"))
        .map(({ name }) => `${definition.name}.${name}`),
    ),
  );
}

function versionOf(release: string): Partial<Version> {
  const [major = 0, minor = 0, micro = 0] = release.split(".").map(Number);
  return { major, minor, micro };
}
