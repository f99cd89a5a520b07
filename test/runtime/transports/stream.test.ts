import { Duplex, PassThrough } from "node:stream";

import { expect, test } from "vitest";

import { QmpConnectionError } from "../../../src/runtime/errors.js";
import { fromStream } from "../../../src/runtime/transports/stream.js";
import { failure, never, recorder, turns } from "./fixtures/recorder.js";

/** A stream, and its peer's two directions. */
function pair() {
  const toPeer = new PassThrough();
  const fromPeer = new PassThrough();
  return { stream: Duplex.from({ readable: fromPeer, writable: toPeer }), fromPeer, toPeer };
}

const read = async (stream: PassThrough) => Buffer.concat(await stream.toArray()).toString();

test("what lies in the stream already comes after `open` has resolved", async () => {
  const { stream, fromPeer } = pair();
  fromPeer.write("hello");
  stream.pause();
  await turns();
  const peer = recorder();
  const transport = fromStream(stream, "ssh channel");
  expect(transport).toMatchObject({ name: "ssh channel", reopens: false });
  await transport.open(peer.events, never());
  peer.log.push("open");
  await peer.until(() => peer.text() === "hello");
  expect(peer.log).toEqual(["open", "data"]);
});

test("what is written goes out, also just before `close`, and the stream is gone then", async () => {
  const { stream, toPeer } = pair();
  const heard = read(toPeer);
  const peer = recorder();
  const link = await fromStream(stream).open(peer.events, never());
  link.write("a");
  link.write(Uint8Array.of(0x62));
  await link.close();
  await link.close();
  expect(await heard).toBe("ab");
  expect(stream.destroyed).toBe(true);
  link.write("c");
  await turns();
  expect(peer.log).toEqual([]);
});

test("its end ends the link", async () => {
  const { stream, fromPeer } = pair();
  const peer = recorder();
  await fromStream(stream).open(peer.events, never());
  fromPeer.end("bye");
  expect(await peer.ended()).toBeUndefined();
  expect(peer.text()).toBe("bye");
  expect(stream.destroyed).toBe(true);
});

test("its failure ends the link with a cause, once", async () => {
  const { stream } = pair();
  const peer = recorder();
  const link = await fromStream(stream).open(peer.events, never());
  const original = new Error("the channel broke");
  stream.destroy(original);
  const cause = await peer.ended();
  expect(cause).toBeInstanceOf(QmpConnectionError);
  expect(cause).toMatchObject({ message: "the channel broke", cause: original });
  await link.close();
  await turns();
  expect(peer.ends).toHaveLength(1);
});

test("a failure in the same turn as `open` is told after it has resolved", async () => {
  const { stream } = pair();
  const peer = recorder();
  const opening = fromStream(stream).open(peer.events, never());
  stream.destroy(new Error("the channel broke"));
  await opening;
  peer.log.push("open");
  await peer.ended();
  expect(peer.log).toEqual(["open", "end"]);
});

test("closed in the same turn as it was opened: nothing is told", async () => {
  const { stream, fromPeer } = pair();
  fromPeer.write("hello");
  const peer = recorder();
  const link = await fromStream(stream).open(peer.events, never());
  await link.close();
  await turns();
  expect(peer.log).toEqual([]);
});

test("it opens once, and not at all if it has ended", async () => {
  const { stream } = pair();
  const transport = fromStream(stream);
  await transport.open(recorder().events, never());
  const again = await failure(transport.open(recorder().events, never()));
  expect(again).toBeInstanceOf(QmpConnectionError);
  expect(again.message).toBe("stream: it was used before, and cannot be opened again");
  stream.destroy();
  expect((await failure(fromStream(stream).open(recorder().events, never()))).message).toBe(
    "stream: the stream has ended",
  );
});

test("a signal that has come already leaves the stream alone", async () => {
  const { stream } = pair();
  const transport = fromStream(stream);
  await expect(transport.open(recorder().events, AbortSignal.abort(new Error("no more")))).rejects.toThrow("no more");
  expect(stream.destroyed).toBe(false);
  await (await transport.open(recorder().events, never())).close();
});
