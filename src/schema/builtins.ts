// The types that every schema has without defining them, as one table. QEMU's manual, "Built-in types"; ranges as
// QEMU's visitors hold them (qapi/qobject-input-visitor.c).

/** What a value is in JSON; `value` is any of them. */
export type JsonKind = "string" | "number" | "int" | "boolean" | "null" | "array" | "object" | "value";

/** The facts of a built-in type. */
export interface Builtin {
  readonly json: JsonKind;
  /** Least and greatest value of an integer type. */
  readonly range: readonly [bigint, bigint] | undefined;
}

const signed = (bits: bigint): readonly [bigint, bigint] => [-(1n << (bits - 1n)), (1n << (bits - 1n)) - 1n];
const unsigned = (bits: bigint): readonly [bigint, bigint] => [0n, (1n << bits) - 1n];

/** In the order in which QEMU's generator creates them. */
export const builtins = {
  str: { json: "string", range: undefined },
  number: { json: "number", range: undefined },
  int: { json: "int", range: signed(64n) },
  int8: { json: "int", range: signed(8n) },
  int16: { json: "int", range: signed(16n) },
  int32: { json: "int", range: signed(32n) },
  int64: { json: "int", range: signed(64n) },
  uint8: { json: "int", range: unsigned(8n) },
  uint16: { json: "int", range: unsigned(16n) },
  uint32: { json: "int", range: unsigned(32n) },
  uint64: { json: "int", range: unsigned(64n) },
  size: { json: "int", range: unsigned(64n) },
  bool: { json: "boolean", range: undefined },
  any: { json: "value", range: undefined },
  null: { json: "null", range: undefined },
} as const satisfies Record<string, Builtin>;

/** The name of a built-in type. */
export type BuiltinName = keyof typeof builtins;

/** Whether a name is that of a built-in type; the predefined enum `QType` is not one. */
export function isBuiltin(name: string): name is BuiltinName {
  return Object.hasOwn(builtins, name);
}

/** The values of the predefined enum `QType`: the kinds of QEMU's own objects. */
export const qtypeValues = ["none", "qnull", "qnum", "qstring", "qdict", "qlist", "qbool"] as const;
