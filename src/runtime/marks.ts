// A guest agent's stream: bytes 0xFF in it are marks, behind which it is known where a message begins
// (`qga/qapi-schema.json`, guest-sync-delimited).

import { Framer } from "./framing.js";

/** Finds the messages in a stream with marks. Until `dropThroughFF` is called for the first time there are none. */
export class MarkedFramer extends Framer {
  #hasMarks = false;

  /**
   * Drops what has come of a message and everything else up to and including the next byte 0xFF. From here on any such
   * byte is the beginning of a message, and drops what it interrupts.
   */
  dropThroughFF(): void {
    this.#hasMarks = true;
    this.isDropping = true;
    this.tail = "";
  }

  protected override take(chunk: Uint8Array | string): void {
    if (typeof chunk === "string") return this.#takeDecoded(chunk);
    if (!this.#hasMarks) return this.#takeDecoded(this.decode(chunk));
    let start = 0;
    for (let end; (end = chunk.indexOf(0xff, start)) >= 0; start = end + 1) {
      this.#takePiece(this.decode(chunk.subarray(start, end)));
      this.#meetMark();
    }
    this.#takePiece(this.decode(chunk.subarray(start)));
  }

  /** A mark in a text is what decoders make of a byte that is no UTF-8: all that the agent prints else is ASCII. */
  #takeDecoded(text: string): void {
    for (let rest = text; ;) {
      const mark = this.isDropping ? rest.search(/[\xff\ufffd]/) : -1;
      if (mark >= 0) {
        this.#meetMark();
        rest = rest.slice(mark + 1);
      }
      rest = rest.slice(this.#takePiece(rest));
      if (rest === "") return;
    }
  }

  #meetMark(): void {
    this.isDropping = false;
    this.startAnew();
  }

  /** Takes a text that has no marks in it; says how much. Of what is dropped the beginning is kept, for messages. */
  #takePiece(text: string): number {
    if (!this.isDropping) {
      const end = this.takeText(text);
      if (!this.isDropping) return text.length;
      return end;
    }
    this.tail = (this.tail + text.slice(0, 200)).slice(0, 200);
    return text.length;
  }
}
