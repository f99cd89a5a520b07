// A server's link to a client over Node's streams: sockets, the standard streams, and whatever else is a `Duplex`.

import type { Duplex } from "node:stream";

import type { ServerLink, ServerLinkEvents } from "../server/link.js";
import { connectionError } from "./ending.js";

/** How long a client may take to read what was written last and to leave, once the server has said all, in milliseconds. */
const farewellMs = 2000;

/** A link over an open stream, which belongs to it from now on. What has come already is told a turn later. */
export function serverLink(stream: Duplex, name: string, events: ServerLinkEvents): ServerLink {
  let failure: Error | undefined;
  let farewell: ReturnType<typeof setTimeout> | undefined;
  stream
    .on("data", (chunk: Uint8Array | string) => events.data(chunk))
    .on("end", () => events.end())
    .on("drain", () => events.drain())
    .on("error", (error) => {
      failure ??= connectionError(error, `${name}: `);
    })
    .on("close", () => {
      clearTimeout(farewell);
      events.gone(failure);
    })
    // One that had to wait for its turn was told to.
    .resume();
  return {
    name,
    get pending() {
      return stream.writableLength;
    },
    write(text) {
      if (!stream.writable) return;
      // One byte a character: all that is said is ASCII, but for the guest agent's 0xFF. What has to wait does so as bytes:
      // a text that was put together of many takes five times as much.
      if (stream.writableLength === 0) stream.write(text, "latin1");
      else stream.write(Buffer.from(text, "latin1"));
    },
    pause: () => void stream.pause(),
    resume: () => void stream.resume(),
    end() {
      if (stream.destroyed) return;
      farewell ??= setTimeout(() => stream.destroy(), farewellMs);
      stream.end();
      // What still comes is not heard, but has to be taken, or the end behind it is not seen.
      stream.resume();
    },
    destroy: () => void stream.destroy(),
  };
}
