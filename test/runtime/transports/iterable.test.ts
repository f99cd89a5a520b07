import { describe, expect, test } from "vitest";

import { QmpConnectionError } from "../../../src/runtime/errors.js";
import type { Channel } from "../../../src/runtime/transports/iterable.js";
import { fromFactory, fromIterable } from "../../../src/runtime/transports/iterable.js";
import { failure, never, recorder, turns } from "./fixtures/recorder.js";

const nothing = () => {};

/** Gives what it is told to, then waits until it is let go. */
function source(...chunks: readonly (string | Uint8Array)[]) {
  let release = nothing;
  let finished = false;
  const held = new Promise<void>((resolve) => (release = resolve));
  async function* input() {
    try {
      yield* chunks;
      await held;
    } finally {
      finished = true;
    }
  }
  return { input: input(), release: () => release(), finished: () => finished };
}

test("text and bytes come as they are, after `open` has resolved, and the end without a cause", async () => {
  const peer = recorder();
  const { input, release } = source("é", Uint8Array.of(0xff), "", "z");
  const transport = fromIterable(input, nothing);
  expect(transport).toMatchObject({ name: "iterable", reopens: false });
  await transport.open(peer.events, never());
  peer.log.push("open");
  await peer.until(() => peer.bytes().length === 4);
  release();
  expect(await peer.ended()).toBeUndefined();
  expect([...peer.bytes()]).toEqual([0xc3, 0xa9, 0xff, 0x7a]);
  expect(peer.log).toEqual(["open", "data", "data", "data", "data", "end"]);
});

test("writes go out one at a time, in order, and those before `close` still do", async () => {
  const written: unknown[] = [];
  let busy = 0;
  const write = async (chunk: unknown) => {
    expect(++busy).toBe(1);
    await turns(2);
    written.push(chunk);
    busy--;
  };
  const { input, release } = source();
  const closed = () => {
    written.push("closed");
    release();
  };
  const link = await fromIterable(input, write, { close: closed }).open(recorder().events, never());
  link.write("a");
  link.write(Uint8Array.of(1));
  link.write("b");
  await link.close();
  link.write("c");
  await turns();
  expect(written).toEqual(["a", Uint8Array.of(1), "b", "closed"]);
});

test.each([
  ["rejects", () => Promise.reject(new Error("the socket is gone"))],
  [
    "throws",
    () => {
      throw new Error("the socket is gone");
    },
  ],
])("a write that %s ends the link with that cause, once, and frees the channel", async (_, write) => {
  const peer = recorder();
  let writes = 0;
  let closes = 0;
  const { input } = source("hello");
  const counted = () => {
    writes++;
    return write();
  };
  const link = await fromIterable(input, counted, { close: () => closes++ }).open(peer.events, never());
  for (let i = 0; i < 3; i++) link.write("x");
  const cause = await peer.ended();
  expect(cause).toBeInstanceOf(QmpConnectionError);
  expect(cause!.message).toBe("the socket is gone");
  await link.close();
  expect({ writes, closes, ends: peer.ends.length }).toEqual({ writes: 1, closes: 1, ends: 1 });
});

test.each([
  [new Error("broken"), "broken"],
  ["a string", "a string"],
  [undefined, "undefined"],
  [Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" }), "the peer broke off (ECONNRESET)"],
])("what the iterable throws is the cause: %s", async (thrown, message) => {
  const peer = recorder();
  const input = {
    [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(thrown) }),
  };
  await fromIterable(input, nothing).open(peer.events, never());
  expect((await peer.ended())!.message).toBe(message);
});

test("`close` returns the iterator and calls `close` once; nothing is told any more", async () => {
  const peer = recorder();
  let closes = 0;
  const { input, release, finished } = source("a");
  const close = () => {
    closes++;
    release();
  };
  const link = await fromIterable(input, nothing, { close }).open(peer.events, never());
  await peer.until(() => peer.text() === "a");
  await Promise.all([link.close(), link.close()]);
  await turns();
  expect(finished()).toBe(true);
  expect(closes).toBe(1);
  expect(peer.log).toEqual(["data"]);
});

test("`close` is called once when the iterable ends by itself, too", async () => {
  const peer = recorder();
  let closes = 0;
  const { input, release } = source();
  const link = await fromIterable(input, nothing, { close: () => closes++ }).open(peer.events, never());
  release();
  await peer.ended();
  await link.close();
  expect(closes).toBe(1);
});

test.each([
  ["never settles", () => new Promise(nothing)],
  ["rejects", () => Promise.reject(new Error("no"))],
  [
    "throws",
    () => {
      throw new Error("no");
    },
  ],
])("`close` comes to its end though the channel's own %s", async (_, close) => {
  const peer = recorder();
  const input = { [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(nothing), return: close as never }) };
  const link = await fromIterable(input, () => new Promise(nothing), { close }).open(peer.events, never());
  link.write("x");
  await link.close();
  expect(peer.log).toEqual([]);
});

test("an iterable opens once", async () => {
  const transport = fromIterable(source().input, nothing, { name: "mine" });
  await transport.open(recorder().events, never());
  const error = await failure(transport.open(recorder().events, never()));
  expect(error.message).toBe("mine: it was used before, and cannot be opened again");
});

describe("a factory", () => {
  const channel = (...chunks: readonly string[]) => ({ input: source(...chunks).input, write: nothing });

  test("is asked for each connection", async () => {
    let count = 0;
    const transport = fromFactory(async () => channel(`connection ${++count}`), "ws://vm1");
    expect(transport).toMatchObject({ name: "ws://vm1", reopens: true });
    for (const want of ["connection 1", "connection 2"]) {
      const peer = recorder();
      const link = await transport.open(peer.events, never());
      await peer.until(() => peer.text() === want);
      await link.close();
    }
  });

  test("what it throws is why there is no connection", async () => {
    const original = new Error("handshake refused");
    const error = await failure(
      fromFactory(() => Promise.reject(original), "ws://vm1").open(recorder().events, never()),
    );
    expect(error).toBeInstanceOf(QmpConnectionError);
    expect(error).toMatchObject({ message: "ws://vm1: handshake refused", cause: original });
    const thrower = () => {
      throw original;
    };
    expect((await failure(fromFactory(thrower, "w").open(recorder().events, never()))).message).toBe(
      "w: handshake refused",
    );
  });

  test("that hangs is ended by the signal, which it is given; a channel that comes too late is closed", async () => {
    const control = new AbortController();
    let give: (channel: Channel) => void = nothing;
    let given: AbortSignal | undefined;
    const peer = recorder();
    const opening = fromFactory((signal) => {
      given = signal;
      return new Promise((resolve) => (give = resolve));
    }, "ws://vm1").open(peer.events, control.signal);
    await turns(1);
    const reason = new Error("it took too long");
    control.abort(reason);
    await expect(opening).rejects.toBe(reason);
    expect(given!.aborted).toBe(true);
    await new Promise<void>((resolve) => give({ ...channel("hello"), close: resolve }));
    await turns();
    expect(peer.log).toEqual([]);
  });

  test("that fails after the signal is not heard any more", async () => {
    const control = new AbortController();
    const opening = fromFactory(
      (signal) =>
        new Promise((_, reject) => {
          signal.addEventListener("abort", () => reject(new Error("own words")));
        }),
      "ws://vm1",
    ).open(recorder().events, control.signal);
    control.abort(new Error("it took too long"));
    await expect(opening).rejects.toThrow("it took too long");
    await turns();
  });

  test("is not asked when the signal has come already", async () => {
    let asked = 0;
    const transport = fromFactory(async () => {
      asked++;
      return channel();
    }, "ws://vm1");
    await expect(transport.open(recorder().events, AbortSignal.abort(new Error("no more")))).rejects.toThrow("no more");
    expect(asked).toBe(0);
  });
});
