// Every key of a configuration and every flag of `generate`, from the outside: what a user notices of it, through a
// configuration and through the flag; and that the flag wins over the key.

import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import type { outputKeys, placeKeys, runKeys } from "../../src/build/keys.js";
import { flagWord } from "../../src/cli/flag-word.js";
import type { FlagRow } from "../../src/cli/flags.js";
import { flagRows } from "../../src/cli/flags.js";
import { verbRows } from "../../src/cli/verb-rows.js";
import { project, tree } from "./project.js";
import type { Ran } from "./run.js";
import { run } from "./run.js";

type Key = keyof typeof outputKeys | keyof typeof runKeys | keyof typeof placeKeys;

/** What a run left behind. */
interface Left extends Ran {
  /** The files in `out`, by path. */
  readonly files: Readonly<Record<string, string>>;
  readonly cwd: string;
}

/** A key, the flag that says the same, and what a user sees of both. */
interface Case {
  readonly key: unknown;
  readonly flag: readonly string[];
  readonly see: (left: Left) => unknown;
  readonly want: unknown;
  /** What a configuration says otherwise, and what is seen of that. */
  readonly other: unknown;
  readonly otherwise: unknown;
  /** More of the configuration. */
  readonly config?: object;
  /** For what is not seen of a first run. */
  readonly prepare?: (cwd: string) => void;
}

const schema = `{ 'include': 'tag.json' }
{ 'struct': 'Point', 'data': { 'x': 'int64', '*y': 'int', '*tag': 'Tag' } }
{ 'command': 'get-point', 'returns': 'Point' }
{ 'command': 'get-old', 'features': ['deprecated'] }
{ 'command': 'get-linux', 'if': 'CONFIG_LINUX' }
{ 'event': 'MOVED', 'data': { 'to': 'Point' } }
`;

const given = {
  "s.json": schema,
  "t.json": "{ 'command': 'other-one' }\n",
  "tag.json": "{ 'enum': 'Tag', 'data': ['red', 'blue'] }\n",
  // Since QEMU 10 such members need 'boxed'.
  "seven.json": "{ 'command': 'old-rules', 'data': { 'x': { 'type': 'int', 'if': 'A' } } }\n",
  "bad.json": "{ 'command': 'a', 'returns': 'Nothing' }\n",
  "one.mjs": 'export const one = { name: "one", about: "one", emit: () => [{ path: "one.txt", text: "1" }] };\n',
  "two.mjs": 'export const two = { name: "two", about: "two", emit: () => [{ path: "two.txt", text: "2" }] };\n',
  "quit.json": '{ "get-point": { "aliases": ["gp"] } }',
  "none.json": '{ "get-point": "none" }',
};

const named = (file: string, pattern: RegExp) => (left: Left) => left.files[file]?.match(pattern)?.[1] ?? "nothing";
const names = ({ files }: Left) => Object.keys(files);
const has = (file: string) => (left: Left) => names(left).includes(file);
const commands = ({ files }: Left) => files["commands.ts"]?.match(/(?<=^ {2}")[^"]+/gm);
const all = ["get-point", "get-old", "get-linux"];
/** Makes what is then up to date. */
const generated = (cwd: string) => expect(run(["generate", "s.json", "--out", "out"], { cwd }).status).toBe(0);
const isWritten = ({ files }: Left) => Object.keys(files).length > 0;

const outputCases: Readonly<Record<keyof typeof outputKeys, Case>> = {
  qemu: {
    key: "7.2",
    flag: ["--qemu", "7.2"],
    config: { schema: "seven.json" },
    see: ({ status }) => status,
    want: 0,
    other: "10.0",
    otherwise: 1,
  },
  define: {
    key: ["CONFIG_LINUX"],
    flag: ["--define", "CONFIG_LINUX"],
    see: named("commands.ts", /(Only if .*) \*\//),
    want: "nothing",
    other: ["CONFIG_WIN32"],
    otherwise: "Only if `CONFIG_LINUX`.",
  },
  undefine: {
    key: ["CONFIG_LINUX"],
    flag: ["--undefine", "CONFIG_LINUX"],
    see: commands,
    want: ["get-point", "get-old"],
    other: ["CONFIG_WIN32"],
    otherwise: all,
  },
  emit: {
    key: ["types"],
    flag: ["--emit", "types"],
    see: names,
    want: ["types.ts"],
    other: ["hmp"],
    otherwise: ["hmp.ts"],
  },
  emitters: {
    key: ["one.mjs"],
    flag: ["--emitter", "one.mjs"],
    see: (left) => names(left).filter((name) => name.endsWith(".txt")),
    want: ["one.txt"],
    other: ["two.mjs"],
    otherwise: ["two.txt"],
  },
  typesOnly: {
    key: true,
    flag: ["--types-only"],
    see: has("client.ts"),
    want: false,
    other: false,
    otherwise: true,
  },
  include: {
    key: ["*-old", "MOVED"],
    flag: ["--include", "*-old", "--include", "MOVED"],
    see: commands,
    want: ["get-old"],
    other: ["get-point"],
    otherwise: ["get-point"],
  },
  exclude: {
    key: ["get-old", "get-l*"],
    flag: ["--exclude", "get-old,get-l*"],
    see: commands,
    want: ["get-point"],
    other: ["get-point"],
    otherwise: ["get-old", "get-linux"],
  },
  deprecated: {
    key: "omit",
    flag: ["--deprecated", "omit"],
    see: commands,
    want: ["get-point", "get-linux"],
    other: "keep",
    otherwise: all,
  },
  int64: {
    key: "number",
    flag: ["--int64", "number"],
    see: named("types.ts", / x: (\w+)/),
    want: "number",
    other: "bigint",
    otherwise: "bigint",
  },
  int: {
    key: "bigint",
    flag: ["--int", "bigint"],
    see: named("types.ts", / y\?: (\w+)/),
    want: "bigint",
    other: "number",
    otherwise: "number",
  },
  overrides: {
    key: { "Point.y": "bigint" },
    flag: ["--override", "Point.y=bigint"],
    see: named("types.ts", / y\?: (\w+)/),
    want: "bigint",
    other: { "Point.x": "number" },
    otherwise: "number",
  },
  hmp: {
    key: "quit.json",
    flag: ["--hmp-config", "quit.json"],
    see: named("hmp.ts", /name: "(get-point[^"]*)"/),
    want: "get-point|gp",
    other: "none.json",
    otherwise: "nothing",
  },
  layout: {
    key: "modules",
    flag: ["--layout", "modules"],
    see: has("types/tag.ts"),
    want: true,
    other: "kinds",
    otherwise: false,
  },
  importExtension: {
    key: "ts",
    flag: ["--import-extension", "ts"],
    see: named("commands.ts", /from "(.*)"/),
    want: "./types.ts",
    other: "none",
    otherwise: "./types",
  },
  runtime: {
    key: "embed",
    flag: ["--runtime", "embed"],
    see: has("runtime/index.ts"),
    want: true,
    other: "package",
    otherwise: false,
  },
  methodNames: {
    key: "snake_case",
    flag: ["--method-names", "snake_case"],
    see: named("client.ts", / (get.?point)\(/i),
    want: "get_point",
    other: "camelCase",
    otherwise: "getPoint",
  },
  banner: {
    key: "First line\nSecond line",
    flag: ["--banner", "First line\nSecond line"],
    see: named("types.ts", /^.*\n((?:\/\/ .* line\n)+)/),
    want: "// First line\n// Second line\n",
    other: "Another line",
    otherwise: "// Another line\n",
  },
};

const runCases: Readonly<Record<keyof typeof runKeys, Case>> = {
  format: {
    key: "json",
    flag: ["--format", "json"],
    config: { schema: "bad.json" },
    see: ({ stdout }) => (JSON.parse(stdout || "[]") as readonly { code: string }[]).map(({ code }) => code),
    want: ["unknown-type"],
    other: "text",
    otherwise: [],
  },
  quiet: {
    key: true,
    flag: ["--quiet"],
    see: ({ stderr }) => stderr === "",
    want: true,
    other: false,
    otherwise: false,
  },
  verbose: {
    key: true,
    flag: ["--verbose"],
    see: ({ stderr }) => stderr.includes(`new       ${join("out", "types.ts")}\n`),
    want: true,
    other: false,
    otherwise: false,
  },
  check: {
    key: true,
    flag: ["--check"],
    see: (left) => [left.status, isWritten(left)],
    want: [1, false],
    other: false,
    otherwise: [0, true],
  },
  dryRun: {
    key: true,
    flag: ["--dry-run"],
    see: (left) => [left.stdout.includes(`new       ${join("out", "types.ts")}\n`), isWritten(left)],
    want: [true, false],
    other: false,
    otherwise: [false, true],
  },
  listFiles: {
    key: true,
    flag: ["--list-files"],
    see: (left) => [left.stdout.split("\n").includes(join("out", "types.ts")), isWritten(left)],
    want: [true, false],
    other: false,
    otherwise: [false, true],
  },
  watch: {
    key: true,
    flag: ["--watch", "--check"],
    // That it watches is for watch.test.ts: here it ends, since a watch that writes nothing makes no sense.
    config: { check: true },
    see: ({ stderr }) => stderr.includes("--check and --watch exclude each other"),
    want: true,
    other: false,
    otherwise: false,
  },
  force: {
    key: true,
    flag: ["--force"],
    prepare: (cwd) => {
      generated(cwd);
      writeFileSync(join(cwd, "out/types.ts"), "// a person's\n");
    },
    see: ({ status, files }) => [status, files["types.ts"] === "// a person's\n"],
    want: [0, false],
    other: false,
    otherwise: [2, true],
  },
  depfile: {
    key: "deep/one.d",
    flag: ["--depfile", "deep/one.d"],
    see: ({ cwd }) => existsSync(join(cwd, "deep/one.d")),
    want: true,
    other: "two.d",
    otherwise: false,
  },
};

const placeCases: Readonly<Record<keyof typeof placeKeys, Case>> = {
  schema: {
    key: "t.json",
    flag: ["t.json", "--out", "out"],
    see: commands,
    want: ["other-one"],
    other: "s.json",
    otherwise: all,
  },
  out: {
    key: "out",
    flag: ["--out", "out"],
    see: isWritten,
    want: true,
    other: "elsewhere",
    otherwise: false,
  },
};

const cases: Readonly<Record<Key, Case>> = { ...outputCases, ...runCases, ...placeCases };

/** Generates in a project with this configuration and these flags. */
function generate({ prepare, config = {} }: Case, said: object, words: readonly string[]): Left {
  const cwd = project(given);
  prepare?.(cwd);
  writeFileSync(join(cwd, "qapi.config.json"), JSON.stringify({ schema: "s.json", out: "out", ...config, ...said }));
  const ran = run(["generate", ...words], { cwd });
  return { ...ran, cwd, files: tree(join(cwd, "out")) };
}

describe.each(Object.entries(cases))("%s", (key, one) => {
  test("the key of a configuration", () => {
    expect(one.see(generate(one, { [key]: one.key }, []))).toEqual(one.want);
    expect(one.see(generate(one, { [key]: one.other }, []))).toEqual(one.otherwise);
  });

  test("the flag wins", () => {
    expect(one.see(generate(one, { [key]: one.other }, one.flag))).toEqual(one.want);
  });
});

const words = (names: readonly string[]) => names.toSorted();

test("every flag of generate has a case above, but --config, which chooses what is read", () => {
  const tested = Object.values(cases).flatMap(({ flag }) => flag.filter((word) => word.startsWith("--")));
  const flags = verbRows.generate.flags.filter((name) => name !== "config").map((name) => flagWord(name));
  expect(words([...new Set(tested)])).toEqual(words(flags));
});

test("every key that is on or off has a flag that turns it off, and no other has", () => {
  const negatable = verbRows.generate.flags.filter((name) => (flagRows[name] as FlagRow).negatable === true);
  const switches = Object.entries(cases).flatMap(([key, one]) => (typeof one.key === "boolean" ? [key] : []));
  expect(words(negatable)).toEqual(words(switches));
});

describe.each(Object.entries(cases).filter(([, one]) => typeof one.key === "boolean"))(
  "--no- before %s",
  (key, one) => {
    const flag = `--no-${flagWord(key).slice(2)}`;

    test("wins over a configuration that says true", () => {
      expect(one.see(generate(one, { [key]: true }, [flag]))).toEqual(one.otherwise);
    });

    test("wins over the flag before it", () => {
      const [word = ""] = one.flag;
      expect(one.see(generate(one, {}, [word, flag]))).toEqual(one.otherwise);
    });
  },
);

test("--config takes the place of the configuration that would be found", () => {
  const cwd = project({
    ...given,
    "qapi.config.json": '{ "schema": "s.json", "out": "out" }',
    "deep/other.json": '{ "schema": "../t.json", "out": "made" }',
  });
  expect(run(["generate", "--config", "deep/other.json"], { cwd })).toMatchObject({ status: 0 });
  expect([existsSync(join(cwd, "out")), existsSync(join(cwd, "deep/made/types.ts"))]).toEqual([false, true]);
});

describe("what a flag asks of a run takes the place of what a configuration asks otherwise", () => {
  const asks = (said: object, ...flags: readonly string[]) => generate(runCases.check, { ...said }, flags);

  test.each([
    [{ check: true }, ["--list-files"], { status: 0, stdout: expect.stringContaining("types.ts\n") as string }],
    [{ check: true }, ["--dry-run"], { status: 0, stdout: expect.stringContaining("new  ") as string }],
    [{ listFiles: true }, ["--check"], { status: 1, stdout: "" }],
    [{ quiet: true }, ["--verbose"], { status: 0, stderr: expect.stringContaining("types.ts\n") as string }],
    [{ verbose: true }, ["--quiet"], { status: 0, stderr: "" }],
  ])("%j and %j", (said, flags, wanted) => {
    expect(asks(said, ...flags)).toMatchObject(wanted);
  });

  test.each([
    [{ depfile: "x.d" }, ["--check"], 1],
    [{ depfile: "x.d", check: true }, [], 1],
    [{ depfile: "x.d" }, ["--dry-run"], 0],
  ])("a depfile in a configuration is for runs that write: %j and %j", (said, flags, status) => {
    const left = asks(said, ...flags);
    expect([left.status, existsSync(join(left.cwd, "x.d"))]).toEqual([status, false]);
  });

  test.each([
    [{ define: ["A"] }, ["--undefine", "A"], 0],
    [{ emit: ["types"] }, ["--types-only"], 0],
    [{ typesOnly: true }, ["--emit", "types,client"], 0],
  ])("keys that would contradict it are dropped: %j and %j", (said, flags, status) => {
    expect(asks(said, ...flags)).toMatchObject({ status });
  });
});

test.each<[flags: readonly string[], message: string]>([
  [["--check", "--watch"], "--check and --watch exclude each other"],
  [["--dry-run", "--list-files"], "--dry-run and --list-files exclude each other"],
  [["--check", "--depfile", "x.d"], "--depfile needs a run that writes, and --check writes nothing"],
  [["--types-only", "--emit", "types"], "--types-only and --emit each say which emitters run; drop one"],
  [["--override", "Point.x"], "--override takes PATH=number or PATH=bigint, such as Type.member=bigint, not 'Point.x'"],
  [["--out", ""], "--out takes a folder, and this is empty; '.' is the current one"],
  [["--config", ""], "--config takes a file, and this is empty"],
])("%j together are wrong use", (flags, message) => {
  const left = generate(runCases.check, {}, flags);
  expect([left.status, left.stderr, isWritten(left)]).toEqual([2, `qapi-ts: ${message}\n`, false]);
});
