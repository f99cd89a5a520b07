// Includes and pragmas: what is wrong with directives is in `load.cases.ts`; here, what they do.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { Host } from "../../src/index.js";
import { compile, positionAt } from "../../src/index.js";
import { describeCases } from "../check/cases.js";
import { loadCases } from "./load.cases.js";

describeCases("broken directives", loadCases);

describe("includes", () => {
  test("each file is read once, at the place of its first include", () => {
    const { schema, files } = compile({
      "s/root.json":
        "{ 'include': 'a.json' } { 'command': 'root' } { 'include': 'sub/b.json' } { 'include': 'a.json' }",
      "s/a.json": "{ 'command': 'a' } { 'include': 'sub/b.json' }",
      "s/sub/b.json": "{ 'command': 'b' }",
    });
    expect(files).toEqual(["s/root.json", "s/a.json", "s/sub/b.json"]);
    expect(schema!.definitions.map(({ name, module }) => [name, module])).toEqual([
      ["a", "a.json"],
      ["b", "sub/b.json"],
      ["root", "root.json"],
    ]);
    expect(schema!.modules).toEqual(["root.json", "a.json", "sub/b.json"]);
    expect(schema!.includes.map(({ module, target, before }) => [module, target, before])).toEqual([
      ["root.json", "a.json", 0],
      ["a.json", "sub/b.json", 1],
      ["root.json", "sub/b.json", 3],
      ["root.json", "a.json", 3],
    ]);
  });

  test("a mistake in an included file knows the line that brought the file in", () => {
    const { diagnostics } = compile({
      "root.json": "\n{ 'include': 'a.json' }",
      "a.json": "# x\n# y\n{ 'include': 'b.json' }",
      "b.json": "{ 'command': 'Fell' }",
    });
    const { source } = diagnostics[0]!.span!;
    const first = source.includedFrom!;
    const second = first.source.includedFrom!;
    expect([first, second].map((span) => [span.source.path, positionAt(span.source, span.start).line])).toEqual([
      ["a.json", 3],
      ["root.json", 2],
    ]);
    expect(second.source.includedFrom).toBeUndefined();
  });

  test("a type that is used before the file that defines it", () => {
    const { diagnostics } = compile({
      "root.json": "{ 'command': 'fell', 'data': 'Ash' } { 'include': 'a.json' }",
      "a.json": "{ 'struct': 'Ash', 'data': {} }",
    });
    expect(diagnostics).toEqual([]);
  });

  test("an unreadable include makes no type unknown, for it may be there", () => {
    const { diagnostics } = compile({ "root.json": "{ 'include': 'a.json' } { 'command': 'fell', 'data': 'Ash' }" });
    expect(diagnostics.map(({ code }) => code)).toEqual(["include-unreadable"]);
  });
});

describe("pragmas", () => {
  test("count for the whole schema, the last one as a whole", () => {
    const { schema } = compile({
      "root.json": `{ 'pragma': { 'command-name-exceptions': [ 'a_b' ] } }
        { 'include': 'a.json' }
        { 'command': 'c_d' }`,
      "a.json": "{ 'pragma': { 'command-name-exceptions': [ 'c_d' ], 'doc-required': false } }",
    });
    expect(schema!.pragmas.commandNameExceptions).toEqual(["c_d"]);
  });

  test("a demand for documentation that is taken back is none", () => {
    const { diagnostics } = compile({
      "root.json":
        "{ 'pragma': { 'doc-required': true } } { 'command': 'fell' } { 'pragma': { 'doc-required': false } }",
    });
    expect(diagnostics).toEqual([]);
  });
});

describe("what cannot be read", () => {
  let folder: string;
  beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "qapi-ts-load-"))));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("a root whose bytes are no UTF-8", () => {
    const path = join(folder, "latin1.json");
    writeFileSync(path, Buffer.from("# gr\xfcn\n", "latin1"));
    const { diagnostics, schema } = compile(path);
    expect(schema).toBeUndefined();
    expect(diagnostics).toMatchObject([{ code: "not-utf8", message: `'${path}' is not UTF-8 text`, file: path }]);
    expect(diagnostics[0]!.span).toBeUndefined();
  });

  test("an include whose bytes are no UTF-8", () => {
    writeFileSync(join(folder, "latin1.json"), Buffer.from("# gr\xfcn\n", "latin1"));
    writeFileSync(join(folder, "root.json"), "{ 'include': 'latin1.json' }");
    const { diagnostics } = compile(join(folder, "root.json"));
    expect(diagnostics).toMatchObject([{ code: "include-unreadable" }]);
    expect(diagnostics[0]!.message).toMatch(/not UTF-8/);
  });

  test("a folder", () => {
    expect(compile(folder).diagnostics).toMatchObject([
      { code: "unreadable-file", message: `cannot read '${folder}': it is a directory`, file: folder },
    ]);
  });

  test("a file that is there no more, by a host that says why", () => {
    const host: Host = { read: () => ({ ok: false, reason: "the tree fell" }) };
    expect(compile("x.json", { host }).diagnostics[0]!.message).toBe("cannot read 'x.json': the tree fell");
  });
});
