// The catalogue: diagnostics as data, in words that fit on a terminal.

import { describe, expect, test } from "vitest";

import { diagnostic, messages } from "../../src/base/messages.js";
import { sourceFile, span } from "../../src/base/source.js";

const here = { span: span(sourceFile("x.json", "{}"), 0, 1) };

describe("a diagnostic", () => {
  test("is plain data with the text of its row", () => {
    expect(diagnostic("unterminated-string", {}, here)).toEqual({
      code: "unterminated-string",
      severity: "error",
      message: "this string has no closing quote on its line",
      span: here.span,
      file: undefined,
      definition: undefined,
      notes: [],
    });
  });

  test("offers a suggestion, or what is known, never both", () => {
    const known = { what: "struct 'Ash'", key: "bsae", known: "'data', 'base'" };
    expect(diagnostic("unknown-key", { ...known, suggestion: "base" }, here).message).toBe(
      "struct 'Ash' has unknown key 'bsae' (did you mean 'base'?)",
    );
    expect(diagnostic("unknown-key", known, here).message).toBe(
      "struct 'Ash' has unknown key 'bsae'; it takes 'data', 'base'",
    );
  });

  test.each([
    ["string", "str"],
    ["Boolean", "bool"],
    ["integer", "int"],
    ["double", "number"],
  ])("knows what other languages mean by %s", (type, meant) => {
    expect(diagnostic("unknown-type", { what: "member 'a'", type }, here).message).toBe(
      `member 'a' uses unknown type '${type}' (did you mean '${meant}'?)`,
    );
  });

  test("offers a type of the schema rather than a foreign name's meaning", () => {
    expect(diagnostic("unknown-type", { what: "'data'", type: "string", suggestion: "String" }, here).message).toMatch(
      /did you mean 'String'\?/,
    );
  });
});

test("codes are kebab-case, for they are stable names", () => {
  expect(Object.keys(messages).filter((code) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(code))).toEqual([]);
});
