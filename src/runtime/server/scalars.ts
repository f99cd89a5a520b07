// The visitors of the builtin types: one function each, that takes what QEMU's takes (`qapi/qobject-input-visitor.c`,
// and `qapi/qapi-visit-core.c` for the narrow integers), and gives it in the form that the generated types promise. No
// type is made of another: no number of a string, no boolean of a number, and no integer of 1.0.

import type { BuiltinRef } from "../table.js";
import { mismatch, unsafe } from "./faults.js";
import { Float } from "./float.js";

/** Takes a value and gives it in the form of its type. Throws: Fault. */
export type Visit = (value: unknown) => unknown;

/** The visitors of the builtin types. */
export const scalars: Readonly<Record<BuiltinRef, Visit>> = {
  str: ofType("string"),
  bool: ofType("boolean"),
  null: (value) => {
    if (value !== null) throw mismatch("type", "null", value);
    return null;
  },
  any: unboxed,
  number: (value) => {
    if (typeof value === "number") return value;
    if (value instanceof Float) return value.value;
    if (typeof value === "bigint") return Number(value);
    throw mismatch("type", "number", value);
  },
  int8: narrow(-(2 ** 7), 2 ** 7 - 1),
  int16: narrow(-(2 ** 15), 2 ** 15 - 1),
  int32: narrow(-(2 ** 31), 2 ** 31 - 1),
  uint8: narrow(0, 2 ** 8 - 1),
  uint16: narrow(0, 2 ** 16 - 1),
  uint32: narrow(0, 2 ** 32 - 1),
  int64: signed,
  "int:bigint": signed,
  int: safe("int", signed),
  "int64:number": safe("int64:number", signed),
  uint64: unsigned,
  size: unsigned,
  "uint64:number": safe("uint64:number", unsigned),
  "size:number": safe("size:number", unsigned),
};

function ofType(type: "string" | "boolean"): Visit {
  return (value) => {
    // oxlint-disable-next-line valid-typeof
    if (typeof value !== type) throw mismatch("type", type, value);
    return value;
  };
}

/** Integers of up to 32 bits. QEMU wraps negative ones to 64 bits where the type has no sign: that is out of range, too. */
function narrow(min: number, max: number): Visit {
  return (value) => {
    // A sum is never -0.
    if (typeof value === "number" && value >= min && value <= max && Number.isInteger(value)) return value + 0;
    // The reader gives none of this size, but others may.
    if (typeof value === "bigint" && value >= min && value <= max) return Number(value);
    throw outside(min, max, value);
  };
}

function signed(value: unknown): bigint {
  if (typeof value === "number" && Number.isSafeInteger(value)) return BigInt(value);
  if (typeof value === "bigint" && value === BigInt.asIntN(64, value)) return value;
  throw outside(-(2n ** 63n), 2n ** 63n - 1n, value);
}

/** Negative ones are wrapped, as QEMU does for the sake of clients from before it had these types. */
function unsigned(value: unknown): bigint {
  if (typeof value === "number" && Number.isSafeInteger(value)) {
    const exact = BigInt(value);
    return value < 0 ? BigInt.asUintN(64, exact) : exact;
  }
  if (typeof value === "bigint") {
    const wrapped = BigInt.asUintN(64, value);
    if (wrapped === value || BigInt.asIntN(64, value) === value) return wrapped;
  }
  throw outside(0, 2n ** 64n - 1n, value);
}

/** Integers of 64 bits that handlers get as numbers: what a number cannot hold is refused. */
function safe(builtin: BuiltinRef, visit: (value: unknown) => bigint): Visit {
  return (value) => {
    if (typeof value === "number" && value >= 0 && value <= Number.MAX_SAFE_INTEGER && Number.isInteger(value))
      return value + 0;
    const exact = visit(value);
    const number = Number(exact);
    if (!Number.isSafeInteger(number)) throw unsafe(builtin, exact);
    return number;
  };
}

function outside(min: bigint | number, max: bigint | number, value: unknown) {
  const isInteger = typeof value === "bigint" || Number.isSafeInteger(value);
  return mismatch(isInteger ? "range" : "type", `integer from ${min} to ${max}`, value);
}

/**
 * A value of any type, as it is, but with numbers for what the reader put into boxes; a copy only where there are some.
 * The reader's limit of nesting is what bounds the recursion.
 */
export function unboxed(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Float) return value.value;
  if (Array.isArray(value)) {
    let copy: unknown[] | undefined;
    for (let at = 0; at < value.length; at++) {
      const inner = unboxed(value[at]);
      if (inner !== value[at]) (copy ??= [...(value as readonly unknown[])])[at] = inner;
    }
    return copy ?? value;
  }
  let copy: Record<string, unknown> | undefined;
  for (const [key, member] of Object.entries(value)) {
    const inner = unboxed(member);
    // The copy has all keys as its own, even `__proto__`: setting them does nothing but that.
    if (inner !== member) (copy ??= { ...value })[key] = inner;
  }
  return copy ?? value;
}
