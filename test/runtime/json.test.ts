// JSON without loss: what comes in, what goes out, and what QEMU would not take.

import { describe, expect, test } from "vitest";

import { hasLongDigits, parse, sendProblem, stringify } from "../../src/runtime/json.js";

const value = (text: string) => parse(text).value;
/** A list of so many tokens, a multiple of four. */
const tokens = (count: number) => `[${'1, "a[",'.repeat((count - 4) / 4)}[]]`;
const nested = (depth: number, inside = "") => "[".repeat(depth) + inside + "]".repeat(depth);

describe("reading", () => {
  test.each<[string, unknown]>([
    ["0", 0],
    ["9007199254740991", 9007199254740991],
    ["-9007199254740991", -9007199254740991],
    ["9007199254740992", 9007199254740992n],
    ["9007199254740993", 9007199254740993n],
    ["-9007199254740992", -9007199254740992n],
    ["9223372036854775807", 9223372036854775807n],
    ["-9223372036854775808", -9223372036854775808n],
    ["18446744073709551552", 18446744073709551552n],
    ["18446744073709551615", 18446744073709551615n],
    ["123456789012345678901234567890", 123456789012345678901234567890n],
    // What has a fraction or an exponent is a double on both sides.
    ["9007199254740993.0", 9007199254740992],
    ["9007199254740993e0", 9007199254740992],
    ["1e400", Infinity],
    ["0.10000000000000001", 0.1],
    ["347.03199999999998", 347.032],
    ['"18446744073709551615"', "18446744073709551615"],
    ['{"18446744073709551615": 1}', { "18446744073709551615": 1 }],
    ['{"return": 1795366217618379000}\r\n', { return: 1795366217618379000n }],
    [
      '[1, 18446744073709551615, {"a": -9223372036854775808}]',
      [1, 18446744073709551615n, { a: -9223372036854775808n }],
    ],
  ])("%s", (text, wanted) => {
    expect(value(text)).toEqual(wanted);
  });

  test.each<[string, unknown]>([
    ["inf", Infinity],
    ["-inf", -Infinity],
    ["nan", NaN],
    ["-nan", NaN],
    ['{"return": {}, "id": inf}', { return: {}, id: Infinity }],
    ["[inf, -inf,nan , -nan]", [Infinity, -Infinity, NaN, NaN]],
  ])("what QEMU prints for doubles that are not finite: %s", (text, wanted) => {
    expect(value(text)).toEqual(wanted);
  });

  test("tells whether there may be a bigint", () => {
    expect(parse('{"a": 123456789012345}').exact).toBe(false);
    expect(parse('{"a": 18446744073709551615}').exact).toBe(true);
    expect(parse('{"a": inf}').exact).toBe(true);
  });

  // Each text is read twice: as it is, and with an integer that makes the exact reader read it.
  test.each([
    "null",
    "true",
    "false",
    "-0",
    "-1.5e-3",
    "1E+5",
    '""',
    '"a\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\uDE00"',
    '"\\ud800 alone"',
    '"é € 😀 \u007f\u2028"',
    '"a string of more than thirteen characters"',
    '"a string of more than thirteen \\u0063haracters"',
    "[]",
    "{}",
    "[[],{}]",
    ' \t\r\n[ 1 , "a" , { "b" : null , "" : [ ] } ] \n',
    '{"a":1,"b":2,"a":3}',
    '{"10":1,"9":2,"b":3}',
    '{"constructor":1,"toString":2}',
    '{"__proto__":{"polluted":true},"a":1}',
    '{"__proto__":1,"__proto__":2}',
  ])("as the platform reads it: %s", (text) => {
    const wanted: unknown = JSON.parse(text);
    const exact = value(`[18446744073709551615,${text}]`) as readonly unknown[];
    for (const read of [value(text), exact[1]]) {
      expect(read).toStrictEqual(wanted);
      expect(Object.entries(read ?? {})).toEqual(Object.entries(wanted ?? {}));
      expect(Object.getPrototypeOf(Object(read))).toBe(Object.getPrototypeOf(Object(wanted)));
    }
    expect("polluted" in {}).toBe(false);
  });

  test.each<[string, RegExp]>([
    ["", /^expected a value at offset 0, the end$/],
    ["  ", /^expected a value at offset 2, the end$/],
    ['{"a": nul}', /^expected a value at offset 6: "nul\}"$/],
    ['{"a": 1', /^expected , or \} at offset 7, the end$/],
    ['{"a": 1]', /^expected , or \} at offset 7: "\]"$/],
    ["[1 2]", /^expected , or \] at offset 3: "2\]"$/],
    ["[1,]", /^expected a value at offset 3: "\]"$/],
    ['{"a":1,}', /^expected a member's name at offset 7: "\}"$/],
    ["{a:1}", /^expected a member's name at offset 1/],
    ['{"a" 1}', /^expected a colon at offset 5/],
    ['{"a":1}{"b":2}', /^expected the end at offset 7: "\{/],
    ['["abc', /^a string without end at offset 1: /],
    ['["abc\\', /^a string without end at offset 1: /],
    ['["a\nb"]', /^a string with a wrong character or escape at offset 1: /],
    ['["\\x41"]', /^a string with a wrong character or escape at offset 1: /],
    ['["\\u12G4"]', /^a string with a wrong character or escape at offset 1: /],
    ["01", /^expected the end at offset 1/],
    ["[1.]", /^expected , or \] at offset 2/],
    ["+1", /^expected a value at offset 0/],
    [".5", /^expected a value at offset 0/],
    ["-", /^expected a value at offset 0/],
    ["NaN", /^expected a value at offset 0/],
    ["Infinity", /^expected a value at offset 0/],
    ["infinity", /^expected the end at offset 3/],
    ["'a'", /^expected a value at offset 0/],
    ["[1]// no", /^expected the end at offset 3/],
    ["\ufeff{}", /^expected a value at offset 0/],
    ["\u00a01", /^expected a value at offset 0/],
    ["undefined", /^expected a value at offset 0/],
    [`{"a": 18446744073709551615, "b": ${"x".repeat(1000)}}`, /^expected a value at offset 33: "x{24}"$/],
    ["9".repeat(1001), /^an integer of more than 1000 digits at offset 0/],
  ])("an error that says what, and where: %s", (text, wanted) => {
    expect(() => parse(text)).toThrow(SyntaxError);
    expect(() => parse(text)).toThrow(wanted);
  });

  test("brackets in brackets exhaust nothing", () => {
    for (const inside of ["", "18446744073709551615"]) {
      let read = value(nested(100_000, inside));
      for (let depth = 1; depth < 100_000; depth++) read = (read as readonly unknown[])[0];
      expect(read).toEqual(inside === "" ? [] : [18446744073709551615n]);
    }
    expect(() => parse("[".repeat(100_000))).toThrow("expected a value at offset 100000, the end");
    expect(() => parse('{"a":'.repeat(100_000))).toThrow("expected a value at offset 500000, the end");
    expect(() => parse("[".repeat(2_000_000))).toThrow(/^nested too deep at offset /);
  });

  test("megabytes in one string", () => {
    const long = "x".repeat(8 * 2 ** 20);
    expect(value(`["${long}", 18446744073709551615, "${long}\\n"]`)).toEqual([
      long,
      18446744073709551615n,
      `${long}\n`,
    ]);
  });
});

describe("the glance for long numbers", () => {
  test.each([14, 15, 16, 17, 31, 32, 40])("%i digits, wherever they are", (count) => {
    for (let before = 0; before < 40; before++) {
      for (const after of ["", "x", "x".repeat(30)]) {
        const text = `${"x".repeat(before)}${"9".repeat(count)}${after}`;
        expect(hasLongDigits(text)).toBe(count >= 16);
      }
    }
  });

  test("what only looks like digits", () => {
    expect(hasLongDigits("/".repeat(64))).toBe(false);
    expect(hasLongDigits(":".repeat(64))).toBe(false);
    expect(hasLongDigits("\u0130".repeat(64))).toBe(false);
    expect(hasLongDigits("123456789012345.".repeat(9))).toBe(false);
  });
});

describe("writing", () => {
  const holes = Array(2).fill(1n, 1);
  const own = { toJSON: (key: string) => `own ${key}` };
  test.each<[unknown, string]>([
    [18446744073709551615n, "18446744073709551615"],
    [{ size: -9223372036854775808n, a: [1n, 2] }, '{"size":-9223372036854775808,"a":[1,2]}'],
    [2 ** 60, "1152921504606846976"],
    [-(2 ** 63), "-9223372036854775808"],
    [2 ** 53, "9007199254740992"],
    [1e20, "100000000000000000000"],
    [1e21, "1e+21"],
    [[2 ** 60, 0.1, -0, 5e-324, 1e300], "[1152921504606846976,0.1,0,5e-324,1e+300]"],
    ["18446744073709551615", '"18446744073709551615"'],
    // With and without a bigint beside it: left out and kept is the same.
    [{ a: undefined, b: () => 1, c: Symbol("c"), d: null }, '{"d":null}'],
    [{ a: undefined, b: () => 1, c: Symbol("c"), d: null, e: 1n }, '{"d":null,"e":1}'],
    [[undefined, () => 1, Symbol("c"), null], "[null,null,null,null]"],
    [[undefined, () => 1, Symbol("c"), null, 1n], "[null,null,null,null,1]"],
    [holes, "[null,1]"],
    [{ a: own, b: [own], c: new Date(0) }, '{"a":"own a","b":["own 0"],"c":"1970-01-01T00:00:00.000Z"}'],
    [{ a: own, b: [own], c: new Date(0), d: 1n }, '{"a":"own a","b":["own 0"],"c":"1970-01-01T00:00:00.000Z","d":1}'],
    [{ a: { toJSON: () => 1n } }, '{"a":1}'],
    [{ a: { toJSON: () => undefined }, b: 1n }, '{"b":1}'],
    [[Object("a"), Object(1), Object(true), Object(2n)], '["a",1,true,2]'],
    [Object.assign(Object.create(null), { a: 1n }), '{"a":1}'],
    [Object.create({ inherited: 1n }), "{}"],
    [JSON.parse('{"__proto__":1,"a":12345678901234567000}'), '{"__proto__":1,"a":12345678901234567168}'],
    ["a\ud800b", '"a\\ud800b"'],
    [['\u0000\u001f"\\é', 1n], '["\\u0000\\u001f\\"\\\\é",1]'],
    ["null", '"null"'],
    [[true, false, ""], '[true,false,""]'],
    [[[], {}, 1n], "[[],{},1]"],
  ])("%o", (given, wanted) => {
    expect(stringify(given)).toBe(wanted);
  });

  test.each([undefined, 0, 1, 2, 4, 10, 99, -1])("indented by %s, as the platform does", (indent) => {
    const given = { a: [1, [], {}, [2, { b: "c" }]], d: {}, e: undefined, f: [undefined] };
    const wanted = JSON.stringify({ ...given, big: 0 }, undefined, indent);
    expect(stringify({ ...given, big: 0 }, indent)).toBe(wanted);
    expect(stringify({ ...given, big: 0n }, indent)).toBe(wanted);
  });

  test.each<[unknown, string]>([
    [NaN, "NaN has no JSON"],
    [{ a: { b: [0, Infinity] } }, "a.b[1]: Infinity has no JSON"],
    [[{ "node-name": -Infinity, b: 1n }], "[0].node-name: -Infinity has no JSON"],
    [undefined, "no JSON for a value of type undefined"],
    [() => 1, "no JSON for a value of type function"],
    [Symbol("a"), "no JSON for a value of type symbol"],
  ])("no JSON: %o", (given, wanted) => {
    expect(() => stringify(given)).toThrow(TypeError);
    expect(() => stringify(given)).toThrow(wanted);
  });

  test("what holds itself", () => {
    const loop: Record<string, unknown> = { a: [{}] };
    (loop["a"] as unknown[])[1] = { b: loop };
    expect(() => stringify(loop)).toThrow(new TypeError("a[1].b: it holds itself"));
    const twice = { c: 1n };
    expect(stringify([twice, twice])).toBe('[{"c":1},{"c":1}]');
  });

  test("too deep for the platform's stack", () => {
    expect(() => stringify(value(nested(100_000)))).toThrow(RangeError);
  });

  test("a program that gave bigint a toJSON", () => {
    const prototype = BigInt.prototype as { toJSON?: unknown };
    prototype.toJSON = function toText(this: bigint) {
      return this.toString();
    };
    try {
      expect(stringify({ size: 5n })).toBe('{"size":5}');
    } finally {
      delete prototype.toJSON;
    }
  });
});

describe("what QEMU does not take", () => {
  test.each<[string, string]>([
    ["an empty object", "{}"],
    ["characters, raw", '"é € 😀 \u007f \ufffd \ufdcf \u{10fffd}"'],
    ["characters, escaped", '"\\u0000 \\ud83d\\uDE00 \\ufffd \\uFDCF \\ufdf0"'],
    ["a backslash, then letters", '"\\\\ud800 \\\\\\\\ufffe"'],
    ["as deep as it goes", nested(1024)],
    ["brackets in a string", JSON.stringify("[".repeat(5000))],
    ["brackets behind escaped quotes", JSON.stringify('\\"['.repeat(3000))],
    ["a long string", JSON.stringify("x".repeat(3 * 2 ** 20))],
    ["as many tokens as it goes", tokens(2 ** 21)],
  ])("fine: %s", (_, text) => {
    expect(sendProblem(text)).toBeUndefined();
  });

  test.each<[string, string, string]>([
    [
      "what stringify escapes",
      stringify({ a: "b\ud800" }),
      'U+D800 is half a surrogate pair, QEMU takes none: behind "{\\"a\\":\\"b"',
    ],
    ["a half", '"\\uDC00"', "U+DC00 is half"],
    ["halves in the wrong order", '"\\ude00\\ud83d"', "U+DE00 is half"],
    ["halves around an escape", '"\\ud83d\\n\\ude00"', "U+D83D is half"],
    ["halves in two strings", '["\\ud83d","\\ude00"]', "U+D83D is half"],
    ["a half behind a backslash", '"\\\\\\ud800"', "U+D800 is half"],
    ["a half, raw", '"\ud800"', "U+D800 is half"],
    ["U+FFFE in a name", '{"\ufffe": 1}', "U+FFFE is no character"],
    ["U+FFFF, raw", '"\uffff"', "U+FFFF is no character"],
    ["U+FFFF, escaped", '"\\uFFFF"', "U+FFFF is no character"],
    ["U+FDD0, raw", '"\ufdd0"', "U+FDD0 is no character"],
    ["U+FDEF, escaped", '"\\ufdef"', "U+FDEF is no character"],
    ["U+1FFFE, raw", '"\u{1fffe}"', "U+1FFFE is no character"],
    ["U+10FFFF, escaped", '"\\udbff\\udfff"', "U+10FFFF is no character"],
    ["brackets", nested(1025), "it is nested 1025 deep, QEMU takes 1024"],
    ["brackets around brackets in a string", `{"a":${nested(1024, '"]"')}}`, "it is nested 1025 deep"],
    ["tokens", tokens(2 ** 21 + 4), "it has 2097156 tokens, QEMU takes 2097152"],
    ["length", JSON.stringify("x".repeat(64 * 2 ** 20)), "it has 67108866 bytes, QEMU takes 67108863"],
    ["length in 2-byte characters", JSON.stringify("é".repeat(32 * 2 ** 20)), "it has 67108866 bytes"],
    ["length in 3-byte characters", JSON.stringify("€".repeat(22 * 2 ** 20)), "it has 69206018 bytes"],
    ["length in 4-byte characters", JSON.stringify("😀".repeat(16 * 2 ** 20)), "it has 67108866 bytes"],
  ])("refused: %s", (_, text, wanted) => {
    expect(sendProblem(text)).toContain(wanted);
  });
});
