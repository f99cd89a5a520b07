// The configuration of `generate`: where it is found, the forms it has, what is told of mistakes in it.

import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { outputKeys, placeKeys, runKeys } from "../../src/build/keys.js";
import { filesIn, paths, project, snapshot, tree } from "./project.js";
import { folder, good, root, run } from "./run.js";

const plain = '{ "schema": "s.json", "out": "out", "emit": ["types"] }';
const module = `export default ${plain};\n`;
const defined = `import { defineConfig } from "qapi-ts/config";\nexport default defineConfig(${plain});\n`;
const other = "{ 'enum': 'Other', 'data': ['one'] }\n";

/** The files besides the schema in a project, by their names. */
const with_ = (files: Readonly<Record<string, string>>) => project({ "s.json": good, ...files });

/** Generates in a project with these files: status 0, and the types in `out`. */
function expectTypes(files: Readonly<Record<string, string>>, words: readonly string[] = [], from = ".") {
  const cwd = with_(files);
  const ran = run(["generate", ...words], { cwd: join(cwd, from) });
  expect(ran).toMatchObject({ status: 0, stdout: "" });
  expect(filesIn(join(cwd, "out"))).toEqual(["types.ts"]);
}

describe("forms", () => {
  test.each<[name: string, files: Readonly<Record<string, string>>]>([
    ["TypeScript", { "qapi.config.ts": `const config: { schema: string } = ${plain};\nexport default config;\n` }],
    ["a TypeScript module", { "qapi.config.mts": `${module}export type Unused = string;\n` }],
    ["JavaScript in an ES package", { "qapi.config.js": module, "package.json": '{ "type": "module" }' }],
    ["CommonJS", { "qapi.config.js": `module.exports = ${plain};\n`, "package.json": '{ "type": "commonjs" }' }],
    ["an ES module in a package of no type", { "qapi.config.js": module, "package.json": "{}" }],
    ["a JavaScript module", { "qapi.config.mjs": module }],
    ["JSON", { "qapi.config.json": plain }],
    ["JSON with a byte order mark", { "qapi.config.json": `\ufeff${plain}` }],
    ["JSON that says its schema", { "qapi.config.json": `{ "$schema": "./x.json", ${plain.slice(1)}` }],
    ["a promise", { "qapi.config.mjs": `export default Promise.resolve(${plain});\n` }],
    ["await at the top", { "qapi.config.mjs": `export default await Promise.resolve(${plain});\n` }],
    ["await at the top, in TypeScript", { "qapi.config.ts": `export default await Promise.resolve(${plain});\n` }],
    [
      "a module of its own beside it",
      {
        "qapi.config.mjs": 'export { said as default } from "./said.mjs";\n',
        "said.mjs": `export const said = ${plain};\n`,
      },
    ],
    [
      "TypeScript beside it",
      {
        "qapi.config.ts": 'import { said } from "./said.js";\nexport default said;\n',
        "said.ts": `export const said: object = ${plain};\n`,
      },
    ],
    [
      "keys that are undefined",
      { "qapi.config.mjs": `export default { ...${plain}, int: undefined, check: undefined };\n` },
    ],
  ])("%s", (_, files) => {
    expectTypes(files);
  });

  test.each(["qapi.config.ts", "qapi.config.mts", "qapi.config.js", "qapi.config.mjs"])(
    "%s has defineConfig though the package is not installed",
    (name) => {
      expectTypes({ [name]: defined, "package.json": '{ "type": "module" }' });
    },
  );

  test("of a package in CommonJS, too", () => {
    expectTypes({
      "qapi.config.js": `module.exports = require("qapi-ts/config").defineConfig(${plain});\n`,
      "package.json": '{ "type": "commonjs" }',
    });
  });

  test("the one that is installed is taken", () => {
    const cwd = with_({ "qapi.config.mjs": defined });
    symlinkSync(root, join(cwd, "node_modules/qapi-ts"), "junction");
    expect(run(["generate"], { cwd }).status).toBe(0);
  });
});

describe("where it is found", () => {
  test("in a folder above, with paths relative to it", () => {
    expectTypes({ "qapi.config.json": plain, "a/b/c.txt": "" }, [], "a/b");
    expectTypes({ "qapi.config.mjs": module, "a/b/c.txt": "" }, [], "a/b");
  });

  test("the nearest one holds", () => {
    expectTypes(
      {
        "qapi.config.json": '{ "schema": "none", "out": "x" }',
        "a/qapi.config.json": '{ "schema": "../s.json", "out": "../out", "emit": ["types"] }',
      },
      [],
      "a",
    );
  });

  test("paths in messages are those of the current folder", () => {
    const cwd = with_({ "qapi.config.json": '{ "schema": "none.json", "out": "out" }', "a/b.txt": "" });
    const { status, stderr } = run(["generate"], { cwd: join(cwd, "a") });
    expect(status).toBe(2);
    expect(stderr).toContain(join("..", "none.json"));
  });

  test("not where the schema and --out are given", () => {
    const cwd = with_({ "qapi.config.json": "{ this is no JSON" });
    expect(run(["generate", "s.json", "--out", "made"], { cwd })).toMatchObject({ status: 0 });
    expect(filesIn(join(cwd, "made"))).toContain("client.ts");
  });

  test("unless it is named: then what it says of all outputs holds for that schema", () => {
    const cwd = with_({ "qapi.config.json": '{ "schema": "none.json", "out": "none", "emit": ["types"] }' });
    const words = ["generate", "s.json", "--out", "made", "--config", "qapi.config.json"];
    expect(run(words, { cwd })).toMatchObject({ status: 0 });
    expect(filesIn(join(cwd, "made"))).toEqual(["types.ts"]);
  });
});

describe("several outputs", () => {
  const outputs = {
    "qapi.config.json": JSON.stringify({
      emit: ["types"],
      int: "bigint",
      banner: "All",
      outputs: [
        { schema: "s.json", out: "one" },
        { schema: "s.json", out: "two", int: "number", banner: "Two" },
        { schema: "o.json", out: "three" },
      ],
    }),
    "o.json": other,
  };

  test("share what is said at the top, and each may say otherwise", () => {
    const cwd = with_(outputs);
    expect(run(["generate"], { cwd })).toMatchObject({
      status: 0,
      stderr: "generated 3 files in 3 folders (3 changed)\n",
    });
    expect(tree(join(cwd, "one"))["types.ts"]).toMatch(/^[^\n]*\n\/\/ All\n[^]* y\?: bigint/);
    expect(tree(join(cwd, "two"))["types.ts"]).toMatch(/^[^\n]*\n\/\/ Two\n[^]* y\?: number/);
    expect(tree(join(cwd, "three"))["types.ts"]).toContain("Other");
  });

  test("are chosen by their schemas, from whatever folder", () => {
    const cwd = with_({ ...outputs, "deep/x.txt": "" });
    expect(run(["generate", "../o.json"], { cwd: join(cwd, "deep") })).toMatchObject({ status: 0 });
    expect(paths(cwd).filter((path) => path.endsWith("types.ts"))).toEqual([join("three", "types.ts")]);
    expect(run(["generate", "s.json"], { cwd })).toMatchObject({ status: 0 });
    expect(paths(cwd).filter((path) => path.endsWith("types.ts"))).toHaveLength(3);
  });

  test.each<[words: readonly string[], stderr: RegExp]>([
    [
      ["o.jsn"],
      /^qapi-ts: 'o\.jsn' is not in qapi\.config\.json \(did you mean 'o\.json'\?\); to generate it all the same, add --out DIR\n$/,
    ],
    [
      ["--out", "x"],
      /^qapi-ts: --out names one folder, and qapi\.config\.json has 3 outputs; name a schema as well\n$/,
    ],
  ])("%j is told what there is", (words, wanted) => {
    const { status, stderr } = run(["generate", ...words], { cwd: with_(outputs) });
    expect(status).toBe(2);
    expect(stderr).toMatch(wanted);
  });

  test("one that is wrong keeps all from being written", () => {
    const cwd = with_({ ...outputs, "o.json": "{ 'enum': 'Other', 'data': ['one', 'one'] }\n" });
    const before = snapshot(cwd);
    expect(run(["generate"], { cwd }).status).toBe(1);
    expect(snapshot(cwd)).toEqual(before);
  });
});

test("emitters may be objects, in TypeScript too", () => {
  const cwd = with_({
    "qapi.config.ts": `import type { Emitter } from "qapi-ts/emit";
const mine: Emitter = { name: "mine", about: "names", emit: ({ definitions }) => [{ path: "names.txt", text: definitions.map(({ name }) => name).join() }] };
export default { schema: "s.json", out: "out", emit: ["mine"], emitters: [mine] };
`,
  });
  expect(run(["generate"], { cwd })).toMatchObject({ status: 0 });
  expect(tree(join(cwd, "out"))).toEqual({ "names.txt": "Point,get-point" });
});

test("the monitor's configuration may be an object", () => {
  const cwd = with_({
    "qapi.config.json":
      '{ "schema": "s.json", "out": "out", "emit": ["hmp"], "hmp": { "get-point": { "aliases": ["gp"] } } }',
  });
  expect(run(["generate"], { cwd })).toMatchObject({ status: 0 });
  expect(tree(join(cwd, "out"))["hmp.ts"]).toContain("get-point|gp");
});

// ---- mistakes --------------------------------------------------------------------------------------------------------

/** Generates in a project that is wrong: status 2, no file touched; gives what was said. */
function complaint(files: Readonly<Record<string, string>>, words: readonly string[] = []): string {
  const cwd = with_({ ...files, "out/mine.ts": "// a person's\n" });
  const before = snapshot(cwd);
  const { status, stdout, stderr } = run(["generate", ...words], { cwd });
  expect({ status, stdout, now: snapshot(cwd) }).toEqual({ status: 2, stdout: "", now: before });
  expect(stderr).toMatch(/^(?:qapi-ts: [^\n]+\n)+$/);
  return stderr.replaceAll("qapi-ts: ", "").trimEnd();
}

const json = (said: object) => ({ "qapi.config.json": JSON.stringify({ schema: "s.json", out: "out", ...said }) });

describe("mistakes in a file: one line, status 2, nothing written", () => {
  test.each<[what: string, files: Readonly<Record<string, string>>, wanted: string | RegExp]>([
    [
      "no configuration",
      {},
      /^there is no schema to generate: name a SCHEMA and --out DIR, or write a configuration, .* \(qapi-ts init\)$/,
    ],
    [
      "two in a folder",
      { "qapi.config.ts": module, "qapi.config.json": plain },
      /has 'qapi\.config\.ts' and 'qapi\.config\.json'; remove one, or name one with --config$/,
    ],
    ["a folder of that name", { "qapi.config.json/x": "" }, "cannot read 'qapi.config.json': it is a folder"],
    ["empty JSON", { "qapi.config.json": "" }, /^qapi\.config\.json:1:1: this is no JSON: /],
    [
      "JSON with a mistake",
      { "qapi.config.json": '{\n  "schema": "s.json"\n  "out": "o"\n}' },
      /^qapi\.config\.json:3:3: this is no JSON: /,
    ],
    [
      "JSON with a comment",
      { "qapi.config.json": '{\n  // where\n  "out": "o"\n}' },
      /^qapi\.config\.json:2:3: this is no JSON: /,
    ],
    ["a list", { "qapi.config.json": "[]" }, "qapi.config.json: is to be an object of keys, not a list"],
    ["null", { "qapi.config.json": "null" }, "qapi.config.json: is to be an object of keys, not null"],
    ["no text", { "qapi.config.json": "\u0000" }, /^qapi\.config\.json:1:1: this is no JSON: /],
    [
      "an empty module",
      { "qapi.config.mjs": "" },
      "qapi.config.mjs: it exports nothing; a configuration is its default export: export default { … }",
    ],
    [
      "an empty module in TypeScript",
      { "qapi.config.ts": "" },
      "qapi.config.ts: it exports nothing; a configuration is its default export: export default { … }",
    ],
    [
      "no default export",
      { "qapi.config.mjs": "export const config = {}; export const more = 1;" },
      "qapi.config.mjs: it exports config, more; a configuration is its default export: export default { … }",
    ],
    [
      "no default export in TypeScript",
      { "qapi.config.ts": "export const config: object = {};" },
      "qapi.config.ts: it exports config; a configuration is its default export: export default { … }",
    ],
    [
      "a function",
      { "qapi.config.mjs": "export default () => ({});" },
      "qapi.config.mjs: is to be an object of keys, not a function",
    ],
    [
      "undefined",
      { "qapi.config.mjs": "export default undefined;" },
      "qapi.config.mjs: is to be an object of keys, not undefined",
    ],
    [
      "a throw",
      { "qapi.config.mjs": 'throw new Error("no luck\\nat all");' },
      "qapi.config.mjs: cannot be loaded: no luck",
    ],
    [
      "a throw in TypeScript",
      { "qapi.config.ts": 'throw new Error("no luck");' },
      "qapi.config.ts: cannot be loaded: no luck",
    ],
    ["a throw of no error", { "qapi.config.mjs": 'throw "no luck";' }, "qapi.config.mjs: cannot be loaded: no luck"],
    [
      "a promise that is not kept",
      { "qapi.config.mjs": 'export default Promise.reject(new Error("no luck"));' },
      "qapi.config.mjs: its promise is not kept: no luck",
    ],
    [
      "a mistake in JavaScript",
      { "qapi.config.mjs": "export default {\n  schema: };" },
      "qapi.config.mjs: cannot be loaded: Unexpected token '}'",
    ],
    [
      "a mistake in TypeScript",
      { "qapi.config.ts": "export default {\n  schema: ,\n};" },
      "qapi.config.ts:2:10: cannot be loaded: ParseError: Unexpected token",
    ],
    [
      "an import of what is not there",
      { "qapi.config.mjs": 'import "./none.mjs";' },
      /^qapi\.config\.mjs: cannot be loaded: Cannot find module '.*none\.mjs'/,
    ],
    [
      "an import of a package that is not there",
      { "qapi.config.ts": 'import "no-such-package";' },
      /^qapi\.config\.ts: cannot be loaded: Cannot find (?:package|module) 'no-such-package'/,
    ],
    ["neither key", { "qapi.config.json": "{}" }, "qapi.config.json: 'schema' is missing: the root of the schema"],
    [
      "no out",
      { "qapi.config.json": '{ "schema": "s.json" }' },
      "qapi.config.json: 'out' is missing: the folder for the files; or give --out DIR",
    ],
  ])("%s", (_, files, wanted) => {
    const said = complaint(files);
    if (typeof wanted === "string") expect(said).toBe(wanted);
    else expect(said).toMatch(wanted);
  });

  test.each<[words: readonly string[], wanted: string | RegExp]>([
    [["--config", "none.json"], "cannot read 'none.json': no such file or folder"],
    [["--config", "s.yaml"], "'s.yaml' is no .ts, .mts, .js, .mjs or .json file"],
    [["s.json"], "--out DIR is missing: the folder for the files"],
  ])("%j", (words, wanted) => {
    expect(complaint({}, words)).toBe(wanted);
  });
});

describe("keys", () => {
  test.each<[said: object, wanted: string]>([
    [{ emmit: ["types"] }, "unknown key 'emmit' (did you mean 'emit'?)"],
    [
      { zzz: 1 },
      `unknown key 'zzz'; known: ${Object.keys({ ...placeKeys, ...outputKeys, ...runKeys, outputs: 1 }).join(", ")}`,
    ],
    [{ outputs: [] }, "outputs is empty; it takes { schema, out } at least once"],
    [{ outputs: {} }, "outputs is to be a list of { schema, out }, not an object"],
    [{ outputs: [1] }, "outputs[0] is to be an object with schema and out, not 1"],
    [
      { outputs: [{ schema: "s.json" }] },
      "outputs[0].out is missing: the folder for its files, which belongs to this output alone",
    ],
    [
      { outputs: [{ schema: "s.json", out: "o", laiout: "kinds" }] },
      "unknown key 'outputs[0].laiout' (did you mean 'layout'?)",
    ],
    [
      { outputs: [{ schema: "s.json", out: "o", watch: true }] },
      "'watch' is a key of the whole configuration, not of one output",
    ],
    [
      { outputs: [{ schema: "s.json", out: "o", int: "int" }] },
      'outputs[0].int is to be "number" or "bigint", not "int"',
    ],
    [
      { outputs: [{ schema: "s.json", out: "o" }] },
      "'schema' and 'outputs' are both there; one output has no need of 'outputs'",
    ],
  ])("%j", (said, wanted) => {
    expect(complaint(json(said))).toBe(`qapi.config.json: ${wanted}`);
  });

  test("all mistakes are told, a line each", () => {
    expect(complaint(json({ emmit: [], int: 1, out: "" }))).toBe(
      [
        "qapi.config.json: out is empty; '.' is the configuration's own folder",
        "qapi.config.json: unknown key 'emmit' (did you mean 'emit'?)",
        'qapi.config.json: int is to be "number" or "bigint", not 1',
      ].join("\n"),
    );
  });

  test.each([
    [{ define: ["A"], undefine: ["A"] }, "'A' is in 'define' and in 'undefine' of 's.json'; drop one"],
    [{ typesOnly: true, emit: ["types"] }, "'typesOnly' and 'emit' both say which emitters run for 's.json'; drop one"],
  ])("%j exclude each other", (said, wanted) => {
    expect(complaint(json(said))).toBe(`qapi.config.json: ${wanted}`);
  });

  test("two outputs into one folder are told", () => {
    const files = {
      "qapi.config.json": JSON.stringify({ outputs: [1, 2].map(() => ({ schema: "s.json", out: "out" })) }),
    };
    expect(complaint(files)).toBe("two outputs go into 'out': each output needs a folder of its own");
  });

  test("an emitter that is none", () => {
    const said = (emitter: string) =>
      complaint({ "qapi.config.mjs": `export default { schema: "s.json", out: "out", emitters: [${emitter}] };` });
    expect(said("() => 1")).toBe(
      "qapi.config.mjs: emitters takes paths of modules, or emitters { name, about, emit }, not a function",
    );
    expect(said("{ emit() {} }")).toBe(
      "an entry of 'emitters' is no emitter: its 'name' is to be a word without commas",
    );
  });

  /** What each key refuses, and what is said. A key without a row fails to compile. */
  const wrong: Readonly<
    Record<
      keyof typeof outputKeys | keyof typeof runKeys | keyof typeof placeKeys,
      readonly [value: unknown, wanted: string]
    >
  > = {
    schema: [1, "is to be a path, not 1"],
    out: [null, "is to be a path, not null"],
    qemu: [
      10.1,
      'takes a version such as "10.0", not 10.1; spell it as a string, "10.1"; releases that are told apart: 7.2, 10.0, 10.2',
    ],
    define: ["A", 'is to be a list of symbols, not "A"'],
    undefine: [["A-B"], 'takes names of symbols such as CONFIG_LINUX, not "A-B"'],
    include: [[], "is empty; leave it out for all"],
    exclude: [["a", ""], 'is to be a list of names, and has ""'],
    deprecated: [true, 'is to be "keep" or "omit", not true'],
    typesOnly: ["yes", 'is to be true or false, not "yes"'],
    emit: ["types", 'is to be a list of names, not "types"'],
    emitters: ["./a.js", 'is to be a list of modules or emitters, not "./a.js"'],
    int64: ["int", 'is to be "bigint" or "number", not "int"'],
    int: [1, 'is to be "number" or "bigint", not 1'],
    overrides: [{ "A.b": "int" }, 'takes "number" or "bigint" for \'A.b\', not "int"'],
    hmp: [[], "is to be an object by command, or a JSON file, not a list"],
    layout: ["one", 'is to be "kinds", "single" or "modules", not "one"'],
    importExtension: [".js", 'is to be "js", "ts" or "none", not ".js"'],
    runtime: ["copy", 'is to be "package" or "embed", not "copy"'],
    methodNames: ["kebab", 'is to be "camelCase" or "snake_case", not "kebab"'],
    banner: [["a"], "is to be text, not a list"],
    format: ["xml", 'is to be "text", "json", "github" or "sarif", not "xml"'],
    quiet: [1, "is to be true or false, not 1"],
    verbose: ["x".repeat(100), `is to be true or false, not "${"x".repeat(58)}…`],
    check: [{}, "is to be true or false, not an object"],
    dryRun: [null, "is to be true or false, not null"],
    listFiles: ["", 'is to be true or false, not ""'],
    watch: [0, "is to be true or false, not 0"],
    force: ["true", 'is to be true or false, not "true"'],
    depfile: ["a\0b", "is no path: it has a NUL character"],
  };

  test.each(Object.entries(wrong))("%s is held to its type", (key, [value, wanted]) => {
    expect(complaint(json({ [key]: value }))).toBe(`qapi.config.json: ${key} ${wanted}`);
  });

  test.each<[said: object, wanted: RegExp]>([
    [{ emit: ["typse"] }, /emitter 'typse' \(did you mean 'types'\?\); known: /],
    [{ include: ["get-pint"] }, /^s\.json: .*'get-pint'.*'get-point'/],
    [{ exclude: ["none-*"] }, /^s\.json: .*'none-\*'/],
    [
      { hmp: { "get-pint": "none" } },
      /^qapi\.config\.json: hmp: 'get-pint': there is no such command; did you mean 'get-point'\?$/,
    ],
    [{ emitters: ["./none.mjs"] }, /^cannot load the emitter 'none\.mjs': Cannot find module/],
  ])("%j is held to the schema", (said, wanted) => {
    expect(complaint(json(said))).toMatch(wanted);
  });
});

test("a folder that is no project has no configuration of another above it but its parents'", () => {
  const cwd = folder({ "a/qapi.config.json": plain, "a/s.json": good, "b/x.txt": "" });
  mkdirSync(join(cwd, "node_modules"));
  expect(run(["generate"], { cwd: join(cwd, "b") }).status).toBe(2);
  writeFileSync(join(cwd, "b/qapi.config.json"), '{ "schema": "../a/s.json", "out": "out" }');
  expect(run(["generate"], { cwd: join(cwd, "b") }).status).toBe(0);
});
