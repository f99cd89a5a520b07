// Finds and loads a configuration. In: a folder, or a file that the user names. Out: what it says, held to its types.
//
// Choice: TypeScript is loaded by jiti, on every Node. Alternative: Node's own type stripping, where a Node has it.
// Price: some 20 ms; gained: one way that behaves the same from Node 20 on.

import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { firstLine, UsageError } from "../base/usage-error.js";
import type { Config } from "../config.js";
import { readConfig } from "./keys.js";
import { readText } from "./read-text.js";

/** The names of a configuration, in the order in which they are listed. */
export const configNames = [
  "qapi.config.ts",
  "qapi.config.mts",
  "qapi.config.js",
  "qapi.config.mjs",
  "qapi.config.json",
] as const;

/** The configuration that holds for a folder: its own, or the nearest above. Throws: UsageError where a folder has two. */
export function findConfig(folder: string): string | undefined {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const [first, second] = configNames.filter((name) => existsSync(join(at, name)));
    if (second !== undefined) {
      throw new UsageError(`'${at}' has '${first}' and '${second}'; remove one, or name one with --config`);
    }
    if (first !== undefined) return join(at, first);
    if (dirname(at) === at) return undefined;
  }
}

/** Loads a configuration; `shownPath` is for messages. Anew each time. Throws: UsageError. */
export async function loadConfig(path: string, shownPath: string): Promise<Config> {
  const file = resolve(path);
  if (file.endsWith(".json")) return readConfig(await readJsonConfig(file, shownPath), shownPath);
  if (!/\.[cm]?[jt]s$/.test(file)) throw new UsageError(`'${shownPath}' is no .ts, .mts, .js, .mjs or .json file`);
  // What is missing, a folder, or no text is told as such, and not by what fails to import it.
  readText(file, shownPath);
  const module = await importModule(file, shownPath);
  if (!Object.hasOwn(module, "default")) {
    const found = Object.keys(module);
    const exported = found.length === 0 ? "nothing" : found.join(", ");
    throw new UsageError(
      `${shownPath}: it exports ${exported}; a configuration is its default export: export default { … }`,
    );
  }
  return readConfig(await settled(module["default"], shownPath), shownPath);
}

/** What a promise comes to; what is none, as it is. */
async function settled(value: unknown, shownPath: string): Promise<unknown> {
  try {
    return await value;
  } catch (error) {
    throw new UsageError(`${shownPath}: its promise is not kept: ${firstLine(error)}`);
  }
}

async function readJsonConfig(file: string, shownPath: string): Promise<unknown> {
  const text = readText(file, shownPath).replace(/^\ufeff/, "");
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Now for a message that has the place.
    return (await import("./read-json.js")).parseJson(text, shownPath);
  }
}

async function importModule(file: string, shownPath: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return /\.[cm]?ts$/.test(file) ? await importWithJiti(file) : await importJavaScript(file);
  } catch (error) {
    const reason = firstLine(error).trim();
    const hint = /'qapi-ts(\/|')/.test(reason) ? "; npm install --save-dev qapi-ts, or export a plain object" : "";
    throw new UsageError(`${shownPath}${placeIn(file, error)}: cannot be loaded: ${reason}${hint}`);
  }
}

/** `:2:10` where jiti says that it is the file itself that is no TypeScript, and where; else nothing. Node does not say. */
function placeIn(file: string, error: unknown): string {
  const [, line = ""] = error instanceof Error ? error.message.split("\n") : [];
  const start = `${file}:`;
  return line.trim().startsWith(start) ? `:${line.trim().slice(start.length)}` : "";
}

/** By Node itself; where only this program's own package is not to be found, by what knows where it is. */
async function importJavaScript(file: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(`${pathToFileURL(file).href}?at=${Date.now()}`)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    if (!/^Cannot find (?:package|module) 'qapi-ts['/]/.test(firstLine(error))) throw error;
    const module = await importWithJiti(file);
    // Of CommonJS it gives what is exported, without making a default of it.
    return Object.hasOwn(module, "default") || "__esModule" in module ? module : { default: module };
  }
}

async function importWithJiti(file: string): Promise<Readonly<Record<string, unknown>>> {
  const { createJiti } = await import("jiti");
  // There for who runs the program without having it in the project.
  const alias = { "qapi-ts/config": fileURLToPath(new URL("../config.js", import.meta.url)) };
  // No cache on the disk: it may be in a folder that others can write to, and what only looks writes nothing.
  const jiti = createJiti(file, { alias, fsCache: false, moduleCache: false, interopDefault: false });
  return await jiti.import<Readonly<Record<string, unknown>>>(file);
}
