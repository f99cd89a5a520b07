// The exact reader: what `JSON.parse` reads, to the same values, but integers that a `number` cannot hold come as
// `bigint`; and the words that QEMU prints for doubles that are not finite. It keeps a stack of its own, so that brackets
// in brackets cannot exhaust the platform's, as they cannot in `JSON.parse`.

type Container = unknown[] | Record<string, unknown>;

/** Beyond these, a text is refused: it is a peer's try to use up this side's time or memory. */
const limits = { digits: 1000, nesting: 2 ** 20 };

/** Reads JSON exactly. Throws: SyntaxError that says what is wrong, and at which offset. */
export function readJson(text: string): unknown {
  const reader = new Reader(text);
  const around: (Container | undefined)[] = [];
  const keys: string[] = [];
  let here: Container | undefined;
  let key = "";
  for (;;) {
    let value: unknown;
    const open = reader.next();
    if (open === 123 || open === 91) {
      const inner: Container = open === 91 ? [] : {};
      reader.at++;
      // A closing bracket's code is two behind that of its opening one.
      if (reader.next() !== open + 2) {
        if (around.push(here) > limits.nesting) reader.fail("nested too deep");
        keys.push(key);
        here = inner;
        if (open === 123) key = reader.key();
        continue;
      }
      reader.at++;
      value = inner;
    } else value = open === 34 ? reader.string() : reader.word();
    // A value is complete, and with it, perhaps, those around it.
    for (;;) {
      const code = reader.next();
      if (here === undefined) return reader.at < text.length ? reader.fail("expected the end") : value;
      const close = Array.isArray(here) ? 93 : 125;
      put(here, key, value);
      if (code !== 44 && code !== close) reader.fail(`expected , or ${String.fromCharCode(close)}`);
      reader.at++;
      if (code === 44) {
        if (close === 125) key = reader.key();
        break;
      }
      value = here;
      here = around.pop();
      key = keys.pop()!;
    }
  }
}

function put(container: Container, key: string, value: unknown): void {
  if (Array.isArray(container)) container.push(value);
  else if (key !== "__proto__") container[key] = value;
  else Object.defineProperty(container, key, { value, writable: true, enumerable: true, configurable: true });
}

/** A place in a text, and what can be read there. */
class Reader {
  at = 0;
  readonly #text: string;
  readonly #word = /-?(?:(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|inf|nan)|true|false|null/y;

  constructor(text: string) {
    this.#text = text;
  }

  /** Skips blanks; gives the code of the character behind them, NaN at the end. */
  next(): number {
    for (; ; this.at++) {
      const code = this.#text.charCodeAt(this.at);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return code;
    }
  }

  /** Reads a member's name and the colon. */
  key(): string {
    if (this.next() !== 34) this.fail("expected a member's name");
    const key = this.string(true);
    if (this.next() !== 58) this.fail("expected a colon");
    this.at++;
    return key;
  }

  string(isKey = false): string {
    const text = this.#text;
    const start = this.at;
    let end = start + 1;
    let isPlain = true;
    for (let code; (code = text.charCodeAt(end)) !== 34; end++) {
      if (code < 32 || code === 92) isPlain = false;
      if (code === 92) end++;
      if (end >= text.length) this.fail("a string without end");
    }
    this.at = end + 1;
    // A long slice would keep the whole text alive, unless it becomes a member's name; the platform's reader copies.
    if (isPlain && (isKey || end - start < 14)) return text.slice(start + 1, end);
    try {
      return JSON.parse(text.slice(start, end + 1)) as string;
    } catch {
      this.at = start;
      return this.fail("a string with a wrong character or escape");
    }
  }

  /** Reads a number, a keyword of JSON, or one of QEMU's words for numbers. */
  word(): unknown {
    const word = this.#word;
    const start = this.at;
    word.lastIndex = start;
    if (!word.test(this.#text)) this.fail("expected a value");
    const token = this.#text.slice(start, word.lastIndex);
    const last = token.at(-1)!;
    if (last === "f") return this.#skip(token, token === "inf" ? Infinity : -Infinity);
    if (last === "n") return this.#skip(token, NaN);
    if (last > "9") return this.#skip(token, token === "null" ? null : token === "true");
    const number = Number(token);
    if (Number.isSafeInteger(number) || /[.eE]/.test(token)) return this.#skip(token, number);
    if (token.length > limits.digits) this.fail(`an integer of more than ${limits.digits} digits`);
    return this.#skip(token, BigInt(token));
  }

  #skip(token: string, value: unknown): unknown {
    this.at += token.length;
    return value;
  }

  fail(what: string): never {
    const { at } = this;
    const here = at < this.#text.length ? `: ${JSON.stringify(this.#text.slice(at, at + 24))}` : ", the end";
    throw new SyntaxError(`${what} at offset ${at}${here}`);
  }
}
