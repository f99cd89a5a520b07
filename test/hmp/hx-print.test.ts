// Tables printed as `.hx` files: the layout, what is escaped, and what the format cannot hold.

import fc from "fast-check";
import { expect, test } from "vitest";

import type { HxBlock, HxEntry, HxItem } from "../../src/hmp/hx.js";
import { isBlockLine, printHx } from "../../src/hmp/hx.js";
import { parseHx } from "../../src/hmp/parse-hx.js";
import { boil, directive, read } from "./hx.cases.js";

test("the layout of QEMU's own tables", () => {
  const greet: HxEntry = {
    kind: "entry",
    name: "greet|g",
    argsType: "loud:-l,text:s?",
    params: "[-l] [text]",
    help:
      "greet (-l: so that it is heard)\n\t\t\t" +
      "with a text that is long enough to go on in a second literal, however wide the first one is",
    cmd: "hmp_greet",
    coroutine: true,
    commandCompletion: "greet_completion",
    flags: "p",
  };
  const items: readonly HxItem[] = [
    { kind: "comment", text: "First." },
    { kind: "comment", text: "" },
    { kind: "heading", text: "Words" },
    greet,
    { kind: "block", label: "greet", lines: ["``greet``", "", "  Greets."] },
    directive("ifdef", "CONFIG_WORDS"),
    { ...boil, params: ["[a", directive("ifdef", "B"), "|b", directive("endif"), "]"], subTable: [boil] },
    { kind: "block", lines: ["Boils."] },
    directive("endif"),
    {
      ...boil,
      help: ["a", directive("if", "C"), "c", directive("endif")],
      rest: [
        { kind: "field", name: "unit", value: { kind: "text", text: "kW" } },
        directive("if", "C"),
        { kind: "field", name: "power", value: { kind: "word", word: "9" } },
        directive("endif"),
      ],
    },
  ];
  expect(printHx(items)).toBe(`HXCOMM First.
HXCOMM

DEFHEADING(Words)

    {
        .name       = "greet|g",
        .args_type  = "loud:-l,text:s?",
        .params     = "[-l] [text]",
        .help       = "greet (-l: so that it is heard)\\n\\t\\t\\t"
                      "with a text that is long enough to go on in a second literal, "
                      "however wide the first one is",
        .cmd        = hmp_greet,
        .command_completion = greet_completion,
        .coroutine  = true,
        .flags      = "p",
    },

SRST(greet)
\`\`greet\`\`

  Greets.
ERST

#ifdef CONFIG_WORDS
    {
        .name       = "boil",
        .args_type  = "",
        .params     = "[a"
#ifdef B
                      "|b"
#endif
                      "]",
        .help       = "",
        .sub_table  = (HMPCommand[]) {
            {
                .name       = "boil",
                .args_type  = "",
                .params     = "",
                .help       = "",
            },
            { }
        },
    },

SRST
Boils.
ERST
#endif

    {
        .name       = "boil",
        .args_type  = "",
        .params     = "",
        .help       = "a"
#if C
                      "c"
#endif
                      ,
        .unit       = "kW",
#if C
        .power      = 9,
#endif
    },
`);
  expect(
    Math.max(
      ...printHx(items)
        .split("\n")
        .map((line) => line.length),
    ),
  ).toBeLessThanOrEqual(90);
});

test("no items are empty text", () => {
  expect(printHx([])).toBe("");
});

const escaped: readonly (readonly [text: string, code: string])[] = [
  ['say "a\\b"', String.raw`"say \"a\\b\""`],
  ["é1", String.raw`"\303\2511"`],
  ["\x01\x7f\r", String.raw`"\001\177\r"`],
  ["what???", String.raw`"what?\?\?"`],
  ["a/*b*/'c'", "\"a/*b*/'c'\""],
];

test.each(escaped)("%j in a literal", (help, code) => {
  expect(printHx([{ ...boil, help }])).toContain(`        .help       = ${code},\n`);
});

const impossible: readonly (readonly [what: string, item: HxItem])[] = [
  ["a line of a block that hxtool takes for its end", { kind: "block", lines: ["ERSTWHILE"] }],
  ["one that is indented", { kind: "block", lines: ["a", "\t SRST"] }],
  ["a comment in a block", { kind: "block", lines: ["HXCOMM a"] }],
  ["a heading in a block", { kind: "block", lines: ["DEFHEADING(a)"] }],
  ["two lines of a block as one", { kind: "block", lines: ["a\nERST"] }],
  ["an empty label", { kind: "block", label: "", lines: [] }],
  ["a label with a parenthesis", { kind: "block", label: "a)b", lines: [] }],
  ["a heading with a parenthesis", { kind: "heading", text: "a (b)" }],
  ["a heading with a comma in front of a mask", { kind: "heading", text: "a, b", mask: "c" }],
  ["a comment of two lines", { kind: "comment", text: "a\nb" }],
  ["a comment of C that ends early", { kind: "c-comment", text: "/* a */ b */" }],
  ["a comment of C that does not end", { kind: "c-comment", text: "/* a" }],
  ["a comment of C that goes on in the next line", { kind: "c-comment", text: "// a\\" }],
  ["a comment of C with a marker", { kind: "c-comment", text: "/* a\n SRST */" }],
  ["a condition that goes on in the next line", directive("if", "A \\")],
  ["a condition of two lines", directive("if", "A\nB")],
  ["a condition with an open comment", directive("if", "A /* b")],
  ["a function whose name is none", { ...boil, cmd: "hmp-boil" }],
  [
    "a field whose name is none",
    { ...boil, rest: [{ kind: "field", name: "a b", value: { kind: "word", word: "1" } }] },
  ],
  ["a value that is none", { ...boil, rest: [{ kind: "field", name: "a", value: { kind: "word", word: "1 + 1" } }] }],
  ["a NUL in a text", { ...boil, help: "a\0" }],
  ["half a character in a text", { ...boil, help: "\ud800" }],
];

test.each(impossible)("%s: the caller's mistake", (_, item) => {
  expect(() => printHx([item])).toThrow(RangeError);
  expect(() => printHx([{ ...boil, subTable: [item] }])).toThrow(RangeError);
});

test("whether a line can stand in a block is told beforehand", () => {
  expect(["", "a", "erst", " a ERST", "SRS T", "DEFHEADINGS"].filter((line) => !isBlockLine(line))).toEqual([]);
  expect(["ERST", " SRSTx", "\tHXCOMM", "DEFHEADING(a)", "a\nb", "\0"].filter(isBlockLine)).toEqual([]);
});

test("any items are printed, and read as the same", () => {
  const line = fc
    .string({ unit: "grapheme" })
    .filter(isBlockLine)
    .map((line) => line.replaceAll("\r", "").trimEnd());
  const text = fc.string({ unit: "grapheme" }).map((text) => text.replaceAll("\0", ""));
  const name = fc.stringMatching(/^[A-Za-z_]\w{0,8}$/);
  const entries = fc.record(
    { name: text, params: text, help: text, cmd: name, flags: text, coroutine: fc.boolean(), subTable: name },
    { requiredKeys: ["name", "params", "help"] },
  );
  const items: fc.Arbitrary<HxItem> = fc.oneof(
    fc.array(line).map((lines): HxBlock => ({ kind: "block", lines: lines.filter(isBlockLine) })),
    fc.stringMatching(/^\w*$/).map((text) => ({ kind: "comment" as const, text })),
    entries.map((fields): HxEntry => ({ kind: "entry", argsType: "", ...fields })),
  );
  fc.assert(
    fc.property(fc.array(items), (items) => {
      const wanted = items.map((item) => (item.kind === "entry" ? { ...item, ...read } : item));
      expect(parseHx(printHx(items))).toEqual({ table: { items: wanted }, diagnostics: [] });
    }),
  );
});
