// What has come, made into the forms that the generated types promise: nothing rounded, and nothing touched that the
// schema does not know.

import { describe, expect, test } from "vitest";

import { decode } from "../../src/runtime/decode.js";
import { QmpUnsafeIntegerError } from "../../src/runtime/errors.js";
import { parse } from "../../src/runtime/json.js";
import type { AlternateType, ObjectType, TypeRef } from "../../src/runtime/table.js";
import { conformanceProblems } from "../../src/runtime/validate.js";

const Base: ObjectType = { object: "Base", members: { "*size": "size", "*kind": "str" } };
const Stats: ObjectType = {
  object: "Stats",
  base: () => Base,
  members: {
    "*ns": "uint64",
    "*count": "int",
    "*small": "uint32",
    "*ratio": "number",
    "*what": "any",
    "*list": ["int64"],
    "*counts": ["int"],
    "*either": () => Either,
    "*other": () => Other,
    "*one": () => One,
  },
};
const Either: AlternateType = { alternate: "Either", branches: ["str", "int64", () => Base, ["size"]] };
const Other: AlternateType = { alternate: "Other", branches: ["int", () => Stats, ["int"]] };
const One: ObjectType = {
  object: "One",
  base: () => ({
    object: "Tag",
    members: { kind: () => ({ enum: "Kind", values: ["big", "small", "bare"] }), "*at": "int64" },
  }),
  members: { "*all": [() => One] },
  tag: "kind",
  branches: {
    big: () => ({ object: "Big", members: { value: "int64" } }),
    small: () => ({ object: "Small", base: () => Base, members: { value: "int" } }),
  },
};
const Tree: ObjectType = { object: "Tree", members: { "*left": () => Tree, "*right": [() => Tree], "*id": "uint64" } };
/** One that has large integers in a branch alone. */
const Rare: ObjectType = {
  object: "Rare",
  members: { kind: "str", "*rest": [() => Rare] },
  tag: "kind",
  branches: { big: () => RareBig },
};
const RareBig: ObjectType = { object: "RareBig", members: { "*value": "size", "*length": "int64" } };
const stats = () => Stats;
const rare = () => Rare;
const one = () => One;
const tree = () => Tree;

/** Reads a text as the session does. */
function read(type: TypeRef, text: string): unknown {
  const { value, exact } = parse(text);
  return decode(type, value, { name: "query-x", exact });
}

/** What the text cannot be held for. */
function unsafe(type: TypeRef, text: string): QmpUnsafeIntegerError {
  try {
    read(type, text);
  } catch (error) {
    expect(error).toBeInstanceOf(QmpUnsafeIntegerError);
    return error as QmpUnsafeIntegerError;
  }
  throw new Error(`held: ${text}`);
}

/** Texts, and what they become. */
const decoded: readonly (readonly [string, TypeRef, string, unknown])[] = [
  ["an integer", "int64", "5", 5n],
  ["one of 64 bits", "uint64", "18446744073709551615", 18446744073709551615n],
  ["a negative one", "int64", "-9223372036854775808", -9223372036854775808n],
  ["zero", "size", "0", 0n],
  ["an int", "int", "5", 5],
  ["an int that shall be a bigint", "int:bigint", "5", 5n],
  ["one with nanoseconds", "int:bigint", "1795366217618379123", 1795366217618379123n],
  ["an int64 that shall be a number", "int64:number", "5", 5],
  ["the largest safe one", "int64:number", "9007199254740991", 9007199254740991],
  [
    "in lists of lists",
    [[["size"]]],
    "[[[1, 2], []], [[18446744073709551615]]]",
    [[[1n, 2n], []], [[18446744073709551615n]]],
  ],
  [
    "in a base and in members",
    stats,
    '{"size": 1, "ns": 2, "count": 3, "small": 4}',
    { size: 1n, ns: 2n, count: 3, small: 4 },
  ],
  ["in lists", stats, '{"list": [1, 2], "counts": [1]}', { list: [1n, 2n], counts: [1] }],
  ["in a branch", one, '{"kind": "big", "value": 1, "at": 2}', { kind: "big", value: 1n, at: 2n }],
  [
    "in another, where the name is a number's",
    one,
    '{"kind": "small", "value": 1, "size": 2}',
    { kind: "small", value: 1, size: 2n },
  ],
  ["with a tag that has no branch", one, '{"kind": "bare", "value": 1, "at": 2}', { kind: "bare", value: 1, at: 2n }],
  ["with a tag that is not known", one, '{"kind": "new", "value": 1, "at": 2}', { kind: "new", value: 1, at: 2n }],
  ["with a tag of the prototype", one, '{"kind": "constructor", "at": 2}', { kind: "constructor", at: 2n }],
  ["without a tag", one, '{"value": 1, "at": 2}', { value: 1, at: 2n }],
  ["with a tag of another kind", one, '{"kind": 5, "value": 1, "at": 2}', { kind: 5, value: 1, at: 2n }],
  ["in a branch alone", rare, '{"kind": "big", "value": 1}', { kind: "big", value: 1n }],
  [
    "in an alternate alone",
    () => ({ object: "A", members: { a: [() => Either] } }),
    '{"a": [1, "1"]}',
    { a: [1n, "1"] },
  ],
  ["a list that has what an object may have", [() => RareBig], '[[1, 2], {"length": 2}]', [[1, 2], { length: 2n }]],
  ["an object that has what a list has", stats, '{"list": {"0": 1, "length": 1}}', { list: { 0: 1, length: 1 } }],
  [
    "in a union in itself",
    one,
    '{"kind": "bare", "all": [{"kind": "big", "value": 1}]}',
    { kind: "bare", all: [{ kind: "big", value: 1n }] },
  ],
  ["an alternate: the integer", stats, '{"either": 1, "other": 1}', { either: 1n, other: 1 }],
  ["an alternate: the text", stats, '{"either": "1", "other": "1"}', { either: "1", other: "1" }],
  [
    "an alternate: the object",
    stats,
    '{"either": {"size": 1}, "other": {"ns": 1}}',
    { either: { size: 1n }, other: { ns: 1n } },
  ],
  ["an alternate: the list", stats, '{"either": [1], "other": [1]}', { either: [1n], other: [1] }],
  ["an alternate: what it is not", stats, '{"either": true, "other": null}', { either: true, other: null }],
  [
    "types that hold themselves",
    tree,
    '{"left": {"right": [{"id": 1}, {"left": {"id": 2}}]}}',
    { left: { right: [{ id: 1n }, { left: { id: 2n } }] } },
  ],
  ["numbers", stats, '{"ratio": 1}', { ratio: 1 }],
  [
    "numbers that came as integers",
    stats,
    '{"ratio": 9007199254740993, "count": 1}',
    { ratio: 9007199254740992, count: 1 },
  ],
  ["numbers beyond all integers", "number", "123456789012345678901234567890", 123456789012345680000000000000],
  ["numbers that are none", ["number"], "[inf, -inf, nan]", [Infinity, -Infinity, NaN]],
  [
    "any: as it came",
    stats,
    '{"what": {"size": 1, "big": [18446744073709551615]}, "ns": 1}',
    { what: { size: 1, big: [18446744073709551615n] }, ns: 1n },
  ],
  ["any", "any", "[1, 18446744073709551615]", [1, 18446744073709551615n]],
  ["what the type does not know", stats, '{"new": {"ns": 1, "x": [1]}, "ns": 1}', { new: { ns: 1, x: [1] }, ns: 1n }],
  [
    "members of other types",
    one,
    '{"kind": "small", "at": 1, "ns": 1, "left": 1}',
    { kind: "small", at: 1n, ns: 1, left: 1 },
  ],
  [
    "other kinds",
    stats,
    '{"ns": "1", "size": null, "list": 1, "counts": {}, "ratio": "x"}',
    { ns: "1", size: null, list: 1, counts: {}, ratio: "x" },
  ],
  [
    "other kinds: objects and lists",
    stats,
    '{"ns": [1], "size": {"ns": 1}, "list": {"0": 1}, "one": [{"at": 1}]}',
    { ns: [1], size: { ns: 1 }, list: { 0: 1 }, one: [{ at: 1 }] },
  ],
  ["an object where a list is meant, and the other way", [stats], '{"ns": 1}', { ns: 1 }],
  ["a list where an object is meant", stats, '[{"ns": 1}]', [{ ns: 1 }]],
  ["fractions", stats, '{"ns": 1.5, "count": 1.5, "list": [0.1, 1]}', { ns: 1.5, count: 1.5, list: [0.1, 1n] }],
  ["exponents beyond", stats, '{"ns": 1e19, "list": [1e300]}', { ns: 1e19, list: [1e300] }],
  ["nothing", stats, "{}", {}],
  ["null", stats, "null", null],
];

describe("values", () => {
  test.each(decoded)("%s", (_, type, text, wanted) => {
    expect(read(type, text)).toEqual(wanted);
  });

  // The exact reader is used for the whole text as soon as there is one large integer in it.
  test.each(decoded)("%s, beside a large integer", (_, type, text, wanted) => {
    const beside: ObjectType = { object: "Beside", members: { it: type, beside: "uint64" } };
    const got = read(() => beside, `{"beside": 18446744073709551615, "it": ${text}}`);
    expect(got).toEqual({ beside: 18446744073709551615n, it: wanted });
  });

  test("what was decoded is in the forms that the checker knows", () => {
    const text =
      '{"size": 1, "ns": 2, "count": 3, "small": 4, "ratio": 5, "what": 6, "list": [7], "counts": [8], "either": 9, "other": 10, "one": {"kind": "big", "value": 11}}';
    expect(conformanceProblems(stats, read(stats, text))).toEqual([]);
    expect(conformanceProblems(stats, parse(text).value)).not.toEqual([]);
  });

  test("members named as the prototype's", () => {
    const odd: ObjectType = {
      object: "Odd",
      members: {
        "*constructor": "int64",
        "*toString": "any",
        ["*__proto__"]: () => Base,
        "*valueOf": ["size"],
        "*big": "size",
      },
    };
    for (const big of ["1", "18446744073709551615"]) {
      const absent = read(() => odd, `{"big": ${big}}`) as object;
      expect(Object.keys(absent)).toEqual(["big"]);
      expect(absent.constructor).toBe(Object);
      const there = read(
        () => odd,
        `{"__proto__": {"size": 2}, "constructor": 3, "valueOf": [4], "big": ${big}}`,
      ) as object;
      expect(Object.entries(there)).toEqual([
        ["__proto__", { size: 2n }],
        ["constructor", 3n],
        ["valueOf", [4n]],
        ["big", BigInt(big)],
      ]);
      expect(Object.getPrototypeOf(there)).toBe(Object.prototype);
    }
  });

  test("unknown keys __proto__ stay members, and nobody's prototype changes", () => {
    for (const big of ["1", "18446744073709551615"]) {
      const value = read(stats, `{"__proto__": {"ns": 1, "polluted": 2}, "ns": ${big}}`) as object;
      expect(Object.entries(value)).toEqual([
        ["__proto__", { ns: 1, polluted: 2 }],
        ["ns", BigInt(big)],
      ]);
      expect("polluted" in value || "polluted" in {}).toBe(false);
    }
  });

  test("a type that holds itself, 100,000 levels deep, with and without large integers", () => {
    for (const id of ["1", "18446744073709551615"]) {
      for (const [open, close] of [
        ['{"left":', "}"],
        ['{"right":[', "]}"],
      ] as const) {
        let value = read(tree, open.repeat(100_000) + `{"id":${id}}` + close.repeat(100_000)) as Record<
          string,
          unknown
        >;
        while (value["id"] === undefined) value = (value["left"] ?? (value["right"] as unknown[])[0]) as typeof value;
        expect(value).toEqual({ id: BigInt(id) });
      }
    }
  });
});

describe("what a number cannot hold", () => {
  const big = "9007199254740993";
  const flags = { int: "--int bigint", int64: "--int64 bigint" };

  test.each<[string, TypeRef, string, string, string, string | undefined]>([
    ["a result", "int", big, "", "query-x", flags.int],
    ["a list of them", ["int"], `[1, ${big}]`, "[1]", "query-x", flags.int],
    ["a member", stats, `{"count": ${big}}`, "count", "Stats.count", flags.int],
    ["a negative one", stats, `{"count": -${big}}`, "count", "Stats.count", flags.int],
    ["in a list", stats, `{"counts": [1, ${big}]}`, "counts[1]", "Stats.counts", flags.int],
    ["in objects in lists", [stats], `[{}, {"other": {"count": ${big}}}]`, "[1].other.count", "Stats.count", flags.int],
    [
      "in a branch",
      one,
      `{"kind": "bare", "all": [{"kind": "small", "value": ${big}}]}`,
      "all[0].value",
      "Small.value",
      flags.int,
    ],
    [
      "in a base",
      () => ({ object: "Own", base: () => Stats, members: {} }),
      `{"count": ${big}}`,
      "count",
      "Stats.count",
      flags.int,
    ],
    ["an int64", "int64:number", big, "", "query-x", flags.int64],
    ["a uint64", ["uint64:number"], "[18446744073709551615]", "[0]", "query-x", flags.int64],
    ["a size", () => ({ object: "S", members: { s: "size:number" } }), `{"s": ${big}}`, "s", "S.s", flags.int64],
    // The generator's name for an alternate's own is not in the table: the member's would change nothing.
    ["an alternate", stats, `{"other": ${big}}`, "other", "", flags.int],
    ["an alternate's list", stats, `{"other": [${big}]}`, "other[0]", "", flags.int],
    // No setting makes a bigint of what can never be as large.
    ["fewer bits", stats, `{"small": ${big}}`, "small", "", undefined],
  ])("%s: named with its path, and with the setting that helps", (_, type, text, path, setting, flag) => {
    const error = unsafe(type, text);
    const digits = /-?\d{16,}/.exec(text)![0];
    expect(error).toMatchObject({ path, text: digits, value: parse(text).value });
    expect(error.message).toContain(`query-x: ${path === "" ? "the result" : path} is ${digits}, `);
    const settings = /overrides \{ "([^"]*)": "bigint" \}/.exec(error.message)?.[1] ?? "";
    expect([settings, /--int(?:64)? bigint/.exec(error.message)?.[0]]).toEqual([setting, flag]);
  });

  test("everything else is decoded, and the first in the schema's order is named", () => {
    const error = unsafe(stats, `{"ns": 1, "counts": [2, ${big}, 3], "count": ${big}, "ratio": ${big}, "list": [4]}`);
    expect(error.path).toBe("count");
    const exact = 9007199254740993n;
    expect(error.value).toEqual({ ns: 1n, counts: [2, exact, 3], count: exact, ratio: 9007199254740992, list: [4n] });
  });

  test("of a list, the first is named", () => {
    expect(unsafe(["int"], `[1, ${big}, ${big}4]`).path).toBe("[1]");
  });

  test("100,000 levels deep", () => {
    const deep: ObjectType = { object: "Deep", members: { "*d": () => deep, "*n": "int" } };
    const text = `${'{"d":'.repeat(100_000)}{"n":${big}}${"}".repeat(100_000)}`;
    expect(unsafe(() => deep, text).path).toBe(`${"d.".repeat(100_000)}n`);
  });
});

test("an error tells whose value it is", () => {
  const context = { command: "c", id: "i" };
  const decodeBig = () => decode("int", 2n ** 60n, { name: "c", exact: true, context });
  expect(decodeBig).toThrow(
    expect.objectContaining({ command: "c", id: "i", message: expect.stringMatching(/^c: /) as string }) as Error,
  );
});
