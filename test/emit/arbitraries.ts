// Random structures for the property that the fast printer prints what the reference prints: `plain` ones in the
// emitters' own vocabulary, which it must accept, and `odd` ones, which it may decline. Names of up to 70 letters
// crowd the widths around the 80th column, where the two could differ.

import fc from "fast-check";
import type { OptionalKind, ParameterDeclarationStructure, StatementStructures } from "ts-morph";

import {
  apart,
  arrayOf,
  classDeclaration,
  constant,
  exportDeclaration,
  functionDeclaration,
  importDeclaration,
  interfaceDeclaration,
  intersection,
  objectLiteral,
  objectType,
  propertyName,
  readonlyArrayOf,
  stringLiteral,
  typeAlias,
  typeNamespace,
  union,
} from "../../src/emit/typescript.js";

type Text = fc.Arbitrary<string>;

const name: Text = fc
  .tuple(
    fc.constantFrom("A", "Block", "Qcow2", "_x", "$y", "type", "string_", "From"),
    fc.oneof({ weight: 4, arbitrary: fc.nat(12) }, { weight: 1, arbitrary: fc.nat(60) }),
  )
  .map(([start, length]) => start + "abcdefghij".repeat(7).slice(0, length));

/** Names on the wire: what QAPI allows, and worse. */
const wireName: Text = fc.oneof(
  { weight: 4, arbitrary: name },
  { weight: 3, arbitrary: name.map((text) => `${text}-z`) },
  {
    weight: 2,
    arbitrary: fc.constantFrom("class", "new", "1", "12a", "__proto__", "get", "set", "readonly", "x.y", "", "a b"),
  },
  { weight: 1, arbitrary: fc.string({ unit: fc.constantFrom(..."'\"a-/*`${}"), maxLength: 6 }) },
);

const key: Text = wireName.chain((text) =>
  fc.constantFrom(propertyName(text), propertyName(text), stringLiteral(text)),
);

const docLine: Text = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom("Text.", "", "@since 1.0", "- item `x`", "  indented", "{@link A}", "* star", "/ slash"),
  },
  { weight: 1, arbitrary: fc.string({ unit: fc.constantFrom(..."aé'\"`{}\\/*@ \t", "😀", "\u00a0"), maxLength: 12 }) },
);
const docText: Text = fc.array(docLine, { minLength: 1, maxLength: 4 }).map((lines) => {
  return lines.map((line) => line.replace(/\*+\/+/g, "").trimEnd()).join("\n");
});
const docs = fc.array(
  docText.chain((text) => fc.constantFrom<string | { description: string }>(text, { description: text }, `\n${text}`)),
  { maxLength: 2 },
);
const memberDocs = fc.array(fc.constantFrom("Text.", "", "@since 1.0", "It's a `x`.", '"q"'), { maxLength: 2 });

const literal: Text = fc.oneof(
  { weight: 9, arbitrary: wireName.map(stringLiteral) },
  { weight: 1, arbitrary: name.map((text) => `'{"${text}":"x"}'`) },
);
const keyword: Text = fc.constantFrom(..."string number bigint boolean unknown null undefined void never".split(" "));

const plainTypes = fc.letrec<{ type: string; atom: string; object: string }>((tie) => ({
  atom: fc.oneof(name, keyword, literal),
  object: fc
    .array(fc.record({ name: wireName, text: tie("type"), optional: fc.boolean(), docs: memberDocs }), { maxLength: 3 })
    .map(objectType),
  type: fc.oneof(
    { maxDepth: 3, withCrossShrink: true, depthSize: "small" },
    { weight: 5, arbitrary: tie("atom") },
    { weight: 2, arbitrary: tie("type").map(arrayOf) },
    { weight: 2, arbitrary: tie("type").map(readonlyArrayOf) },
    { weight: 2, arbitrary: fc.array(tie("atom"), { minLength: 2, maxLength: 8 }).map(union) },
    { weight: 1, arbitrary: fc.tuple(tie("type"), keyword).map(union) },
    { weight: 1, arbitrary: fc.array(literal, { minLength: 2, maxLength: 30 }).map(union) },
    { weight: 1, arbitrary: fc.array(fc.oneof(name, tie("object")), { minLength: 2, maxLength: 4 }).map(intersection) },
    { weight: 1, arbitrary: tie("object") },
    {
      weight: 1,
      arbitrary: fc
        .tuple(name, fc.array(tie("type"), { minLength: 1, maxLength: 3 }))
        .map(([word, types]) => `${word}<${types.join(", ")}>`),
    },
  ),
}));
const plainType: Text = plainTypes.type;

/** Types that our emitters do not write, but others may: spacing, brackets, functions, indexes, what is no type. */
const oddType: Text = fc
  .tuple(
    fc.constantFrom<(a: string, b: string) => string>(
      (a, b) => `${a}|${b}`,
      (a, b) => `| ${a}\n  | ${b}`,
      (a, b) => `(${a}) | (${b})`,
      (a, b) => `(${a}) & (${b})`,
      (a, b) => `{ a: ${a}; "b-c"?: ${b} }`,
      (a, b) => `{ readonly a: ${a}, b: ${b} }`,
      (a, b) => `{ [key: string]: ${a}; m(x: ${a}, ...y: ${b}[]): ${b}; new: 1; }`,
      (a, b) => `{\n\n  // c\n  a: ${a};\n\n  /* d */\n\n  b: ${b} }`,
      (a, b) => `{ x: ${a};\n\n  /** d\n  * e */\n  y: ${b};\n }`,
      (a, b) => `[${a}, ${b}]`,
      (a, b) => `[${a}, ...(${b})[]]`,
      (a, b) => `(${a})[${b}]`,
      (a, b) => `(x: ${a}) => ${b}`,
      (a, b) => `(x: ${a}, y?: ${b}) => Promise<${b}>`,
      (a, b) => `(...x: (${a})[]) => ${b}`,
      (a, b) => `${a} extends ${b} ? 1 : 2`,
      (a) => `() => ${a}`,
      (a) => `keyof (${a})`,
      (a) => `(keyof ${a})[]`,
      (a) => `(typeof x.y)[${a}]`,
      (a) => `((${a}))`,
      (a) => `A.B<${a}>`,
      (a) => `${a}[][]`,
      (a) => `(${a})[]`,
      (a) => ` ${a} `,
      (a) => `x is ${a}`,
    ),
    plainType,
    plainType,
  )
  .map(([make, a, b]) => make(a, b));

const oddText: Text = fc.constantFrom(
  ...'\'it\\\'s\'~\'say "x"\'~"it\'s"~"a\\"b"~"\\\\"~\'"\\\'"~1.50~-1~1n~007~true~this~`a${string}`~new () => A'.split(
    "~",
  ),
  ...'unique symbol~A | B & C~[]~{}~{ }~\'\'~"é"~"a\nb"~interface~A.~A<>~A |~{ a: 1 b: 2 }~{ get: 1 }~asserts'.split(
    "~",
  ),
);

/** Values of parameters that nothing is passed for; with a question mark there is none. */
const initializers: Text = fc.oneof(fc.constantFrom("{}", "[]", "1", "-2", "true", "null"), literal, name);

function parametersOf(type: Text) {
  const plain = fc.record({ name, type, hasQuestionToken: fc.boolean() }, { requiredKeys: ["name", "type"] });
  const preset = fc.record({ name, type, initializer: initializers });
  const parameter: fc.Arbitrary<OptionalKind<ParameterDeclarationStructure>> = fc.oneof(
    { weight: 2, arbitrary: plain },
    { weight: 1, arbitrary: preset },
  );
  const list = fc.uniqueArray(parameter, { maxLength: 4, selector: (one) => one.name });
  return fc.tuple(list, fc.boolean()).map(([parameters, rest]) => {
    const last = parameters.at(-1);
    if (!rest || last === undefined) return parameters;
    return [...parameters.slice(0, -1), { name: last.name, type: `${last.name}[]`, isRestParameter: true }];
  });
}

const thunk: Text = name.map((text) => `() => ${text}`);

const { value, object } = fc.letrec<{ value: string; object: string; array: string }>((tie) => ({
  object: fc
    .array(fc.record({ name: wireName, text: tie("value"), docs: memberDocs }), { maxLength: 5 })
    .map(objectLiteral),
  array: fc.oneof(
    fc.array(fc.oneof(literal, name, thunk), { maxLength: 8 }).map((items) => `[${items.join(", ")}]`),
    fc
      .array(fc.oneof(tie("object"), tie("array"), literal, thunk), { maxLength: 3 })
      .map((items) => `[${items.join(", ")}]`),
  ),
  value: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    { weight: 3, arbitrary: fc.oneof(literal, name) },
    { weight: 1, arbitrary: fc.constantFrom("1", "-2", "true", "null", "12.5", "3n") },
    { weight: 1, arbitrary: name.map((text) => `Kind.${text}`) },
    { weight: 2, arbitrary: thunk },
    { weight: 1, arbitrary: tie("object") },
    { weight: 1, arbitrary: tie("array") },
    {
      weight: 1,
      arbitrary: fc
        .array(fc.tuple(name, tie("value")), { maxLength: 3 })
        .map((items) => `{ ${items.map(([word, text]) => `${word}: ${text}`).join(", ")} }`),
    },
  ),
}));

const statement: Text = fc
  .tuple(
    fc.constantFrom("return ", "await ", "return await ", "", "return new "),
    fc.constantFrom("this.", "", "a.b."),
    fc.oneof(
      { weight: 3, arbitrary: name },
      { weight: 1, arbitrary: fc.tuple(name, name).map(([a, b]) => `${a}<${b}>`) },
    ),
    fc.array(fc.oneof(literal, name), { maxLength: 3 }),
  )
  .map(([start, on, word, values]) => `${start}${on}${word}(${values.join(", ")});`);

const oddStatement: Text = fc.oneof(
  statement,
  fc.tuple(name, value).map(([word, text]) => `const ${word} = ${text};`),
  fc.tuple(name, value).map(([word, text]) => `this.${word} = ${text};`),
  fc.tuple(name, value).map(([word, text]) => `return ${word}(${text}, ${text});`),
  name.map((word) => `a.b(${word}).c().d(${word});`),
  fc.constantFrom(
    "throw new Error('x');",
    "return;",
    '"use strict";',
    "x",
    "if (a) b();",
    "// c",
    "",
    "new X;",
    "f()\ng();",
  ),
);

/** The keys that are there in only a part of the structures. */
function some<Fields extends object, Required extends keyof Fields>(
  model: { [Name in keyof Fields]: fc.Arbitrary<Fields[Name]> },
  requiredKeys: Required[],
) {
  return fc.record<Fields, Required>(model, { requiredKeys });
}

const specifier = fc.oneof(
  name.filter((text) => text !== "type"),
  some(
    { name: name.filter((text) => text !== "type"), alias: name.map((text) => `${text}_`), isTypeOnly: fc.boolean() },
    ["name"],
  ),
);
const from: Text = fc.tuple(fc.constantFrom("./", "qapi-ts/", "../"), name).map((parts) => `${parts.join("")}.js`);

/** Types of constants: any, and names with arguments, as prettier breaks these in several ways. */
function constantType(type: Text): Text {
  const index = fc.tuple(name, literal).map(([object, member]) => `${object}[${member}]`);
  const few = fc.array(fc.oneof(name, literal, index, type), { minLength: 1, maxLength: 3 });
  return fc.oneof(
    type,
    name,
    fc.tuple(name, few).map(([word, types]) => `${word}<${types.join(", ")}>`),
  );
}

function statements(type: Text, line: Text): fc.Arbitrary<StatementStructures> {
  const parameters = parametersOf(type.filter((text) => !/^[\s(]*\{/.test(text)));
  const body = fc.array(line, { maxLength: 3 });
  const property = some({ name: key, type, hasQuestionToken: fc.boolean(), isReadonly: fc.boolean(), docs }, [
    "name",
    "type",
  ]);
  const method = some(
    { name: key.filter((text) => text !== "new"), parameters, returnType: type, hasQuestionToken: fc.boolean(), docs },
    ["name", "parameters"],
  );
  const index = some(
    { keyName: name, keyType: fc.constantFrom("string", "number"), returnType: type, isReadonly: fc.boolean(), docs },
    ["returnType"],
  );
  const base = fc.oneof(
    name,
    fc.tuple(name, type).map(([word, argument]) => `${word}<${argument}>`),
    name.map((word) => `ns.${word}`),
  );
  const alias = some({ name, type, docs, isExported: fc.boolean() }, ["name", "type"]).map(typeAlias);
  const specifiers = fc.uniqueArray(specifier, {
    minLength: 1,
    maxLength: 6,
    selector: (one) => (typeof one === "string" ? one : (one.alias ?? one.name)),
  });
  const ofInterface = some(
    {
      name,
      docs,
      isExported: fc.boolean(),
      extends: fc.array(base, { maxLength: 4 }),
      properties: fc.array(property, { maxLength: 5 }),
      methods: fc.array(method, { maxLength: 2 }),
      indexSignatures: fc.array(index, { maxLength: 1 }),
    },
    ["name"],
  ).map(interfaceDeclaration);
  const ofTypes = fc.array(fc.oneof(alias, alias.map(apart), ofInterface), { maxLength: 4 });
  return fc.oneof(
    alias,
    alias.map(apart),
    ofInterface,
    some({ name, docs, statements: ofTypes }, ["name", "statements"]).map(typeNamespace),
    some({ namedImports: specifiers, moduleSpecifier: from }, ["namedImports", "moduleSpecifier"]).map(
      importDeclaration,
    ),
    some({ namedExports: specifiers, moduleSpecifier: from }, ["moduleSpecifier"]).map(exportDeclaration),
    fc
      .tuple(from, fc.boolean())
      .map(([moduleSpecifier, isTypeOnly]) => exportDeclaration({ moduleSpecifier, isTypeOnly })),
    fc
      .tuple(from, fc.boolean(), name)
      .map(([moduleSpecifier, isTypeOnly, namespaceExport]) =>
        exportDeclaration({ moduleSpecifier, isTypeOnly, namespaceExport }),
      ),
    fc.constant(exportDeclaration({})),
    some({ name, type: constantType(type), initializer: value, docs, isExported: fc.boolean() }, [
      "name",
      "initializer",
    ]).map(constant),
    some({ name, type: constantType(type), initializer: object }, ["name", "type", "initializer"]).map(constant),
    some({ name, initializer: object.map((text) => `${text} as const`), docs }, ["name", "initializer"]).map(constant),
    some(
      { name, docs, isExported: fc.boolean(), isAsync: fc.boolean(), parameters, returnType: type, statements: body },
      ["name"],
    ).map(functionDeclaration),
    some(
      {
        name,
        docs,
        isExported: fc.boolean(),
        properties: fc.array(some({ name, type, docs }, ["name", "type"]), { maxLength: 2 }),
        ctors: fc.array(fc.record({ parameters, statements: body, docs }), { maxLength: 1 }),
        methods: fc.array(
          some({ name, docs, isAsync: fc.boolean(), parameters, returnType: type, statements: body }, ["name"]),
          { maxLength: 3 },
        ),
      },
      ["name"],
    ).map(classDeclaration),
  );
}

/** Keys that change a structure in ways that no emitter of ours uses. */
const oddKeys = fc.constantFrom<object>(
  {},
  { name: "interface" },
  { name: "é" },
  { name: "string" },
  { leadingTrivia: "// a\n\n\n/* b */\n" },
  { leadingTrivia: "\n\n/**\n * c\n */\n" },
  { leadingTrivia: "// no line break" },
  { leadingTrivia: "/* a */ /* b */\n" },
  { leadingTrivia: "/* a\n  b */\n" },
  { leadingTrivia: "// prettier-ignore\n" },
  { trailingTrivia: " // t" },
  { isDefaultExport: true },
  { hasDeclareKeyword: true },
  { docs: ["ends \n in space "] },
  { docs: ["a */ b"] },
  { docs: [{ description: "x", tags: [{ tagName: "y" }] }] },
  { typeParameters: ["T", "Parameter_"] },
  { typeParameters: [{ name: "T", constraint: "Constraint_", default: "A | B" }] },
  { implements: ["Base_", "Other_"] },
  { initializer: "[1, 2, 3]" },
);

/** Files in the emitters' own vocabulary. */
export const plainFile: fc.Arbitrary<StatementStructures[]> = fc.array(statements(plainType, statement), {
  minLength: 1,
  maxLength: 4,
});

/** Files with a statement that may be anything, perhaps after a plain one. */
export const oddFile: fc.Arbitrary<StatementStructures[]> = fc
  .tuple(
    fc.array(statements(plainType, statement), { maxLength: 1 }),
    statements(fc.oneof({ weight: 4, arbitrary: oddType }, { weight: 1, arbitrary: oddText }), oddStatement),
    fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: oddKeys }),
  )
  .map(([before, structure, keys]) => [...before, { ...structure, ...keys } as StatementStructures]);
