// `.hx` files: what is read of them, and what is said of one that is wrong.

import { readFileSync } from "node:fs";

import peggy from "peggy";
import { expect, expectTypeOf, test } from "vitest";

// @ts-expect-error: a build script, without types
import { runs } from "../../grammar/runs.js";
import { positionAt } from "../../src/base/source.js";
import { hxMessages } from "../../src/hmp/hx-messages.js";
import type { HxEntry, HxItem } from "../../src/hmp/hx.js";
import { printHx } from "../../src/hmp/hx.js";
import { parseHx } from "../../src/hmp/parse-hx.js";
import { mutate } from "../support/mutate.js";
import { randomOf } from "../support/random.js";
import { conditions, directive, entry, hostile, mistakes, readings } from "./hx.cases.js";

const itemsOf = (text: string) => {
  const { table, diagnostics } = parseHx(text);
  expect(diagnostics.map(({ message }) => message)).toEqual([]);
  return table!.items;
};

test("a table with everything that QEMU's own have", () => {
  const text = `HXCOMM A table for tests.
HXCOMM

DEFHEADING(Kitchen:)

    {
        .name       = "boil|b",
        .args_type  = "force:-f,litres:i?",
        .params     = "[-f] [litres]",
        .help       = "boil \\"water\\"\\n\\t\\t\\t"
                      " or tea",
        .cmd        = hmp_boil,
        .coroutine  = true,
        .command_completion = boil_completion,
        .flags      = "p",
    },

SRST(boil)
\`\`boil\`\` [-f]
  Boils.

  Twice.
ERST

#if defined(TARGET_A) || \\
    defined(TARGET_B)
    {
        .name       = "sub",
        .args_type  = "item:s?",
        .params     = "[item]",
        .help       = "",
        .sub_table  = hmp_sub_cmds,
        .cmd_info_hrt = qmp_x_query_sub,
    },
#endif
`;
  expect(itemsOf(text)).toEqual([
    { kind: "comment", text: "A table for tests." },
    { kind: "comment", text: "" },
    { kind: "heading", text: "Kitchen:" },
    {
      kind: "entry",
      name: "boil|b",
      argsType: "force:-f,litres:i?",
      params: "[-f] [litres]",
      help: 'boil "water"\n\t\t\t or tea',
      cmd: "hmp_boil",
      coroutine: true,
      commandCompletion: "boil_completion",
      flags: "p",
      conditions: [],
      args: [
        { key: "force", letter: "-", flag: "f" },
        { key: "litres", letter: "i", optional: "?" },
      ],
    },
    { kind: "block", label: "boil", lines: ["``boil`` [-f]", "  Boils.", "", "  Twice."] },
    directive("if", "defined(TARGET_A) || defined(TARGET_B)"),
    {
      kind: "entry",
      name: "sub",
      argsType: "item:s?",
      params: "[item]",
      help: "",
      subTable: "hmp_sub_cmds",
      cmdInfoHrt: "qmp_x_query_sub",
      conditions: ["defined(TARGET_A) || defined(TARGET_B)"],
      args: [{ key: "item", letter: "s", optional: "?" }],
    },
    directive("endif"),
  ]);
});

test.each(readings.filter(([what]) => !what.startsWith("a comment anywhere")))("%s", (_, text, items) => {
  expect(itemsOf(text)).toEqual(items);
  expect(itemsOf(printHx(itemsOf(text)))).toEqual(items);
});

test("a comment begins its line, blanks aside, whatever follows the word", () => {
  expect(itemsOf("HXCOMMENT\n\t HXCOMM\n")).toEqual([
    { kind: "comment", text: "ENT" },
    { kind: "comment", text: "" },
  ]);
});

test.each(conditions)("what holds behind '%s'", (directives, wanted) => {
  const closing = "#endif\n".repeat(wanted.length);
  const found = itemsOf(`${directives}\n${entry()}${closing}`).filter((item) => item.kind === "entry");
  expect(found.map(({ conditions }) => conditions)).toEqual([wanted]);
});

const told = (text: string) =>
  parseHx(text).diagnostics.map(({ code, message, span }) => {
    const { line, column } = positionAt(span!.source, span!.start);
    return [`${line}:${column}`, code, message];
  });

test.each(mistakes.map(([text, ...wanted]) => ({ text, wanted })))("$text is refused", ({ text, wanted }) => {
  expect(told(text)).toEqual(wanted);
  expect(parseHx(text).table).toBeUndefined();
});

test("diagnostics know the file by the name that it is given", () => {
  expect(parseHx("x\n", "my.hx").diagnostics[0]!.span!.source.path).toBe("my.hx");
});

test.each(hostile)(
  "%s",
  (_, text, codes) => {
    const { diagnostics, table } = parseHx(text);
    expect(diagnostics.map(({ code }) => code)).toEqual(codes);
    expect(table === undefined).toBe(codes.length > 0);
  },
  5000,
);

test("every mistake that can be told is tested here", () => {
  const told = [
    ...mistakes.flatMap(([, ...wanted]) => wanted.map(([, code]) => code)),
    ...hostile.flatMap(([, , codes]) => codes),
  ];
  expect(new Set(told)).toEqual(new Set(Object.keys(hxMessages)));
});

/** A file with all that there is, to change and cut. */
const sample = readings
  .map(([, text]) => text)
  .filter((text) => text.endsWith("\n"))
  .join("");

test("a file that is cut or changed anywhere is read or refused, and what is read is printed and read as the same", () => {
  const random = randomOf(5);
  const texts = Array.from({ length: 600 }, (_, n) =>
    n % 2 ? mutate(sample, sample, random) : `${sample.slice(0, random.below(sample.length))}\n`,
  );
  let count = 0;
  for (const text of texts) {
    const { table, diagnostics } = parseHx(text);
    expect(table === undefined).toBe(diagnostics.length > 0);
    for (const { message } of diagnostics) expect(message).not.toMatch(/undefined|\[object|another thing/);
    if (table === undefined) continue;
    count++;
    expect(parseHx(printHx(table.items)).table).toEqual(table);
  }
  expect(count).toBeGreaterThan(50);
});

test("the grammars mean the same with the plugin that makes them fast, and without", () => {
  const random = randomOf(6);
  for (const [file, text] of [
    ["hx", sample],
    ["hmp-args", "force:-f,x:-xs,device:B,size:o?,val:i.,fmt:/"],
  ] as const) {
    const grammar = readFileSync(new URL(`../../grammar/${file}.peggy`, import.meta.url), "utf8");
    const [fast, plain] = [peggy.generate(grammar, { plugins: [runs] }), peggy.generate(grammar)];
    const progress = (parser: peggy.Parser, text: string) => {
      const { peg$result, peg$currPos } = parser.parse(text, { peg$library: true, maxDepth: 100 }) as unknown as Record<
        string,
        unknown
      >;
      return { peg$result, peg$currPos };
    };
    for (let n = 0; n < 100; n++) {
      const mutant = n === 0 ? text : mutate(text, text, random);
      expect(progress(fast, mutant)).toEqual(progress(plain, mutant));
    }
  }
});

test("what is read can be printed, and an entry by hand needs four fields", () => {
  expectTypeOf(parseHx).returns.toHaveProperty("table");
  expectTypeOf<NonNullable<ReturnType<typeof parseHx>["table"]>["items"]>().toExtend<readonly HxItem[]>();
  // @ts-expect-error: help is missing
  const wrong: HxEntry = { kind: "entry", name: "a", argsType: "", params: "" };
  expect(() => printHx([wrong])).not.toThrow();
});
