// `--hmp-config FILE`: how commands are in the monitor, one JSON object by QMP command. In: the file's path and the
// schemas. Out: the part of it that is about a schema, or a complaint that has all that is wrong.

import { positionAt, sourceFile } from "../base/source.js";
import type { HmpConfig } from "../hmp/config.js";
import { hmpConfigProblems } from "../hmp/config.js";
import { parse } from "../runtime/json.js";
import type { Schema } from "../schema/model.js";
import { readText } from "./mock/file.js";
import { UsageError } from "./usage-error.js";

/**
 * Reads the file and holds it to the schemas; gives the configuration of each of them. With several, a command may be in
 * any. Throws: UsageError for a file that cannot be read, is no JSON, or has mistakes in it.
 */
export function readHmpConfig(path: string, schemas: readonly Schema[]): (schema: Schema) => HmpConfig {
  const config = readJson(path);
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
  if (problems.length > 0) throw new UsageError(problems.map((problem) => `${path}: ${problem}`).join("\nqapi-ts: "));
  return (schema) => partOf(schema, false) as HmpConfig;
}

function readJson(path: string): unknown {
  const text = readText(path).replace(/^\ufeff/, "");
  try {
    return parse(text).value;
  } catch (error) {
    const { message } = error as Error;
    const [found, offset] = / at offset (\d+)/.exec(message) ?? [];
    if (found === undefined) throw new UsageError(`${path}: this is no JSON: ${message}`);
    const { line, column } = positionAt(sourceFile(path, text), Number(offset));
    throw new UsageError(`${path}:${line}:${column}: this is no JSON: ${message.replace(found, "")}`);
  }
}
