// `check`: verdicts as exit status, and the three forms of diagnostics.

import { spawnSync } from "node:child_process";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { printDiagnostics } from "../../src/cli/diagnostics.js";
import type { Diagnostic } from "../../src/index.js";
import { compile, diskHost } from "../../src/index.js";
import { bad, environment, folder, good, hasTerminal, program, run } from "./run.js";

describe("exit status", () => {
  test("0 without a word for a schema that is right", () => {
    expect(run(["check", "s.json"], { cwd: folder({ "s.json": good }) })).toEqual({
      status: 0,
      stdout: "",
      stderr: "",
    });
  });

  test("1 for mistakes", () => {
    expect(run(["check", "s.json"], { cwd: folder({ "s.json": bad }) }).status).toBe(1);
  });

  test("1 for an included file that cannot be read", () => {
    const cwd = folder({ "s.json": "{ 'include': 'none.json' }\n" });
    const { status, stderr } = run(["check", "s.json"], { cwd });
    expect(status).toBe(1);
    expect(stderr).toContain("error[include-unreadable]: cannot read the included file 'none.json': no such file");
  });

  test("2 for a root that cannot be read, also beside one with mistakes", () => {
    const cwd = folder({ "s.json": bad });
    expect(run(["check", "none.json"], { cwd })).toEqual({
      status: 2,
      stdout: "",
      stderr: "none.json: error[unreadable-file]: cannot read 'none.json': no such file\n",
    });
    expect(run(["check", "s.json", "none.json"], { cwd }).status).toBe(2);
  });

  test("1 for a root that is no UTF-8: it was read", () => {
    const cwd = folder();
    spawnSync("sh", ["-c", "printf '\\377' > s.json"], { cwd });
    const { status, stderr } = run(["check", "s.json"], { cwd });
    expect({ status, stderr }).toEqual({ status: 1, stderr: "s.json: error[not-utf8]: 's.json' is not UTF-8 text\n" });
  });

  test("a folder is told where its schema is", () => {
    const cwd = folder({ "qapi/qapi-schema.json": good });
    const { status, stderr } = run(["check", "qapi"], { cwd });
    expect(status).toBe(2);
    expect(stderr).toContain(`note: there is a schema in it: '${join("qapi", "qapi-schema.json")}'`);
  });
});

test("all schemas are checked, and a mistake in a file that two of them include is told once", () => {
  const cwd = folder({
    "a.json": "{ 'include': 'c.json' }\n",
    "b.json": `{ 'include': 'c.json' }\n${bad.replace("Point", "Other")}`,
    "c.json": bad,
  });
  const { stdout } = run(["check", "--format", "json", "a.json", "b.json"], { cwd });
  const found = JSON.parse(stdout) as { file: string; line: number }[];
  expect(found.map(({ file, line }) => `${file}:${line}`)).toEqual(["c.json:2", "b.json:3"]);
});

test("--qemu sets the rules: a union in a union is new in 10.0", () => {
  const union = (name: string, tag: string, branch: string) =>
    `{ 'union': '${name}', 'base': { '${tag}': 'Kind1' }, 'discriminator': '${tag}', 'data': { 'a': '${branch}' } }\n`;
  const types = "{ 'enum': 'Kind1', 'data': [ 'a' ] }\n{ 'struct': 'Some', 'data': {} }\n";
  const cwd = folder({ "s.json": `${types}${union("Inner", "in", "Some")}${union("Outer", "out", "Inner")}` });
  expect(run(["check", "s.json"], { cwd }).status).toBe(0);
  expect(run(["check", "s.json", "--qemu", "10.1"], { cwd }).status).toBe(0);
  expect(run(["check", "s.json", "--qemu", "7.2"], { cwd }).status).toBe(1);
});

test("text goes to standard error, as printed by the library's own printer", () => {
  const cwd = folder({ "s.json": `{ 'include': 'sub/t.json' }\n`, "sub/t.json": `${good}${bad}` });
  const { status, stdout, stderr } = run(["check", "s.json"], { cwd });
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toBe(printDiagnostics(foundIn(cwd), "text"));
  expect(stderr).toMatch(/^sub\/t\.json:3:\d+: error\[duplicate-definition\]: 'Point' is already a struct\n/);
  expect(stderr).toMatch(/\n2 errors\n$/);
});

/** What the library finds in `s.json` of a folder, in the words of a run there. */
function foundIn(cwd: string): readonly Diagnostic[] {
  const read = (path: string) => diskHost.read(join(cwd, path));
  return compile("s.json", { host: { read } }).diagnostics;
}

/** Runs the program on a terminal of its own. */
function onTerminal(cwd: string, env: Readonly<Record<string, string>>): string {
  const python = "import pty, sys; pty.spawn(sys.argv[1:])";
  const words = ["-c", python, process.execPath, program, "check", "s.json"];
  const { stdout } = spawnSync("python3", words, {
    cwd,
    env: environment({ TERM: "xterm", ...env }),
    encoding: "utf8",
  });
  return stdout;
}

describe("colours", () => {
  test("none where nobody sees them", () => {
    expect(run(["check", "s.json"], { cwd: folder({ "s.json": bad }) }).stderr).not.toContain("\u001b");
  });

  test.runIf(hasTerminal)("on a terminal, unless NO_COLOR asks for none", () => {
    const cwd = folder({ "s.json": bad });
    const plain = onTerminal(cwd, { NO_COLOR: "1" });
    expect(plain).toMatch(/^s\.json:2:\d+: error\[unknown-type\]/);
    expect(plain).not.toContain("\u001b[");
    expect(onTerminal(cwd, { NO_COLOR: "" })).toContain("\u001b[31merror[unknown-type]\u001b[0m");
    expect(onTerminal(cwd, { TERM: "dumb" })).not.toContain("\u001b[");
  });
});

describe("json", () => {
  test("is one array on standard output, also an empty one", () => {
    const cwd = folder({ "s.json": good });
    expect(run(["check", "s.json", "--format", "json"], { cwd })).toEqual({ status: 0, stdout: "[]\n", stderr: "" });
  });

  test("is all that is printed", () => {
    const cwd = folder({ "s.json": "{ 'include': 'sub/t.json' }\n", "sub/t.json": `${good}${bad}` });
    const { status, stdout, stderr } = run(["check", "s.json", "--format", "json"], { cwd });
    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
    expect(stdout).toBe(printDiagnostics(foundIn(cwd), "json"));
    expect(JSON.parse(stdout)).toMatchObject([
      {
        file: "sub/t.json",
        line: 3,
        code: "duplicate-definition",
        includedFrom: [{ file: "s.json", line: 1, column: 1 }],
      },
      {
        file: "sub/t.json",
        line: 4,
        code: "unknown-type",
        definition: { kind: "struct", name: "Point", file: "sub/t.json", line: 3 },
      },
    ]);
  });

  test("tells of a root that cannot be read", () => {
    const { status, stdout } = run(["check", "none.json", "--format", "json"], { cwd: folder() });
    expect(status).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject([{ file: "none.json", line: null, code: "unreadable-file" }]);
  });
});

describe("github", () => {
  test("is one command a line", () => {
    const cwd = folder({ "s.json": bad });
    const { status, stdout, stderr } = run(["check", "s.json", "--format", "github"], { cwd });
    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
    expect(stdout).toMatch(
      /^::error file=s\.json,line=2,col=\d+,endLine=2,endColumn=\d+,title=qapi-ts%3A unknown-type::[^\n]+\n$/,
    );
  });

  test("is nothing when there is nothing", () => {
    const cwd = folder({ "s.json": good });
    expect(run(["check", "s.json", "--format", "github"], { cwd })).toEqual({ status: 0, stdout: "", stderr: "" });
  });
});

test("a mistake of the program itself is told as such, without a stack trace", () => {
  const broken = "data:text/javascript,JSON.stringify = () => { throw new TypeError('broken on purpose'); }";
  const cwd = folder({ "s.json": bad });
  const { status, stdout, stderr } = run(["check", "s.json", "--format", "json"], { cwd, node: ["--import", broken] });
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toMatch(
    /^qapi-ts: internal error: TypeError: broken on purpose\n.*qapi-ts \d+\.\d+\.\d+ \(Node v.*report.*\n$/,
  );
});
