// Expressions: precedence, 64 bits that wrap, where they end, and what is wrong with them.

import { expect, test } from "vitest";

import { readExpression } from "../../../src/runtime/hmp/expression.js";

test.each([
  { text: "1+2*3", value: 7n },
  { text: "1+2 * 3 & 1", value: 1n },
  { text: "1|2+4", value: 7n },
  { text: "7&3+1", value: 4n },
  { text: "6^3*2", value: 0n },
  { text: "10-3-2", value: 5n },
  { text: "100/7/2", value: 7n },
  { text: "-7/2", value: -3n },
  { text: "-7%3", value: -1n },
  { text: "~0", value: -1n },
  { text: "- -5", value: 5n },
  { text: "-~5*2", value: 12n },
  { text: "~(1+2)*2", value: -8n },
  { text: "( 1 + ( 2 | 4 ) ) * 3", value: 21n },
  { text: "010", value: 8n },
  { text: "0XfF", value: 255n },
  { text: "'a'", value: 97n },
  { text: "'''+1", value: 40n },
  { text: "'\\'", value: 92n },
  { text: "9223372036854775807+1", value: -(2n ** 63n) },
  { text: "18446744073709551615", value: -1n },
  { text: "01777777777777777777777", value: -1n },
  { text: "0x0000000000000000000000001", value: 1n },
  { text: "4611686018427387904*4", value: 0n },
  // QEMU dies of these two: the processor refuses the division.
  { text: "(-9223372036854775807-1)/-1", value: -(2n ** 63n) },
  { text: "(-9223372036854775807-1)%-1", value: 0n },
])("$text is $value", ({ text, value }) => {
  expect(readExpression(text, 0)).toEqual({ value, end: text.length });
});

test.each([
  { text: "1 2", end: 2 },
  { text: "08", end: 1 },
  { text: "0x", end: 1 },
  { text: "1e3", end: 1 },
  { text: "1)", end: 1 },
  { text: "16 -x", message: "invalid char 'x' in expression" },
  { text: "16 /tmp", message: "invalid char 't' in expression" },
  { text: "", message: "unexpected end of expression" },
  { text: "1+", message: "unexpected end of expression" },
  { text: "(1", message: "')' expected" },
  { text: "(1/0 x", message: "division by zero" },
  { text: "1%(2-2)", message: "division by zero" },
  { text: "1/0+(", message: "division by zero" },
  { text: "$eax", message: "unknown register" },
  { text: "18446744073709551616", message: "number too large" },
  { text: "02000000000000000000000", message: "number too large" },
  { text: "'", message: "character constant expected" },
  { text: "'ab'", message: "missing terminating ' character" },
  { text: "'\u00e9'", message: "missing terminating ' character" },
  { text: "\u001b", message: "invalid char '\\x1b' in expression" },
  { text: "\ud83d\ude00", message: "invalid char '\ud83d\ude00' in expression" },
])("$text ends, or is refused", ({ text, end, message }) => {
  const read = () => readExpression(text, 0).end;
  if (message !== undefined) expect(read).toThrow(expect.objectContaining({ name: "LineError", message }));
  else expect(read()).toBe(end);
});
