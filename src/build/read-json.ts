// JSON files that a user writes: their value, or a complaint that has the place.

import type { Host } from "../base/host.js";
import { positionAt, sourceFile } from "../base/source.js";
import { UsageError } from "../base/usage-error.js";
import { parse } from "../runtime/json.js";
import { readText } from "./read-text.js";

/** The value of a JSON file, from the disk or a host; a byte order mark is passed over. Throws: UsageError. */
export function readJson(path: string, host?: Host): unknown {
  return parseJson(textOf(path, host).replace(/^\ufeff/, ""), path);
}

function textOf(path: string, host: Host | undefined): string {
  if (host === undefined) return readText(path);
  const result = host.read(path);
  if (result.ok) return result.text;
  throw new UsageError(`cannot read '${path}': ${result.reason}`);
}

/** The value of JSON text; `path` is for messages. Throws: UsageError with line and column. */
export function parseJson(text: string, path: string): unknown {
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
