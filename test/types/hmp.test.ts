// The arguments of the human monitor are described twice, as the runtime imports nothing outside itself: for the tools that
// read `args_type`, and for the tables that the runtime runs. This holds the two together, their types and what they take.

import { describe, expect, expectTypeOf, test } from "vitest";

import type * as tools from "../../src/hmp/args.js";
import { argsTypeText, parseArgsType } from "../../src/hmp/args.js";
import type * as runtime from "../../src/runtime/hmp/table.js";
import { Monitor } from "../../src/runtime/index.js";

test("the types are the same", () => {
  expectTypeOf<tools.HmpLetter>().toEqualTypeOf<runtime.HmpLetter>();
  expectTypeOf<tools.HmpPositional>().toEqualTypeOf<runtime.HmpPositional>();
  expectTypeOf<tools.HmpFlag>().toEqualTypeOf<runtime.HmpFlag>();
  expectTypeOf<tools.HmpArgument>().toEqualTypeOf<runtime.HmpArgument>();
});

/** Whether a monitor takes a table with an entry of these arguments. */
function isTaken(...args: readonly unknown[]): boolean {
  const entry = { name: "a", args: args as readonly runtime.HmpArgument[], params: "", help: "" };
  const make = () => new Monitor({ commands: [entry] }, { execute: () => Promise.resolve() });
  try {
    return make() instanceof Monitor;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

/** Everything that one can type, and something that has more than one byte or unit. */
const characters = [...Array.from({ length: 0x5f }, (_, at) => String.fromCharCode(0x20 + at)), "é", "\u{1f600}"];

describe("what `args_type` may say, a monitor takes, and nothing else:", () => {
  // A hyphen is no letter, but what begins a flag; a comma would begin another argument.
  const letters = characters.filter((one) => one !== "-" && one !== ",");

  test.each([undefined, "?", ".", "!", "?."])("letters with the mark %s", (optional) => {
    const differing = letters.filter((letter) => {
      const isRead = parseArgsType(`key:${letter}${optional ?? ""}`).ok;
      return isRead !== isTaken({ key: "key", letter, ...(optional !== undefined && { optional }) });
    });
    expect(differing).toEqual([]);
  });

  test.each([
    { what: "flags", more: {}, mark: "" },
    { what: "flags with a word", more: { value: true }, mark: "s" },
    { what: "flags with ?", more: { optional: "?" }, mark: "?" },
    { what: "flags with .", more: { optional: "." }, mark: "." },
    { what: "flags with a word and ?", more: { value: true, optional: "?" }, mark: "s?" },
  ])("$what", ({ more, mark }) => {
    const differing = ["", "ab", ...characters].filter((flag) => {
      // As text it would be the flag `a` with a word, or one without a letter that takes a word.
      const isRead = flag !== "" && parseArgsType(`key:-${flag}${mark}`).ok;
      return isRead !== isTaken({ key: "key", letter: "-", flag, ...more });
    });
    expect(differing).toEqual([]);
  });

  test("one key twice is not the text's matter, but a monitor's", () => {
    expect(parseArgsType("a:s,a:i").ok).toBe(true);
    expect(isTaken({ key: "a", letter: "s" }, { key: "a", letter: "i" })).toBe(false);
  });
});

test("what is read is taken as it is", () => {
  const text = "force:-f,format:-ts,fmt:/,size:o?,index:i.,device:B,rest:S?";
  const parsed = parseArgsType(text);
  const args = parsed.ok ? parsed.args : [];
  expect(argsTypeText(args)).toBe(text);
  expect(isTaken(...args)).toBe(true);
});
