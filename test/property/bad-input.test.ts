// Bad input of every kind: never a crash, a hang, a stack trace, an empty message or a place that does not exist.

import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { compile, positionAt } from "../../src/index.js";
import type { Diagnostic } from "../../src/index.js";
import { lineText } from "../../src/base/source.js";
import { trees } from "../conformance/trees.js";
import { cuts, inputs, odd } from "../support/inputs.js";
import type { Files } from "../support/generate.js";
import { randomOf } from "../support/random.js";
import { corpusOf, samples } from "../support/reference.js";

const releases = [undefined, "7.2", "10.0", "10.2"] as const;

/** Compiles under every release's rules; throws where a diagnostic is none. */
function expectSense(schema: string | Files): readonly Diagnostic[] {
  return releases.flatMap((qemu) => {
    const compilation = compile(schema, { qemu });
    const { diagnostics } = compilation;
    diagnostics.forEach(expectSensible);
    if ((compilation.schema === undefined) !== diagnostics.some(({ severity }) => severity === "error")) {
      throw new Error("neither a schema nor an error, or both");
    }
    return diagnostics;
  });
}

function expectSensible({ code, message, span, file, definition, notes }: Diagnostic): void {
  const told = `${code}: ${message}`;
  const text = span?.source.text ?? "";
  if (message.trim() === "") throw new Error(`${code} says nothing`);
  if (message.length > 1500) throw new Error(`${code} says ${message.length} characters`);
  if (/\n\s+at |\[object /.test(message) || (/undefined|NaN/.test(message) && !/undefined|NaN/.test(text)))
    throw new Error(told);
  if (span === undefined && file === undefined) throw new Error(`${told}: nowhere`);
  for (const place of [span, definition?.span, ...notes.map((note) => note.span)]) {
    if (place === undefined) continue;
    const { source, start, end } = place;
    const { line, column } = positionAt(source, start);
    const isInside =
      start >= 0 && start < end && end <= source.text.length && column - 1 <= lineText(source, line).length;
    if (!isInside) throw new Error(`${told}: at ${start} to ${end} of ${source.text.length}`);
  }
}

const available = trees.filter(({ path }) => existsSync(path));
const corpus = available.flatMap(({ path }) => corpusOf(path));
const texts = samples().map(({ text }) => text);
const repeat = (count: number, make: (index: number) => string, between = "") =>
  Array.from({ length: count }, (_, index) => make(index)).join(between);
const root = "/s/root.json";

describe("random", () => {
  const seeds = fc.integer({ min: 0, max: 2 ** 31 });
  const kinds = {
    "mutated samples": inputs["mutated samples"],
    "generated schemas": inputs["mutated generated schemas"],
    "doc comments": inputs["mutated doc comments"],
  };
  test.each(Object.entries(kinds))("%s", (_, make) => {
    fc.assert(
      fc.property(
        seeds,
        (seed) => void expectSense(make(randomOf(seed), { corpus: texts, samples: texts, slices: texts })),
      ),
      { numRuns: 400 },
    );
  });

  test("tokens", () => {
    const token = fc.constantFrom(
      "{",
      "}",
      "[",
      "]",
      ":",
      ",",
      "'a'",
      "'struct'",
      "'data'",
      "'include'",
      "'pragma'",
      "true",
      "false",
      "#",
      "##",
      "\n",
      "\n# @a:",
      "\n#\n",
      "'",
      "\\",
      " ",
      "x",
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 60 }), (list) => void expectSense({ [root]: list.join("") })),
      { numRuns: 1000 },
    );
  });

  test("characters", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 200 }),
      fc.string({ unit: "grapheme", maxLength: 200 }),
      fc.string({ maxLength: 200 }),
    );
    const comment = text.map((inside) => `##\n# @a:\n${inside.replace(/^/gm, "# ")}\n##\n{ 'command': 'a' }\n`);
    fc.assert(
      fc.property(fc.oneof(text, comment), (found) => void expectSense({ [root]: found })),
      { numRuns: 1000 },
    );
  });

  test("beginnings of samples", () => {
    const beginning = fc
      .tuple(fc.constantFrom(...texts), fc.nat())
      .map(([text, at]) => text.slice(0, at % (text.length + 1)));
    fc.assert(
      fc.property(beginning, (text) => void expectSense({ [root]: text })),
      { numRuns: 500 },
    );
  });
});

test.each(Object.entries(odd))("%s", (_, text) => void expectSense({ [root]: text }));

test.skipIf(corpus.length === 0)("QEMU's corpus, cut at every 97th character", () => {
  for (const { files } of cuts(corpus)) expectSense(files);
});

/** What is deep, long or wide beyond all schemas; with the code of the first diagnostic, and how many there are. */
const chain = (count: number, last: string) =>
  repeat(count, (i) => `{'struct':'S${i}s','base':'S${i + 1}s','data':{'m${i}':'str'}}\n`) + last;
const unions = (count: number, branches: string) =>
  `{'enum':'Kind','data':['a','b']}\n${repeat(count, (i) => `{'union':'U${i}u','base':{'k${i}':'Kind'},'discriminator':'k${i}','data':{${branches.replaceAll("*", `U${i + 1}u`)}}}\n`)}`;
const hostile: Readonly<Record<string, readonly [Files | string, string | undefined, number?]>> = {
  "10,000 brackets": ["[".repeat(10_000), "nested-too-deeply", 1],
  "10,000 closed brackets": [`{'a':${"[".repeat(10_000)}${"]".repeat(10_000)}}`, "nested-too-deeply", 1],
  "a condition of 5,000 levels": [
    `{'struct':'Aa','data':{},'if':${"{'not':".repeat(5000)}'A'${"}".repeat(5001)}`,
    "nested-too-deeply",
    1,
  ],
  "a condition of 400 levels": [
    `{'struct':'Aa','data':{},'if':${"{'not':".repeat(400)}'A'${"}".repeat(401)}`,
    undefined,
  ],
  "5,000 broken definitions": [repeat(5000, () => "{\n"), "unexpected-token", 5000],
  "5,000 broken comments": [repeat(5000, () => "##\n{\n"), "doc-unclosed"],
  "a name of a megabyte": [`{ 'struct': '${"a".repeat(1 << 20)}', 'data': {} }`, "name-case", 1],
  "an open string of a megabyte": [`{ 'struct': '${"a".repeat(1 << 20)}`, "unterminated-string", 1],
  "a stray word of a megabyte": ["a".repeat(1 << 20), "stray-character", 1],
  "a megabyte of blanks": [`{ 'a':${" ".repeat(1 << 20)}x`, "stray-character", 1],
  "a comment line of a megabyte": [`##\n# @a:\n# ${"x ".repeat(1 << 19)}y\n##\n`, "doc-not-followed"],
  "5,000 features": [
    `{ 'command': 'a', 'features': [${repeat(5000, (i) => `'f${i}'`, ",")}] }`,
    "too-many-features",
    1,
  ],
  "100,000 members": [`{ 'struct': 'Aa', 'data': {${repeat(100_000, (i) => `'m${i}': 'str'`, ",\n")}} }`, undefined],
  "20,000 described members": [
    `##\n# @Aa:\n${repeat(20_000, (i) => `#\n# @m${i}: x\n`)}##\n{ 'struct': 'Aa', 'data': {${repeat(20_000, (i) => `'m${i}': 'str'`, ",\n")}} }`,
    undefined,
  ],
  "5,000 branches": [
    `{'enum':'Kind','data':[${repeat(5000, (i) => `'f${i}'`, ",")}]}\n{'struct':'Ss','data':{}}\n{'union':'Uu','base':{'k':'Kind'},'discriminator':'k','data':{${repeat(5000, (i) => `'f${i}':'Ss'`, ",")}}}`,
    undefined,
  ],
  "5,000 unknown types": [repeat(5000, (i) => `{'command':'c${i}','data':{'a':'Unknown'}}\n`), "unknown-type", 5000],
  "a chain of 5,000 bases": [chain(5000, "{'struct':'S5000s','data':{}}"), undefined],
  "a ring of 5,000 bases": [chain(4999, "{'struct':'S4999s','base':'S0s','data':{}}"), "contains-itself", 1],
  "2^60 paths through unions": [`${unions(60, "'a':'*','b':'*'")}{'struct':'U60u','data':{}}`, undefined],
  "1,000 unions in each other": [`${unions(1000, "'a':'*'")}{'struct':'U1000u','data':{}}`, undefined],
  "a ring of 500 unions": [
    `${unions(500, "'a':'*'")}{'union':'U500u','base':{'k':'Kind'},'discriminator':'k','data':{'a':'U0u'}}`,
    "contains-itself",
    1,
  ],
  "3,000 alternates in a ring": [
    repeat(3000, (i) => `{'alternate':'A${i}a','data':{'a':'A${(i + 1) % 3000}a'}}\n`),
    "alternative-type",
    3000,
  ],
  "3,000 files in each other": [
    Object.fromEntries(
      Array.from({ length: 3000 }, (_, i) => [`/s/${i}.json`, i === 2999 ? "" : `{'include':'${i + 1}.json'}\n`]),
    ),
    undefined,
  ],
  "a ring of 300 files": [
    Object.fromEntries(
      Array.from({ length: 300 }, (_, i) => [`/s/${i}.json`, `{'include':'${(i + 1) % 300}.json'}\n`]),
    ),
    "include-loop",
    1,
  ],
};

test.each(Object.entries(hostile))("%s", (_, [schema, code, count]) => {
  const files = typeof schema === "string" ? { [root]: schema } : schema;
  const { diagnostics } = compile(files, { qemu: "10.0" });
  diagnostics.forEach(expectSensible);
  expect(diagnostics[0]?.code).toBe(code);
  if (count !== undefined) expect(diagnostics).toHaveLength(count);
});

describe("the disk", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "qapi-ts-"));
    mkdirSync(join(folder, "folder"));
    writeFileSync(join(folder, "latin.json"), Buffer.from("# \xe9\n", "latin1"));
    writeFileSync(join(folder, "surrogate.json"), Buffer.from([0x23, 0xed, 0xa0, 0x80, 0x0a]));
    writeFileSync(join(folder, "half.json"), Buffer.from("# é\n").subarray(0, 3));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const includes = (value: string) => {
    const path = join(folder, "root.json");
    writeFileSync(path, `\n{ 'include': '${value}' }\n`);
    return path;
  };
  const cases: readonly (readonly [string, () => string, string])[] = [
    ["a root that is not there", () => join(folder, "none.json"), "unreadable-file"],
    ["a root that is a folder", () => folder, "unreadable-file"],
    ["a root with NUL in its name", () => "a\0b", "unreadable-file"],
    ["a root without a name", () => "", "unreadable-file"],
    ["a root that is not UTF-8", () => join(folder, "latin.json"), "not-utf8"],
    ["a root with a surrogate", () => join(folder, "surrogate.json"), "not-utf8"],
    ["a root that ends inside a character", () => join(folder, "half.json"), "not-utf8"],
    ["an include that is not there", () => includes("none.json"), "include-unreadable"],
    ["an include that is a folder", () => includes("folder"), "include-unreadable"],
    ["an include of nothing", () => includes(""), "include-unreadable"],
    ["an include that is not UTF-8", () => includes("latin.json"), "include-unreadable"],
    ["an include of itself", () => includes("./folder/../root.json"), "include-loop"],
  ];
  test.each(cases)("%s", (_, path, code) => {
    expect(expectSense(path()).map((found) => found.code)).toEqual(releases.map(() => code));
  });
});
