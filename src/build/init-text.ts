// The configuration that `init` writes: what is there to say, with every other key in a comment, from the table of keys.

import type { KeyRow } from "./keys.js";
import { outputKeys, placeKeys, runKeys } from "./keys.js";

/** What a first configuration says. */
export interface FirstConfig {
  readonly schema: string;
  readonly out: string;
}

/** The text of a configuration in TypeScript or JavaScript. */
export function configText({ schema, out }: FirstConfig): string {
  const said: Readonly<Record<string, string>> = { schema: JSON.stringify(schema), out: JSON.stringify(out) };
  return [
    "// How qapi-ts makes TypeScript from QAPI schemas. `qapi-ts generate` does it, `qapi-ts generate --check` says in CI",
    "// whether it was done. Paths are relative to this file. A flag of the command line wins over its key here.",
    "",
    'import { defineConfig } from "qapi-ts/config";',
    "",
    "export default defineConfig({",
    ...Object.entries(placeKeys).flatMap(([key, row]) => [`  // ${sentence(row)}`, `  ${key}: ${said[key]},`]),
    "",
    "  // Several outputs, in place of the two above; what is said below then holds for all that do not say otherwise.",
    `  // outputs: [{ schema: ${said["schema"]}, out: ${said["out"]} }],`,
    "",
    ...Object.entries(outputKeys).flatMap(commented),
    "",
    "  // What is asked of a run.",
    ...Object.entries(runKeys).flatMap(commented),
    "});",
    "",
  ].join("\n");
}

/** The text of a configuration in JSON, which has no comments. */
export function jsonConfigText(config: FirstConfig): string {
  return `${JSON.stringify(config, undefined, 2)}\n`;
}

const commented = ([key, row]: readonly [string, KeyRow]) => [`  // ${sentence(row)}`, `  // ${key}: ${row.example},`];

function sentence({ about }: KeyRow): string {
  return `${about[0]!.toUpperCase()}${about.slice(1)}.`;
}
