// The other end of a client, in the same process: a transport whose links the test holds, and a peer that it plays.

import type { Link, LinkEvents, Transport } from "../../src/runtime/index.js";

/** A message that the client sent. */
export interface Sent {
  readonly execute?: string;
  readonly "exec-oob"?: string;
  readonly arguments?: unknown;
  readonly id?: unknown;
}

/** One link, from the peer's side. */
export class PeerLink {
  /** All text that came over it. */
  text = "";
  /** All bytes that came over it as bytes. */
  readonly bytes: Uint8Array[] = [];
  closed = false;
  readonly #events: LinkEvents;
  #waiting: (() => void)[] = [];
  #taken = 0;

  constructor(events: LinkEvents) {
    this.#events = events;
  }

  /** What the client sent, message by message. */
  get sent(): readonly Sent[] {
    return this.text
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as Sent);
  }

  /** The next message that was not taken yet. */
  async next(): Promise<Sent> {
    while (this.sent.length <= this.#taken) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return this.sent[this.#taken++]!;
  }

  /** Sends text as it is. */
  say(text: string | Uint8Array): void {
    this.#events.data(text);
  }

  /** Sends messages in one piece, each with its line's end. */
  send(...messages: readonly unknown[]): void {
    this.say(
      messages.map((message) => `${typeof message === "string" ? message : JSON.stringify(message)}\r\n`).join(""),
    );
  }

  /** Ends the link. */
  end(cause?: Error): void {
    this.#events.end(cause);
  }

  write(chunk: string | Uint8Array): void {
    if (typeof chunk === "string") this.text += chunk;
    else this.bytes.push(chunk);
    for (const wake of this.#waiting.splice(0)) wake();
  }
}

/** What a peer greets with. */
export const greeting = (capabilities: readonly string[] = []) => ({
  QMP: { version: { qemu: { major: 9, minor: 8, micro: 7 }, package: "test" }, capabilities },
});

/** A peer: each link that is opened to it is led by `script`. */
export class Peer implements Transport {
  readonly name = "the test's peer";
  readonly reopens = true;
  readonly links: PeerLink[] = [];
  readonly #script: (link: PeerLink, count: number) => unknown;

  /** `script` is called when a link is open, with how many there were before; what it throws refuses the link. */
  constructor(script: (link: PeerLink, count: number) => unknown = (link) => link.send(greeting())) {
    this.#script = script;
  }

  /** The newest link. */
  get link(): PeerLink {
    return this.links.at(-1)!;
  }

  async open(events: LinkEvents): Promise<Link> {
    const link = new PeerLink(events);
    this.links.push(link);
    await this.#script(link, this.links.length - 1);
    return {
      write: (chunk) => link.write(chunk),
      close: async () => {
        link.closed = true;
      },
    };
  }
}

/** A script that greets, negotiates, and answers every command by `answer`; what that gives undefined for stays open. */
export function answering(
  answer: (message: Sent, link: PeerLink) => unknown,
  capabilities: readonly string[] = [],
): (link: PeerLink) => void {
  return (link) => {
    link.send(greeting(capabilities));
    void (async () => {
      const first = await link.next();
      link.send({ return: {}, id: first.id });
      for (;;) {
        const message = await link.next();
        const reply = await answer(message, link);
        if (reply !== undefined)
          link.send(typeof reply === "string" ? reply : { ...(reply as object), id: message.id });
      }
    })();
  };
}
