// The three forms of diagnostics, from diagnostics made by hand.

import { describe, expect, test } from "vitest";

import type { Diagnostic } from "../../src/base/diagnostic.js";
import type { Span } from "../../src/base/source.js";
import { sourceFile, span } from "../../src/base/source.js";
import { printDiagnostics } from "../../src/cli/diagnostics.js";

const root = sourceFile("qapi/root.json", "\n{ 'include': 'mid.json' }\n");
const middle = sourceFile("qapi/mid.json", "{ 'include': 'a,b%.json' }\n", span(root, 1, 25));
const text = "{ 'struct': 'Foo',\n  'dta': {} }\n{ 'struct': 'Foo' }\n";
const leaf = sourceFile("qapi/a,b%.json", text, span(middle, 0, 26));

const at = (wanted: string, from = 0): Span => {
  const start = leaf.text.indexOf(wanted, from);
  return span(leaf, start, start + wanted.length);
};

const first = at("{ 'struct': 'Foo',\n  'dta': {} }");
const second = at("{ 'struct': 'Foo' }");

const key: Diagnostic = {
  code: "unknown-key",
  severity: "error",
  message: "no key 'dta',\n100% sure",
  span: at("'dta'"),
  definition: { kind: "struct", name: "Foo", span: first },
  notes: [],
};

const twice: Diagnostic = {
  code: "duplicate-definition",
  severity: "warning",
  message: "'Foo' is there",
  span: second,
  notes: [
    { message: "the earlier definition", span: first },
    { message: "rename one", span: undefined },
  ],
};

const unread: Diagnostic = {
  code: "unreadable-file",
  severity: "error",
  message: "cannot read 'x'",
  span: undefined,
  file: "x",
  notes: [],
};

test("text", () => {
  expect(printDiagnostics([key, twice, unread], "text")).toBe(`\
qapi/a,b%.json:2:3: error[unknown-key]: no key 'dta',␊100% sure
    2 |   'dta': {} }
      |   ^^^^^
  included from qapi/mid.json:1
  included from qapi/root.json:2
qapi/a,b%.json:3:1: warning[duplicate-definition]: 'Foo' is there
    3 | { 'struct': 'Foo' }
      | ^^^^^^^^^^^^^^^^^^^
  qapi/a,b%.json:1:1: note: the earlier definition
  note: rename one
  included from qapi/mid.json:1
  included from qapi/root.json:2
x: error[unreadable-file]: cannot read 'x'
2 errors
`);
});

const includedFrom = [
  { file: "qapi/mid.json", line: 1, column: 1 },
  { file: "qapi/root.json", line: 2, column: 1 },
];

test("json has exactly these fields, in this order", () => {
  const printed = printDiagnostics([key, twice, unread], "json");
  const wanted = [
    {
      file: "qapi/a,b%.json",
      line: 2,
      column: 3,
      endLine: 2,
      endColumn: 8,
      severity: "error",
      code: "unknown-key",
      message: "no key 'dta',\n100% sure",
      definition: { kind: "struct", name: "Foo", file: "qapi/a,b%.json", line: 1 },
      includedFrom,
      notes: [],
    },
    {
      file: "qapi/a,b%.json",
      line: 3,
      column: 1,
      endLine: 3,
      endColumn: 20,
      severity: "warning",
      code: "duplicate-definition",
      message: "'Foo' is there",
      includedFrom,
      notes: [
        { file: "qapi/a,b%.json", line: 1, column: 1, endLine: 2, endColumn: 14, message: "the earlier definition" },
        { file: null, line: null, column: null, endLine: null, endColumn: null, message: "rename one" },
      ],
    },
    {
      file: "x",
      line: null,
      column: null,
      endLine: null,
      endColumn: null,
      severity: "error",
      code: "unreadable-file",
      message: "cannot read 'x'",
      includedFrom: [],
      notes: [],
    },
  ];
  expect(printed).toBe(`${JSON.stringify(wanted, undefined, 2)}\n`);
});

test("github escapes what its commands are made of", () => {
  expect(printDiagnostics([key, twice, unread], "github").split("\n")).toEqual([
    "::error file=qapi/a%2Cb%25.json,line=2,col=3,endLine=2,endColumn=8,title=qapi-ts%3A unknown-key::no key 'dta',%0A100%25 sure",
    "::warning file=qapi/a%2Cb%25.json,line=3,col=1,endLine=3,endColumn=20,title=qapi-ts%3A duplicate-definition::'Foo' is there%0Aqapi/a,b%25.json:1:1: note: the earlier definition%0Anote: rename one",
    "::error file=x,title=qapi-ts%3A unreadable-file::cannot read 'x'",
    "",
  ]);
});

test("nothing is an empty array, and no text", () => {
  expect(printDiagnostics([], "json")).toBe("[]\n");
  expect(printDiagnostics([], "text") + printDiagnostics([], "github")).toBe("");
});

test("colours mark the place, the code and the carets", () => {
  // oxlint-disable-next-line no-control-regex
  const printed = printDiagnostics([twice], "text", true).replaceAll(/\u001b\[(\d+)m/g, "<$1>");
  expect(printed).toContain("<1>qapi/a,b%.json:3:1: <0><33>warning[duplicate-definition]<0>: <1>'Foo' is there<0>\n");
  expect(printed).toContain("<2>      |<0> <33>^^^^^^^^^^^^^^^^^^^<0>\n");
});

describe("the source line", () => {
  /** The line as shown and the carets below it, without the margin. */
  const shown = (line: string, wanted: string) => {
    const source = sourceFile("s", line);
    const start = line.indexOf(wanted);
    const found = { ...key, span: span(source, start, start + wanted.length) };
    const [, above, below] = printDiagnostics([found], "text").split("\n");
    return [above!.slice(8), below!.slice(8)];
  };

  test("keeps tabs, so that the carets stand below", () =>
    expect(shown("\t{\t'x' }", "'x'")).toEqual(["\t{\t'x' }", "\t \t^^^"]));

  test("counts what is wide, and what has no width", () => {
    expect(shown("日本 e\u0301 x", "x")).toEqual(["日本 e\u0301 x", "       ^"]);
    expect(shown("a 日本", "日本")).toEqual(["a 日本", "  ^^^^"]);
  });

  test("has at least one caret, and none behind the line's end", () => {
    expect(shown("ab", "")).toEqual(["ab", "^"]);
    expect(shown("ab\ncd", "b\ncd")).toEqual(["ab", " ^"]);
  });

  test("shows control characters, and does not send them", () => {
    expect(shown("\u001b[2J\u009b\u007f\u202e 'x'", "'x'")).toEqual(["␛[2J\ufffd\ufffd\ufffd 'x'", "        ^^^"]);
  });

  test("is cut when it is long, with the carets in place", () => {
    for (const before of [0, 10, 59, 60, 61, 200, 1000]) {
      const line = `${"a".repeat(before)}'here'${"b".repeat(1000 - before)}`;
      const [above, below] = shown(line, "'here'");
      expect(above!.length).toBeLessThanOrEqual(122);
      expect(above!.slice(below!.indexOf("^"), below!.lastIndexOf("^") + 1)).toBe("'here'");
    }
  });

  test("of a place in the middle of a long mistake has carets to the end of what is shown", () => {
    const [above, below] = shown("x".repeat(500), "x".repeat(400));
    expect(above).toBe(`${"x".repeat(120)}…`);
    expect(below).toBe("^".repeat(120));
  });
});
