// What is on its way to a client: messages of one turn leave in one piece, and it is known how much of what was said has not
// left, and how much of that may be events.

import type { ServerLink } from "./link.js";

/** Writes messages to a link, once there is one. */
export class Outbox {
  readonly #lineEnd: string;
  readonly #onFlushed: () => void;
  #link: ServerLink | undefined;
  #text = "";
  /** How much of what is unsent may be events, in bytes: the rest is replies, however long, that were asked for. */
  #events = 0;
  readonly #turn = Promise.resolve();
  readonly #flushLater = () => {
    this.flush();
    this.#onFlushed();
  };

  /** `lineEnd` stands behind each message; `onFlushed` is called when those of a turn were handed over. */
  constructor(lineEnd: string, onFlushed: () => void) {
    this.#lineEnd = lineEnd;
    this.#onFlushed = onFlushed;
  }

  /** Takes the link that what is said goes to. */
  connect(link: ServerLink): void {
    this.#link = link;
  }

  /** How many bytes of the turns before have not left. */
  get pending(): number {
    return this.#link?.pending ?? 0;
  }

  /** How many bytes of this turn wait for its end. */
  get length(): number {
    return this.#text.length;
  }

  /** Says a message. */
  say(text: string): void {
    if (this.#text === "") void this.#turn.then(this.#flushLater);
    this.#text += text + this.#lineEnd;
  }

  /** How many bytes of events wait, with one more of a length. */
  eventsWith(length: number): number {
    this.#events = Math.min(this.#events, this.pending + this.#text.length) + length;
    return this.#events;
  }

  /** Hands over what was said in this turn. */
  flush(): void {
    const text = this.#text;
    this.#text = "";
    if (text !== "") this.#link?.write(text);
  }

  /** Forgets what was said in this turn. */
  clear(): void {
    this.#text = "";
  }
}
