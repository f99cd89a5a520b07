// The reference: ts-morph prints a draft's structures, prettier formats them. Right by definition, and slow, so both
// are loaded only when a file needs them; this is the one file that imports their values. The fast printer
// (render.ts) is held to it byte for byte.

import type { Options } from "prettier";

import type { TypeScriptDraft } from "./emitter.js";
import type { ConfigHost } from "./prettier-files.js";
import { prettierFilesFor } from "./prettier-files.js";

/**
 * Prints a draft with ts-morph and formats it with prettier, in prettier's default style or in `options`.
 *
 * Throws: what ts-morph or prettier throw for structures that are no TypeScript.
 */
export async function renderReference(draft: TypeScriptDraft, options: Options = {}): Promise<string> {
  const { Project } = await import("ts-morph");
  const project = new Project({ useInMemoryFileSystem: true, skipLoadingLibFiles: true });
  // One call with all statements: each later edit would parse the whole file again.
  const file = project.createSourceFile("draft.ts", { statements: [...draft.statements] });
  return formatted(file.getFullText(), options);
}

/** TypeScript as prettier formats it. Throws (the promise rejects): what prettier throws for what is no TypeScript. */
export async function formatted(text: string, options: Options): Promise<string> {
  const prettier = await import("prettier");
  // A pragma would push the mark out of the first line, where it says whose the file is.
  return prettier.format(text, { ...options, insertPragma: false, requirePragma: false, parser: "typescript" });
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
  if (prettierFilesFor(path, host).length === 0) return undefined;
  const prettier = await import("prettier");
  const options = await prettier.resolveConfig(path, { editorconfig: true, useCache: false });
  // An empty configuration asks for prettier's default style, which is what the fast printer prints.
  return options === null || Object.keys(options).length === 0 ? undefined : options;
}
