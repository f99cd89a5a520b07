// Events: listeners, loops, waits, and the races between events, replies and whoever waits for either.

import { describe, expect, test } from "vitest";

import {
  QmpConnectionError,
  QmpError,
  QmpOverflowError,
  QmpTimeoutError,
  QmpUnsafeIntegerError,
} from "../../src/runtime/index.js";
import { connectTo, rejection, settle } from "../support/client.js";
import { answering, greeting, Peer } from "../support/peer.js";
import { PROGRESS } from "../support/table.js";

const at = (seconds: number) => ({ seconds, microseconds: 0 });
const stop = (seconds = 1) => ({ event: "STOP", timestamp: at(seconds) });
const resume = (seconds = 1) => ({ event: "RESUME", timestamp: at(seconds) });
const progress = (done: number, id = "a") => ({
  event: "PROGRESS",
  data: { done, total: 10, id },
  timestamp: at(done),
});

/** A peer that answers everything with nothing. */
const quiet = () => new Peer(answering(() => ({ return: {} })));

describe("listeners", () => {
  test("on, once and off, with data in the form of its types", async () => {
    const peer = quiet();
    const client = await connectTo(peer);
    const seen: unknown[] = [];
    const listener = (event: { data: { done: bigint } }) => seen.push(event.data.done);
    const stopListening = client.on("PROGRESS", listener);
    client.once("PROGRESS", ({ data }) => seen.push(["once", data.id]));
    client.once(PROGRESS, ({ data }) => seen.push(["constant", data.total]));
    client.on("PROGRESS", listener);
    peer.link.send(progress(1));
    await settle();
    client.off("PROGRESS", listener);
    peer.link.send(progress(2));
    stopListening();
    client.off("PROGRESS", listener);
    peer.link.send(progress(3));
    expect(seen).toEqual([1n, ["once", "a"], ["constant", 10], 1n, 2n]);
    await client.close();
  });

  test("what listeners throw, or reject with, harms nobody and is told", async () => {
    const peer = quiet();
    const errors: unknown[] = [];
    const client = await connectTo(peer, { onError: (error) => errors.push(error) });
    const [thrown, rejected] = [new Error("thrown"), new Error("rejected")];
    const seen: string[] = [];
    client.on("STOP", () => {
      throw thrown;
    });
    client.on("STOP", async () => Promise.reject(rejected));
    client.on("STOP", ({ event }) => seen.push(event));
    peer.link.send(stop());
    await settle();
    expect(seen).toEqual(["STOP"]);
    expect(errors).toEqual([thrown, rejected]);
    expect(client.state).toBe("ready");
    await client.close();
  });

  test("an event that its types cannot hold is told to all who wait for it, and lost to nobody else", async () => {
    const peer = quiet();
    const errors: unknown[] = [];
    const client = await connectTo(peer, { onError: (error) => errors.push(error) });
    client.on("PROGRESS", () => expect.unreachable());
    const waiting = client.waitFor("PROGRESS");
    const next = client.events("PROGRESS").next();
    peer.link.send(
      '{"event": "PROGRESS", "data": {"done": 18446744073709551615, "total": 9007199254740993, "id": "x"}}',
    );
    for (const error of [await rejection(waiting), await rejection(next), errors[0]]) {
      expect(error).toBeInstanceOf(QmpUnsafeIntegerError);
      expect(error).toMatchObject({ path: "total", text: "9007199254740993", value: { done: 18446744073709551615n } });
    }
    expect(client.state).toBe("ready");
    await client.close();
  });

  test("listeners may add and remove each other", async () => {
    const peer = quiet();
    const client = await connectTo(peer);
    const seen: string[] = [];
    const stopSecond = client.on("STOP", () => seen.push("second"));
    client.once("STOP", () => {
      seen.push("first");
      stopSecond();
      client.once("STOP", () => seen.push("third"));
    });
    peer.link.send(stop(), stop());
    await settle();
    expect(seen).toEqual(["second", "first", "third"]);
    await client.close();
  });
});

describe("loops", () => {
  test("over some names, in order, from the call on", async () => {
    const peer = quiet();
    const client = await connectTo(peer);
    const events = client.events("STOP", "RESUME");
    peer.link.send(stop(1), progress(1), resume(2), stop(3));
    const seen: string[] = [];
    for await (const { event, timestamp, data } of events) {
      seen.push(`${event} ${timestamp.seconds} ${String(data)}`);
      if (seen.length === 3) break;
    }
    expect(seen).toEqual(["STOP 1 undefined", "RESUME 2 undefined", "STOP 3 undefined"]);
    peer.link.send(stop(4));
    expect(await events.next()).toEqual({ value: undefined, done: true });
    await client.close();
  });

  test("over all, unknown ones too", async () => {
    const peer = quiet();
    const client = await connectTo(peer);
    const events = client.events();
    const data = { big: [1, { x: null }] };
    peer.link.send({ event: "BRAND_NEW", data, timestamp: at(5) }, stop());
    expect((await events.next()).value).toEqual({ event: "BRAND_NEW", data, timestamp: at(5) });
    expect((await events.next()).value).toEqual({ event: "STOP", data: undefined, timestamp: at(1) });
    await client.close();
    expect(await events.next()).toEqual({ value: undefined, done: true });
  });

  test("the lost connection is an error of the loop, once", async () => {
    const peer = quiet();
    const client = await connectTo(peer);
    const events = client.events("STOP");
    peer.link.send(stop());
    peer.link.end();
    expect((await events.next()).value).toMatchObject({ event: "STOP" });
    expect(await rejection(events.next())).toBeInstanceOf(QmpConnectionError);
    expect(await events.next()).toEqual({ value: undefined, done: true });
  });

  test.each([
    { overflow: "drop-oldest", kept: [3, 4], dropped: 2 },
    { overflow: "drop-newest", kept: [1, 2], dropped: 2 },
  ] as const)("a full buffer: $overflow", async ({ overflow, kept, dropped }) => {
    const peer = quiet();
    const client = await connectTo(peer);
    const events = client.events("STOP", { bufferSize: 2, overflow });
    peer.link.send(...[1, 2, 3, 4].map(stop));
    await settle();
    for (const seconds of kept) expect((await events.next()).value?.timestamp.seconds).toBe(seconds);
    expect(events.dropped).toBe(dropped);
    await client.close();
  });

  test("a full buffer: an error, after what was kept", async () => {
    const peer = quiet();
    const client = await connectTo(peer);
    const events = client.events("STOP", { bufferSize: 2 });
    peer.link.send(...[1, 2, 3].map(stop));
    await settle();
    await events.next();
    await events.next();
    expect(await rejection(events.next())).toBeInstanceOf(QmpOverflowError);
    expect(await events.next()).toEqual({ value: undefined, done: true });
    expect(() => client.events("STOP", { bufferSize: 0 })).toThrow(RangeError);
    await client.close();
  });

  test("many that are kept come in order, dropped ones left out", async () => {
    const peer = quiet();
    const client = await connectTo(peer);
    const events = client.events("PROGRESS", { bufferSize: 1000, overflow: "drop-oldest" });
    const send = (from: number, to: number) => {
      for (let at = from; at < to; at++) peer.link.send({ event: "PROGRESS", data: { done: at, total: 0, id: "" } });
    };
    const take = async (count: number) => {
      const taken: number[] = [];
      for (let at = 0; at < count; at++) taken.push(Number((await events.next()).value!.data.done));
      return taken;
    };
    const upTo = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);
    await settle();
    send(0, 1500);
    expect(events.dropped).toBe(500);
    expect(await take(700)).toEqual(upTo(500, 1200));
    send(1500, 2000);
    expect(await take(800)).toEqual(upTo(1200, 2000));
    await client.close();
  });

  test("signal and timeoutMs end it", async () => {
    const client = await connectTo(quiet());
    const timed = client.events("STOP", { timeoutMs: 5 });
    expect(await rejection(timed.next())).toMatchObject({ name: "QmpTimeoutError", budget: "event", timeoutMs: 5 });
    // Nobody has to leave it: it listens no more.
    expect(client.session.hub.wants("STOP")).toBe(false);
    expect(await timed.next()).toEqual({ value: undefined, done: true });
    const control = new AbortController();
    const events = client.events("STOP", { signal: control.signal });
    const waiting = [events.next(), events.next()];
    control.abort(new Error("enough"));
    expect(await rejection(waiting[0]!)).toMatchObject({ message: "enough" });
    expect(await waiting[1]!).toEqual({ value: undefined, done: true });
    const late = client.events("STOP", { signal: AbortSignal.abort(new Error("late")) });
    expect(await rejection(late.next())).toMatchObject({ message: "late" });
    await client.close();
  });
});

describe("waiting for one", () => {
  test("of several names, with a condition; two who wait for the same get the same", async () => {
    const peer = quiet();
    const client = await connectTo(peer);
    const [first, second] = [client.waitFor("STOP"), client.waitFor(["RESUME", "STOP"])];
    const mine = client.waitFor("PROGRESS", { where: ({ data }) => data.id === "b" });
    peer.link.send(progress(1), stop(4), progress(2, "b"));
    expect(await first).toEqual({ event: "STOP", data: undefined, timestamp: at(4) });
    expect(await second).toEqual(await first);
    expect((await mine).data.done).toBe(2n);
    await client.close();
  });

  test("its ends: budget, signal, condition that throws, lost link", async () => {
    const peer = quiet();
    const client = await connectTo(peer, { timeoutMs: { event: 5 } });
    const error = await rejection(client.waitFor(["STOP", "RESUME"]));
    expect(error).toBeInstanceOf(QmpTimeoutError);
    expect((error as Error).message).toBe("no STOP or RESUME within 5 ms (the event budget)");
    const reason = new Error("reason");
    expect(await rejection(client.waitFor("STOP", { signal: AbortSignal.abort(reason) }))).toBe(reason);
    const throwing = client.waitFor("STOP", {
      timeoutMs: 1000,
      where: () => {
        throw reason;
      },
    });
    const lost = client.waitFor("RESUME", { timeoutMs: 1000 });
    peer.link.send(stop());
    peer.link.end();
    expect(await rejection(throwing)).toBe(reason);
    expect(await rejection(lost)).toBeInstanceOf(QmpConnectionError);
  });

  test("executeAndWait: the event before, with and after the reply", async () => {
    for (const order of ["before", "same", "after"] as const) {
      const peer = new Peer(
        answering(({ execute, id }, link) => {
          if (execute !== "set-speed") return { return: {} };
          if (order === "before") {
            link.send(progress(1));
            setTimeout(() => link.send({ return: {}, id }), 2);
          } else if (order === "same") link.send(progress(1), { return: {}, id });
          else {
            link.send({ return: {}, id });
            setTimeout(() => link.send(progress(1)), 2);
          }
          return undefined;
        }),
      );
      const client = await connectTo(peer);
      const { result, event } = await client.executeAndWait("set-speed", { speed: 1 }, "PROGRESS");
      expect(result).toBeUndefined();
      expect(event.data.done).toBe(1n);
      await client.close();
    }
  });

  test("executeAndWait: the command's error ends it, and so does a time-out", async () => {
    const peer = new Peer(
      answering(({ execute }) => (execute === "quit" ? undefined : { error: { class: "X", desc: "no" } })),
    );
    const client = await connectTo(peer);
    expect(await rejection(client.executeAndWait("set-speed", { speed: 1 }, "STOP"))).toBeInstanceOf(QmpError);
    const error = await rejection(client.executeAndWait("quit", {}, ["STOP"], { timeoutMs: 5 }));
    expect(error).toBeInstanceOf(QmpTimeoutError);
    await client.close();
  });
});

describe("races", () => {
  test("an event in the same packet as the negotiation's reply reaches who listens right after connecting", async () => {
    const peer = new Peer((link) => {
      link.send(greeting());
      void link.next().then(({ id }) => link.send({ return: {}, id }, stop(9)));
    });
    const client = await connectTo(peer);
    expect((await client.waitFor("STOP")).timestamp.seconds).toBe(9);
    await client.close();
  });

  test("a reply and an event in one packet, split at every byte", async () => {
    const peer = new Peer(answering(() => undefined));
    const client = await connectTo(peer);
    const events = client.events("PROGRESS");
    let length = 1;
    for (let cut = 0; cut < length; cut++) {
      const reply = client.execute("query-count");
      await settle();
      const { id } = peer.link.sent.at(-1)!;
      const text = `${JSON.stringify(progress(cut, "é€😀"))}\r\n${JSON.stringify({ return: cut, id })}\r\n`;
      const bytes = new TextEncoder().encode(text);
      length = bytes.length;
      peer.link.say(bytes.slice(0, cut));
      peer.link.say(bytes.slice(cut));
      expect(await reply).toBe(cut);
      expect((await events.next()).value?.data).toEqual({ done: BigInt(cut), total: 10, id: "é€😀" });
    }
    expect(length).toBeGreaterThan(100);
    await client.close();
  });

  test("an earlier connection's reply is nobody's, ids that never were too", async () => {
    const peer = new Peer(
      answering(({ id }, link) => void link.send({ return: 5, id: 5 }, { return: 6, id: "x" }, { return: 7, id })),
    );
    const client = await connectTo(peer);
    expect(await client.execute("query-count")).toBe(7);
    await client.close();
  });
});
