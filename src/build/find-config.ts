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

/** `:2:10` where an error says that it is the file itself that is no JavaScript or TypeScript, and where; else nothing. */
function placeIn(file: string, error: unknown): string {
  if (!(error instanceof Error)) return "";
  // jiti says it in its message, Node in the first line of the stack.
  const [, said] = error.message.split("\n");
  const line = error instanceof SyntaxError ? error.stack?.split("\n", 1)[0]?.replace(/\?at=\d+/, "") : said?.trim();
  const start = [file, pathToFileURL(file).href].find((name) => line?.startsWith(`${name}:`) === true);
  return start === undefined ? "" : (/^(?::\d+)+$/.exec(line!.slice(start.length))?.[0] ?? "");
}

/** By Node itself; where only this program's own package is not to be found, by what knows where it is. */
async function importJavaScript(file: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(`${pathToFileURL(file).href}?at=${Date.now()}`)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    // Of CommonJS, too, jiti would make an ES module, which has no `require`.
    if (!firstLine(error).startsWith("Cannot find package 'qapi-ts'")) throw error;
    return importWithJiti(file);
  }
}

async function importWithJiti(file: string): Promise<Readonly<Record<string, unknown>>> {
  const { createJiti } = await import("jiti");
  // There for who runs the program without having it in the project.
  const alias = { "qapi-ts/config": fileURLToPath(new URL("../config.js", import.meta.url)) };
  const jiti = createJiti(file, { alias, moduleCache: false, interopDefault: false });
  return await jiti.import<Readonly<Record<string, unknown>>>(file);
}
