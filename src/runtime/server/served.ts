// What a server is made of: what generated `server.ts` files tell the runtime of their schema, beside the table.

import type { SchemaTable } from "../table.js";

/** The features that a policy can be about (`qapi/compat.json`, CompatPolicy). */
export type SpecialFeature = "deprecated" | "unstable";

/** A schema as a server needs it. */
export interface ServedSchema {
  /** Commands, events and types. */
  readonly schema: SchemaTable;
  /** The names of the handlers' methods, by command. */
  readonly methods: Readonly<Record<string, string>>;
  /**
   * What is deprecated or unstable: by `command`, `EVENT`, `Type.member` (`command.member`, `EVENT.member` for members
   * in place) and `Enum.value`.
   */
  readonly features: Readonly<Record<string, readonly SpecialFeature[]>>;
  /** What `query-qmp-schema` answers, where all commands have handlers: each entry as JSON. */
  readonly introspection: readonly string[];
}
