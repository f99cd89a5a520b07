// What carries bytes between a server and one client: the contract. `transports/serve.ts` has the one over Node's streams.

/** What a link tells the session; none of these may throw. */
export interface ServerLinkEvents {
  data(chunk: Uint8Array | string): void;
  /** The client sends nothing more; it may still read. */
  end(): void;
  /** What was written has left. */
  drain(): void;
  /** The link is over: called once, whatever ended it. */
  gone(cause: Error | undefined): void;
}

/** The link to one client. */
export interface ServerLink {
  /** For messages. */
  readonly name: string;
  /** How many bytes were written and have not left. */
  readonly pending: number;
  /** Sends text, one byte a character. Never throws. */
  write(text: string): void;
  /** Stops telling of data, until `resume`. */
  pause(): void;
  resume(): void;
  /** Sends what was written, and closes. */
  end(): void;
  /** Closes at once. */
  destroy(): void;
}
