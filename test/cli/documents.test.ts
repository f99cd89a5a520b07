// `dump` and `introspect`: one document on standard output, or diagnostics and none.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { compile, dump, introspect } from "../../src/index.js";
import { bad, environment, folder, program, root, run } from "./run.js";

const sample = "qapi-samples/conditions/qapi-schema.json";
const big = "qapi-samples/machine/qapi-schema.json";

const conditional =
  "{ 'struct': 'Some', 'data': { 'a': { 'type': 'int', 'if': 'A' }, 'b': { 'type': 'int', 'if': 'B' }, 'c': 'str' } }\n{ 'command': 'get-some', 'returns': 'Some' }\n";

test("dump prints what the library dumps", () => {
  expect(run(["dump", sample])).toEqual({ status: 0, stdout: dump(compile(`${root}${sample}`).schema!), stderr: "" });
});

test("dump settles conditions", () => {
  const cwd = folder({ "s.json": conditional });
  const { stdout } = run(["dump", "s.json", "--define", "A", "--undefine", "B"], { cwd });
  expect(stdout).toContain("object Some\n    member a: int optional=False\n    member c: str optional=False\n");
});

test("introspect prints what the library answers", () => {
  const { schema } = compile(`${root}${sample}`);
  const { status, stdout } = run(["introspect", sample]);
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toEqual(introspect(schema!));
  expect(JSON.parse(run(["introspect", sample, "--unmask"]).stdout)).toEqual(introspect(schema!, { unmask: true }));
});

test("introspect numbers the whole schema before it settles conditions", () => {
  const cwd = folder({ "s.json": conditional });
  const members = (...words: string[]) => {
    const answer = JSON.parse(run(["introspect", "s.json", ...words], { cwd }).stdout) as {
      members?: { name: string }[];
    }[];
    return answer.flatMap((entry) => entry.members ?? []).map(({ name }) => name);
  };
  expect(members()).toEqual(["a", "b", "c"]);
  expect(members("--undefine", "B")).toEqual(["a", "c"]);
});

describe.each(["dump", "introspect"])("%s", (verb) => {
  test("gives diagnostics instead of a document", () => {
    const cwd = folder({ "s.json": bad });
    const text = run([verb, "s.json"], { cwd });
    expect(text).toMatchObject({ status: 1, stdout: "" });
    expect(text.stderr).toMatch(/^s\.json:2:\d+: error\[unknown-type\]/);
    const json = run([verb, "s.json", "--format", "json"], { cwd });
    expect(json).toMatchObject({ status: 1, stderr: "" });
    expect(JSON.parse(json.stdout)).toHaveLength(1);
  });

  test("keeps standard output for the document when all is well", () => {
    expect(run([verb, sample, "--format", "json"])).toEqual(run([verb, sample]));
  });

  test("does not mind a reader that has gone away", async () => {
    const child = spawn(process.execPath, [program, verb, big], {
      cwd: root,
      env: environment(),
      stdio: ["ignore", "pipe", "pipe"],
    });
    child.stdout.destroy();
    let stderr = "";
    child.stderr.on("data", (chunk) => (stderr += chunk));
    const status = await new Promise((resolve) => child.on("close", resolve));
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  test.runIf(existsSync("/dev/full"))("says that a disk is full", async () => {
    const child = spawn("sh", ["-c", `exec "$0" "$@" > /dev/full`, process.execPath, program, verb, big], {
      cwd: root,
      env: environment(),
    });
    let stderr = "";
    child.stderr.on("data", (chunk) => (stderr += chunk));
    const status = await new Promise((resolve) => child.on("close", resolve));
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: "qapi-ts: cannot write to standard output: no space left on the device\n",
    });
  });
});
