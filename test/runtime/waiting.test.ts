// Waits and pauses: each settles once, by its value, its budget or the caller's signal, and then holds nothing.

import { getEventListeners } from "node:events";

import { describe, expect, test } from "vitest";

import { QmpTimeoutError } from "../../src/runtime/index.js";
import type { Limits } from "../../src/runtime/waiting.js";
import { budgetsOf, Deadlines, pause, Wait } from "../../src/runtime/waiting.js";
import { runAlone } from "../support/child.js";
import { rejection, settle } from "../support/client.js";

const limits = (options?: Limits["options"], more: Partial<Limits> = {}): Limits => ({
  options,
  budget: "command",
  budgets: budgetsOf(),
  deadlines: new Deadlines(),
  missing: () => "no reply",
  ...more,
});

/** Whether a promise is settled, once all that is due now has run. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  const note = () => {
    settled = true;
  };
  promise.then(note, note);
  await settle();
  return settled;
}

const listeners = (signal: AbortSignal) => getEventListeners(signal, "abort").length;
const reason = new Error("changed my mind");

/** What no length of time is. */
const wrong: readonly unknown[] = [-1, -0.1, -Infinity, NaN, "5", "", 5n, true, {}, new Date(0), () => 5];

describe("budgets", () => {
  const defaults = { connect: 10_000, handshake: 10_000, command: 60_000, event: 60_000, job: 3_600_000 };

  test.each<[string, Parameters<typeof budgetsOf>[0], object]>([
    ["nothing said", undefined, defaults],
    ["nothing said in an object", {}, defaults],
    ["one figure is for all", 7, { connect: 7, handshake: 7, command: 7, event: 7, job: 7 }],
    ["0 is one", 0, { connect: 0, handshake: 0, command: 0, event: 0, job: 0 }],
    [
      "no limit",
      Infinity,
      { connect: Infinity, handshake: Infinity, command: Infinity, event: Infinity, job: Infinity },
    ],
    [
      "some by kind",
      { event: 0, job: Infinity, connect: undefined as never },
      { ...defaults, event: 0, job: Infinity },
    ],
  ])("%s", (_, said, wanted) => {
    expect(budgetsOf(said)).toEqual(wanted);
    expect(defaults).toEqual(budgetsOf());
  });

  test("what is no length of time is refused, and named", () => {
    for (const ms of wrong) {
      if (typeof ms !== "object") expect(() => budgetsOf(ms as number)).toThrow(RangeError);
      expect(() => budgetsOf({ job: ms as number })).toThrow(RangeError);
      expect(() => new Wait(limits({ timeoutMs: ms as number }))).toThrow(RangeError);
    }
    expect(() => budgetsOf({ event: -5 })).toThrow("timeoutMs takes milliseconds from 0, or Infinity: -5");
  });
});

describe("a wait", () => {
  const failure = new Error("failed");

  test.each<[string, (wait: Wait<number>) => void, unknown]>([
    ["resolved", (wait) => wait.resolve(1), { value: 1 }],
    ["rejected", (wait) => wait.reject(failure), { failure }],
    ["resolved twice", (wait) => (wait.resolve(1), wait.resolve(2)), { value: 1 }],
    ["resolved, then rejected", (wait) => (wait.resolve(1), wait.reject(failure)), { value: 1 }],
    ["rejected, then resolved", (wait) => (wait.reject(failure), wait.resolve(1)), { failure }],
    ["rejected twice", (wait) => (wait.reject(failure), wait.reject(reason)), { failure }],
  ])("%s: settles once, and says so once", async (_, act, wanted) => {
    const wait = new Wait<number>(limits());
    const done: boolean[] = [];
    wait.onDone = () => done.push(wait.done);
    const outcome = wait.promise.then(
      (value) => ({ value }),
      (error: unknown) => ({ failure: error }),
    );
    expect(wait.done).toBe(false);
    act(wait);
    expect([wait.done, done]).toEqual([true, [true]]);
    expect(await outcome).toEqual(wanted);
  });

  test("ends with its budget, which the message names", async () => {
    const budgets = budgetsOf({ event: 3, job: 4 });
    const event = await rejection(
      new Wait(limits(undefined, { budget: "event", budgets, missing: () => "no STOP" })).promise,
    );
    expect(event).toBeInstanceOf(QmpTimeoutError);
    expect(event).toMatchObject({ budget: "event", timeoutMs: 3, message: "no STOP within 3 ms (the event budget)" });
    const job = await rejection(
      new Wait(limits({ timeoutMs: 2 }, { budget: "job", budgets, context: { command: "c", id: "q-1" } })).promise,
    );
    expect(job).toMatchObject({ budget: "job", timeoutMs: 2, command: "c", id: "q-1" });
    expect((job as Error).message).toBe("c: no reply within 2 ms (the job budget)");
  });

  test("what is missing is looked up when it is told, not before", async () => {
    let missing = "no greeting";
    const wait = new Wait(limits({ timeoutMs: 3 }, { missing: () => missing }));
    missing = "no reply";
    expect(await rejection(wait.promise)).toMatchObject({ message: expect.stringMatching(/^no reply/) as string });
  });

  test("0 is no time at all, but what is there already is taken", async () => {
    expect(await rejection(new Wait(limits({ timeoutMs: 0 })).promise)).toMatchObject({ timeoutMs: 0 });
    const wait = new Wait<number>(limits({ timeoutMs: 0 }));
    wait.resolve(1);
    expect(await wait.promise).toBe(1);
  });

  test.each([Infinity, 2 ** 31, 2 ** 40, Number.MAX_VALUE])(
    "%d ms, more than timers take, is no time-out at once",
    async (timeoutMs) => {
      for (const wait of [
        new Wait(limits({ timeoutMs })),
        new Wait(limits(undefined, { budgets: budgetsOf(timeoutMs) })),
      ]) {
        expect(await isSettled(wait.promise)).toBe(false);
        wait.resolve(undefined);
      }
    },
  );

  test("a signal that has come before: its reason, whatever it is, and no other end", async () => {
    for (const why of [reason, "a text", null, undefined]) {
      const signal = AbortSignal.abort(why);
      const wait = new Wait<number>(limits({ signal, timeoutMs: 0 }));
      expect(wait.done).toBe(true);
      wait.resolve(1);
      expect(await rejection(wait.promise)).toBe(signal.reason);
      expect(listeners(signal)).toBe(0);
    }
  });

  test("a signal that comes later, and one that comes too late", async () => {
    const control = new AbortController();
    const [first, second] = [new Wait(limits(control)), new Wait<number>(limits(control))];
    second.resolve(2);
    control.abort(reason);
    expect(first.done).toBe(true);
    expect(await rejection(first.promise)).toBe(reason);
    expect(await second.promise).toBe(2);
  });

  test("a signal is let go of, however the wait ends", async () => {
    const { signal } = new AbortController();
    const waits = [
      new Wait<number>(limits({ signal })),
      new Wait(limits({ signal })),
      new Wait(limits({ signal, timeoutMs: 2 })),
    ];
    expect(listeners(signal)).toBe(3);
    waits[0]!.resolve(1);
    expect(listeners(signal)).toBe(2);
    waits[1]!.reject(reason);
    await Promise.allSettled(waits.map(({ promise }) => promise));
    expect(listeners(signal)).toBe(0);
  });
});

describe("a pause", () => {
  test("ends by itself, and lets go of the signal", async () => {
    const { signal } = new AbortController();
    const pausing = [pause(2, signal), pause(0, signal), pause(1)];
    expect(listeners(signal)).toBe(2);
    expect(await Promise.all(pausing)).toEqual([undefined, undefined, undefined]);
    expect(listeners(signal)).toBe(0);
  });

  test("ends with the signal, before or later", async () => {
    expect(await rejection(pause(0, AbortSignal.abort(reason)))).toBe(reason);
    const control = new AbortController();
    const pausing = pause(1e6, control.signal);
    control.abort(reason);
    expect(await rejection(pausing)).toBe(reason);
    expect(listeners(control.signal)).toBe(0);
  });

  test.each([Infinity, 2 ** 31, 2 ** 40])("%d ms, more than timers take, is not over at once", async (ms) => {
    const control = new AbortController();
    const pausing = pause(ms, control.signal);
    expect(await isSettled(pausing)).toBe(false);
    control.abort(reason);
    expect(await rejection(pausing)).toBe(reason);
  });
});

test("nothing keeps a process alive once it is settled", async () => {
  const ending = await runAlone(
    ["src/runtime/waiting.ts"],
    `const hour = 3600000;
    const control = new AbortController();
    const deadlines = new all.Deadlines();
    const make = (options) => new all.Wait({ options, budget: "job", budgets: all.budgetsOf(hour), deadlines, missing: () => "" });
    const [value, failure, aborted] = [make(), make({ timeoutMs: hour }), make({ signal: control.signal })];
    make({ timeoutMs: Infinity });
    const waiting = [value, failure, aborted, make({ signal: AbortSignal.abort(1) })].map(({ promise }) => promise);
    waiting.push(all.pause(hour, control.signal), all.pause(hour, AbortSignal.abort(1)));
    value.resolve();
    failure.reject(1);
    control.abort(1);
    const settled = await Promise.allSettled(waiting);
    console.log(settled.map(({ status }) => status).join());`,
  );
  const rejected = Array<string>(5).fill("rejected");
  expect(ending).toEqual({ code: 0, stdout: `${["fulfilled", ...rejected].join()}\n`, stderr: "" });
});
