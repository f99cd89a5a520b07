// The session: greeting, negotiation, commands, errors, time-outs, and what bad peers get.

import { describe, expect, test } from "vitest";

import type { CommandType, Transport } from "../../src/runtime/index.js";
import {
  connect,
  connectAny,
  openSession,
  QmpArgumentError,
  QmpConnectionError,
  QmpError,
  QmpProtocolError,
  QmpTimeoutError,
  QmpUnsafeIntegerError,
} from "../../src/runtime/index.js";
import { connectTo, rejection, settle } from "../support/client.js";
import { answering, greeting, Peer } from "../support/peer.js";
import { queryStatus } from "../support/table.js";

const status = '{"running": true, "ns": 7, "count": 3}';

describe("negotiation", () => {
  test("the greeting is told, and capabilities are negotiated with an id", async () => {
    const peer = new Peer(answering(() => undefined));
    const client = await connectTo(peer);
    expect(client.state).toBe("ready");
    expect(client.version).toEqual({ major: 9, minor: 8, micro: 7, package: "test" });
    expect(peer.link.sent).toEqual([{ execute: "qmp_capabilities", id: expect.any(String) as string }]);
    await client.close();
    expect(client.state).toBe("closed");
    expect(peer.link.closed).toBe(true);
    expect(await client.closed).toBeUndefined();
  });

  test.each([
    { offered: ["oob"], oob: undefined, asked: { enable: ["oob"] } },
    { offered: ["oob", "future"], oob: true, asked: { enable: ["oob"] } },
    { offered: ["oob"], oob: false, asked: undefined },
    { offered: [], oob: true, asked: undefined },
  ])("out of band: offered $offered, wanted $oob", async ({ offered, oob, asked }) => {
    const peer = new Peer(answering(() => undefined, offered));
    const client = await connectTo(peer, { oob });
    expect(peer.link.sent[0]?.arguments).toEqual(asked);
    expect(client.capabilities).toEqual(offered);
    await client.close();
  });

  test("events before the greeting, and stale replies before the negotiation's own, are passed over", async () => {
    const peer = new Peer(async (link) => {
      link.send({ event: "RESUME", timestamp: { seconds: 1, microseconds: 2 } }, greeting());
      void link.next().then(({ id }) => {
        link.send({ return: {}, id: "OLD" }, { return: {} }, { error: { class: "GenericError", desc: "old" }, id: 7 });
        link.send({ event: "STOP", timestamp: { seconds: 1, microseconds: 3 } }, { return: {}, id });
      });
    });
    const client = await connectTo(peer);
    expect(client.state).toBe("ready");
    await client.close();
  });

  test("a version that is none is no number of ours, and brings nothing else along", async () => {
    const peer = new Peer((link) => {
      link.send({ QMP: { version: { qemu: { major: "x", minor: null, extra: 1 }, package: 5 }, capabilities: [] } });
      void link.next().then(({ id }) => link.send({ return: {}, id }));
    });
    const client = await connectTo(peer);
    expect(client.version).toEqual({ major: 0, minor: 0, micro: 0, package: "" });
    await client.close();
  });

  test("a refusal is the peer's own error", async () => {
    const peer = new Peer((link) => {
      link.send(greeting());
      void link.next().then(({ id }) => link.send({ id, error: { class: "GenericError", desc: "not today" } }));
    });
    const error = await rejection(connectTo(peer));
    expect(error).toBeInstanceOf(QmpError);
    expect(error).toMatchObject({ class: "GenericError", description: "not today", command: "qmp_capabilities" });
    expect(peer.link.closed).toBe(true);
  });

  test.each([
    ["SSH-2.0-OpenSSH_9.2\r\n", /SSH-2\.0/],
    ["RFB 003.008\n", /RFB 003\.008/],
    ['{"hello": "world"}\n', /speaks no QMP/],
    ['{"QMP": 5}\n', /speaks no QMP/],
    ['{"QMP": {"version": {}}}\n', /speaks no QMP/],
    ["[]\n", /no message/],
    ["42\n", /no message/],
  ])("a greeting of another protocol is named: %j", async (text, message) => {
    const peer = new Peer((link) => link.say(text));
    const error = await rejection(connectTo(peer));
    expect(error).toBeInstanceOf(QmpProtocolError);
    expect((error as Error).message).toMatch(message);
    expect(peer.link.closed).toBe(true);
  });

  test("the handshake's text may come in any pieces", async () => {
    const text = `${JSON.stringify(greeting())}\r\n`;
    for (let at = 0; at <= text.length; at++) {
      const peer = new Peer((link) => {
        link.say(text.slice(0, at));
        link.say(new TextEncoder().encode(text.slice(at)));
        void link.next().then(({ id }) => link.send({ return: {}, id }));
      });
      const client = await connectTo(peer);
      expect(client.version?.major).toBe(9);
      await client.close();
    }
  });
});

describe("commands", () => {
  test("by name and by constant, with and without arguments", async () => {
    const peer = new Peer(
      answering(({ execute }) =>
        execute === "query-status" ? { return: JSON.parse(status) as unknown } : { return: {} },
      ),
    );
    const client = await connectTo(peer);
    expect(await client.execute("query-status")).toEqual({ running: true, ns: 7n, count: 3 });
    expect(await client.execute(queryStatus)).toEqual({ running: true, ns: 7n, count: 3 });
    expect(await client.execute("set-speed", { speed: 5n, unit: undefined })).toBeUndefined();
    expect(await client.executeRaw("nobody-knows", { a: [1] })).toEqual({});
    expect(peer.link.sent.slice(1).map(({ id: _, ...rest }) => rest)).toEqual([
      { execute: "query-status" },
      { execute: "query-status" },
      { execute: "set-speed", arguments: { speed: 5 } },
      { execute: "nobody-knows", arguments: { a: [1] } },
    ]);
    await client.close();
  });

  test("a client without a schema is typed by the constants", async () => {
    const peer = new Peer(answering(() => ({ return: JSON.parse(status) as unknown })));
    const small = await connect(peer);
    const { ns }: { ns: bigint } = await small.execute(queryStatus);
    expect(ns).toBe(7n);
    await small.close();
    const client = await connectAny(peer);
    expect(await client.execute(queryStatus)).toEqual({ running: true, ns: 7n, count: 3 });
    expect(await client.execute("anything", { x: 1 })).toEqual(JSON.parse(status));
    await client.close();
  });

  test("a small client leaves it to the peer to refuse arguments where none are taken", async () => {
    const peer = new Peer(answering(() => ({ return: {} })));
    const client = await connect(peer);
    const stop: CommandType<"stop", { arguments: Record<string, unknown>; returns: void }> = { command: "stop" };
    await client.execute(stop, { later: undefined });
    await client.execute(stop, { now: true });
    expect(peer.link.sent.slice(1).map(({ arguments: args }) => args)).toEqual([undefined, { now: true }]);
    await client.close();
  });

  test("a command that was alone has no id: a reply without one is its own, however late, and nobody else's", async () => {
    const peer = new Peer(answering(() => undefined));
    const client = await connectTo(peer);
    expect(await rejection(client.execute("query-count", {}, { timeoutMs: 10 }))).toBeInstanceOf(QmpTimeoutError);
    const second = client.execute("query-count");
    await settle();
    const [, first, next] = peer.link.sent;
    expect([first?.id, next?.id]).toEqual([undefined, expect.any(String) as string]);
    // The second is told by its id, though the first is still owed a reply; and the other way round.
    peer.link.send({ return: 2, id: next!.id }, { return: 1 });
    expect(await second).toBe(2);
    const third = client.execute("query-count");
    await settle();
    expect(peer.link.sent[3]!.id).toBeUndefined();
    peer.link.send({ return: 3 });
    expect(await third).toBe(3);
    expect(client.state).toBe("ready");
    await client.close();
  });

  test("several at once, answered in any order", async () => {
    const peer = new Peer(answering(() => undefined));
    const client = await connectTo(peer);
    const all = Promise.all(Array.from({ length: 100 }, () => client.execute("query-count")));
    while (peer.link.sent.length < 101) await settle();
    const ids = peer.link.sent.slice(1).map(({ id }) => id);
    expect(new Set(ids).size).toBe(100);
    peer.link.send(...ids.map((id, index) => ({ return: index, id })).reverse());
    expect(await all).toEqual(Array.from({ length: 100 }, (_, index) => index));
    await client.close();
  });

  test("commands of one turn go out in one piece", async () => {
    const peer = new Peer(answering(() => ({ return: 1 })));
    const client = await connectTo(peer);
    const before = peer.link.text.length;
    const both = Promise.all([client.execute("query-count"), client.execute("query-count")]);
    expect(peer.link.text.length).toBe(before);
    expect(await both).toEqual([1, 1]);
    await client.close();
  });

  test("the peer's error has its class, description, command and id", async () => {
    const peer = new Peer(answering(() => ({ error: { class: "DeviceNotFound", desc: "no such thing" } })));
    const client = await connectTo(peer);
    const error = await rejection(client.execute("query-count"));
    expect(error).toBeInstanceOf(QmpError);
    expect(error).toMatchObject({
      name: "QmpError",
      class: "DeviceNotFound",
      description: "no such thing",
      command: "query-count",
      id: undefined,
      message: "query-count: no such thing",
    });
    const both = await Promise.all([client.execute("query-count"), client.execute("query-count")].map(rejection));
    const ids = peer.link.sent.slice(-2).map(({ id }) => id);
    // One that is alone at the peer is sent without its id.
    expect(ids).toEqual([undefined, expect.any(String) as string]);
    expect((both[1] as QmpError).id).toBe(ids[1]);
    expect(client.state).toBe("ready");
    await client.close();
  });

  test("wrong arguments are told before anything is sent", async () => {
    const peer = new Peer(answering(() => ({ return: {} })));
    const client = await connectTo(peer);
    const wrong = { speed: "fast", unit: "gib" } as unknown as { speed: number };
    const error = await rejection(client.execute("set-speed", wrong));
    expect(error).toBeInstanceOf(QmpArgumentError);
    expect((error as QmpArgumentError).problems.map(({ path }) => path)).toEqual(["speed", "unit"]);
    expect((error as Error).message).toMatch(/^set-speed: speed: /);
    expect(peer.link.sent).toHaveLength(1);
    expect(await client.execute("set-speed", wrong, { check: false })).toBeUndefined();
    expect(peer.link.sent[1]).toMatchObject({ arguments: wrong });
    await client.close();
  });

  test("what QEMU's parser would refuse without an id is told before it is sent", async () => {
    const peer = new Peer(answering(() => ({ return: {} })));
    const client = await connectTo(peer);
    for (const key of ["\ud800", "\ufdd0", "\u{1fffe}"]) {
      expect(await rejection(client.execute("query-any", { key }))).toBeInstanceOf(QmpArgumentError);
      expect(await rejection(client.executeRaw("query-any", { key }))).toBeInstanceOf(QmpArgumentError);
    }
    expect(await client.execute("query-any", { key: "\\ud800 \u{1f600} é" })).toEqual({});
    await client.close();
  });

  test("out of band past a full queue of commands in band", async () => {
    const peer = new Peer(answering(() => undefined, ["oob"]));
    const client = await connectTo(peer);
    const inBand = Array.from({ length: 20 }, () => client.execute("query-count"));
    const rescue = client.execute("rescue", {}, { oob: true });
    await settle();
    const sent = peer.link.sent.slice(1);
    expect(sent.map((one) => one.execute ?? one["exec-oob"])).toEqual([
      ...Array<string>(8).fill("query-count"),
      "rescue",
    ]);
    peer.link.send({ return: {}, id: sent.at(-1)!.id });
    await rescue;
    for (let at = 1; at <= 21; at++) {
      if (at === 9) continue;
      while (peer.link.sent.length <= at) await settle();
      peer.link.send({ return: at, id: peer.link.sent[at]!.id });
    }
    expect((await Promise.all(inBand)).length).toBe(20);
    await client.close();
  });

  test("out of band without an agreement is an error, not a command in band", async () => {
    const peer = new Peer(answering(() => ({ return: {} })));
    const client = await connectTo(peer);
    expect(await rejection(client.execute("rescue", {}, { oob: true }))).toBeInstanceOf(QmpConnectionError);
    expect(peer.link.sent).toHaveLength(1);
    await client.close();
  });

  test("a command that succeeds without a reply: by quiet, by a later reply, by the link's end; an error is an error", async () => {
    const peer = new Peer(answering(({ execute }) => (execute === "query-count" ? { return: 1 } : undefined)));
    const client = await connectTo(peer);
    expect(await client.execute("shutdown")).toBeUndefined();
    const [first] = await Promise.all([client.execute("shutdown"), client.execute("query-count")]);
    expect(first).toBeUndefined();
    const refused = client.execute("shutdown");
    await settle();
    peer.link.send({ id: peer.link.sent.at(-1)!.id, error: { class: "CommandNotFound", desc: "disabled" } });
    expect(await rejection(refused)).toBeInstanceOf(QmpError);
    const last = client.execute("shutdown");
    await settle();
    peer.link.end();
    expect(await last).toBeUndefined();
  });

  test("without a reply, and with less time than a silence takes: done all the same", async () => {
    const client = await connectTo(new Peer(answering(() => undefined)));
    expect(await client.execute("shutdown", {}, { timeoutMs: 900 })).toBeUndefined();
    await client.close();
  });

  test("`quit` goes out without a line's end, which QEMU would leave unread; a peer that waits for it gets it", async () => {
    const peer = new Peer(answering(() => undefined));
    const client = await connectTo(peer);
    const done = client.execute("quit");
    await Promise.resolve();
    expect(peer.link.text).toMatch(/"quit"\}$/);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(peer.link.text).toMatch(/\}\n$/);
    peer.link.send({ return: {}, id: peer.link.sent[1]!.id });
    await done;
    await client.close();
  });

  test("`quit` succeeds when the link ends before its reply", async () => {
    const peer = new Peer(answering((_, link) => void link.end(new Error("ECONNRESET"))));
    const client = await connectTo(peer);
    expect(await client.execute("quit")).toBeUndefined();
    expect(client.state).toBe("closed");
  });
});

describe("numbers", () => {
  test("integers are exact, both ways", async () => {
    const peer = new Peer(
      answering(
        () => '{"return": {"running": true, "ns": 18446744073709551615, "count": 9007199254740991}, "id": "?"}',
      ),
    );
    const client = await connectTo(peer);
    const promise = client.execute("query-status");
    await waitForSent(peer, 2);
    peer.link.send('{"return": {"running": true, "ns": 18446744073709551615, "count": 9007199254740991}}');
    expect(await promise).toEqual({ running: true, ns: 18446744073709551615n, count: 9007199254740991 });
    const open = [
      client.execute("set-speed", { speed: -(2n ** 63n) }),
      client.execute("query-any", { key: { deep: [2n ** 53n + 1n, [2n ** 64n - 1n]] } }),
    ].map(rejection);
    await settle();
    expect(peer.link.text).toContain('"speed":-9223372036854775808');
    expect(peer.link.text).toContain('{"deep":[9007199254740993,[18446744073709551615]]}');
    await client.close();
    await Promise.all(open);
  });

  test("an `int` that a number cannot hold is an error with its digits, its path and the whole result", async () => {
    const peer = new Peer(answering(() => undefined));
    const client = await connectTo(peer);
    const promise = client.execute("query-status");
    await waitForSent(peer, 2);
    peer.link.send('{"return": {"running": true, "ns": 9007199254740993, "count": 9007199254740993}}');
    const error = await rejection(promise);
    expect(error).toBeInstanceOf(QmpUnsafeIntegerError);
    expect(error).toMatchObject({
      path: "count",
      text: "9007199254740993",
      value: { running: true, ns: 9007199254740993n, count: 9007199254740993n },
      command: "query-status",
    });
    expect((error as Error).message).toContain("Status.count");
    await client.close();
  });
});

/** The message that is the `count`th. */
async function waitForSent(peer: Peer, count: number) {
  while (peer.link.sent.length < count) await settle();
  return peer.link.sent[count - 1]!;
}

describe("waiting has an end", () => {
  test("connect: the transport hangs", async () => {
    let aborted: AbortSignal | undefined;
    const hanging = {
      name: "nowhere",
      reopens: true,
      open: (_: unknown, signal: AbortSignal) => new Promise<never>(() => (aborted = signal)),
    };
    const error = await rejection(connectTo(hanging, { timeoutMs: { connect: 20 } }));
    expect(error).toBeInstanceOf(QmpTimeoutError);
    expect(error).toMatchObject({
      budget: "connect",
      timeoutMs: 20,
      message: expect.stringContaining("nowhere") as string,
    });
    expect(aborted?.aborted).toBe(true);
  });

  test.each([
    ["silent", (): void => {}, /no greeting/],
    ["half a greeting", (link: { say(text: string): void }) => link.say('{"QMP": {"ver'), /no greeting.*QMP/],
    ["no reply", (link: { send(...all: unknown[]): void }) => link.send(greeting()), /no reply to qmp_capabilities/],
  ])("handshake: %s", async (_, script, message) => {
    const peer = new Peer(script);
    const error = await rejection(connectTo(peer, { timeoutMs: { handshake: 20 } }));
    expect(error).toBeInstanceOf(QmpTimeoutError);
    expect(error).toMatchObject({ budget: "handshake", message: expect.stringMatching(message) as string });
    expect(peer.link.closed).toBe(true);
  });

  test("command: by budget, by call, by signal; a late reply is dropped, and the next is its own", async () => {
    const peer = new Peer(answering(() => undefined));
    const client = await connectTo(peer, { timeoutMs: { command: 20 } });
    const error = await rejection(client.execute("query-count"));
    expect(error).toBeInstanceOf(QmpTimeoutError);
    expect(error).toMatchObject({ budget: "command", timeoutMs: 20, command: "query-count" });
    expect((error as Error).message).toBe("query-count: no reply within 20 ms (the command budget)");
    expect(await rejection(client.execute("query-count", {}, { timeoutMs: 1 }))).toMatchObject({ timeoutMs: 1 });
    const reason = new Error("enough");
    expect(await rejection(client.execute("query-count", {}, { signal: AbortSignal.abort(reason) }))).toBe(reason);
    const late = peer.link.sent.slice(1).map(({ id }) => id);
    expect(late).toHaveLength(2);
    const next = client.execute("query-count", {}, { timeoutMs: 1000 });
    const { id } = await waitForSent(peer, 4);
    peer.link.send(...late.map((one) => ({ return: 1, id: one })), { return: 2, id: "never" }, { return: 3, id });
    expect(await next).toBe(3);
    expect(client.state).toBe("ready");
    await client.close();
  });

  test("a signal ends connecting at any point", async () => {
    const reason = new Error("changed my mind");
    expect(await rejection(connectTo(new Peer(() => {}), { signal: AbortSignal.abort(reason) }))).toBe(reason);
    const control = new AbortController();
    const peer = new Peer(() => {});
    const connecting = rejection(connectTo(peer, { signal: control.signal }));
    await settle();
    control.abort(reason);
    expect(await connecting).toBe(reason);
    expect(peer.link.closed).toBe(true);
  });

  test.each([-1, NaN, "5" as unknown as number])("a time-out of %s is none", async (timeoutMs) => {
    await expect(async () => openSession(undefined, new Peer(), { timeoutMs })).rejects.toThrow(RangeError);
    const client = await connectTo(new Peer(answering(() => undefined)));
    expect(await rejection(client.execute("query-count", {}, { timeoutMs }))).toBeInstanceOf(RangeError);
    await client.close();
  });

  test("Infinity, and what no timer can hold, wait without end", async () => {
    const client = await connectTo(new Peer(answering(() => undefined)));
    const waiting = [Infinity, 2 ** 40].map((timeoutMs) => client.execute("query-count", {}, { timeoutMs }));
    await settle();
    await client.close();
    for (const one of waiting) expect(await rejection(one)).toBeInstanceOf(QmpConnectionError);
  });
});

describe("a peer that dies or raves", () => {
  test.each([
    ["no JSON", "%%%\r\n", /no JSON.*%%%/],
    ["a reply without id", '{"return": {}}\r\n', /without id/],
    ["an error without id", '{"error": {"class": "GenericError", "desc": "what?"}}\r\n', /without id.*what\?/],
    ["neither reply nor event", '{"QMP": {}}\r\n', /neither a reply nor an event/],
    ["an event without a name", '{"event": 5}\r\n', /without a name/],
    ["an array", "[1]\r\n", /no message/],
    ["a long line", "x".repeat(5000), /1000/],
  ])("%s: a protocol error that names it, and everything is settled", async (_, text, message) => {
    const peer = new Peer(answering(() => undefined));
    const client = await connectTo(peer, { maxMessageBytes: 1000 });
    const waiting = Array.from({ length: 100 }, () => client.execute("query-count"));
    const stop = client.waitFor("STOP");
    const loop = client.events("STOP").next();
    await settle();
    // The first was alone when it was sent, and has no id; no other has none.
    peer.link.send({ return: 0 });
    expect(await waiting.shift()).toBe(0);
    peer.link.say(text);
    for (const one of [...waiting, stop, loop]) {
      const error = await rejection(one);
      expect(error).toBeInstanceOf(QmpProtocolError);
      expect((error as Error).message).toMatch(message);
    }
    expect(client.state).toBe("closed");
    expect(peer.link.closed).toBe(true);
    expect(await client.closed).toBeInstanceOf(QmpProtocolError);
    expect(await rejection(client.execute("query-count"))).toBeInstanceOf(QmpProtocolError);
  });

  test("the link ends while commands wait, in the middle of a reply", async () => {
    const peer = new Peer(answering(() => undefined));
    const client = await connectTo(peer);
    const waiting = Array.from({ length: 100 }, () => client.execute("query-count"));
    await settle();
    peer.link.say('{"return": 1, "i');
    const cause = new Error("read ECONNRESET");
    peer.link.end(cause);
    for (const one of waiting) {
      const error = await rejection(one);
      expect(error).toBeInstanceOf(QmpConnectionError);
      expect((error as Error).message).toMatch(/^query-count: .*ECONNRESET/);
    }
    expect((await client.closed)?.cause).toBe(cause);
    expect(await rejection(client.execute("query-count"))).toBeInstanceOf(QmpConnectionError);
  });

  test("the link ends at once, before and after the greeting", async () => {
    for (const script of [
      (link: Peer["link"]) => link.end(),
      (link: Peer["link"]) => {
        link.send(greeting());
        link.end();
      },
    ]) {
      const error = await rejection(connectTo(new Peer(script)));
      expect(error).toBeInstanceOf(QmpConnectionError);
      expect((error as Error).message).toMatch(/closed the connection before the session was ready/);
    }
  });

  test("a transport that throws before there is a promise", async () => {
    const broken = {
      name: "broken",
      reopens: true,
      open: () => {
        throw new Error("no modem");
      },
    };
    const error = await rejection(connectTo(broken, { timeoutMs: 20 }));
    expect(error).toMatchObject({ name: "QmpConnectionError", message: expect.stringContaining("no modem") as string });
    // Nothing is left that could end later, where nobody would catch it.
    await new Promise((resolve) => setTimeout(resolve, 40));
  });

  test("what waits for events is settled at once when this side closes, however long the link takes", async () => {
    const peer = new Peer(answering(() => undefined));
    const slow: Transport = {
      name: "slow",
      reopens: false,
      open: async (events) => {
        const link = await peer.open(events);
        return { write: (chunk) => link.write(chunk), close: () => new Promise((resolve) => setTimeout(resolve, 200)) };
      },
    };
    const client = await connectTo(slow);
    const waiting = rejection(client.waitFor("STOP"));
    const quit = rejection(client.execute("quit"));
    await settle();
    let isClosed = false;
    const closing = client.close().then(() => (isClosed = true));
    expect(await waiting).toBeInstanceOf(QmpConnectionError);
    // It was this side that ended the link: that tells nothing of success.
    expect(await quit).toBeInstanceOf(QmpConnectionError);
    expect(isClosed).toBe(false);
    await closing;
  });

  test("a transport that fails to open gives its reason", async () => {
    const cause = new Error("no route");
    const peer = new Peer(() => {
      throw cause;
    });
    const error = await rejection(connectTo(peer));
    expect(error).toBeInstanceOf(QmpConnectionError);
    expect(error).toMatchObject({ message: "no route", cause });
  });

  test("closing settles everything, twice is fine, and nothing is sent afterwards", async () => {
    const peer = new Peer(answering(() => undefined));
    const client = await connectTo(peer);
    const waiting = client.execute("query-count");
    const event = client.waitFor("STOP");
    const loop = client.events();
    await Promise.all([client.close(), client.close()]);
    expect(await rejection(waiting)).toBeInstanceOf(QmpConnectionError);
    expect(await rejection(event)).toBeInstanceOf(QmpConnectionError);
    expect(await loop.next()).toEqual({ value: undefined, done: true });
    expect(await rejection(client.waitFor("STOP"))).toBeInstanceOf(QmpConnectionError);
    const before = peer.link.text;
    expect(await rejection(client.execute("query-count"))).toMatchObject({
      message: "query-count: this side closed the session",
    });
    expect(peer.link.text).toBe(before);
    // What was given in the turn of the closing went out before it.
    expect(before).toContain("query-count");
  });

  test("`await using` closes", async () => {
    const peer = new Peer(answering(() => undefined));
    {
      await using client = await connectTo(peer);
      expect(client.state).toBe("ready");
    }
    expect(peer.link.closed).toBe(true);
  });
});
