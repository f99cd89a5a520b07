// What users may say: to a connection, to a reconnect, to a call.

import type { Budgets, WaitOptions } from "./waiting.js";

/** What a connection takes. */
export interface ConnectOptions {
  /** Ends the attempt to connect: it is rejected with the signal's reason. It has no say afterwards. */
  readonly signal?: AbortSignal | undefined;
  /**
   * How long waits may take, in milliseconds: one figure for all, or some by kind. Defaults: `connect` and `handshake`
   * 10 s, `command` and `event` 60 s, `job` an hour.
   */
  readonly timeoutMs?: number | Partial<Budgets> | undefined;
  /**
   * Whether to try again while nobody listens there yet, or the peer is busy with another client, as long as the budget
   * `connect` lasts: for a QEMU that was just started. Default: false, a wrong address is told at once.
   */
  readonly retry?: boolean | undefined;
  /** The longest message that the peer may send, in bytes. Default: 64 MiB. */
  readonly maxMessageBytes?: number | undefined;
  /** Whether arguments are held to the schema before they are sent. Default: true. */
  readonly check?: boolean | undefined;
  /** Whether to ask for out-of-band execution where it is offered. Default: if the schema has a command for it. */
  readonly oob?: boolean | undefined;
  /** Whether to connect again when the link is lost. What was sent is rejected then, and never sent again. */
  readonly reconnect?: boolean | ReconnectOptions | undefined;
  /**
   * Told of what has no other way out: what listeners throw, and events that the generated types cannot hold. Default: it
   * is thrown where nobody catches it.
   */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** How to connect again. */
export interface ReconnectOptions {
  /** How many attempts in a row may fail before the session is over. Default: no limit. */
  readonly attempts?: number | undefined;
  /** The first pause, in milliseconds; doubled after each attempt that fails. Default: 100. */
  readonly delayMs?: number | undefined;
  /** The longest pause, in milliseconds. Default: 5000. */
  readonly maxDelayMs?: number | undefined;
}

/** What a call takes. */
export interface CallOptions extends WaitOptions {
  /** Whether the arguments are held to the schema before they are sent. Default: as the connection says. */
  readonly check?: boolean | undefined;
}

/** What a call takes whose command may be executed out of band. */
export interface OutOfBandOptions extends CallOptions {
  /** Whether to execute it out of band, past the commands that are waiting. Default: false. */
  readonly oob?: boolean | undefined;
}
