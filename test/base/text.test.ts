// White space as Python's `str.isspace()` has it; what it is must not depend on JavaScript's idea.

import { describe, expect, test } from "vitest";

import { indentOf, trim, trimEnd, trimNewlines } from "../../src/base/text.js";

/** All that Python 3 calls white space. */
const spaces =
  "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000";

describe("white space", () => {
  test("is what Python says, of all code units", () => {
    const found = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code)).filter(
      (char) => trim(char) === "",
    );
    expect(found.join("")).toBe(spaces);
  });

  test("is counted at the start", () => {
    expect(["", "a", " a", "\t a", "\x85\u2003a", "\ufeff a", "   "].map(indentOf)).toEqual([0, 0, 1, 2, 2, 0, 3]);
  });

  test("is taken off the end, or off both", () => {
    expect(trimEnd(" a b \x1c\u3000\t")).toBe(" a b");
    expect(trim("\x1f a b \xa0")).toBe("a b");
    expect(trim("\ufeffa\ufeff")).toBe("\ufeffa\ufeff");
    expect(trim(" \n ")).toBe("");
  });
});

test("newlines alone are taken off by trimNewlines", () => {
  expect(trimNewlines("\n\n a \n")).toBe(" a ");
  expect(trimNewlines("a")).toBe("a");
  expect(trimNewlines("\n\n")).toBe("");
  expect(trimNewlines("")).toBe("");
});
