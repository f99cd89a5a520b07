// What a user says of the monitor's commands, by QMP command: an object, or a JSON file that has it. In: that and the
// schemas. Out: the part of it that is about a schema, or a complaint that has all that is wrong.

import { UsageError } from "../base/usage-error.js";
import type { HmpConfig } from "../hmp/config.js";
import { hmpConfigProblems } from "../hmp/config.js";
import type { Schema } from "../schema/model.js";
import { readJson } from "./read-json.js";

/** Reads such a file; see `hmpConfigOf`. Throws: UsageError also for a file that cannot be read, or is no JSON. */
export function readHmpConfig(path: string, schemas: readonly Schema[]): (schema: Schema) => HmpConfig {
  return hmpConfigOf(readJson(path), path, schemas);
}

/**
 * Holds what is said to the schemas; gives the configuration of each of them. With several, a command may be in any.
 * `where` is for messages. Throws: UsageError where there are mistakes in it.
 */
export function hmpConfigOf(config: unknown, where: string, schemas: readonly Schema[]): (schema: Schema) => HmpConfig {
  const isKnown = (schema: Schema, name: string) => schema.byName.get(name)?.kind === "command";
  const partOf = (schema: Schema, isAnyones: boolean): unknown => {
    if (typeof config !== "object" || config === null || Array.isArray(config)) return config;
    const entries = Object.entries(config).filter(
      ([name]) => isKnown(schema, name) || (isAnyones && !schemas.some((other) => isKnown(other, name))),
    );
    return Object.fromEntries(entries);
  };
  // What no schema knows is told once, of the first.
  const problems = schemas.flatMap((schema, index) => hmpConfigProblems(schema, partOf(schema, index === 0)));
  if (problems.length > 0) throw new UsageError(...problems.map((problem) => `${where}: ${problem}`));
  return (schema) => partOf(schema, false) as HmpConfig;
}
