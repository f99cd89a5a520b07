// The user's prettier configuration for an output folder, from the disk.

import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

import { attempt } from "../base/attempt.js";
import { UsageError } from "../base/usage-error.js";
import { prettierFilesFor } from "../emit/prettier-files.js";
import type { GenerateOptions } from "../generate.js";

const host = { exists: existsSync, read: (path: string) => readFileSync(path, "utf8") };

/** The files that may configure prettier for a folder's files, by absolute path; mostly none. */
export function prettierFiles(folder: string): readonly string[] {
  return prettierFilesFor(fileIn(folder), host);
}

/** The configuration; undefined in most cases, and then prettier is not loaded. Throws: UsageError. */
export async function prettierOptions(folder: string): Promise<GenerateOptions["prettier"]> {
  const { prettierConfigFor } = await import("../emit/reference.js");
  try {
    return await prettierConfigFor(fileIn(folder), host);
  } catch (error) {
    throw new UsageError(`prettier cannot read its configuration for '${folder}': ${(error as Error).message.trim()}`);
  }
}

/** Whether a configuration is all in files that are data: no code, no plugins, no other package's configuration. */
export function isPlainPrettier(files: readonly string[], options: GenerateOptions["prettier"]): boolean {
  return files.every(isPlainFile) && (options?.plugins ?? []).length === 0;
}

function isPlainFile(file: string): boolean {
  if (/\.[cm]?[jt]s$/.test(file)) return false;
  if (file.endsWith(".editorconfig")) return true;
  const text = host.read(file);
  // What is a string is the name of a module that has the configuration.
  if (file.endsWith("package.yaml")) return !/^["']?prettier["']?:[ \t]*[^\s{]/m.test(text);
  if (file.endsWith("package.json")) return typeof attempt(() => Object(JSON.parse(text))["prettier"]) !== "string";
  return /[:={]/.test(text);
}

/** What tells prettier's version, which decides what it prints: a file that changes with it. */
export function prettierIdentity(): string {
  return createRequire(import.meta.url).resolve("prettier/package.json");
}

/** Any file of the folder: a configuration may tell files apart by their names, and all of ours are TypeScript. */
function fileIn(folder: string): string {
  return resolve(folder, "index.ts");
}
