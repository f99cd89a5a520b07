// A configuration of the monitor for the part of a schema that was chosen: what it says of the rest is no mistake, and
// is of no use.
//
// In: a configuration, the schema that it was written for, the part that is left. Out: what of it concerns that part.

import type { Schema } from "../schema/model.js";
import { spelledMembers } from "../schema/query.js";
import type { HmpCommandConfig, HmpConfig } from "./config.js";

/** The configuration without commands, and letters of members, that are gone; what never was there stays, to be told. */
export function hmpConfigLeft(config: HmpConfig, schema: Schema, left: Schema): HmpConfig {
  if (left === schema) return config;
  const entries = Object.entries(config).filter(([name]) => left.byName.has(name) || !schema.byName.has(name));
  return Object.fromEntries(entries.map(([name, entry]) => [name, withLetters(entry, name, { schema, left })]));
}

function withLetters(
  entry: HmpCommandConfig,
  name: string,
  { schema, left }: Readonly<Record<"schema" | "left", Schema>>,
): HmpCommandConfig {
  if (typeof entry !== "object" || entry.letters === undefined) return entry;
  const now = membersOf(left, name);
  const gone = new Set([...membersOf(schema, name)].filter((member) => !now.has(member)));
  const letters = Object.entries(entry.letters).filter(([member]) => !gone.has(member));
  return { ...entry, letters: Object.fromEntries(letters) };
}

function membersOf(schema: Schema, name: string): ReadonlySet<string> {
  const command = schema.byName.get(name);
  const data = command?.kind === "command" ? command.data : undefined;
  return new Set(spelledMembers(schema, data).map((member) => member.name));
}
