// What a monitor was given, and the arguments of the QMP command that come of it.

import { describe, expect, test } from "vitest";

import { qmpArguments } from "../../../src/runtime/hmp/qmp-arguments.js";
import type { HmpArgument, HmpEntry, HmpValues } from "../../../src/runtime/hmp/table.js";
import type { AlternateType, EnumType, ObjectType, TypeRef } from "../../../src/runtime/index.js";

const object = (name: string, members: ObjectType["members"]): ObjectType => ({ object: name, members });

const mode: EnumType = { enum: "Mode", values: ["off", "auto", "read-only", "read-write"] };
const keys: EnumType = { enum: "Key", values: Array.from({ length: 30 }, (_, at) => `f${at + 1}`) };
const point = object("Point", { x: "int", "*y": "int" });
const wordOrNull: AlternateType = { alternate: "StrOrNull", branches: ["str", "null"] };
const reference: AlternateType = { alternate: "Ref", branches: ["str", () => point, "bool"] };
const count: AlternateType = { alternate: "Count", branches: ["uint8", () => point] };
const driver: EnumType = { enum: "Driver", values: ["file", "null"] };
const base = object("Base", { "node-name": "str", driver: () => driver });
const file = object("File", { path: "str", "*offset": "size", "*cache": () => object("Cache", { "*direct": "bool" }) });
const union: ObjectType = {
  object: "Options",
  base: () => base,
  members: { "*locked": "bool" },
  tag: "driver",
  branches: { file: () => file },
};

/** An entry whose command takes some members. */
function entry(args: readonly HmpArgument[], members: ObjectType | ObjectType["members"] | undefined): HmpEntry {
  const type = members && ("object" in members ? (members as ObjectType) : object("x", members));
  return { name: "x", args, params: "", help: "", command: { command: "x", ...(type && { arguments: () => type }) } };
}

/** The argument `a` of one type by one letter. */
function one(ref: TypeRef, value: HmpValues[string], letter: "s" | "S" | "l" | "T" | "b" = "s"): unknown {
  return qmpArguments(entry([{ key: "a", letter }], { a: ref }), { a: value })["a"];
}

describe("words", () => {
  test.each<[name: string, ref: TypeRef, word: string, value: unknown]>([
    ["a string is as it is", "str", " 1,2 ", " 1,2 "],
    ["empty", "str", "", ""],
    ["an enumeration's", () => mode, "read-only", "read-only"],
    ["on", "bool", "on", true],
    ["true", "bool", "true", true],
    ["off", "bool", "off", false],
    ["no", "bool", "no", false],
    ["an integer", "int", "9007199254740993", 9007199254740993n],
    ["a hexadecimal one", "uint64", "0xffffffffffffffff", 18446744073709551615n],
    ["an octal one", "int", "-010", -8n],
    ["a small one", "uint8", "+7", 7],
    ["a number", "number", "-1.5e3", -1500],
    ["bytes", "size", "512", 512n],
    ["a size with a suffix", "size", "1.5G", 1610612736n],
    ["a hexadecimal size", "size", "0x1e", 30n],
    ["strings", ["str"], "a, b,,", ["a", " b", "", ""]],
    ["none", ["str"], "", []],
    ["integers", ["int64"], "1,-9007199254740993,0x10", [1n, -9007199254740993n, 16n]],
    ["small ones", ["int16"], "1,-2", [1, -2]],
    ["switches", ["bool"], "on,false", [true, false]],
    ["words of an enumeration", [() => mode], "off,auto", ["off", "auto"]],
    ["sizes", ["size"], "1K,2", [1024n, 2n]],
    ["a string of an alternate", () => reference, "node0", "node0"],
    ["what is JSON of a kind that it has", () => reference, "true", true],
    ["what is JSON of a kind that it does not have", () => reference, "12", "12"],
    ["its object", () => reference, '{"x": 1}', { x: 1 }],
    ["its string, as JSON", () => reference, '"true"', "true"],
    ["its null", () => wordOrNull, "null", null],
  ])("%s", (_, ref, word, value) => expect(one(ref, word)).toEqual(value));

  test.each<[ref: TypeRef, word: string, message: string]>([
    ["int", "12x", 'a: expected an integer, got "12x"'],
    ["int", "08", 'a: expected an integer, got "08"'],
    ["int", "", 'a: expected an integer, got ""'],
    ["number", "inf", 'a: expected a number, got "inf"'],
    ["size", "5Q", 'a: expected a size such as 512, 64K or 1.5G, got "5Q"'],
    ["size", "-1K", 'a: expected a size such as 512, 64K or 1.5G, got "-1K"'],
    ["bool", "ja", 'a: expected on or off, got "ja"'],
    ["bool", "toString", 'a: expected on or off, got "toString"'],
    [["uint8"], "1,,2", 'a[1]: expected an integer, got ""'],
    [() => mode, "readonly", 'a: expected one of "off", "auto", "read-only", "read-write", got "readonly"'],
    [() => mode, "Read_Only", 'a: expected "read-only", got "Read_Only"'],
    [() => mode, "read", 'a: expected one of "read-only", "read-write", got "read"'],
    [() => keys, "f3x", 'a: expected "f3", got "f3x"'],
    [[() => mode], "off,x", 'a[1]: expected one of "off", "auto", "read-only", "read-write", got "x"'],
    [() => count, "x", "a: this is no JSON: unexpected character at offset 0"],
  ])("%o: %s is refused", (ref, word, message) => {
    if (message.includes("no JSON")) expect(() => one(ref, word)).toThrow(/^a: this is no JSON: .* offset 0/);
    else expect(() => one(ref, word)).toThrow(new Error(message));
  });

  test("an integer of any length stays what it is, for whoever checks it", () => {
    const digits = "9".repeat(401);
    const integer = BigInt(digits);
    expect(one(["uint8"], digits)).toEqual([integer]);
    expect(one("int32", `-${digits}`)).toBe(-integer);
    expect(one(() => count, digits)).toBe(integer);
    const options = entry([{ key: "o", letter: "O" }], { a: "uint16", b: () => count, c: ["int8"] });
    expect(qmpArguments(options, { a: digits, b: digits, c: `1,${digits}` })).toEqual({
      a: integer,
      b: integer,
      c: [1, integer],
    });
    expect(one("uint32", "9007199254740991")).toBe(9007199254740991);
    expect(one("uint32", "9007199254740992")).toBe(9007199254740992n);
  });

  test("a message shows what was typed so that no terminal obeys it", () => {
    expect(() => one("int", "\u001b[2J\n\u009b\u202e\t")).toThrow(
      new Error('a: expected an integer, got "\\x1b[2J\\x0a\\x9b\\x202e\\x09"'),
    );
    const values = { "a.\u202e.\n.y": "1", "a.\u202e.\n": "1" };
    const options = entry([{ key: "o", letter: "O" }], { a: () => reference });
    expect(() => qmpArguments(options, values)).toThrow(new Error("a.\\x202e.\\x0a: has a value and members"));
  });

  test("a message does not cut a character in two", () => {
    const face = "\u{1f600}";
    expect(() => one("int", face.repeat(61))).toThrow(new Error(`a: expected an integer, got "${face.repeat(60)}…"`));
  });

  test("a message stays short", () => {
    expect(() => one("int", "x".repeat(1e6))).toThrow(`a: expected an integer, got "${"x".repeat(60)}…"`);
  });
});

describe("JSON at the end of the line", () => {
  test.each<[ref: TypeRef, text: string, value: unknown]>([
    ["any", ' {"a": 18446744073709551615, "b": [1.5, null]} ', { a: 18446744073709551615n, b: [1.5, null] }],
    ["null", "null", null],
    [() => point, '{"x": 1}', { x: 1 }],
    [() => union, '{"driver": "file"}', { driver: "file" }],
    [[() => point], '[{"x": 1}, {"x": 2}]', [{ x: 1 }, { x: 2 }]],
    [[["int"]], "[[1]]", [[1]]],
    ["str", '"quoted"', '"quoted"'],
    [["str"], "a b,c", ["a b", "c"]],
  ])("%o: %s", (ref, text, value) => expect(one(ref, text, "S")).toEqual(value));

  test.each(["", "{", '{"x": 1} y', "word"])("%j is told with its place", (text) => {
    expect(() => one("any", text, "S")).toThrow(/^a: this is no JSON: [^\n]* at offset \d+/);
  });

  test("all arguments", () => {
    const whole: HmpEntry = { ...entry([{ key: "json", letter: "S" }], { a: "int" }), json: true };
    expect(qmpArguments(whole, { json: '{"a": 1, "b": 9007199254740993}' })).toEqual({ a: 1, b: 9007199254740993n });
    expect(qmpArguments(whole, {})).toEqual({});
    for (const text of ["[]", "1", "null"]) {
      expect(() => qmpArguments(whole, { json: text })).toThrow(
        new Error('json: expected a JSON object, such as {"name": "value"}'),
      );
    }
    expect(() => qmpArguments(whole, { json: "{a}" })).toThrow(/^json: this is no JSON: /);
  });
});

describe("numbers, switches and flags", () => {
  test.each<[ref: TypeRef, given: HmpValues[string], value: unknown]>([
    ["int", 5n, 5n],
    ["int64", -1n, -1n],
    ["uint64", -1n, 18446744073709551615n],
    ["size", 2n ** 63n, 2n ** 63n],
    ["int32", -5n, -5],
    ["uint8", 300n, 300],
    ["uint8", 2n ** 60n + 1n, 2n ** 60n + 1n],
    ["number", 5n, 5],
    ["number", 0.5, 0.5],
    ["int", 2, 2n],
    ["int", 0.5, 0.5],
    ["str", 5n, "5"],
    ["any", 5n, 5n],
    [["int16"], 5n, [5]],
    [() => count, 5n, 5],
    [() => reference, true, true],
    ["bool", false, false],
    ["bool", true, true],
  ])("%o: %s", (ref, given, value) => expect(one(ref, given, "l")).toEqual(value));

  test("a flag that is not given is left out, or false where the command must be told", () => {
    const flags = (["a", "b", "c"] as const).map((key) => ({ key, letter: "-" as const, flag: key }));
    const switches = entry(flags, { a: "bool", "*b": "bool", c: "bool" });
    expect(qmpArguments(switches, { c: true })).toEqual({ a: false, c: true });
    expect(qmpArguments(switches, { a: true, b: true, c: true })).toEqual({ a: true, b: true, c: true });
  });

  test("the word of a flag is of its member's type", () => {
    const flag = entry([{ key: "a", letter: "-", flag: "d", value: true }], { "*a": () => mode });
    expect(qmpArguments(flag, { a: "auto" })).toEqual({ a: "auto" });
    expect(qmpArguments(flag, {})).toEqual({});
    expect(() => qmpArguments(flag, { a: "x" })).toThrow(/^a: expected one of /);
  });

  test("what the type does not know is passed on, for whoever checks", () => {
    const args = [{ key: "b", letter: "s" }] as const;
    expect(qmpArguments(entry(args, { a: "int" }), { b: "1" })).toEqual({ b: "1" });
    expect(qmpArguments(entry(args, undefined), { b: "1", count: 1n })).toEqual({ b: "1", count: 1n });
  });

  test("only what was given counts", () => {
    const args = [{ key: "toString", letter: "s", optional: "?" }] as const;
    expect(qmpArguments(entry(args, { "*toString": "str" }), {})).toEqual({});
  });
});

describe("options", () => {
  const options = (members: Parameters<typeof entry>[1], values: HmpValues) =>
    qmpArguments(entry([{ key: "device", letter: "O" }], members), values);

  test("are what their members say, and strings where nothing is known", () => {
    const members = { id: "str", "*on": "bool", "*n": "int", "*s": "size", "*l": ["int"], "*x": "any" } as const;
    const values = { id: "7", on: "off", n: "0x10", s: "64K", l: "1,2", x: "1", other: "5", "a.b": "c" };
    expect(options(members, values)).toEqual({
      id: "7",
      on: false,
      n: 16n,
      s: 65536n,
      l: [1n, 2n],
      x: "1",
      other: "5",
      "a.b": "c",
    });
  });

  test("a union's, and dots that lead into objects", () => {
    expect(
      options(union, {
        driver: "file",
        "node-name": "n",
        path: "/a",
        offset: "1M",
        locked: "on",
        "cache.direct": "on",
      }),
    ).toEqual({
      driver: "file",
      "node-name": "n",
      path: "/a",
      offset: 1048576n,
      locked: true,
      cache: { direct: true },
    });
    expect(options(union, { driver: "null", "cache.direct": "on" })).toEqual({ driver: "null", "cache.direct": "on" });
    expect(options({ a: () => reference }, { "a.x": "3", "a.z.w": "1" })).toEqual({ a: { x: 3n, z: { w: "1" } } });
  });

  test.each<[values: HmpValues, message: string]>([
    [{ "a.x": "y" }, 'a.x: expected an integer, got "y"'],
    [{ a: "x", "a.x": "1" }, "a: has a value and members"],
    [{ "a.x": "1", a: "x" }, "a: has a value and members"],
    [{ "a.x.y": "1", "a.x": "1" }, "a.x: has a value and members"],
    [{ b: "perhaps" }, 'b: expected on or off, got "perhaps"'],
  ])("%j is refused", (values, message) => {
    expect(() => options({ a: () => reference, b: "bool" }, values)).toThrow(new Error(message));
  });

  test("a member of a dangerous name", () => {
    const args = options(undefined, JSON.parse('{"__proto__": "x"}') as HmpValues);
    expect(Object.entries(args)).toEqual([["__proto__", "x"]]);
  });
});

test("JSON is as deep as QEMU reads it, and brackets in strings do not count", () => {
  const nested = (levels: number) => "[".repeat(levels) + "]".repeat(levels);
  expect(one("any", nested(1024), "S")).toBeInstanceOf(Array);
  expect(one("any", JSON.stringify(nested(5000)), "S")).toBe(nested(5000));
  for (const levels of [1025, 4000, 500_000])
    expect(() => one("any", nested(levels), "S")).toThrow("a: JSON that is nested deeper than 1024 levels");
});
