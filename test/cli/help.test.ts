// `--help`, `--version`, and what is said about wrong use.

import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { flagWord } from "../../src/cli/flag-word.js";
import { flagRows } from "../../src/cli/flags.js";
import { verbRows } from "../../src/cli/verb-rows.js";
import { root, run } from "./run.js";

const verbs = Object.keys(verbRows) as (keyof typeof verbRows)[];

const wholeExit = "0 fine, 1 a schema or a reply has errors, 2 wrong use or no access";

describe.each([
  { words: ["--help"], exit: wholeExit },
  ...verbs.map((verb) => ({ words: [verb, "--help"], exit: verbRows[verb].exit })),
])("$words", ({ words, exit }) => {
  const { status, stdout, stderr } = run(words);

  test("is on standard output", () => expect({ status, stderr }).toEqual({ status: 0, stderr: "" }));

  test("fits a screen of 24 lines and 80 columns", () => {
    const lines = stdout.split("\n");
    expect(lines.length - 1).toBeLessThanOrEqual(24);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test("shows an example and the exit status", () => {
    expect(stdout).toMatch(/^Example: qapi-ts \w/m);
    expect(stdout).toContain(`\nExit status: ${exit}\n`);
  });
});

test.each(verbs)("%s: help names every flag, and nothing else", (verb) => {
  const [text = ""] = run([verb, "--help"]).stdout.split(/^(?:Example|Emitters): /m);
  const list = [...text.matchAll(/^ +(?:-h, )?(--[\w-]+)/gm)].map((match) => match[1]);
  const paragraph = /^Also:[^]*?(?=^\S|$(?![^]))/m.exec(text)?.[0] ?? "";
  const named = [...list.filter((word) => !paragraph.includes(`  ${word}`)), ...(paragraph.match(/--[\w-]+/g) ?? [])];
  expect(named.sort()).toEqual([...verbRows[verb].flags.map(flagWord), "--help"].sort());
});

test("every flag belongs to a verb", () => {
  expect(new Set(verbs.flatMap((verb) => [...verbRows[verb].flags]))).toEqual(new Set(Object.keys(flagRows)));
});

test("--version is that of package.json", () => {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  expect(run(["--version"])).toEqual({ status: 0, stdout: `${version}\n`, stderr: "" });
});

test("without a word, the help is the answer to wrong use", () => {
  expect(run([])).toEqual({ status: 2, stdout: "", stderr: run(["--help"]).stdout });
});

const s = "qapi-samples/hello-world/qapi-schema.json";

test.each([
  [["chek", s], "unknown command 'chek' (did you mean check?); see: qapi-ts --help"],
  [["frobnicate"], "unknown command 'frobnicate'; see: qapi-ts --help"],
  [["--wat"], "unknown option '--wat'; see: qapi-ts --help"],
  [["check"], "missing required argument 'SCHEMA'; see: qapi-ts check --help"],
  [["check", s, "--fromat", "json"], "unknown option '--fromat' (did you mean --format?); see: qapi-ts check --help"],
  [["check", s, "--out", "x"], "unknown option '--out'; see: qapi-ts check --help"],
  [["check", s, "--qemu"], "option '--qemu <VERSION>' argument missing; see: qapi-ts check --help"],
  [
    ["check", s, "--format", "xml"],
    "option '--format <text|json|github|sarif>' argument 'xml' is invalid. Allowed choices are text, json, github, sarif; see: qapi-ts check --help",
  ],
  [
    ["check", s, "--qemu", "ten"],
    "--qemu takes a version such as 10.0, not 'ten'; releases that are told apart: 7.2, 10.0, 10.2",
  ],
  [["check", s, "--define", "A=1"], "--define takes the name of a symbol such as CONFIG_LINUX, not 'A=1'"],
  [["check", s, "--undefine", ""], "--undefine takes the name of a symbol such as CONFIG_LINUX, not ''"],
  [
    ["check", s, "--define", "A", "--undefine", "A"],
    "'A' cannot be defined and undefined at once; drop --define or --undefine",
  ],
  [["dump", s, s], "too many arguments for 'dump'. Expected 1 argument but got 2; see: qapi-ts dump --help"],
  [["generate", s], "--out DIR is missing: the folder for the files"],
  [
    ["generate", "--out", "x"],
    "there is no schema to generate: name a SCHEMA and --out DIR, or write a configuration, qapi.config.ts, .mts, .js, .mjs, .json (qapi-ts init)",
  ],
  [
    ["generate", s, "--out", "x", "--int64", "string"],
    "option '--int64 <bigint|number>' argument 'string' is invalid. Allowed choices are bigint, number; see: qapi-ts generate --help",
  ],
  [
    ["generate", s, "--out", "x", "--emit", "typs"],
    "--emit: there is no emitter 'typs' (did you mean 'types'?); known: ",
  ],
  [["qmp", "x"], "required option '--socket <ADDRESS>' not specified; see: qapi-ts qmp --help"],
  [["qmp", "--socket", "s"], "there is nothing to do: name a command, or events with --events"],
  [["qmp", "--socket", "s", "x", "--return"], "unknown option '--return'; see: qapi-ts qmp --help"],
  [["qmp", "--socket", "s", "--hmp", "commit", "-a"], "unknown option '-a'; see: qapi-ts qmp --help"],
  [["qmp", "--socket", "s", "x", "a"], "arguments are KEY=VALUE words or one JSON object, and 'a' is neither"],
])("%j is told in one line", (words, message) => {
  const { status, stdout, stderr } = run(words);
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toMatch(/^qapi-ts: [^\n]*\n$/);
  if (message.endsWith(": ")) expect(stderr).toContain(`qapi-ts: ${message}`);
  else expect(stderr).toBe(`qapi-ts: ${message}\n`);
});
