// `qapi-ts scaffold handlers` from the outside: what it writes, what it says, and what it leaves alone.

import {
  chmodSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { folder, good, run } from "./run.js";

const more = `${good}{ 'command': 'stop' }\n`;
const words = ["scaffold", "handlers", "s.json", "--out", "gen", "--into", "handlers.ts"];
const noIndex = "gen/index.ts is not there yet; it comes of: qapi-ts generate s.json --out gen\n";

const made = `import type { Context, Handlers, Served } from "./gen/index.js";

/** Answers commands: \`createServer(new GenHandlers())\` makes a server of it. */
export class`;

const theirs = `import type { Handlers } from "./gen/index.js";

export class Mine implements Handlers {
  getPoint() { return { x: 1 } } // mine
  old() {}
}
`;
const after = theirs
  .replace('index.js";\n', 'index.js";\nimport type { Context } from "./gen/index.js";\n')
  .replace(
    "// mine\n",
    "// mine\n\n  /** Command `stop`. */\n  stop(context: Context): void {\n    throw new Error(`${context.command} is not implemented`);\n  }\n\n",
  );
/** Where it is while nothing is written, and once something is in front of it. */
const stray = "handlers.ts:5: old answers no command of the schema\n";

const strayAfter = "handlers.ts:12: old answers no command of the schema\n";

test("makes a file, and has nothing to do the second time", () => {
  const cwd = folder({ "s.json": good });
  expect(run(words, { cwd })).toEqual({
    status: 0,
    stdout: "",
    stderr: `handlers.ts: added class QmpHandlers with 1 method\n${noIndex}`,
  });
  const text = readFileSync(join(cwd, "handlers.ts"), "utf8");
  expect(text).toContain(made.replace("GenHandlers", "QmpHandlers"));
  expect(text).toContain("  getPoint(context: Context): Served.Point {\n");
  utimesSync(join(cwd, "handlers.ts"), 1, 1);
  expect(run(words, { cwd })).toEqual({
    status: 0,
    stdout: "",
    stderr: `handlers.ts: class QmpHandlers has every handler (1); nothing to add\n${noIndex}`,
  });
  expect(statSync(join(cwd, "handlers.ts")).mtimeMs).toBe(1000);
  expect(readdirSync(cwd).sort()).toEqual(["handlers.ts", "s.json"]);
});

test("extends a file, keeps its mode, and says what answers nothing", () => {
  const cwd = folder({ "s.json": more, "handlers.ts": theirs, "gen/index.ts": "" });
  chmodSync(join(cwd, "handlers.ts"), 0o640);
  expect(run(words, { cwd })).toEqual({
    status: 0,
    stdout: "",
    stderr: `handlers.ts: added 1 of 2 handlers to class Mine\n${strayAfter}`,
  });
  expect(readFileSync(join(cwd, "handlers.ts"), "utf8")).toBe(after);
  expect(statSync(join(cwd, "handlers.ts")).mode & 0o777).toBe(0o640);
  expect(run(words, { cwd }).stderr).toBe(
    `handlers.ts: class Mine has every handler (2); nothing to add\n${strayAfter}`,
  );
});

test("--check writes nothing, and fails where something is missing", () => {
  const cwd = folder({ "s.json": more, "handlers.ts": theirs, "gen/index.ts": "" });
  expect(run([...words, "--check"], { cwd })).toEqual({
    status: 1,
    stdout: "",
    stderr: `missing stop (stop)\nhandlers.ts: class Mine lacks 1 of 2 handlers\n${stray}`,
  });
  expect(readFileSync(join(cwd, "handlers.ts"), "utf8")).toBe(theirs);
  writeFileSync(join(cwd, "handlers.ts"), after);
  expect(run([...words, "--check"], { cwd })).toMatchObject({ status: 0 });
  expect(run([...words.slice(0, -1), "new.ts", "--check"], { cwd })).toMatchObject({
    status: 1,
    stderr:
      "missing getPoint (get-point)\nmissing stop (stop)\nnew.ts: there is no such file; class QmpHandlers with 2 methods is missing\n",
  });
  expect(existsSync(join(cwd, "new.ts"))).toBe(false);
});

test("--dry-run prints what would be added, and where", () => {
  const cwd = folder({ "s.json": more, "handlers.ts": theirs, "gen/index.ts": "" });
  expect(run([...words, "--dry-run"], { cwd })).toEqual({
    status: 0,
    stdout: [
      "handlers.ts:1:",
      '+import type { Context } from "./gen/index.js";',
      "handlers.ts:4:",
      "+  /** Command `stop`. */",
      "+  stop(context: Context): void {",
      "+    throw new Error(`${context.command} is not implemented`);",
      "+  }",
      "",
    ].join("\n"),
    stderr: `handlers.ts: would add 1 of 2 handlers to class Mine\n${stray}`,
  });
  expect(readFileSync(join(cwd, "handlers.ts"), "utf8")).toBe(theirs);
  const { stdout, stderr } = run([...words.slice(0, -1), "src/new.ts", "--dry-run", "--form", "object"], { cwd });
  expect(stdout).toMatch(/^src\/new\.ts:\n\+\/\/ What answers/);
  expect(stderr).toBe("src/new.ts: would add object handlers with 2 methods\n");
  expect(existsSync(join(cwd, "src"))).toBe(false);
});

test("schema and folder may come of a configuration, with all that it says of names and what is wanted", () => {
  const config = {
    schema: "s.json",
    out: "src/generated/vm",
    methodNames: "snake_case",
    importExtension: "ts",
    exclude: ["stop"],
  };
  const cwd = folder({ "s.json": more, "qapi.config.json": JSON.stringify(config) });
  const { status, stderr } = run(["scaffold", "handlers", "--into", "src/a/vm.ts"], { cwd });
  expect({ status, stderr }).toMatchObject({
    status: 0,
    stderr: expect.stringContaining("added class VmHandlers with 1 method") as string,
  });
  const text = readFileSync(join(cwd, "src/a/vm.ts"), "utf8");
  expect(text).toContain('from "../generated/vm/index.ts";');
  expect(text).toContain("  get_point(context: Context): Served.Point {");
});

test("diagnostics are told in the form that a configuration asks for", () => {
  const config = { schema: "s.json", out: "gen", format: "json" };
  const cwd = folder({ "s.json": "{ 'command': 'a', 'data': 'b' }\n", "qapi.config.json": JSON.stringify(config) });
  const { status, stdout } = run(["scaffold", "handlers", "--into", "a.ts"], { cwd });
  expect(status).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject([{ file: "s.json", severity: "error" }]);
});

test("prettier's configuration is kept to in a new file", () => {
  const cwd = folder({ "s.json": good, ".prettierrc": '{ "useTabs": true, "singleQuote": true, "semi": false }' });
  run(words, { cwd });
  const text = readFileSync(join(cwd, "handlers.ts"), "utf8");
  expect(text).toContain("from './gen/index.js'\n");
  expect(text).toContain(
    "\tgetPoint(context: Context): Served.Point {\n\t\tthrow new Error(`${context.command} is not implemented`)\n\t}\n}\n",
  );
});

test("a link is followed, and stays one", () => {
  const cwd = folder({ "s.json": more, "real/mine.ts": theirs, "gen/index.ts": "" });
  symlinkSync("real/mine.ts", join(cwd, "handlers.ts"));
  expect(run(words, { cwd }).status).toBe(0);
  expect(lstatSync(join(cwd, "handlers.ts")).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(cwd, "real/mine.ts"), "utf8")).toBe(after);
});

describe("refused, with nothing written", () => {
  const into = (file: string, ...rest: readonly string[]) => [...words.slice(0, -1), file, ...rest];

  test.each<[readonly string[], string]>([
    [
      ["scaffold", "handlers", "s.json", "--out", "gen"],
      "required option '--into <FILE>' not specified; see: qapi-ts scaffold --help",
    ],
    [["scaffold", "--into", "handlers.ts"], "missing required argument 'handlers'; see: qapi-ts scaffold --help"],
    [
      ["scaffold", "handler", "s.json", "--out", "gen", "--into", "a.ts"],
      "there is no scaffold for 'handler' (did you mean 'handlers'?); there is one for handlers: qapi-ts scaffold handlers",
    ],
    [
      ["scaffold", "handlers", "s.json", "t.json", "--out", "gen", "--into", "a.ts"],
      "handlers are for one schema, and here are 2",
    ],
    [into("handlers.js"), "--into takes a TypeScript file such as src/handlers.ts, not 'handlers.js'"],
    [into("handlers.d.ts"), "--into takes a TypeScript file such as src/handlers.ts, not 'handlers.d.ts'"],
    [into("folder.ts"), "cannot read 'folder.ts': it is a folder; --into takes a file such as folder.ts/handlers.ts"],
    [into("nowhere.ts"), "cannot read 'nowhere.ts': it is a link that leads nowhere"],
    [into("latin.ts"), "cannot read 'latin.ts': it is not UTF-8"],
    [into("locked.ts"), "cannot write 'locked.ts': it is read-only"],
    [into("s.json/a.ts"), "cannot read 's.json/a.ts': a part of its path is no folder"],
    [into("broken.ts"), "broken.ts:2:1: '}' expected; nothing is added to a file that does not parse"],
    [into("ours.ts"), "ours.ts is generated, and what is added to it would be lost; --into takes a file of your own"],
    [into("handlers.ts", "--check", "--dry-run"), "--check and --dry-run exclude each other"],
    [into("handlers.ts", "--include", "nothing-*"), "s.json: "],
  ])("%j", (given, message) => {
    const files = {
      "s.json": good,
      "t.json": good,
      "broken.ts": "class A {\n",
      "ours.ts": "// @generated by qapi-ts 0.1.0 from s.json as ours.ts: do not edit.\n",
      "locked.ts": "",
      "folder.ts/x": "",
    };
    const cwd = folder(files);
    symlinkSync("gone.ts", join(cwd, "nowhere.ts"));
    writeFileSync(join(cwd, "latin.ts"), Buffer.from("// \xe9\n", "latin1"));
    chmodSync(join(cwd, "locked.ts"), 0o444);
    const before = readdirSync(cwd).sort();
    const { status, stdout, stderr } = run(given, { cwd });
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    if (message.endsWith(": ")) expect(stderr).toContain(`qapi-ts: ${message}`);
    else expect(stderr).toBe(`qapi-ts: ${message}\n`);
    expect(readdirSync(cwd).sort()).toEqual(before);
  });

  test("what is generated without handlers", () => {
    const config = { schema: "s.json", out: "gen", typesOnly: true };
    const cwd = folder({ "s.json": good, "qapi.config.json": JSON.stringify(config) });
    const { status, stderr } = run(["scaffold", "handlers", "--into", "a.ts"], { cwd });
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: "qapi-ts: qapi.config.json: 'typesOnly' leaves out the Handlers of 's.json'\n",
    });
  });

  test("a schema with mistakes", () => {
    const cwd = folder({ "s.json": "{ 'command': 'a', 'data': 'b' }\n" });
    expect(run(words, { cwd }).status).toBe(1);
    expect(existsSync(join(cwd, "handlers.ts"))).toBe(false);
  });
});
