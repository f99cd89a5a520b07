// Results on the short way: for what handlers usually give, plain objects that are just as the schema says, checking and
// writing are one step, by functions that the table is compiled to. Whatever is unusual in the least takes the long way,
// which checks, hides and writes by the book, and has the words for what is wrong.

import type { ObjectType, TypeRef } from "../table.js";
import type { Values } from "../types.js";
import { alternativeOf, branchOf, membersOf, typeOf } from "../types.js";
import { rangeOf } from "../validate.js";
import { quoted } from "./wire-writer.js";

/** Gives the text of a value; nothing for one that has to take the long way. */
type Write = (value: unknown) => string | undefined;

interface Part {
  readonly name: string;
  readonly optional: boolean;
  /** What stands in front of the member's value. */
  readonly prefix: string;
  readonly write: Write;
}

const longWay: Write = () => undefined;

/** The functions that results are written by, made as they are needed. */
export class ResultWriters {
  /** Whether a policy may hide something of a type's values. */
  readonly #mayHide: (ref: TypeRef) => boolean;
  readonly #writers = new Map<TypeRef, Write>();
  readonly #parts = new Map<ObjectType, readonly Part[]>();

  constructor(mayHide: (ref: TypeRef) => boolean) {
    this.#mayHide = mayHide;
  }

  /** The text of a value that is as its type says; nothing for one that is not, or may not be. */
  text(ref: TypeRef, value: unknown): string | undefined {
    try {
      return this.#writerOf(ref)(value);
    } catch {
      // A getter of the handler's threw, or it is nested too deep for the platform's stack.
      return undefined;
    }
  }

  #writerOf(ref: TypeRef): Write {
    let write = this.#writers.get(ref);
    if (write === undefined) this.#writers.set(ref, (write = this.#mayHide(ref) ? longWay : this.#make(ref)));
    return write;
  }

  #make(ref: TypeRef): Write {
    const type = typeOf(ref);
    if (typeof type === "string") return scalarWriter(type);
    if ("enum" in type) {
      const texts = new Map<unknown, string>(type.values.map((value) => [value, quoted(value)]));
      return (value) => texts.get(value);
    }
    if ("members" in type) return (value) => this.#object(type, value);
    if (!("alternate" in type)) return (value) => this.#list(type[0], value);
    return (value) => {
      const one = alternativeOf(type, value);
      return one === undefined ? undefined : this.#writerOf(one)(value);
    };
  }

  #list(element: TypeRef, value: unknown): string | undefined {
    if (!Array.isArray(value)) return undefined;
    const write = this.#writerOf(element);
    let out = "[";
    for (let at = 0; at < value.length; at++) {
      const text = write(value[at]);
      if (text === undefined) return undefined;
      out += at === 0 ? text : `, ${text}`;
    }
    return `${out}]`;
  }

  #object(type: ObjectType, value: unknown): string | undefined {
    if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype)
      return undefined;
    let out = "";
    let written = 0;
    for (let part: ObjectType | undefined = type; part !== undefined; part = branchOf(part, value as Values)) {
      for (const { name, optional, prefix, write } of this.#partsOf(part)) {
        const member = (value as Values)[name];
        if (member === undefined && optional) continue;
        const text = write(member);
        if (text === undefined) return undefined;
        out += written++ === 0 ? prefix + text : `, ${prefix}${text}`;
      }
    }
    // As many as were written, or there are some that the schema does not have.
    for (const name in value) if ((value as Values)[name] !== undefined) written--;
    return written === 0 ? `{${out}}` : undefined;
  }

  #partsOf(type: ObjectType): readonly Part[] {
    let parts = this.#parts.get(type);
    if (parts === undefined) {
      parts = [...membersOf(type).values()].map(({ name, optional, type: ref }) => ({
        name,
        optional,
        prefix: `${quoted(name)}: `,
        // Every object has such a one.
        write: name in Object.prototype ? longWay : this.#writerOf(ref),
      }));
      this.#parts.set(type, parts);
    }
    return parts;
  }
}

function scalarWriter(type: string): Write {
  if (type === "str") return (value) => (typeof value === "string" ? quoted(value) : undefined);
  if (type === "bool") return (value) => (typeof value === "boolean" ? String(value) : undefined);
  if (type === "any" || type === "null") return longWay;
  const isInteger = type !== "number";
  const { min, end } = rangeOf(type);
  return (value) => {
    const fits = Number.isSafeInteger(value) || (isInteger && typeof value === "bigint");
    return fits && (value as number) >= min && (value as number) < end ? String(value) : undefined;
  };
}
