// A stand-in for the guest agent: its ways on the wire, as `docs/interop/qemu-ga` and runs of the real one tell them. No
// greeting, replies in order with a line feed, a byte 0xFF in front of the reply to `guest-sync-delimited`, an error
// without id for a byte that is no JSON, and half a command kept from one client to the next.

import type { Link, LinkEvents, Transport } from "../../src/runtime/index.js";

/** What it is asked. */
export interface AgentRequest {
  readonly execute: string;
  readonly arguments?: Readonly<Record<string, unknown>>;
  readonly id?: unknown;
}

/** Answers a command: an object is the reply without its id, a text the whole line; nothing is success without a reply. */
export type Answer = (request: AgentRequest) => object | string | undefined;

/** A guest agent behind a channel that is always open, as a virtio-serial port is. */
export class StandInAgent implements Transport {
  readonly name = "the stand-in agent";
  readonly reopens = true;
  /** All commands that were read, in order. */
  readonly commands: string[] = [];
  /** Whether it runs: commands that come while it does not stay in the channel. */
  running = true;
  /** What comes to the next client first. */
  stale = "";
  readonly #answer: Answer;
  #input = "";
  #events: LinkEvents | undefined;

  constructor(answer: Answer = () => ({ return: {} })) {
    this.#answer = answer;
  }

  open(events: LinkEvents): Promise<Link> {
    this.#events = events;
    if (this.stale !== "") events.data(this.stale);
    return Promise.resolve({
      write: (chunk) => this.#take(typeof chunk === "string" ? chunk : String.fromCharCode(...chunk)),
      close: async () => {
        this.#events = undefined;
      },
    });
  }

  /** How many questions are in the channel, unread. */
  get waiting(): number {
    return this.#input.split("\xff").length - 1;
  }

  /** Starts it: it reads what is in the channel. */
  start(): void {
    this.running = true;
    this.#take("");
  }

  /** Ends the channel, as when the machine is switched off. */
  end(): void {
    this.#events?.end();
  }

  #take(text: string): void {
    this.#input += text;
    if (!this.running) return;
    // A turn later, as a peer is: never while the client is still writing.
    setTimeout(() => this.#read(), 0);
  }

  #read(): void {
    const pieces = this.#input.split(/(\xff|\n)/);
    this.#input = pieces.pop()!;
    let text = "";
    for (const piece of pieces) {
      if (piece === "\xff") {
        this.#say({ error: { class: "GenericError", desc: `stray byte, after ${text}` } });
        text = "";
      } else if (piece === "\n") {
        if (text !== "") this.#command(text);
        text = "";
      } else text += piece;
    }
    this.#input = text + this.#input;
  }

  #command(text: string): void {
    let request: AgentRequest;
    try {
      request = JSON.parse(text) as AgentRequest;
    } catch {
      return this.#say({ error: { class: "GenericError", desc: "no JSON" } });
    }
    const { execute, arguments: args, id } = request;
    this.commands.push(execute);
    const withId = (reply: object) => (id === undefined ? reply : { ...reply, id });
    if (execute === "guest-sync-delimited") return this.#say(withId({ return: args?.["id"] }), true);
    const reply = this.#answer(request);
    if (reply !== undefined) this.#say(typeof reply === "string" ? reply : withId(reply));
  }

  #say(reply: object | string, delimited = false): void {
    const text = new TextEncoder().encode(`${typeof reply === "string" ? reply : JSON.stringify(reply)}\n`);
    this.#events?.data(delimited ? Uint8Array.from([0xff, ...text]) : text);
  }
}
