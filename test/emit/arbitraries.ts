// Random structures of the vocabulary that the fast printer prints, for the property that it prints what the reference
// prints. Widths crowd around the 80th column, where the two could differ.

import fc from "fast-check";
import type { StatementStructures } from "ts-morph";

import {
  apart,
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
  arrayOf,
  stringLiteral,
  typeAlias,
  union,
} from "../../src/emit/typescript.js";

/** Names of 1 to 70 letters, mostly short. */
const typeName = fc
  .tuple(
    fc.constantFrom("A", "Block", "Qcow2", "_x", "$y", "type", "string_", "From"),
    fc.oneof({ weight: 4, arbitrary: fc.nat(12) }, { weight: 1, arbitrary: fc.nat(60) }),
  )
  .map(([start, length]) => start + "abcdefghij".repeat(7).slice(0, length));

/** Wire names: what QAPI allows, and worse. */
const wireName = fc.oneof(
  { weight: 4, arbitrary: typeName },
  { weight: 3, arbitrary: typeName.map((name) => `${name}-z`) },
  {
    weight: 2,
    arbitrary: fc.constantFrom("class", "new", "1", "12a", "0x1", "__proto__", "get", "set", "readonly", "x.y", "", "a b"),
  },
  { weight: 1, arbitrary: fc.string({ unit: fc.constantFrom("'", '"', "a", "-", "/", "*", "`", "$", "{", "}") , maxLength: 6 }) },
);

const memberKey = wireName.chain((name) =>
  fc.constantFrom(propertyName(name), propertyName(name), JSON.stringify(name)),
);

const docLine = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom("Text.", "", "@since 1.0", "- item `x`", "  indented", "{@link A}", "* star", "/ slash") },
  { weight: 1, arbitrary: fc.string({ unit: fc.constantFrom("a", "é", "😀", "'", '"', "`", "{", "}", "\\", "/", "*", "@", " ", "\t"), maxLength: 12 }).map((text) => text.replaceAll("*/", "")) },
);

const docText = fc.array(docLine, { minLength: 1, maxLength: 4 }).map((lines) => lines.join("\n").replaceAll("*/", ""));

const docs = fc.array(
  docText.chain((text) => fc.constantFrom<string | { description: string }>(text, { description: text }, `\n${text}`)),
  { maxLength: 2 },
);

const literal = wireName.map(stringLiteral);
const keyword = fc.constantFrom("string", "number", "bigint", "boolean", "unknown", "null", "undefined", "void", "never");

const safeLine = fc.constantFrom("Text.", "", "@since 1.0", "It's a `x`.", '"q"');

const { value, object } = fc.letrec<{ value: string; object: string; atom: string }>((tie) => ({
  atom: fc.oneof(literal, typeName, fc.constantFrom("1", "-2", "true", "null", "12.5", "3n"), typeName.map((name) => `Kind.${name}`)),
  object: fc
    .array(fc.record({ name: wireName, text: tie("value"), docs: fc.array(safeLine, { maxLength: 2 }) }), { maxLength: 5 })
    .map((members) => objectLiteral(members)),
  value: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    { weight: 4, arbitrary: tie("atom") },
    { weight: 1, arbitrary: tie("object") },
    { weight: 1, arbitrary: fc.array(fc.oneof(literal, typeName), { maxLength: 8 }).map((items) => `[${items.join(", ")}]`) },
    { weight: 1, arbitrary: fc.array(tie("value"), { maxLength: 3 }).map((items) => `[${items.join(", ")}]`) },
    { weight: 1, arbitrary: fc.array(fc.tuple(typeName, tie("value")), { maxLength: 3 }).map((items) => `{ ${items.map(([name, text]) => `${name}: ${text}`).join(", ")} }`) },
  ),
}));

/** Types of the plain vocabulary: what the emitters write. */
const { plain: plainType } = fc.letrec<{ plain: string; atom: string; object: string }>((tie) => ({
  atom: fc.oneof(typeName, keyword, literal),
  object: fc
    .array(fc.record({ name: wireName, text: tie("plain"), optional: fc.boolean(), docs: fc.array(safeLine, { maxLength: 2 }) }), {
      maxLength: 3,
    })
    .map((members) => objectType(members)),
  plain: fc.oneof(
    { maxDepth: 3, withCrossShrink: true, depthSize: "small" },
    { weight: 5, arbitrary: tie("atom") },
    { weight: 2, arbitrary: tie("plain").map(arrayOf) },
    { weight: 2, arbitrary: tie("plain").map(readonlyArrayOf) },
    { weight: 2, arbitrary: fc.array(tie("atom"), { minLength: 2, maxLength: 8 }).map(union) },
    { weight: 1, arbitrary: fc.tuple(tie("plain"), keyword).map(union) },
    { weight: 1, arbitrary: fc.array(literal, { minLength: 2, maxLength: 30 }).map(union) },
    { weight: 1, arbitrary: fc.array(fc.oneof(typeName, tie("object")), { minLength: 2, maxLength: 4 }).map(intersection) },
    { weight: 1, arbitrary: tie("object") },
    { weight: 1, arbitrary: fc.tuple(typeName, fc.array(tie("plain"), { minLength: 1, maxLength: 3 })).map(([name, types]) => `${name}<${types.join(", ")}>`) },
  ),
}));

/** Types that the emitters do not write, but another's may: spacing, brackets, functions, indexes, oddities. */
const oddType = fc.oneof(
  fc.tuple(plainType, plainType).map(([a, b]) => `${a}|${b}`),
  fc.tuple(plainType, plainType).map(([a, b]) => `| ${a}\n  | ${b}`),
  fc.tuple(plainType, plainType).map(([a, b]) => `(${a}) | (${b})`),
  fc.tuple(plainType, plainType).map(([a, b]) => `(${a}) & (${b})`),
  fc.tuple(plainType, plainType).map(([a, b]) => `{ a: ${a}; "b-c"?: ${b} }`),
  fc.tuple(plainType, plainType).map(([a, b]) => `[${a}, ${b}]`),
  fc.tuple(plainType, plainType).map(([a, b]) => `(${a})[${b}]`),
  fc.tuple(plainType, plainType, typeName).map(([a, b, name]) => `(${name}: ${a}) => ${b}`),
  fc.tuple(plainType, plainType).map(([a, b]) => `(x: ${a}, y?: ${b}) => Promise<${b}>`),
  fc.tuple(plainType, plainType).map(([a, b]) => `(...x: (${a})[]) => ${b}`),
  fc.tuple(plainType, plainType).map(([a, b]) => `{ [name: string]: ${a}; m(x: ${a}, ...y: ${b}[]): ${b}; readonly r: 1; }`),
  plainType.map((a) => `keyof (${a})`),
  plainType.map((a) => `(keyof ${a})[]`),
  plainType.map((a) => `(typeof x.y)[${a}]`),
  plainType.map((a) => `((${a}))`),
  plainType.map((a) => `A.B<${a}>`),
  plainType.map((a) => `A extends ${a} ? 1 : 2`),
  plainType.map((a) => `{\n\n  // c\n  a: ${a},\n\n  /* d */\n\n  b: 0x1f }`),
  fc.constantFrom("'it\\'s'", "'say \"x\"'", '"it\'s"', '"a\\"b"', '"\\\\"', "1.50", "-1", "1n", "true", "this", "`a${string}`", "new () => A", "unique symbol", "A | B & C", "string[][]", "[]", "{}", "{ }", "''"),
);

const parameter = fc.record(
  { name: typeName, type: plainType, hasQuestionToken: fc.boolean() },
  { requiredKeys: ["name", "type"] },
);
const parameters = fc.uniqueArray(parameter, { maxLength: 4, selector: ({ name }) => name }).chain((list) =>
  fc.boolean().map((rest) => {
    const last = list.at(-1);
    if (!rest || last === undefined) return list;
    return [...list.slice(0, -1), { name: last.name, type: `${last.name}[]`, isRestParameter: true }];
  }),
);

function vocabulary(type: fc.Arbitrary<string>): fc.Arbitrary<StatementStructures> {
  const property = fc.record(
    { name: memberKey, type, hasQuestionToken: fc.boolean(), isReadonly: fc.boolean(), docs },
    { requiredKeys: ["name", "type"] },
  );
  const method = fc.record(
    { name: memberKey.filter((name) => name !== "new"), parameters, returnType: type, hasQuestionToken: fc.boolean(), docs },
    { requiredKeys: ["name", "parameters", "returnType"] },
  );
  const base = fc.oneof(typeName, fc.tuple(typeName, type).map(([name, argument]) => `${name}<${argument}>`), typeName.map((name) => `ns.${name}`));
  const specifier = fc.oneof(
    typeName.filter((name) => name !== "type"),
    fc.record(
      { name: typeName.filter((name) => name !== "type"), alias: typeName.map((name) => `${name}_`) },
      { requiredKeys: ["name"] },
    ),
  );
  const from = fc.tuple(fc.constantFrom("./", "qapi-ts/", "../"), typeName).map((parts) => `${parts.join("")}.js`);
  const statement = fc.tuple(fc.constantFrom("return ", "await ", "", "const x = ", "this.y = "), typeName, fc.array(fc.oneof(literal, typeName), { maxLength: 3 })).map(([start, name, values]) => `${start}this.${name}(${values.join(", ")});`);
  const body = fc.array(statement, { maxLength: 3 });
  return fc.oneof(
    fc.record({ name: typeName, type, docs, isExported: fc.boolean() }, { requiredKeys: ["name", "type"] }).map(typeAlias),
    fc.record({ name: typeName, type, docs, isExported: fc.boolean() }, { requiredKeys: ["name", "type"] }).map((fields) => apart(typeAlias(fields))),
    fc
      .record(
        {
          name: typeName,
          docs,
          isExported: fc.boolean(),
          extends: fc.array(base, { maxLength: 4 }),
          properties: fc.array(property, { maxLength: 5 }),
          methods: fc.array(method, { maxLength: 2 }),
          indexSignatures: fc.array(fc.record({ keyName: typeName, keyType: fc.constantFrom("string", "number"), returnType: type, docs }), { maxLength: 1 }),
        },
        { requiredKeys: ["name"] },
      )
      .map(interfaceDeclaration),
    fc
      .record(
        {
          isTypeOnly: fc.boolean(),
          namedImports: fc.uniqueArray(specifier, { minLength: 1, maxLength: 6, selector: (one) => JSON.stringify(one) }),
          moduleSpecifier: from,
        },
        { requiredKeys: ["namedImports", "moduleSpecifier"] },
      )
      .map(importDeclaration),
    fc
      .record(
        { isTypeOnly: fc.boolean(), namedExports: fc.uniqueArray(specifier, { maxLength: 6, selector: (one) => JSON.stringify(one) }), moduleSpecifier: from },
        { requiredKeys: ["moduleSpecifier"] },
      )
      .map(exportDeclaration),
    fc.record({ name: typeName, initializer: value.map((text) => text), docs }, { requiredKeys: ["name", "initializer"] }).map(constant),
    fc.record({ name: typeName, initializer: object.map((text) => `${text} as const`), docs }, { requiredKeys: ["name", "initializer"] }).map(constant),
    fc
      .record(
        { name: typeName, docs, isExported: fc.boolean(), isAsync: fc.boolean(), parameters, returnType: type, statements: body },
        { requiredKeys: ["name"] },
      )
      .map(functionDeclaration),
    fc
      .record(
        {
          name: typeName,
          docs,
          isExported: fc.boolean(),
          properties: fc.array(fc.record({ name: typeName, type, docs }, { requiredKeys: ["name", "type"] }), { maxLength: 2 }),
          ctors: fc.array(fc.record({ parameters, statements: body, docs }), { maxLength: 1 }),
          methods: fc.array(
            fc.record(
              { name: typeName, docs, isAsync: fc.boolean(), parameters, returnType: type, statements: body },
              { requiredKeys: ["name"] },
            ),
            { maxLength: 3 },
          ),
        },
        { requiredKeys: ["name"] },
      )
      .map(classDeclaration),
  );
}

/** Files in the emitters' own vocabulary. */
export const plainStatements: fc.Arbitrary<StatementStructures[]> = fc.array(vocabulary(plainType), { minLength: 1, maxLength: 4 });

/** Files whose types may be anything. */
export const oddStatements: fc.Arbitrary<StatementStructures[]> = fc.array(vocabulary(oddType), { minLength: 1, maxLength: 3 });
