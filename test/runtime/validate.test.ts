// What may be sent and what has come, held to a table: QEMU's rules, type by type, and where each problem is told.

import { describe, expect, test } from "vitest";

import type { AlternateType, BuiltinRef, EnumType, ObjectType, TypeRef } from "../../src/runtime/table.js";
import { argumentProblems, conformanceProblems, findingsOf, problemsOf } from "../../src/runtime/validate.js";

const Unit: EnumType = { enum: "Unit", values: ["kib", "mib", "toString"] };
const Place: ObjectType = { object: "Place", members: { host: "str", "*port": "uint16" } };
const Link: ObjectType = {
  object: "Link",
  base: () => Place,
  members: { keys: [() => Key], "*limit": "number", "*unit": () => Unit },
};
const KeyKind: EnumType = { enum: "KeyKind", values: ["number", "name", "none"] };
const Key: ObjectType = {
  object: "Key",
  members: { type: () => KeyKind, "*note": "str" },
  tag: "type",
  branches: {
    number: () => ({ object: "NumberKey", members: { data: () => ({ object: "q_data", members: { x: "int8" } }) } }),
    name: () => ({ object: "NameKey", members: { name: "str", "*alias": "str" } }),
  },
};
const Choice: AlternateType = { alternate: "Choice", branches: [() => Unit, "int", "null", () => Key, ["str"]] };
const Node: ObjectType = { object: "Node", members: { "*next": () => Node, "*any": "any" } };
/** Members that every object has from its prototype. */
const Odd: ObjectType = {
  object: "Odd",
  members: { constructor: "int" as const, "*toString": "str", ["__proto__"]: "bool", "*hasOwnProperty": "any" },
};

/** What is told of a value that is sent: its places and kinds, in order. */
const told = (ref: TypeRef, value: unknown) => problemsOf(ref, value).map(({ path, kind }) => `${path} ${kind}`.trim());
const toldReceived = (ref: TypeRef, value: unknown) =>
  conformanceProblems(ref, value).map(({ path, kind }) => `${path} ${kind}`.trim());
const toldArguments = (type: ObjectType | undefined, args: unknown, open?: true) =>
  argumentProblems(
    { command: "x", ...(type === undefined ? {} : { arguments: () => type }), ...(open ? { open } : {}) },
    args,
  ).map(({ path, kind }) => `${path} ${kind}`.trim());
const reasons = (ref: TypeRef, value: unknown) => problemsOf(ref, value).map(({ reason }) => reason);

class Instance {
  host = "h";
  #hidden = "never sent";
  get keys(): unknown {
    return [this.#hidden];
  }
}

describe("integers", () => {
  const limits: readonly (readonly [BuiltinRef, bigint, bigint])[] = [
    ["int8", -128n, 127n],
    ["int16", -32768n, 32767n],
    ["int32", -2147483648n, 2147483647n],
    ["int64", -(2n ** 63n), 2n ** 63n - 1n],
    ["int64:number", -(2n ** 63n), 2n ** 63n - 1n],
    ["int", -(2n ** 63n), 2n ** 63n - 1n],
    ["int:bigint", -(2n ** 63n), 2n ** 63n - 1n],
    ["uint8", 0n, 255n],
    ["uint16", 0n, 65535n],
    ["uint32", 0n, 4294967295n],
    ["uint64", 0n, 2n ** 64n - 1n],
    ["uint64:number", 0n, 2n ** 64n - 1n],
    ["size", 0n, 2n ** 64n - 1n],
    ["size:number", 0n, 2n ** 64n - 1n],
  ];

  test.each(limits)("%s: from %s to %s, as number or as bigint", (type, min, max) => {
    for (const fine of [min, max, 0n, 100n]) expect(told(type, fine)).toEqual([]);
    for (const wrong of [min - 1n, max + 1n, -(2n ** 64n), 2n ** 65n]) expect(told(type, wrong)).toEqual(["range"]);
    expect(reasons(type, max + 1n)).toEqual([`expected integer from ${min} to ${max}, got ${max + 1n}n`]);
    if (max <= 2n ** 53n) {
      for (const fine of [min, max]) expect(told(type, Number(fine))).toEqual([]);
      for (const wrong of [min - 1n, max + 1n]) expect(told(type, Number(wrong))).toEqual(["range"]);
    }
    expect([-0, 1.0].flatMap((fine) => told(type, fine))).toEqual([]);
  });

  test.each(limits)("%s: what is none", (type) => {
    const wrong = [1.5, -0.1, NaN, Infinity, -Infinity, 1e-7, "1", "0x10", "", true, false, null, undefined, [1], {}];
    for (const value of [...wrong, new Number(1), Symbol("1"), () => 1]) expect(told(type, value)).toEqual(["type"]);
  });

  test("a number beyond 2^53 may have been rounded, a bigint was not", () => {
    const rounded = [expect.stringMatching(/rounded: use a bigint/) as string];
    for (const type of ["int", "int64", "uint64", "size"] as const) {
      expect(told(type, 2 ** 53 - 1)).toEqual([]);
      expect(reasons(type, 2 ** 53)).toEqual(rounded);
      expect(told(type, 2n ** 53n + 1n)).toEqual([]);
    }
    expect(reasons("int", -(2 ** 53))).toEqual(rounded);
    // The largest values of 64 bits, rounded to the next number.
    expect(reasons("int", 2 ** 63)).toEqual(rounded);
    expect(reasons("uint64", 2 ** 64)).toEqual(rounded);
    // Where no rounding explains it, the range does.
    for (const [type, value] of [
      ["int", 2 ** 64],
      ["uint64", -(2 ** 53)],
      ["uint64", 2 ** 65],
      ["int8", 2 ** 53],
    ] as const) {
      expect(reasons(type, value)).toEqual([
        expect.stringMatching(/^expected integer from -?\d+ to \d+, got -?[\d]+$/),
      ]);
    }
  });

  test("of what has come, each has its one form", () => {
    for (const type of ["int64", "uint64", "size", "int:bigint"] as const) {
      expect(toldReceived(type, 5n)).toEqual([]);
      expect(toldReceived(type, 5)).toEqual(["type"]);
    }
    for (const type of ["int", "int8", "uint32", "int64:number", "uint64:number", "size:number"] as const) {
      expect(toldReceived(type, 5)).toEqual([]);
      expect(toldReceived(type, 5n)).toEqual(["type"]);
      expect(toldReceived(type, 1.5)).toEqual(["type"]);
    }
    expect(toldReceived("uint64", 2n ** 64n)).toEqual(["range"]);
    expect(toldReceived("uint8", 256)).toEqual(["range"]);
    expect(conformanceProblems("size", 5)[0]?.reason).toBe("expected integer as bigint, got 5");
    expect(conformanceProblems("int", 5n)[0]?.reason).toBe("expected integer as number, got 5n");
  });
});

describe("values of every other type", () => {
  const kinds = {
    text: "x",
    digits: "1",
    integer: 1,
    big: 1n,
    fraction: 0.5,
    bool: true,
    null: null,
    list: [],
    object: {},
  };
  const noJson = [undefined, NaN, Infinity, () => 1, Symbol("x"), new Date(0), new Map(), /x/, new String("x")];

  test.each<[string, TypeRef, readonly string[]]>([
    ["str", "str", ["text", "digits"]],
    ["bool", "bool", ["bool"]],
    ["null", "null", ["null"]],
    ["number", "number", ["integer", "big", "fraction"]],
    ["any", "any", Object.keys(kinds)],
    ["an array", ["str"], ["list"]],
    ["a struct", () => Node, ["object"]],
    ["an alternate", () => ({ alternate: "Two", branches: ["bool", ["int"]] }), ["bool", "list"]],
  ])("%s takes its own kind of JSON and no other", (_, type, fine) => {
    const taken = Object.entries(kinds).filter(([, value]) => told(type, value).length === 0);
    expect(taken.map(([kind]) => kind)).toEqual(fine);
    for (const value of [...Object.values(kinds), ...noJson]) expect(["", "type"]).toContain(told(type, value).join());
    for (const value of noJson) expect(told(type, value)).toEqual(["type"]);
  });

  test("number: all that QEMU reads, exact or not; no integer beyond 64 bits that it would round", () => {
    for (const fine of [-0, 1e300, 2 ** 53 + 2, 2 ** 64, 5e-324, 2n ** 64n - 1n, -(2n ** 63n)]) {
      expect(told("number", fine)).toEqual([]);
    }
    for (const wrong of [2n ** 64n, -(2n ** 63n) - 1n]) expect(told("number", wrong)).toEqual(["range"]);
    expect(reasons("number", NaN)).toEqual(["expected number, got NaN"]);
    // QEMU prints doubles that are not finite.
    for (const fine of [NaN, Infinity, 1, 0.5, 2 ** 70]) expect(toldReceived("number", fine)).toEqual([]);
    for (const wrong of [1n, "1", null]) expect(toldReceived("number", wrong)).toEqual(["type"]);
  });

  test("enum: its values, by letter", () => {
    for (const fine of Unit.values) expect(told(() => Unit, fine)).toEqual([]);
    for (const wrong of ["KIB", "kib ", "", "constructor", "0"]) expect(told(() => Unit, wrong)).toEqual(["value"]);
    for (const wrong of [0, null, ["kib"], undefined, true]) expect(told(() => Unit, wrong)).toEqual(["type"]);
    expect(reasons(() => Unit, "gib")).toEqual(['expected one of "kib", "mib", "toString", got "gib"']);
    const many: EnumType = { enum: "Many", values: [..."abcdefghi"] };
    expect(reasons(() => many, "z".repeat(100))).toEqual([`expected a value of Many, got "${"z".repeat(60)}…"`]);
  });

  test.each<[string, unknown, readonly string[]]>([
    ["a large bigint", { a: [1n, 2n ** 64n - 1n] }, []],
    [
      "bigints that have no place in QEMU",
      { a: [2n ** 64n, { b: -(2n ** 63n) - 1n }] },
      ["a[0] range", "a[1].b range"],
    ],
    ["a number that may be rounded", [2 ** 53, 1e300, 0.5], ["[0] range"]],
    [
      "what has no JSON",
      { f: () => 1, d: new Date(0), m: new Map(), s: Symbol("s"), n: NaN },
      ["f type", "d type", "m type", "s type", "n type"],
    ],
    [
      "bytes, and single values in objects",
      [new Uint8Array(1), new Number(1), new Boolean(true)],
      ["[0] type", "[1] type", "[2] type"],
    ],
    [
      "toJSON, own or inherited",
      { a: { toJSON: () => 1 }, b: Object.create({ toJSON: () => 1 }) },
      ["a type", "b type"],
    ],
    ["toJSON that is data", { toJSON: 1 }, []],
    ["undefined members, which are not written", { a: undefined, b: 1 }, []],
    ["undefined elements, which would be null", [undefined, 1], ["[0] type"]],
    // oxlint-disable-next-line no-sparse-arrays
    ["holes, which would be null", [1, , 2], ["[1] type"]],
    ["null", { a: null, b: [null] }, []],
    ["a key __proto__", JSON.parse('{"__proto__": {"a": 1}}'), []],
    ["an object without a prototype", Object.assign(Object.create(null), { a: () => 1 }), ["a type"]],
    ["an instance", new Instance(), []],
  ])("any: %s", (_, value, wanted) => {
    expect(told("any", value)).toEqual(wanted);
    // What has come as `any` is held to nothing.
    expect(toldReceived("any", value)).toEqual([]);
  });

  test("what holds itself is told once, what is there twice is fine", () => {
    const shared = { a: 1 };
    expect(told("any", [shared, shared, [shared]])).toEqual([]);
    const loop: Record<string, unknown> = { shared };
    loop["loop"] = [loop];
    expect(told("any", loop)).toEqual(["loop[0] value"]);
    const node: Record<string, unknown> = {};
    node["next"] = { next: node };
    expect(problemsOf(() => Node, node)).toEqual([{ path: "next.next", kind: "value", reason: "it holds itself" }]);
  });
});

describe("objects", () => {
  const link = { host: "h", keys: [] };

  test.each<[string, TypeRef, unknown, readonly string[]]>([
    ["complete", () => Link, { ...link, port: 1, limit: 0.5, unit: "kib" }, []],
    ["without optional members", () => Link, link, []],
    ["optional members that are undefined", () => Link, { ...link, port: undefined, limit: undefined }, []],
    ["null is no absence", () => Link, { ...link, port: null, unit: null }, ["port type", "unit type"]],
    [
      "mandatory members that are undefined",
      () => Link,
      { host: undefined, keys: undefined },
      ["host missing", "keys missing"],
    ],
    ["unknown members that are undefined", () => Link, { ...link, bogus: undefined }, []],
    [
      "the order is the schema's",
      () => Link,
      { zz: 1, unit: 1, port: -1, aa: 1 },
      ["host missing", "port range", "keys missing", "unit type", "zz unexpected", "aa unexpected"],
    ],
    [
      "an inner object is complete before the outer one goes on",
      () => Link,
      { keys: [{ type: "none", bogus: 1 }], unit: 5, host: "h", x: 1 },
      ["keys[0].bogus unexpected", "unit type", "x unexpected"],
    ],
    ["names are by letter", () => Link, { ...link, Host: "h", "*port": 1 }, ["Host unexpected", "*port unexpected"]],
    ["a string is no list of characters", () => Link, { host: "h", keys: "abc" }, ["keys type"]],
    ["nor is an object a list", () => Link, { host: "h", keys: { 0: {}, length: 1 } }, ["keys type"]],
    ["instances: getters of the class are not written", () => Link, new Instance(), ["keys missing"]],
    ["inherited members are not written", () => Link, Object.create(link), ["host missing", "keys missing"]],
    [
      "hidden members are not written",
      () => Link,
      Object.defineProperty({ host: "h" }, "keys", { value: [] }),
      ["keys missing"],
    ],
    ["no prototype is fine", () => Link, Object.assign(Object.create(null), link), []],
    [
      "a member of a prototype that is none",
      () => Node,
      { constructor: 1, toString: 2 },
      ["constructor unexpected", "toString unexpected"],
    ],
    ["a key __proto__", () => Node, JSON.parse('{"__proto__": {}}'), ["__proto__ unexpected"]],
    ["members named as the prototype's: absent", () => Odd, {}, ["constructor missing", "__proto__ missing"]],
    [
      "members named as the prototype's: there",
      () => Odd,
      JSON.parse('{"constructor": 1, "toString": "x", "__proto__": true}'),
      [],
    ],
    [
      "members named as the prototype's: wrong",
      () => Odd,
      JSON.parse('{"constructor": "1", "toString": 1, "__proto__": {}}'),
      ["constructor type", "toString type", "__proto__ type"],
    ],
  ])("%s", (_, type, value, wanted) => {
    expect(told(type, value)).toEqual(wanted);
  });

  test.each<[string, unknown, readonly string[]]>([
    ["a branch", { type: "name", name: "n", note: "x" }, []],
    ["another, with an object in it", { type: "number", data: { x: 5 } }, []],
    ["a value without a branch", { type: "none", note: "x" }, []],
    ["members of no branch there", { type: "none", name: "n" }, ["name unexpected"]],
    ["the tag is missing: one mistake", { name: "n", data: { x: 1 } }, ["type missing"]],
    ["the tag is not known: one mistake", { type: "nmae", name: "n" }, ["type value"]],
    ["the tag is of another kind: one mistake", { type: 5, name: "n" }, ["type type"]],
    ["the tag is null", { type: null, alias: "n" }, ["type type"]],
    ["the tag is wrong, and a member belongs nowhere", { type: "nmae", bogus: 1 }, ["type value", "bogus unexpected"]],
    ["the tag is a name of the prototype", { type: "toString" }, ["type value"]],
    ["a member of another branch", { type: "name", name: "n", data: { x: 1 } }, ["data unexpected"]],
    [
      "the branch's own mistakes come behind the others",
      { type: "number", bogus: 1, note: 5 },
      ["note type", "data missing", "bogus unexpected"],
    ],
    ["a tag that is inherited is not written", Object.assign(Object.create({ type: "none" }), {}), ["type missing"]],
  ])("unions: %s", (_, value, wanted) => {
    expect(told(() => Key, value)).toEqual(wanted);
    // The same for what has come: it is its reader who decides what to make of it.
    expect(toldReceived(() => Key, value)).toEqual(wanted);
  });

  test("a union says where the member does not belong", () => {
    expect(reasons(() => Key, { type: "none", data: 1 })).toEqual(['no such member where type is "none"']);
    expect(reasons(() => Place, { host: "h", data: 1 })).toEqual(["no such member"]);
  });

  test.each<[unknown, readonly string[]]>([
    ["kib", []],
    ["gib", ["value"]],
    [5, []],
    [5n, []],
    [2n ** 63n, ["range"]],
    [1.5, ["type"]],
    [null, []],
    [["a", "b"], []],
    [["a", 5], ["[1] type"]],
    [{ type: "name", name: "n" }, []],
    [{ type: "name" }, ["name missing"]],
    [{ typ: "name" }, ["type missing", "typ unexpected"]],
    [true, ["type"]],
    [undefined, ["type"]],
    [new Date(0), ["type"]],
  ])("alternates go by the kind of JSON alone: %#", (value, wanted) => {
    expect(told(() => Choice, value)).toEqual(wanted);
  });

  test("an alternate's message has all that it takes", () => {
    expect(reasons(() => Choice, true)).toEqual([
      'expected one of "kib", "mib", "toString" or integer or null or object or array, got true',
    ]);
  });

  test("paths lead to the value", () => {
    const keys = [{ type: "none" }, { type: "number", data: { x: 128 } }, null, { type: "name", name: "n", bogus: 1 }];
    const wrong = { host: "h", keys };
    const wanted = ["keys[1].data.x range", "keys[2] type", "keys[3].bogus unexpected"];
    expect(told(() => Link, wrong)).toEqual(wanted);
    expect(told([[() => Link]], [[], [wrong]])).toEqual(wanted.map((one) => `[1][0].${one}`));
  });

  test("findings tell the type and the value, for what is missing or unexpected those of the object", () => {
    const value = { host: 5, bogus: 1 };
    expect(findingsOf(() => Place, value)).toEqual([
      { path: "host", kind: "type", reason: "expected string, got 5", type: "str", value: 5 },
      { path: "bogus", kind: "unexpected", reason: "no such member", type: Place, value },
    ]);
    expect(findingsOf(() => Place, {})).toMatchObject([{ path: "host", kind: "missing", type: "str", value: {} }]);
  });
});

describe("arguments", () => {
  test.each<[string, ObjectType | undefined, unknown, readonly string[]]>([
    ["none where none are taken", undefined, undefined, []],
    ["empty where none are taken", undefined, {}, []],
    ["undefined ones where none are taken", undefined, { x: undefined }, []],
    ["some where none are taken", undefined, { x: 1 }, ["x unexpected"]],
    ["none where some are mandatory", Place, undefined, ["host missing"]],
    ["null is not nothing", Node, null, ["type"]],
    ["a list", Node, [], ["type"]],
    ["a string", Node, "x", ["type"]],
    ["a Map", Place, new Map([["host", "h"]]), ["type"]],
  ])("%s", (_, type, args, wanted) => {
    expect(toldArguments(type, args)).toEqual(wanted);
  });

  test("an open command takes what the schema does not name, but no more than QEMU's parser", () => {
    const more = { host: "h", bogus: { deep: [1n, "x", null] }, [`x-${"y".repeat(9)}`]: true, none: undefined };
    expect(toldArguments(Place, more, true)).toEqual([]);
    expect(toldArguments(Place, more)).toEqual(["bogus unexpected", "x-yyyyyyyyy unexpected"]);
    expect(toldArguments(undefined, more, true)).toEqual([]);
    expect(toldArguments(Place, { port: 1, big: 2n ** 64n, f: [() => 1] }, true)).toEqual([
      "host missing",
      "big range",
      "f[0] type",
    ]);
    // Only itself is open, not what is in it.
    const Outer: ObjectType = { object: "Outer", members: { place: () => Place } };
    expect(toldArguments(Outer, { place: { host: "h", x: 1 }, y: 1 }, true)).toEqual(["place.x unexpected"]);
  });
});

describe("what would take too long", () => {
  const deep = (levels: number, wrap: (inner: unknown) => unknown): unknown => {
    let value: unknown = {};
    for (let level = 0; level < levels; level++) value = wrap(value);
    return value;
  };

  test.each<[string, TypeRef, (inner: unknown) => unknown]>([
    ["lists", "any", (inner) => [inner]],
    ["objects", "any", (inner) => ({ inner })],
    ["typed", () => Node, (next) => ({ next })],
  ])("100,000 levels are given up, with one problem: %s", (_, type, wrap) => {
    expect(told(type, deep(1000, wrap))).toEqual([]);
    const [problem, ...more] = problemsOf(type, { any: deep(100_000, wrap), next: deep(100_000, wrap) });
    expect(problem).toMatchObject({
      kind: "value",
      reason: expect.stringMatching(/deeper than 1024 levels/) as string,
    });
    expect(more).toEqual([]);
  });

  test("an array of any length is given up, with one problem, and not gone through", () => {
    expect(told(["int"], Array(2 ** 20).fill(1))).toEqual([]);
    let looks = 0;
    const endless = new Proxy([], { get: (_, key) => (key === "length" ? 2 ** 23 : ++looks) });
    expect(told(["int"], endless)).toEqual(["value"]);
    expect(looks).toBeLessThan(2 ** 21 + 10);
  });
});
