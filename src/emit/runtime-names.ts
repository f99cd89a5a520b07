// What generated classes and functions import of the runtime, by names that no type of the schema has; in one file, no
// constant either.

import type { StatementStructures } from "ts-morph";

import type { TypeWriter } from "./type-writer.js";
import { importDeclaration } from "./typescript.js";

/** What something of the runtime is called here: a type of the schema may have its name. */
export function localName({ names, constants }: TypeWriter, name: string): string {
  let local = name;
  while (names.has(local) || constants.has(local)) local += "_";
  return local;
}

/** What something is called that meets no name of the schema but where everything is in one file. */
export function innerName(writer: TypeWriter, name: string): string {
  return writer.isOneFile ? localName(writer, name) : name;
}

/** The imports of types and values of the runtime. */
export function runtimeImports(
  writer: TypeWriter,
  types: readonly string[],
  values: readonly string[],
): readonly StatementStructures[] {
  return importsBy((name) => localName(writer, name), types, values);
}

/** The same, into a file in which they meet no name of the schema. */
export function innerImports(
  writer: TypeWriter,
  types: readonly string[],
  values: readonly string[],
): readonly StatementStructures[] {
  return importsBy((name) => innerName(writer, name), types, values);
}

function importsBy(
  local: (name: string) => string,
  types: readonly string[],
  values: readonly string[],
): readonly StatementStructures[] {
  const specifiers = (names: readonly string[]) =>
    names.map((name) => {
      const alias = local(name);
      return alias === name ? { name } : { name, alias };
    });
  const moduleSpecifier = "qapi-ts/runtime";
  const imports = [
    importDeclaration({ isTypeOnly: true, namedImports: specifiers(types), moduleSpecifier }),
    importDeclaration({ namedImports: specifiers(values), moduleSpecifier }),
  ];
  return imports.filter(({ namedImports }) => Array.isArray(namedImports) && namedImports.length > 0);
}
