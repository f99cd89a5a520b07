// What carries bytes between a client and its peer: the contract, and nothing of any particular way. A transport is a
// recipe that can be followed again, for a reconnect; a link is one connection made by it.

/** What a link tells the session; none of these may throw. */
export interface LinkEvents {
  /** Bytes came, or text that is already decoded. */
  readonly data: (chunk: Uint8Array | string) => void;
  /** The link is over: by the peer's wish, or, with a cause, by a failure. Called once; nothing comes after it. */
  readonly end: (cause?: Error) => void;
}

/** One open connection. */
export interface Link {
  /** Sends text, or the bytes that the guest agent's protocol needs. Never throws: a failure is told by `end`. */
  write(chunk: string | Uint8Array): void;
  /**
   * Closes the connection and frees all that it holds: nothing of it keeps the process alive. `end` need not be called
   * any more. Safe to call twice.
   */
  close(): Promise<void>;
}

/** A way to a peer. */
export interface Transport {
  /** What it leads to, for messages: `/run/vm1.qmp`, `tcp://127.0.0.1:4444`. */
  readonly name: string;
  /** Whether `open` can be called again after a link has ended. */
  readonly reopens: boolean;
  /**
   * Connects. `signal` ends the attempt, and frees what it took.
   *
   * Throws: whatever stood in the way, as an `Error`.
   */
  open(events: LinkEvents, signal: AbortSignal): Promise<Link>;
}
