// How C spells what a schema names (`scripts/qapi/common.py`, c_name and cgen_ifcond; for handlers, the manual's
// "How to write monitor commands"). In: names and conditions of a schema. Out: C text.

import { cName } from "../base/c-name.js";
import type { AllCondition, AnyCondition, Condition } from "../schema/model.js";
import type { HmpEntry } from "./derive.js";
import { mainTable } from "./table-names.js";

export { cName };

/** Words that get `q_` in front: those of C and C++, and what system headers define. */
const ticklish = new Set(
  [
    "auto break case char const continue default do double else enum extern float for goto if int long register return",
    "short signed sizeof static struct switch typedef union unsigned void volatile while",
    "inline restrict _Bool _Complex _Imaginary",
    "_Alignas _Alignof _Atomic _Generic _Noreturn _Static_assert _Thread_local",
    "asm typeof",
    "bool catch class const_cast delete dynamic_cast explicit false friend mutable namespace new operator private",
    "protected public reinterpret_cast static_cast template this throw true try typeid typename using virtual wchar_t",
    "and and_eq bitand bitor compl not not_eq or or_eq xor xor_eq",
    "unix errno mips sparc i386 linux",
  ].flatMap((line) => line.split(" ")),
);

/** A name as an identifier of C: `node-name` is `node_name`, `typename` is `q_typename`. */
export function identifier(name: string): string {
  const word = cName(name);
  return ticklish.has(word) || /^[0-9]/.test(word) ? `q_${word}` : word;
}

/** The function that a QMP command is. */
export const qmpFunctionName = (command: string) => `qmp_${identifier(command)}`;

/**
 * The handler of an entry: `hmp_` and its name in the main table, with the sub-table's name between them in a sub-table:
 * `hmp_info_memory_size_summary`. Of several names the first counts.
 */
export function hmpFunctionName(table: string, { name }: Pick<HmpEntry, "name">): string {
  const first = name.split("|")[0]!;
  return table === mainTable ? `hmp_${cName(first)}` : `hmp_${cName(table)}_${cName(first)}`;
}

/** A condition as the C preprocessor takes it behind `#if`: `defined(A) && !defined(B)`. */
export function cCondition(condition: Condition): string {
  if (typeof condition === "string") return `defined(${condition})`;
  if ("not" in condition) return `!${inBrackets(condition.not)}`;
  const parts = partsOf(condition);
  return parts.length === 1 ? cCondition(parts[0]!) : parts.map(inBrackets).join("all" in condition ? " && " : " || ");
}

/** As a part of another condition: in brackets where it has an operator between parts of its own. */
function inBrackets(condition: Condition): string {
  if (typeof condition === "string" || "not" in condition) return cCondition(condition);
  const parts = partsOf(condition);
  return parts.length === 1 ? inBrackets(parts[0]!) : `(${cCondition(condition)})`;
}

const partsOf = (condition: AllCondition | AnyCondition) => ("all" in condition ? condition.all : condition.any);

/**
 * The function that an entry can name in place of a handler, as its command takes nothing and gives nothing but text for
 * people, a `HumanReadableText` (`include/monitor/hmp.h`, `cmd_info_hrt`); undefined for every other command.
 */
export function textFunctionName({ command }: Pick<HmpEntry, "command">): string | undefined {
  const { name, data, returns, gen } = command;
  const takesNothing = data === undefined || (typeof data !== "string" && data.length === 0);
  const isText = returns?.name === "HumanReadableText" && !returns.array;
  return gen && takesNothing && isText ? qmpFunctionName(name) : undefined;
}
