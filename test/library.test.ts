// The library as its users call it.

import { expect, test } from "vitest";

import { compile, generate, hasErrors, memoryHost, positionAt } from "../src/index.js";

test("a schema from memory, the first file its root", () => {
  const { schema, diagnostics, files } = compile({
    "root.json": "{ 'include': 'types/more.json' }\n{ 'command': 'boil', 'data': 'Kettle' }",
    "types/more.json": "{ 'struct': 'Kettle', 'data': { 'litres': 'number' } }",
  });
  expect(diagnostics).toEqual([]);
  expect(files).toEqual(["root.json", "types/more.json"]);
  expect(schema!.definitions.map(({ kind, name, module }) => [kind, name, module])).toEqual([
    ["struct", "Kettle", "types/more.json"],
    ["command", "boil", "root.json"],
  ]);
});

test("a wrong schema gives no model, and diagnostics as data", () => {
  const { schema, diagnostics } = compile({ "root.json": "{ 'struct': 'Kettle',\n  'data': { 'litres': 'nubmer' } }" });
  expect(schema).toBeUndefined();
  expect(hasErrors(diagnostics)).toBe(true);
  const [{ code, message, span, definition }] = diagnostics as [(typeof diagnostics)[0]];
  expect([code, message]).toEqual([
    "unknown-type",
    "member 'litres' uses unknown type 'nubmer' (did you mean 'number'?)",
  ]);
  expect(positionAt(span!.source, span!.start).line).toBe(2);
  expect(positionAt(span!.source, definition!.span.start).line).toBe(1);
});

test("a root that cannot be read is a diagnostic", () => {
  const { diagnostics, files } = compile("nowhere.json", { host: memoryHost({}) });
  expect(diagnostics.map(({ code, file, span }) => [code, file, span])).toEqual([
    ["unreadable-file", "nowhere.json", undefined],
  ]);
  expect(files).toEqual([]);
});

test("bytes that are no schema at all never throw", () => {
  for (const text of [
    "",
    "\0",
    "\ufeff",
    "{",
    "'",
    "##",
    "#\n##\n",
    "]".repeat(1000),
    "[".repeat(10_000),
    "{'a':".repeat(10_000),
  ]) {
    const { diagnostics } = compile({ "x.json": text });
    expect(hasErrors(diagnostics)).toBe(text !== "");
  }
});

test("a version that is none is the caller's mistake", () => {
  expect(() => compile({ "x.json": "" }, { qemu: "ten" })).toThrow(RangeError);
});

test("a version in between takes the nearest older one that is known", () => {
  const release = (qemu: string) => compile({ "x.json": "" }, { qemu }).schema!.release;
  expect(["6.0", "7.2", "8.1", "9.2.1", "10.0", "10.1", "10.2.2", "11.1"].map(release)).toEqual([
    "7.2",
    "7.2",
    "7.2",
    "7.2",
    "10.0",
    "10.0",
    "10.2",
    "10.2",
  ]);
});

test("the model prints as JSON and reads back as the same", () => {
  const { schema } = compile({ "x.json": "{ 'struct': 'Kettle', 'data': { '*litres': 'number' } }" });
  const back = JSON.parse(JSON.stringify(schema)) as typeof schema;
  expect(back!.definitions[0]).toMatchObject({
    kind: "struct",
    name: "Kettle",
    members: [{ name: "litres", optional: true }],
  });
});

test("the same bytes on every run", async () => {
  const given = { "x.json": "{ 'enum': 'Hue', 'data': ['red'] }\n{ 'command': 'paint', 'data': { 'hue': 'Hue' } }" };
  const [first, second] = await Promise.all([generate(compile(given).schema!), generate(compile(given).schema!)]);
  expect(first).toEqual(second);
});
