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

/** Every name under which prettier 3.10 finds a configuration (its manual, "Configuration File"). */
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
  "package.json",
  "package.yaml",
] as const;

/**
 * The user's own prettier configuration for an output file, or undefined where none applies. `path` is absolute and
 * need not exist. `.editorconfig` is left alone: it is often there for other files, and prettier's own file is how a
 * user asks for prettier. `exists` is asked first, folder by folder upwards, so that without any configuration
 * prettier is not loaded.
 *
 * Throws: what prettier throws for a configuration that it cannot read.
 */
export async function prettierConfigFor(path: string, exists: (path: string) => boolean): Promise<Options | undefined> {
  if (!hasConfigAbove(path, exists)) return undefined;
  const prettier = await import("prettier");
  const options = await prettier.resolveConfig(path, { editorconfig: false, useCache: false });
  return options ?? undefined;
}

/** Whether a file that may configure prettier lies in a folder above `path`. */
function hasConfigAbove(path: string, exists: (path: string) => boolean): boolean {
  const normal = path.replaceAll("\\", "/");
  for (let end = normal.lastIndexOf("/"); end >= 0; end = normal.lastIndexOf("/", end - 1)) {
    const folder = normal.slice(0, end + 1);
    if (configNames.some((name) => exists(folder + name))) return true;
    if (end === 0) break;
  }
  return false;
}
