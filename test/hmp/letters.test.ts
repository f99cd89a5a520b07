// The letter table against the grammar of `args_type`, and what each type of a schema is to it.

import { describe, expect, test } from "vitest";

import { argsTypeText, parseArgsType } from "../../src/hmp/args.js";
import { readCode } from "../../src/hmp/layout.js";
import type { LetterRow, MonitorType } from "../../src/hmp/letters.js";
import { letterRows, monitorType } from "../../src/hmp/letters.js";
import { compile } from "../../src/index.js";

describe("every row", () => {
  test.each(Object.entries(letterRows) as [MonitorType, LetterRow][])("%s", (_type, row) => {
    const code = row.optional === "flag" ? "-f" : row.optional;
    for (const one of [row.mandatory, code, ...row.carriers]) expect(parseArgsType(`key:${one}`).ok, one).toBe(true);
    expect(row.carriers).toContain(row.mandatory);
    expect(row.conversion === "json").toBe(row.mandatory === "S");
    expect(row.trap).not.toBe("");
  });

  test("the letters of QEMU's tables", () => {
    const letters = Object.entries(letterRows).map(
      ([type, { mandatory, optional }]) => `${type} ${mandatory} ${optional}`,
    );
    expect(letters).toEqual([
      "str s s?",
      "enum s s?",
      "bool b flag",
      "int l l?",
      "int8 l l?",
      "int16 l l?",
      "int32 l l?",
      "int64 l l?",
      "uint8 i i?",
      "uint16 i i?",
      "uint32 i i?",
      "uint64 l l?",
      "size o o?",
      "number T T?",
      "list s s?",
      "any S S?",
      "null S S?",
      "struct S S?",
      "union S S?",
      "alternate S S?",
      "objects S S?",
    ]);
  });
});

test.each<[type: string, wanted: MonitorType]>([
  ["'str'", "str"],
  ["'Tone'", "enum"],
  ["'QType'", "enum"],
  ["'Mood'", "struct"],
  ["'Song'", "union"],
  ["'Either'", "alternate"],
  ["['str']", "list"],
  ["['size']", "list"],
  ["['Tone']", "list"],
  ["['bool']", "list"],
  ["['any']", "objects"],
  ["['Mood']", "objects"],
  ["['Either']", "objects"],
])("%s is %s", (type, wanted) => {
  const { schema, diagnostics } = compile({
    "schema.json": `
{ 'enum': 'Tone', 'data': ['low', 'high'] }
{ 'struct': 'Mood', 'data': { 'tone': 'Tone' } }
{ 'union': 'Song', 'base': { 'kind': 'Tone' }, 'discriminator': 'kind', 'data': { 'low': 'Mood' } }
{ 'alternate': 'Either', 'data': { 'one': 'str', 'other': 'Mood' } }
{ 'struct': 'Of', 'data': { 'member': ${type} } }`,
  });
  expect(diagnostics).toEqual([]);
  const of = schema!.byName.get("Of");
  expect(of?.kind === "struct" && monitorType(schema!, of.members[0]!.type)).toBe(wanted);
});

test.each(["s", "s?", "i.", "o?", "M", "b", "/", "O", "-f", "-fs"])("%s is read as it is printed", (code) => {
  expect(argsTypeText([readCode("a", code)!])).toBe(`a:${code}`);
});

test.each(["", "q", "b?", "-", "s??", "s,b:i", "s ", "-fx", "O?"])("'%s' is no code", (code) => {
  expect(readCode("a", code)).toBeUndefined();
});
