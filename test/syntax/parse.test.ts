// From text to items: what stops the parser is in `parse.cases.ts`; here, what does not.

import { describe, expect, test } from "vitest";

import { compile } from "../../src/index.js";
import { compileCase, describeCases } from "../check/cases.js";
import { parseCases } from "./parse.cases.js";

describeCases("text that is no schema", parseCases);

const commandNames = (text: string) => {
  const { schema, diagnostics } = compile({ "schema.json": text });
  expect(diagnostics).toEqual([]);
  return schema!.definitions.map(({ name }) => name);
};

describe("text that is a schema", () => {
  test.each([
    ["nothing", "", []],
    ["white space alone", " \t\n\n", []],
    ["a comment alone, without a newline", "# nothing", []],
    ["several definitions on a line", "{'command':'a'}{'command':'b'}", ["a", "b"]],
    ["no newline at the end", "{ 'command': 'a' }", ["a"]],
    ["lines that end in CRLF", "# x\r\n{ 'command':\r\n 'a' }\r\n", ["a"]],
    ["lines that end in CR", "# x\r{ 'command':\r 'a' }\r{ 'command': 'b' }", ["a", "b"]],
    ["white space of Python that is none of JavaScript", "{\u0085'command':\u001c'a'\u001f}", ["a"]],
    ["comments between all tokens", "{ # x\n'command' # '\n: # {\n'a' # ##\n}", ["a"]],
    ["a doc comment behind a definition on its line", "{ 'command': 'a' } ##\n# x\n##\n", ["a"]],
    ["an indented doc comment, with empty lines in it", "  ##\n\n  # @a:\n\n  ##\n{ 'command': 'a' }", ["a"]],
  ])("%s", (_, text, names) => expect(commandNames(text)).toEqual(names));

  test("a doubled backslash is one", () => {
    const { schema } = compile({ "schema.json": "{ 'enum': 'Hue', 'prefix': 'a\\\\b', 'data': [] }" });
    expect(schema!.definitions[0]).toMatchObject({ prefix: "a\\b" });
  });
});

describe("behind a mistake", () => {
  test("the next definition is read, and its mistakes are told too", () => {
    const schema = `{ 'command': 'fell' 'data': {} }\n{ 'command': 'Saw' }\n{ 'struct': 7 }\n{ 'event': 'cut' }\n`;
    const { diagnostics } = compileCase({ schema });
    expect(diagnostics.map(({ code }) => code)).toEqual([
      "unexpected-token",
      "stray-character",
      "name-case",
      "name-case",
    ]);
  });

  test("a type that stood in the lost text is not called unknown", () => {
    const schema = `{ 'struct': 'Ash' 'data': {} }\n{ 'command': 'fell', 'data': 'Ash' }\n`;
    expect(compileCase({ schema }).diagnostics.map(({ code }) => code)).toEqual(["unexpected-token"]);
  });
});

describe("huge input", () => {
  test("ten thousand definitions, of which one is wrong", () => {
    const lines = Array.from({ length: 10_000 }, (_, index) => `{ 'command': 'c${index}' }`);
    lines[7_777] = "{ 'command': 'c' 'data': {} }";
    const { diagnostics } = compileCase({ schema: lines.join("\n") });
    expect(diagnostics).toMatchObject([{ code: "unexpected-token" }]);
  });

  test("ten thousand mistakes are all told", () => {
    const schema = "{ 'command': 'c' 'data': {} }\n".repeat(10_000);
    expect(compileCase({ schema }).diagnostics).toHaveLength(10_000);
  });
});
