// Doc comments: what is wrong with them is in `doc.cases.ts`; here, what is read from them.

import { describe, expect, test } from "vitest";

import type { Doc, Release } from "../../src/index.js";
import { compile } from "../../src/index.js";
import { describeCases } from "../check/cases.js";
import { docCases } from "./doc.cases.js";

describeCases("broken doc comments", docCases);

const lines = (text: string) =>
  text
    .split("\n")
    .map((line) => (line === "" ? "#" : `# ${line}`))
    .join("\n");

/** The documentation of a command `fell` with argument `tree` and feature `loud`. */
function docOf(text: string, qemu?: Release): Doc {
  const schema = `##\n${lines(text)}\n##\n{ 'command': 'fell', 'data': { 'tree': 'str' }, 'features': [ 'loud' ], 'returns': 'Log' }\n{ 'struct': 'Log', 'data': {} }`;
  const compiled = compile({ "schema.json": schema }, { qemu });
  expect(compiled.diagnostics).toEqual([]);
  return compiled.schema!.definitions[0]!.doc!;
}

const texts = (doc: Doc) => ({
  body: doc.body,
  members: Object.fromEntries(doc.members.map(({ name, text }) => [name, text])),
  features: Object.fromEntries(doc.features.map(({ name, text }) => [name, text])),
  sections: doc.sections.map(({ tag, text }) => [tag, text]),
});

describe("a comment in the manner of 10.x", () => {
  const text = `@fell:

Fells a tree.  Since: then it lies.

It falls.

@tree: which
    one

    of them

Features:

@loud: one hears it

Returns: a log

Errors:
    - if it stands

Since: 1.2`;

  test.each(["10.0", "10.2"] as const)("is cut into its parts (%s)", (release) => {
    const doc = docOf(text, release);
    expect(doc.dialect).toBe(release);
    expect(texts(doc)).toEqual({
      body: "Fells a tree.  Since: then it lies.\n\nIt falls.",
      members: { tree: "which\n    one\n\n    of them" },
      features: { loud: "one hears it" },
      sections: [
        ["returns", "a log"],
        ["errors", "    - if it stands"],
        ["since", "1.2"],
      ],
    });
  });

  test("is read in the same way without a release", () =>
    expect(texts(docOf(text))).toEqual(texts(docOf(text, "10.2"))));
});

describe("a comment in the manner of 7.2", () => {
  const text = `@fell:
Fells a tree.
@tree: which
       one
Features:
@loud: one hears it
Returns: a log
Note:
 It lies.
Since: 1.2
Example:
-> fell`;

  test.each(["7.2", undefined] as const)("is cut into its parts (release: %s)", (release) => {
    const doc = docOf(text.replace("Features:", "\nFeatures:"), release);
    expect(doc.dialect).toBe("7.2");
    expect(texts(doc)).toEqual({
      body: "Fells a tree.",
      members: { tree: "which\none" },
      features: { loud: "one hears it" },
      sections: [
        ["returns", "a log"],
        ["note", "It lies."],
        ["since", "1.2"],
        ["example", "-> fell"],
      ],
    });
  });
});

test("a part that is not described has an empty entry without a place", () => {
  const doc = docOf("@fell:\n\nFeatures:\n\n@loud: so", "7.2");
  expect(doc.members).toEqual([{ name: "tree", text: "", span: undefined }]);
});

test("free-form comments stand apart, each with the number of definitions before it", () => {
  const { schema } = compile({
    "schema.json": "##\n# = Trees\n##\n\n##\n# @fell:\n##\n{ 'command': 'fell' }\n##\n# The end\n##\n",
  });
  expect(schema!.freeForm.map(({ text, before }) => [text.trim(), before])).toEqual([
    ["= Trees", 0],
    ["The end", 1],
  ]);
});

test("a description's place is its header line", () => {
  const { span } = docOf("@fell:\n\n@tree: which\n    one\n\nFeatures:\n\n@loud: so").members[0]!;
  expect(span!.source.text.slice(span!.start, span!.end)).toBe("# @tree: which");
});
