// The rules of names by themselves; how they are told is in `names.cases.ts`.

import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { nameError } from "../../src/check/names.js";

describe("good names", () => {
  test.each([
    ["camel", ["Ash", "AshTree", "A1b", "x-Ash", "__org.example_Ash", "__org.example_x-Ash", "X-Ash", "QuickAsh"]],
    ["lower", ["ash", "ash-2", "x-ash", "x-x-ash", "__com.Example_ash", "x-1ash", "a", "q", "has", "X-ash"]],
    ["upper", ["ASH", "ASH_2", "x-ASH", "__org.example_ASH", "A", "Q_X", "X_1"]],
  ] as const)("%s: %j", (rule, names) => {
    expect(names.filter((name) => nameError(name, rule) !== undefined)).toEqual([]);
  });
});

describe("bad names", () => {
  test.each([
    ["camel", ["ash", "ASH", "A", "Ash-Tree", "Ash_Tree", "x-ash", "__org.example_ash"], "name-case"],
    ["lower", ["Ash", "ash_tree", "ashTree", "x-Ash"], "name-case"],
    ["upper", ["ash", "ASH-TREE", "Ash", "x-aSH"], "name-case"],
    [
      "lower",
      ["", "1ash", "-ash", "_ash", "ash.tree", "ash tree", "x-__org.example_ash", "__org.example_1ash", "asche\u00df"],
      "invalid-name",
    ],
    ["lower", ["q_x", "q-x", "q_"], "invalid-name"],
  ] as const)("%s: %j is told as such", (rule, names, code) => {
    expect(names.map((name) => nameError(name, rule)?.code)).toEqual(names.map(() => code));
  });
});

test("exceptions allow what they are for, and nothing else", () => {
  expect(nameError("max_age", "lower", { underscore: true })).toBeUndefined();
  expect(nameError("maxAge", "lower", { underscore: true })?.code).toBe("name-case");
  expect(nameError("max_Age", "lower", { underscore: true, upper: true })).toBeUndefined();
  expect(nameError("max age", "lower", { underscore: true, upper: true })?.code).toBe("invalid-name");
});

test("the advice is another name, and a good one", () => {
  const name = fc.stringMatching(/^(__a\.b_)?(x-)?[A-PR-Za-pr-z][A-Za-z0-9_-]{0,12}$/);
  fc.assert(
    fc.property(name, fc.constantFrom("upper", "lower", "camel"), (given, rule) => {
      const suggestion = nameError(given, rule)?.suggestion;
      if (suggestion === undefined) return;
      expect(suggestion).not.toBe(given);
      expect([suggestion, nameError(suggestion, rule)]).toEqual([suggestion, undefined]);
    }),
    { numRuns: 1000 },
  );
});

test("the advice is a good one for names with a Q too", () => {
  const suggestion = nameError("Q_tip", "lower")?.suggestion;
  expect(suggestion === undefined ? undefined : nameError(suggestion, "lower")).toBeUndefined();
});
