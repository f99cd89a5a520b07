// A client of a server in the same process, that says bytes and reads what comes: for what a well-behaved client would
// never say. And a schema by hand, small, with a bit of everything.

import { Duplex } from "node:stream";

import { onTestFinished } from "vitest";

import type { CommandType, EventType, ServedSchema, ServerOptions } from "../../src/runtime/index.js";
import { GuestAgentServer, parse, QmpServer } from "../../src/runtime/index.js";

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
  /** All that came. */
  text = "";
  ended = false;
  #taken = 0;
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
      const end = this.text.indexOf("\n", this.#taken);
      if (end >= 0) {
        const line = this.text.slice(this.#taken, end);
        this.#taken = end + 1;
        return parse(line.replace(/^\xff/, "")).value as Heard;
      }
      if (this.ended) throw new Error(`nothing more came: ${JSON.stringify(this.text.slice(this.#taken))}`);
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
    while (this.text.indexOf("\n", this.#taken) >= 0) heard.push(await this.next());
    return heard;
  }

  #note(text: string): void {
    this.text += text;
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

const int = (name: string) => ({ object: name, members: { "*n": "int" } }) as const;

const commands: Readonly<Record<string, CommandType>> = {
  echo: {
    command: "echo",
    arguments: () => ({ object: "echo", members: { "*value": "any", "*text": "str" } }),
    returns: "any",
  },
  count: { command: "count", arguments: () => int("count"), returns: "int" },
  nothing: { command: "nothing" },
  wait: { command: "wait", arguments: () => int("wait"), returns: "str" },
  urgent: { command: "urgent", returns: "str", oob: true },
  vanish: { command: "vanish", silent: true },
  open: {
    command: "open",
    arguments: () => ({ object: "open", members: { driver: "str" } }),
    open: true,
    returns: "any",
  },
  absent: { command: "absent" },
};

const events: Readonly<Record<string, EventType>> = {
  PLAIN: { event: "PLAIN" },
  DATA: { event: "DATA", data: () => ({ object: "DATA", members: { n: "int", "*old": "str" } }) },
  RTC_CHANGE: { event: "RTC_CHANGE", data: () => ({ object: "RTC_CHANGE", members: { offset: "int" } }) },
  VSERPORT_CHANGE: {
    event: "VSERPORT_CHANGE",
    data: () => ({ object: "VSERPORT_CHANGE", members: { id: "str", open: "bool" } }),
  },
};

/** The schema. */
export const served: ServedSchema = {
  schema: { commands, events },
  methods: Object.fromEntries(Object.keys(commands).map((name) => [name, name])),
  features: { nothing: ["deprecated"], "echo.text": ["unstable"], PLAIN: ["deprecated"], "DATA.old": ["deprecated"] },
  introspection: [],
};

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
