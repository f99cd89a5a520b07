// `qapi-ts init`: writes a configuration with a comment for every key. On a terminal it asks for what it cannot know;
// elsewhere it takes what the command line says, or what is usual.

import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, isAbsolute, join, relative } from "node:path";
import { createInterface } from "node:readline/promises";

import { systemReason, UsageError } from "../base/usage-error.js";
import { configNames } from "../build/find-config.js";
import type { FirstConfig } from "../build/init-text.js";
import { configText, jsonConfigText } from "../build/init-text.js";
import type { Flags } from "./flags.js";
import type { ExitStatus, Run } from "./verb-rows.js";
import { print } from "./output.js";

/** What schemas are called, QEMU's own first. */
const usualNames = ["qapi-schema.json", "schema.json"];

/** How deep below the current folder a schema is looked for, and how many folders are looked into. */
const searchDepth = 3;
const mostFolders = 500;

/** Writes the configuration. Throws: UsageError, also where there is one already. */
export const run: Run = async ({ operands, flags }): Promise<ExitStatus> => {
  const [schema] = operands;
  const file = configFile(flags);
  const config = await firstConfig(schema, flags);
  // As the configuration sees them.
  const placed = { schema: pathFrom(file, config.schema), out: pathFrom(file, config.out) };
  try {
    writeFileSync(file, file.endsWith(".json") ? jsonConfigText(placed) : configText(placed), { flag: "wx" });
  } catch (error) {
    throw new UsageError(`cannot write '${file}': ${systemReason(error) ?? (error as Error).message}`);
  }
  const hint = existsSync(config.schema) ? "" : `; '${config.schema}' is not there: set 'schema' to your schema first`;
  const how = configNames.some((name) => name === file) ? "" : ` --config ${file}`;
  await print("stderr", `wrote ${file}${hint}; next: qapi-ts generate${how}\n`);
  return 0;
};

function pathFrom(file: string, path: string): string {
  return isAbsolute(path) ? path : (relative(dirname(file), path) || ".").replaceAll("\\", "/");
}

/** The file to write: TypeScript where the project is. Throws: UsageError where there is a configuration already. */
function configFile({ config }: Flags): string {
  const there = configNames.find((name) => existsSync(name));
  if (config === undefined) {
    if (there !== undefined) throw new UsageError(`there is a configuration already: '${there}'`);
    return isTypeScript() ? "qapi.config.ts" : "qapi.config.mjs";
  }
  if (!/\.(?:m?[jt]s|json)$/.test(config))
    throw new UsageError(`--config takes a .ts, .mts, .js, .mjs or .json file, not '${config}'`);
  if (existsSync(config)) throw new UsageError(`there is a file already: '${config}'`);
  return config;
}

function isTypeScript(): boolean {
  if (existsSync("tsconfig.json")) return true;
  try {
    return /"typescript"\s*:/.test(readFileSync("package.json", "utf8"));
  } catch {
    return false;
  }
}

async function firstConfig(schema: string | undefined, { out }: Flags): Promise<FirstConfig> {
  const usual = { schema: schema ?? findSchema() ?? "qapi/qapi-schema.json", out: out ?? "src/generated/qemu" };
  if (process.stdin.isTTY !== true || process.stderr.isTTY !== true) return usual;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const ask = async (question: string, usually: string) =>
    (await terminal.question(`${question} [${usually}] `)).trim() || usually;
  try {
    return {
      schema: schema ?? (await ask("Root of the schema?", usual.schema)),
      out: out ?? (await ask("Folder for the generated files?", usual.out)),
    };
  } catch {
    throw new UsageError("nothing was written");
  } finally {
    terminal.close();
  }
}

/** A schema below the current folder, the nearest first. */
function findSchema(): string | undefined {
  let folders = ["."];
  let looked = 0;
  for (let depth = 0; depth <= searchDepth; depth++) {
    const below: string[] = [];
    for (const folder of folders) {
      if (++looked > mostFolders) return undefined;
      const entries = entriesOf(folder);
      const found = usualNames.find((name) => entries.some((entry) => entry.name === name && !entry.isDirectory()));
      if (found !== undefined) return join(folder, found).replaceAll("\\", "/");
      const inner = entries.filter((entry) => entry.isDirectory() && !/^(?:\.|node_modules$|dist$)/.test(entry.name));
      below.push(...inner.map(({ name }) => join(folder, name)).sort());
    }
    folders = below;
  }
  return undefined;
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
