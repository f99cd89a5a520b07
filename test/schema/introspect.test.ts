// What `query-qmp-schema` would answer.

import { describe, expect, test } from "vitest";

import type { SchemaInfo } from "../../src/index.js";
import { introspect } from "../../src/index.js";
import { garden, modelOf } from "./schemas.js";

const schema = modelOf(garden);
const byName = (entries: readonly SchemaInfo[]) => Object.fromEntries(entries.map(({ name, ...rest }) => [name, rest]));
const names = (entries: readonly SchemaInfo[]) => entries.map(({ name }) => name);

describe("with real names", () => {
  const entries = introspect(schema, { unmask: true });
  const found = byName(entries);

  test("commands and events come first, then types in the order of their use", () => {
    expect(names(entries)).toEqual([
      "plant",
      "water",
      "rest",
      "WILTED",
      "RAIN",
      "Planting",
      "[Plot]",
      "Plot",
      "q_obj_water-arg",
      "q_empty",
      "Bed",
      "str",
      "Herbs",
      "Roses",
      "int",
      "Water",
      "[str]",
      "number",
      "[int]",
      "null",
    ]);
  });

  test("commands and events", () => {
    expect(found["plant"]).toEqual({
      "meta-type": "command",
      "arg-type": "Planting",
      "ret-type": "[Plot]",
      "allow-oob": true,
    });
    expect(found["water"]).toEqual({
      "meta-type": "command",
      "arg-type": "q_obj_water-arg",
      "ret-type": "q_empty",
      features: ["slow"],
    });
    expect(found["rest"]).toEqual({ "meta-type": "command", "arg-type": "q_empty", "ret-type": "q_empty" });
    expect(found["WILTED"]).toEqual({ "meta-type": "event", "arg-type": "Plot" });
  });

  test("types: integers of every width are one, optional members have a default, bases are flattened", () => {
    expect(found["int"]).toEqual({ "meta-type": "builtin", "json-type": "int" });
    expect(found["[int]"]).toEqual({ "meta-type": "array", "element-type": "int" });
    expect(found["Herbs"]).toEqual({
      "meta-type": "object",
      members: [
        { name: "name", type: "str" },
        { name: "width", type: "int", default: null },
        { name: "kinds", type: "[str]" },
        { name: "next", type: "Herbs", default: null },
        { name: "sown", type: "int" },
      ],
    });
    expect(found["Planting"]).toEqual({
      "meta-type": "object",
      members: [
        { name: "bed", type: "Bed" },
        { name: "at", type: "str", default: null, features: ["deprecated"] },
      ],
      tag: "bed",
      variants: [
        { case: "herbs", type: "Herbs" },
        { case: "roses", type: "Roses" },
        { case: "gravel", type: "q_empty" },
      ],
    });
    expect(found["Bed"]).toEqual({
      "meta-type": "enum",
      members: [{ name: "herbs" }, { name: "roses", features: ["unstable"] }, { name: "gravel" }],
      values: ["herbs", "roses", "gravel"],
    });
    expect(found["Water"]).toEqual({
      "meta-type": "alternate",
      members: [{ type: "number" }, { type: "[int]" }, { type: "null" }],
    });
    expect(found["q_empty"]).toEqual({ "meta-type": "object", members: [] });
  });

  test("what nobody uses is left out, and so is a base", () => {
    const small = modelOf(`{ 'struct': 'Base', 'data': { 'a': 'bool' } } { 'enum': 'Unused', 'data': [] }
{ 'struct': 'Used', 'base': 'Base', 'data': {} } { 'command': 'dig', 'data': 'Used' }`);
    expect(names(introspect(small, { unmask: true }))).toEqual(["dig", "Used", "q_empty", "bool"]);
  });
});

describe("with masked names, as QEMU answers", () => {
  const entries = introspect(schema);

  test("types are numbered at their first use; built-in types, commands and events keep their names", () => {
    expect(names(entries)).toEqual([
      "plant",
      "water",
      "rest",
      "WILTED",
      "RAIN",
      "0",
      "[1]",
      "1",
      "2",
      "3",
      "4",
      "str",
      "5",
      "6",
      "int",
      "7",
      "[str]",
      "number",
      "[int]",
      "null",
    ]);
  });

  test("is the same answer under other names", () => {
    const mask = new Map(introspect(schema, { unmask: true }).map(({ name }, index) => [name, entries[index]!.name]));
    const masked = JSON.parse(
      JSON.stringify(introspect(schema, { unmask: true }), (key, value: unknown) =>
        ["name", "arg-type", "ret-type", "element-type", "type"].includes(key)
          ? (mask.get(value as string) ?? value)
          : value,
      ),
    ) as unknown;
    expect(masked).toEqual(entries);
  });
});

describe("of a build", () => {
  const symbols = {
    defined: new Set<string>(),
    undefined: new Set(["CONFIG_ROSES", "CONFIG_OLD", "CONFIG_RAIN", "CONFIG_CALENDAR", "CONFIG_DRY"]),
  };

  test("what is false is left out, of entries, members, values, branches, alternatives and features", () => {
    const found = byName(introspect(schema, { unmask: true, symbols }));
    expect(Object.keys(found)).not.toContain("RAIN");
    expect(Object.keys(found)).not.toContain("Roses");
    expect(found["Bed"]).toEqual({
      "meta-type": "enum",
      members: [{ name: "herbs" }, { name: "gravel" }],
      values: ["herbs", "gravel"],
    });
    expect(found["Planting"]).toMatchObject({
      members: [
        { name: "bed", type: "Bed" },
        { name: "at", type: "str", default: null },
      ],
      variants: [{ case: "herbs" }, { case: "gravel" }],
    });
    expect(JSON.stringify(found["Planting"])).not.toContain("deprecated");
    expect(JSON.stringify(found["Herbs"])).not.toContain("sown");
    expect(found["Water"]).toEqual({ "meta-type": "alternate", members: [{ type: "number" }, { type: "[int]" }] });
  });

  test("numbers are those of the whole schema, so there are gaps", () => {
    const numbers = names(introspect(schema, { symbols })).filter((name) => /^\d+$/.test(name));
    expect(numbers).toEqual(["0", "1", "2", "3", "4", "5", "7"]);
  });

  test("what is not settled stays", () => {
    const rest = names(introspect(schema, { symbols: { defined: new Set(["CONFIG_BENCH"]), undefined: new Set() } }));
    expect(rest).toContain("rest");
  });
});
