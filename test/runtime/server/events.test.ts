// Events as clients get them: to whom, in which order, how often, and what becomes of a client that does not read.

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import type { CommandContext } from "../../../src/runtime/index.js";
import { RateLimiter } from "../../../src/runtime/server/rate-limits.js";
import { connect, serve } from "../../support/talk.js";

const settle = () => new Promise((resolve) => setTimeout(resolve, 20));

describe("events", () => {
  test("go to all who have negotiated, with one time for all; others do not get them later", async () => {
    const server = serve({ nothing() {} });
    const [one, two] = [await connect(server), await connect(server)];
    const early = await connect(server, { negotiates: false });
    server.emit("DATA", { n: 2n ** 60n });
    const heard = [await one.next(), await two.next()];
    expect(heard[0]).toEqual({
      timestamp: { seconds: expect.any(Number) as number, microseconds: expect.any(Number) as number },
      event: "DATA",
      data: { n: 2n ** 60n },
    });
    expect(heard[1]).toEqual(heard[0]);
    expect(Math.abs(heard[0]!.timestamp!.seconds - Date.now() / 1000)).toBeLessThan(10);
    expect(await early.ask({ execute: "qmp_capabilities", id: 1 })).toEqual({ return: {}, id: 1 });
    server.emit("PLAIN");
    expect(Object.keys(await early.next())).toEqual(["timestamp", "event"]);
  });

  test("of a handler come before its reply", async () => {
    const talk = await connect(serve({ nothing: ({ emit }: CommandContext) => emit("PLAIN") }));
    talk.say({ execute: "nothing", id: 1 });
    expect(await talk.take(2)).toMatchObject([{ event: "PLAIN" }, { return: {}, id: 1 }]);
  });

  test.each([
    ["one that the schema does not have", "NOPE", undefined],
    ["one of every object's", "toString", undefined],
    ["data where there is none", "PLAIN", {}],
    ["no data where there is some", "DATA", undefined],
    ["a member that is missing", "DATA", {}],
    ["a member too many", "DATA", { n: 1, m: 2 }],
    ["a wrong type", "DATA", { n: "1" }],
  ])("%s is the developer's mistake", async (_, event, data) => {
    const server = serve({});
    const talk = await connect(server);
    expect(() => server.emit(event, data as never)).toThrow(TypeError);
    expect(await talk.ask({ execute: "query-version" })).toMatchObject({ return: { qemu: { major: 10 } } });
  });

  test("a client that does not read is dropped, and others get everything", async () => {
    const server = serve({}, { maxPendingBytes: 200_000 });
    const [reader, sleeper] = [await connect(server), await connect(server)];
    sleeper.stream.pause();
    const name = server.sessions[1]!.name;
    for (let n = 0; n < 5_000; n++) {
      server.emit("DATA", { n });
      if (n % 100 === 0) await new Promise(setImmediate);
    }
    const heard = await reader.take(5_000);
    expect(heard.map(({ data }) => (data as { n: number }).n)).toEqual(heard.map((_, n) => n));
    expect(server.sessions).toHaveLength(1);
    expect(server.reports).toEqual([
      expect.stringMatching(new RegExp(`^${name} is dropped: \\d+ bytes of events wait`)),
    ]);
  });

  test("a client is told of once it takes them", async () => {
    const names: string[] = [];
    const server = serve(
      {},
      {
        onReady: ({ name }) => {
          names.push(name);
          server.emit("PLAIN");
        },
      },
    );
    const talk = await connect(server, { negotiates: false });
    expect(names).toEqual([]);
    talk.say({ execute: "qmp_capabilities" });
    expect(await talk.take(2)).toMatchObject([{ return: {} }, { event: "PLAIN" }]);
    expect(names).toEqual(["test#1"]);
  });

  test("a long reply that is on its way is nothing against its client, and one that is dropped is told of once", async () => {
    const server = serve({ wait: () => "x".repeat(3_000_000), nothing() {} }, { maxPendingBytes: 100_000 });
    const talk = await connect(server);
    talk.say({ execute: "wait", id: 1 });
    await new Promise(setImmediate);
    server.emit("PLAIN");
    expect(await talk.take(2)).toMatchObject([{ id: 1 }, { event: "PLAIN" }]);
    talk.stream.pause();
    for (let n = 0; n < 5_000; n++) server.emit("DATA", { n });
    expect(server.reports).toHaveLength(1);
  });

  test("hidden by policy: deprecated ones, and deprecated members of others", async () => {
    const server = serve({}, { compat: { deprecatedOutput: "hide" } });
    const talk = await connect(server);
    server.emit("PLAIN");
    server.emit("DATA", { n: 1, old: "x" });
    expect(await talk.next()).toMatchObject({ event: "DATA" });
    expect(talk.text).not.toContain("old");
  });
});

describe("rates", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** What is sent, and when, in milliseconds. */
  function limiter(limits?: ConstructorParameters<typeof RateLimiter>[0]) {
    const limited = new RateLimiter(limits);
    const begin = Date.now();
    const sent: [string, number][] = [];
    const pass = (name: string, data: unknown, what: string) =>
      limited.pass(name, data, () => sent.push([what, Date.now() - begin]));
    return { limited, sent, pass };
  }

  test("the first at once, of those that follow the last, once a second", () => {
    const { sent, pass } = limiter();
    for (const what of ["a", "b", "c"]) pass("RTC_CHANGE", { offset: 1 }, what);
    vi.advanceTimersByTime(1000);
    pass("RTC_CHANGE", { offset: 1 }, "d");
    vi.advanceTimersByTime(3000);
    pass("RTC_CHANGE", { offset: 1 }, "e");
    expect(sent).toEqual([
      ["a", 0],
      ["c", 1000],
      ["d", 2000],
      ["e", 4000],
    ]);
  });

  test("by a member's value, each by itself; other events as they come", () => {
    const { sent, pass } = limiter();
    for (const id of ["x", "y", "x", "y"]) pass("VSERPORT_CHANGE", { id, open: true }, id);
    for (const what of ["p", "q"]) pass("STOP", undefined, what);
    vi.advanceTimersByTime(1000);
    expect(sent.map(([what]) => what).join("")).toBe("xypqxy");
  });

  test("an I/O error that stops the machine is not held back", () => {
    const { sent, pass } = limiter();
    const error = (action: string, what: string) => pass("BLOCK_IO_ERROR", { "qom-path": "/a", action }, what);
    error("report", "a");
    error("report", "b");
    error("stop", "c");
    expect(sent.map(([what]) => what)).toEqual(["a", "c"]);
  });

  test("can be set, and lifted; nothing is sent once it is stopped", () => {
    const { limited, sent, pass } = limiter({ RTC_CHANGE: false, DATA: { ms: 50 } });
    for (const what of ["a", "b"]) pass("RTC_CHANGE", {}, what);
    for (const what of ["c", "d", "e"]) pass("DATA", {}, what);
    vi.advanceTimersByTime(50);
    pass("DATA", {}, "f");
    limited.stop();
    vi.advanceTimersByTime(5000);
    expect(sent.map(([what]) => what).join("")).toBe("abce");
    expect(() => new RateLimiter({ DATA: { ms: NaN } })).toThrow(RangeError);
  });

  test("the time is that of when it was raised", async () => {
    vi.useRealTimers();
    const server = serve({}, { rateLimits: { DATA: { ms: 60 } } });
    const talk = await connect(server);
    for (const n of [1, 2, 3]) server.emit("DATA", { n });
    const [first, last] = await talk.take(2);
    expect([first!.data, last!.data]).toEqual([{ n: 1 }, { n: 3 }]);
    const time = ({ timestamp }: typeof first & {}) => timestamp!.seconds * 1e6 + timestamp!.microseconds;
    expect(time(last!) - time(first!)).toBeLessThan(50_000);
    await settle();
  });
});
