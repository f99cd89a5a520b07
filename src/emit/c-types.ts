// The types that QEMU's generator makes of what a schema defines, the constants and headers that go with them.
//
// In: names of a schema. Out: types and identifiers, as `c_name`, `c_enum_const` and `c_type` of scripts/qapi/common.py
// and scripts/qapi/schema.py make them; what changed between releases is told by version.

import { cName, identifier } from "../hmp/c-names.js";
import type { BuiltinName } from "../schema/builtins.js";
import { isBuiltin } from "../schema/builtins.js";
import type { Condition, Member, Schema, TypeRef } from "../schema/model.js";
import { definedType, typeOf } from "../schema/query.js";
import type { QemuVersion } from "./emitter.js";

/** Whether a version is a given one or newer. */
export function since(qemu: QemuVersion, major: number, minor = 0): boolean {
  return qemu.major > major || (qemu.major === major && qemu.minor >= minor);
}

/** The constant of an enumeration's value: `COLOUR_DARK_RED`. */
export function enumConstant(
  type: { readonly name: string; readonly prefix: string | undefined },
  value: string,
  qemu: QemuVersion,
): string {
  const upper = since(qemu, 9, 2) ? upperWords : olderUpperWords;
  // A prefix was run through the same rule before 9.2.
  const prefix = type.prefix === undefined || !since(qemu, 9, 2) ? upper(type.prefix ?? type.name) : type.prefix;
  return `${prefix}_${cName(value).toUpperCase()}`;
}

const isUpper = (char: string) => char !== char.toLowerCase();
const isLetterOrDigit = (char: string | undefined) => char !== undefined && /[A-Za-z0-9]/.test(char);

/** Of a name in camel case, its words in capitals, as of 9.2. */
function upperWords(name: string): string {
  let text = name[0]!;
  let inCapitals = isUpper(name[0]!);
  for (const char of name.slice(1)) {
    if (isUpper(char) !== inCapitals) {
      if (!inCapitals) text += isLetterOrDigit(text.at(-1)) ? "_" : "";
      // A word begins with the last one of several capitals.
      else if (text.length > 2 && isLetterOrDigit(text.at(-2))) text = `${text.slice(0, -1)}_${text.at(-1)}`;
      inCapitals = isUpper(char);
    }
    text += char;
  }
  return identifier(text.toUpperCase()).replace(/^_+/, "");
}

/** The same before 9.2. */
function olderUpperWords(name: string): string {
  const word = cName(name);
  if (word === word.toUpperCase() && word !== word.toLowerCase()) return word;
  let text = "";
  [...word].forEach((char, at) => {
    const before = word[at - 1];
    const after = word[at + 1];
    if (isUpper(char) && before !== undefined && before !== "_") {
      const beginsWord = after !== undefined && after !== after.toUpperCase();
      if (beginsWord || /[0-9]/.test(before)) text += "_";
    }
    text += char;
  });
  return text.replace(/^_+/, "").toUpperCase();
}

const builtinTypes: Readonly<Record<BuiltinName, string>> = {
  str: "char *",
  number: "double",
  int: "int64_t",
  int8: "int8_t",
  int16: "int16_t",
  int32: "int32_t",
  int64: "int64_t",
  uint8: "uint8_t",
  uint16: "uint16_t",
  uint32: "uint32_t",
  uint64: "uint64_t",
  size: "uint64_t",
  bool: "bool",
  any: "QObject *",
  null: "QNull *",
};

/** The name under which functions for a type go, such as `visit_type_strList`. */
export function typeName({ name, array }: TypeRef): string {
  const one = isBuiltin(name) ? name : identifier(name);
  return array ? `${one}List` : one;
}

/** The type of a value in C, a pointer with its star: `int64_t`, `char *`, `MemoryInfo *`. */
export function cType(schema: Schema, ref: TypeRef): string {
  if (!ref.array && isBuiltin(ref.name)) return builtinTypes[ref.name];
  const kind = typeOf(schema, ref)?.kind;
  return kind === "enum" || kind === "qtype" ? typeName(ref) : `${typeName(ref)} *`;
}

/** The same as a parameter of a QMP function: a string is not its to change. */
export function cParameterType(schema: Schema, ref: TypeRef): string {
  const type = cType(schema, ref);
  return type === builtinTypes.str ? `const ${type}` : type;
}

/** A declaration without its semicolon: `int64_t size`, `char *name`. */
export const declaration = (type: string, name: string) => (type.endsWith("*") ? type + name : `${type} ${name}`);

/**
 * Whether `has_NAME` goes with a member: always with an optional one before 8.0; since then only where the value
 * itself cannot be NULL for absence, and with lists, whose NULL is an empty one (`need_has_if_optional`).
 */
export function hasFlag(schema: Schema, { optional, type }: Pick<Member, "optional" | "type">, qemu: QemuVersion) {
  return optional && (!since(qemu, 8) || type.array || isArray(schema, type) || !cType(schema, type).endsWith("*"));
}

/** Whether a reference means a list, be it spelled `FooList`. */
export const isArray = (schema: Schema, ref: TypeRef) => typeOf(schema, ref)?.kind === "array";

/** Under which condition there is a type, a list's being that of what it holds; undefined for always. */
export function typeCondition(schema: Schema, ref: TypeRef): Condition | undefined {
  const type = typeOf(schema, ref);
  return definedType(schema, type?.kind === "array" ? type.element : ref.name)?.condition;
}

/**
 * The header that QEMU's generator makes of a module: `qapi/qapi-types-block-core.h`; the root's has no suffix. Schemas are
 * taken to lie in a folder `qapi`, from which others may be reached, as the storage daemon's reaches QEMU's.
 */
export function moduleHeader(schema: Schema, what: "commands" | "types" | "visit", module: string): string {
  const path = module.startsWith("../") ? module.replace(/^(?:\.\.\/)+/, "") : `qapi/${module}`;
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  const base = path.slice(folder.length).replace(/\.[^.]*$/, "");
  return `${folder}qapi-${what}${module === schema.root ? "" : `-${base}`}.h`;
}

/** The value of a type that says the least. */
export function nothing(type: string): string {
  if (type.endsWith("*")) return "NULL";
  return type === "bool" ? "false" : "0";
}
