// Talking to a QMP server in bytes: what is written goes out as it is, and what comes is taken line by line, as it is.
// Texts have one character for each byte.

import { connect } from "node:net";
import type { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** How long a reply may take, in milliseconds. */
const patienceMs = 10_000;

/** A connection to a QMP server. */
export class Talk {
  readonly #socket: Socket;
  #rest = "";
  readonly #lines: string[] = [];
  #wake: (() => void) | undefined;
  #isOver = false;

  private constructor(socket: Socket) {
    this.#socket = socket;
    const over = () => {
      this.#isOver = true;
      this.#wake?.();
    };
    socket
      .setEncoding("latin1")
      .on("data", (text) => this.#hear(String(text)))
      .on("error", over)
      .on("close", over);
  }

  /** Connects to a unix socket at which somebody listens, or will soon. */
  static async open(path: string): Promise<Talk> {
    for (let tries = 0; ; tries++) {
      const socket = connect(path);
      const error = await new Promise<unknown>((resolve) => {
        socket.once("connect", () => resolve(undefined)).once("error", resolve);
      });
      if (error === undefined) return new Talk(socket);
      if (tries === 500) throw error;
      await sleep(20);
    }
  }

  /** Writes pieces, each on its own: the next one once the other side had the time to read it. */
  async say(...pieces: readonly string[]): Promise<void> {
    for (const [index, piece] of pieces.entries()) {
      if (index > 0) await sleep(1);
      this.#socket.write(piece, "latin1");
    }
  }

  /** The next line, without what ends it; events are passed over. */
  async next(): Promise<string> {
    const timer = setTimeout(() => this.#socket.destroy(), patienceMs);
    try {
      for (;;) {
        const line = this.#lines.shift();
        if (line === undefined) {
          if (this.#isOver) throw new Error(`the server is gone, or silent; left is ${JSON.stringify(this.#rest)}`);
          await new Promise<void>((resolve) => (this.#wake = resolve));
        } else if (!/^\{"timestamp": \{.*?\}, "event": "/.test(line)) return line;
      }
    } finally {
      clearTimeout(timer);
    }
  }

  /** All lines up to the one with an id, which is a JSON text. */
  async upTo(id: string): Promise<readonly string[]> {
    const lines: string[] = [];
    for (;;) {
      const line = await this.next();
      lines.push(line);
      if (line.startsWith(`{"id": ${id}, "error"`) || line.endsWith(`, "id": ${id}}`)) return lines;
    }
  }

  close(): void {
    this.#socket.destroy();
  }

  #hear(text: string): void {
    // Each line ends with CR LF: a bare LF, or a bare CR, would stay in it, and be seen.
    const lines = (this.#rest + text).split("\r\n");
    this.#rest = lines.pop()!;
    this.#lines.push(...lines);
    this.#wake?.();
  }
}
