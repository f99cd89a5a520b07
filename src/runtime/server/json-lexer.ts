// The words of QEMU's JSON, from bytes that come in pieces cut anywhere. What comes in: chunks; what goes out, one for each
// call: a token's kind, its text on demand, or that a byte cannot be. A wrong byte is told as soon as it is read, and what
// follows is skipped up to where a message may begin anew (`qobject/json-lexer.c`). Bytes are worked on as strings of one
// byte for each character, which the platform holds as tightly as bytes and cuts faster.

import { excerpt, oneByte } from "./json-strings.js";
import { numberAfter, states, tokens } from "./json-tokens.js";

/** Finds tokens in a stream of bytes. */
export class JsonLexer {
  readonly #maxLength: number;
  /** The piece at work: where the token begins in it, if not before, and what is read. */
  #text = "";
  #start = 0;
  #at = 0;
  /** Pieces that wait, from an index on, and their bytes. */
  #queue: string[] = [];
  #first = 0;
  #waiting = 0;
  /** What earlier pieces have of the token. */
  #held: string[] = [];
  #heldLength = 0;
  #state: number = states.start;
  #quote = 0;
  #isPlain = true;

  /** `maxLength` limits a token, in bytes. */
  constructor(maxLength: number) {
    this.#maxLength = maxLength;
  }

  /** Takes what came. A text is one that was decoded already. */
  push(chunk: Uint8Array | string): void {
    const text = oneByte(chunk);
    if (text === "") return;
    if (this.#at === this.#text.length && this.#waiting === 0 && this.#state <= states.skipping) {
      this.#text = text;
      this.#at = 0;
      return;
    }
    this.#queue.push(text);
    this.#waiting += text.length;
  }

  /** How many bytes came that are not read. */
  get pending(): number {
    return this.#waiting + this.#text.length - this.#at;
  }

  /** Reads up to the end of a token: one of `tokens`. */
  next(): number {
    for (;;) {
      const state = this.#state;
      let kind: number;
      if (state === states.start) kind = this.#begin();
      else if (state <= states.skipping) kind = this.#skip();
      else if (state <= states.escape) kind = this.#string();
      else kind = state === states.keyword ? this.#keyword() : this.#number();
      // One byte more than the limit is read, and then the token is given up, if it is not wrong at that byte.
      const over = this.length - this.#maxLength - 1;
      if (over >= 0 && (kind === tokens.wrong ? over > 0 : this.#state !== states.skipping)) {
        this.#at -= over;
        this.#state = states.start;
        return tokens.tooLong;
      }
      if (kind !== tokens.none) return kind;
      if (!this.#load()) return tokens.none;
    }
  }

  /** The length of the token that was found last, in bytes. */
  get length(): number {
    return this.#heldLength + this.#at - this.#start;
  }

  /** The token that was found last, as it was written. */
  raw(): string {
    const here = this.#text.slice(this.#start, this.#at);
    return this.#heldLength === 0 ? here : this.#held.join("") + here;
  }

  /** Whether the string that was found last is ASCII without a backslash. */
  get isPlain(): boolean {
    return this.#isPlain;
  }

  /** What is between the quotes of the string that was found last; perhaps a slice, which keeps a whole chunk alive. */
  content(): string {
    if (this.#heldLength === 0) return this.#text.slice(this.#start + 1, this.#at - 1);
    return this.raw().slice(1, -1);
  }

  /** The same of a plain string, as a string of its own, for somebody to keep. */
  ownContent(): string {
    const text = this.content();
    // The platform copies what is short, and what was held is no part of a chunk.
    if (text.length < 13 || this.#heldLength > 0) return text;
    return JSON.parse(this.#quote === 34 ? this.raw() : JSON.stringify(text)) as string;
  }

  /** The integer that was found last, if it has few digits; else NaN. */
  smallInteger(): number {
    const text = this.#text;
    let at = this.#start;
    if (this.#heldLength > 0 || this.#at - at > 15) return NaN;
    const isNegative = text.charCodeAt(at) === 45;
    if (isNegative) at++;
    let value = 0;
    for (; at < this.#at; at++) value = value * 10 + text.charCodeAt(at) - 48;
    return isNegative && value !== 0 ? -value : value;
  }

  /** What is wrong with the bytes that were found wrong, in words. */
  problem(): string {
    const raw = this.raw();
    const code = raw.charCodeAt(raw.length - 1);
    const shown = excerpt(raw, "end");
    if (raw.length === 1) {
      return `no value begins with ${code > 32 && code < 127 ? raw : `the byte 0x${code.toString(16).padStart(2, "0")}`}`;
    }
    if (raw.charCodeAt(0) !== 34 && raw.charCodeAt(0) !== 39) return `a number that is written wrong: ${shown}`;
    return `a string with ${code < 32 ? "a control character" : "a byte that is never in UTF-8"}: ${shown}`;
  }

  /** Goes on to the next piece, if there is one; keeps what this one has of a token. */
  #load(): boolean {
    if (this.#state > states.skipping && this.#start < this.#text.length) {
      this.#heldLength += this.#text.length - this.#start;
      this.#held.push(this.#text.slice(this.#start));
      // A token that comes byte by byte: joined now and then, so that it takes little more memory than its length.
      if (this.#held.length > 1024 + (this.#heldLength >> 4)) this.#held = [this.#held.join("")];
    }
    this.#start = 0;
    this.#at = 0;
    const text = this.#queue[this.#first];
    this.#text = text ?? "";
    if (text === undefined) return false;
    this.#waiting -= text.length;
    if (++this.#first === this.#queue.length) {
      this.#queue = [];
      this.#first = 0;
    } else if (this.#first > 1024 && this.#first > this.#queue.length / 2) {
      this.#queue = this.#queue.slice(this.#first);
      this.#first = 0;
    }
    return true;
  }

  #begin(): number {
    if (this.#heldLength > 0) {
      this.#held = [];
      this.#heldLength = 0;
    }
    const text = this.#text;
    let at = this.#at;
    let code = text.charCodeAt(at);
    while (code === 32 || code === 10 || code === 13 || code === 9) code = text.charCodeAt(++at);
    this.#start = at;
    this.#at = at;
    if (at >= text.length) return tokens.none;
    this.#at++;
    if (code === 34 || code === 39) {
      this.#quote = code;
      this.#isPlain = true;
      this.#state = states.string;
      return this.#string();
    }
    // Brackets of both kinds are two apart.
    if ((code | 32) === 123 || (code | 32) === 125 || code === 44 || code === 58) return code;
    if (code >= 97 && code <= 122) {
      this.#state = states.keyword;
      return this.#keyword();
    }
    if (code === 45) this.#state = states.sign;
    else if (code === 48) this.#state = states.zero;
    else if (code > 48 && code <= 57) this.#state = states.digits;
    else return this.#found(tokens.wrong, this.#at);
    return this.#number();
  }

  /** Ends a token, whose last byte is before an index. */
  #found(kind: number, end: number): number {
    this.#at = end;
    this.#state = kind === tokens.wrong ? states.skipping : states.start;
    return kind;
  }

  #string(): number {
    const text = this.#text;
    const quote = this.#quote;
    let isEscaped = this.#state === states.escape;
    for (let at = this.#at; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code > 92 && code < 128) isEscaped = false;
      else if (code < 32 || code > 253) return this.#found(tokens.wrong, at + 1);
      else if (code > 127) this.#isPlain = isEscaped = false;
      else if (isEscaped) isEscaped = false;
      else if (code === quote) return this.#found(tokens.string, at + 1);
      else if (code === 92) {
        this.#isPlain = false;
        isEscaped = true;
      }
    }
    this.#at = text.length;
    this.#state = isEscaped ? states.escape : states.string;
    return tokens.none;
  }

  #keyword(): number {
    const text = this.#text;
    for (let at = this.#at; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code < 97 || code > 122) return this.#found(tokens.keyword, at);
    }
    this.#at = text.length;
    return tokens.none;
  }

  #number(): number {
    const text = this.#text;
    let state = this.#state;
    for (let at = this.#at; at < text.length; at++) {
      const next = numberAfter(state, text.charCodeAt(at));
      if (next === tokens.wrong) return this.#found(next, at + 1);
      if (next === tokens.integer || next === tokens.float) return this.#found(next, at);
      state = next;
    }
    this.#at = text.length;
    this.#state = state;
    return tokens.none;
  }

  /** Skips what is behind a wrong byte: a bracket, colon or comma ends that, a control character but TAB, FE and FF. */
  #skip(): number {
    const text = this.#text;
    for (let at = this.#at; at < text.length; at++) {
      const code = text.charCodeAt(at);
      const isStructure = code === 44 || code === 58 || (code | 32) === 123 || (code | 32) === 125;
      if (!isStructure && (code >= 32 ? code < 254 : code === 9)) continue;
      this.#at = at;
      this.#state = states.start;
      return this.#begin();
    }
    this.#at = text.length;
    return tokens.none;
  }
}
