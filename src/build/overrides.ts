// Holds the paths of `overrides` to a schema: one that names nothing would leave integers as they are without a word.

import { suggest } from "../base/suggest.js";
import type { Schema } from "../schema/model.js";
import { definedType, membersOf, spelledMembers } from "../schema/query.js";

/** A line for each path that none of the schemas has. */
export function overrideProblems(schemas: readonly Schema[], overrides: object): readonly string[] {
  const paths = Object.keys(overrides);
  if (paths.length === 0) return [];
  const known = new Set(schemas.flatMap(pathsOf));
  return paths
    .filter((path) => !known.has(path))
    .map((path) => {
      const near = suggest(path, known);
      const hint = near === undefined ? "a path is Type.member, or the name of a command" : `did you mean '${near}'?`;
      return `overrides: there is no '${path}' (${hint})`;
    });
}

/** What has a path: commands for what they return, and members of types, of arguments and of data. */
function pathsOf(schema: Schema): readonly string[] {
  return schema.definitions.flatMap((definition) => {
    const { kind, name } = definition;
    if (kind === "enum") return [];
    const members =
      kind === "command" || kind === "event"
        ? spelledMembers(schema, definition.data)
        : kind === "alternate"
          ? definition.alternatives
          : membersOf(schema, definedType(schema, name) ?? name);
    const paths = members.map((member) => `${name}.${member.name}`);
    return kind === "command" ? [name, ...paths] : paths;
  });
}
