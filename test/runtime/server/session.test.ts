// A session as a client sees it: what is said, in which order, and what becomes of the mistakes of either side.

import { describe, expect, test } from "vitest";

import { QmpError } from "../../../src/runtime/index.js";
import type { CommandContext } from "../../../src/runtime/index.js";
import type { Heard } from "../../support/talk.js";
import { connect, serve } from "../../support/talk.js";

type Args = Readonly<Record<string, unknown>>;

const handlers = {
  echo: ({ value }: Args) => value ?? null,
  count: ({ n }: Args) => n ?? 0,
  nothing() {},
};

const failure = (heard: Heard) => heard.error?.class;
const ids = (heard: readonly Heard[]) => heard.map(({ id }) => id);

/** Something that is settled from outside. */
function gate<T>() {
  let open!: (value: T) => void;
  let fail!: (error: unknown) => void;
  const promise = new Promise<T>((resolve, reject) => ([open, fail] = [resolve, reject]));
  return { promise, open, fail };
}

describe("the beginning", () => {
  test("the greeting says the version, and out-of-band execution where a command allows it", async () => {
    const plain = serve(handlers, { version: { major: 7, minor: 2, micro: 22, package: "x" } });
    const talk = await connect(plain, { greets: false });
    expect(await talk.next()).toEqual({
      QMP: { version: { qemu: { major: 7, minor: 2, micro: 22 }, package: "x" }, capabilities: [] },
    });
    expect(talk.text).toMatch(/^\{"QMP": \{"version": .*\}\}\r\n$/);
    const oob = await connect(serve({ ...handlers, urgent: () => "!" }), { greets: false });
    expect(await oob.next()).toMatchObject({ QMP: { capabilities: ["oob"] } });
  });

  test.each([
    ["a command", { execute: "nothing", id: 1 }, "CommandNotFound"],
    ["one that is not there", { execute: "nope", id: 1 }, "CommandNotFound"],
    ["query-version", { execute: "query-version", id: 1 }, "CommandNotFound"],
    ["out of band", { "exec-oob": "urgent", id: 1 }, "GenericError"],
    ["a member too many", { execute: "nothing", more: 1, id: 1 }, "GenericError"],
    ["an unknown argument", { execute: "qmp_capabilities", arguments: { bogus: 1 }, id: 1 }, "GenericError"],
    ["an unknown capability", { execute: "qmp_capabilities", arguments: { enable: ["foo"] }, id: 1 }, "GenericError"],
    ["one that is not offered", { execute: "qmp_capabilities", arguments: { enable: ["oob"] }, id: 1 }, "GenericError"],
  ])("before the negotiation: %s", async (_, request, errorClass) => {
    const talk = await connect(serve(handlers), { negotiates: false });
    const reply = await talk.ask(request);
    expect([failure(reply), reply.id]).toEqual([errorClass, 1]);
    expect(await talk.ask({ execute: "qmp_capabilities", id: 2 })).toEqual({ return: {}, id: 2 });
    expect(await talk.ask({ execute: "nothing", id: 3 })).toEqual({ return: {}, id: 3 });
  });

  test("negotiating a second time is refused; its arguments are looked at first", async () => {
    const talk = await connect(serve(handlers));
    expect(failure(await talk.ask({ execute: "qmp_capabilities" }))).toBe("CommandNotFound");
    expect(failure(await talk.ask({ execute: "qmp_capabilities", arguments: { enable: 1 } }))).toBe("GenericError");
  });
});

describe("requests", () => {
  test.each([
    ["[]", undefined],
    ["42 ", undefined],
    ["'x' ", undefined],
    ["null ", undefined],
    ["1.0 ", undefined],
    ["{}", undefined],
    ["{'id':7}", 7],
    ["{'arguments':{}, 'id': null}", null],
    ["{'execute':1,'id':[1]}", [1]],
    ["{'execute':null,'id':{'a':1}}", { a: 1 }],
    ["{'execute':'nothing','arguments':[],'id':1}", 1],
    ["{'execute':'nothing','arguments':null,'id':1}", 1],
    ["{'execute':'echo','arguments':1.0,'id':1}", 1],
    ["{'execute':'nothing','event':'x','id':1}", 1],
    ["{'exec-oob':'nothing','id':1}", 1],
    ["{'execute':'nothing','arguments':{'a':1},'id':1}", 1],
    ["{'execute':'nothing','id':1,}", undefined],
    ["{'execute':'nothing' 'id':1}", undefined],
    ["{'execute':'nothing','execute':'nothing'}", undefined],
  ])("%s is a GenericError, and the next command is fine", async (text, id) => {
    const talk = await connect(serve(handlers));
    const reply = await talk.ask(text);
    expect([failure(reply), reply.id, "id" in reply]).toEqual(["GenericError", id, id !== undefined]);
    expect(reply.error!.desc).not.toBe("");
    expect(await talk.ask("{'execute':'nothing','id':'next'}")).toEqual({ return: {}, id: "next" });
  });

  test("what is not there is not found, whatever objects have of their own", async () => {
    const talk = await connect(serve(handlers));
    for (const execute of ["nope", "", "absent", "toString", "constructor", "__proto__", "Nothing", "no_thing"]) {
      const reply = await talk.ask({ execute, id: execute });
      expect([failure(reply), reply.id]).toEqual(["CommandNotFound", execute]);
    }
  });

  test("an id of any kind comes back, integers exact", async () => {
    const talk = await connect(serve(handlers));
    for (const id of ["9007199254740993", "18446744073709551615", '"\\u00e9\\ud83d\\ude00\\u0000"', "[{}, [], null]"]) {
      await talk.ask(`{"execute":"nothing","id":${id}}`);
      expect(talk.text.slice(talk.text.lastIndexOf("\n", talk.text.length - 2) + 1).toLowerCase()).toBe(
        `{"return": {}, "id": ${id}}\r\n`,
      );
    }
  });

  test("needs no newline, and may come in pieces, or many at once", async () => {
    const talk = await connect(serve(handlers));
    const request = `{"execute":"echo","arguments":{"value":"é"},"id":1}`;
    for (const byte of Buffer.from(request)) talk.say(Uint8Array.of(byte));
    expect(await talk.next()).toEqual({ return: "é", id: 1 });
    talk.say(Array.from({ length: 100 }, (_, id) => `{"execute":"count","arguments":{"n":${id}},"id":${id}}`).join(""));
    const heard = await talk.take(100);
    expect(heard).toEqual(heard.map((_, id) => ({ return: id, id })));
  });

  test("all that was asked is answered when the client has said all", async () => {
    const held = gate<string>();
    const talk = await connect(serve({ ...handlers, wait: () => held.promise }));
    talk.say({ execute: "wait", id: 1 }, { execute: "nothing", id: 2 }).stream.end();
    setTimeout(() => held.open("done"), 20);
    expect(await talk.rest()).toEqual([
      { return: "done", id: 1 },
      { return: {}, id: 2 },
    ]);
  });
});

describe("order", () => {
  test("in band: one after the other, mistakes of syntax in their turn", async () => {
    const held = gate<string>();
    const talk = await connect(serve({ ...handlers, wait: () => held.promise }));
    talk.say({ execute: "wait", id: 1 }, { execute: "nothing", id: 2 }, "{]", { execute: "nothing", id: 3 });
    setTimeout(() => held.open("done"), 20);
    expect(ids(await talk.take(4))).toEqual([1, 2, undefined, 3]);
  });

  test("out of band: at once, and only what allows it", async () => {
    const held = gate<string>();
    let oob: boolean[] = [];
    const urgent = (context: CommandContext) => ((oob = [...oob, context.oob]), "!");
    const talk = await connect(serve({ ...handlers, urgent, wait: () => held.promise }), { enable: ["oob"] });
    talk.say({ execute: "wait", id: 1 }, { execute: "nothing", id: 2 }, { "exec-oob": "urgent", id: 3 });
    expect(await talk.next()).toEqual({ return: "!", id: 3 });
    talk.say({ "exec-oob": "nothing", id: 4 }, { "exec-oob": "nope", id: 5 }, { "exec-oob": 1, id: 6 });
    expect((await talk.take(3)).map((one) => [failure(one), one.id])).toEqual([
      ["GenericError", 4],
      ["CommandNotFound", 5],
      ["GenericError", 6],
    ]);
    talk.say({ "exec-oob": "urgent", execute: "urgent", id: 7 }, { execute: "urgent", id: 8 });
    held.open("done");
    expect(ids(await talk.take(4))).toEqual([1, 2, 7, 8]);
    expect(oob).toEqual([true, false]);
  });

  test("so many run out of band at a time; what comes then waits until one of them ends", async () => {
    const held: ((value: string) => void)[] = [];
    const urgent = () => new Promise<string>((resolve) => held.push(resolve));
    const talk = await connect(serve({ ...handlers, urgent }), { enable: ["oob"] });
    talk.say(Array.from({ length: 1000 }, (_, id) => JSON.stringify({ "exec-oob": "urgent", id })).join(""));
    for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
    expect(held).toHaveLength(64);
    for (let id = 0; id < 1000; id++) {
      held[id]!("done");
      expect(await talk.next()).toEqual({ return: "done", id });
    }
  });

  test("behind eight that wait, not even what is out of band is read", async () => {
    const held = gate<string>();
    const talk = await connect(serve({ ...handlers, urgent: () => "!", wait: () => held.promise }), {
      enable: ["oob"],
    });
    talk.say({ execute: "wait", id: 0 });
    for (let id = 1; id <= 8; id++) talk.say({ execute: "nothing", id });
    talk.say({ "exec-oob": "urgent", id: "!" });
    setTimeout(() => held.open("done"), 30);
    expect(ids(await talk.take(10))).not.toContain(undefined);
    const order = ids(
      talk.text
        .split("\r\n")
        .slice(2, -1)
        .map((line) => JSON.parse(line) as Heard),
    );
    expect(order[0]).toBe(0);
    expect(order.filter((id) => id !== "!")).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test("one client's commands do not wait for another's", async () => {
    const held = gate<string>();
    const server = serve({ ...handlers, wait: () => held.promise });
    const [one, other] = [await connect(server), await connect(server)];
    one.say({ execute: "wait", id: 1 });
    expect(await other.ask({ execute: "nothing", id: 2 })).toEqual({ return: {}, id: 2 });
    held.open("done");
    expect(await one.next()).toEqual({ return: "done", id: 1 });
  });
});

describe("handlers", () => {
  test("one that throws, or rejects, harms its own command only", async () => {
    const server = serve({
      ...handlers,
      echo: () => {
        throw new Error("out of paper");
      },
      wait: async () => Promise.reject(new QmpError("DeviceNotFound", "no printer")),
      count: () => Promise.reject("plain text"),
    });
    const talk = await connect(server);
    expect(await talk.ask({ execute: "echo", id: 1 })).toEqual({
      id: 1,
      error: { class: "GenericError", desc: "out of paper" },
    });
    expect(await talk.ask({ execute: "wait", id: 2 })).toEqual({
      id: 2,
      error: { class: "DeviceNotFound", desc: "no printer" },
    });
    expect(failure(await talk.ask({ execute: "count", id: 3 }))).toBe("GenericError");
    expect(server.reports).toEqual([
      "the handler of 'echo' failed: out of paper",
      "the handler of 'count' failed: plain text",
    ]);
    expect(await talk.ask({ execute: "nothing" })).toEqual({ return: {} });
  });

  test("one that hangs is given up, told so, and the next command has its turn", async () => {
    let signal: AbortSignal | undefined;
    const wait = (_: Args, context: CommandContext) => ((signal = context.signal), new Promise(() => {}));
    const server = serve({ ...handlers, wait }, { commandTimeoutMs: 20 });
    const talk = await connect(server);
    talk.say({ execute: "wait", id: 1 }, { execute: "nothing", id: 2 });
    const [first, second] = await talk.take(2);
    expect([failure(first!), first!.id, second]).toEqual(["GenericError", 1, { return: {}, id: 2 }]);
    expect(signal!.aborted).toBe(true);
    expect(server.reports).toEqual(["the handler of 'wait' took longer than 20 ms"]);
  });

  test("what settles later than that is not heard of again", async () => {
    const held = gate<string>();
    const talk = await connect(serve({ ...handlers, wait: () => held.promise }, { commandTimeoutMs: 10 }));
    expect(failure(await talk.ask({ execute: "wait", id: 1 }))).toBe("GenericError");
    held.open("late");
    expect(await talk.ask({ execute: "nothing", id: 2 })).toEqual({ return: {}, id: 2 });
  });

  test("each of many that hang is given up, those that had to wait for others, too", async () => {
    const server = serve({ ...handlers, wait: () => new Promise(() => {}) }, { commandTimeoutMs: 30 });
    const talks = await Promise.all(Array.from({ length: 20 }, () => connect(server)));
    // The last five have one more, which starts when the first is given up.
    for (const [at, talk] of talks.entries()) {
      for (let left = at < 15 ? 1 : 2; left > 0; left--) talk.say({ execute: "wait" });
    }
    const heard = await Promise.all(talks.map((talk, at) => talk.take(at < 15 ? 1 : 2)));
    expect(new Set(heard.flat().map(failure))).toEqual(new Set(["GenericError"]));
  });

  const textless = {
    toString(): never {
      throw new Error("no text");
    },
  };
  test.each([
    ["nothing", undefined],
    ["an object without any text", Object.create(null)],
    ["an object that cannot be text", textless],
    ["a symbol", Symbol("s")],
    ["an error whose message is no text", Object.assign(new Error(), { message: Object.create(null) as unknown })],
  ])("may throw %s, and be rejected with it", async (_, thrown: unknown) => {
    const server = serve({
      ...handlers,
      echo: () => {
        throw thrown;
      },
      wait: () => Promise.reject(thrown),
    });
    const talk = await connect(server);
    for (const execute of ["echo", "wait"]) {
      expect(failure(await talk.ask({ execute }))).toBe("GenericError");
    }
    expect(server.reports).toHaveLength(2);
  });

  const self: { own?: unknown } = {};
  self.own = self;
  test.each([
    ["a wrong type", "count", "many"],
    ["nothing", "count", undefined],
    ["out of range", "count", 2n ** 63n],
    ["what holds itself", "echo", self],
    ["a function", "echo", () => {}],
    ["not a number", "echo", NaN],
  ])("one that gives %s: an error for the client, a clear one for the developer", async (_, execute, result) => {
    const server = serve({ ...handlers, [execute]: () => result });
    const talk = await connect(server);
    const reply = await talk.ask({ execute, id: 1 });
    expect([failure(reply), reply.id]).toEqual(["GenericError", 1]);
    expect(server.reports).toEqual([expect.stringContaining(`the handler of '${execute}' gave a wrong result: `)]);
    expect(await talk.ask({ execute: "nothing" })).toEqual({ return: {} });
  });

  test("may give promises of any kind, and what only looks like one", async () => {
    const then = "then" as string;
    const thenable = Object.fromEntries([[then, (resolve: (value: unknown) => void) => resolve(7)]]);
    const hostile = Object.defineProperty({}, then, {
      get() {
        throw new Error("do not touch");
      },
    });
    const word = Object.fromEntries([[then, "word"]]);
    const talk = await connect(serve({ count: () => thenable, echo: () => hostile, open: () => word }));
    expect(await talk.ask({ execute: "count" })).toEqual({ return: 7 });
    expect((await talk.ask({ execute: "echo" })).error).toEqual({ class: "GenericError", desc: "do not touch" });
    expect(await talk.ask({ execute: "open" })).toEqual({ return: word });
  });

  test("are told of the client that leaves, and their results are dropped", async () => {
    const held = gate<string>();
    const seen = gate<AbortSignal>();
    const wait = (_: Args, { signal }: CommandContext) => (seen.open(signal), held.promise);
    const server = serve({ ...handlers, wait });
    const talk = await connect(server);
    talk.say({ execute: "wait" }, { execute: "wait" });
    const signal = await seen.promise;
    expect(signal.aborted).toBe(false);
    talk.stream.destroy();
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    await new Promise(setImmediate);
    expect(server.sessions).toEqual([]);
    held.open("late");
  });

  test("may be methods of a class, with a `this`", async () => {
    class Machine {
      #count = 0;
      count() {
        return ++this.#count;
      }
    }
    const talk = await connect(serve(new Machine()));
    expect(await talk.ask({ execute: "count" })).toEqual({ return: 1 });
    expect(await talk.ask({ execute: "count" })).toEqual({ return: 2 });
  });

  test("success goes without a reply where the schema says so, failure does not", async () => {
    let isFine = true;
    const vanish = () => {
      if (!isFine) throw new QmpError("GenericError", "cannot vanish");
    };
    const talk = await connect(serve({ ...handlers, vanish }));
    talk.say({ execute: "vanish", id: 1 });
    expect(await talk.ask({ execute: "nothing", id: 2 })).toEqual({ return: {}, id: 2 });
    isFine = false;
    expect(failure(await talk.ask({ execute: "vanish", id: 3 }))).toBe("GenericError");
  });

  test("what is not checked is passed on as it came", async () => {
    const talk = await connect(serve({ open: (args: Args) => args }));
    const args = { driver: 5, more: [1.5, { x: null }], __proto__x: "y" };
    expect(await talk.ask({ execute: "open", arguments: args })).toEqual({ return: args });
  });
});
