// QEMU's JSON, read from bytes: verdicts and values, recovery, limits, chunks cut anywhere, and a peer that means harm.
// `test/qemu/json.test.ts` asks a real QEMU whether the same is right.

import { isDeepStrictEqual } from "node:util";

import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { Float } from "../../../src/runtime/server/float.js";
import { JsonStream } from "../../../src/runtime/server/json-stream.js";
import type { Incoming, StreamLimits } from "../../../src/runtime/server/json-stream.js";
import { wireText } from "../../../src/runtime/server/wire-writer.js";
import { allInputs, bytesOf, utf8 } from "./json-inputs.js";

function drain(stream: JsonStream): readonly Incoming[] {
  const all: Incoming[] = [];
  for (let next; (next = stream.next()) !== undefined;) all.push(next);
  return all;
}

function readAll(chunks: readonly (Uint8Array | string)[], limits?: Partial<StreamLimits>): readonly Incoming[] {
  const stream = new JsonStream(limits);
  return chunks.flatMap((chunk) => {
    stream.push(chunk);
    return drain(stream);
  });
}

const read = (input: string, limits?: Partial<StreamLimits>) => readAll([bytesOf(input)], limits);

/** Values, and for mistakes their words. */
const results = (input: string, limits?: Partial<StreamLimits>) =>
  read(input, limits).map((one) => ("error" in one ? one.error : one.value));

/** A value that stands alone, which a blank ends; or what is wrong with it. */
const single = (input: string) => {
  const [first, ...more] = results(`${input} `);
  expect(more).toEqual([]);
  return first;
};

describe("strings", () => {
  test.each([
    [`'single'`, "single"],
    [`'it\\'s'`, "it's"],
    [`"it\\'s"`, "it's"],
    [`'say "a"'`, 'say "a"'],
    [`"it's"`, "it's"],
    [`""`, ""],
    [`"\\"\\\\\\/\\b\\f\\n\\r\\t"`, '"\\/\b\f\n\r\t'],
    [`"\\u0041\\u00e9\\u20AC\\uD83D\\ude00"`, "Aé€😀"],
    [`"${utf8("é€😀")}"`, "é€😀"],
    [`"\\u0000"`, "\0"],
    [`"a\xc0\x80b"`, "a\0b"],
    [`"\x7f"`, "\x7f"],
    [`"%s %d"`, "%s %d"],
    [`"a long string, which is no slice"`, "a long string, which is no slice"],
    [`'a long "string", which is no slice'`, 'a long "string", which is no slice'],
    [`"${"\\n".repeat(20_000)}"`, "\n".repeat(20_000)],
    [`"${utf8("😀").repeat(8192)}"`, "😀".repeat(8192)],
  ])("%s", (given, want) => {
    expect(single(given)).toBe(want);
  });

  test.each([
    ["\\x41", "an escape that JSON does not have: \\x"],
    ["\\a", "an escape that JSON does not have: \\a"],
    ["\\0", "an escape that JSON does not have: \\0"],
    ["\\ud83d", "an escape that stands for no Unicode character: \\ud83d"],
    ["\\ud83d\\u0041", "an escape that stands for no Unicode character: \\ud83d"],
    ["\\ude00", "an escape that stands for no Unicode character: \\ude00"],
    ["\\ufdd0", "an escape that stands for no Unicode character: \\ufdd0"],
    ["\\uFFFE", "an escape that stands for no Unicode character: \\uFFFE"],
    ["\\ud83f\\udfff", "an escape that stands for no Unicode character: \\ud83f"],
    ["\\u12G4", "an escape that stands for no Unicode character: \\u12G4"],
    ["\\u12", "an escape that stands for no Unicode character: \\u12"],
    ["a\x80", "a string that is not UTF-8, from here on: \ufffd"],
    ["\xc1\xbf", "a string that is not UTF-8, from here on: \ufffd\ufffd"],
    ["\xed\xa0\x80", "a string that is not UTF-8, from here on: \ufffd\ufffd\ufffd"],
    ["\xef\xbf\xbf", "a string that is not UTF-8, from here on: \uffff"],
    ["\xf4\x90\x80\x80", "a string that is not UTF-8, from here on: \ufffd\ufffd\ufffd\ufffd"],
    ["\xe2\x82", "a string that is not UTF-8, from here on: \ufffd"],
  ])("%j in a string", (given, want) => {
    expect(single(`"${given}"`)).toBe(want);
  });

  test.each([
    ["\t", 'a string with a control character: "a\\u0009'],
    ["\n", 'a string with a control character: "a\\u000a'],
    ["\0", 'a string with a control character: "a\\u0000'],
    ["\xfe", 'a string with a byte that is never in UTF-8: "a\ufffd'],
    ["\xff", 'a string with a byte that is never in UTF-8: "a\ufffd'],
    ["\\\xff", 'a string with a byte that is never in UTF-8: "a\\\ufffd'],
  ])("%j in a string, told at once", (given, want) => {
    expect(results(`"a${given}`)).toEqual([want]);
  });
});

describe("words and numbers", () => {
  test.each([
    ["true", true],
    ["false", false],
    ["null", null],
    ["0", 0],
    ["-0", 0],
    ["42", 42],
    ["-17", -17],
    ["123456789012345", 123456789012345],
    ["9007199254740991", 9007199254740991],
    ["-9007199254740991", -9007199254740991],
    ["9007199254740992", 9007199254740992n],
    ["9223372036854775807", 9223372036854775807n],
    ["-9223372036854775808", -(2n ** 63n)],
    ["18446744073709551615", 2n ** 64n - 1n],
    ["18446744073709551616", new Float(2 ** 64)],
    ["-9223372036854775809", new Float(-(2 ** 63))],
    ["9".repeat(400), Infinity],
    ["1.0", new Float(1)],
    ["-0.0", new Float(-0)],
    ["1e2", new Float(100)],
    ["1E+2", new Float(100)],
    ["100e-2", new Float(1)],
    ["1.5", 1.5],
    ["0.5e1", new Float(5)],
    ["0.1", 0.1],
    ["1e400", Infinity],
    ["-1e400", -Infinity],
    ["1e-400", new Float(0)],
  ])("%s", (given, want) => {
    const got = single(given);
    expect(got).toStrictEqual(want);
    if (want === 0) expect(Object.is(got, 0)).toBe(true);
  });

  test.each([
    ["nan", ["no word of JSON: nan"]],
    ["truefalse", ["no word of JSON: truefalse"]],
    ["NaN", ["no value begins with N"]],
    ["True", ["no value begins with T"]],
    ["+1", ["no value begins with +"]],
    [".5", ["no value begins with ."]],
    ["01", ["a number that is written wrong: 01"]],
    ["-x", ["a number that is written wrong: -x"]],
    ["1.x", ["a number that is written wrong: 1.x"]],
    ["1e+]", ["a number that is written wrong: 1e+]"]],
    ["0x10", [0, "no word of JSON: x", 10]],
    ["0e5", [0, "no word of JSON: e", 5]],
    ["%d", ["no value begins with %"]],
    ["\u00e9", ["no value begins with the byte 0xe9"]],
    ["\x04", ["no value begins with the byte 0x04"]],
  ])("%s", (given, want) => {
    expect(results(`${given} `)).toEqual(want);
  });

  test("what may go on waits for the next byte, which stays unread", () => {
    const stream = new JsonStream();
    stream.push("42");
    expect(stream.next()).toBeUndefined();
    stream.push("3]");
    expect(stream.next()).toEqual({ value: 423 });
    expect(stream.pending).toBe(1);
    expect(stream.next()).toEqual({ error: "expected a value, not ]" });
  });
});

describe("objects and arrays", () => {
  test.each([
    ["{}", {}],
    ["[ ]", []],
    [`{'a': 1, "b" :[ {}, [\t]\r\n]}`, { a: 1, b: [{}, []] }],
    [`{"":{"":""}}`, { "": { "": "" } }],
    [`{"2":1,"1":2}`, { 1: 2, 2: 1 }],
  ])("%s", (given, want) => {
    expect(single(given)).toStrictEqual(want);
  });

  test.each([
    ["[1,]", "expected a value, not ]"],
    ["[,1]", "expected a value or ], not ,"],
    ["[1 2]", "expected a comma or ], not 2"],
    ['{"a":1,}', "expected a member's name, a string, not }"],
    ["{,}", "expected a member's name, a string, or }, not ,"],
    ["{1:2}", "expected a member's name, a string, or }, not 1"],
    ["{[]:2}", "expected a member's name, a string, or }, not ["],
    ["{'a' 1}", "expected a colon behind the name a, not 1"],
    ["{'a'}", "expected a colon behind the name a, not }"],
    ["{'a':}", "expected a value, not }"],
    ['{"a":1 "b":2}', 'expected a comma or }, not "b"'],
    ["{]", "expected a member's name, a string, or }, not ]"],
    ["[}", "expected a value or ], not }"],
    ["{'a':[}]", "expected a value or ], not }"],
    ["{'a':1,'a':2}", "two members of one object have the same name: a"],
    ["[{'b':{'a':1,'\\u0061':2}}]", "two members of one object have the same name: a"],
    ["{'toString':1,'toString':2}", "two members of one object have the same name: toString"],
    ["{'__proto__':1,'__proto__':2}", "two members of one object have the same name: __proto__"],
    ["{'a':1,'a':nil}", "no word of JSON: nil"],
    ["{'a':1,'a':[}]", "expected a value or ], not }"],
    ["}", "expected a value, not }"],
    [",", "expected a value, not ,"],
    [":", "expected a value, not :"],
  ])("%s is one mistake", (given, want) => {
    expect(results(given)).toEqual([want]);
  });

  test("no prototype is touched, nor asked", () => {
    const before = Object.getOwnPropertyNames(Object.prototype);
    const value = single('{"__proto__":{"polluted":1},"constructor":2,"hasOwnProperty":3}') as Record<string, unknown>;
    expect(Object.entries(value)).toEqual([
      ["__proto__", { polluted: 1 }],
      ["constructor", 2],
      ["hasOwnProperty", 3],
    ]);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });
});

describe("behind a mistake", () => {
  test.each([
    // What is wrong with the structure takes the message with it, and nothing else.
    ["[1 2][3]", 1, [[3]]],
    ["{'a':'\\x','b':[1]}[3]", 1, [[3]]],
    ["[nil,nan][3]", 1, [[3]]],
    ["{][3]", 1, [[3]]],
    ["{'a':[}[3]]][4]", 2, [[4]]],
    // A wrong byte takes what was before, and what follows up to a bracket, colon, comma or control character.
    ['{"a":01}', 2, []],
    ['{"a":01,"b":[2]}', 4, ["b", [2]]],
    ["A B C\n[3]", 1, [[3]]],
    ["A B C\r[3]", 1, [[3]]],
    ["A B\tC[3]", 1, [[3]]],
    ["A 1 2 3\n4 ", 1, [4]],
    ["A\x04[3]", 2, [[3]]],
    ["A\xff[3]", 2, [[3]]],
    ["A\x7f[3]", 1, [[3]]],
    ['A"]"B', 2, []],
    ["-][3]", 1, [[3]]],
    ["A[3]", 1, [[3]]],
    ['["a\nb","c"]', 3, ["c"]],
    ["\xef\xbb\xbf{}", 1, [{}]],
    ['{"a":"open\x04{}', 1, [{}]],
    ["[[[[\xff{}", 1, [{}]],
  ])("%j: %i mistakes", (given, count, want) => {
    const all = read(given);
    const values = all.flatMap((one) => ("error" in one ? [] : [one.value]));
    expect([all.length - values.length, values]).toEqual([count, want]);
  });

  test("it is told at its byte, though the message is not complete", () => {
    const stream = new JsonStream();
    stream.push('{"execute": "x", "id": 0');
    expect(stream.next()).toBeUndefined();
    stream.push("1");
    expect(stream.next()).toEqual({ error: "a number that is written wrong: 01" });
  });

  test("an excerpt is short and on one line, of the end where that matters", () => {
    const [first] = results(`"${"x".repeat(1000)}${utf8("\u2028é\u202e")}\n`) as readonly string[];
    expect(first).toMatch(/^a string with a control character: \.\.\.x+\\u2028é\\u202e\\u000a$/);
    expect(first!.length).toBeLessThan(120);
    const [second] = results(`["a" "${"y".repeat(1000)}"]`) as readonly string[];
    expect(second).toBe(`expected a comma or ], not "${"y".repeat(47)}...`);
    const [third] = results(`{"${utf8("é").repeat(1000)}" 1}`) as readonly string[];
    expect(third).toBe(`expected a colon behind the name ${"é".repeat(48)}..., not 1`);
  });
});

describe("limits", () => {
  test.each([
    ["[", "]"],
    ['{"a":', "}"],
  ])("1024 levels of %s, and one more", (open, close) => {
    const nested = (depth: number) => read(`${open.repeat(depth)}1${close.repeat(depth)}`);
    expect(nested(1024)).toEqual([{ value: expect.anything() }]);
    const errors = nested(1025);
    expect(errors[0]).toEqual({ error: "a message that is nested too deep: at most 1024 brackets may be open" });
    // What is left is read anew: the innermost is complete but for its name.
    expect(errors.length).toBeGreaterThan(1024);
  });

  test("tokens: as many as are allowed, and one more", () => {
    expect(results("[1,2]", { tokens: 5 })).toEqual([[1, 2]]);
    expect(results("[1,2,3]{}", { tokens: 5 })).toEqual([
      "a message of too many tokens: at most 5 are taken",
      "expected a value, not ]",
      {},
    ]);
  });

  test("bytes: those of tokens count, and not white space", () => {
    const error = "a message of too many bytes: at most 8 are taken";
    expect(results("[ 12 , 34 ]  ", { bytes: 8 })).toEqual([[12, 34]]);
    expect(results("[ 12 , 345 ] {}", { bytes: 8 })).toEqual([error, {}]);
    // A token alone ends behind one byte too many, whether its own end has come or not.
    for (const token of ['"abcdefgh', "123456789", "abcdefghi"]) expect(results(token, { bytes: 8 })).toEqual([error]);
    expect(results('"abcdefgh[]', { bytes: 8 })).toEqual([error, []]);
    expect(results('"abcdefg"[]', { bytes: 8 })).toEqual([error, []]);
    expect(results('"abcdefg\n[]', { bytes: 8 })).toEqual(['a string with a control character: "abcdefg\\u000a', []]);
  });
});

describe("chunks", () => {
  const whole = new Map(allInputs.map((input) => [input, read(input)]));

  test("cut at every place, all inputs give the same", () => {
    for (const input of allInputs.filter(({ length }) => length < 300)) {
      const bytes = bytesOf(input);
      for (let at = 1; at < bytes.length; at++) {
        const got = readAll([bytes.subarray(0, at), bytes.subarray(at)]);
        if (!isDeepStrictEqual(got, whole.get(input))) expect({ input, at, got }).toEqual(whole.get(input));
      }
    }
    expect(whole.size).toBeGreaterThan(500);
  });

  test.each([1, 2, 3, 7])("in pieces of %i bytes, all inputs give the same", (size) => {
    for (const input of allInputs) {
      const bytes = bytesOf(input);
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
        bytes.subarray(at * size, at * size + size),
      );
      expect(readAll(pieces)).toEqual(whole.get(input));
    }
  });

  test("one after another in one stream, all inputs give the same; nothing is left over", () => {
    const stream = new JsonStream();
    for (const input of allInputs) {
      // The mark ends what is open, and is a mistake of its own.
      stream.push(bytesOf(`${input}\x04 \n`));
      expect(drain(stream)).toEqual(read(`${input}\x04 \n`));
    }
    expect(stream.pending).toBe(0);
  });

  test("a text is read as its bytes are", () => {
    for (const text of [
      '{"a": "b"}',
      '["é€😀\\n"]',
      '"\ufeff"',
      "é[]",
      '["\uffff"]',
      '["\ufdd0"] ',
      "[1, 2",
      "\u00ff[]",
    ]) {
      expect(readAll([text])).toEqual(read(utf8(text)));
    }
    expect(readAll(['["a\ud83d"]'])).toEqual([{ error: expect.stringContaining("not UTF-8") }]);
  });

  test("no more is read than asked for", () => {
    const stream = new JsonStream();
    stream.push("{}[1]");
    stream.push('"abc"');
    expect(stream.pending).toBe(10);
    expect(stream.next()).toEqual({ value: {} });
    expect(stream.pending).toBe(8);
    expect(stream.next()).toEqual({ value: [1] });
    expect(stream.pending).toBe(5);
    expect(stream.next()).toEqual({ value: "abc" });
    expect([stream.next(), stream.pending]).toEqual([undefined, 0]);
    stream.push("");
    stream.push(new Uint8Array());
    expect([stream.next(), stream.pending]).toEqual([undefined, 0]);
  });

  test("a chunk may be used again", () => {
    const stream = new JsonStream();
    const chunk = Buffer.from('["some text that is long"');
    stream.push(chunk);
    chunk.fill(0);
    stream.push("]");
    expect(stream.next()).toEqual({ value: ["some text that is long"] });
  });
});

describe("without Node's buffers", () => {
  test("all inputs give the same", () => {
    const { Buffer: buffers } = globalThis;
    const chunks = allInputs.map(bytesOf);
    const wanted = chunks.map((chunk) => readAll([chunk]));
    let got: unknown;
    try {
      Reflect.deleteProperty(globalThis, "Buffer");
      got = chunks.map((chunk) => readAll([chunk]));
    } finally {
      globalThis.Buffer = buffers;
    }
    expect(got).toEqual(wanted);
  });
});

describe("a peer that means harm", () => {
  test.each([
    ["a long name", `{"${"k".repeat(10 * 2 ** 20)}":1}`, 1, 0],
    ["a long number", `[${"9".repeat(2 ** 20)}]`, 1, 0],
    ["many names", `{${Array.from({ length: 200_000 }, (_, at) => `"k${at}":${at}`).join()}}`, 1, 0],
    ["deep nesting", "[".repeat(100_000) + "]".repeat(100_000), 99_523, 99_522],
    ["many tokens", `[${"1,".repeat(1_100_000)}1]`, 102_851, 51_426],
    ["many escapes", `["${"\\n".repeat(2 ** 20)}"]`, 1, 0],
    ["many mistakes", "\x04".repeat(100_000), 100_000, 100_000],
  ])("%s", (_, input, count, errors) => {
    const all = read(input);
    expect([all.length, all.filter((one) => "error" in one).length]).toEqual([count, errors]);
  });

  test("a long message that comes byte by byte", () => {
    const bytes = bytesOf(`["${"x".repeat(2 ** 19)}"]`);
    const pieces = Array.from(bytes, (_, at) => bytes.subarray(at, at + 1));
    expect(readAll(pieces)).toEqual([{ value: ["x".repeat(2 ** 19)] }]);
  });

  test("many chunks before the first is read", () => {
    const stream = new JsonStream();
    for (let count = 0; count < 100_000; count++) stream.push("[1]");
    expect(stream.pending).toBe(300_000);
    expect(drain(stream)).toHaveLength(100_000);
  });
});

describe("anything", () => {
  const integers = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n });
  const number = (integer: bigint) => (Number.isSafeInteger(Number(integer)) ? Number(integer) : integer);
  const doubles = fc.double({ noNaN: true, noDefaultInfinity: true });
  // What is no character cannot be sent.
  const strings = fc.string({ unit: "binary" }).map((text) => text.replace(/[\p{Cs}\p{NChar}]/gu, "?"));
  const names = fc.oneof(strings, fc.constantFrom("__proto__", "a", "10", "constructor"));
  const { value: values } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4, depthSize: "small" },
      fc.oneof(
        strings,
        fc.boolean(),
        fc.constant(null),
        integers.map(number),
        doubles.map((value) => (Number.isInteger(value) ? new Float(value) : value)),
      ),
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(names, tie("value"), { maxKeys: 4, noNullPrototype: true }),
    ),
  }));

  test("what is written is read again", () => {
    // A double is written without a fraction if it has none, and is an integer then, if 64 bits hold it.
    const asWritten = (value: unknown): unknown => {
      if (value instanceof Float) return single(wireText(value));
      if (Array.isArray(value)) return value.map(asWritten);
      if (typeof value !== "object" || value === null) return value;
      return Object.fromEntries(Object.entries(value).map(([name, of]) => [name, asWritten(of)]));
    };
    fc.assert(
      fc.property(values, (value) => {
        const [got] = read(`${wireText(value)} `);
        // Not vitest's `toStrictEqual`: that one asks members named `constructor` for a value's type.
        expect(isDeepStrictEqual(got, { value: asWritten(value) })).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test("what the platform reads is read to the same values, or refused", () => {
    const plain = (value: unknown): unknown => {
      if (value instanceof Float) return value.value;
      if (typeof value === "bigint") return Number(value);
      if (Array.isArray(value)) return value.map(plain);
      if (typeof value !== "object" || value === null) return value;
      return Object.fromEntries(Object.entries(value).map(([name, of]) => [name, plain(of)]));
    };
    fc.assert(
      fc.property(fc.json({ stringUnit: "binary" }), (text) => {
        fc.pre(!/"__proto__"|\de|-0|[\p{Cs}\p{NChar}]|\\u/u.test(text));
        const [got] = read(`${utf8(text)} `);
        const wanted = { value: JSON.parse(text) as unknown };
        expect("value" in got! ? { value: plain(got.value) } : got).toEqual(wanted);
      }),
      { numRuns: 1000 },
    );
  });

  const noise = fc
    .array(
      fc.oneof(
        fc.constantFrom(..."[]{}:,\"'\\ux0159.-e\n\t \xff\x04"),
        fc.nat(255).map((code) => String.fromCharCode(code)),
      ),
      {
        maxLength: 60,
      },
    )
    .map((all) => all.join(""));
  const cut = (bytes: Uint8Array, places: readonly number[]) => {
    const at = [0, ...places.map((place) => place % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
    return at.slice(1).map((end, index) => bytes.subarray(at[index], end));
  };

  test("noise is read, cut anywhere to the same, within any limits", () => {
    const limit = fc.integer({ min: 1, max: 12 });
    const limits = fc.record({ nesting: limit, tokens: limit, bytes: limit }, { requiredKeys: [] });
    const inputs = fc.oneof(
      noise,
      fc.tuple(fc.constantFrom(...allInputs.filter(({ length }) => length < 100)), noise).map((two) => two.join("")),
    );
    fc.assert(
      fc.property(inputs, fc.array(fc.nat(), { maxLength: 8 }), limits, (input, places, given) => {
        const bytes = bytesOf(input);
        expect(readAll(cut(bytes, places), given)).toEqual(readAll([bytes], given));
        const stream = new JsonStream(given);
        // All of it comes before any is read.
        for (const chunk of cut(bytes, places)) stream.push(chunk);
        expect(drain(stream)).toEqual(readAll([bytes], given));
      }),
      { numRuns: 3000 },
    );
  });
});
