// Places in text: lines and columns as people and editors count them, whatever the line ends are.

import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { lineSpan, lineText, onLineOf, positionAt, sourceFile, span } from "../../src/base/source.js";

const place = (text: string, what: string) => {
  const source = sourceFile("x.json", text);
  const { line, column } = positionAt(source, source.text.indexOf(what));
  return [line, column];
};

describe("line and column", () => {
  test.each([
    ["the first character", "ab", "a", [1, 1]],
    ["a later line", "a\nbc\n d", "d", [3, 2]],
    ["CRLF counts as one end of line", "a\r\nbc\r\n d", "d", [3, 2]],
    ["so does a lone CR", "a\rbc\r d", "d", [3, 2]],
    ["and all of them in one file", "a\r\n\r\n\n\r d", "d", [5, 2]],
    ["a tab is one column", "\t\td", "d", [1, 3]],
    ["a tree is two UTF-16 units, as editors count", "🌳d", "d", [1, 3]],
    ["a line end belongs to its line", "ab\nc", "\n", [1, 3]],
    ["U+2028 ends no line", "a\u2028d", "d", [1, 3]],
  ])("%s", (_, text, what, expected) => expect(place(text, what)).toEqual(expected));

  test.each([
    ["the end of the text is where its last newline is", "ab\ncd\n", [2, 3]],
    ["also of one that had none", "ab\ncd", [2, 3]],
    ["an empty file has a first line", "", [1, 1]],
  ])("%s", (_, text, [line, column]) => {
    const source = sourceFile("x.json", text);
    expect(positionAt(source, source.text.length)).toEqual({ line, column });
    expect(positionAt(source, 1_000_000)).toEqual({ line, column });
  });

  test("an offset before the text is its start", () => {
    expect(positionAt(sourceFile("x.json", "ab"), -5)).toEqual({ line: 1, column: 1 });
  });

  test("agree with counting by hand", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("a", "\n", "\r", "\r\n", "\t", "é")), fc.nat(), (pieces, at) => {
        const source = sourceFile("x.json", pieces.join(""));
        const offset = at % source.text.length;
        const before = source.text.slice(0, offset).split("\n");
        expect(positionAt(source, offset)).toEqual({ line: before.length, column: before.at(-1)!.length + 1 });
      }),
    );
  });
});

describe("the text of a line", () => {
  const source = sourceFile("x.json", "one\r\n\r\nthree");
  test.each([
    [1, "one"],
    [2, ""],
    [3, "three"],
    [4, ""],
    [0, ""],
    [-1, ""],
  ])("%i", (line, text) => expect(lineText(source, line)).toBe(text));

  test("an empty file has one line, which is empty", () => expect(lineText(sourceFile("x.json", ""), 1)).toBe(""));
});

describe("a source file", () => {
  test("prints as its path alone, and cannot be changed", () => {
    const source = sourceFile("a/b.json", "x".repeat(100_000));
    expect(JSON.stringify({ source })).toBe('{"source":{"path":"a/b.json"}}');
    expect(Object.isFrozen(source)).toBe(true);
  });

  test("ends in exactly the newlines that it had, or in one", () => {
    expect(["", "a", "a\n", "a\n\n", "a\r"].map((text) => sourceFile("x", text).text)).toEqual([
      "\n",
      "a\n",
      "a\n",
      "a\n\n",
      "a\n",
    ]);
  });
});

describe("spans", () => {
  const source = sourceFile("x.json", "one\ntwo\n\n");
  const text = ({ start, end }: { start: number; end: number }) => source.text.slice(start, end);

  test("to the end of a line", () => {
    expect(text(lineSpan(source, 1))).toBe("ne");
    expect(text(lineSpan(source, 4))).toBe("two");
  });

  test("are never empty", () => expect(text(lineSpan(source, 8))).toBe("\n"));

  test("of a mistake on the line that QEMU names are the mistake itself", () => {
    const mistake = span(source, 2, 3);
    expect(onLineOf(0, mistake)).toEqual({ span: mistake, notes: [] });
  });

  test("of a mistake on a later line are where that line starts, with a note", () => {
    const { span: found, notes } = onLineOf(0, span(source, 4, 7));
    expect(text(found)).toBe("o");
    expect(notes.map((note) => text(note.span))).toEqual(["two"]);
  });
});
