// Values of QEMU's JSON, from tokens that come one by one, so that no token is kept (`qobject/json-parser.c`, which reads a
// message as a whole, with the same verdicts). Of the mistakes in a message the first counts. Integers are kept apart from
// other numbers, as only they are taken where a schema has an integer.

import { setOwn } from "../protocol.js";
import { Float } from "./float.js";
import type { JsonLexer } from "./json-lexer.js";
import { decodeString, excerpt, shorten } from "./json-strings.js";
import { tokens } from "./json-tokens.js";

/** One complete JSON value, or one mistake in what came. */
export type Incoming = { readonly value: unknown } | { readonly error: string };

type Container = unknown[] | Record<string, unknown>;

/** What has to come next. */
const expectations = {
  value: 0,
  /** A list's first item, or its end. */
  item: 1,
  name: 2,
  /** An object's first member, or its end. */
  member: 3,
  colon: 4,
  /** A comma, or the end of what is around. */
  separator: 5,
} as const;

/** Puts the tokens of one message together. */
export class JsonParser {
  #expected: number = expectations.value;
  #error: string | undefined;
  /** The value that was completed last. */
  #value: unknown;
  /** What is being filled, under which name, and what is around it. */
  #here: Container | undefined;
  #name = "";
  #around: (Container | undefined)[] = [];
  #names: string[] = [];

  /** Takes the token that the lexer found. */
  take(kind: number, lexer: JsonLexer): void {
    if (this.#error !== undefined) return;
    const expected = this.#expected;
    switch (kind) {
      case tokens.string:
        if (expected <= expectations.item) return this.#string(lexer, false);
        if (expected <= expectations.member) return this.#string(lexer, true);
        break;
      case tokens.colon:
        if (expected !== expectations.colon) break;
        this.#expected = expectations.value;
        return;
      case tokens.comma:
        if (expected !== expectations.separator) break;
        this.#expected = Array.isArray(this.#here) ? expectations.value : expectations.name;
        return;
      case tokens.openObject:
      case tokens.openList:
        if (expected > expectations.item) break;
        this.#around.push(this.#here);
        this.#names.push(this.#name);
        this.#here = kind === tokens.openList ? [] : {};
        this.#expected = kind === tokens.openList ? expectations.item : expectations.member;
        return;
      case tokens.closeObject:
        if (expected === expectations.member || (expected === expectations.separator && !Array.isArray(this.#here))) {
          return this.#close();
        }
        break;
      case tokens.closeList:
        if (expected === expectations.item || (expected === expectations.separator && Array.isArray(this.#here))) {
          return this.#close();
        }
        break;
      default:
        if (expected > expectations.item) break;
        return this.#word(kind, lexer);
    }
    this.#error = `${this.#wanted()}, not ${excerpt(lexer.raw())}`;
  }

  /** What the tokens since the last call make, of which the last one ended a message. */
  finish(): Incoming {
    const result = this.#error === undefined ? { value: this.#value } : { error: this.#error };
    this.forget();
    return result;
  }

  /** Drops what has come of a message. */
  forget(): void {
    this.#expected = expectations.value;
    this.#error = undefined;
    this.#value = undefined;
    if (this.#here === undefined) return;
    this.#here = undefined;
    this.#around = [];
    this.#names = [];
  }

  #close(): void {
    const value = this.#here;
    this.#here = this.#around.pop();
    this.#name = this.#names.pop()!;
    this.#put(value);
  }

  #put(value: unknown): void {
    const here = this.#here;
    this.#expected = expectations.separator;
    if (here === undefined) this.#value = value;
    else if (Array.isArray(here)) here.push(value);
    else {
      const name = this.#name;
      // Most names are new, and no prototype has them.
      if (here[name] === undefined) here[name] = value;
      else if (Object.hasOwn(here, name)) {
        this.#error = `two members of one object have the same name: ${shorten(name)}`;
      } else setOwn(here, name, value);
    }
  }

  #string(lexer: JsonLexer, isName: boolean): void {
    let text: string;
    if (lexer.isPlain) text = isName ? lexer.content() : lexer.ownContent();
    else {
      const decoded = decodeString(lexer.content());
      if ("error" in decoded) {
        this.#error = decoded.error;
        return;
      }
      text = decoded.value;
    }
    if (!isName) return this.#put(text);
    this.#name = text;
    this.#expected = expectations.colon;
  }

  #word(kind: number, lexer: JsonLexer): void {
    if (kind !== tokens.keyword) return this.#put(kind === tokens.integer ? integerOf(lexer) : doubleOf(lexer.raw()));
    const word = lexer.raw();
    if (word === "true" || word === "false") return this.#put(word === "true");
    if (word === "null") return this.#put(null);
    this.#error = `no word of JSON: ${excerpt(word)}`;
  }

  #wanted(): string {
    const end = Array.isArray(this.#here) ? "]" : "}";
    switch (this.#expected) {
      case expectations.value:
        return "expected a value";
      case expectations.item:
        return "expected a value or ]";
      case expectations.name:
        return "expected a member's name, a string";
      case expectations.member:
        return "expected a member's name, a string, or }";
      case expectations.colon:
        return `expected a colon behind the name ${shorten(this.#name)}`;
      default:
        return `expected a comma or ${end}`;
    }
  }
}

/** An integer is what 64 bits hold, with a sign or without; beyond, it is a double (parse_literal). */
function integerOf(lexer: JsonLexer): number | bigint | Float {
  const small = lexer.smallInteger();
  if (small === small) return small;
  const text = lexer.raw();
  if (text.length <= 20) {
    const integer = BigInt(text);
    const number = Number(integer);
    if (Number.isSafeInteger(number)) return number;
    if (integer >= -(2n ** 63n) && integer < 2n ** 64n) return integer;
  }
  return doubleOf(text);
}

function doubleOf(text: string): number | Float {
  const value = Number(text);
  return Number.isInteger(value) ? new Float(value) : value;
}
