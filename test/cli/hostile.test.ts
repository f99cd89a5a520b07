// What a careless or a hostile user does to the build step: nothing of theirs is lost, nothing wrong is said to be right.

import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { folder, good, run } from "./run.js";

const words = ["generate", "s.json", "--out", "out"];

/** A project whose records lie in it, generated once. */
function generated(files: Readonly<Record<string, string>> = {}): string {
  const cwd = folder({ "s.json": good, "node_modules/.keep": "", ...files });
  expect(run(words, { cwd }).status).toBe(0);
  return cwd;
}

const recordOf = (cwd: string) => {
  const cache = join(cwd, "node_modules/.cache/qapi-ts");
  return join(cache, readdirSync(cache)[0]!);
};

describe("a depfile takes nobody's place", () => {
  test.each(["mine.ts", "s.json", "out/index.ts"])("%s", (path) => {
    const cwd = folder({ "s.json": good, "mine.ts": "mine\n" });
    const before = existsSync(join(cwd, path)) ? readFileSync(join(cwd, path), "utf8") : undefined;
    const { status, stderr } = run([...words, "--depfile", path], { cwd });
    expect([status, stderr]).toEqual([2, expect.stringMatching(/^qapi-ts: --depfile: [^\n]*\n$/)]);
    expect(existsSync(join(cwd, "out"))).toBe(false);
    if (before !== undefined) expect(readFileSync(join(cwd, path), "utf8")).toBe(before);
  });

  test("its own may be written again; another's with --force", () => {
    const cwd = folder({ "s.json": good, "other.d": "x: y\n" });
    for (let times = 0; times < 2; times++) expect(run([...words, "--depfile", "s.d"], { cwd }).status).toBe(0);
    expect(run([...words, "--depfile", "other.d"], { cwd }).status).toBe(2);
    expect(run([...words, "--depfile", "other.d", "--force"], { cwd }).status).toBe(0);
  });

  test.each(["a\tb", "a;b", "a|b", "a=b", "a*b", "a:b", "a%b"])("a name that Make would misread: %j", (name) => {
    const cwd = folder({ [`${name}.json`]: good });
    const { status, stderr } = run(["generate", `${name}.json`, "--out", "out", "--depfile", "s.d"], { cwd });
    expect([status, stderr]).toEqual([2, expect.stringContaining("would misread")]);
    expect(readdirSync(cwd)).toEqual([`${name}.json`]);
  });
});

describe("a promise that never settles is no success", () => {
  test.each([
    ["qapi.config.mjs", "await new Promise(() => {}); export default { schema: 's.json', out: 'out' };"],
    ["qapi.config.ts", "export default new Promise(() => {});"],
  ])("in %s", (name, text) => {
    const cwd = folder({ "s.json": good, [name]: text });
    const { status, stderr } = run(["generate", "--check"], { cwd });
    expect([status, stderr]).toEqual([2, expect.stringContaining("never comes")]);
  });
});

describe("a record is believed as far as it goes", () => {
  test.each<readonly [string, (record: Record<string, unknown>) => unknown]>([
    ["a list that is none", (record) => ({ ...record, outputs: 5 })],
    ["a file that is none", (record) => ({ ...record, outputs: [null] })],
    ["a path that is none", (record) => ({ ...record, inputs: [{ path: 5 }] })],
    ["without prettier", ({ prettier: _, ...record }) => record],
    ["no object", () => 7],
  ])("%s", (_, damage) => {
    const cwd = generated();
    const path = recordOf(cwd);
    writeFileSync(path, JSON.stringify(damage(JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>)));
    expect(run(words, { cwd })).toMatchObject({ status: 0, stderr: expect.stringContaining("(0 changed)") });
  });

  test("--check compares files, whatever it says", () => {
    const cwd = generated();
    const path = recordOf(cwd);
    const client = join(cwd, "out/client.ts");
    const text = `${readFileSync(client, "utf8")}// not ours\n`;
    writeFileSync(client, text);
    const record = JSON.parse(readFileSync(path, "utf8")) as { outputs: { path: string }[] };
    const digest = "0".repeat(64);
    writeFileSync(path, JSON.stringify({ ...record, outputs: record.outputs.map((one) => ({ ...one, digest })) }));
    expect(run([...words, "--check"], { cwd })).toMatchObject({ status: 1 });
  });

  test("a file without a mark is not removed because it is in one", () => {
    const cwd = generated({ "out/notes.md": "years of work\n" });
    const path = recordOf(cwd);
    const record = JSON.parse(readFileSync(path, "utf8")) as { outputs: object[] };
    writeFileSync(
      path,
      JSON.stringify({ ...record, outputs: [...record.outputs, { ...record.outputs[0], path: "notes.md" }] }),
    );
    writeFileSync(join(cwd, "s.json"), `${good}{ 'command': 'more' }\n`);
    expect(run(words, { cwd }).status).toBe(0);
    expect(readFileSync(join(cwd, "out/notes.md"), "utf8")).toBe("years of work\n");
  });
});

test("a copy of a generated file under another name is a person's", () => {
  const cwd = generated();
  const copy = join(cwd, "out/client-mine.ts");
  writeFileSync(copy, `${readFileSync(join(cwd, "out/client.ts"), "utf8")}// years of work\n`);
  expect(run(words, { cwd }).stderr).not.toContain("removed");
  expect(existsSync(copy)).toBe(true);
});

describe("prettier's configuration", () => {
  test("a pragma does not push the mark out of the first line", () => {
    const cwd = generated({ ".prettierrc": '{ "insertPragma": true }' });
    expect(readFileSync(join(cwd, "out/index.ts"), "utf8")).toMatch(/^\/\/ @generated by qapi-ts /);
  });

  test("a change of another package's configuration is seen", () => {
    const shared = (semi: boolean) => `module.exports = { semi: ${semi} };\n`;
    const cwd = generated({
      "package.json": '{ "prettier": "shared-style" }',
      "node_modules/shared-style/package.json": '{ "name": "shared-style", "main": "index.js" }',
      "node_modules/shared-style/index.js": shared(true),
    });
    writeFileSync(join(cwd, "node_modules/shared-style/index.js"), shared(false));
    expect(run([...words, "--check"], { cwd }).status).toBe(1);
    expect(run(words, { cwd }).stderr).not.toContain("(0 changed)");
  });
});

describe("what names nothing is told", () => {
  test.each(["Nope.x", "Point.z", "get-pont"])("--override %s", (path) => {
    const cwd = folder({ "s.json": good });
    const { status, stderr } = run([...words, "--override", `${path}=bigint`], { cwd });
    expect([status, stderr]).toEqual([2, expect.stringContaining(`overrides: there is no '${path}'`)]);
    expect(existsSync(join(cwd, "out"))).toBe(false);
  });

  test.each(["define", "include", "emitters"])("%s: [undefined]", (key) => {
    const cwd = folder({
      "s.json": good,
      "qapi.config.mjs": `export default { schema: "s.json", out: "out", ${key}: [undefined] };`,
    });
    const { status, stderr } = run(["generate"], { cwd });
    expect([status, stderr]).toEqual([
      2,
      expect.stringMatching(new RegExp(`^qapi-ts: qapi\\.config\\.mjs: ${key} .*undefined\n$`)),
    ]);
  });
});

test("a TypeScript configuration leaves nothing where others could put something", () => {
  const cwd = folder({
    "s.json": good,
    "qapi.config.ts": 'export default { schema: "s.json", out: "out" };',
    "tmp/.keep": "",
  });
  expect(run(["generate"], { cwd, env: { TMPDIR: join(cwd, "tmp") } }).status).toBe(0);
  expect(readdirSync(join(cwd, "tmp"))).toEqual([".keep"]);
});
