// JSON as QEMU prints it: separators, ASCII, numbers, and what has no JSON. `test/qemu/json.test.ts` compares it with a real
// QEMU, byte for byte.

import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { Float } from "../../../src/runtime/server/float.js";
import { wireText } from "../../../src/runtime/server/wire-writer.js";

const attempt = (value: unknown) => () => wireText(value);

describe("values", () => {
  test.each([
    [{}, "{}"],
    [[], "[]"],
    [{ return: {}, id: 12 }, '{"return": {}, "id": 12}'],
    [[1, [2, { a: [] }], "x"], '[1, [2, {"a": []}], "x"]'],
    [[true, false, null], "[true, false, null]"],
    [{ a: undefined, b: 1, c: undefined }, '{"b": 1}'],
    [{ a: undefined }, "{}"],
    [[undefined, 1], "[null, 1]"],
    // oxlint-disable-next-line no-sparse-arrays
    [[, 1], "[null, 1]"],
    ["x", '"x"'],
    [null, "null"],
    [JSON.parse('{"__proto__": 1, "2": 3}'), '{"2": 3, "__proto__": 1}'],
    [Object.assign(Object.create(null) as object, { a: 1 }), '{"a": 1}'],
    [new Map([[1, 2]]), "{}"],
    [{ [Symbol("s")]: 1 }, "{}"],
  ])("%j", (given, want) => {
    expect(wireText(given)).toBe(want);
  });

  test("toJSON is asked, with the name, and what is in a box is taken out", () => {
    const names: unknown[] = [];
    const asked = { toJSON: (name: unknown) => (names.push(name), name === "gone" ? undefined : [name]) };
    expect(wireText({ a: asked, gone: asked, list: [asked] })).toBe('{"a": ["a"], "list": [["0"]]}');
    expect(wireText(asked)).toBe('[""]');
    expect(names).toEqual(["a", "gone", "0", ""]);
    expect(wireText(new Date(0))).toBe('"1970-01-01T00:00:00.000Z"');
    expect(wireText([Object(1), Object("a"), Object(true), Object(5n)])).toBe('[1, "a", true, 5]');
  });

  test("bigint is asked for none", () => {
    Reflect.set(BigInt.prototype, "toJSON", () => "patched");
    try {
      expect(wireText({ a: 5n })).toBe('{"a": 5}');
    } finally {
      Reflect.deleteProperty(BigInt.prototype, "toJSON");
    }
  });
});

describe("strings", () => {
  test.each([
    ['"\\/', '"\\"\\\\/"'],
    ["\b\f\n\r\t", '"\\b\\f\\n\\r\\t"'],
    ["\0\x1f\x7f\x80", '"\\u0000\\u001F\\u007F\\u0080"'],
    ["é€\ufeff", '"\\u00E9\\u20AC\\uFEFF"'],
    ["😀", '"\\uD83D\\uDE00"'],
    ["' <>&~", '"\' <>&~"'],
    // What is no character, as QEMU prints it.
    ["\ud83d", '"\\uFFFD"'],
    ["a\ude00\ud83d", '"a\\uFFFD\\uFFFD"'],
    ["\uffff\ufdd0\u{1fffe}", '"\\uFFFD\\uFFFD\\uFFFD"'],
  ])("%j, as a value and as a name", (given, want) => {
    expect(wireText(given)).toBe(want);
    expect(wireText({ [given]: 1 })).toBe(`{${want}: 1}`);
  });
});

test("long strings, which are escaped piece by piece: no character is cut, wherever it stands", () => {
  const written = (text: string) => wireText(text).slice(1, -1);
  for (let before = 4090; before < 4100; before++) {
    const text = `${"x".repeat(before)}\ud83d😀\ude00"${"\x7f".repeat(9000)}😀`;
    const want = `${"x".repeat(before)}\\uFFFD\\uD83D\\uDE00\\uFFFD\\"${"\\u007F".repeat(9000)}\\uD83D\\uDE00`;
    expect(written(text)).toBe(want);
  }
});

describe("numbers", () => {
  test.each([
    [0, "0"],
    [-0, "0"],
    [-5, "-5"],
    [2 ** 53, "9007199254740992"],
    [2 ** 64, "18446744073709551616"],
    [1e21, "1000000000000000000000"],
    [-1e23, "-99999999999999991611392"],
    [2n ** 64n - 1n, "18446744073709551615"],
    [-(2n ** 63n), "-9223372036854775808"],
    [0.1, "0.10000000000000001"],
    [-1.5, "-1.5"],
    [347.032, "347.03199999999998"],
    [1e-4 + 1e-9, "0.00010000100000000001"],
    [1e-5, "1.0000000000000001e-05"],
    [5e-324, "4.9406564584124654e-324"],
    [1125899906842624.25, "1125899906842624.2"],
    [1125899906842624.75, "1125899906842624.8"],
    [-1125899906842625.25, "-1125899906842625.2"],
    [new Float(1), "1"],
    [new Float(-0), "-0"],
    [new Float(0), "0"],
    [new Float(1e5), "100000"],
    [new Float(1e16), "10000000000000000"],
    [new Float(1e17), "1e+17"],
    [new Float(2 ** 64), "1.8446744073709552e+19"],
    [new Float(1e100), "1e+100"],
    [new Float(120), "120"],
    [new Float(0.5), "0.5"],
    [Infinity, "1e+999"],
    [new Float(-Infinity), "-1e+999"],
    [NaN, "null"],
  ])("%s", (given, want) => {
    expect(wireText(given)).toBe(want);
    expect(wireText([given])).toBe(`[${want}]`);
  });

  test("17 digits are enough for any double", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Object.is(Number(wireText(new Float(value))), value)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("what has no JSON", () => {
  test.each([
    [undefined, "no JSON for a value of type undefined"],
    [() => 1, "no JSON for a value of type function"],
    [Symbol("s"), "no JSON for a value of type symbol"],
    [{ a: [1, { b: () => 1 }] }, "a[1].b: no JSON for a value of type function"],
    [[Symbol("s")], "[0]: no JSON for a value of type symbol"],
  ])("%o: %s", (given, message) => {
    expect(attempt(given)).toThrow(new TypeError(message));
  });

  test("a value that holds itself, at any distance", () => {
    const near: Record<string, unknown> = { a: 1 };
    near["self"] = near;
    expect(attempt(near)).toThrow(new TypeError("self: it holds itself"));
    const list: unknown[] = [];
    list.push({ list });
    expect(attempt({ deep: [list] })).toThrow(new TypeError("deep[0][0].list: it holds itself"));
    let far: unknown = near;
    for (let depth = 0; depth < 100; depth++) far = [far];
    expect(attempt(far)).toThrow(/^\[0\].*: it holds itself$/);
  });

  test("the same value twice is no cycle", () => {
    const shared = { a: 1 };
    expect(wireText([shared, { shared }])).toBe('[{"a": 1}, {"shared": {"a": 1}}]');
  });

  test("one that makes up its members without end", () => {
    const endless = (): object => ({ toJSON: () => [endless()] });
    expect(attempt(endless())).toThrow(RangeError);
  });

  test("what a getter throws", () => {
    const value = {
      get a() {
        throw new Error("mine");
      },
    };
    expect(attempt(value)).toThrow("mine");
  });
});

test("nested 100,000 deep", () => {
  let deep: unknown = 1;
  for (let depth = 0; depth < 50_000; depth++) deep = { a: [deep] };
  expect(wireText(deep)).toBe(`${'{"a": ['.repeat(50_000)}1${"]}".repeat(50_000)}`);
});

test("as the platform writes it, but for the blanks and for what is not ASCII", () => {
  const anything = fc.anything({
    withDate: true,
    withBoxedValues: true,
    withNullPrototype: true,
    withSparseArray: true,
  });
  fc.assert(
    fc.property(anything, (value) => {
      const platform = JSON.stringify([value]);
      // The platform rounds, has `null` for numbers that are not finite, and does not know 17 digits.
      fc.pre(!/\d{16}|\d[.e]/.test(platform));
      expect(JSON.parse(wireText([value]).replaceAll(/-?1e\+999/g, "null"))).toEqual(
        JSON.parse(platform.replace(/\\ud[89a-f]../gi, "\ufffd")),
      );
    }),
    { numRuns: 2000 },
  );
});
