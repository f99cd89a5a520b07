// What the running peer can do, from its own description, and when it is asked for that description.

import { describe, expect, test } from "vitest";

import type { Feature } from "../../src/runtime/introspection.js";
import { agentSupports, Introspection } from "../../src/runtime/introspection.js";
import { QmpError, QmpTimeoutError } from "../../src/runtime/index.js";
import { connectTo, rejection } from "../support/client.js";
import { answering, Peer } from "../support/peer.js";

/** As QEMU prints it: names of commands and events are told, those of types are numbers. */
const description = [
  { name: "add-part", "meta-type": "command", "arg-type": "0", "ret-type": "1", features: ["unstable"] },
  { name: "query-parts", "meta-type": "command", "arg-type": "9", "ret-type": "[2]", "allow-oob": true },
  { name: "PART_GONE", "meta-type": "event", "arg-type": "3" },
  {
    name: "0",
    "meta-type": "object",
    tag: "kind",
    members: [
      { name: "kind", type: "4" },
      { name: "id", type: "str", default: null, features: ["deprecated"] },
      { name: "below", type: "5", default: null },
      { name: "modes", type: "[10]" },
    ],
    variants: [
      { case: "wheel", type: "6" },
      { case: "axle", type: "7" },
      { case: "bolt", type: "9" },
    ],
  },
  { name: "1", "meta-type": "object", members: [] },
  { name: "[2]", "meta-type": "array", "element-type": "2" },
  {
    name: "2",
    "meta-type": "object",
    members: [
      { name: "id", type: "str" },
      { name: "size", type: "int" },
      { name: "inner", type: "[2]" },
    ],
  },
  {
    name: "3",
    "meta-type": "object",
    members: [
      { name: "id", type: "str" },
      { name: "why", type: "10" },
    ],
  },
  // As QEMU 6.2 and later print values, and as those before do.
  {
    name: "4",
    "meta-type": "enum",
    values: ["wheel", "axle", "old"],
    members: [{ name: "wheel" }, { name: "axle", features: ["unstable"] }, { name: "bolt" }],
  },
  { name: "[10]", "meta-type": "array", "element-type": "10" },
  { name: "10", "meta-type": "enum", values: ["worn", "lost"] },
  { name: "5", "meta-type": "alternate", members: [{ type: "str" }, { type: "null" }, { type: "0" }, { type: "10" }] },
  {
    name: "6",
    "meta-type": "object",
    members: [
      { name: "spokes", type: "int" },
      { name: "rim", type: "3" },
    ],
  },
  {
    name: "7",
    "meta-type": "object",
    members: [
      { name: "length", type: "int" },
      { name: "rim", type: "2", features: ["unstable"] },
    ],
  },
  { name: "9", "meta-type": "object", members: [] },
  { name: "str", "meta-type": "builtin", "json-type": "string" },
  { name: "int", "meta-type": "builtin", "json-type": "int" },
  { name: "null", "meta-type": "builtin", "json-type": "null" },
];

type Question = [name: string, what?: Feature];

describe("what a description says", () => {
  const told = new Introspection(description);

  test.each<Question>([
    ["add-part"],
    ["add-part", {}],
    ["PART_GONE"],
    ["add-part", { feature: "unstable" }],
    ["add-part", { argument: "kind" }],
    ["add-part", { argument: "kind", value: "wheel" }],
    ["add-part", { argument: "kind", value: "axle", feature: "unstable" }],
    ["add-part", { argument: "id", feature: "deprecated" }],
    // Of a branch, and in one.
    ["add-part", { argument: "spokes" }],
    ["add-part", { argument: "length" }],
    ["add-part", { argument: "rim.why" }],
    ["add-part", { argument: "rim.size" }],
    ["add-part", { argument: "rim", feature: "unstable" }],
    ["add-part", { argument: "rim.why", value: "worn" }],
    // Through an alternate that leads back.
    ["add-part", { argument: "below.spokes" }],
    ["add-part", { argument: "below.below.below.kind", value: "axle", feature: "unstable" }],
    ["add-part", { argument: "below", value: "lost" }],
    // Of a list's elements.
    ["add-part", { argument: "modes", value: "worn" }],
    ["query-parts", { result: "size" }],
    ["query-parts", { result: "inner.inner.size" }],
    ["PART_GONE", { data: "why", value: "lost" }],
    ["PART_GONE", { data: "id", argument: undefined, value: undefined }],
    ["query-parts", { result: "id", argument: undefined }],
  ])("has %s %j", (name, what) => {
    expect(told.has(name, what)).toBe(true);
  });

  test.each<Question>([
    ["add-par"],
    ["toString"],
    ["__proto__"],
    ["part_gone"],
    // Types are no commands.
    ["0"],
    ["str"],
    ["add-part", { feature: "deprecated" }],
    ["query-parts", { feature: "unstable" }],
    ["add-part", { argument: "size" }],
    ["add-part", { argument: "" }],
    ["add-part", { argument: "kind.id" }],
    ["add-part", { argument: "toString" }],
    ["add-part", { argument: "case" }],
    ["add-part", { argument: "kind", feature: "unstable" }],
    ["add-part", { argument: "kind", value: "Wheel" }],
    // Where there is the new form, the old one counts for nothing.
    ["add-part", { argument: "kind", value: "old" }],
    ["add-part", { argument: "kind", value: "wheel", feature: "unstable" }],
    ["add-part", { argument: "modes", value: "worn", feature: "unstable" }],
    ["add-part", { argument: "id", value: "wheel" }],
    ["add-part", { argument: "rim.spokes" }],
    ["add-part", { argument: "below.modes.why" }],
    ["add-part", { result: "id" }],
    ["query-parts", { argument: "id" }],
    // All that is asked for must be there.
    ["add-part", { argument: "id", result: "id" }],
    ["add-part", { argument: "id", feature: "unstable" }],
    // Arguments are a command's, data an event's.
    ["PART_GONE", { argument: "id" }],
    ["PART_GONE", { result: "id" }],
    ["add-part", { data: "id" }],
    // A value of what?
    ["add-part", { value: "wheel" }],
  ])("has not %s %j", (name, what) => {
    expect(told.has(name, what)).toBe(false);
  });
});

describe("hostile descriptions", () => {
  test.each([
    ["nothing", undefined],
    ["null", null],
    ["a text", "query-parts"],
    ["an object", { name: "query-parts", "meta-type": "command" }],
    ["an object with a length", { length: 1, 0: { name: "query-parts", "meta-type": "command" } }],
    ["a list of anything", [null, 5, "query-parts", [], {}, { name: 5 }, { "meta-type": "command" }]],
  ])("%s: there is nothing, and no error", (_, reply) => {
    expect(new Introspection(reply).has("query-parts")).toBe(false);
    expect(new Introspection(reply).has("query-parts", { argument: "id" })).toBe(false);
  });

  test("fields that are missing, or of another kind, lead nowhere", () => {
    const told = new Introspection([
      { "meta-type": "object", members: [{ name: "id" }] },
      { name: null, "meta-type": "object", members: [{ name: "id" }] },
      { name: "bare", "meta-type": "command" },
      { name: "nulls", "meta-type": "command", "arg-type": null, "ret-type": {}, features: "unstable" },
      { name: "odd", "meta-type": "command", "arg-type": "1", "ret-type": "missing" },
      { name: "GONE", "meta-type": "event" },
      {
        name: "1",
        "meta-type": "object",
        members: [null, { type: "1" }, { name: "id", type: "2" }, { name: "mode", type: "3" }],
        variants: "x",
      },
      { name: "2", "meta-type": "enum", members: { name: "a" }, values: ["a"] },
      { name: "3", "meta-type": "enum", values: [{ name: "a" }, 5, "b"] },
    ]);
    for (const name of ["bare", "nulls", "odd"]) {
      expect(told.has(name)).toBe(true);
      expect(told.has(name, { feature: "unstable" })).toBe(false);
      expect(told.has(name, { result: "id" })).toBe(false);
      expect(told.has(name, { argument: "id" })).toBe(name === "odd");
    }
    expect(told.has("GONE", { data: "id" })).toBe(false);
    expect(told.has("odd", { argument: "id", value: "a" })).toBe(false);
    expect(told.has("odd", { argument: "mode", value: "a" })).toBe(false);
    expect(told.has("odd", { argument: "mode", value: "b" })).toBe(true);
  });

  test("types that lead to themselves", () => {
    const told = new Introspection([
      { name: "c", "meta-type": "command", "arg-type": "[1]" },
      { name: "[1]", "meta-type": "array", "element-type": "[1]" },
      { name: "d", "meta-type": "command", "arg-type": "2" },
      { name: "2", "meta-type": "alternate", members: [{ type: "2" }, { type: "3" }] },
      {
        name: "3",
        "meta-type": "object",
        members: [{ name: "x", type: "2" }],
        variants: [{ type: "3" }, { type: "2" }],
      },
    ]);
    expect(told.has("c", { argument: "x" })).toBe(false);
    expect(told.has("d", { argument: Array(50).fill("x").join(".") })).toBe(true);
    expect(told.has("d", { argument: "x.y" })).toBe(false);
  });

  test("entries named as the prototype's members", () => {
    const entry =
      '{"name": "__proto__", "meta-type": "command", "arg-type": "constructor", "__proto__": {"features": ["x"]}}';
    const type =
      '{"name": "constructor", "meta-type": "object", "members": [{"name": "__proto__", "type": "toString"}]}';
    const told = new Introspection(JSON.parse(`[${entry}, ${type}]`));
    expect(told.has("__proto__")).toBe(true);
    expect(told.has("__proto__", { feature: "x" })).toBe(false);
    expect(told.has("__proto__", { argument: "__proto__" })).toBe(true);
    expect(told.has("__proto__", { argument: "__proto__.name" })).toBe(false);
    expect(told.has("hasOwnProperty")).toBe(false);
  });
});

describe("asking a peer", () => {
  /** A peer whose links each describe one more event; also how often each was asked. */
  function machine(refusals = 0) {
    const asked: number[] = [];
    const peer = new Peer((link, count) => {
      asked[count] = 0;
      answering(({ execute }) => {
        if (execute !== "query-qmp-schema") return { return: {} };
        asked[count]!++;
        if (refusals-- > 0) return { error: { class: "CommandNotFound", desc: "not yet" } };
        return { return: [...description, { name: `EVENT_${count}`, "meta-type": "event", "arg-type": "1" }] };
      })(link);
    });
    return { peer, asked };
  }

  test("once a connection, for however many questions", async () => {
    const { peer, asked } = machine();
    const client = await connectTo(peer);
    expect(asked).toEqual([0]);
    const both = [client.supports("add-part", { argument: "spokes" }), client.supports("nonsense")];
    expect(await Promise.all(both)).toEqual([true, false]);
    expect(await client.supports("EVENT_0")).toBe(true);
    expect(asked).toEqual([1]);
    await client.close();
  });

  test("anew after a reconnect: it may be another QEMU", async () => {
    const { peer, asked } = machine();
    const client = await connectTo(peer, { reconnect: { delayMs: 1 } });
    expect(await client.supports("EVENT_0")).toBe(true);
    peer.link.end();
    await client.execute("query-any");
    expect(await client.supports("EVENT_0")).toBe(false);
    expect(await client.supports("EVENT_1")).toBe(true);
    expect(asked).toEqual([1, 1]);
    await client.close();
  });

  test("a failure is an error, and is not kept", async () => {
    const { peer, asked } = machine(1);
    const client = await connectTo(peer);
    expect(await rejection(client.supports("add-part"))).toBeInstanceOf(QmpError);
    expect(await client.supports("add-part")).toBe(true);
    expect(asked).toEqual([2]);
    await client.close();
  });

  test("a peer that does not answer has its time", async () => {
    const client = await connectTo(new Peer(answering(() => undefined)), { timeoutMs: { command: 5 } });
    const error = await rejection(client.supports("add-part"));
    expect(error).toBeInstanceOf(QmpTimeoutError);
    expect(error).toMatchObject({ command: "query-qmp-schema" });
    await client.close();
  });
});

test("a guest agent: commands that are there and enabled, whatever the reply looks like", () => {
  const commands = [
    { name: "guest-ping", enabled: true },
    { name: "guest-exec", enabled: false },
    { name: "guest-x" },
    null,
    5,
  ];
  const reply = { version: "9.8", supported_commands: [...commands, { name: "guest-y", enabled: "true" }] };
  const names = ["guest-ping", "guest-exec", "guest-x", "guest-y", "guest-z", "toString"];
  expect(names.filter((name) => agentSupports(reply, name))).toEqual(["guest-ping"]);
  for (const none of [undefined, null, [], {}, "x", { supported_commands: {} }, { supported_commands: null }]) {
    expect(agentSupports(none, "guest-ping")).toBe(false);
  }
});
