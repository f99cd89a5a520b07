// Expressions of a line (`monitor/hmp.c`, get_expr): 64-bit integers that wrap. From tight to loose: `+ - ~` in front,
// `* / %`, `& | ^`, `+ -`; so `1+2&3` is 1+(2&3). Blanks may stand anywhere between, and whatever looks like an operator
// is taken for one: `0 16 /tmp/x` goes on with a division.
//
// QEMU calls itself for each parenthesis and each sign, so that enough of them end it; here they go on a stack of our
// own. And where QEMU divides the least integer by -1, which ends it too, ours wraps as all else does.

import { LineError } from "./line-error.js";
import { shown } from "./shown.js";
import type { Read } from "./words.js";
import { skipBlanks } from "./words.js";

type Calculate = (left: bigint, right: bigint) => bigint;

interface Operator {
  /** How tight it binds. */
  readonly tightness: 1 | 2 | 3;
  readonly calculate: Calculate;
}

/** Operators between two operands; among those that bind equally tight, the left one comes first. */
const operators: Readonly<Record<string, Operator>> = {
  "*": { tightness: 3, calculate: (left, right) => left * right },
  "/": { tightness: 3, calculate: (left, right) => left / divisor(right) },
  "%": { tightness: 3, calculate: (left, right) => left % divisor(right) },
  "&": { tightness: 2, calculate: (left, right) => left & right },
  "|": { tightness: 2, calculate: (left, right) => left | right },
  "^": { tightness: 2, calculate: (left, right) => left ^ right },
  "+": { tightness: 1, calculate: (left, right) => left + right },
  "-": { tightness: 1, calculate: (left, right) => left - right },
};

/** Operators in front of an operand. */
const signs: Readonly<Record<string, (operand: bigint) => bigint>> = {
  "+": (operand) => operand,
  "-": (operand) => -operand,
  "~": (operand) => ~operand,
};

/** What waits for its right operand: an opening parenthesis, a sign, or an operator with its left operand. */
type Pending =
  | { readonly kind: "(" }
  | { readonly kind: "sign"; readonly apply: (operand: bigint) => bigint }
  | { readonly kind: "operator"; readonly operator: Operator; readonly left: bigint };

/** Reads an expression as far as it goes. Throws: LineError. */
export function readExpression(text: string, from: number): Read<bigint> {
  const pending: Pending[] = [];
  let depth = 0;
  let at = skipBlanks(text, from);
  for (;;) {
    for (let sign; (sign = opening(text.charAt(at))) !== undefined; at = skipBlanks(text, at + 1)) {
      pending.push(sign);
      if (sign.kind === "(") depth++;
    }
    let { value, end } = readOperand(text, at);
    for (; ; end = skipBlanks(text, end + 1)) {
      const operator = operatorAt(text, end);
      value = reduced(pending, value, operator?.tightness ?? 1);
      if (operator !== undefined) {
        pending.push({ kind: "operator", operator, left: value });
        at = skipBlanks(text, end + 1);
        break;
      }
      if (depth === 0) return { value, end };
      if (text.charAt(end) !== ")") throw new LineError("')' expected");
      pending.pop();
      depth--;
    }
  }
}

function opening(one: string): Pending | undefined {
  if (one === "(") return { kind: "(" };
  const apply = signs[one];
  return apply && { kind: "sign", apply };
}

function operatorAt(text: string, at: number): Operator | undefined {
  return operators[text.charAt(at)];
}

/** A value with all that waits for it and binds at least that tight. */
function reduced(pending: Pending[], operand: bigint, tightness: number): bigint {
  let value = operand;
  for (let top; (top = pending.at(-1)) !== undefined; pending.pop()) {
    if (top.kind === "(" || (top.kind === "operator" && top.operator.tightness < tightness)) break;
    const result = top.kind === "sign" ? top.apply(value) : top.operator.calculate(top.left, value);
    value = BigInt.asIntN(64, result);
  }
  return value;
}

function divisor(value: bigint): bigint {
  if (value === 0n) throw new LineError("division by zero");
  return value;
}

/** Reads a number, a character or a register; gives the offset of what follows, behind blanks. */
function readOperand(text: string, at: number): Read<bigint> {
  const one = text.charAt(at);
  if (one === "") throw new LineError("unexpected end of expression");
  // There are no registers where there is no processor.
  if (one === "$") throw new LineError("unknown register");
  const { value, end } = one === "'" ? readCharacter(text, at + 1) : readNumber(text, at);
  return { value, end: skipBlanks(text, end) };
}

/** A character in single quotes; there are no escapes. One of several bytes is none, as QEMU takes a byte. */
function readCharacter(text: string, at: number): Read<bigint> {
  if (at >= text.length) throw new LineError("character constant expected");
  const code = text.charCodeAt(at);
  if (code >= 0x80 || text.charAt(at + 1) !== "'") throw new LineError("missing terminating ' character");
  return { value: BigInt(code), end: at + 2 };
}

const number = /0[xX]([0-9a-fA-F]+)|0([0-7]*)|([1-9][0-9]*)/y;

/** The longest digits of 64 bits, by base. */
const longest = { hexadecimal: 16, octal: 22, decimal: 20 };

/** A number in C's spelling: decimal, `0x` hexadecimal, `0` octal (C's strtoull); of 64 bits, the highest being a sign. */
function readNumber(text: string, at: number): Read<bigint> {
  number.lastIndex = at;
  const match = number.exec(text);
  if (match === null)
    throw new LineError(`invalid char '${shown(String.fromCodePoint(text.codePointAt(at)!))}' in expression`);
  const [, hexadecimal, octal, decimal] = match;
  const value =
    hexadecimal !== undefined
      ? literal("0x", hexadecimal, longest.hexadecimal)
      : decimal === undefined
        ? literal("0o", octal!, longest.octal)
        : literal("", decimal, longest.decimal);
  return { value: BigInt.asIntN(64, value), end: at + match[0].length };
}

/** Digits as a number; those that are too many are not even looked at, as they might be a million. */
function literal(prefix: string, digits: string, most: number): bigint {
  const significant = digits.replace(/^0+/, "");
  const value = significant.length > most ? undefined : BigInt(`${prefix}${significant || "0"}`);
  if (value === undefined || value >= 1n << 64n) throw new LineError("number too large");
  return value;
}
