// `qapi-ts init`: the configuration that it writes, what it asks, what it leaves alone.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { outputKeys, placeKeys, runKeys } from "../../src/build/keys.js";
import { filesIn, project, snapshot } from "./project.js";
import { environment, good, hasTerminal, program, root, run } from "./run.js";

/** What a configuration in a module says, without what makes it one. */
const said = (text: string) =>
  text
    .match(/ (?:schema|out): ".*"/g)
    ?.slice(0, 2)
    .map((line) => line.trim());

describe("what is written", () => {
  test("is a configuration that generates", () => {
    const cwd = project({ "qemu/qapi/qapi-schema.json": good });
    const { status, stdout, stderr } = run(["init"], { cwd });
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: "",
      stderr: "wrote qapi.config.mjs; next: qapi-ts generate\n",
    });
    expect(said(readFileSync(join(cwd, "qapi.config.mjs"), "utf8"))).toEqual([
      'schema: "qemu/qapi/qapi-schema.json"',
      'out: "src/generated/qemu"',
    ]);
    expect(run(["generate"], { cwd })).toMatchObject({ status: 0 });
    expect(filesIn(join(cwd, "src/generated/qemu"))).toContain("client.ts");
  });

  test.each<[files: Readonly<Record<string, string>>, wanted: string]>([
    [{}, "qapi.config.mjs"],
    [{ "package.json": "{}" }, "qapi.config.mjs"],
    [{ "tsconfig.json": "{}" }, "qapi.config.ts"],
    [{ "package.json": '{ "devDependencies": { "typescript": "^5" } }' }, "qapi.config.ts"],
  ])("is TypeScript where the project is: %j", (files, wanted) => {
    const cwd = project({ ...files, "s.json": good });
    expect(run(["init", "s.json", "--out", "out"], { cwd })).toMatchObject({ status: 0 });
    expect(existsSync(join(cwd, wanted))).toBe(true);
    expect(run(["generate"], { cwd })).toMatchObject({ status: 0 });
  });

  test.each(["mine.ts", "mine.mts", "mine.js", "mine.mjs", "mine.json", "deep/mine.ts", "deep/mine.json"])(
    "--config %s names the file; paths are relative to it",
    (name) => {
      const cwd = project({ "a/s.json": good, "deep/x.txt": "" });
      expect(run(["init", "a/s.json", "--out", "out", "--config", name], { cwd })).toMatchObject({
        status: 0,
        stderr: `wrote ${name}; next: qapi-ts generate --config ${name}\n`,
      });
      expect(run(["generate", "--config", name], { cwd })).toMatchObject({ status: 0 });
      expect(filesIn(join(cwd, "out"))).toContain("client.ts");
    },
  );

  test("type checks, each key as it is shown", () => {
    const cwd = project({ "tsconfig.json": "{}", "s.json": good });
    run(["init", "s.json"], { cwd });
    const path = join(cwd, "qapi.config.ts");
    writeFileSync(path, uncommented(readFileSync(path, "utf8")));
    symlinkSync(root, join(cwd, "node_modules/qapi-ts"), "junction");
    mkdirSync(join(cwd, "node_modules/@types"), { recursive: true });
    symlinkSync(join(root, "node_modules/@types/node"), join(cwd, "node_modules/@types/node"), "junction");
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    const flags = ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--types", "node"];
    const { stdout } = spawnSync(process.execPath, [tsc, ...flags, "--ignoreConfig", "qapi.config.ts"], {
      cwd,
      encoding: "utf8",
    });
    expect(stdout).toBe("");
  });

  test("has every key, and is valid with all of them", () => {
    const cwd = project({
      "s.json":
        "{ 'command': 'query-a' }\n{ 'command': 'x-a' }\n{ 'event': 'STOP' }\n{ 'struct': 'BlockStats', 'data': { 'offset': 'int' } }\n",
      "hmp.json": "{}",
    });
    run(["init", "s.json", "--out", "out"], { cwd });
    const path = join(cwd, "qapi.config.mjs");
    const text = uncommented(readFileSync(path, "utf8"));
    const keys = [...text.matchAll(/^ {2}(\w+): /gm)].map(([, key]) => key);
    expect(keys.toSorted()).toEqual(Object.keys({ ...placeKeys, ...outputKeys, ...runKeys }).toSorted());
    writeFileSync(join(cwd, "my-emitter.js"), 'export const mine = { name: "mine", about: "mine", emit: () => [] };\n');
    writeFileSync(path, text);
    expect(run(["generate", "--no-check"], { cwd, env: { CI: undefined } })).toMatchObject({ status: 0 });
    expect(existsSync(join(cwd, "build/qemu.d"))).toBe(true);
  });

  test("shows several outputs in a form that is valid", () => {
    const cwd = project({ "s.json": good });
    run(["init", "s.json", "--out", "out"], { cwd });
    const path = join(cwd, "qapi.config.mjs");
    const text = readFileSync(path, "utf8");
    writeFileSync(path, text.replace(/^ {2}(?:schema|out): .*\n/gm, "").replace("// outputs:", "outputs:"));
    expect(run(["generate"], { cwd })).toMatchObject({ status: 0 });
  });
});

/** The text with all keys as code, but for `outputs`, which takes the place of two others. */
function uncommented(text: string): string {
  return text.replace(/^( {2})\/\/ (?!outputs)(\w+: .*,)$/gm, "$1$2");
}

describe("the schema", () => {
  test.each<[files: readonly string[], wanted: string, there: boolean]>([
    [["qapi-schema.json"], "qapi-schema.json", true],
    [["a/b/c/qapi-schema.json"], "a/b/c/qapi-schema.json", true],
    [["b/schema.json", "a/b/qapi-schema.json"], "b/schema.json", true],
    [["schema.json", "qapi-schema.json"], "qapi-schema.json", true],
    [
      ["node_modules/x/qapi-schema.json", ".git/qapi-schema.json", "dist/qapi-schema.json"],
      "qapi/qapi-schema.json",
      false,
    ],
    [[], "qapi/qapi-schema.json", false],
  ])("%j: %s", (files, wanted, there) => {
    const cwd = project(Object.fromEntries(files.map((name) => [name, good])));
    const { status, stderr } = run(["init"], { cwd });
    const hint = there ? "" : `; '${wanted}' is not there: set 'schema' to your schema first`;
    expect({ status, stderr }).toEqual({ status: 0, stderr: `wrote qapi.config.mjs${hint}; next: qapi-ts generate\n` });
    expect(said(readFileSync(join(cwd, "qapi.config.mjs"), "utf8"))![0]).toBe(`schema: "${wanted}"`);
  });

  test("may have quotes and spaces in its name", () => {
    const name = `it's "my" schema.json`;
    const cwd = project({ [name]: good });
    expect(run(["init", name, "--out", "out"], { cwd }).status).toBe(0);
    expect(run(["generate"], { cwd })).toMatchObject({ status: 0 });
  });
});

describe("nothing is written over", () => {
  test.each<[there: string, words: readonly string[], message: string]>([
    ["qapi.config.json", [], "there is a configuration already: 'qapi.config.json'"],
    ["qapi.config.ts", [], "there is a configuration already: 'qapi.config.ts'"],
    ["mine.ts", ["--config", "mine.ts"], "there is a file already: 'mine.ts'"],
    ["x.txt", ["--config", "x.txt"], "--config takes a .ts, .mts, .js, .mjs or .json file, not 'x.txt'"],
    ["x.txt", ["--config", "none/mine.ts"], "cannot write 'none/mine.ts': no such file or folder"],
  ])("%s, %j", (there, words, message) => {
    const cwd = project({ [there]: "mine\n", "s.json": good });
    const before = snapshot(cwd);
    expect(run(["init", "s.json", ...words], { cwd })).toEqual({
      status: 2,
      stdout: "",
      stderr: `qapi-ts: ${message}\n`,
    });
    expect(snapshot(cwd)).toEqual(before);
  });

  test("one in a folder above is no reason", () => {
    const cwd = project({ "qapi.config.json": "{}", "a/s.json": good });
    expect(run(["init", "s.json"], { cwd: join(cwd, "a") }).status).toBe(0);
  });
});

describe.skipIf(!hasTerminal)("on a terminal", () => {
  const onTerminal = (
    cwd: string,
    steps: readonly (readonly [awaited: string, typed: string])[],
    ...words: readonly string[]
  ) => {
    const command = [process.execPath, program, "init", ...words];
    const { stdout, stderr } = spawnSync(
      "python3",
      [join(root, "test/cli/terminal.py"), JSON.stringify(steps), ...command],
      {
        cwd,
        encoding: "utf8",
        env: environment(),
      },
    );
    expect(stderr).toBe("");
    return JSON.parse(stdout) as { readonly shown: string; readonly status: number };
  };

  test("it asks for both, and shows what is usual", () => {
    const cwd = project({ "a/qapi-schema.json": good, "b.json": good });
    const { status, shown } = onTerminal(cwd, [
      ["Root of the schema? [a/qapi-schema.json] ", "b.json\r"],
      ["Folder for the generated files? [src/generated/qemu] ", "\r"],
    ]);
    expect([status, shown]).toEqual([0, expect.stringContaining("wrote qapi.config.mjs; next: qapi-ts generate\r\n")]);
    expect(said(readFileSync(join(cwd, "qapi.config.mjs"), "utf8"))).toEqual([
      'schema: "b.json"',
      'out: "src/generated/qemu"',
    ]);
  });

  test("it does not ask for what the command line says", () => {
    const cwd = project({ "s.json": good });
    expect(onTerminal(cwd, [["Folder", "made\r"]], "s.json").status).toBe(0);
    expect(said(readFileSync(join(cwd, "qapi.config.mjs"), "utf8"))).toEqual(['schema: "s.json"', 'out: "made"']);
    const other = project({ "s.json": good });
    expect(onTerminal(other, [], "s.json", "--out", "made")).toMatchObject({
      status: 0,
      shown: expect.not.stringContaining("?"),
    });
  });

  test.each([
    ["Ctrl-C", "\u0003"],
    ["Ctrl-D", "\u0004"],
  ])("%s writes nothing", (_, key) => {
    const cwd = project({ "s.json": good });
    const { status, shown } = onTerminal(cwd, [["Root", key]]);
    expect([status, filesIn(cwd)]).toEqual([2, ["s.json"]]);
    expect(shown).toContain("nothing was written");
  });
});

test("it asks nothing where standard input is no terminal", () => {
  const cwd = project({ "s.json": good });
  const { status } = spawnSync(process.execPath, [program, "init"], {
    cwd,
    input: "",
    encoding: "utf8",
    env: environment(),
    timeout: 10_000,
  });
  expect(status).toBe(0);
});
