// The checked output of a server: what a developer is told of a wrong result, and what a policy hides.

import { describe, expect, test } from "vitest";

import type { OutputPolicy } from "../../../src/runtime/server/output.js";
import { Hider, outputProblem } from "../../../src/runtime/server/output.js";
import type { AlternateType, EnumType, ObjectType, TypeRef } from "../../../src/runtime/table.js";

const Mode: EnumType = { enum: "Mode", values: ["old", "new"] };
const Base: ObjectType = { object: "Base", members: { id: "str", "*legacy": "str" } };
const Item: ObjectType = {
  object: "Item",
  base: () => Base,
  members: { size: "size", "*mode": () => Mode, must: "int" },
};
const Plain: ObjectType = { object: "Plain", members: { name: "str", "*more": [() => Plain] } };
const Choice: AlternateType = { alternate: "Choice", branches: ["str", () => Item, [() => Item]] };
const Union: ObjectType = {
  object: "Union",
  members: { mode: () => Mode, "*note": "str" },
  tag: "mode",
  branches: { old: () => Item, new: () => ({ object: "New", members: { fresh: "bool", "*trial": "bool" } }) },
};
const Tree: ObjectType = {
  object: "Tree",
  members: {
    "*left": () => Tree,
    "*right": () => Tree,
    "*items": [() => Item],
    "*choice": () => Choice,
    "*any": "any",
  },
};
const Odd: ObjectType = {
  object: "Odd",
  members: { ["*__proto__"]: () => Item, "*toString": "int", constructor: "int" as const },
};

describe("what is wrong with a result", () => {
  test.each<[string, TypeRef, unknown, string | RegExp | undefined]>([
    ["fine", () => Plain, { name: "n" }, undefined],
    ["undefined members are absent ones", () => Plain, { name: "n", more: undefined }, undefined],
    ["nothing", () => Plain, undefined, "expected object, got undefined"],
    ["a string for a number", "int", "5", `expected integer, got "5"`],
    ["inside", () => Plain, { name: "n", more: [{ name: 5 }] }, "more[0].name: expected string, got 5"],
    ["a number that JSON does not have", "number", NaN, "expected number, got NaN"],
    ["a date", "any", { at: new Date(0) }, "at: expected a JSON value, got Date with toJSON"],
    ["two", () => Item, { id: 1, size: 2n ** 64n, must: 1 }, /^id: expected string, got 1 \(and 1 more problem\)$/],
    ["three", () => Item, {}, "id: missing (and 2 more problems)"],
    ["a member too many", () => Plain, { name: "n", other: 1 }, "other: no such member"],
  ])("%s", (_, ref, value, want) => {
    expect(outputProblem(ref, value)).toEqual(want instanceof RegExp ? expect.stringMatching(want) : want);
  });

  test("a value that holds itself", () => {
    const value: { name: string; more: unknown[] } = { name: "n", more: [] };
    value.more.push(value);
    expect(outputProblem(() => Plain, value)).toBe("more[0]: it holds itself");
  });
});

describe("hiding", () => {
  const features = {
    "Base.legacy": ["deprecated"],
    "Item.must": ["unstable", "deprecated"],
    "Union.mode": ["deprecated"],
    "New.trial": ["unstable"],
    "Mode.old": ["deprecated"],
    "Odd.toString": ["deprecated"],
    "Odd.constructor": ["unstable"],
  } as const;
  const show: OutputPolicy = { deprecated: "accept", unstable: "accept" };
  const deprecated = new Hider(features, { ...show, deprecated: "hide" });
  const unstable = new Hider(features, { ...show, unstable: "hide" });
  const item = { id: "i", legacy: "l", size: 1n, mode: "old", must: 1 };
  const bare = { id: "i", size: 1n, mode: "old" };

  test.each<[string, TypeRef, unknown, unknown]>([
    ["own members and the base's, mandatory or not", () => Item, item, bare],
    ["in arrays", [() => Item], [bare, item], [bare, bare]],
    ["in arrays of arrays", [[() => Item]], [[], [item]], [[], [bare]]],
    ["in alternates", () => Choice, item, bare],
    ["in an alternate's array", () => Choice, [item], [bare]],
    [
      "in members of members",
      () => Tree,
      { left: { right: { items: [item] } } },
      { left: { right: { items: [bare] } } },
    ],
    ["a tag, whose branch counts nevertheless", () => Union, { note: "n", ...item }, { note: "n", id: "i", size: 1n }],
    ["what has a name from the prototype", () => Odd, { toString: 1, constructor: 2 }, { constructor: 2 }],
  ])("%s", (_, ref, value, want) => {
    const before = structuredClone(value);
    expect(deprecated.hide(ref, value)).toEqual(want);
    expect(value).toEqual(before);
  });

  test("by feature", () => {
    expect(unstable.hide(() => Item, item)).toEqual({ ...bare, legacy: "l" });
    expect(unstable.hide(() => Union, { mode: "new", fresh: true, trial: true })).toEqual({ mode: "new", fresh: true });
    expect(deprecated.hide(() => Union, { mode: "new", fresh: true, trial: true })).toEqual({
      fresh: true,
      trial: true,
    });
  });

  test.each<[string, Hider, TypeRef, unknown]>([
    ["nothing is hidden", new Hider(features, show), () => Item, item],
    ["nothing has features", new Hider({}, { deprecated: "hide", unstable: "hide" }), () => Item, item],
    ["its type has none", deprecated, () => Plain, { name: "n", more: [{ name: "m" }] }],
    ["it has none", deprecated, () => Tree, { left: { items: [bare] }, choice: "s", any: item }],
    ["it has none as its own", deprecated, () => Odd, { constructor: 2 }],
    ["it is a value of an enumeration", deprecated, () => Mode, "old"],
    ["it is of another kind", deprecated, [() => Item], { must: 1 }],
    ["it is of no kind of the alternate's", deprecated, () => Choice, 5],
    ["it is any value", deprecated, "any", item],
  ])("the value itself if %s", (_, hider, ref, value) => {
    expect(hider.hide(ref, value)).toBe(value);
  });

  test("copied is what holds them, and nothing else", () => {
    const value = { left: { items: [bare] }, right: { items: [bare, item] } };
    const shown = deprecated.hide(() => Tree, value) as typeof value;
    expect(shown.left).toBe(value.left);
    expect(shown.right.items[0]).toBe(bare);
    expect(shown.right).not.toBe(value.right);
  });

  test("a member called `__proto__` stays one", () => {
    const value = Object.defineProperty({}, "__proto__", { value: item, enumerable: true });
    const shown = deprecated.hide(() => Odd, value) as object;
    expect(Object.getPrototypeOf(shown)).toBe(Object.prototype);
    expect(Object.entries(shown)).toEqual([["__proto__", bare]]);
  });
});
