// The layout `modules`: the types of each module of the schema in a file of their own, and one that exports them all, so
// that who imports them need not know. Imports between the files are of types alone, and may go in circles.
//
// In: the statements of definitions, with the module of each. Out: drafts. A module without types has no file.

import type { StatementStructures } from "ts-morph";

import type { EmitContext, TypeScriptDraft } from "./emitter.js";
import { specifierFrom } from "./specifiers.js";
import type { TypeWriter } from "./type-writer.js";
import { typeNamesIn } from "./type-writer.js";
import { apart, exportDeclaration, importTypes, kinds } from "./typescript.js";
import { generatedFile } from "./vocabulary.js";

/** What a definition becomes, and the module that it stands in. */
export interface Piece {
  readonly module: string;
  readonly statements: readonly StatementStructures[];
}

/** The file that exports the types of all modules. */
export interface ModulesDoor {
  /** Its path; the files of the modules lie in the folder of that name. */
  readonly path: string;
  /** What is in it besides. */
  readonly own: readonly StatementStructures[];
  readonly pieces: readonly Piece[];
  /** The file that has a name which is in none of these. */
  readonly elsewhere: string;
}

/** The file of all types, and one for each module that has some. */
export function moduleFiles(door: ModulesDoor, writer: TypeWriter, context: EmitContext): readonly TypeScriptDraft[] {
  const modules = new Map<string, StatementStructures[]>();
  for (const { module, statements } of door.pieces) {
    if (statements.length === 0) continue;
    const list = modules.get(module);
    if (list === undefined) modules.set(module, [...statements]);
    else list.push(...statements);
  }
  const paths = modulePaths([...modules.keys()], door.path.replace(/\.ts$/, ""));
  const homes = new Map<string, string>();
  for (const [module, statements] of modules) {
    for (const name of statements.flatMap(declaredName)) homes.set(name, paths.get(module)!);
  }
  const files = [...modules].map(([module, statements]) => {
    const path = paths.get(module)!;
    const used = typeNamesIn(writer, statements.flatMap(typeTexts));
    const imports = [...groupedBy(used, (name) => homes.get(name) ?? door.elsewhere)]
      .filter(([home]) => home !== path)
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .flatMap(([home, names]) => importTypes(names, specifierFrom(path, home)));
    return generatedFile(path, [...imports, ...statements], context);
  });
  const exports = files.map(({ path }) => exportDeclaration({ moduleSpecifier: specifierFrom(door.path, path) }));
  const [first, ...rest] = door.own;
  const own = first === undefined ? [] : [apart(first), ...rest];
  const all = [...exports, ...own];
  // A file without declarations is no module.
  return [generatedFile(door.path, all.length === 0 ? [exportDeclaration({})] : all, context), ...files];
}

/** The texts of the types in an interface or an alias. */
export function typeTexts(statement: StatementStructures): readonly string[] {
  if (statement.kind === kinds.typeAlias) return [String(statement.type)];
  if (statement.kind !== kinds.interface) return [];
  const bases = Array.isArray(statement.extends) ? statement.extends.map(String) : [];
  return [...bases, ...(statement.properties ?? []).map(({ type }) => String(type))];
}

function declaredName(statement: StatementStructures): readonly string[] {
  return statement.kind === kinds.interface || statement.kind === kinds.typeAlias ? [statement.name] : [];
}

function groupedBy(names: readonly string[], keyOf: (name: string) => string): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const name of names) {
    const key = keyOf(name);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [name]);
    else group.push(name);
  }
  return groups;
}

// ---- names of files --------------------------------------------------------------------------------------------------

/** What Windows takes for a device, with any extension. */
const devices = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i;

/** The paths of modules' files in a folder, apart from each other on a disk that does not tell cases apart. */
function modulePaths(modules: readonly string[], folder: string): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  const paths = new Map<string, string>();
  for (const module of modules) {
    const steps = module.replace(/\.json$/i, "").split("/");
    const names = steps.filter((step) => !/^\.{0,2}$/.test(step)).map(fileName);
    let path = [folder, ...(names.length === 0 ? ["module"] : names)].join("/");
    while (taken.has(path.toLowerCase())) path += "_";
    taken.add(path.toLowerCase());
    paths.set(module, `${path}.ts`);
  }
  return paths;
}

/** A part of a path as it may stand on any disk. A dot would make something else of it, as in `.d.ts`. */
function fileName(name: string): string {
  const plain = name.replace(/[^\w-]/g, "-");
  return devices.test(plain) ? `${plain}_` : plain;
}
