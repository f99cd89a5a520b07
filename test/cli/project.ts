// Projects of a user for tests of the build step: a folder with `node_modules`, so that what a run remembers stays in it.

import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { folder } from "./run.js";

/** A folder with these files that is a project of its own. */
export function project(files: Readonly<Record<string, string>> = {}): string {
  const path = folder(files);
  mkdirSync(join(path, "node_modules"), { recursive: true });
  return path;
}

/** Paths of all that is below a folder, but for `node_modules`; none where there is no such folder. */
export function paths(path: string): readonly string[] {
  if (!existsSync(path)) return [];
  return readdirSync(path, { recursive: true, encoding: "utf8" })
    .filter((name) => !/(?:^|[/\\])node_modules(?:[/\\]|$)/.test(name))
    .sort();
}

const isFile = (path: string) => lstatSync(path).isFile();

/** The paths of all files below a folder, with '/'. */
export function filesIn(path: string): readonly string[] {
  return paths(path)
    .filter((name) => isFile(join(path, name)))
    .map((name) => name.replaceAll("\\", "/"));
}

/** All files below a folder, with their texts. */
export function tree(path: string): Readonly<Record<string, string>> {
  return Object.fromEntries(filesIn(path).map((name) => [name, readFileSync(join(path, name), "utf8")]));
}

/** Everything below a folder, the folder too, as it is to the last time stamp but that of reading. */
export function snapshot(path: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    ["", ...paths(path)].map((name) => {
      const { mode, ino, size, mtimeNs, ctimeNs } = lstatSync(join(path, name), { bigint: true });
      const text = isFile(join(path, name)) ? readFileSync(join(path, name), "utf8") : "";
      return [name, [mode, ino, size, mtimeNs, ctimeNs, text].join(" ")];
    }),
  );
}
