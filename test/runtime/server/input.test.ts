// The strict input of a server: what each type takes and refuses, in which form handlers get it, and which failure is
// told first, where, and in which words.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { schema as machine } from "../../../generated/machine/schema.js";
import { Float } from "../../../src/runtime/server/float.js";
import type { InputPolicy } from "../../../src/runtime/server/input.js";
import { InputError, Visitors } from "../../../src/runtime/server/input.js";
import { JsonStream } from "../../../src/runtime/server/json-stream.js";
import type { ServedSchema } from "../../../src/runtime/server/served.js";
import type {
  AlternateType,
  BuiltinRef,
  CommandType,
  EnumType,
  ObjectType,
  TypeRef,
} from "../../../src/runtime/table.js";
import { branchOf, isBig, typeOf } from "../../../src/runtime/types.js";
import { problemsOf } from "../../../src/runtime/validate.js";

const Unit: EnumType = { enum: "Unit", values: ["kib", "mib", "toString"] };
const Place: ObjectType = { object: "Place", members: { host: "str", "*port": "uint16" } };
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
const Link: ObjectType = {
  object: "Link",
  base: () => Place,
  members: { keys: [() => Key], "*limit": "number", "*unit": () => Unit },
};
const Choice: AlternateType = { alternate: "Choice", branches: [() => Unit, "int", "null", () => Key, ["int"]] };
const Node: ObjectType = { object: "Node", members: { "*next": () => Node, "*any": "any", "*choice": () => Choice } };
/** A union whose branch is a union, whose tag is that branch's own. */
const Aircraft: EnumType = { enum: "Aircraft", values: ["pigeon", "balloon", "rocket"] };
const AirRoute: ObjectType = {
  object: "AirRoute",
  members: { aircraft: () => Aircraft },
  tag: "aircraft",
  branches: { pigeon: () => ({ object: "PigeonRoute", members: { "*corn": "uint8" } }) },
};
const Carrier: EnumType = { enum: "Carrier", values: ["bicycle", "air", "bottle"] };
const Route: ObjectType = {
  object: "Route",
  members: { to: "str", carrier: () => Carrier },
  tag: "carrier",
  branches: { bicycle: () => ({ object: "BicycleRoute", members: { bell: "bool" } }), air: () => AirRoute },
};
/** Members that every object has from its prototype. */
const Odd: ObjectType = {
  object: "Odd",
  members: { constructor: "int" as const, "*toString": "str", ["__proto__"]: "bool", "*hasOwnProperty": "any" },
};
const Deep: ObjectType = {
  object: "deep",
  members: {
    first: "str",
    "*inner": () => Link,
    "*keys": [() => Key],
    "*last": "bool",
    "*count": "int",
    "*size": "size",
  },
};

const accept: InputPolicy = { deprecated: "accept", unstable: "accept" };
const visitors = new Visitors({}, accept);

/** A value as the server's reader gives it. */
function read(text: string): unknown {
  const stream = new JsonStream();
  stream.push(`${text} `);
  const next = stream.next();
  if (next === undefined || !("value" in next)) throw new Error(`not read: ${text}`);
  return next.value;
}

const taken = (ref: TypeRef, text: string) => visitors.visit(ref, read(text));

function refused(run: () => unknown): InputError {
  try {
    run();
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error("not refused");
}

/** What is told of a value: the place and the kind; nothing if it is taken. */
function told(ref: TypeRef, text: string, of = visitors): string | undefined {
  try {
    of.visit(ref, read(text));
    return undefined;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return `${error.path} ${error.kind}`.trim();
  }
}

const command = (type?: ObjectType): CommandType => ({
  command: "x",
  ...(type === undefined ? {} : { arguments: () => type }),
});
const message = (type: ObjectType | undefined, text: string) =>
  refused(() => visitors.arguments(command(type), read(text) as Record<string, unknown>)).message;

describe("numbers", () => {
  // `=` is taken as a number, `n` as a bigint, `wrap` modulo 2^64; `unsafe` is what QEMU takes and a number cannot hold.
  const columns: readonly (readonly BuiltinRef[])[] = [
    ["int8"],
    ["int16"],
    ["int32"],
    ["uint8"],
    ["uint16"],
    ["uint32"],
    ["int", "int64:number"],
    ["int64", "int:bigint"],
    ["uint64", "size"],
    ["uint64:number", "size:number"],
    ["number"],
  ];
  const rows = `
    0                     =      =      =      =      =      =      =      n      n      =      =
    -0                    0      0      0      0      0      0      0      0n     0n     0      0
    1                     =      =      =      =      =      =      =      n      n      =      =
    -1                    =      =      =      range  range  range  =      n      wrap   unsafe =
    127                   =      =      =      =      =      =      =      n      n      =      =
    128                   range  =      =      =      =      =      =      n      n      =      =
    -128                  =      =      =      range  range  range  =      n      wrap   unsafe =
    -129                  range  =      =      range  range  range  =      n      wrap   unsafe =
    255                   range  =      =      =      =      =      =      n      n      =      =
    256                   range  =      =      range  =      =      =      n      n      =      =
    32767                 range  =      =      range  =      =      =      n      n      =      =
    32768                 range  range  =      range  =      =      =      n      n      =      =
    -32768                range  =      =      range  range  range  =      n      wrap   unsafe =
    -32769                range  range  =      range  range  range  =      n      wrap   unsafe =
    65535                 range  range  =      range  =      =      =      n      n      =      =
    65536                 range  range  =      range  range  =      =      n      n      =      =
    2147483647            range  range  =      range  range  =      =      n      n      =      =
    2147483648            range  range  range  range  range  =      =      n      n      =      =
    -2147483648           range  range  =      range  range  range  =      n      wrap   unsafe =
    -2147483649           range  range  range  range  range  range  =      n      wrap   unsafe =
    4294967295            range  range  range  range  range  =      =      n      n      =      =
    4294967296            range  range  range  range  range  range  =      n      n      =      =
    9007199254740991      range  range  range  range  range  range  =      n      n      =      =
    9007199254740992      range  range  range  range  range  range  unsafe n      n      unsafe =
    9007199254740993      range  range  range  range  range  range  unsafe n      n      unsafe 9007199254740992
    -9007199254740991     range  range  range  range  range  range  =      n      wrap   unsafe =
    -9007199254740993     range  range  range  range  range  range  unsafe n      wrap   unsafe -9007199254740992
    9223372036854775807   range  range  range  range  range  range  unsafe n      n      unsafe 9223372036854776000
    9223372036854775808   range  range  range  range  range  range  range  range  n      unsafe 9223372036854776000
    -9223372036854775808  range  range  range  range  range  range  unsafe n      wrap   unsafe -9223372036854776000
    18446744073709551615  range  range  range  range  range  range  range  range  n      unsafe 18446744073709552000
    18446744073709551616  type   type   type   type   type   type   type   type   type   type   18446744073709552000
    -9223372036854775809  type   type   type   type   type   type   type   type   type   type   -9223372036854776000
    1.0                   type   type   type   type   type   type   type   type   type   type   1
    1e3                   type   type   type   type   type   type   type   type   type   type   1000
    1.5                   type   type   type   type   type   type   type   type   type   type   =
    1e400                 type   type   type   type   type   type   type   type   type   type   Infinity
    "5"                   type   type   type   type   type   type   type   type   type   type   type
    "1e3"                 type   type   type   type   type   type   type   type   type   type   type
    true                  type   type   type   type   type   type   type   type   type   type   type
    null                  type   type   type   type   type   type   type   type   type   type   type
    []                    type   type   type   type   type   type   type   type   type   type   type
    {}                    type   type   type   type   type   type   type   type   type   type   type`;

  const cases = rows
    .trim()
    .split("\n")
    .flatMap((row) => {
      const [given, ...wants] = row.trim().split(/\s+/);
      return columns.flatMap((types, at) => types.map((type) => ({ type, given: given!, want: wants[at]! })));
    });

  /** What becomes of a value, in the table's words. */
  function outcome(type: BuiltinRef, given: string): unknown {
    try {
      return taken(type, given);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return error.kind === "range" && error.message.includes(" bigint ") ? "unsafe" : error.kind;
    }
  }

  function meant(want: string, given: string): unknown {
    if (want === "=") return Number(given);
    if (want === "n") return BigInt(given);
    if (want === "wrap") return BigInt.asUintN(64, BigInt(given));
    if (want === "0n") return 0n;
    return Number.isNaN(Number(want)) ? want : Number(want);
  }

  test.each(columns.flat())("%s", (type) => {
    for (const { given, want, ...one } of cases) {
      if (one.type !== type) continue;
      // `toBe` tells 0 from -0.
      expect(outcome(type, given), given).toBe(meant(want, given));
    }
    expect(cases.filter((one) => one.type === type)).toHaveLength(43);
  });

  test("a bigint that a number could be is taken as one, should another reader give it", () => {
    expect(visitors.visit("uint8", 5n)).toBe(5);
    expect(visitors.visit("int", 5n)).toBe(5);
    expect(visitors.visit("int64", 5n)).toBe(5n);
    expect(refused(() => visitors.visit("int64", 2n ** 64n)).kind).toBe("range");
    expect(refused(() => visitors.visit("uint64", -(2n ** 63n) - 1n)).kind).toBe("range");
    expect(refused(() => visitors.visit("int64", 2 ** 60)).kind).toBe("type");
  });
});

describe("other builtin types", () => {
  test.each<[BuiltinRef, readonly string[], readonly string[]]>([
    ["str", ['""', '"on"', '"5"', '"null"'], ["5", "1.0", "true", "null", "[]", "{}"]],
    ["bool", ["true", "false"], ["0", "1", '"on"', '"true"', "null", "[]", "{}", "1.0"]],
    ["null", ["null"], ["0", "false", '""', '"null"', "[]", "{}"]],
  ])("%s takes %j and refuses %j", (type, taking, refusing) => {
    for (const text of taking) expect(taken(type, text)).toBe(JSON.parse(text));
    for (const text of refusing) expect(told(type, text), text).toBe("type");
  });

  test("`any` is given as it is, with numbers for doubles, at any depth", () => {
    expect(taken("any", "1.0")).toBe(1);
    expect(taken("any", "null")).toBe(null);
    expect(taken("any", "18446744073709551615")).toBe(18446744073709551615n);
    const text = '{"a": [1.0, {"b": [2e3, "x", null]}, 9007199254740993, 1.5], "__proto__": {"c": 3.0}, "d": 4}';
    const value = taken("any", text) as Record<string, unknown>;
    expect(value["a"]).toEqual([1, { b: [2000, "x", null] }, 9007199254740993n, 1.5]);
    expect(Object.keys(value)).toEqual(["a", "__proto__", "d"]);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.getOwnPropertyDescriptor(value, "__proto__")?.value).toEqual({ c: 3 });
  });

  test("`any` is copied only where there are doubles", () => {
    const value = { a: [1, 2], b: { c: new Float(1) }, d: { e: 1 } };
    const given = visitors.visit("any", value) as typeof value;
    expect(given).toEqual({ a: [1, 2], b: { c: 1 }, d: { e: 1 } });
    expect(given.a).toBe(value.a);
    expect(given.d).toBe(value.d);
    expect(value.b.c).toBeInstanceOf(Float);
  });

  test("`any` takes all that the reader takes", () => {
    const text = `${"[".repeat(1000)}1.0${"]".repeat(1000)}`;
    expect(JSON.stringify(taken("any", text))).toBe(text.replace("1.0", "1"));
  });
});

describe("enumerations, arrays, alternates", () => {
  test.each<[string, TypeRef, string, unknown]>([
    ["a value", () => Unit, '"mib"', "mib"],
    ["a value that objects have as a member", () => Unit, '"toString"', "toString"],
    ["none", ["int"], "[]", []],
    ["some", ["int64"], "[1, -2]", [1n, -2n]],
    ["arrays in arrays", [["uint8"]], "[[1], [], [2, 3]]", [[1], [], [2, 3]]],
    ["an enumeration's value", () => Choice, '"kib"', "kib"],
    ["a number", () => Choice, "5", 5],
    ["null", () => Choice, "null", null],
    ["an object", () => Choice, '{"type": "none"}', { type: "none" }],
    ["an array", () => Choice, "[1, 2]", [1, 2]],
  ])("taken: %s", (_, ref, text, want) => {
    expect(taken(ref, text)).toEqual(want);
  });

  test.each<[string, TypeRef, string, string]>([
    ["another case", () => Unit, '"MIB"', "value"],
    ["no value", () => Unit, '"constructor"', "value"],
    ["no string", () => Unit, "0", "type"],
    ["null", () => Unit, "null", "type"],
    ["a string for an array", ["str"], '"a"', "type"],
    ["an object for an array", ["str"], "{}", "type"],
    ["null for an array", ["str"], "null", "type"],
    ["the element that is wrong", ["uint8"], "[1, 2, 256, -1]", "[2] range"],
    ["in arrays of arrays", [["uint8"]], "[[1], [2, true]]", "[1][1] type"],
    ["a kind that no branch has", () => Choice, "true", "type"],
    ["a string that the enumeration of its kind does not have", () => Choice, '"5"', "value"],
    ["a double for the integer of its kind", () => Choice, "1.0", "type"],
    ["inside the branch", () => Choice, '{"type": "number", "data": {"x": 128}}', "data.x range"],
    ["inside the branch that is an array", () => Choice, '[1, "2"]', "[1] type"],
  ])("refused: %s", (_, ref, text, want) => {
    expect(told(ref, text)).toBe(want);
  });
});

describe("objects", () => {
  test.each<[string, TypeRef, string, unknown]>([
    ["base and own members", () => Link, '{"keys": [], "host": "h"}', { host: "h", keys: [] }],
    [
      "optional ones",
      () => Link,
      '{"host": "h", "port": 1, "keys": [{"type": "none"}], "limit": 1.0, "unit": "kib"}',
      { host: "h", port: 1, keys: [{ type: "none" }], limit: 1, unit: "kib" },
    ],
    ["no members", () => Node, "{}", {}],
    ["itself", () => Node, '{"next": {"next": {"any": null}}}', { next: { next: { any: null } } }],
    ["a branch", () => Key, '{"name": "n", "type": "name", "note": ""}', { type: "name", note: "", name: "n" }],
    ["a branch's inner object", () => Key, '{"type": "number", "data": {"x": 5}}', { type: "number", data: { x: 5 } }],
    ["a branch that has no members", () => Key, '{"type": "none"}', { type: "none" }],
    [
      "a branch's branch",
      () => Route,
      '{"to": "t", "carrier": "air", "aircraft": "pigeon", "corn": 3}',
      { to: "t", carrier: "air", aircraft: "pigeon", corn: 3 },
    ],
    [
      "a branch's branch that has no members",
      () => Route,
      '{"to": "t", "carrier": "air", "aircraft": "rocket"}',
      { to: "t", carrier: "air", aircraft: "rocket" },
    ],
  ])("taken: %s", (_, ref, text, want) => {
    const value = taken(ref, text);
    expect(value).toEqual(want);
    // In the order of the type, not of the sender.
    expect(JSON.stringify(value)).toBe(JSON.stringify(want));
  });

  test.each<[string, TypeRef, string, string]>([
    ["no object", () => Place, '"h"', "type"],
    ["an array", () => Place, "[]", "type"],
    ["null", () => Place, "null", "type"],
    ["a number", () => Place, "1.0", "type"],
    ["a member missing", () => Place, '{"port": 1}', "host missing"],
    ["null is not absent", () => Place, '{"host": "h", "port": null}', "port type"],
    ["missing before unexpected", () => Place, '{"bogus": 1}', "host missing"],
    ["wrong before unexpected", () => Place, '{"bogus": 1, "host": 5}', "host type"],
    ["unexpected at last", () => Place, '{"bogus": 1, "host": "h"}', "bogus unexpected"],
    ["the base before own members", () => Link, '{"keys": 5}', "host missing"],
    [
      "in the type's order, not the sender's",
      () => Link,
      '{"unit": 5, "limit": "x", "keys": 1, "host": "h"}',
      "keys type",
    ],
    [
      "in an element",
      () => Link,
      '{"host": "h", "keys": [{"type": "none"}, {"type": "name"}]}',
      "keys[1].name missing",
    ],
    ["no tag", () => Key, '{"name": "n"}', "type missing"],
    ["a tag of another kind", () => Key, '{"type": 5, "name": "n"}', "type type"],
    ["an unknown tag", () => Key, '{"type": "nosuch", "bogus": 1}', "type value"],
    ["a tag that objects have as a member", () => Key, '{"type": "constructor"}', "type value"],
    ["a member of another branch", () => Key, '{"type": "name", "name": "n", "data": {}}', "data unexpected"],
    ["a member where the branch has none", () => Key, '{"type": "none", "name": "n"}', "name unexpected"],
    ["a common member before the branch's", () => Key, '{"type": "name", "name": 5, "note": 5}', "note type"],
    ["the tag before common members that follow it", () => Key, '{"type": "x", "note": 5}', "type value"],
    ["a branch's tag missing", () => Route, '{"to": "t", "carrier": "air"}', "aircraft missing"],
    ["a branch's tag unknown", () => Route, '{"to": "t", "carrier": "air", "aircraft": "kite"}', "aircraft value"],
    [
      "unexpected in a branch's branch",
      () => Route,
      '{"to": "t", "carrier": "air", "aircraft": "rocket", "corn": 1}',
      "corn unexpected",
    ],
    [
      "a branch's branch",
      () => Route,
      '{"to": "t", "carrier": "air", "aircraft": "pigeon", "corn": 300, "bell": true}',
      "corn range",
    ],
    [
      "an inner object wholly before the next member",
      () => Deep,
      '{"first": "f", "last": 5, "inner": {"host": "h", "keys": [], "bogus": 1}, "other": 1}',
      "inner.bogus unexpected",
    ],
    [
      "an earlier member before an inner object",
      () => Deep,
      '{"inner": {"host": "h", "keys": [], "bogus": 1}, "first": 5}',
      "first type",
    ],
    ["deep", () => Deep, '{"first": "", "keys": [{"type": "number", "data": {"x": 200}}]}', "keys[0].data.x range"],
  ])("refused: %s", (_, ref, text, want) => {
    expect(told(ref, text)).toBe(want);
  });
});

describe("names that objects have from their prototype", () => {
  test("are members like others, and own ones", () => {
    const text = '{"hasOwnProperty": 1.0, "constructor": 1, "__proto__": true, "toString": "s"}';
    const value = taken(() => Odd, text) as object;
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.entries(value)).toEqual([
      ["constructor", 1],
      ["toString", "s"],
      ["__proto__", true],
      ["hasOwnProperty", 1],
    ]);
    expect(JSON.stringify(value)).toBe('{"constructor":1,"toString":"s","__proto__":true,"hasOwnProperty":1}');
  });

  test("are missing if they are not own ones", () => {
    expect(told(() => Odd, "{}")).toBe("constructor missing");
    expect(told(() => Odd, '{"constructor": 1}')).toBe("__proto__ missing");
    expect(told(() => Odd, '{"constructor": 1, "__proto__": {}}')).toBe("__proto__ type");
  });

  test.each(["__proto__", "constructor", "toString", "hasOwnProperty"])("%s is unexpected elsewhere", (name) => {
    expect(told(() => Place, `{"host": "h", "${name}": {"port": 5}}`)).toBe(`${name} unexpected`);
    expect(told(() => Node, `{"next": {"${name}": null}}`)).toBe(`next.${name} unexpected`);
  });

  test("objects without a prototype, and prototypes with more than usual", () => {
    const bare = Object.assign(Object.create(null) as object, { host: "h" });
    expect(visitors.visit(() => Place, bare)).toEqual({ host: "h" });
    const crowded = Object.assign(Object.create({ port: 5, bogus: 1 }) as object, { host: "h" });
    expect(visitors.visit(() => Place, crowded)).toEqual({ host: "h" });
    expect(refused(() => visitors.visit(() => Place, Object.assign(crowded, { other: 1 }))).path).toBe("other");
  });
});

describe("arguments", () => {
  test("of a command that takes none", () => {
    expect(visitors.arguments(command(), {})).toEqual({});
    expect(refused(() => visitors.arguments(command(), { a: 1 }))).toMatchObject({ path: "a", kind: "unexpected" });
  });

  test("are fresh, and hold what is known alone", () => {
    const given = { host: "h" };
    const x = command(Place);
    const first = visitors.arguments(x, given);
    expect(first).toEqual(given);
    expect(first).not.toBe(given);
    expect(visitors.arguments(x, given)).not.toBe(first);
  });

  test("of an open command are not looked at", () => {
    const open: CommandType = { command: "device_add", arguments: () => Place, open: true };
    const args = read('{"port": "x", "bogus": [1.0, {"a": 2.0}]}') as Record<string, unknown>;
    expect(visitors.arguments(open, args)).toEqual({ port: "x", bogus: [1, { a: 2 }] });
  });

  test("of a generated command", () => {
    const { "query-status": query, ...others } = machine.commands;
    expect(visitors.arguments(query!, {})).toEqual({});
    const moved = Object.values(others).filter((one) => one.arguments !== undefined && !one.open);
    expect(moved.length).toBeGreaterThan(3);
    for (const one of moved) expect(refused(() => visitors.arguments(one, { "no such": 1 })).path).not.toBe("");
  });
});

describe("words", () => {
  test.each<[string, ObjectType | undefined, string, string | RegExp]>([
    ["missing", Place, "{}", "argument 'host' is missing"],
    ["missing inside", Deep, '{"first": "", "inner": {}}', "argument 'inner.host' is missing"],
    ["another kind", Place, '{"host": 5}', "argument 'host': expected string, got 5"],
    ["a string", Deep, '{"first": "", "count": "5"}', /^argument 'count': expected integer from -\d+ to \d+, got "5"$/],
    [
      "out of range",
      Deep,
      '{"first": "", "keys": [{"type": "number", "data": {"x": 256}}]}',
      "argument 'keys[0].data.x': expected integer from -128 to 127, got 256",
    ],
    [
      "a double",
      Place,
      '{"host": "", "port": 1.0}',
      "argument 'port': expected integer from 0 to 65535, got the double 1.0",
    ],
    ["a huge one", Place, '{"host": "", "port": 1e30}', /got a number beyond 64 bits$/],
    ["an array", Place, '{"host": []}', "argument 'host': expected string, got an array"],
    ["an object", Place, '{"host": {}}', "argument 'host': expected string, got an object"],
    ["null", Place, '{"host": null}', "argument 'host': expected string, got null"],
    [
      "a value",
      Deep,
      '{"first": "", "keys": [{"type": "x"}]}',
      `argument 'keys[0].type': expected one of "number", "name", "none", got "x"`,
    ],
    [
      "no branch",
      Node,
      '{"choice": true}',
      `argument 'choice': expected one of "kib", "mib", "toString" or integer or null or object or array, got true`,
    ],
    ["unexpected", Place, '{"host": "", "bogus": 1}', "no argument 'bogus': the command takes 'host', 'port'"],
    ["unexpected where there are none", undefined, '{"bogus": 1}', "no argument 'bogus': the command takes none"],
    [
      "unexpected inside",
      Deep,
      '{"first": "", "keys": [{"type": "name", "name": "", "data": 1}]}',
      "no argument 'keys[0].data': 'keys[0]' takes 'type', 'note', 'name', 'alias'",
    ],
    ["nearly a name", Place, '{"host": "", "PORT": 1}', "no argument 'PORT': did you mean 'port'?"],
  ])("%s", (_, type, text, want) => {
    expect(message(type, text)).toEqual(typeof want === "string" ? want : expect.stringMatching(want));
  });

  test("many names, and many values, are cut", () => {
    const members = Object.fromEntries(
      Array.from({ length: 20 }, (_, at) => [`*m${at}`, "int"]),
    ) as ObjectType["members"];
    expect(message({ object: "Many", members }, '{"x": 1}')).toMatch(/takes 'm0', .*'m11', 8 more$/);
    const values = Array.from({ length: 9 }, (_, at) => `v${at}`);
    const type: ObjectType = { object: "One", members: { one: () => ({ enum: "Lots", values }) } };
    expect(message(type, '{"one": "x"}')).toBe(`argument 'one': expected a value of Lots, got "x"`);
  });

  test("what the peer sends cannot make them long, or more than a line", () => {
    const long = "x".repeat(100_000);
    for (const text of [`{"host": "", "a\\nb${long}": 1}`, `{"host": "", "port": "a\\r\\n\\u0000${long}"}`]) {
      const words = message(Place, text);
      expect(words.length).toBeLessThan(400);
      // eslint-disable-next-line no-control-regex
      expect(words).not.toMatch(/[\u0000-\u001f]/);
    }
    expect(refused(() => visitors.arguments(command(Place), { host: "", "a\nb": 1 })).path).toBe("a\nb");
  });

  test("what a number cannot hold: the setting that helps is named", () => {
    expect(message(Deep, '{"first": "", "count": 9007199254740993}')).toBe(
      "argument 'count' is 9007199254740993, which this server cannot take: it was generated with int as number, which cannot " +
        'hold it; integers.overrides { "deep.count": "bigint" } or --int bigint makes it take it',
    );
    const type: ObjectType = { object: "T", members: { a: ["size:number"], "*b": () => Choice } };
    expect(message(type, '{"a": [1, -1]}')).toMatch(
      /^argument 'a\[1\]' is 18446744073709551615,.* size as number.*"T\.a": "bigint".* --int64 bigint/,
    );
    // What is in an alternate has no name in the settings.
    const alternate = message(type, '{"a": [], "b": 9007199254740993}');
    expect(alternate).toContain("--int bigint");
    expect(alternate).not.toContain("overrides");
    expect(message(type, '{"a": [], "b": [9007199254740993]}')).not.toContain("overrides");
  });

  test("are not QEMU's", () => {
    const source = ["input", "faults", "scalars"].map((name) => {
      return readFileSync(fileURLToPath(new URL(`../../../src/runtime/server/${name}.ts`, import.meta.url)), "utf8");
    });
    expect(source.join("\n")).not.toMatch(/Invalid par|Parameter '|not accept|disabled by/);
  });
});

describe("policy", () => {
  const features: ServedSchema["features"] = {
    "Link.limit": ["deprecated"],
    "Place.port": ["unstable"],
    "Unit.kib": ["deprecated"],
    "KeyKind.name": ["unstable"],
    "Key.note": ["unstable", "deprecated"],
    "Old.must": ["deprecated"],
  };
  const Old: ObjectType = { object: "Old", members: { must: "str", "*other": "int" } };
  const link = (more: string) => `{"host": "h", "keys": []${more}}`;
  const under = (policy: Partial<InputPolicy>) => new Visitors(features, { ...accept, ...policy });

  test.each<[string, Partial<InputPolicy>, TypeRef, string, string | undefined]>([
    ["accepts", {}, () => Link, link(', "limit": 1, "port": 1, "unit": "kib"'), undefined],
    ["rejects a member", { deprecated: "reject" }, () => Link, link(', "limit": 1'), "limit policy"],
    ["before its value", { deprecated: "reject" }, () => Link, link(', "limit": "wrong"'), "limit policy"],
    [
      "in the order of members",
      { deprecated: "reject" },
      () => Link,
      link(', "limit": 1, "port": "wrong"'),
      "port type",
    ],
    ["not for the other feature", { unstable: "reject" }, () => Link, link(', "limit": 1'), undefined],
    ["of a base", { unstable: "reject" }, () => Link, link(', "port": 1'), "port policy"],
    ["what is absent", { deprecated: "reject", unstable: "reject" }, () => Link, link(""), undefined],
    ["what is mandatory, absent or not", { deprecated: "reject" }, () => Old, "{}", "must policy"],
    ["a value", { deprecated: "reject" }, () => Link, link(', "unit": "kib"'), "unit policy"],
    ["not another value", { deprecated: "reject" }, () => Link, link(', "unit": "mib"'), undefined],
    ["a tag", { unstable: "reject" }, () => Key, '{"type": "name", "name": 5}', "type policy"],
    ["a value in an alternate", { deprecated: "reject" }, () => Node, '{"choice": "kib"}', "choice policy"],
  ])("%s", (_, policy, ref, text, want) => {
    expect(told(ref, text, under(policy))).toBe(want);
  });

  test("deprecated is told before unstable", () => {
    const both = under({ deprecated: "reject", unstable: "reject" });
    const words = refused(() => both.arguments(command(Key), { type: "none", note: "" })).message;
    expect(words).toBe("argument 'note' is deprecated, which this server's policy rejects");
    const value = refused(() => both.arguments(command(Key), { type: "name" })).message;
    expect(value).toBe(`argument 'type': "name" is unstable, which this server's policy rejects`);
  });
});

describe("what the client's check lets through is taken", () => {
  const builtins: readonly BuiltinRef[] = [
    "str",
    "bool",
    "null",
    "any",
    "number",
    "int8",
    "uint8",
    "int16",
    "uint16",
    "int32",
    "uint32",
    "int64",
    "uint64",
    "size",
    "int:bigint",
  ];
  const types: readonly TypeRef[] = [
    ...builtins,
    ...[Place, Link, Key, Choice, Node, Route, Odd, Deep, Unit].map((type) => () => type),
    ["int16"],
    [() => Choice],
  ];

  const integer = (min: bigint, max: bigint) => fc.bigInt({ min, max });
  const name = fc.oneof(fc.string(), fc.constantFrom("__proto__", "constructor", "toString"));
  const json = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      fc.constant(null),
      fc.boolean(),
      fc.string(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(name, tie("value"), { maxKeys: 3 }),
    ),
  })).value;

  /** Values of a type, a few of them wrong. */
  function valuesOf(ref: TypeRef, depth = 0): fc.Arbitrary<unknown> {
    const type = typeOf(ref);
    const right = rightValuesOf(type, depth);
    return fc.oneof({ weight: 30, arbitrary: right }, { weight: 1, arbitrary: json });
  }

  function rightValuesOf(type: ReturnType<typeof typeOf>, depth: number): fc.Arbitrary<unknown> {
    if (typeof type === "string") {
      if (type === "str") return fc.string();
      if (type === "bool") return fc.boolean();
      if (type === "null") return fc.constant(null);
      if (type === "any") return json;
      if (type === "number") return fc.oneof(fc.double(), fc.integer(), integer(-(2n ** 63n), 2n ** 64n - 1n));
      const bits = BigInt(parseInt(type.replace(/^\D+/, "")) || 64);
      const [min, max] = type.startsWith("i") ? [-(2n ** (bits - 1n)), 2n ** (bits - 1n)] : [0n, 2n ** bits];
      if (isBig(type)) return integer(min - 1n, max);
      // What is between a number's limits and the type's is taken by the check, and cannot be by the visitor.
      return integer(min - 1n, max).map((value) => Number(BigInt.asIntN(53, value) === value ? value : value % 1000n));
    }
    if ("enum" in type) return fc.constantFrom(...type.values);
    if ("alternate" in type) return fc.oneof(...type.branches.map((one) => valuesOf(one, depth + 1)));
    if (Array.isArray(type)) return fc.array(valuesOf(type[0] as TypeRef, depth + 1), { maxLength: depth > 4 ? 0 : 3 });
    return objectsOf(type as ObjectType, depth);
  }

  function objectsOf(type: ObjectType, depth: number): fc.Arbitrary<object> {
    const base = type.base === undefined ? fc.constant({}) : objectsOf(type.base(), depth);
    const members = Object.entries(type.members).flatMap(([key, ref]) => {
      if (!key.startsWith("*")) return [fc.tuple(fc.constant(key), valuesOf(ref, depth + 1))];
      if (depth > 4) return [];
      return [
        fc.oneof(
          fc.constant(undefined),
          fc.tuple(
            fc.constant(key.slice(1)),
            fc.constant(ref).chain((one) => valuesOf(one, depth + 1)),
          ),
        ),
      ];
    });
    return fc.tuple(base, fc.tuple(...members)).chain(([inner, own]) => {
      const value = { ...inner, ...Object.fromEntries(own.filter((one) => one !== undefined)) } as Record<
        string,
        unknown
      >;
      const branch = branchOf(type, value);
      return branch ? objectsOf(branch, depth).map((more) => ({ ...value, ...more })) : fc.constant(value);
    });
  }

  /** As the client writes it: integers with all their digits. */
  function write(value: unknown): string {
    if (typeof value === "bigint") return String(value);
    if (Array.isArray(value)) return `[${value.map(write).join(",")}]`;
    if (typeof value !== "object" || value === null) return JSON.stringify(value);
    return `{${Object.entries(value)
      .map(([key, one]) => `${JSON.stringify(key)}:${write(one)}`)
      .join(",")}}`;
  }

  /** As it comes back: numbers are the same whatever they were written as, and 0 has no sign. */
  function same(value: unknown): unknown {
    if (typeof value === "bigint" || typeof value === "number") return Number(value) + 0;
    if (Array.isArray(value)) return value.map(same);
    if (typeof value !== "object" || value === null) return value;
    return new Map(Object.entries(value).map(([key, one]) => [key, same(one)]));
  }

  test("the values are the same, in the forms of their types", () => {
    let seen = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...types).chain((ref) => fc.tuple(fc.constant(ref), valuesOf(ref))),
        ([ref, value]) => {
          if (problemsOf(ref, value).length > 0) return;
          const text = write(value);
          // QEMU's reader, and so the server's, takes no half of a pair and a few other characters.
          if (/\\ud[89a-f]|[\ufdd0-\ufdef]|\\ufff[ef]/i.test(text)) return;
          seen++;
          const given = visitors.visit(ref, read(text));
          expect(same(given)).toEqual(same(value));
          if (typeof ref === "string" && isBig(ref)) expect(given).toBe(BigInt(value as bigint));
        },
      ),
      { numRuns: 3000 },
    );
    expect(seen).toBeGreaterThan(1500);
  });
});
