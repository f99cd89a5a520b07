// Amounts: sizes with suffixes, times, formats and the numbers that they show.

import { describe, expect, test } from "vitest";

import { formatted, newFormatMemory, readFormat } from "../../../src/runtime/hmp/format.js";
import { readSeconds, readSize } from "../../../src/runtime/hmp/sizes.js";

const refusal = (message: string) => expect.objectContaining({ name: "LineError", message }) as Error;

describe("sizes", () => {
  test.each([
    { text: "2", value: 2n << 20n },
    { text: "512B", value: 512n },
    { text: "3k", value: 3n << 10n },
    { text: "1.5M", value: 3n << 19n },
    { text: "1.M", value: 1n << 20n },
    { text: "0.5K", value: 512n },
    { text: "1.0005K", value: 1025n },
    { text: "0x10", value: 16n << 20n },
    { text: "0x10K", value: 16n << 10n },
    { text: "+2G", value: 2n << 30n },
    { text: "010", value: 10n << 20n },
    { text: "1.0B", value: 1n },
    { text: "7E", value: 7n << 60n },
    { text: "9223372036854775807B", value: 2n ** 63n - 1n },
  ])("$text is $value bytes", ({ text, value }) => {
    expect(readSize(text, 0)).toEqual({ value, end: text.length });
  });

  test.each([
    { text: "1e3", value: 1n << 60n, end: 2 },
    { text: "1.e1M", value: 1n << 60n, end: 3 },
    { text: "0x", value: 0n, end: 1 },
    { text: "1KB", value: 1n << 10n, end: 2 },
    { text: "1 K", value: 1n << 20n, end: 1 },
  ])("$text goes on behind its size", ({ text, value, end }) => {
    expect(readSize(text, 0)).toEqual({ value, end });
  });

  test.each(["", "M", ".5M", "-1", "+ 1", "1.5B", "1.5e1M", "0x1.8M", "8E", "9223372036854775808B", "9".repeat(30)])(
    "%j is none",
    (text) => {
      expect(() => readSize(text, 0)).toThrow(refusal("invalid size"));
    },
  );
});

describe("times", () => {
  test.each([
    { text: "1", value: 1 },
    { text: "1.5ms", value: 0.0015 },
    { text: "250us", value: 0.00025 },
    { text: "3ns", value: 3e-9 },
    { text: "-2.5e3", value: -2500 },
    { text: ".5", value: 0.5 },
    { text: "5.", value: 5 },
    { text: "0x1.8p1", value: 3 },
    { text: "0x10ms", value: 0.016 },
    { text: "0xAp-1", value: 5 },
    { text: `0x1.${"0".repeat(300)}`, value: 1 },
    { text: `0x1.${"8".repeat(300)}`, value: 23 / 15 },
    { text: `0x0.${"0".repeat(299)}1p1200`, value: 1 },
    { text: `0x1${"0".repeat(300)}p-1200`, value: 1 },
    { text: "0x0p99999", value: 0 },
    { text: "0x1p-1074", value: 2 ** -1074 },
    { text: `0x1p-${"9".repeat(400)}`, value: 0 },
    // Halves are rounded to what is even, and anything beyond makes more than a half of it.
    { text: "0x20000000000001", value: 2 ** 53 },
    { text: `0x20000000000001.${"0".repeat(300)}`, value: 2 ** 53 },
    { text: `0x20000000000001.${"0".repeat(300)}1`, value: 2 ** 53 + 2 },
  ])("$text is $value seconds", ({ text, value }) => {
    expect(readSeconds(text, 0)).toEqual({ value, end: text.length });
  });

  test.each([
    { text: "", message: "number expected" },
    { text: "x", message: "number expected" },
    { text: "inf", message: "Bad number" },
    { text: "-NaN", message: "Bad number" },
    { text: "1e999", message: "Bad number" },
    { text: "0x1p1024", message: "Bad number" },
    { text: `0x1p${"9".repeat(400)}`, message: "Bad number" },
    { text: "1s", message: "unknown unit of time: ms, us and ns are there" },
    { text: "1 ms", end: 1 },
    { text: "1msx", message: "unknown unit of time: ms, us and ns are there" },
    { text: "1e", message: "unknown unit of time: ms, us and ns are there" },
  ])("$text", ({ text, message, end }) => {
    if (message === undefined) expect(readSeconds(text, 0).end).toBe(end);
    else expect(() => readSeconds(text, 0)).toThrow(refusal(message));
  });
});

describe("formats", () => {
  test("what is left out is as it was the last time", () => {
    const memory = newFormatMemory();
    const read = (text: string) => readFormat(text, 0, memory).value;
    expect(read("0")).toEqual({ count: 1, format: "x", size: 4 });
    expect(read(" /10dh 0")).toEqual({ count: 10, format: "d", size: 2 });
    expect(read("/3 0")).toEqual({ count: 3, format: "d", size: 2 });
    expect(read("/i 0")).toEqual({ count: 1, format: "i" });
    expect(read("0")).toEqual({ count: 1, format: "i" });
    expect(read("/ib 0")).toEqual({ count: 1, format: "i", size: 1 });
    expect(read("/x")).toEqual({ count: 1, format: "x", size: 2 });
    expect(read("/gcL")).toEqual({ count: 1, format: "c", size: 8 });
    expect(read("/4294967299b")).toEqual({ count: 3, format: "c", size: 1 });
  });

  test("a format that is refused is not remembered", () => {
    const memory = newFormatMemory();
    expect(() => readFormat("/dz 1", 0, memory)).toThrow(refusal("invalid char in format: 'z'"));
    expect(memory).toEqual({ format: "x", size: 4 });
  });

  test.each([
    { value: 255n, x: "0xff", o: "0377", d: "255", u: "255", c: "'\\xff'" },
    { value: 0n, x: "0", o: "0", d: "0", u: "0", c: "'\\x00'" },
    {
      value: -1n,
      x: "0xffffffffffffffff",
      o: "01777777777777777777777",
      d: "-1",
      u: "18446744073709551615",
      c: "'\\xffffffff'",
    },
    { value: 39n, x: "0x27", o: "047", d: "39", u: "39", c: "'\\''" },
    { value: 10n, x: "0xa", o: "012", d: "10", u: "10", c: "'\\n'" },
    { value: 65n, x: "0x41", o: "0101", d: "65", u: "65", c: "'A'" },
  ])("$value in each format", ({ value, ...texts }) => {
    for (const format of ["x", "o", "d", "u", "c"] as const) expect(formatted(value, format)).toBe(texts[format]);
    expect(formatted(value, "i")).toBe(texts.d);
  });
});
