// Arguments of commands: each letter, what may be left out, flags in the table's order, and what is said of mistakes.

import { describe, expect, test } from "vitest";

import { parseArguments } from "../../../src/runtime/hmp/arguments.js";
import { newFormatMemory } from "../../../src/runtime/hmp/format.js";
import type { HmpArgument, HmpValues } from "../../../src/runtime/index.js";

/** Arguments in the form of `args_type`, as far as these tests need it. */
function argumentsOf(text: string): readonly HmpArgument[] {
  return text.split(",").map((one) => {
    const [key, code] = one.split(":") as [string, string];
    if (code.startsWith("-"))
      return { key, letter: "-", flag: code.charAt(1), ...(code.length > 2 && { value: true }) };
    return { key, letter: code.charAt(0), ...(code.length > 1 && { optional: code.charAt(1) }) } as HmpArgument;
  });
}

function read(args: string, line: string, implied?: string): HmpValues {
  const entry = { name: "c|cmd", args: args === "" ? [] : argumentsOf(args), params: "", help: "" };
  return parseArguments(entry, line, { from: 0, memory: newFormatMemory(), implied });
}

test.each<{ args: string; line: string; values: HmpValues }>([
  { args: "", line: "  ", values: {} },
  { args: "a:s,b:s?", line: "x", values: { a: "x" } },
  { args: "a:s,b:s?", line: ' "x y" z ', values: { a: "x y", b: "z" } },
  { args: "a:F,b:B", line: "/x d0", values: { a: "/x", b: "d0" } },
  { args: "a:s,b:S", line: 'x  "y z" ', values: { a: "x", b: '"y z" ' } },
  { args: "a:S?", line: "  ", values: {} },
  { args: "a:l,b:i", line: "-1 0xffffffff", values: { a: -1n, b: 0xffffffffn } },
  { args: "a:l,b:l?", line: "1 +2", values: { a: 3n } },
  { args: "a:i,b:i.", line: "1 . 2", values: { a: 1n, b: 2n } },
  { args: "a:i,b:i.,c:s?", line: "1 x", values: { a: 1n, c: "x" } },
  { args: "a:M", line: "2", values: { a: 2097152n } },
  { args: "a:M", line: "0x80000000000", values: { a: -(2n ** 63n) } },
  { args: "a:o,b:o?", line: "2 1K", values: { a: 2097152n, b: 1024n } },
  { args: "a:T,b:T?", line: "5ms", values: { a: 0.005 } },
  { args: "a:b,b:b", line: "on off", values: { a: true, b: false } },
  { args: "fmt:/,a:l", line: "/4xb 1", values: { count: 4, format: "x", size: 1, a: 1n } },
  { args: "f:-f,a:s", line: "x", values: { a: "x" } },
  { args: "f:-f,a:s", line: "-f x", values: { f: true, a: "x" } },
  { args: "f:-f,a:s", line: "-fx", values: { f: true, a: "x" } },
  { args: "f:-f,a:s", line: "-ff", values: { f: true, a: "f" } },
  { args: "f:-f,a:s", line: "-f -f", values: { f: true, a: "-f" } },
  { args: "f:-f,g:-g,a:s", line: "-g x", values: { g: true, a: "x" } },
  { args: "a:s,f:-fs,b:s?", line: "x -f y z", values: { a: "x", f: "y", b: "z" } },
  { args: "a:s,f:-fs,b:s?", line: 'x -f"y z" z', values: { a: "x", f: "y z", b: "z" } },
  { args: "a:s,f:-fs,b:s?", line: "x z", values: { a: "x", b: "z" } },
  // QEMU looks for other flags in the text of its table, and finds them in keys, too.
  { args: "f:-f,max-size:s", line: "-s", values: { "max-size": "-s" } },
  { args: "o:O", line: "", values: {} },
  { args: "o:O", line: "a=1,b=x,,y,c,nod,e=", values: { a: "1", b: "x,y", c: "on", d: "off", e: "" } },
  { args: "o:O", line: "a=1,id=i,a=2,id=j", values: { id: "i", a: "2" } },
  { args: "o:O", line: "__proto__=1", values: Object.fromEntries([["__proto__", "1"]]) as HmpValues },
])("$args of $line", ({ args, line, values }) => {
  expect(read(args, line)).toEqual(values);
});

test.each<{ line: string; values: HmpValues }>([
  { line: "e1000,id=x", values: { id: "x", driver: "e1000" } },
  { line: "driver=e1000", values: { driver: "e1000" } },
  { line: "a,,b,c", values: { driver: "a,b", c: "on" } },
  { line: "x=1,e1000", values: { x: "1", e1000: "on" } },
  { line: "help", values: { driver: "help" } },
])("the first option may do without its name: $line", ({ line, values }) => {
  expect(read("o:O", line, "driver")).toEqual(values);
});

describe("refused:", () => {
  test.each([
    { args: "", line: "x", message: "c|cmd: extraneous characters at the end of line" },
    { args: "a:s", line: " ", message: "c|cmd: string expected" },
    { args: "a:s?", line: '"x', message: "c|cmd: string expected" },
    { args: "a:F", line: "", message: "c|cmd: filename expected" },
    { args: "a:B", line: "", message: "c|cmd: block device name expected" },
    { args: "a:S", line: "", message: "c|cmd: string expected" },
    { args: "a:s", line: '"x"y', message: "c|cmd: extraneous characters at the end of line" },
    { args: "a:l,b:s", line: "1 /x", message: "invalid char 'x' in expression" },
    { args: "a:i", line: "-1", message: "'c|cmd' has failed: integer is for 32-bit values" },
    { args: "a:i", line: "0x100000000", message: "'c|cmd' has failed: integer is for 32-bit values" },
    { args: "a:i,b:i.", line: "1 .", message: "unexpected end of expression" },
    { args: "a:M", line: "-1", message: "enter a positive value" },
    { args: "a:o", line: "", message: "invalid size" },
    { args: "a:T", line: "", message: "number expected" },
    { args: "a:b", line: "yes", message: "Expected 'on' or 'off'" },
    { args: "a:b", line: "on\u00e9", message: "c|cmd: extraneous characters at the end of line" },
    { args: "fmt:/,a:l", line: "/q 1", message: "invalid char in format: 'q'" },
    { args: "f:-f,a:s", line: "-x y", message: "c|cmd: unsupported option -x" },
    { args: "f:-f,a:s", line: "-\u001b y", message: "c|cmd: unsupported option -\\x1b" },
    { args: "f:-f,a:s", line: "-", message: "c|cmd: unsupported option -" },
    { args: "f:-f,g:-g,a:s", line: "-g -f x", message: "c|cmd: extraneous characters at the end of line" },
    { args: "a:s,f:-fs", line: "x -f", message: "c|cmd: value expected for -f" },
    { args: "o:O", line: '"a=1', message: "c|cmd: string expected" },
    {
      args: "o:O",
      line: "id=1x",
      message: "the id must begin with a letter, and have only letters, digits and - . _ in it",
    },
  ])("$args of $line", ({ args, line, message }) => {
    expect(() => read(args, line)).toThrow(expect.objectContaining({ name: "LineError", message }));
  });
});
