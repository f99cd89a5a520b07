// `args_type`: read, printed, and what is said of one that is wrong.

import fc from "fast-check";
import { expect, expectTypeOf, test } from "vitest";

import type { HmpArgument, HmpLetter } from "../../src/hmp/args.js";
import { argsTypeText, parseArgsType } from "../../src/hmp/args.js";

const good: readonly (readonly [text: string, ...args: HmpArgument[]])[] = [
  [""],
  ["device:B", { key: "device", letter: "B" }],
  ["hold-time:i?", { key: "hold-time", letter: "i", optional: "?" }],
  ["val:i.", { key: "val", letter: "i", optional: "." }],
  ["a:l.,b:M?", { key: "a", letter: "l", optional: "." }, { key: "b", letter: "M", optional: "?" }],
  ["fmt:/,addr:l", { key: "fmt", letter: "/" }, { key: "addr", letter: "l" }],
  ["netdev:O", { key: "netdev", letter: "O" }],
  ["on:b,t:T?", { key: "on", letter: "b" }, { key: "t", letter: "T", optional: "?" }],
  [
    "force:-f,size:o?,file:F",
    { key: "force", letter: "-", flag: "f" },
    { key: "size", letter: "o", optional: "?" },
    { key: "file", letter: "F" },
  ],
  ["s:-s", { key: "s", letter: "-", flag: "s" }],
  ["s:-ss", { key: "s", letter: "-", flag: "s", value: true }],
  ["__com.example_x:s", { key: "__com.example_x", letter: "s" }],
];

test.each(good.map(([text, ...args]) => ({ text, args })))(
  "'$text' is read, and printed as it was",
  ({ text, args }) => {
    expect(parseArgsType(text)).toEqual({ ok: true, args });
    expect(argsTypeText(args)).toBe(text);
  },
);

const wrong: readonly (readonly [text: string, offset: number, message: string])[] = [
  [",", 0, "an argument is missing: a comma stands between two"],
  ["a:s,", 4, "an argument is missing: a comma stands between two"],
  ["a:s,,b:s", 4, "an argument is missing: a comma stands between two"],
  [":s", 0, "a key is missing in front of the colon"],
  ["a:s,:s", 4, "a key is missing in front of the colon"],
  ["a", 1, "a colon and a letter are missing behind the key 'a'"],
  ["a:s,size", 8, "a colon and a letter are missing behind the key 'size'"],
  ["a:s, b:s", 4, "a key cannot have ' ' in it"],
  ['"a:s', 0, "a key cannot have '\"' in it"],
  ["a\n:s", 1, "a key cannot have '\\u000a' in it"],
  ["a:", 2, "a letter is missing behind 'a:'"],
  ["a:,b:s", 2, "a letter is missing behind 'a:'"],
  ["a:q", 2, "'q' is no argument letter; they are s, F, B, S, O, i, l, M, o, T, b, / and - with a flag behind it"],
  ["a:😀", 2, "'😀' is no argument letter; they are s, F, B, S, O, i, l, M, o, T, b, / and - with a flag behind it"],
  ["a:?", 2, "'?' is no argument letter; they are s, F, B, S, O, i, l, M, o, T, b, / and - with a flag behind it"],
  ["a:s,force:-", 11, "a flag's hyphen is followed by its letter or digit"],
  ["a:--", 3, "a flag's hyphen is followed by its letter or digit"],
  ["on:b?", 4, "'b' cannot be optional"],
  ["on:O?", 4, "'O' cannot be optional"],
  ["fmt:/.", 5, "'/' cannot be optional"],
  ["a:s.", 3, "only i, l and M take '.', not 's'"],
  ["a:-f?", 4, "a flag takes no mark: it may always be left out"],
  ["a:ss", 3, "'s' cannot follow 'a:s'; a comma goes between arguments"],
  ["b:i,a:s??", 8, "'?' cannot follow 'a:s?'; a comma goes between arguments"],
  ["a:-fs,b:-fi", 10, "'i' cannot follow 'b:-f'; a comma goes between arguments"],
];

test.each(wrong)("'%s' is wrong at %i", (text, offset, message) => {
  expect(parseArgsType(text)).toEqual({ ok: false, offset, message });
});

const key = fc.stringMatching(/^[A-Za-z_][\w.-]{0,12}$/);
const positional = (letters: readonly HmpLetter[], marks: readonly ("?" | "." | undefined)[]) =>
  fc
    .record({ key, letter: fc.constantFrom(...letters), mark: fc.constantFrom(...marks) })
    .map(({ key, letter, mark }): HmpArgument => ({ key, letter, ...(mark && { optional: mark }) }));
const flag = fc
  .record({ key, flag: fc.stringMatching(/^[A-Za-z0-9]$/), value: fc.boolean() })
  .map(({ key, flag, value }): HmpArgument => ({ key, letter: "-", flag, ...(value && { value }) }));
const argument = fc.oneof(
  positional(["i", "l", "M"], ["?", ".", undefined]),
  positional(["s", "F", "B", "S", "o", "T"], ["?", undefined]),
  positional(["b", "O", "/"], [undefined]),
  flag,
);

test("any arguments are printed, and read as the same", () => {
  fc.assert(
    fc.property(fc.array(argument), (args) => {
      expect(parseArgsType(argsTypeText(args))).toEqual({ ok: true, args });
    }),
  );
});

test("any text is read or refused; what is read is printed as it was, and what is refused has its place in the text", () => {
  const pieces = fc.constantFrom(
    "a",
    "key",
    ":",
    ",",
    "s",
    "i",
    "-",
    "b",
    "?",
    ".",
    "/",
    "O",
    " ",
    '"',
    "\0",
    "é",
    "\n",
  );
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(pieces).map((parts) => parts.join("")),
  );
  fc.assert(
    fc.property(text, (text) => {
      const parsed = parseArgsType(text);
      if (parsed.ok) expect(argsTypeText(parsed.args)).toBe(text);
      else {
        expect(parsed.offset).toBeLessThanOrEqual(text.length);
        expect(parsed.message).not.toMatch(/[\n\0]|undefined/);
      }
    }),
    { numRuns: 1000 },
  );
});

test("a megabyte is read, or refused at its end", () => {
  const text = Array.from({ length: 100_000 }, (_, n) => `k${n % 10_000}:s?`).join(",");
  expect(parseArgsType(text)).toMatchObject({ ok: true, args: { length: 100_000 } });
  expect(parseArgsType(`${text},`)).toMatchObject({ ok: false, offset: text.length + 1 });
  expect(parseArgsType("k".repeat(1_000_000))).toMatchObject({ ok: false, offset: 1_000_000 });
  expect(parseArgsType(",".repeat(1_000_000))).toMatchObject({ ok: false, offset: 0 });
});

test("a result is told apart without exceptions", () => {
  const parsed = parseArgsType("a:s");
  if (parsed.ok) expectTypeOf(parsed.args).toEqualTypeOf<readonly HmpArgument[]>();
  else expectTypeOf(parsed.message).toBeString();
  expect(parsed.ok).toBe(true);
});
