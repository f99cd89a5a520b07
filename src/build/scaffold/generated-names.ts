// What names of the generated code are called in a person's file, and the import that brings those which it has not.
//
// An import that is there is taken as it is, under whatever name; what is missing comes in a statement of its own, so that
// none of the person's is changed. A name that means something else in the file gets `_` at its end.

import type { FileFacts, Holder, Insertion } from "./facts.js";
import type { NameUse } from "./handler-methods.js";
import type { ImportExtension, Locations } from "./module-paths.js";
import { extensionOf, indexSpecifier, moduleKind } from "./module-paths.js";
import type { Style } from "./style.js";
import { lineEnd } from "./style.js";

/** Where names are looked for. */
export interface NameSources {
  readonly facts: Pick<FileFacts, "imports" | "bound">;
  readonly locations: Locations;
  /** The class or object that is extended; undefined for a new one. */
  readonly holder: Holder | undefined;
  /** Undefined: as the file's other imports of the generated code have it. */
  readonly extension: ImportExtension | undefined;
}

/** The names of one file; it keeps those that are asked for, and that nothing imports yet. */
export interface GeneratedNames {
  nameOf(use: NameUse): string;
  /** The missing ones as one import, in lines; none for nothing. */
  importLines(style: Style): readonly string[];
}

/** The names of a file. */
export function generatedNames(sources: NameSources): GeneratedNames {
  const { facts, locations, holder } = sources;
  const own = holder?.claims[0]?.specifier;
  const modules = facts.imports.filter(({ specifier }) => {
    const kind = moduleKind(locations, specifier);
    return specifier === own || kind === "index" || kind === "part";
  });
  const missing = new Map<string, string>();
  const local = (name: string): string => {
    for (const { names, namespace, specifier } of modules) {
      const known = names.get(name);
      if (known !== undefined) return known;
      // Not every name is in every file; all are in the one that is the door to them.
      if (namespace !== undefined && moduleKind(locations, specifier) !== "part") return `${namespace}.${name}`;
    }
    let free = missing.get(name) ?? name;
    while (!missing.has(name) && facts.bound.has(free)) free += "_";
    missing.set(name, free);
    return free;
  };
  return {
    nameOf: ({ name, isServed }) => (isServed ? `${local("Served")}.${name}` : local(name)),
    importLines(style) {
      if (missing.size === 0) return [];
      const names = [...missing]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, free]) => (name === free ? name : `${name} as ${free}`));
      return importLines(names, specifierFor(sources, own), style);
    },
  };
}

/** The path that the person imports from, where that has all names; else that of the generated `index.ts`. */
function specifierFor({ facts, locations, extension }: NameSources, own: string | undefined): string {
  const paths = [...(own === undefined ? [] : [own]), ...facts.imports.map(({ specifier }) => specifier)];
  const kindOf = (specifier: string) => moduleKind(locations, specifier);
  const door = paths.find((path) => kindOf(path) === "index" || (path === own && kindOf(path) !== "part"));
  if (door !== undefined) return door;
  const part = paths.find((path) => kindOf(path) === "part");
  return indexSpecifier(locations, extension ?? (part === undefined ? "js" : extensionOf(part)));
}

function importLines(names: readonly string[], specifier: string, style: Style): readonly string[] {
  const { quote, semicolons, indent, width } = style;
  const end = `from ${quote}${specifier}${quote}${semicolons ? ";" : ""}`;
  const line = `import type { ${names.join(", ")} } ${end}`;
  if (line.length <= width) return [line];
  return ["import type {", ...names.map((name) => `${indent}${name},`), `} ${end}`];
}

/** Puts an import behind the last of those that open a file, or where a first one may stand. */
export function insertImport(text: string, facts: FileFacts, lines: readonly string[], newline: string): Insertion {
  const block = lines.join(newline);
  const last = facts.imports.at(-1);
  if (last === undefined) return { at: facts.importAt, text: block + newline + newline };
  const end = lineEnd(text, last.end);
  const isAlone = /^[ \t]*(?:\/\/.*)?$/.test(text.slice(last.end, end));
  return isAlone ? { at: end, text: newline + block } : { at: last.end, text: newline + block + newline };
}
