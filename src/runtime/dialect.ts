// How peers of a kind are met: what is said on a new link until commands may be sent. QMP's dialect is in
// `negotiation.ts`, the guest agent's in `guest-agent.ts`.

import type { Greeting, Message } from "./protocol.js";

/** What a dialect does on a new link until commands may be sent. */
export interface Handshake {
  /** Called once the link is open. */
  start?(): void;
  /** Takes a message; says whether commands may be sent now. Throws: what ends the session. */
  take(message: Message): boolean;
  /** What did not come, for the message of the time-out. */
  missing(): string;
  /** Frees what it holds. */
  stop?(): void;
}

/** What a dialect may do with a link while it leads it. */
export interface Wire {
  /** Sends a command; gives its id. */
  command(name: string, args?: unknown): string;
  /** Sends bytes. */
  bytes(bytes: Uint8Array): void;
  /** Drops all that comes, up to and including the next byte 0xFF. */
  dropThroughFF(): void;
  /** The peer has said who it is. */
  greeted(greeting: Greeting | undefined): void;
  /** Out-of-band execution was agreed on. */
  outOfBand(): void;
}

/** How peers of a kind are met. */
export type Dialect = (wire: Wire) => Handshake;
