// What the visitors throw to each other: a fault that knows what is wrong, and collects where on its way out of arrays
// and objects. It is no error of the platform, as nobody asks for its stack, and in-band refusals are a server's daily
// bread. Also the words for what was expected and what has come. The words are ours: QEMU has others.

import type { BuiltinRef, EnumType } from "../table.js";
import type { Kind } from "../types.js";
import { wanted } from "../validate.js";
import { Float } from "./float.js";
import type { SpecialFeature } from "./served.js";

/** What may be wrong with a value. */
export type FaultKind = "missing" | "unexpected" | "type" | "range" | "value" | "policy";

/** Where a fault is, in words. */
export interface Place {
  /** What is wrong, as a subject: `argument 'a.b'`, `the value`. */
  readonly subject: string;
  /** What it is in, as a subject: `'a'`, `the command`. */
  readonly holder: string;
  /** The way out by a setting of the generator, if there is a name for it. */
  readonly override: string;
}

/** What is wrong with a value; visitors throw it. */
export class Fault {
  readonly kind: FaultKind;
  /** The keys and indices that lead to it, from the inside out. */
  readonly keys: (string | number)[] = [];
  /** What the generator's settings call the innermost member around it; empty if it has no name there. */
  setting: string | undefined;
  readonly #tell: (place: Place) => string;

  constructor(kind: FaultKind, tell: (place: Place) => string) {
    this.kind = kind;
    this.#tell = tell;
  }

  /** Where it is: `backend.data.addr.port`, `keys[1].x`. */
  get path(): string {
    return joined(this.keys);
  }

  /** The message, in one line; `noun` is what members of the outermost object are called. */
  message(noun: string): string {
    const { keys, setting } = this;
    const around = keys.slice(1);
    const outermost = noun === "argument" ? "the command" : `the ${noun}`;
    return this.#tell({
      subject: keys.length === 0 ? `the ${noun}` : `${noun} '${inLine(joined(keys), 200)}'`,
      holder: around.length === 0 ? outermost : `'${inLine(joined(around), 200)}'`,
      override: setting ? `integers.overrides { ${JSON.stringify(setting)}: "bigint" } or ` : "",
    });
  }
}

/** Adds to a fault where it is, one step further out. */
export function placed(error: unknown, key: string | number, setting?: string): unknown {
  if (error instanceof Fault) {
    error.keys.push(key);
    error.setting ??= setting;
  }
  return error;
}

function joined(keys: readonly (string | number)[]): string {
  return keys.reduceRight<string>((before, key) => {
    return typeof key === "number" ? `${before}[${key}]` : before === "" ? key : `${before}.${key}`;
  }, "");
}

// ---- the faults ------------------------------------------------------------------------------------------------------

/** A member that must be there, and is not. */
export function missing(): Fault {
  return new Fault("missing", ({ subject }) => `${subject} is missing`);
}

/** A member that does not belong among those that are known. */
export function unexpected(name: string, known: readonly string[]): Fault {
  return new Fault("unexpected", ({ subject, holder }) => {
    // Names are of a peer's making, and length.
    const meant = name.length > 100 ? undefined : known.find((one) => plain(one) === plain(name));
    if (meant !== undefined) return `no ${subject}: did you mean '${meant}'?`;
    const list = known.slice(0, 12).map((one) => `'${one}'`);
    if (known.length > list.length) list.push(`${known.length - list.length} more`);
    return `no ${subject}: ${holder} takes ${list.join(", ") || "none"}`;
  });
}

/** A value that is not what was expected. */
export function mismatch(kind: FaultKind, expected: string, value: unknown): Fault {
  return new Fault(kind, ({ subject }) => `${subject}: expected ${expected}, got ${described(value)}`);
}

/** A value that is no string out of an enumeration's. */
export function unknownValue(type: EnumType, value: unknown): Fault {
  return mismatch("value", wanted(type, "value"), value);
}

/** A member, or, if it is given, a value of an enumeration, that the policy rejects. */
export function rejection(feature: SpecialFeature, value?: string): Fault {
  return new Fault("policy", ({ subject }) => {
    const what = value === undefined ? subject : `${subject}: ${described(value)}`;
    return `${what} is ${feature}, which this server's policy rejects`;
  });
}

/** An integer that QEMU takes, and the generated types cannot hold. */
export function unsafe(builtin: BuiltinRef, value: bigint): Fault {
  const name = builtin.split(":")[0]!;
  return new Fault("range", ({ subject, override }) => {
    const settings = `${override}--${name === "int" ? "int" : "int64"} bigint`;
    const why = `it was generated with ${name} as number, which cannot hold it`;
    return `${subject} is ${value}, which this server cannot take: ${why}; ${settings} makes it take it`;
  });
}

// ---- words -----------------------------------------------------------------------------------------------------------

/** A name without what is often mistaken in it. */
function plain(name: string): string {
  return name.replaceAll("_", "-").toLowerCase();
}

/** A value, in short. */
function described(value: unknown): string {
  if (typeof value === "string") return `"${inLine(value, 60)}"`;
  if (value instanceof Float) {
    const { value: double } = value;
    if (double >= 2 ** 64 || double <= -(2 ** 63)) return "a number beyond 64 bits";
    return `the double ${double}.0`;
  }
  if (typeof value !== "object" || value === null) return String(value);
  return Array.isArray(value) ? "an array" : "an object";
}

/** A text of the peer's, cut, and without what would break a line. */
function inLine(text: string, most: number): string {
  return JSON.stringify(text.length > most ? `${text.slice(0, most)}…` : text).slice(1, -1);
}

/** The kind of JSON of a value that was read. */
export function kindOfInput(value: unknown): Kind | undefined {
  if (typeof value === "object") {
    if (value === null) return "null";
    return Array.isArray(value) ? "array" : value instanceof Float ? "number" : "object";
  }
  return typeof value === "bigint" ? "number" : (typeof value as Kind);
}
