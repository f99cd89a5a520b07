// `--emit c` against QEMU's own generator: what it makes of whole schemas compiles together with the headers that the
// generator makes of them, so that every prototype is QEMU's; and some of it runs.
//
// What QEMU's headers declare elsewhere, `c-headers/` declares in our words: in `common/`, and where it lies in a release.

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { c } from "../../src/emit/c.js";
import type { HmpConfig } from "../../src/hmp/config.js";
import { compile, definitionsOf, generate, symbolsOf, type Schema } from "../../src/index.js";
import { hiddenNames, variablesIn } from "../emit/c-shadows.js";
import type { Tree } from "./trees.js";
import { describeTrees } from "./trees.js";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "qapi-ts-c-"));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a program, which is there; gives what it printed, standard error too. */
function run(program: string, args: readonly string[]) {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: "utf8", maxBuffer: 1 << 26 });
  if (error !== undefined) throw error;
  return { status, text: stdout + stderr };
}

/** The headers that a tree's own generator makes of a schema. */
function makeHeaders({ path }: Tree, schema: string, out: string) {
  mkdirSync(out, { recursive: true });
  const script = join(path, "scripts/qapi-gen.py");
  expect(run("python3", ["-B", script, "-b", "--suppress-tracing", "-o", out, schema])).toEqual({
    status: 0,
    text: "",
  });
}

/** Writes our files for a schema into a new folder. */
async function makeOurs(schema: Schema, qemu: string, hmp: HmpConfig = {}): Promise<string> {
  const out = mkdtempSync(join(folder, "ours-"));
  for (const { path, text } of await generate(schema, [c], { qemu, hmp })) writeFileSync(join(out, path), text);
  return out;
}

const ownHeaders = (release: string) =>
  [release === "7.2" ? "7.2" : "10.0", "common"].map((name) => here(`c-headers/${name}`));

/** What gcc says of C files, nothing for nothing. Warnings count as errors. */
function gcc(files: readonly string[], includes: readonly string[], ...flags: readonly string[]) {
  const strict = ["-std=gnu11", "-Wall", "-Wextra", "-Wno-unused-parameter", "-Wmissing-prototypes", "-Werror"];
  return run("gcc", [...strict, ...includes.map((path) => `-I${path}`), ...flags, ...files]);
}

/** All symbols that the conditions of a schema name. */
function symbolsIn(schema: Schema): readonly string[] {
  const symbols = new Set<string>();
  JSON.stringify(schema.definitions, (key, value: Parameters<typeof symbolsOf>[0]) => {
    if (key === "condition") for (const symbol of symbolsOf(value)) symbols.add(symbol);
    return value;
  });
  return [...symbols];
}

/** What gcc says of all that is ours, in two builds: with no symbol defined, and with all of them. */
function compileOurs(schema: Schema, ours: string, includes: readonly string[], place = "qapi") {
  const both = join(ours, "both.c");
  const headers = ["qemu/osdep.h", `${place}/qapi-commands.h`, "qmp-cmds.h", "hmp-cmds.h"];
  writeFileSync(both, headers.map((path) => `#include "${path}"\n`).join(""));
  const files = [join(ours, "hmp-cmds.c"), join(ours, "qmp-cmds.c"), both];
  return [[], symbolsIn(schema).map((symbol) => `-D${symbol}`)].map((defined) =>
    gcc(files, [ours, ...includes], "-fsyntax-only", ...defined),
  );
}

const fine = { status: 0, text: "" };

/** The names of functions that are declared in texts, by a pattern with one group. */
const declared = (texts: readonly string[], pattern: RegExp) =>
  new Set(texts.flatMap((text) => [...text.matchAll(pattern)].map(([, name]) => name!)));

const headersIn = (path: string) =>
  readdirSync(path, { recursive: true, encoding: "utf8" })
    .filter((name) => /qapi-commands[^/]*\.h$/.test(name))
    .map((name) => readFileSync(join(path, name), "utf8"));

describeTrees("C", (tree) => {
  const main = join(folder, tree.release, "main");
  const guest = join(folder, tree.release, "guest");

  beforeAll(() => {
    for (const [root, out] of [
      ["qapi", join(main, "qapi")],
      ["storage-daemon/qapi", join(main, "storage-daemon/qapi")],
      ["qga", join(guest, "qapi")],
    ] as const) {
      makeHeaders(tree, join(tree.path, root, "qapi-schema.json"), out);
    }
  });

  // A schema, the folder that is searched for what is made of it, and the folder in it where that lies.
  test.each([
    ["qapi", main, "qapi", 150],
    ["storage-daemon/qapi", main, "storage-daemon/qapi", 30],
    ["qga", guest, "qapi", 30],
  ])("%s: every handler and every prototype", async (root, searched, place, least) => {
    const path = join(tree.path, root, "qapi-schema.json");
    const { schema } = compile(path, { qemu: tree.release });
    const ours = await makeOurs(schema!, tree.release);
    expect(compileOurs(schema!, ours, [...ownHeaders(tree.release), searched], place)).toEqual([fine, fine]);

    const made = definitionsOf(schema!, "command").filter(({ gen }) => gen);
    const text = (name: string) => readFileSync(join(ours, name), "utf8").replace(/\n +/g, " ");
    const functions = /^[^#/{}\n]*\b(qmp_(?!marshal_|init_)\w+)\((?!QDict \*)[^{}]*?\);$/gm;
    const theirs = declared(headersIn(searched), functions);
    expect(declared([text("qmp-cmds.h")], functions).size).toBe(made.length);
    expect([...declared([text("qmp-cmds.h")], functions)].filter((name) => !theirs.has(name))).toEqual([]);
    const handlers = declared([text("hmp-cmds.h")], /^void (?:coroutine_fn )?(hmp_\w+)\(/gm);
    expect(handlers.size).toBeGreaterThan(least);
    expect(declared([text("hmp-cmds.c")], /^void (?:coroutine_fn )?(hmp_\w+)\(/gm)).toEqual(handlers);
    const functionsText = readFileSync(join(ours, "hmp-cmds.c"), "utf8");
    expect(variablesIn(functionsText).length).toBeGreaterThan(least);
    expect(hiddenNames(functionsText)).toEqual([]);
  });

  test("a prototype that is not QEMU's does not compile", async () => {
    const { schema } = compile(join(tree.path, "qapi/qapi-schema.json"), { qemu: tree.release });
    const ours = await makeOurs(schema!, tree.release === "7.2" ? "10.0" : "7.2");
    const files = [join(ours, "qmp-cmds.c")];
    const { status, text } = gcc(files, [ours, ...ownHeaders(tree.release), main], "-fsyntax-only");
    expect(status).not.toBe(0);
    expect(text).toContain("conflicting types for");
  });

  test("a schema of names and kinds that are hard in C", async () => {
    const path = here("c-run/hard.qapi");
    const made = join(folder, tree.release, "hard");
    makeHeaders(tree, path, join(made, "qapi"));
    const { schema } = compile(path);
    const ours = await makeOurs(schema!, tree.release, { raw3: { letters: { boxes: "S?" } } });
    expect(compileOurs(schema!, ours, [...ownHeaders(tree.release), made])).toEqual([fine, fine]);
    const text = readFileSync(join(ours, "hmp-cmds.c"), "utf8");
    expect(text).toContain("\n#if defined(CONFIG_5)\nstatic G_GNUC_UNUSED void print_Five(");
    expect(text).toContain(" = object_of_ColourList(");
    expect(hiddenNames(text)).toEqual([]);
  });

  describe("handlers that run, every byte of theirs returned", () => {
    const program = join(folder, `run-${tree.release}`);

    test("the program", async () => {
      const path = here("c-run/schema.qapi");
      const made = join(folder, tree.release, "run");
      makeHeaders(tree, path, join(made, "qapi"));
      const { schema } = compile(path);
      const ours = await makeOurs(schema!, tree.release);
      const flags = ["-g", "-fsanitize=address,undefined", "-fno-sanitize-recover", "-o", program];
      const older = tree.release === "7.2" ? ["-DOLDER"] : [];
      const files = [here("c-run/main.c"), join(ours, "hmp-cmds.c")];
      const includes = [ours, ...ownHeaders(tree.release), made];
      expect(gcc(files, includes, ...flags, ...older)).toEqual({ status: 0, text: "" });
    });

    test.each([
      [["hello-world"], "Hello, world\n"],
      [["hello-world", "message=We love qemu"], "We love qemu\n"],
      [["paint", "target=fence"], "target fence, colour 0 red, layers 0 0, force 0 0, tags 0\n"],
      [
        ["paint", "force!", "target=fence", "colour=dark-blue", "layers#3", "tags=a,bc"],
        "target fence, colour 1 dark-blue, layers 1 3, force 1 1, tags 1 [a] [bc]\n",
      ],
      [["paint", "target=fence", "tags="], "target fence, colour 0 red, layers 0 0, force 0 0, tags 1\n"],
      [["paint", "target=fence", "tags=a", "colour=green"], "Error: no value 'green'\n"],
      [["paint", "target=fence", "tags=a", "layers#256"], "Error: 'layers' must be between 0 and 255\n"],
      [
        ["paint", "target=wall", "tags=a"],
        "target wall, colour 0 red, layers 0 0, force 0 0, tags 1 [a]\nError: the wall is wet\n",
      ],
      [
        ["picture"],
        [
          "picture name: sea",
          "strokes:",
          "  - width: -1",
          "  - note: thin",
          "    width: 0",
          "  - width: 1",
          "tags: blue, wet",
          "copy:",
          "  picture name: lake",
          "  colour: dark-blue",
          "  strokes: (none)",
          "  copy:",
          "    picture name: pond",
          "    strokes:",
          "      - width: -1",
          "",
        ].join("\n"),
      ],
      [["pictures"], "picture name: one\n\npicture name: two\n"],
    ])("%j", (args, wanted) => {
      expect(run(program, args)).toEqual({ status: 0, text: wanted });
    });
  });

  // The samples are documented in the way of newer releases. Left out are those that are hard on QEMU's own C: `includes`,
  // whose modules include each other, and `names`, whose types are called as QEMU's own.
  if (tree.release === "7.2") return;

  test.each([
    "agent",
    "alternates",
    "arrays",
    "commands",
    "conditions",
    "enums",
    "hello-world",
    "integers",
    "machine",
    "nested-unions",
    "recursion",
    "structs",
    "unions",
  ])("the sample %s", async (name) => {
    const path = here(`../../qapi-samples/${name}/qapi-schema.json`);
    const made = join(folder, tree.release, name);
    makeHeaders(tree, path, join(made, "qapi"));
    // The machine includes a module of this one; the generator leaves it to the sample itself to make its headers.
    makeHeaders(tree, here("../../qapi-samples/hello-world/qapi-schema.json"), join(made, "hello-world"));
    const { schema } = compile(path);
    const ours = await makeOurs(schema!, tree.release);
    expect(compileOurs(schema!, ours, [...ownHeaders(tree.release), made])).toEqual([fine, fine]);
  });
});
