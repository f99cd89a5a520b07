// Lines that nobody types: of a megabyte, open at the end, nested without measure, with every control character in them.
// Each gives an answer, an error line where it is wrong, in time that grows with its length and no faster.

import fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { HmpTables, HmpValues } from "../../../src/runtime/index.js";
import { Monitor } from "../../../src/runtime/index.js";

const mega = 2 ** 20;

let received: HmpValues = {};

const run = (values: HmpValues) => void (received = values);

const tables: HmpTables = {
  commands: [
    { name: "word", args: [{ key: "a", letter: "s" }], params: "", help: "", run },
    { name: "rest", args: [{ key: "a", letter: "S" }], params: "", help: "", run },
    { name: "options", args: [{ key: "a", letter: "O" }], params: "", help: "", run },
    { name: "size", args: [{ key: "a", letter: "o" }], params: "", help: "", run },
    { name: "time", args: [{ key: "a", letter: "T" }], params: "", help: "", run },
    { name: "switch", args: [{ key: "a", letter: "b" }], params: "", help: "", run },
    { name: "short", args: [{ key: "a", letter: "i" }], params: "", help: "", run },
    { name: "mega", args: [{ key: "a", letter: "M" }], params: "", help: "", run },
    {
      name: "dump",
      args: [
        { key: "fmt", letter: "/" },
        { key: "a", letter: "l" },
      ],
      params: "",
      help: "",
      run,
    },
    {
      name: "flags",
      args: [
        { key: "f", letter: "-", flag: "f" },
        { key: "v", letter: "-", flag: "v", value: true },
        { key: "a", letter: "s", optional: "?" },
      ],
      params: "",
      help: "",
      run,
    },
  ],
  info: [{ name: "name", args: [{ key: "a", letter: "s", optional: "?" }], params: "", help: "", run }],
};

const monitor = new Monitor(tables, { execute: () => Promise.resolve() });

async function answer(line: string): Promise<string> {
  received = {};
  return await monitor.run(line);
}

describe("a megabyte", () => {
  test.each([
    { what: "of blanks", line: " ".repeat(mega), says: "" },
    { what: "of a name", line: "n".repeat(mega), says: /^unknown command: 'n+'\n$/ },
    { what: "of a name in a sub-table", line: `info ${"n".repeat(mega)}`, says: /^unknown command: 'info n+'\n$/ },
    { what: "of an open quote", line: `word "${"a".repeat(mega)}`, says: /^word: string expected\nTry "help word"/ },
    { what: "of open quotes", line: `word ${'"'.repeat(mega)}`, says: /^word: extraneous/ },
    { what: "of escapes", line: `word "${"\\\\".repeat(mega / 2)}"`, says: "" },
    { what: "of backslashes, open", line: `word "${"\\".repeat(mega + 1)}`, says: /^word: string expected\n/ },
    { what: "of hyphens", line: `flags ${"-".repeat(mega)}`, says: /^flags: unsupported option --\n/ },
    { what: "of words", line: `word ${"a ".repeat(mega / 2)}`, says: /^word: extraneous/ },
    { what: "of options", line: `options ${"a=1,".repeat(mega / 4)}`, says: "" },
    { what: "of commas", line: `options ${",".repeat(mega)}`, says: "" },
    { what: "of a size", line: `size ${"9".repeat(mega)}`, says: /^invalid size\n/ },
    { what: "of a size's zeros", line: `size ${"0".repeat(mega)}1`, says: "" },
    { what: "of a size's fraction", line: `size 1.${"5".repeat(mega)}K`, says: "" },
    { what: "of a time", line: `time ${"9".repeat(mega)}`, says: /^Bad number\n/ },
    { what: "of a time's fraction", line: `time 0.${"9".repeat(mega)}`, says: "" },
    { what: "of a hexadecimal time", line: `time 0x${"f".repeat(mega)}`, says: /^Bad number\n/ },
    { what: "of a time's exponent", line: `time 1e-${"9".repeat(mega)}`, says: "" },
    { what: "of NaN's payload", line: `time nan(${"1".repeat(mega)})`, says: /^Bad number\n/ },
    { what: "of no switch", line: `switch ${"on".repeat(mega / 2)}`, says: /^Expected 'on' or 'off'\n/ },
    { what: "of a count", line: `dump/${"9".repeat(mega)} 0`, says: "" },
    { what: "of a format", line: `dump/${"x".repeat(mega)} 0`, says: "" },
    { what: "of a number", line: `p ${"9".repeat(mega)}`, says: /^number too large\n/ },
    { what: "of a hexadecimal number", line: `p 0x${"f".repeat(mega)}`, says: /^number too large\n/ },
    { what: "of a number's zeros", line: `p ${"0".repeat(mega)}7`, says: "0x7\n" },
    { what: "of a register", line: `p $${"a".repeat(mega)}`, says: /^unknown register\n/ },
    { what: "of a sum", line: `p/d 0${"+1".repeat(mega / 2)}`, says: `${mega / 2}\n` },
    { what: "of products", line: `p/x 1${"*3".repeat(mega / 2)}`, says: /^0x[0-9a-f]+\n$/ },
    { what: "of operators that bind tighter and tighter", line: `p/d 1${"+2&3*1".repeat(mega / 8)}`, says: /^\d+\n$/ },
    { what: "of minus signs", line: `p/d ${"-".repeat(mega)}5`, says: "5\n" },
    { what: "of tildes", line: `p/d ${"~".repeat(mega + 1)}5`, says: "-6\n" },
    { what: "of help", line: `help ${"a".repeat(mega)}`, says: /^unknown command: 'a{1023}'\n$/ },
    { what: "of help's words", line: `help ${"a ".repeat(mega / 2)}`, says: "" },
  ])("$what", async ({ line, says }) => {
    const text = await answer(line);
    if (typeof says === "string") expect(text).toBe(says);
    else expect(text).toMatch(says);
  });

  test("of the rest of a line comes as it is", async () => {
    const text = "\u20ac x".repeat(mega / 4);
    expect(await answer(`rest ${text}`)).toBe("");
    expect(received).toEqual({ a: text });
  });

  test("of a word comes cut", async () => {
    expect(await answer(`word ${"a".repeat(mega)}`)).toBe("");
    expect(received).toEqual({ a: "a".repeat(1023) });
  });

  test("is completed", async () => {
    expect(await monitor.complete(`word ${"a ".repeat(mega / 2)}`)).toEqual({ start: 5 + mega, candidates: [] });
    expect(await monitor.complete(`flags ${"-f ".repeat(mega / 4)}`)).toMatchObject({ candidates: [] });
    expect(await monitor.complete("n".repeat(mega))).toEqual({ start: 0, candidates: [] });
    expect(await monitor.complete(`word "${"\\".repeat(mega)}`)).toMatchObject({ candidates: [] });
  });
});

describe("nested 100,000 deep", () => {
  const depth = 100_000;

  test.each([
    { what: "open", line: `p ${"(".repeat(depth)}`, says: "unexpected end of expression\n" },
    { what: "half closed", line: `p ${"(".repeat(depth)}1${")".repeat(depth / 2)}`, says: "')' expected\n" },
    { what: "closed", line: `p/d ${"(".repeat(depth)}7${")".repeat(depth)}`, says: "7\n" },
    { what: "of sums", line: `p/d ${"(1+".repeat(depth)}0${")".repeat(depth)}`, says: `${depth}\n` },
    { what: "of signs", line: `p/d ${"-(".repeat(depth)}3${")".repeat(depth)}`, says: "3\n" },
  ])("$what", async ({ line, says }) => {
    expect((await answer(line)).slice(0, says.length)).toBe(says);
  });
});

describe("control characters", () => {
  const all = [
    ...Array.from({ length: 0x20 }, (_, code) => code),
    ...Array.from({ length: 0x21 }, (_, at) => 0x7f + at),
  ];
  const characters = all.map((code) => ({ code: code.toString(16), one: String.fromCharCode(code) }));
  // oxlint-disable-next-line no-control-regex -- none of them may be printed
  const obeyed = /[\0-\x08\x0b-\x1f\x7f-\x9f]/;

  test.each(characters)("0x$code, wherever it stands, is neither printed nor fatal", async ({ one }) => {
    const lines = [
      one,
      `${one}word`,
      `wo${one}rd x`,
      `info na${one}me`,
      `info ${one} x`,
      `help ${one}x`,
      `help info${one}x`,
    ];
    lines.push(`p ${one}`, `p 1${one}`, `p '${one}`, `p/${one} 1`, `flags -${one}`, `switch ${one}`, `size 1${one}`);
    lines.push(`time 1${one}x`, `options id=${one}`, `word "${one}`, `word "\\${one}"`, `${one}word a b`);
    for (const line of lines) expect(await answer(line)).not.toMatch(obeyed);
  });

  test.each(characters)("0x$code in a word comes as it is, if it is no blank", async ({ one }) => {
    const isBlank = /[\t-\r]/.test(one);
    expect(await answer(`word "a${one}b"`)).toBe("");
    expect(received).toEqual({ a: `a${one}b` });
    await answer(`flags a${one}b`);
    expect(received).toEqual(isBlank ? {} : { a: `a${one}b` });
  });
});

describe("text that is none", () => {
  test.each(["\ud83d", "\ude00", "\ude00\ud83d", "\uffff", "\ufeff", "e\u0301"])("%j", async (one) => {
    expect(await answer(one)).toBe(`unknown command: '${one}'\n`);
    expect(await answer(`p ${one}`)).toMatch(/^invalid char '.+' in expression\nTry "help p" for more information\n$/u);
    expect(await answer(`word ${one}`)).toBe("");
    expect(received).toEqual({ a: one });
  });
});

describe("characters that turn the direction of writing", () => {
  const codes = [0x61c, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e];
  codes.push(0x2066, 0x2067, 0x2068, 0x2069);

  test.each(codes.map((code) => ({ hex: code.toString(16), one: String.fromCharCode(code) })))(
    "0x$hex is told, and comes as it is",
    async ({ hex, one }) => {
      expect(await answer(`a${one}b`)).toBe(`unknown command: 'a\\x${hex}b'\n`);
      expect(await answer(`p ${one}`)).toMatch(`invalid char '\\x${hex}' in expression\n`);
      expect(await answer(`flags -${one}`)).toMatch(`flags: unsupported option -\\x${hex}\n`);
      expect(await answer(`word a${one}b`)).toBe("");
      expect(received).toEqual({ a: `a${one}b` });
    },
  );
});

test("names that objects have of their own are no commands, keys or letters", async () => {
  for (const name of ["__proto__", "constructor", "toString", "hasOwnProperty"]) {
    expect(await answer(name)).toBe(`unknown command: '${name}'\n`);
    expect(await answer(`info ${name}`)).toBe(`unknown command: 'info ${name}'\n`);
    expect(await answer(`help ${name}`)).toBe(`unknown command: '${name}'\n`);
    expect(await answer(`options ${name}=1`)).toBe("");
    expect(Object.entries(received)).toEqual([[name, "1"]]);
  }
});

test("whatever is typed, lines are answered, and lines come out", async () => {
  const pieces = fc.constantFrom(
    ..." \t\"\\'-/.,=()+*%&|^~$0123xXabfgMKE\0\u001b\u00e9\ud83d".split(""),
    "0x",
    "on",
    "id=",
  );
  const names = fc.constantFrom(...tables.commands.map(({ name }) => name), "p", "info name", "info", "help", "nope");
  const line = fc.tuple(names, fc.array(pieces, { maxLength: 40 })).map(([name, rest]) => `${name} ${rest.join("")}`);
  await fc.assert(
    fc.asyncProperty(line, async (line) => {
      expect(await answer(line)).toMatch(/^$|\n$/);
      const { start } = await monitor.complete(line);
      expect(start).toBeLessThanOrEqual(line.length);
    }),
    { numRuns: 2000 },
  );
});
