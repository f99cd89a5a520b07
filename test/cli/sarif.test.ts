// `--format sarif`: held to the official JSON Schema of SARIF 2.1.0, and to what a reader of it would look for.

import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import type { Schema } from "@cfworker/json-schema";
import { Validator } from "@cfworker/json-schema";
import { describe, expect, test } from "vitest";

import type { Diagnostic } from "../../src/base/diagnostic.js";
import { messages } from "../../src/base/messages.js";
import { sourceFile, span } from "../../src/base/source.js";
import { printDiagnostics } from "../../src/cli/diagnostics.js";
import { version } from "../../src/index.js";
import { bad, folder, good, run } from "./run.js";

const official = createRequire(import.meta.url)("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json") as Schema;
const validator = new Validator(official, "4", false);

interface Location {
  readonly physicalLocation?: {
    readonly artifactLocation: { readonly uri: string };
    readonly region?: Readonly<Record<string, number>>;
  };
}

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations?: readonly Location[];
  readonly relatedLocations?: readonly (Location & {
    readonly id: number;
    readonly message: { readonly text: string };
  })[];
}

interface Log {
  readonly runs: readonly [
    {
      readonly tool: {
        readonly driver: { readonly name: string; readonly version: string; readonly rules: readonly { id: string }[] };
      };
      readonly columnKind: string;
      readonly results: readonly Result[];
    },
  ];
}

/** Text as a log that the official schema has nothing against. */
function valid(text: string): Log["runs"][0] {
  const log = JSON.parse(text) as Log;
  expect(validator.validate(log)).toEqual({ valid: true, errors: [] });
  return log.runs[0];
}

const sarif = (diagnostics: readonly Diagnostic[]) => valid(printDiagnostics(diagnostics, "sarif"));

const root = sourceFile("qapi/root.json", "\n{ 'include': 'sub dir/a%ü.json' }\n");
const text = "{ 'struct': 'Foo',\n  'dta': {} }\n";
const leaf = sourceFile("qapi/sub dir/a%ü.json", text, span(root, 1, 34));

const key: Diagnostic = {
  code: "unknown-key",
  severity: "error",
  message: "no key 'dta',\n100% sure",
  span: span(leaf, text.indexOf("'dta'"), text.indexOf("'dta'") + 5),
  definition: { kind: "struct", name: "Foo", span: span(leaf, 0, text.length - 1) },
  notes: [
    { message: "rename it", span: undefined },
    { message: "it is here", span: span(leaf, 0, text.length - 1) },
  ],
};

const unread = (file: string): Diagnostic => ({
  code: "unreadable-file",
  severity: "error",
  message: "cannot read it",
  span: undefined,
  file,
  notes: [],
});

test("the validator finds what is wrong", () => {
  expect(validator.validate({ version: "2.1.0", runs: [{ tool: {} }] }).valid).toBe(false);
  expect(validator.validate({ version: "2.1.0", runs: [{ tool: { driver: { name: "x", wat: 1 } } }] }).valid).toBe(
    false,
  );
});

test("a diagnostic has its place, its definition, its notes and the way that led to it", () => {
  const uri = "qapi/sub%20dir/a%25%C3%BC.json";
  const place = (artifact: string, region: object) => ({
    physicalLocation: { artifactLocation: { uri: artifact }, region },
  });
  expect(sarif([key]).results).toEqual([
    {
      ruleId: "unknown-key",
      ruleIndex: 0,
      level: "error",
      message: { text: "no key 'dta',\n100% sure" },
      locations: [
        {
          ...place(uri, { startLine: 2, startColumn: 3, endLine: 2, endColumn: 8 }),
          logicalLocations: [{ name: "Foo", fullyQualifiedName: "Foo", kind: "struct" }],
        },
      ],
      relatedLocations: [
        { id: 0, message: { text: "rename it" } },
        {
          id: 1,
          message: { text: "it is here" },
          ...place(uri, { startLine: 1, startColumn: 1, endLine: 2, endColumn: 14 }),
        },
        {
          id: 2,
          message: { text: "included from here" },
          ...place("qapi/root.json", { startLine: 2, startColumn: 1, endLine: 2, endColumn: 34 }),
        },
      ],
    },
  ]);
});

test("rules are the codes that occur, each once, and results point at them", () => {
  const { tool, results, columnKind } = sarif([unread("x"), key, { ...key, severity: "warning" }]);
  expect(columnKind).toBe("utf16CodeUnits");
  expect(tool.driver).toMatchObject({ name: "qapi-ts", version });
  expect(tool.driver.rules.map(({ id }) => id)).toEqual(["unknown-key", "unreadable-file"]);
  expect(results.map(({ ruleId, level }) => [ruleId, level])).toEqual([
    ["unreadable-file", "error"],
    ["unknown-key", "error"],
    ["unknown-key", "warning"],
  ]);
  for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex]!.id).toBe(ruleId);
});

test("every code of the catalogue makes a rule", () => {
  const codes = Object.keys(messages);
  const rules = sarif(codes.map((code) => ({ ...key, code }))).tool.driver.rules;
  expect(rules.map(({ id }) => id)).toEqual(codes.sort());
  for (const rule of rules)
    expect(rule).toMatchObject({ shortDescription: { text: /\w/ }, fullDescription: { text: /\w/ } });
});

describe.each([
  { path: "a/b.json", uri: "a/b.json" },
  { path: "../up.json", uri: "../up.json" },
  { path: "c:odd.json", uri: "c%3Aodd.json" },
  { path: "a b#?.json", uri: "a%20b%23%3F.json" },
  { path: "/srv/a b/ü.json", uri: "file:///srv/a%20b/%C3%BC.json" },
  { path: "lone\ud800.json", uri: "lone%EF%BF%BD.json" },
])("the path '$path'", ({ path, uri }) => {
  test("is a URI, and has no region where there is no text", () => {
    expect(sarif([unread(path)]).results[0]!.locations).toEqual([{ physicalLocation: { artifactLocation: { uri } } }]);
  });
});

test("no path, no location", () => expect(sarif([unread("")]).results[0]).not.toHaveProperty("locations"));

test("nothing found is a run without results", () => {
  expect(sarif([])).toMatchObject({ results: [], tool: { driver: { rules: [] } } });
});

describe("qapi-ts check --format sarif", () => {
  test("writes the log to standard output, also where nothing is wrong", () => {
    const cwd = folder({ "good.json": good, "bad.json": bad });
    const { status, stdout, stderr } = run(["check", "bad.json", "--format", "sarif"], { cwd });
    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
    expect(valid(stdout).results.map(({ ruleId, locations }) => [ruleId, locations?.[0]?.physicalLocation])).toEqual([
      [
        "unknown-type",
        {
          artifactLocation: { uri: "bad.json" },
          region: { startLine: 2, startColumn: 13, endLine: 2, endColumn: 24 },
        },
      ],
    ]);
    const fine = run(["check", "good.json", "--format", "sarif"], { cwd });
    expect({ status: fine.status, results: valid(fine.stdout).results }).toEqual({ status: 0, results: [] });
  });

  test("an absolute path is a file URI", () => {
    const cwd = folder({ "bad.json": bad });
    const path = join(cwd, "bad.json");
    const [first] = valid(run(["check", path, "--format", "sarif"]).stdout).results;
    expect(first?.locations?.[0]?.physicalLocation?.artifactLocation.uri).toBe(pathToFileURL(path).href);
  });
});

test("files that are out of date are results as well", () => {
  const cwd = folder({ "good.json": good });
  const { status, stdout } = run(["generate", "good.json", "--out", "out", "--check", "--format", "sarif"], { cwd });
  expect(status).toBe(1);
  const { results } = valid(stdout);
  expect(results.length).toBeGreaterThan(1);
  expect(new Set(results.map(({ ruleId }) => ruleId))).toEqual(new Set(["out-of-date"]));
  expect(results.map(({ locations }) => locations?.[0]?.physicalLocation?.artifactLocation.uri)).toContain(
    "out/types.ts",
  );
});
