// The reference: ts-morph prints a draft's structures, prettier formats them. Right by definition, and slow, so both
// are loaded only when a file needs them; this is the one file that imports their values. The fast printer
// (render.ts) is held to it byte for byte.

import type { Options } from "prettier";

import type { TypeScriptDraft } from "./emitter.js";

/**
 * Prints a draft with ts-morph and formats it with prettier, in prettier's default style or in `options`.
 *
 * Throws: what ts-morph or prettier throw for structures that are no TypeScript.
 */
export async function renderReference(draft: TypeScriptDraft, options: Options = {}): Promise<string> {
  const [{ Project }, prettier] = await Promise.all([import("ts-morph"), import("prettier")]);
  const project = new Project({ useInMemoryFileSystem: true, skipLoadingLibFiles: true });
  // One call with all statements: each later edit would parse the whole file again.
  const file = project.createSourceFile("draft.ts", { statements: [...draft.statements] });
  return prettier.format(file.getFullText(), { ...options, parser: "typescript" });
}

/** Every name under which prettier 3.10 finds a configuration of its own (its manual, "Configuration File"). */
const configNames = [
  ".prettierrc",
  ".prettierrc.json",
  ".prettierrc.yaml",
  ".prettierrc.yml",
  ".prettierrc.json5",
  ".prettierrc.js",
  ".prettierrc.ts",
  ".prettierrc.mjs",
  ".prettierrc.mts",
  ".prettierrc.cjs",
  ".prettierrc.cts",
  "prettier.config.js",
  "prettier.config.ts",
  "prettier.config.mjs",
  "prettier.config.mts",
  "prettier.config.cjs",
  "prettier.config.cts",
  ".prettierrc.toml",
] as const;

/** What the look for a configuration asks of the disk. */
export interface ConfigHost {
  exists(path: string): boolean;
  /** Reads a file that exists. */
  read(path: string): string;
}

/**
 * The user's own prettier configuration for an output file, or undefined where none applies. `path` is absolute and
 * need not exist. The host is asked first, folder by folder upwards, so that prettier is loaded only where one of its
 * files is. `.editorconfig` alone does not count: it is there for editors, and a project that formats with prettier
 * says so; beside prettier's own file it is merged, as prettier's command line does.
 *
 * Throws: what prettier throws for a configuration that it cannot read.
 */
export async function prettierConfigFor(path: string, host: ConfigHost): Promise<Options | undefined> {
  if (!hasConfigAbove(path, host)) return undefined;
  const prettier = await import("prettier");
  const options = await prettier.resolveConfig(path, { editorconfig: true, useCache: false });
  // An empty configuration asks for prettier's default style, which is what the fast printer prints.
  return options === null || Object.keys(options).length === 0 ? undefined : options;
}

/** Whether a file that may configure prettier lies in a folder above `path`. */
function hasConfigAbove(path: string, host: ConfigHost): boolean {
  const normal = path.replaceAll("\\", "/");
  for (let end = normal.lastIndexOf("/"); end >= 0; end = end === 0 ? -1 : normal.lastIndexOf("/", end - 1)) {
    const folder = normal.slice(0, end + 1);
    if (configNames.some((name) => host.exists(folder + name))) return true;
    for (const name of ["package.json", "package.yaml"]) {
      if (host.exists(folder + name) && hasPrettierKey(host.read(folder + name))) return true;
    }
  }
  return false;
}

/** Whether a package file may hold a configuration; in doubt prettier itself finds out. */
function hasPrettierKey(text: string): boolean {
  return /^\s*"?prettier"?\s*:|[{,]\s*"prettier"\s*:/m.test(text);
}
