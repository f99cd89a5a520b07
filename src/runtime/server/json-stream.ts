// What a peer sends to a server, as JSON values and mistakes: any number of them, cut into chunks anywhere, read only as far
// as asked for. A message ends where braces and brackets balance; what is wrong is told once, and reading goes on behind it
// (`qobject/json-streamer.c`).

import { JsonLexer } from "./json-lexer.js";
import { JsonParser } from "./json-parser.js";
import type { Incoming } from "./json-parser.js";
import { tokens } from "./json-tokens.js";

export type { Incoming } from "./json-parser.js";

/** What one message may have at most; default: what QEMU takes (`qobject/json-streamer.c`). */
export interface StreamLimits {
  /** Braces and brackets that are open at the same time. Default: 1024. */
  readonly nesting: number;
  /** Default: 2 Mi. */
  readonly tokens: number;
  /** In all tokens, white space between them not counted. Default: 64 Mi. */
  readonly bytes: number;
}

/** Reads JSON values from a stream. */
export class JsonStream {
  readonly #limits: StreamLimits;
  readonly #lexer: JsonLexer;
  readonly #parser = new JsonParser();
  /** Those that are open. They are counted apart, so that `{]` ends a message (json_message_process_token). */
  #braces = 0;
  #brackets = 0;
  #tokens = 0;
  #bytes = 0;

  constructor(limits: Partial<StreamLimits> = {}) {
    this.#limits = { nesting: 1024, tokens: 2 * 2 ** 20, bytes: 64 * 2 ** 20, ...limits };
    this.#lexer = new JsonLexer(this.#limits.bytes);
  }

  /** Takes what came: bytes, or a text that was decoded already. */
  push(chunk: Uint8Array | string): void {
    this.#lexer.push(chunk);
  }

  /** How many bytes came that `next` has not read. */
  get pending(): number {
    return this.#lexer.pending;
  }

  /** Reads up to the end of a value, or to a mistake; nothing if more has to come. */
  next(): Incoming | undefined {
    const lexer = this.#lexer;
    for (;;) {
      const kind = lexer.next();
      switch (kind) {
        case tokens.none:
          return undefined;
        case tokens.wrong:
          return this.#fail(lexer.problem());
        case tokens.openObject:
          this.#braces++;
          break;
        case tokens.closeObject:
          this.#braces--;
          break;
        case tokens.openList:
          this.#brackets++;
          break;
        case tokens.closeList:
          this.#brackets--;
          break;
      }
      const limits = this.#limits;
      this.#bytes += lexer.length;
      if (kind === tokens.tooLong || this.#bytes >= limits.bytes) {
        return this.#fail(`a message of too many bytes: at most ${limits.bytes} are taken`);
      }
      if (++this.#tokens > limits.tokens) {
        return this.#fail(`a message of too many tokens: at most ${limits.tokens} are taken`);
      }
      if (this.#braces + this.#brackets > limits.nesting) {
        return this.#fail(`a message that is nested too deep: at most ${limits.nesting} brackets may be open`);
      }
      this.#parser.take(kind, lexer);
      if (this.#braces < 0 || this.#brackets < 0 || this.#braces + this.#brackets === 0) {
        this.#restart();
        return this.#parser.finish();
      }
    }
  }

  #fail(error: string): Incoming {
    this.#restart();
    this.#parser.forget();
    return { error };
  }

  #restart(): void {
    this.#braces = 0;
    this.#brackets = 0;
    this.#tokens = 0;
    this.#bytes = 0;
  }
}
