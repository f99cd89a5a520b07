// What the fast printer prints of each of ts-morph's structures. A structure that sets anything else goes to the
// reference, so a key is added here together with the code that prints it. The compiler holds every key to its
// structure's type.

import type {
  ClassDeclarationStructure,
  ConstructorDeclarationStructure,
  ExportDeclarationStructure,
  FunctionDeclarationStructure,
  ImportDeclarationStructure,
  ImportSpecifierStructure,
  IndexSignatureDeclarationStructure,
  InterfaceDeclarationStructure,
  JSDocStructure,
  MethodDeclarationStructure,
  MethodSignatureStructure,
  ModuleDeclarationStructure,
  ParameterDeclarationStructure,
  PropertyDeclarationStructure,
  PropertySignatureStructure,
  TypeAliasDeclarationStructure,
  TypeParameterDeclarationStructure,
  VariableDeclarationStructure,
  VariableStatementStructure,
} from "ts-morph";

/** Makes a row: the keys of one structure. */
function keys<Structure>(...names: (keyof Structure & string)[]): ReadonlySet<string> {
  return new Set(names);
}

/** The keys that are printed, by structure. `kind` is always read by whoever chose the row. */
export const knownKeys = {
  import: keys<ImportDeclarationStructure>("kind", "leadingTrivia", "isTypeOnly", "namedImports", "moduleSpecifier"),
  export: keys<ExportDeclarationStructure>(
    "kind",
    "leadingTrivia",
    "isTypeOnly",
    "namespaceExport",
    "namedExports",
    "moduleSpecifier",
  ),
  specifier: keys<ImportSpecifierStructure>("kind", "name", "alias", "isTypeOnly"),
  interface: keys<InterfaceDeclarationStructure>(
    "kind",
    "leadingTrivia",
    "docs",
    "isExported",
    "name",
    "typeParameters",
    "extends",
    "indexSignatures",
    "properties",
    "methods",
  ),
  indexSignature: keys<IndexSignatureDeclarationStructure>(
    "kind",
    "docs",
    "isReadonly",
    "keyName",
    "keyType",
    "returnType",
  ),
  property: keys<PropertySignatureStructure>("kind", "docs", "isReadonly", "name", "hasQuestionToken", "type"),
  method: keys<MethodSignatureStructure>("kind", "docs", "name", "hasQuestionToken", "parameters", "returnType"),
  parameter: keys<ParameterDeclarationStructure>(
    "kind",
    "name",
    "hasQuestionToken",
    "isRestParameter",
    "type",
    "initializer",
  ),
  typeAlias: keys<TypeAliasDeclarationStructure>(
    "kind",
    "leadingTrivia",
    "docs",
    "isExported",
    "name",
    "typeParameters",
    "type",
  ),
  module: keys<ModuleDeclarationStructure>(
    "kind",
    "leadingTrivia",
    "docs",
    "isExported",
    "hasDeclareKeyword",
    "declarationKind",
    "name",
    "statements",
  ),
  typeParameter: keys<TypeParameterDeclarationStructure>("kind", "name", "constraint", "default"),
  variableStatement: keys<VariableStatementStructure>(
    "kind",
    "leadingTrivia",
    "docs",
    "isExported",
    "declarationKind",
    "declarations",
  ),
  variable: keys<VariableDeclarationStructure>("kind", "name", "type", "initializer"),
  function: keys<FunctionDeclarationStructure>(
    "kind",
    "leadingTrivia",
    "docs",
    "isExported",
    "isAsync",
    "isGenerator",
    "name",
    "typeParameters",
    "parameters",
    "returnType",
    "statements",
  ),
  class: keys<ClassDeclarationStructure>(
    "kind",
    "leadingTrivia",
    "docs",
    "isExported",
    "name",
    "typeParameters",
    "extends",
    "implements",
    "properties",
    "ctors",
    "methods",
  ),
  classProperty: keys<PropertyDeclarationStructure>(
    "kind",
    "docs",
    "scope",
    "isStatic",
    "isReadonly",
    "name",
    "hasQuestionToken",
    "type",
    "initializer",
  ),
  constructor: keys<ConstructorDeclarationStructure>("kind", "docs", "parameters", "statements"),
  classMethod: keys<MethodDeclarationStructure>(
    "kind",
    "docs",
    "scope",
    "isStatic",
    "isAsync",
    "isGenerator",
    "name",
    "typeParameters",
    "parameters",
    "returnType",
    "statements",
  ),
  doc: keys<JSDocStructure>("kind", "description"),
} as const;

/** Whether a structure sets nothing but keys of its row. Asked before anything is read from the structure. */
export function isKnown(structure: object, row: ReadonlySet<string>): boolean {
  for (const key in structure) {
    const value: unknown = (structure as Record<string, unknown>)[key];
    if (value !== undefined && (value === null || !row.has(key))) return false;
  }
  return true;
}
