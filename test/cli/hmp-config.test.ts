// `generate --hmp-config`, and the emitters that run only where they are named.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { builtinEmitters, optionalEmitters } from "../../src/emit/emitters.js";
import { folder, run } from "./run.js";

const schema = "{ 'command': 'quit' }\n{ 'command': 'paint', 'data': { 'wall': 'str', '*wet': 'bool' } }\n";

/** What a configuration makes of the schema: the end of the run, and the files. */
function configured(config: string, ...words: readonly string[]) {
  const cwd = folder({ "s.json": schema, "hmp.json": config });
  const ran = run(["generate", "s.json", "--out", "out", "--hmp-config", "hmp.json", ...words], { cwd });
  return { ...ran, text: (file: string) => readFileSync(join(cwd, "out", file), "utf8"), cwd };
}

test("it is followed by what is made for TypeScript, and for QEMU", () => {
  const { status, text } = configured(
    '{ "quit": { "aliases": ["q"] }, "paint": { "letters": { "wall": "B" } } }',
    "--emit",
    "hmp,hx",
  );
  expect(status).toBe(0);
  expect(text("hmp.ts")).toContain('name: "quit|q"');
  expect(text("hmp.ts")).toContain('{ key: "wall", letter: "B" }');
  expect(text("hmp-commands.hx")).toContain('.args_type  = "wet:-w,wall:B",');
});

test("a byte order mark at its start is none of it", () => {
  expect(configured('\ufeff{ "quit": "none" }').status).toBe(0);
});

describe("what is wrong ends the run before anything is written", () => {
  test.each<[config: string, stderr: string | RegExp]>([
    ["[]", "qapi-ts: hmp.json: the configuration is to be an object with a key for each command, not a list\n"],
    [
      '{ "quti": "none",\n  "paint": { "letters": { "wall": "i" } } }',
      "qapi-ts: hmp.json: 'quti': there is no such command; did you mean 'quit'?\n" +
        "qapi-ts: hmp.json: 'paint': 'letters' has 'wall', which is of type str, and 'i' cannot carry that; " +
        "for it there are: s, F, B, S, -fs\n",
    ],
    ['{ "quit": "none"\n  "paint": {} }', /^qapi-ts: hmp\.json:2:3: this is no JSON: (?:(?!offset)[^\n])+\n$/],
    ["", /^qapi-ts: hmp\.json:1:1: this is no JSON: (?:(?!offset)[^\n])+\n$/],
  ])("%j", (config, wanted) => {
    const { status, stdout, stderr, cwd } = configured(config);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    if (typeof wanted === "string") expect(stderr).toBe(wanted);
    else expect(stderr).toMatch(wanted);
    expect(readdirSync(cwd)).not.toContain("out");
  });

  test("a file that is not there", () => {
    const { status, stderr } = run(["generate", "s.json", "--out", "out", "--hmp-config", "none.json"], {
      cwd: folder({ "s.json": schema }),
    });
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: "qapi-ts: cannot read 'none.json': no such file or folder\n",
    });
  });
});

test("of several schemas, a command may be any one's", () => {
  const cwd = folder({
    "a/s.json": schema,
    "b/s.json": "{ 'command': 'sing' }\n",
    "hmp.json": '{ "quit": { "name": "leave" }, "sing": { "name": "hum" } }',
    "wrong.json": '{ "quit": "none", "sin": "none" }',
  });
  const words = ["generate", "a/s.json", "b/s.json", "--out", "out", "--emit", "hmp", "--hmp-config"];
  expect(run([...words, "hmp.json"], { cwd }).status).toBe(0);
  expect(readFileSync(join(cwd, "out/a/hmp.ts"), "utf8")).toContain('name: "leave"');
  expect(readFileSync(join(cwd, "out/b/hmp.ts"), "utf8")).toContain('name: "hum"');
  expect(run([...words, "wrong.json"], { cwd }).stderr).toMatch(
    /^qapi-ts: wrong\.json: 'sin': there is no such command/,
  );
});

test("emitters for QEMU's tree run where they are named; all are in the help, and in the complaint about one that is not", () => {
  const cwd = folder({ "s.json": schema });
  run(["generate", "s.json", "--out", "out"], { cwd });
  expect(readdirSync(join(cwd, "out")).filter((name) => !name.endsWith(".ts"))).toEqual([]);
  run(["generate", "s.json", "--out", "qemu", "--emit", "hx"], { cwd });
  expect(readdirSync(join(cwd, "qemu"))).toEqual(["hmp-commands-info.hx", "hmp-commands.hx"]);
  const names = [...builtinEmitters, ...optionalEmitters].map(({ name }) => name);
  const { stdout } = run(["generate", "--help"]);
  const listed = /Emitters: ([^]*?)\./.exec(stdout)![1]!;
  expect(listed.replace("if named", "").match(/\w+/g)).toEqual(names);
  const { stderr } = run(["generate", "s.json", "--out", "out", "--emit", "hxx"], { cwd });
  expect(stderr).toContain(`there is no emitter 'hxx' (did you mean 'hx'?); known: ${names.join(", ")}`);
});
