// THE LETTER TABLE: how a value of each QAPI type is given to the human monitor. In: the type of a member. Out: the
// letter that takes it, what is to be done with what the letter gave, and what goes wrong with it for those who type.
//
// Letters are those of `args_type` (`monitor/hmp.c`, monitor_parse_arguments); which type gets which follows what QEMU's
// own tables do (`hmp-commands.hx`), where they do one thing. That `o` means MiB is `util/cutils.c`, qemu_strtosz_MiB;
// that `M` multiplies an expression by 2^20, that function itself, behind `monitor/hmp.c`, get_expr.

import type { BuiltinName } from "../schema/builtins.js";
import type { Schema, TypeRef } from "../schema/model.js";
import { typeOf } from "../schema/query.js";
import type { HmpLetter } from "./args.js";

/** What kinds of type the monitor tells apart: `list` has words or numbers in it, `objects` is any other array. */
export type MonitorType = BuiltinName | "enum" | "list" | "struct" | "union" | "alternate" | "objects";

/**
 * What makes a member's value of what the letter gave: nothing, a look whether it is in range, or one of the enum's names;
 * cutting it at commas, then each by its own type; reading it as JSON.
 */
export type Conversion = "none" | "range" | "name" | "split" | "json";

/** How values of a type are given. */
export interface LetterRow {
  /** The letter of a member that must be given. */
  readonly mandatory: HmpLetter;
  /** What a member gets that may be left out: its letter and `?`, or a flag of its own, such as `-f`. */
  readonly optional: `${HmpLetter}?` | "flag";
  /** All letters that can carry it, for those who choose their own. */
  readonly carriers: readonly HmpLetter[];
  readonly conversion: Conversion;
  /** What surprises those who type it; empty for nothing. */
  readonly trap: string;
}

const words = ["s", "F", "B", "S"] as const;
const integers = ["l", "i", "M", "o"] as const;

const text = { mandatory: "s", optional: "s?", carriers: words } as const;
const wide = { mandatory: "l", optional: "l?", carriers: integers } as const;
const narrow = { mandatory: "i", optional: "i?", carriers: integers } as const;
const json = { mandatory: "S", optional: "S?", carriers: ["S"], conversion: "json" } as const;

const swallows = "a following word that begins like an operator, such as /path, is taken for its continuation";
const onlyLast = "JSON text to the end of the line: at most one, and last";

/** By type; a type without a row does not compile. */
export const letterRows = {
  str: { ...text, conversion: "none", trap: "after a number, a path must be quoted: its / would divide" },
  enum: {
    ...text,
    conversion: "name",
    trap: "a name that the enum lacks is refused by the command, not by the monitor",
  },
  bool: {
    mandatory: "b",
    optional: "flag",
    carriers: ["b"],
    conversion: "none",
    trap: "b takes on and off alone and cannot be optional; a flag can say true, but not false",
  },
  int: { ...wide, conversion: "none", trap: swallows },
  int8: { ...wide, conversion: "range", trap: swallows },
  int16: { ...wide, conversion: "range", trap: swallows },
  int32: { ...wide, conversion: "range", trap: swallows },
  int64: { ...wide, conversion: "none", trap: swallows },
  uint8: { ...narrow, conversion: "range", trap: `i refuses negative numbers, and takes up to 32 bits; ${swallows}` },
  uint16: { ...narrow, conversion: "range", trap: `i refuses negative numbers, and takes up to 32 bits; ${swallows}` },
  uint32: { ...narrow, conversion: "none", trap: `i refuses negative numbers; ${swallows}` },
  uint64: {
    ...wide,
    conversion: "none",
    trap: `from 2^63 on it arrives negative, and so does what was typed so; ${swallows}`,
  },
  size: {
    mandatory: "o",
    optional: "o?",
    carriers: ["o", "l", "i", "M"],
    conversion: "none",
    trap: "a bare number means MiB; bytes are written with a B; at most 2^63-1",
  },
  number: {
    mandatory: "T",
    optional: "T?",
    carriers: ["T", "l", "i", "M", "o"],
    conversion: "none",
    trap: "T is made for times: ms, us and ns behind the number divide it",
  },
  list: { ...text, conversion: "split", trap: "elements are separated by commas, so none can have a comma in it" },
  any: { ...json, trap: onlyLast },
  null: { ...json, trap: onlyLast },
  struct: { ...json, trap: onlyLast },
  union: { ...json, trap: onlyLast },
  alternate: { ...json, trap: onlyLast },
  objects: { ...json, trap: onlyLast },
} as const satisfies Record<MonitorType, LetterRow>;

/** What a type is to the monitor. */
export function monitorType(schema: Pick<Schema, "byName">, ref: TypeRef | string): MonitorType {
  const type = typeOf(schema, ref);
  switch (type?.kind) {
    case "builtin":
      return type.name;
    case "enum":
    case "qtype":
      return "enum";
    case "array":
      return isListed(monitorType(schema, type.element)) ? "list" : "objects";
    case "union":
    case "alternate":
      return type.kind;
    default:
      return "struct";
  }
}

/** Whether values of a type can be the elements of a list that is cut at commas. */
function isListed(type: MonitorType): boolean {
  return type !== "list" && letterRows[type].conversion !== "json";
}

/** The row of a type. */
export function letterRow(schema: Pick<Schema, "byName">, ref: TypeRef): LetterRow {
  return letterRows[monitorType(schema, ref)];
}
