// The client's methods: what is checked and what is given as it came, who is told of which events, and waits that begin
// before a command is sent. Sessions have their own tests, and so have events.

import { describe, expect, test } from "vitest";

import {
  connectAny,
  QmpArgumentError,
  QmpClient,
  QmpConnectionError,
  QmpError,
  QmpTimeoutError,
} from "../../src/runtime/index.js";
import { runAlone } from "../support/child.js";
import type { TestClient } from "../support/client.js";
import { connectTo, rejection, settle } from "../support/client.js";
import type { PeerLink, Sent } from "../support/peer.js";
import { answering, Peer } from "../support/peer.js";
import { PROGRESS, queryStatus } from "../support/table.js";

const timestamp = { seconds: 1, microseconds: 2 };
const event = (name: string, data?: object) => ({ event: name, ...(data === undefined ? {} : { data }), timestamp });
const progress = (done: number, id = "a") => event("PROGRESS", { done, total: 10, id });
const refusal = { error: { class: "GenericError", desc: "no" } };
const reason = new Error("changed my mind");

/** A client, and the peer that answers it. */
async function pair(answer: (message: Sent, link: PeerLink) => unknown = () => ({ return: {} }), options = {}) {
  const peer = new Peer(answering(answer));
  const client = await connectTo(peer, options);
  // What comes in the turn in which it is ready is told a turn later.
  await settle();
  return { peer, client };
}

/** What was sent once the session was ready. */
const sent = (peer: Peer) => peer.link.sent.slice(1);

describe("what is checked", () => {
  const wrong = { speed: "fast" } as never;

  test.each([
    { connection: undefined, call: undefined, checked: true },
    { connection: false, call: undefined, checked: false },
    { connection: false, call: true, checked: true },
    { connection: true, call: false, checked: false },
  ])("connection: $connection, call: $call", async ({ connection, call, checked }) => {
    const { peer, client } = await pair(undefined, { check: connection });
    const given = client.execute("set-speed", wrong, { check: call });
    if (checked) expect(await rejection(given)).toBeInstanceOf(QmpArgumentError);
    else expect(await given).toBeUndefined();
    expect(sent(peer).map((one) => one.arguments)).toEqual(checked ? [] : [wrong]);
    await client.close();
  });

  test("null, a list and a text are no arguments; what has no JSON is never sent, checked or not", async () => {
    const { peer, client } = await pair();
    for (const args of [null, [], "x", new Map()]) {
      expect(await rejection(client.execute("query-any", args as never))).toBeInstanceOf(QmpArgumentError);
    }
    for (const args of [null, [], "x", { a: 1 }, () => {}]) {
      expect(await rejection(client.execute("query-count", args as never))).toBeInstanceOf(QmpArgumentError);
    }
    const loop: unknown[] = [];
    loop.push(loop);
    for (const key of [NaN, loop, [-Infinity]]) {
      const checked = await rejection(client.execute("query-any", { key }));
      expect((checked as QmpArgumentError).problems).toMatchObject([{ path: expect.stringMatching(/^key/) as string }]);
      expect(await rejection(client.execute("query-any", { key }, { check: false }))).toBeInstanceOf(TypeError);
      expect(await rejection(client.executeRaw("query-any", { key }))).toBeInstanceOf(TypeError);
    }
    expect(sent(peer)).toEqual([]);
    expect(await client.execute("query-any", { key: 1 })).toEqual({});
    await client.close();
  });

  test("a command that the schema does not know is sent as it is, whatever its name", async () => {
    const { peer, client } = await pair(() => ({ return: { as: "it came" } }));
    for (const name of ["brand-new", "constructor", "__proto__"]) {
      expect(await client.execute(name as never, { a: [1n] } as never)).toEqual({ as: "it came" });
    }
    expect(sent(peer).map((one) => one.execute)).toEqual(["brand-new", "constructor", "__proto__"]);
    await client.close();
  });
});

describe("results", () => {
  test("executeRaw: as it came, exact, though the schema knows better", async () => {
    const result = '{"running": "?", "ns": 7, "count": 18446744073709551615, "new": 1}';
    const { peer, client } = await pair(() => `{"return": ${result}}`);
    const raw = { running: "?", ns: 7, count: 18446744073709551615n, new: 1 };
    expect(await client.executeRaw("query-status")).toEqual(raw);
    expect(await client.executeRaw("set-speed", { speed: "fast", more: 2n ** 64n, none: undefined })).toEqual(raw);
    expect(peer.link.text).toContain('"arguments":{"speed":"fast","more":18446744073709551616}');
    await client.close();
  });

  test("executeRaw: the peer's error is one, and a signal or a budget its end", async () => {
    const { client } = await pair(({ execute }) => (execute === "mute" ? undefined : refusal));
    expect(await rejection(client.executeRaw("query-status"))).toMatchObject({
      name: "QmpError",
      command: "query-status",
    });
    expect(await rejection(client.executeRaw("mute", {}, { timeoutMs: 2 }))).toBeInstanceOf(QmpTimeoutError);
    expect(await rejection(client.executeRaw("mute", {}, { signal: AbortSignal.abort(reason) }))).toBe(reason);
    await client.close();
  });

  test("what a newer peer adds is given, and so is what an odd one sends", async () => {
    const results = [{ running: false, ns: 1, count: 2, new: { ns: 3 } }, { running: 5, ns: "x" }, null, []];
    const { client } = await pair(() => ({ return: results.shift() }));
    expect(await client.execute("query-status")).toEqual({ running: false, ns: 1n, count: 2, new: { ns: 3 } });
    expect(await client.execute(queryStatus)).toEqual({ running: 5, ns: "x" });
    expect(await client.execute("query-status")).toBeNull();
    expect(await client.execute("query-status")).toEqual([]);
    await client.close();
  });
});

describe("listeners and loops", () => {
  test("a name and its constant are the same event", async () => {
    const { peer, client } = await pair();
    const seen: string[] = [];
    const [byName, byConstant] = [
      ({ data }: { data: { done: bigint } }) => seen.push(`name ${data.done}`),
      () => seen.push("constant"),
    ];
    client.on("PROGRESS", byName);
    client.on(PROGRESS, byConstant);
    client.off("STOP", byName as never);
    client.off("PROGRESS", () => seen.push("never given"));
    peer.link.send(progress(1));
    await settle();
    client.off(PROGRESS, byName);
    client.off("PROGRESS", byConstant);
    peer.link.send(progress(2));
    expect(seen).toEqual(["name 1", "constant"]);
    await client.close();
  });

  test("once: not again, though it throws; and not at all once it is taken away", async () => {
    const errors: unknown[] = [];
    const { peer, client } = await pair(undefined, { onError: (error: unknown) => errors.push(error) });
    client.once("STOP", () => {
      throw reason;
    });
    client.once("STOP", () => Promise.reject(reason));
    const listener = () => errors.push("taken away by off");
    client.once("STOP", listener);
    client.off("STOP", listener);
    client.once("STOP", () => errors.push("taken away by what once gave"))();
    peer.link.send(event("STOP"), event("STOP"));
    await settle();
    expect(errors).toEqual([reason, reason]);
    expect(client.session.hub.wants("STOP")).toBe(false);
    await client.close();
  });

  test("errors of listeners without onError, and of onError, are the application's, and end no session", async () => {
    const program = (options: string) => `
      process.on("uncaughtException", (error) => console.log("uncaught", error.message));
      const peer = new all.Peer(all.answering(() => ({ return: 5 })));
      const client = await all.connectTo(peer, ${options});
      client.on("STOP", () => { throw new Error("thrown"); });
      client.on("STOP", ({ event }) => console.log("told", event));
      peer.link.send({ event: "STOP" });
      await all.settle();
      console.log(client.state, await client.execute("query-count"));
      await client.close();`;
    const modules = ["src/runtime/index.ts", "test/support/peer.ts", "test/support/client.ts"];
    const without = await runAlone(modules, program("{}"));
    expect(without).toEqual({ code: 0, stdout: "told STOP\nuncaught thrown\nready 5\n", stderr: "" });
    const throwing = await runAlone(modules, program('{ onError: () => { throw new Error("worse"); } }'));
    expect(throwing.stdout).toBe("told STOP\nuncaught worse\nready 5\n");
  });

  test("events that no schema knows, and members and values that it does not, come as they are", async () => {
    const { peer, client } = await pair();
    const seen: unknown[] = [];
    client.on("BRAND_NEW" as never, (one) => seen.push(one));
    client.on("JOB_STATUS_CHANGE", ({ data }) => seen.push(data));
    const [one, all] = [client.waitFor("toString" as never), client.events()];
    const news = [
      event("BRAND_NEW", { n: 1 }),
      event("JOB_STATUS_CHANGE", { id: "j", status: "levitating", x: 1 }),
      event("toString"),
    ];
    peer.link.send(...news);
    expect(await one).toEqual({ ...news[2], data: undefined });
    expect(seen).toEqual([news[0], { id: "j", status: "levitating", x: 1 }]);
    for (const { event: name } of news) expect((await all.next()).value?.event).toBe(name);
    await client.close();
  });

  test("loops over names and constants, options last or alone", async () => {
    const { peer, client } = await pair();
    const full = { bufferSize: 1, overflow: "drop-oldest" } as const;
    const [some, all] = [client.events(PROGRESS, "STOP", full), client.events(full)];
    peer.link.send(event("RESUME"), progress(1), event("STOP"), event("RESUME"));
    expect(await some.next()).toEqual({ done: false, value: { event: "STOP", data: undefined, timestamp } });
    expect([some.dropped, all.dropped]).toEqual([1, 3]);
    expect((await all.next()).value?.event).toBe("RESUME");
    await client.close();
  });

  test("a loop waits as long as it takes: the budget is for waits that are meant to end", async () => {
    const { peer, client } = await pair(undefined, { timeoutMs: { event: 1 } });
    const next = client.events("STOP").next();
    await rejection(client.waitFor("STOP"));
    await settle();
    peer.link.send(event("STOP"));
    expect((await next).value?.event).toBe("STOP");
    await client.close();
  });

  test.each<[string, (client: QmpClient) => Promise<unknown>]>([
    ["on", (client) => new Promise((resolve) => client.on(PROGRESS, ({ data }) => resolve(data)))],
    ["once", (client) => new Promise((resolve) => client.once(PROGRESS, ({ data }) => resolve(data)))],
    ["events", async (client) => (await client.events("STOP", PROGRESS).next()).value?.data],
    ["waitFor", async (client) => (await client.waitFor(["STOP", PROGRESS])).data],
    ["executeAndWait", async (client) => (await client.executeAndWait("x", {}, PROGRESS)).event.data],
  ])("without a schema, constants bring their types along: %s", async (_, take) => {
    const peer = new Peer(answering(() => ({ return: {} })));
    const client = await connectAny(peer);
    const [typed, plain] = [take(client), client.waitFor("RESUME")];
    peer.link.send(progress(5), event("RESUME", { n: 1 }));
    expect(await typed).toEqual({ done: 5n, total: 10, id: "a" });
    expect((await plain).data).toEqual({ n: 1 });
    await client.close();
  });

  test("closing from within a listener", async () => {
    const { peer, client } = await pair();
    const seen: string[] = [];
    client.on("STOP", () => client.close());
    client.on("STOP", ({ event: name }) => seen.push(name));
    peer.link.send(event("STOP"), event("STOP"));
    expect(await client.closed).toBeUndefined();
    expect(seen).toEqual(["STOP"]);
    client.on("STOP", () => expect.unreachable())();
  });
});

describe("waitFor", () => {
  test("by constants, by several, with a condition that sees its own events only, in the form of their types", async () => {
    const { peer, client } = await pair();
    const seen: unknown[] = [];
    const where = (one: { event: string; data: { done: bigint } | undefined }) => {
      seen.push(one.data?.done ?? one.event);
      return one.data?.done === 3n;
    };
    const waiting = client.waitFor([PROGRESS, "STOP"], { where });
    peer.link.send(progress(1), event("RESUME"), event("STOP"), progress(3), progress(4));
    expect((await waiting).data).toEqual({ done: 3n, total: 10, id: "a" });
    expect(seen).toEqual([1n, "STOP", 3n]);
    await client.close();
  });

  test.each<[string, (client: TestClient) => Promise<unknown>]>([
    ["it came", (client) => client.waitFor("STOP")],
    ["its time", (client) => client.waitFor("STOP", { timeoutMs: 1, where: () => false })],
    ["its signal", (client) => client.waitFor("STOP", { signal: AbortSignal.abort(reason) })],
    [
      "its condition",
      (client) =>
        client.waitFor("STOP", {
          where: () => {
            throw reason;
          },
        }),
    ],
    ["a wrong time", (client) => client.waitFor("STOP", { timeoutMs: -1 })],
    [
      "a command that fails",
      (client) => client.executeAndWait("query-count", {}, ["STOP", "RESUME"], { where: () => false }),
    ],
    ["arguments that are wrong", (client) => client.executeAndWait("set-speed", {} as never, "STOP")],
    ["a wrong time for both", (client) => client.executeAndWait("query-count", {}, "STOP", { timeoutMs: NaN })],
  ])("when it has ended, nobody listens any more: %s", async (_, wait) => {
    const { peer, client } = await pair(() => refusal);
    const ended = wait(client).catch(() => {});
    peer.link.send(event("STOP"));
    await ended;
    expect([client.session.hub.wants("STOP"), client.session.hub.wants("RESUME")]).toEqual([false, false]);
    await client.close();
  });

  test("a time that is none is a rejection", async () => {
    const { client } = await pair();
    for (const timeoutMs of [-1, NaN]) {
      expect(await rejection(client.waitFor("STOP", { timeoutMs }))).toBeInstanceOf(RangeError);
      expect(await rejection(client.executeAndWait("query-count", {}, "STOP", { timeoutMs }))).toBeInstanceOf(
        RangeError,
      );
    }
    await client.close();
  });
});

describe("executeAndWait", () => {
  test("result and event, by constants, with a condition; what came before the call counts for nothing", async () => {
    const { peer, client } = await pair((_, link) => {
      link.send(progress(2), progress(3, "b"), progress(4, "b"));
      return { return: { running: true, ns: 1, count: 2 } };
    });
    peer.link.send(progress(1, "b"));
    const both = await client.executeAndWait(queryStatus, {}, PROGRESS, { where: ({ data }) => data.id === "b" });
    expect(both).toEqual({
      result: { running: true, ns: 1n, count: 2 },
      event: { event: "PROGRESS", data: { done: 3n, total: 10, id: "b" }, timestamp },
    });
    await client.close();
  });

  test("two at once get the same event, and each its own result", async () => {
    let count = 0;
    const { client } = await pair((_, link) => {
      if (++count === 2) link.send(event("RESUME"));
      return { return: count };
    });
    const calls = [
      client.executeAndWait("query-count", {}, "RESUME"),
      client.executeAndWait("query-count", {}, ["STOP", "RESUME"]),
    ];
    const both = await Promise.all(calls);
    expect(both.map(({ result }) => result)).toEqual([1, 2]);
    expect(both[0]!.event).toBe(both[1]!.event);
    await client.close();
  });

  test("wrong arguments: nothing is sent", async () => {
    const { peer, client } = await pair();
    const wrong = client.executeAndWait("set-speed", { speed: 0.5 }, "STOP");
    expect(await rejection(wrong)).toMatchObject({ name: "QmpArgumentError", command: "set-speed" });
    expect(sent(peer)).toEqual([]);
    await client.close();
  });

  test.each<[string, (link: PeerLink, id: unknown) => void, object, object]>([
    [
      "the event comes, and then the command fails",
      (link, id) => link.send(event("STOP"), { ...refusal, id }),
      {},
      { name: "QmpError" },
    ],
    [
      "the command fails, and then the event comes",
      (link, id) => link.send({ ...refusal, id }, event("STOP")),
      {},
      { name: "QmpError" },
    ],
    [
      "the event never comes",
      (link, id) => link.send({ return: 1, id }),
      {},
      { name: "QmpTimeoutError", budget: "event", message: "no STOP within 9 ms (the event budget)" },
    ],
    [
      "the event never comes in the call's own time",
      (link, id) => link.send({ return: 1, id }),
      { timeoutMs: 3 },
      { budget: "event", timeoutMs: 3 },
    ],
    [
      "the reply never comes",
      (link) => link.send(event("STOP")),
      { timeoutMs: 3 },
      { name: "QmpTimeoutError", budget: "command", command: "query-count" },
    ],
    [
      "the link ends between the two",
      (link, id) => (link.send({ return: 1, id }), link.end()),
      {},
      { name: "QmpConnectionError" },
    ],
    [
      "the event comes, and the link ends",
      (link) => (link.send(event("STOP")), link.end()),
      {},
      { name: "QmpConnectionError", command: "query-count" },
    ],
    ["the signal comes", () => {}, { signal: AbortSignal.timeout(3) }, { name: "TimeoutError" }],
  ])("%s", async (_, act, options, wanted) => {
    const { client } = await pair(({ id }, link) => act(link, id), { timeoutMs: { event: 9 } });
    const error = await rejection(client.executeAndWait("query-count", {}, "STOP", options));
    expect(error).toMatchObject(wanted);
    await client.close();
  });

  test("this side closes", async () => {
    const { client } = await pair(() => undefined);
    const waiting = rejection(client.executeAndWait("query-count", {}, "STOP"));
    await settle();
    await client.close();
    expect(await waiting).toBeInstanceOf(QmpConnectionError);
    expect(await rejection(client.executeAndWait("query-count", {}, "STOP"))).toBeInstanceOf(QmpConnectionError);
  });
});

test("several clients may share a session, and each is over with it", async () => {
  const { client } = await pair(() => refusal);
  const other = new QmpClient(client.session);
  expect(await rejection(other.execute("x"))).toBeInstanceOf(QmpError);
  await client[Symbol.asyncDispose]();
  await other[Symbol.asyncDispose]();
  expect([client.state, other.state, await other.closed]).toEqual(["closed", "closed", undefined]);
});
