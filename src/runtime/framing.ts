// From what a peer sends, in whatever pieces it comes, to the texts of its messages. A line is a message; a peer that
// prints prettily (`-mon pretty=on`), which the first message tells, spreads one over many lines, and then brackets tell
// where it ends. `marks.ts` has what a guest agent's stream needs beside this.

import { QmpProtocolError } from "./errors.js";

/** Where the framer is in the stream. */
type Mode =
  /** Before the first message. */
  | "start"
  /** A line is a message. */
  | "lines"
  /** Pretty: between messages, in one, or in a line that is none. */
  | "between"
  | "message"
  | "junk";

/**
 * Finds the messages in a stream: on one line each, without its end; or from bracket to bracket. Blank lines are none. In
 * a pretty stream a line that does not begin with `{` is given as it is. Bytes are decoded as UTF-8.
 */
export class Framer {
  readonly #maxLength: number;
  readonly #onMessage: (text: string) => void;
  // A byte order mark stays what it is: the decoder is started anew wherever it can be, and would take each for a first.
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  #mode: Mode = "start";
  /** What has come of a message that is not complete. */
  protected tail = "";
  /** Whether nothing is taken for the moment. */
  protected isDropping = false;
  #isStopped = false;
  #brackets = new Brackets();

  /**
   * `maxLength` limits a message, white space at its ends included, in UTF-16 units: what QEMU prints is ASCII, so for it
   * these are bytes. Default: 64 Mi.
   */
  constructor(maxLength = 64 * 2 ** 20, onMessage: (text: string) => void) {
    this.#maxLength = maxLength;
    this.#onMessage = onMessage;
  }

  /**
   * Takes what came, and hands over each message that it completes. After an error everything that comes is dropped.
   *
   * Throws: QmpProtocolError for a message that is too long; whatever `onMessage` throws.
   */
  push(chunk: Uint8Array | string): void {
    try {
      this.take(chunk);
    } catch (error) {
      this.stop();
      throw error;
    }
  }

  /** What has come of a message that is not complete. */
  rest(): string {
    return this.tail;
  }

  /** Hands over nothing any more, and drops what there is. */
  stop(): void {
    this.#isStopped = true;
    this.tail = "";
  }

  /** Takes what came. */
  protected take(chunk: Uint8Array | string): void {
    this.takeText(typeof chunk === "string" ? chunk : this.decode(chunk));
  }

  /** Takes a text; says how much of it, as a message may be a reason to stop or to drop the rest. */
  protected takeText(text: string): number {
    let start = 0;
    while (start < text.length && !this.#isStopped && !this.isDropping) {
      const isLine = this.#mode === "start" || this.#mode === "lines";
      start = isLine ? this.#takeLine(text, start) : this.#takePretty(text, start);
    }
    return start;
  }

  protected decode(bytes: Uint8Array): string {
    if (bytes.length === 0) return "";
    // Behind an ASCII character nothing is left for the decoder to remember, and it is faster if it need not.
    return this.#decoder.decode(bytes, { stream: bytes[bytes.length - 1]! > 0x7f });
  }

  /** Forgets what has come of a message, half a character too: what follows is a stream of its own. */
  protected startAnew(): void {
    this.#decoder.decode();
    this.tail = "";
    this.#mode = "start";
    this.#brackets = new Brackets();
  }

  #takeLine(text: string, start: number): number {
    const end = text.indexOf("\n", start);
    if (end < 0) return this.#keep(text, start);
    const line = this.#complete(text, start, end);
    if (this.#mode === "start" && line.startsWith("{")) {
      this.#mode = this.#brackets.end(line, 0) < 0 ? "message" : "lines";
      if (this.#mode === "message") {
        this.tail = `${line}\n`;
        return end + 1;
      }
    }
    if (line !== "") this.#onMessage(line);
    return end + 1;
  }

  #takePretty(text: string, start: number): number {
    if (this.#mode === "between") {
      const code = text.charCodeAt(start);
      if (code === 32 || (code >= 9 && code <= 13)) return start + 1;
      this.#mode = code === 123 ? "message" : "junk";
    }
    const end = this.#mode === "message" ? this.#brackets.end(text, start) : text.indexOf("\n", start);
    if (end < 0) return this.#keep(text, start);
    const message = this.#complete(text, start, end + 1);
    this.#mode = "between";
    this.#onMessage(message);
    return end + 1;
  }

  /** Keeps the rest of a text, whose end has not come. */
  #keep(text: string, start: number): number {
    // Only added to: a look into it would join its pieces each time.
    this.tail += text.slice(start);
    this.#checkLength(this.tail.length);
    return text.length;
  }

  /** What was kept, and what a text adds to it. */
  #complete(text: string, start: number, end: number): string {
    this.#checkLength(this.tail.length + end - start);
    const whole = this.tail + text.slice(start, end);
    this.tail = "";
    return whole.trim();
  }

  #checkLength(length: number): void {
    if (length <= this.#maxLength) return;
    throw new QmpProtocolError(
      `a message is too long: ${length} characters so far, at most ${this.#maxLength} are taken`,
    );
  }
}

/** Looks for the end of a JSON object, over as many pieces of it as there are. */
export class Brackets {
  #depth = 0;
  #inString = false;
  #isEscaped = false;

  /** The index of the bracket that closes the first one; -1 if it is not in this piece. */
  end(text: string, start: number): number {
    for (let at = start; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (this.#inString) {
        if (this.#isEscaped) this.#isEscaped = false;
        else if (code === 92) this.#isEscaped = true;
        else this.#inString = code !== 34;
      } else if (code === 34) this.#inString = true;
      else if (code === 123 || code === 91) this.#depth++;
      else if ((code === 125 || code === 93) && --this.#depth === 0) return at;
    }
    return -1;
  }
}
