// All mistakes in one run, in the order in which QEMU's tool would meet them one by one.

import { describe, expect, test } from "vitest";

import { compile, positionAt } from "../../src/index.js";
import { mistakes, schemaWith } from "./ten-mistakes.js";

const codes = (schema: Readonly<Record<string, string>>) =>
  compile(schema, { qemu: "10.0" }).diagnostics.map(({ code }) => code);

describe("ten mistakes", () => {
  const parsing = mistakes.findIndex(([code]) => code === "name-case");
  /** Text that is lost may define what seems unknown. */
  const dependent: readonly string[] = ["unknown-type", "unknown-branch"];

  test("all are told together, but for those that lost text may take back", () => {
    const all = mistakes.map(([code]) => code);
    expect(codes(schemaWith(0))).toEqual(all.filter((code) => !dependent.includes(code)));
  });

  test.each(mistakes.map((_, index) => index).filter((index) => index >= parsing))(
    "the first %i being mended, all others are told, in order",
    (mended) => expect(codes(schemaWith(mended))).toEqual(mistakes.slice(mended).map(([code]) => code)),
  );

  test("all of them being mended, nothing", () => expect(codes(schemaWith(mistakes.length))).toEqual([]));
});

describe("ten mistakes of meaning in one file", () => {
  const schema = `{ 'pragma': { 'member-name-exceptions': [ 'Hue' ] } }
{ 'enum': 'Hue', 'data': [ 'deep-red', 'deep_red' ], 'features': [ 'unstable' ] }
{ 'struct': 'Ash', 'base': 'Hue', 'data': { 'a': 'Hug', '*a': 'int' } }
{ 'command': 'fell', 'data': 'Hue', 'returns': 'Hue' }
{ 'union': 'Tree', 'base': { 'hue': 'str' }, 'discriminator': 'hue', 'data': {} }
{ 'alternate': 'Any', 'data': { 'a': 'int', 'b': 'number', 'c': 'any' } }
`;

  test("are told with the line of each", () => {
    const { diagnostics } = compile({ "schema.json": schema });
    const found = diagnostics.map(({ code, span }) => `${positionAt(span!.source, span!.start).line} ${code}`);
    expect(found).toEqual([
      "2 special-feature",
      "2 name-clash",
      "3 invalid-base",
      "3 unknown-type",
      "3 name-clash",
      "4 data-type",
      "4 returns-type",
      "5 discriminator-type",
      "6 alternative-clash",
      "6 alternative-type",
    ]);
  });
});
