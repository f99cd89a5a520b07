// The layout `single`: what `index.ts` leads to becomes one file, as a bundler would have it.
//
// In: the drafts of a run as they come. Out: one draft in place of all that `index.ts` exports or needs, with one set of
// imports, and the drafts of other files as they are. Emitters see to it that no names meet (`innerName`), and that a
// server's types, which have the names of a client's, are spelled as parts of the namespace (`besideServed`).

import type { ExportDeclarationStructure, ImportDeclarationStructure, StatementStructures } from "ts-morph";

import { UsageError } from "../base/usage-error.js";
import { doors } from "./doors.js";
import type { Draft, EmitContext, Emitter, TypeScriptDraft } from "./emitter.js";
import { index } from "./maps.js";
import { specifierFrom, targetOf } from "./specifiers.js";
import { importDeclaration, kinds, typeNamespace } from "./typescript.js";
import { generatedFile } from "./vocabulary.js";

const indexPath = "index.ts";

/** The emitters of a run with the one of `index.ts` behind those that it exports, if any of these is there. */
export function withIndex(emitters: readonly Emitter[]): readonly Emitter[] {
  const last = emitters.findLastIndex(({ name }) => Object.hasOwn(doors, name));
  if (last < 0 || emitters.some(({ name }) => name === index.name)) return emitters;
  return [...emitters.slice(0, last + 1), index, ...emitters.slice(last + 1)];
}

/** Takes the drafts of a run one by one, and gives back those that can be printed. */
export interface Joiner {
  /** Throws: UsageError for a draft that imports a file that is no more. */
  take(draft: Draft): readonly Draft[];
  /** What still waits for an `index.ts` that did not come. */
  rest(): readonly Draft[];
}

/** What a file is in the one that it went into: its exports are exported there, or in a namespace, or not at all. */
type Part = "exported" | "inner" | { readonly namespace: string };

/**
 * Makes one file of what `index.ts` leads to. It waits for `index.ts`, whose emitter runs behind those that it exports; what
 * comes later is not held back.
 */
export function joiner(context: EmitContext): Joiner {
  const held: TypeScriptDraft[] = [];
  let parts: ReadonlyMap<string, Part> | undefined;
  return {
    take(draft) {
      if ("text" in draft) return [draft];
      if (parts !== undefined) return [redirected(draft, parts)];
      if (draft.path !== indexPath) {
        held.push(draft);
        return [];
      }
      const found = partsOf(draft, held);
      parts = found;
      const others = held.filter(({ path }) => !found.has(path)).map((other) => redirected(other, found));
      return [joined(draft, held, { parts: found, context }), ...others];
    },
    rest: () => (parts === undefined ? held : []),
  };
}

/** The files that `index.ts` leads to, each behind those that it imports: their constants are made in that order. */
function partsOf(door: TypeScriptDraft, drafts: readonly TypeScriptDraft[]): ReadonlyMap<string, Part> {
  const byPath = new Map(drafts.map((draft) => [draft.path, draft]));
  const asked = new Map<string, Part>();
  for (const statement of door.statements) {
    const path = targetIn(door.path, statement);
    if (path === undefined || statement.kind !== kinds.exportDeclaration || !byPath.has(path)) continue;
    const { namespaceExport: namespace } = statement;
    asked.set(path, namespace === undefined ? "exported" : { namespace });
  }
  const parts = new Map<string, Part>();
  const visited = new Set<string>();
  const visit = (path: string) => {
    const draft = byPath.get(path);
    if (draft === undefined || visited.has(path)) return;
    visited.add(path);
    for (const statement of draft.statements) {
      const needed = targetIn(path, statement);
      if (needed !== undefined) visit(needed);
    }
    parts.set(path, asked.get(path) ?? "inner");
  };
  for (const path of asked.keys()) visit(path);
  return parts;
}

/** The file that a statement imports or exports from, if it is one of the output. */
function targetIn(path: string, statement: StatementStructures): string | undefined {
  return isLink(statement) ? targetOf(path, statement.moduleSpecifier) : undefined;
}

function isLink(statement: StatementStructures): statement is ImportDeclarationStructure | ExportDeclarationStructure {
  return statement.kind === kinds.importDeclaration || statement.kind === kinds.exportDeclaration;
}

function joined(
  door: TypeScriptDraft,
  drafts: readonly TypeScriptDraft[],
  { parts, context }: { readonly parts: ReadonlyMap<string, Part>; readonly context: EmitContext },
): TypeScriptDraft {
  const byPath = new Map([door, ...drafts].map((draft) => [draft.path, draft]));
  const imports: ImportDeclarationStructure[] = [];
  const statements: StatementStructures[] = [];
  for (const [path, part] of [...parts, [indexPath, "exported"] as const]) {
    const own: StatementStructures[] = [];
    for (const statement of byPath.get(path)!.statements) {
      const target = targetIn(path, statement);
      if (target !== undefined && parts.has(target)) continue;
      if (statement.kind === kinds.importDeclaration) imports.push(statement);
      else if (!isNothing(statement)) own.push(statement);
    }
    statements.push(...placed(own, part));
  }
  const all = [...mergedImports(imports), ...statements];
  return generatedFile(indexPath, all.length === 0 ? door.statements : all, context);
}

/** `export {}`, which makes a module of a file without declarations. */
function isNothing(statement: StatementStructures): boolean {
  return statement.kind === kinds.exportDeclaration && statement.moduleSpecifier === undefined;
}

/** The statements of a file as they stand in the one; the first is apart from what is above it. */
function placed(statements: readonly StatementStructures[], part: Part): readonly StatementStructures[] {
  const [first, ...rest] = statements;
  const apart = first === undefined ? [] : [{ ...first, leadingTrivia: "\n" }, ...rest];
  if (part === "exported") return apart;
  if (part === "inner") return apart.map((one) => ("isExported" in one ? { ...one, isExported: false } : one));
  return [typeNamespace({ name: part.namespace, leadingTrivia: "\n", statements: apart })];
}

/** Imports of the same file as one of types and one of values. What is both is a value. */
function mergedImports(imports: readonly ImportDeclarationStructure[]): readonly ImportDeclarationStructure[] {
  const files = new Map<string, Record<"types" | "values", Map<string, NamedImport>>>();
  const others: ImportDeclarationStructure[] = [];
  for (const one of imports) {
    const names = namedImports(one);
    if (names === undefined) {
      others.push({ ...one, leadingTrivia: "" });
      continue;
    }
    const file = files.get(one.moduleSpecifier) ?? { types: new Map(), values: new Map() };
    files.set(one.moduleSpecifier, file);
    for (const name of names) file[one.isTypeOnly === true ? "types" : "values"].set(name.alias ?? name.name, name);
  }
  const merged = [...files].flatMap(([moduleSpecifier, { types, values }]) => {
    const onlyTypes = [...types].filter(([name]) => !values.has(name)).map(([, one]) => one);
    return [
      importDeclaration({ isTypeOnly: true, namedImports: sorted(onlyTypes), moduleSpecifier }),
      importDeclaration({ namedImports: sorted([...values.values()]), moduleSpecifier }),
    ].filter((one) => namedImports(one)?.length !== 0);
  });
  return [...merged, ...others];
}

interface NamedImport {
  readonly name: string;
  readonly alias?: string;
}

/** The names that an import has, if they are all that it has. */
function namedImports({ namedImports: names, defaultImport, namespaceImport }: ImportDeclarationStructure) {
  if (!Array.isArray(names) || defaultImport !== undefined || namespaceImport !== undefined) return undefined;
  const plain: NamedImport[] = [];
  for (const one of names) {
    if (typeof one === "function" || (typeof one === "object" && one.isTypeOnly === true)) return undefined;
    if (typeof one === "string") plain.push({ name: one });
    else plain.push(one.alias === undefined ? { name: one.name } : { name: one.name, alias: one.alias });
  }
  return plain;
}

function sorted(names: readonly NamedImport[]): NamedImport[] {
  return [...names].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** A draft whose imports of files that are no more are of the one that has what they exported. */
function redirected(draft: TypeScriptDraft, parts: ReadonlyMap<string, Part>): TypeScriptDraft {
  const statements = draft.statements.map((statement) => {
    const target = targetIn(draft.path, statement);
    const part = target === undefined ? undefined : parts.get(target);
    if (part === undefined) return statement;
    if (part === "exported") return { ...statement, moduleSpecifier: specifierFrom(draft.path, indexPath) };
    throw new UsageError(
      `'${draft.path}' imports '${target}', which is no file of its own in the layout 'single'; 'index.ts' has all that is exported`,
    );
  });
  return { ...draft, statements: statements as readonly StatementStructures[] };
}
