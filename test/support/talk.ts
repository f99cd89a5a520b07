// A client of a server in the same process, that says bytes and reads what comes: for what a well-behaved client would
// never say.

import { Duplex } from "node:stream";

import { onTestFinished } from "vitest";

import type { ServerOptions } from "../../src/runtime/index.js";
import { GuestAgentServer, parse, QmpServer } from "../../src/runtime/index.js";
import { served } from "./served.js";

/** Two streams, each the other's end. */
export function duplexPair(): readonly [Duplex, Duplex] {
  let other: Half;
  class Half extends Duplex {
    peer!: Half;
    #resume: (() => void) | undefined;
    override _read() {
      const resume = this.#resume;
      this.#resume = undefined;
      resume?.();
    }
    override _write(chunk: Buffer, _: BufferEncoding, done: () => void) {
      if (this.peer.push(chunk)) setImmediate(done);
      else this.peer.#resume = done;
    }
    override _final(done: () => void) {
      this.peer.push(null);
      done();
    }
    override _destroy(error: Error | null, done: (error: Error | null) => void) {
      if (!this.peer.destroyed) setImmediate(() => this.peer.destroy());
      done(error);
    }
  }
  const one = new Half({ allowHalfOpen: true });
  other = new Half({ allowHalfOpen: true });
  one.peer = other;
  other.peer = one;
  return [one, other];
}

/** A message that came. */
export interface Heard {
  readonly return?: unknown;
  readonly error?: { readonly class: string; readonly desc: string };
  readonly id?: unknown;
  readonly event?: string;
  readonly data?: unknown;
  readonly timestamp?: { readonly seconds: number; readonly microseconds: number };
  readonly QMP?: unknown;
}

/** One side of a conversation. */
export class Talk {
  readonly stream: Duplex;
  ended = false;
  /** All that came, in pieces. */
  readonly #pieces: string[] = [];
  /** Lines that were not taken, from an index on, and what has come of the next one. */
  #lines: string[] = [];
  #first = 0;
  #rest: string[] = [];
  #wake: (() => void)[] = [];

  constructor(stream: Duplex) {
    this.stream = stream;
    stream.on("data", (chunk: Buffer) => this.#note(chunk.toString("latin1")));
    stream.on("close", () => this.#end());
    stream.on("end", () => {
      this.#end();
      stream.end();
    });
    stream.on("error", () => {});
  }

  /** All that came. */
  get text(): string {
    return this.#pieces.join("");
  }

  say(...texts: readonly (string | Uint8Array | object)[]): this {
    for (const text of texts) {
      const isRaw = typeof text === "string" || text instanceof Uint8Array;
      this.stream.write(isRaw ? text : JSON.stringify(text));
    }
    return this;
  }

  /** The next message. */
  async next(): Promise<Heard> {
    for (;;) {
      const line = this.#lines[this.#first];
      if (line !== undefined) {
        this.#first++;
        return parse(line.replace(/^\xff/, "")).value as Heard;
      }
      this.#lines = [];
      this.#first = 0;
      if (this.ended) throw new Error(`nothing more came: ${JSON.stringify(this.#rest.join(""))}`);
      await new Promise<void>((resolve) => this.#wake.push(resolve));
    }
  }

  async take(count: number): Promise<readonly Heard[]> {
    const heard: Heard[] = [];
    while (heard.length < count) heard.push(await this.next());
    return heard;
  }

  /** Says something, and gives the next message. */
  ask(text: string | Uint8Array | object): Promise<Heard> {
    this.say(text);
    return this.next();
  }

  /** All messages until the other side ends. */
  async rest(): Promise<readonly Heard[]> {
    while (!this.ended) await new Promise<void>((resolve) => this.#wake.push(resolve));
    const heard: Heard[] = [];
    while (this.#first < this.#lines.length) heard.push(await this.next());
    return heard;
  }

  #note(text: string): void {
    this.#pieces.push(text);
    const [rest = "", ...lines] = text.split("\n");
    this.#rest.push(rest);
    for (const line of lines) {
      this.#lines.push(this.#rest.join(""));
      this.#rest = [line];
    }
    this.#wakeAll();
  }

  #end(): void {
    this.ended = true;
    this.#wakeAll();
  }

  #wakeAll(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }
}

/** What is held against the developer. */
export interface Reported {
  readonly reports: string[];
}

/** A server that is closed after the test. */
export function serve(handlers: object, options: ServerOptions = {}, isAgent = false): QmpServer & Reported {
  const reports: string[] = [];
  const make = isAgent ? GuestAgentServer : QmpServer;
  const server = new make(served, handlers, { onError: (error) => reports.push(error.message), ...options });
  onTestFinished(() => server.close());
  return Object.assign(server, { reports });
}

/** A client that has connected; it is greeted already, and has negotiated unless it is told not to. */
export async function connect(
  server: QmpServer,
  {
    greets = true,
    negotiates = greets,
    enable,
  }: { greets?: boolean; negotiates?: boolean; enable?: readonly string[] } = {},
): Promise<Talk> {
  const [near, far] = duplexPair();
  const talk = new Talk(near);
  server.serve(far, "test");
  if (greets) await talk.next();
  if (negotiates) await talk.ask({ execute: "qmp_capabilities", arguments: enable === undefined ? {} : { enable } });
  return talk;
}
