// A word of a monitor's line as a value of a type: what QEMU's visitors of strings do for scalars and lists of them
// (`qapi/string-input-visitor.c`, and `qapi/qobject-input-visitor.c` for `name=value`), and JSON for all else.

import { parse } from "../json.js";
import type { AlternateType, BuiltinRef, EnumType, TypeRef } from "../table.js";
import type { Type } from "../types.js";
import { isArray, kindOf, kindOfType, typeOf } from "../types.js";
import { LineError } from "./line-error.js";
import { quoted } from "./shown.js";
import { readSize } from "./sizes.js";

/**
 * The value that a text is. Lists of scalars are split at commas, one without anything is empty; sizes may have a suffix,
 * and are in bytes without; what a line has no words for is JSON.
 *
 * Throws: Error for a text that is none of the type, in one line that begins with `name`.
 */
export function wordValue(ref: TypeRef, text: string, name: string): unknown {
  const type = typeOf(ref);
  if (isArray(type)) return isWord(typeOf(type[0])) ? listValue(type[0], text, name) : jsonValue(text, name);
  if (typeof type === "string") return builtinValue(type, text, name);
  if ("enum" in type) return enumValue(type, text, name);
  return "alternate" in type ? alternateValue(type, text, name) : jsonValue(text, name);
}

/**
 * An integer in the form of its type: of those of up to 32 bits a number, as far as that is exact, else a `bigint`. For
 * 64 bits without a sign negative ones are wrapped, as they are in C.
 */
export function integerValue(builtin: BuiltinRef, integer: bigint): bigint | number {
  const number = Number(integer);
  if (/^u?int(?:8|16|32)$/.test(builtin)) return Number.isSafeInteger(number) ? number : integer;
  const isUnsigned = /^(?:uint64|size)/.test(builtin);
  return isUnsigned && BigInt.asIntN(64, integer) === integer ? BigInt.asUintN(64, integer) : integer;
}

function builtinValue(builtin: BuiltinRef, text: string, name: string): unknown {
  switch (builtin) {
    case "str":
      return text;
    case "bool":
      return boolValue(text, name);
    case "number":
      return numberValue(text, name);
    case "size":
    case "size:number":
      return integerOf(text) ?? sizeValue(text, name);
    case "any":
    case "null":
      return jsonValue(text, name);
    default:
      return integerValue(builtin, integerOf(text) ?? wrong(name, "an integer", text));
  }
}

/** Whether a type's values are single words. */
function isWord(type: Type): boolean {
  const kind = kindOfType(type);
  return kind === "string" || kind === "number" || kind === "boolean";
}

function listValue(element: TypeRef, text: string, name: string): readonly unknown[] {
  if (text === "") return [];
  return text.split(",").map((part, index) => wordValue(element, part, `${name}[${index}]`));
}

/** JSON of a kind that the alternate has, else the text, where it has strings. */
function alternateValue({ branches }: AlternateType, text: string, name: string): unknown {
  const words = branches.find((one) => kindOfType(typeOf(one)) === "string");
  if (words === undefined || /^\s*["[{]/.test(text)) return jsonValue(text, name);
  try {
    const value = jsonValue(text, name);
    if (branches.some((one) => kindOfType(typeOf(one)) === kindOf(value))) return value;
  } catch {
    // It is no JSON.
  }
  return wordValue(words, text, name);
}

/** How deep JSON text may be nested, as in QEMU (`qobject/json-streamer.c`, MAX_NESTING). */
const mostLevels = 1024;

function jsonValue(text: string, name: string): unknown {
  if (isTooDeep(text)) throw new Error(`${name}: JSON that is nested deeper than ${mostLevels} levels`);
  try {
    return parse(text).value;
  } catch (error) {
    throw new Error(`${name}: this is no JSON: ${(error as Error).message}`, { cause: error });
  }
}

/** Whether brackets outside of strings stand in so many others that reading them is no use. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  for (const [part] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/gs)) {
    if (part === "[" || part === "{") depth++;
    else if (part === "]" || part === "}") depth--;
    if (depth > mostLevels) return true;
  }
  return false;
}

// ---- words -----------------------------------------------------------------------------------------------------------

/** As `qapi/qapi-util.c`, qapi_bool_parse. */
const bools: Readonly<Record<string, boolean>> = {
  on: true,
  yes: true,
  true: true,
  y: true,
  off: false,
  no: false,
  false: false,
  n: false,
};

function boolValue(text: string, name: string): boolean {
  return (Object.hasOwn(bools, text) ? bools[text] : undefined) ?? wrong(name, "on or off", text);
}

/** An integer as C reads it where any base is allowed: `0x10`, and `010` for eight. */
function integerOf(text: string): bigint | undefined {
  const [, sign, digits] = /^([+-]?)(0x[\da-f]+|0[0-7]*|[1-9]\d*)$/i.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const size = BigInt(/^0[0-7]/.test(digits) ? `0o${digits}` : digits);
  return sign === "-" ? -size : size;
}

function numberValue(text: string, name: string): number {
  const value = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : NaN;
  return Number.isFinite(value) ? value : wrong(name, "a number", text);
}

function sizeValue(text: string, name: string): bigint {
  try {
    const withUnit = /[bkmgtpe]$/i.test(text) ? text : `${text}B`;
    const { value, end } = readSize(withUnit, 0);
    if (end === withUnit.length) return value;
  } catch (error) {
    if (!(error instanceof LineError)) throw error;
  }
  return wrong(name, "a size such as 512, 64K or 1.5G", text);
}

function enumValue({ values }: EnumType, text: string, name: string): string {
  if (values.includes(text)) return text;
  const near = nearest(values, text);
  const known = (near.length > 0 ? near : values).map(quoted).join(", ");
  return wrong(name, `${near.length === 1 ? "" : "one of "}${known === "" ? "nothing" : known}`, text);
}

/** The values that may have been meant: spelled another way, or else begun; few, or none. */
function nearest(values: readonly string[], text: string): readonly string[] {
  const meant = plain(text);
  const same = values.filter((one) => plain(one) === meant);
  if (same.length > 0 || meant === "") return same;
  const begun = values.filter((one) => plain(one).startsWith(meant) || meant.startsWith(plain(one)));
  return begun.length <= 8 ? begun : [];
}

/** A name without what is often mistaken in it. */
function plain(name: string): string {
  return name.replaceAll("_", "-").toLowerCase();
}

function wrong(name: string, expected: string, text: string): never {
  throw new Error(`${name}: expected ${expected}, got ${quoted(text)}`);
}
