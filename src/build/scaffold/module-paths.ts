// The path by which a file imports the generated code, and what a path that a person wrote leads to.

import { dirname, relative, resolve } from "node:path";

import type { Conventions } from "../../emit/emitter.js";

/** How import paths end. */
export type ImportExtension = Conventions["importExtension"];

/** A file, and the folder that `generate` writes to; both as the user spells them. */
export interface Locations {
  readonly into: string;
  readonly out: string;
}

/** What a module is to the generated code: its door, one of its files, or nothing that is known. */
export type ModuleKind = "index" | "part" | "elsewhere" | "unknown";

const endings: Readonly<Record<ImportExtension, string>> = { js: ".js", ts: ".ts", none: "" };

/** The path of the generated `index.ts`, for an import in the file. */
export function indexSpecifier({ into, out }: Locations, extension: ImportExtension): string {
  const path = relative(dirname(resolve(into)), resolve(out, "index")).replaceAll("\\", "/");
  return (path.startsWith("../") ? path : `./${path}`) + endings[extension];
}

/** What an import's path leads to: `unknown` is a package, or an alias of a path. */
export function moduleKind({ into, out }: Locations, specifier: string): ModuleKind {
  if (!/^\.{0,2}\//.test(specifier) && specifier !== "." && specifier !== "..") return "unknown";
  const path = resolve(dirname(resolve(into)), specifier).replace(/\.(?:js|ts|mjs|mts|cjs|cts)$/, "");
  const folder = resolve(out);
  if (path === folder || path === resolve(folder, "index")) return "index";
  return dirname(path) === folder ? "part" : "elsewhere";
}

/** How an import's path ends, as an option has it; undefined for one that leads to no file by name. */
export function extensionOf(specifier: string): ImportExtension {
  return /\.(?:ts|mts|cts)$/.test(specifier) ? "ts" : /\.(?:js|mjs|cjs)$/.test(specifier) ? "js" : "none";
}
