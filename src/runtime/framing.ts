// From what a peer sends, in whatever pieces it comes, to the texts of its messages. A line is a message; a peer that
// prints prettily (`-mon pretty=on`), which the first message tells, spreads one over many lines, and then brackets tell
// where it ends. Also here: telnet's bytes, taken out.

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
  #tail = "";
  #isStopped = false;
  /** Whether the peer sends bytes 0xFF as marks, and whether everything is dropped until one comes. */
  #hasMarks = false;
  #isDropping = false;
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
      if (typeof chunk === "string") this.#take(chunk);
      else if (this.#hasMarks) this.#takeMarked(chunk);
      else this.#take(this.#decode(chunk));
    } catch (error) {
      this.stop();
      throw error;
    }
  }

  /**
   * Drops what has come of a message and everything else up to and including the next byte 0xFF. From here on any such
   * byte is the beginning of a message, and drops what it interrupts (`qga/qapi-schema.json`, guest-sync-delimited).
   */
  dropThroughFF(): void {
    this.#hasMarks = true;
    this.#isDropping = true;
    this.#tail = "";
  }

  /** What has come of a message that is not complete, or the beginning of what is being dropped. */
  rest(): string {
    return this.#tail;
  }

  /** Hands over nothing any more, and drops what there is. */
  stop(): void {
    this.#isStopped = true;
    this.#tail = "";
  }

  #decode(bytes: Uint8Array): string {
    if (bytes.length === 0) return "";
    // Behind an ASCII character nothing is left for the decoder to remember, and it is faster if it need not.
    return this.#decoder.decode(bytes, { stream: bytes[bytes.length - 1]! > 0x7f });
  }

  #takeMarked(bytes: Uint8Array): void {
    let start = 0;
    for (let end; (end = bytes.indexOf(0xff, start)) >= 0; start = end + 1) {
      this.#take(this.#decode(bytes.subarray(start, end)), false);
      // Half a character that the mark interrupted.
      this.#decoder.decode();
      this.#startAnew();
    }
    this.#take(this.#decode(bytes.subarray(start)), false);
  }

  #startAnew(): void {
    this.#isDropping = false;
    this.#tail = "";
    this.#mode = "start";
    this.#brackets = new Brackets();
  }

  /** `mayHaveMarks` says whether marks are to be looked for in the text: they were not among the bytes. */
  #take(text: string, mayHaveMarks = true): void {
    for (let start = 0; start < text.length && !this.#isStopped;) {
      if (this.#isDropping) start = this.#drop(text, start, mayHaveMarks);
      else if (this.#mode === "start" || this.#mode === "lines") start = this.#takeLine(text, start);
      else start = this.#takePretty(text, start);
    }
  }

  /** A mark in a text is what decoders make of a byte that is no UTF-8: all that the agent prints else is ASCII. */
  #drop(text: string, start: number, mayHaveMarks: boolean): number {
    const mark = mayHaveMarks ? text.slice(start).search(/[\xff\ufffd]/) : -1;
    if (mark >= 0) {
      this.#startAnew();
      return start + mark + 1;
    }
    this.#tail = (this.#tail + text.slice(start, start + 200)).slice(0, 200);
    return text.length;
  }

  #takeLine(text: string, start: number): number {
    const end = text.indexOf("\n", start);
    if (end < 0) return this.#keep(text, start);
    const line = this.#complete(text, start, end);
    if (this.#mode === "start" && line.startsWith("{")) {
      this.#mode = this.#brackets.end(line, 0) < 0 ? "message" : "lines";
      if (this.#mode === "message") {
        this.#tail = `${line}\n`;
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
    this.#tail += text.slice(start);
    this.#checkLength(this.#tail.length);
    return text.length;
  }

  /** What was kept, and what a text adds to it. */
  #complete(text: string, start: number, end: number): string {
    this.#checkLength(this.#tail.length + end - start);
    const whole = this.#tail + text.slice(start, end);
    this.#tail = "";
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
class Brackets {
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

/**
 * Makes a filter that takes telnet's commands out of bytes, in whatever pieces they come; what it gives may be the same
 * array (RFC 854: `FF FB` to `FF FE` and an option, `FF FA` to `FF F0`, `FF` and one of the rest; `FF FF` is one byte FF).
 * QEMU, which does not double the FF of a guest agent, sends them when it is connected to and waits for no answer
 * (`chardev/char-socket.c`, tcp_chr_telnet_init): so what is behind FF and no command stays.
 */
export function telnetFilter(): (chunk: Uint8Array) => Uint8Array {
  /** What the next byte is: text; a command; its option; text of a sub-negotiation; a command in one. */
  let next: "text" | "command" | "option" | "sub" | "sub command" = "text";
  return (chunk) => {
    if (next === "text" && !chunk.includes(0xff)) return chunk;
    // One more: an FF may be left from the chunk before.
    const out = new Uint8Array(chunk.length + 1);
    let length = 0;
    for (const byte of chunk) {
      if (next === "text") {
        if (byte === 0xff) next = "command";
        else out[length++] = byte;
      } else if (next === "command") {
        next = byte === 0xfa ? "sub" : byte > 0xfa && byte < 0xff ? "option" : "text";
        if (byte === 0xff || byte < 0xec) out[length++] = 0xff;
        if (byte < 0xec) out[length++] = byte;
      } else if (next === "option") next = "text";
      else if (next === "sub") next = byte === 0xff ? "sub command" : "sub";
      else next = byte === 0xf0 ? "text" : "sub";
    }
    return out.subarray(0, length);
  };
}
