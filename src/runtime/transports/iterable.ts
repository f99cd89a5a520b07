// Links over what a program brings itself: something that gives chunks, and a function that takes them. For WebSockets,
// web streams, and platforms without Node's modules.

import type { Link, LinkEvents, Transport } from "../transport.js";
import { pause } from "../waiting.js";
import { connectionError, lingerMs, within } from "./ending.js";
import { once } from "./stream.js";

/** Both directions of an open connection. */
export interface Channel {
  /** What the peer sends, in any pieces. Its end ends the link; so does what it throws, as the cause. */
  readonly input: AsyncIterable<Uint8Array | string>;
  /**
   * Sends. A promise is waited for before the next call, and ends the link if it is rejected, or if the call throws.
   */
  readonly write: (chunk: string | Uint8Array) => unknown;
  /** Frees the connection; called once, when the link is closed or has ended. */
  readonly close?: (() => unknown) | undefined;
}

/** What `fromIterable` takes beside the two directions. */
export interface IterableOptions {
  /** As `Channel.close`. */
  readonly close?: Channel["close"];
  /** What it leads to, for messages. Default: `iterable`. */
  readonly name?: string | undefined;
}

/** A connection that is open already, as a transport: for one session. `open` throws: QmpConnectionError if used before. */
export function fromIterable(
  input: Channel["input"],
  write: Channel["write"],
  { close, name = "iterable" }: IterableOptions = {},
): Transport {
  return once(name, (events) => channelLink({ input, write, close }, events));
}

/**
 * Connections that a function makes, as a transport that can be opened again. A channel that it gives after `signal`
 * has ended the attempt is closed.
 *
 * `open` throws: QmpConnectionError with what the function throws as its cause.
 */
export function fromFactory(make: (signal: AbortSignal) => Promise<Channel>, name: string): Transport {
  return {
    name,
    reopens: true,
    async open(events, signal) {
      signal.throwIfAborted();
      const making = (async () => channelLink(await make(signal), events))();
      return new Promise((resolve, reject) => {
        const abort = () => {
          reject(signal.reason);
          making.then(
            (link) => link.close(),
            () => {},
          );
        };
        signal.addEventListener("abort", abort);
        making
          .finally(() => signal.removeEventListener("abort", abort))
          .then(resolve, (error: unknown) => reject(connectionError(error, `${name}: `)));
      });
    },
  };
}

function channelLink({ input, write, close }: Channel, events: LinkEvents): Link {
  const iterator = input[Symbol.asyncIterator]();
  let over = false;
  let sent: Promise<unknown> = Promise.resolve();
  let closing: Promise<void> | undefined;
  const finish = () => (closing ??= release());
  const release = async () => {
    over = true;
    await within(lingerMs, sent);
    // Both at once: a generator that waits for the peer returns only after `close` has ended its wait.
    const ends = [async () => close?.(), async () => iterator.return?.()];
    await within(lingerMs, Promise.allSettled(ends.map((one) => one())));
  };
  const end = (cause?: Error) => {
    if (over) return;
    void finish();
    events.end(cause);
  };
  const fail = (error: unknown) => end(connectionError(error));
  const read = async () => {
    // `open` has resolved by then.
    await pause(0);
    while (!over) {
      const { done, value } = await iterator.next();
      if (done) end();
      else if (!over) events.data(value);
    }
  };
  read().catch(fail);
  return {
    write(chunk) {
      if (over) return;
      sent = sent.then(() => write(chunk));
      sent.catch(fail);
    },
    close: finish,
  };
}
