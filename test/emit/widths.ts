// Declarations of any length, for the test that the fast printer breaks lines where the reference does: each maker gives
// a statement whose decisive line is about `length` columns long.

import type { OptionalKind, ParameterDeclarationStructure, StatementStructures } from "ts-morph";

import {
  arrayOf,
  classDeclaration,
  constant,
  exportDeclaration,
  functionDeclaration,
  importDeclaration,
  interfaceDeclaration,
  intersection,
  objectType,
  readonlyArrayOf,
  stringLiteral,
  typeAlias,
  union,
} from "../../src/emit/typescript.js";

type Maker = (length: number) => StatementStructures;

/** A name of so many letters, of one at least. */
export function letters(length: number): string {
  return "abcdefghij".repeat(10).slice(0, Math.max(1, length));
}

/** A type with an index signature, as emitters write it for objects that may hold more. */
const openType = "Foo & { readonly [name: string]: JsonValue | undefined }";

/** Methods of a client that give a type: without parameters, with options, with arguments, with both. */
function methodsGiving(returnType: string): Readonly<Record<string, Maker>> {
  const options = { name: "options", type: "CallOptions", hasQuestionToken: true };
  const method =
    (make: (length: number) => { name: string; parameters?: OptionalKind<ParameterDeclarationStructure>[] }): Maker =>
    (length) =>
      classDeclaration({ name: "A", methods: [{ ...make(length), returnType, statements: ["return b;"] }] });
  return {
    [`method without parameters that gives ${returnType}`]: method((length) => ({
      name: letters(length - returnType.length - 8),
    })),
    [`method with options that gives ${returnType}`]: method((length) => ({
      name: letters(length - returnType.length - 30),
      parameters: [options],
    })),
    [`method with an intersection that gives ${returnType}`]: method((length) => ({
      name: "b",
      parameters: [{ name: letters(length - openType.length - 4), type: openType }],
    })),
    [`method with an intersection and options that gives ${returnType}`]: method((length) => ({
      name: letters(length - 50),
      parameters: [{ name: "args", type: openType, initializer: "{}" }, options],
    })),
  };
}

/** Methods in an interface of handlers that give a type: with a context, with arguments too. */
function signaturesGiving(returnType: string): Readonly<Record<string, Maker>> {
  const context = { name: "context", type: "Context" };
  const method =
    (make: (length: number) => { name: string; parameters: OptionalKind<ParameterDeclarationStructure>[] }): Maker =>
    (length) =>
      interfaceDeclaration({ name: "A", methods: [{ ...make(length), returnType }] });
  return {
    [`handler without arguments that gives ${returnType}`]: method((length) => ({
      name: letters(length - returnType.length - 23),
      parameters: [context],
    })),
    [`handler with arguments that gives ${returnType}`]: method((length) => ({
      name: "b",
      parameters: [{ name: "args", type: letters(length - returnType.length - 31) }, context],
    })),
    [`handler with arguments below it that gives ${returnType}`]: method((length) => ({
      name: letters(30),
      parameters: [{ name: "args", type: letters(length - 11) }, context],
    })),
    [`handler with an intersection that gives ${returnType}`]: method((length) => ({
      name: letters(length - returnType.length - 5),
      parameters: [{ name: "args", type: openType }, context],
    })),
  };
}

/** The makers, by what they make. */
export const widths: Readonly<Record<string, Maker>> = {
  "alias of a name": (length) => typeAlias({ name: "A", type: letters(length - 10) }),
  "alias of a union": (length) => typeAlias({ name: "A", type: union(["B", letters(length - 14)]) }),
  "alias of a union below the equals sign": (length) =>
    typeAlias({ name: "A", type: union(["Bcdefg", letters(length - 12)]) }),
  "alias of strings": (length) => typeAlias({ name: "A", type: union(['"b"', stringLiteral(letters(length - 18))]) }),
  "alias of an array": (length) => typeAlias({ name: "A", type: arrayOf(union(["B", letters(length - 18)])) }),
  "alias of an intersection": (length) =>
    typeAlias({ name: "A", type: intersection(["B", letters(length - 14), "C"]) }),
  "alias with null": (length) => typeAlias({ name: "A", type: union([letters(length - 17), "null"]) }),
  "name of an object's alias": (length) =>
    typeAlias({ name: letters(length - 9), type: objectType([{ name: "a", text: "B" }]) }),
  "arguments of a name": (length) => typeAlias({ name: "A", type: `Map<string, ${letters(length - 23)}>` }),
  "property of a name": (length) =>
    interfaceDeclaration({ name: "A", properties: [{ name: "b", type: letters(length - 6) }] }),
  "property of a union": (length) =>
    interfaceDeclaration({
      name: "A",
      properties: [{ name: "b", type: union([letters(length - 15), "undefined"]) }],
    }),
  "property of a union on the next line": (length) =>
    interfaceDeclaration({
      name: "A",
      properties: [{ name: "bcde", type: union(["Cdefgh", letters(length - 13)]) }],
    }),
  "property of an array of a union": (length) =>
    interfaceDeclaration({
      name: "A",
      properties: [{ name: "b", type: readonlyArrayOf(union(["C", letters(length - 22)])) }],
    }),
  "nested property": (length) =>
    interfaceDeclaration({
      name: "A",
      properties: [{ name: "b", type: objectType([{ name: "c", text: union(["D", letters(length - 11)]) }]) }],
    }),
  "name of an empty interface": (length) => interfaceDeclaration({ name: letters(length - 13) }),
  "one base": (length) => interfaceDeclaration({ name: "A", extends: [letters(length - 24)] }),
  "one base with dots": (length) => interfaceDeclaration({ name: "A", extends: [`b.${letters(length - 26)}`] }),
  "two bases": (length) => interfaceDeclaration({ name: "A", extends: ["B", letters(length - 27)] }),
  "two bases and a member": (length) =>
    interfaceDeclaration({ name: "A", extends: ["B", letters(length - 26)], properties: [{ name: "c", type: "D" }] }),
  "bases on a line of their own": (length) =>
    interfaceDeclaration({ name: "Abcdefghijklmnopq", extends: ["B", letters(length - 15)] }),
  "one parameter": (length) =>
    interfaceDeclaration({
      name: "A",
      methods: [{ name: "b", parameters: [{ name: "c", type: letters(length - 15) }], returnType: "void" }],
    }),
  "two parameters": (length) =>
    interfaceDeclaration({
      name: "A",
      methods: [
        {
          name: "b",
          parameters: [
            { name: "c", type: letters(length - 21) },
            { name: "d", type: "E" },
          ],
          returnType: "void",
        },
      ],
    }),
  ...signaturesGiving("void | Promise<void>"),
  ...signaturesGiving("Foo | Promise<Foo>"),
  ...signaturesGiving("readonly Foo[] | Promise<readonly Foo[]>"),
  ...signaturesGiving("number | bigint | Promise<number | bigint>"),
  "no parameters": (length) =>
    interfaceDeclaration({ name: "A", methods: [{ name: "b", returnType: letters(length - 8) }] }),
  "index signature": (length) =>
    interfaceDeclaration({ name: "A", indexSignatures: [{ returnType: letters(length - 17) }] }),
  "one import": (length) => importDeclaration({ namedImports: [letters(length - 23)], moduleSpecifier: "./b" }),
  "two imports": (length) => importDeclaration({ namedImports: ["A", letters(length - 26)], moduleSpecifier: "./b" }),
  "two type imports": (length) =>
    importDeclaration({ isTypeOnly: true, namedImports: ["A", letters(length - 31)], moduleSpecifier: "./b" }),
  "two exports": (length) => exportDeclaration({ namedExports: ["A", letters(length - 26)], moduleSpecifier: "./b" }),
  "export of all": (length) => exportDeclaration({ moduleSpecifier: letters(length - 17) }),
  "export of all under a name": (length) =>
    exportDeclaration({ isTypeOnly: true, namespaceExport: letters(length - 28), moduleSpecifier: "./b" }),
  "string constant": (length) => constant({ name: "a", initializer: stringLiteral(letters(length - 19)) }),
  "array constant": (length) => constant({ name: "a", initializer: `["b", "${letters(length - 26)}"]` }),
  "constant of an array of strings": (length) =>
    constant({ name: "a", type: "readonly string[]", initializer: `['"b"', '"${letters(length - 12)}"']` }),
  "name of a constant of an array": (length) =>
    constant({ name: letters(length - 27), type: "string[]", initializer: `["${letters(60)}", "b"]` }),
  "object constant": (length) => constant({ name: "a", initializer: `{ b: "${letters(length - 26)}" } as const` }),
  "name of an object constant": (length) => constant({ name: letters(length - 17), initializer: "{\n a: 1 }" }),
  "short property's string": (length) => constant({ name: "a", initializer: `{\n bc: "${letters(length - 9)}" }` }),
  "property's string": (length) => constant({ name: "a", initializer: `{\n bcdefg: "${letters(length - 13)}" }` }),
  "property's member": (length) => constant({ name: "a", initializer: `{\n bcdefg: C.${letters(length - 13)} }` }),
  "property's array": (length) =>
    constant({ name: "a", initializer: `{\n bcdefg: ["c", "${letters(length - 20)}"] }` }),
  "thunk constant": (length) => constant({ name: "a", initializer: `() => ${letters(length - 24)}` }),
  "short property's thunk": (length) => constant({ name: "a", initializer: `{\n bc: () => ${letters(length - 13)} }` }),
  "property's thunk": (length) => constant({ name: "a", initializer: `{\n bcdefg: () => ${letters(length - 17)} }` }),
  "thunk of a long property": (length) =>
    constant({ name: "a", initializer: `{\n ${letters(length - 12)}: () => B }` }),
  "property's array of a thunk": (length) =>
    constant({ name: "a", initializer: `{\n bcdefg: [() => ${letters(length - 19)}] }` }),
  "array of a thunk below its property": (length) =>
    constant({ name: "a", initializer: `{\n ${letters(50)}: [() => ${letters(length - 13)}] }` }),
  "array of an array of a thunk": (length) =>
    constant({ name: "a", initializer: `{\n b: [[() => ${letters(length - 16)}]] }` }),
  "array of an array of a thunk with a long name": (length) =>
    constant({ name: "a", initializer: `{\n "b-${letters(30)}": [[() => ${letters(length - 20)}]] }` }),
  "mixed array": (length) =>
    constant({ name: "a", initializer: `{\n bcdefg: ["int", () => ${letters(length - 40)}, [() => B], C] }` }),
  "array of thunks": (length) => constant({ name: "a", initializer: `[() => B, () => ${letters(length - 33)}]` }),
  "constant of a named type": (length) =>
    constant({ name: "a", type: letters(length - 20), initializer: "{\n b: { c: 1 },\n d: {\n e: [() => F] } }" }),
  "long constant of a named type": (length) =>
    constant({ name: letters(length - 20), type: "B", initializer: "{\n c: 1 }", isExported: length % 2 === 0 }),
  "constant of a type with a name as argument": (length) =>
    constant({ name: "a", type: `B<${letters(length - 23)}>`, initializer: "{\n c: 1 }" }),
  "constant of a type with a member as argument": (length) =>
    constant({ name: "a", type: `B<C["${letters(length - 28)}"]>`, initializer: "{\n c: {\n d: 1 } }" }),
  "constant of a type with two arguments": (length) =>
    constant({
      name: letters(length - 56),
      type: 'CommandType<"query-x", Commands["query-x"]>',
      initializer: '{\n command: "query-x",\n result: {\n a: [() => B], "c-d": () => E,\n }, }',
    }),
  "constant of a type with two long arguments": (length) =>
    constant({
      name: "a",
      type: `CommandType<"${letters(length - 10)}", Commands["${letters(length - 16)}"]>`,
      initializer: '{\n command: "b",\n}',
    }),
  "constant of a type with arguments of arguments": (length) =>
    constant({ name: "a", type: `B<C, D<${letters(length - 28)}>>`, initializer: "{\n c: 1 }" }),
  "constant of a union": (length) =>
    constant({ name: "a", type: `B | C<${letters(length - 28)}>`, initializer: "{\n c: 1 }" }),
  "typed string": (length) => constant({ name: "a", type: "B<C>", initializer: stringLiteral(letters(length - 25)) }),
  "typed boolean": (length) => constant({ name: "a", type: `B<C["${letters(length - 28)}"]>`, initializer: "true" }),
  "typed array": (length) => constant({ name: "a", type: "B[]", initializer: `[C, ${letters(length - 27)}]` }),
  "typed thunk": (length) => constant({ name: "a", type: "B", initializer: `() => ${letters(length - 27)}` }),
  "typed thunk with an argument": (length) =>
    constant({ name: "a", type: `B<${letters(length - 25)}>`, initializer: "() => C" }),
  "typed thunk with an object as argument": (length) =>
    constant({ name: "a", type: `B<{ c: ${letters(length - 33)} }>`, initializer: "() => C" }),
  "parameter with an initializer": (length) =>
    functionDeclaration({ name: "a", parameters: [{ name: "b", type: letters(length - 23), initializer: "{}" }] }),
  "object as a parameter with an initializer": (length) =>
    functionDeclaration({
      name: "a",
      parameters: [{ name: "b", type: `{ c: ${letters(length - 30)} }`, initializer: "{}" }],
    }),
  "method with an initializer": (length) =>
    classDeclaration({
      name: "A",
      methods: [
        {
          name: "queryX",
          parameters: [
            { name: "args", type: letters(length - 60), initializer: "{}" },
            { name: "options", type: "CallOptions", hasQuestionToken: true },
          ],
          returnType: "Promise<void>",
        },
      ],
    }),
  ...methodsGiving("Promise<Foo | Unrecognized>"),
  ...methodsGiving("Promise<ReadonlyArray<Foo | Unrecognized>>"),
  ...methodsGiving("Promise<Foo[]>"),
  ...methodsGiving("Promise<readonly Foo[]>"),
  ...methodsGiving("Promise<(Foo | Unrecognized)[]>"),
  ...methodsGiving(`Promise<${openType}>`),
  function: (length) => functionDeclaration({ name: "a", parameters: [{ name: "b", type: letters(length - 18) }] }),
  "function with a result": (length) =>
    functionDeclaration({ name: "a", returnType: letters(length - 17), statements: ["b();"] }),
  method: (length) =>
    classDeclaration({
      name: "A",
      methods: [{ name: "b", isAsync: true, parameters: [{ name: "c", type: letters(length - 19) }] }],
    }),
  "call of a class with an argument": (length) =>
    functionDeclaration({ name: "a", statements: [`return new B<C>(d, ${letters(length - 22)});`] }),
  call: (length) => functionDeclaration({ name: "a", statements: [`return this.b("c", ${letters(length - 23)});`] }),
};
