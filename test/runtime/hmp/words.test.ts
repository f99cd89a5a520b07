// Words of a line: where they end, what quotes and escapes do, and how much of one is kept.

import { expect, test } from "vitest";

import { cut, readWord, readWords, skipBlanks, wordOf } from "../../../src/runtime/hmp/words.js";

test.each([
  { line: "abc def", word: "abc", end: 3 },
  { line: " \t\n\v\f\rabc", word: "abc", end: 9 },
  { line: "a\u00a0b c", word: "a\u00a0b", end: 3 },
  { line: 'a"b c', word: 'a"b', end: 3 },
  { line: "a\\nb", word: "a\\nb", end: 4 },
  { line: '"a b" c', word: "a b", end: 5 },
  { line: '""', word: "", end: 2 },
  { line: '"a"b', word: "a", end: 3 },
  { line: '"\\n\\r\\\\\\\'\\""', word: "\n\r\\'\"", end: 12 },
  { line: "'a b'", word: "'a", end: 2 },
  { line: '"a\tb"', word: "a\tb", end: 5 },
  { line: "a\0b", word: "a\0b", end: 3 },
])("$line begins with a word", ({ line, word, end }) => {
  expect(readWord(line, 0)).toEqual({ value: word, end });
});

test.each(["", "   ", '"', '"a', '"a\\"', '"a\\', '"\\t"', '"\\x41"', '"\\ud83d\ude00"'])(
  "%j begins with none",
  (line) => {
    expect(readWord(line, 0)).toBeUndefined();
  },
);

test("a word is read from where it is said to begin", () => {
  expect(readWord('one "two" three', 3)).toEqual({ value: "two", end: 9 });
  expect(skipBlanks("a   b", 1)).toBe(4);
});

test.each([
  { line: "", words: [] },
  { line: '  a  "b c"d ', words: ["a", "b c", "d"] },
  { line: "a ".repeat(16), words: Array.from({ length: 16 }, () => "a") },
  { line: "a ".repeat(17), words: undefined },
  { line: 'a "b', words: undefined },
])("the words of $line", ({ line, words }) => {
  expect(readWords(line)).toEqual(words);
});

test.each([
  { what: "of one byte each", word: "a".repeat(2000), kept: 1023 },
  { what: "in quotes", word: `"${"a".repeat(2000)}"`, kept: 1023 },
  { what: "of two bytes each", word: "\u00e9".repeat(2000), kept: 511 },
  { what: "of three bytes each", word: "\u20ac".repeat(2000), kept: 341 },
  { what: "of four bytes each", word: "\ud83d\ude00".repeat(2000), kept: 510 },
  { what: "that are halves of one", word: "\ud83d".repeat(2000), kept: 341 },
])("of a word of characters $what, 1023 bytes are kept", ({ word, kept }) => {
  const read = readWord(`${word} next`, 0);
  expect(read?.value).toHaveLength(kept);
  expect(read?.end).toBe(word.length);
});

test("text that fits is not cut", () => {
  expect(cut("a".repeat(255), 255)).toHaveLength(255);
  expect(cut("\u20ac".repeat(85), 255)).toHaveLength(85);
  expect(cut("\u20ac".repeat(86), 255)).toHaveLength(85);
});

test.each([
  { text: "plain", word: "plain" },
  { text: "a b", word: '"a b"' },
  { text: "", word: '""' },
  { text: '"x', word: '"\\"x"' },
  { text: 'x"y', word: 'x"y' },
  { text: "a\\b c\n", word: '"a\\\\b c\\n"' },
])("$text as a word is $word, and reads back", ({ text, word }) => {
  expect(wordOf(text)).toBe(word);
  expect(readWord(word, 0)).toEqual({ value: text, end: word.length });
});
