// `generate`: what it writes, what it leaves alone, and what it says.

import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { compile, generate } from "../../src/index.js";
import { bad, folder, good, root, run } from "./run.js";

const sample = join(root, "qapi-samples/machine/qapi-schema.json");

/** All files below a folder, with their texts. */
function tree(path: string): Readonly<Record<string, string>> {
  const files = readdirSync(path, { recursive: true, encoding: "utf8" }).filter((name) =>
    statSync(join(path, name)).isFile(),
  );
  return Object.fromEntries(files.sort().map((name) => [name, readFileSync(join(path, name), "utf8")]));
}

/** What the library makes of a schema. */
async function made(path: string): Promise<Readonly<Record<string, string>>> {
  const files = await generate(compile(path).schema!);
  return Object.fromEntries(files.map((file) => [file.path, file.text]));
}

const emitter = (name: string, drafts: string) =>
  `export const ${name} = { name: "${name}", about: "for a test", emit: (schema, context) => ${drafts} };\n`;

describe("what is written", () => {
  test("is what the library makes, the same from every folder", async () => {
    const cwd = folder();
    expect(run(["generate", sample, "--out", "a/b"], { cwd })).toMatchObject({ status: 0, stdout: "" });
    expect(tree(join(cwd, "a/b"))).toEqual(await made(sample));
    expect(run(["generate", "qapi-samples/machine/qapi-schema.json", "--out", join(cwd, "c")]).status).toBe(0);
    expect(tree(join(cwd, "c"))).toEqual(tree(join(cwd, "a/b")));
    expect(Object.values(tree(cwd)).join("")).not.toContain(root);
  });

  test("is told in one line, or file by file with --verbose", async () => {
    const cwd = folder({ "s.json": good });
    const names = Object.keys(await made(join(cwd, "s.json")));
    const count = names.length;
    const words = ["generate", "s.json", "--out", "out"];
    expect(run(words, { cwd })).toEqual({
      status: 0,
      stdout: "",
      stderr: `generated ${count} files in out (${count} changed)\n`,
    });
    expect(run(words, { cwd }).stderr).toBe(`generated ${count} files in out (0 changed)\n`);
    writeFileSync(join(cwd, "out", names[0]!), "");
    const lines = names.map((name, index) => `${index === 0 ? "changed  " : "unchanged"} ${join("out", name)}\n`);
    expect(run([...words, "--verbose"], { cwd }).stderr).toBe(
      `${lines.join("")}generated ${count} files in out (1 changed)\n`,
    );
  });

  test("goes into a folder for each of several schemas", () => {
    const cwd = folder({ "one/s.json": good, "two/t.json": good });
    expect(run(["generate", "one/s.json", "two/t.json", "--out", "out"], { cwd }).status).toBe(0);
    expect(readdirSync(join(cwd, "out"))).toEqual(["one", "two"]);
    expect(Object.keys(tree(join(cwd, "out/one")))).toEqual(Object.keys(tree(join(cwd, "out/two"))));
  });

  test("is nothing where two schemas would meet", () => {
    const cwd = folder({ "a/one/s.json": good, "b/one/s.json": good });
    const { status, stderr } = run(["generate", "a/one/s.json", "b/one/s.json", "--out", "out"], { cwd });
    expect(status).toBe(2);
    expect(stderr).toContain(`'a/one/s.json' and 'b/one/s.json' would both go into '${join("out", "one")}'`);
    expect(existsSync(join(cwd, "out"))).toBe(false);
  });

  test("is nothing when one of the schemas is wrong", () => {
    const cwd = folder({ "one/s.json": good, "two/s.json": bad });
    const { status, stderr } = run(["generate", "one/s.json", "two/s.json", "--out", "out"], { cwd });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^two\/s\.json:2:\d+: error\[unknown-type\]/);
    expect(existsSync(join(cwd, "out"))).toBe(false);
  });

  test("--format json gives an empty array when all is well", () => {
    const cwd = folder({ "s.json": good });
    expect(run(["generate", "s.json", "--out", "out", "--format", "json"], { cwd })).toMatchObject({
      status: 0,
      stdout: "[]\n",
    });
  });
});

describe("options", () => {
  const types = (...words: string[]) => {
    const cwd = folder({ "s.json": good });
    expect(run(["generate", "s.json", "--out", "out", ...words], { cwd })).toMatchObject({ status: 0 });
    return readFileSync(join(cwd, "out/types.ts"), "utf8");
  };

  test("--int64 and --int choose how integers arrive", () => {
    expect(types()).toMatch(/x: bigint;\n\s*y\?: number;/);
    expect(types("--int64", "number")).toMatch(/x: number;\n\s*y\?: number;/);
    expect(types("--int", "bigint")).toMatch(/x: bigint;\n\s*y\?: bigint;/);
  });

  test("--emit chooses among the emitters", () => {
    const cwd = folder({ "s.json": good });
    expect(run(["generate", "s.json", "--out", "out", "--emit", "types"], { cwd }).stderr).toBe(
      "generated 1 file in out (1 changed)\n",
    );
    expect(readdirSync(join(cwd, "out"))).toEqual(["types.ts"]);
  });

  test("--define and --undefine settle conditions", () => {
    const cwd = folder({
      "s.json": "{ 'struct': 'Aaa', 'data': {}, 'if': 'A' }\n{ 'struct': 'Bbb', 'data': {}, 'if': 'B' }\n",
    });
    run(["generate", "s.json", "--out", "out", "--define", "A", "--undefine", "B"], { cwd });
    const text = readFileSync(join(cwd, "out/types.ts"), "utf8");
    expect(text).toContain("Aaa");
    expect(text).not.toContain("Bbb");
  });

  test("a prettier configuration above the output folder is followed", () => {
    const cwd = folder({ "s.json": good, "out/.prettierrc": '{ "semi": false, "tabWidth": 7 }' });
    expect(run(["generate", "s.json", "--out", "out"], { cwd }).status).toBe(0);
    expect(readFileSync(join(cwd, "out/types.ts"), "utf8")).toMatch(/^ {7}x: bigint$/m);
  });

  test("a prettier configuration that cannot be read is told", () => {
    const cwd = folder({ "s.json": good, "out/.prettierrc": "{ semi: [" });
    const { status, stderr } = run(["generate", "s.json", "--out", "out"], { cwd });
    expect(status).toBe(2);
    expect(stderr).toMatch(/^qapi-ts: prettier cannot read its configuration for 'out': .*\n/);
    expect(stderr).not.toMatch(/^ +at /m);
  });
});

describe("--emitter", () => {
  const cases = (files: Readonly<Record<string, string>>, ...words: string[]) => {
    const cwd = folder({ "s.json": good, ...files });
    return { cwd, ...run(["generate", "s.json", "--out", "out", ...words], { cwd }) };
  };

  test("adds emitters: the default export and named ones, text and TypeScript", () => {
    const { cwd, status } = cases(
      {
        "mine.js": `export const helper = 1;\n${emitter("one", '[{ path: "deep/one.txt", text: schema.definitions.map((d) => d.name).join() }]')}`,
        "more.mjs": `${emitter("two", '[{ path: "two.ts", statements: [{ kind: 38, name: "Two", type: "2", isExported: true }] }]')}export default two;\n`,
      },
      "--emitter=mine.js",
      "--emitter=more.mjs",
      "--emit=one,two",
    );
    expect(status).toBe(0);
    expect(tree(join(cwd, "out"))).toEqual({ "deep/one.txt": "Point,get-point", "two.ts": "export type Two = 2;\n" });
  });

  const drafts = (text: string) => ({ "mine.mjs": emitter("mine", text) });

  test.each([
    ["a file that is not there", {}, /cannot load the emitter 'mine\.mjs': Cannot find module/],
    ["no JavaScript", { "mine.mjs": "export const = 1" }, /cannot load the emitter 'mine\.mjs': Unexpected token/],
    [
      "a module that throws",
      { "mine.mjs": "throw new Error('no luck\\nat all')" },
      /cannot load the emitter 'mine\.mjs': no luck$/,
    ],
    ["nothing exported", { "mine.mjs": "" }, /'mine\.mjs' exports no emitter, .*; it exports nothing$/],
    [
      "no emitter",
      { "mine.mjs": "export const a = 1; export default function b() {}" },
      /exports no emitter, .*; it exports a, default$/,
    ],
    [
      "half an emitter",
      { "mine.mjs": "export const a = { emit() {} }" },
      /the export 'a' of 'mine\.mjs' is no emitter: its 'name' is to be a word without commas$/,
    ],
    [
      "a name that is taken",
      { "mine.mjs": emitter("types", "[]") },
      /the emitter 'types' of 'mine\.mjs' needs another name: there is one already$/,
    ],
    [
      "an emitter that throws",
      drafts("{ throw new RangeError('out of luck'); }"),
      /the emitter 'mine' of 'mine\.mjs' failed at line 1: out of luck$/,
    ],
    ["an emitter that throws no error", drafts("{ throw 1; }"), /the emitter 'mine' of 'mine\.mjs' failed: 1$/],
    ["no list", drafts("undefined"), /the emitter 'mine' of 'mine\.mjs' gave no list of drafts$/],
    ["a promise", drafts("Promise.resolve([])"), /gave a promise; an emitter is a plain function$/],
    ["a draft without path", drafts("[{}]"), /gave a draft without 'path'$/],
    ["a draft without content", drafts("[{ path: 'x.ts' }]"), /gave 'x\.ts' neither 'text' nor 'statements'$/],
    [
      "a path out of the folder",
      drafts("[{ path: '../x.ts', text: '' }]"),
      /gave the path '\.\.\/x\.ts', which leaves the output folder$/,
    ],
    [
      "an absolute path",
      drafts("[{ path: '/tmp/x.ts', text: '' }]"),
      /gave the path '\/tmp\/x\.ts', which is absolute$/,
    ],
    ["a drive", drafts("[{ path: 'c:x.ts', text: '' }]"), /gave the path 'c:x\.ts', which is absolute$/],
    [
      "a backslash",
      drafts("[{ path: 'a\\\\b.ts', text: '' }]"),
      /which has a backslash; folders are separated by '\/'$/,
    ],
    ["an empty part", drafts("[{ path: 'a//b.ts', text: '' }]"), /which has an empty part$/],
    ["a file of another emitter", drafts("[{ path: 'types.ts', text: '' }]"), /makes 'types\.ts'/],
    [
      "no TypeScript",
      drafts("[{ path: 'x.ts', statements: ['let = = ;'] }]"),
      /what the emitter 'mine' made cannot be printed: /,
    ],
  ])("%s: one line, status 2, nothing written", (_, files, message) => {
    const { cwd, status, stdout, stderr } = cases(files, "--emitter", "mine.mjs");
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(/^qapi-ts: [^\n]*\n$/);
    expect(stderr.trimEnd()).toMatch(message);
    expect(existsSync(join(cwd, "out"))).toBe(false);
  });
});

describe("write safety", () => {
  test("files that do not change keep their time, others do not", () => {
    const cwd = folder({ "s.json": good });
    const words = ["generate", "s.json", "--out", "out"];
    run(words, { cwd });
    const old = new Date(1_000_000_000_000);
    for (const name of readdirSync(join(cwd, "out"))) utimesSync(join(cwd, "out", name), old, old);
    writeFileSync(join(cwd, "out/types.ts"), "// mine\n");
    expect(run(words, { cwd }).stderr).toContain("(1 changed)");
    expect(statSync(join(cwd, "out/commands.ts")).mtimeMs).toBe(old.getTime());
    expect(statSync(join(cwd, "out/types.ts")).mtimeMs).not.toBe(old.getTime());
  });

  test("other files in the folder, and a changed file's permissions, stay", () => {
    const cwd = folder({ "s.json": good, "out/mine.ts": "// mine\n", "out/types.ts": "" });
    chmodSync(join(cwd, "out/types.ts"), 0o640);
    run(["generate", "s.json", "--out", "out"], { cwd });
    expect(readFileSync(join(cwd, "out/mine.ts"), "utf8")).toBe("// mine\n");
    expect(statSync(join(cwd, "out/types.ts")).mode & 0o777).toBe(0o640);
  });

  test("a file where the folder should be", () => {
    const cwd = folder({ "s.json": good, out: "mine" });
    const { status, stderr } = run(["generate", "s.json", "--out", "out"], { cwd });
    expect(status).toBe(2);
    expect(stderr).toBe("qapi-ts: cannot make the folder 'out': a file of that name is in the way\n");
    expect(readFileSync(join(cwd, "out"), "utf8")).toBe("mine");
  });

  test("a folder where a file should be: all files stay as they were", () => {
    const cwd = folder({ "s.json": good, "out/types.ts": "// old\n" });
    mkdirSync(join(cwd, "out/index.ts"));
    const { status, stderr } = run(["generate", "s.json", "--out", "out"], { cwd });
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: `qapi-ts: cannot write '${join("out", "index.ts")}': a folder of that name is in the way\n`,
    });
    expect(readdirSync(join(cwd, "out")).sort()).toEqual(["index.ts", "types.ts"]);
    expect(readFileSync(join(cwd, "out/types.ts"), "utf8")).toBe("// old\n");
  });

  test("a failure among the renames puts back what was renamed", () => {
    const clash = emitter(
      "clash",
      '[{ path: "a.txt", text: "new" }, { path: "b", text: "" }, { path: "b/c.txt", text: "" }]',
    );
    const cwd = folder({ "s.json": good, "mine.mjs": clash, "out/a.txt": "old" });
    const { status, stderr } = run(["generate", "s.json", "--out", "out", "--emitter", "mine.mjs", "--emit", "clash"], {
      cwd,
    });
    expect(status).toBe(2);
    expect(stderr).toMatch(/^qapi-ts: cannot (?:make|write) [^\n]*\n$/);
    expect(tree(join(cwd, "out"))).toEqual({ "a.txt": "old" });
    expect(readdirSync(join(cwd, "out"))).toEqual(["a.txt"]);
  });

  test.runIf(existsSync("/proc/self"))("a folder that the system refuses to make", () => {
    const { status, stderr } = run(["generate", sample, "--out", "/proc/qapi-ts/out"]);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^qapi-ts: cannot make the folder '\/proc\/qapi-ts': [^\n]*\n$/);
  });

  // The superuser may write everywhere.
  test.runIf(process.getuid?.() !== 0)("a folder that is read-only", () => {
    const cwd = folder({ "s.json": good, "out/types.ts": "// old\n" });
    chmodSync(join(cwd, "out"), 0o555);
    const { status, stderr } = run(["generate", "s.json", "--out", "out"], { cwd });
    chmodSync(join(cwd, "out"), 0o755);
    expect({ status, stderr }).toMatchObject({ status: 2, stderr: expect.stringContaining("permission denied") });
    expect(tree(join(cwd, "out"))).toEqual({ "types.ts": "// old\n" });
  });
});
