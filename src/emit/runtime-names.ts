// What generated classes and functions import of the runtime, by names that no type of the schema has.

import type { StatementStructures } from "ts-morph";

import type { TypeWriter } from "./type-writer.js";
import { importDeclaration } from "./typescript.js";

/** What something of the runtime is called here: a type of the schema may have its name. */
export function localName({ names }: TypeWriter, name: string): string {
  let local = name;
  while (names.has(local)) local += "_";
  return local;
}

/** The imports of types and values of the runtime. */
export function runtimeImports(
  writer: TypeWriter,
  types: readonly string[],
  values: readonly string[],
): readonly StatementStructures[] {
  const specifiers = (names: readonly string[]) =>
    names.map((name) => {
      const alias = localName(writer, name);
      return alias === name ? { name } : { name, alias };
    });
  const moduleSpecifier = "qapi-ts/runtime";
  const imports = [
    importDeclaration({ isTypeOnly: true, namedImports: specifiers(types), moduleSpecifier }),
    importDeclaration({ namedImports: specifiers(values), moduleSpecifier }),
  ];
  return imports.filter(({ namedImports }) => Array.isArray(namedImports) && namedImports.length > 0);
}
