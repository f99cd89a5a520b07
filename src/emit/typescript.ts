// The vocabulary in which emitters write TypeScript: constructors of ts-morph structures (plain data, so that
// nothing is loaded) and of the texts that those carry for types, names and strings. A type is text: it may be
// written flat and in any length; the printer reads it back and breaks it as prettier does. Only an object type
// is laid out by whoever writes it, as prettier keeps the choice: `objectType` always takes several lines.

import type {
  ClassDeclarationStructure,
  ExportDeclarationStructure,
  FunctionDeclarationStructure,
  ImportDeclarationStructure,
  InterfaceDeclarationStructure,
  ModuleDeclarationKind,
  ModuleDeclarationStructure,
  StatementStructures,
  StructureKind,
  TypeAliasDeclarationStructure,
  VariableDeclarationKind,
  VariableStatementStructure,
} from "ts-morph";

import { isFreeWord } from "./names.js";

/**
 * The numbers of ts-morph's `StructureKind`: an enum is a value, and importing it would load ts-morph. A test holds
 * them to the real ones.
 */
export const kinds = {
  class: 2 as StructureKind.Class,
  exportDeclaration: 11 as StructureKind.ExportDeclaration,
  function: 13 as StructureKind.Function,
  importDeclaration: 16 as StructureKind.ImportDeclaration,
  interface: 19 as StructureKind.Interface,
  module: 29 as StructureKind.Module,
  typeAlias: 38 as StructureKind.TypeAlias,
  variableStatement: 41 as StructureKind.VariableStatement,
} as const;

/** An interface. Members are printed in ts-morph's order: index signatures, properties, methods. */
export function interfaceDeclaration(
  fields: Omit<InterfaceDeclarationStructure, "kind">,
): InterfaceDeclarationStructure {
  return { kind: kinds.interface, ...fields };
}

/** A type alias. */
export function typeAlias(fields: Omit<TypeAliasDeclarationStructure, "kind">): TypeAliasDeclarationStructure {
  return { kind: kinds.typeAlias, ...fields };
}

/** `export const name: type = initializer`; without `export` where `isExported` is false. */
export function constant(
  fields: { name: string; type?: string; initializer: string } & Pick<
    VariableStatementStructure,
    "docs" | "leadingTrivia" | "isExported"
  >,
): VariableStatementStructure {
  const { name, type, initializer, isExported = true, ...rest } = fields;
  return {
    kind: kinds.variableStatement,
    isExported,
    declarationKind: "const" as VariableDeclarationKind.Const,
    declarations: [type === undefined ? { name, initializer } : { name, type, initializer }],
    ...rest,
  };
}

/** A function. */
export function functionDeclaration(fields: Omit<FunctionDeclarationStructure, "kind">): FunctionDeclarationStructure {
  return { kind: kinds.function, ...fields };
}

/** A class. */
export function classDeclaration(fields: Omit<ClassDeclarationStructure, "kind">): ClassDeclarationStructure {
  return { kind: kinds.class, ...fields };
}

/** `export declare namespace Name { … }`: types under a name, and nothing at run time. */
export function typeNamespace(
  fields: Pick<ModuleDeclarationStructure, "name" | "docs" | "leadingTrivia"> & {
    readonly statements: readonly StatementStructures[];
  },
): ModuleDeclarationStructure {
  const { statements, ...rest } = fields;
  return {
    kind: kinds.module,
    isExported: true,
    hasDeclareKeyword: true,
    declarationKind: "namespace" as ModuleDeclarationKind.Namespace,
    statements: [...statements],
    ...rest,
  };
}

/** `import { … } from "…"`. */
export function importDeclaration(fields: Omit<ImportDeclarationStructure, "kind">): ImportDeclarationStructure {
  return { kind: kinds.importDeclaration, ...fields };
}

/** `import type { … } from "…"`; nothing for no names. */
export function importTypes(names: readonly string[], moduleSpecifier: string): readonly ImportDeclarationStructure[] {
  if (names.length === 0) return [];
  return [importDeclaration({ isTypeOnly: true, namedImports: [...names], moduleSpecifier })];
}

/** `export { … } from "…"`, or `export * from "…"` without named exports, `export * as Name from "…"` with that name; `export {}` for nothing at all. */
export function exportDeclaration(fields: Omit<ExportDeclarationStructure, "kind">): ExportDeclarationStructure {
  return { kind: kinds.exportDeclaration, ...fields };
}

/**
 * The same statements with comment lines and an empty line above the first. `lines` are whole comments, as in
 * `// @generated` or `/* eslint-disable *\/`; without statements there is nothing to put them on.
 */
export function withHeader(
  lines: readonly string[],
  statements: readonly StatementStructures[],
): readonly StatementStructures[] {
  const [first, ...rest] = statements;
  if (first === undefined) return statements;
  return [{ ...first, leadingTrivia: `${lines.join("\n")}\n\n` }, ...rest];
}

/** The same statement with an empty line above it, where ts-morph writes none: between aliases, and constants. */
export function apart<Statement extends StatementStructures>(statement: Statement): Statement {
  return { ...statement, leadingTrivia: "\n" };
}

/** The text of a string literal. */
export function stringLiteral(value: string): string {
  return JSON.stringify(value);
}

/** The name of a member: as it is where it is an identifier, else quoted. */
export function propertyName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

/** `A | B`; `never` for no types. */
export function union(types: readonly string[]): string {
  return types.length === 0 ? "never" : types.join(" | ");
}

/** `A & B`, where each type is a name, an object type or in brackets; `unknown` for no types. */
export function intersection(types: readonly string[]): string {
  return types.length === 0 ? "unknown" : types.join(" & ");
}

/** `element[]`, with brackets around an element of more than one word. */
export function arrayOf(element: string): string {
  return /^[\w$.]+(?:\[\])*$/.test(element) ? `${element}[]` : `(${element})[]`;
}

/** `readonly element[]`. */
export function readonlyArrayOf(element: string): string {
  return `readonly ${arrayOf(element)}`;
}

/** A member of an object type or an object literal, with its doc comment's lines. */
export interface Member {
  readonly name: string;
  /** The type's text, or the value's. */
  readonly text: string;
  readonly optional?: boolean;
  readonly docs?: readonly string[];
}

/** `{ name: type; … }` on several lines. */
export function objectType(members: readonly Member[]): string {
  if (members.length === 0) return "{}";
  let text = "{\n";
  for (const member of members) {
    text += `${docComment(member.docs)}${propertyName(member.name)}${member.optional ? "?" : ""}: ${member.text};\n`;
  }
  return `${text}}`;
}

/** `{ name: value, … }` on several lines; a member whose value is a name of the same word is that word alone. */
export function objectLiteral(members: readonly Member[]): string {
  if (members.length === 0) return "{}";
  let text = "{\n";
  for (const { name, text: value, docs } of members) {
    text += `${docComment(docs)}${name === value && isFreeWord(name) ? name : `${propertyName(name)}: ${value}`},\n`;
  }
  return `${text}}`;
}

/** Whether every object has a member of that name: in an object literal its value is no literal, unless it is told. */
export function isInherited(name: string): boolean {
  return name in Object.prototype;
}

/** A doc comment with a line break after it; the lines must hold no end of comment. */
function docComment(lines: readonly string[] | undefined): string {
  if (lines === undefined || lines.length === 0) return "";
  if (lines.length === 1) return `/** ${lines[0]} */\n`;
  let text = "/**\n";
  for (const line of lines) text += line === "" ? " *\n" : ` * ${line}\n`;
  return `${text} */\n`;
}
