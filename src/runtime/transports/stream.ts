// Links over Node's streams: sockets, and whatever else is a `Duplex`.
//
// Nothing is told before `open` has resolved: reading starts one turn of the event loop later, and what comes until
// then (QEMU greets at once) waits in the stream.

import type { Duplex } from "node:stream";

import { QmpConnectionError } from "../errors.js";
import type { Link, LinkEvents, Transport } from "../transport.js";
import { connectionError, lingerMs } from "./ending.js";

/**
 * A link over an open stream. The peer's end of sending is the end of the link: there are no half-open ones.
 * `filter` gives the bytes to pass on.
 */
export function linkOf(stream: Duplex, events: LinkEvents, filter?: (chunk: Uint8Array) => Uint8Array): Link {
  let over = false;
  const end = (error?: unknown) => {
    if (over) return;
    over = true;
    stream.destroy();
    events.end(error ? connectionError(error) : undefined);
  };
  setImmediate(() => {
    stream.on("data", (chunk: Uint8Array) => over || events.data(filter ? filter(chunk) : chunk)).resume();
  });
  // In this order: the immediate above comes first.
  const later = (error?: unknown) => setImmediate(end, error);
  stream.on("error", later).on("end", later).on("close", later);
  return {
    write(chunk) {
      if (!over) stream.write(chunk);
    },
    close: () =>
      new Promise((resolve) => {
        over = true;
        const drop = () => {
          clearTimeout(timer);
          stream.destroy();
          resolve();
        };
        const timer = setTimeout(drop, lingerMs);
        if (stream.destroyed) return drop();
        // What was just written goes out; a live peer answers with its own end, which closes the stream.
        stream.once("close", drop).end();
      }),
  };
}

/**
 * A stream that is open already, such as a channel of an SSH library, as a transport: for one connection. It belongs
 * to the link from then on, and is destroyed with it.
 *
 * `open` throws: QmpConnectionError if the stream has ended, or was used before.
 */
export function fromStream(stream: Duplex, name = "stream"): Transport {
  return once(name, (events) => {
    if (!stream.readable || !stream.writable) throw new QmpConnectionError(`${name}: the stream has ended`);
    return linkOf(stream, events);
  });
}

/** A transport that opens once. */
export function once(name: string, link: (events: LinkEvents) => Link): Transport {
  let used = false;
  return {
    name,
    reopens: false,
    async open(events, signal) {
      signal.throwIfAborted();
      if (used) throw new QmpConnectionError(`${name}: it was used before, and cannot be opened again`);
      used = true;
      return link(events);
    },
  };
}
