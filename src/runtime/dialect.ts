// How peers of a kind are met: what is said on a new link until commands may be sent. QMP's dialect is in
// `negotiation.ts`, the guest agent's in `guest-agent.ts`.

import type { Framer } from "./framing.js";
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
  /** The peer has said who it is. */
  greeted(greeting: Greeting | undefined): void;
  /** Out-of-band execution was agreed on. */
  outOfBand(): void;
}

/** How messages are told from each other, and what is said first. */
export interface Meeting {
  readonly framer: Framer;
  readonly handshake: Handshake;
}

/** How peers of a kind are met; `maxLength` and `onMessage` are for the framer. */
export type Dialect = (wire: Wire, maxLength: number | undefined, onMessage: (text: string) => void) => Meeting;
