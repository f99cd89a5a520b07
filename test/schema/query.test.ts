// Questions about a schema.

import { describe, expect, test } from "vitest";

import {
  branchesOf,
  compile,
  definedType,
  definitionsOf,
  describedParts,
  hasFeature,
  inlineMembers,
  jsonKind,
  membersOf,
  spelledMembers,
  tagEnum,
  typeOf,
} from "../../src/index.js";
import { definitionOf, garden, modelOf } from "./schemas.js";

const schema = modelOf(garden);
const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name);

describe("what a name refers to", () => {
  test.each([
    ["str", "builtin", "string"],
    ["uint16", "builtin", "int"],
    ["any", "builtin", "value"],
    ["null", "builtin", "null"],
    ["QType", "qtype", "string"],
    ["q_empty", "empty", "object"],
    ["Bed", "enum", "string"],
    ["Plot", "struct", "object"],
    ["Planting", "union", "object"],
    ["Water", "alternate", "value"],
    ["PlotList", "array", "array"],
    ["intList", "array", "array"],
    ["QTypeList", "array", "array"],
    ["q_obj_water-arg", "implicit", "object"],
    ["q_obj_Planting-base", "implicit", "object"],
  ])("%s: %s, which is %s in JSON", (name, kind, json) => {
    const type = typeOf(schema, name)!;
    expect(type.kind).toBe(kind);
    expect(jsonKind(type)).toBe(json);
  });

  test.each(["", "Nothing", "List", "NothingList", "plant", "WILTED", "plantList", "toString", "__proto__"])(
    "%j: no type",
    (name) => expect(typeOf(schema, name)).toBeUndefined(),
  );

  test.each([
    "q_obj_plant-arg",
    "q_obj_water-base",
    "q_obj_Planting-arg",
    "q_obj_rest-arg",
    "q_obj_Plot-base",
    "q_obj_",
  ])("%s: no type, for nothing is spelled in place there", (name) => expect(typeOf(schema, name)).toBeUndefined());

  test("a reference to an array is an array, whatever its element", () => {
    expect(typeOf(schema, { name: "Plot", array: true })).toEqual({ kind: "array", element: "Plot" });
    expect(typeOf(schema, { name: "Plot", array: false })).toBe(schema.byName.get("Plot"));
  });

  test("only types have a definition that is a type", () => {
    expect(definedType(schema, "Plot")?.kind).toBe("struct");
    expect(["plant", "WILTED", "str", "Nothing"].map((name) => definedType(schema, name))).toEqual(
      Array.from({ length: 4 }, () => undefined),
    );
  });
});

describe("members", () => {
  test("those of bases come first", () => {
    expect(names(membersOf(schema, "Herbs"))).toEqual(["name", "width", "kinds", "next", "sown"]);
  });

  test("those of a union are its base's, in place or named", () => {
    expect(names(membersOf(schema, "Planting"))).toEqual(["bed", "at"]);
    const named = modelOf(`{ 'enum': 'Kind', 'data': ['a'] }
{ 'struct': 'Root', 'data': { 'kind': 'Kind' } } { 'struct': 'Stem', 'base': 'Root', 'data': { 'x': 'int' } }
{ 'union': 'Plant', 'base': 'Stem', 'discriminator': 'kind', 'data': {} }`);
    expect(names(membersOf(named, "Plant"))).toEqual(["kind", "x"]);
  });

  test("what is no object has none", () => {
    expect(["str", "Bed", "Water", "PlotList", "Nothing"].flatMap((name) => membersOf(schema, name))).toEqual([]);
  });

  test("spelled in place, or of the type that is named", () => {
    const water = definitionOf(schema, "command", "water");
    expect(names(inlineMembers(water)!)).toEqual(["plot", "how"]);
    expect(inlineMembers(definitionOf(schema, "command", "plant"))).toBeUndefined();
    expect(inlineMembers(definitionOf(schema, "command", "rest"))).toBeUndefined();
    expect(names(spelledMembers(schema, water.data))).toEqual(["plot", "how"]);
    expect(names(spelledMembers(schema, "Plot"))).toEqual(["name", "width"]);
    expect(spelledMembers(schema, undefined)).toEqual([]);
  });
});

describe("branches", () => {
  test("those that are spelled, then one for each other value, with its condition", () => {
    const union = definitionOf(schema, "union", "Planting");
    const tag = tagEnum(schema, union)!;
    expect(tag.name).toBe("Bed");
    expect(branchesOf(schema, union).map(({ name, type, condition }) => [name, type, condition])).toEqual([
      ["herbs", "Herbs", undefined],
      ["roses", "Roses", "CONFIG_ROSES"],
      ["gravel", undefined, undefined],
    ]);
  });

  test("a value that has a condition and no branch gives a branch with that condition", () => {
    const small = modelOf(`{ 'enum': 'Kind', 'data': [ { 'name': 'a', 'if': 'A' } ] }
{ 'union': 'Plant', 'base': { 'kind': 'Kind' }, 'discriminator': 'kind', 'data': {} }`);
    const union = definitionOf(small, "union", "Plant");
    expect(branchesOf(small, union)).toEqual([{ name: "a", condition: "A", type: undefined }]);
  });

  test("a tag of the predefined enum has no definition", () => {
    const small = modelOf(`{ 'struct': 'Num', 'data': {} }
{ 'union': 'Plant', 'base': { 'kind': 'QType' }, 'discriminator': 'kind', 'data': { 'qnum': 'Num' } }`);
    expect(tagEnum(small, definitionOf(small, "union", "Plant"))).toBeUndefined();
  });
});

test("definitions of a kind, in the order of the text", () => {
  expect(names(definitionsOf(schema, "command"))).toEqual(["plant", "water", "rest"]);
  expect(names(definitionsOf(schema, "event"))).toEqual(["WILTED", "RAIN"]);
});

test("features by name", () => {
  const water = definitionOf(schema, "command", "water");
  expect([hasFeature(water, "slow"), hasFeature(water, "deprecated")]).toEqual([true, false]);
});

test("what documentation must describe", () => {
  const parts = Object.fromEntries(
    schema.definitions.map((definition) => [definition.name, names(describedParts(definition))]),
  );
  expect(parts).toEqual({
    Bed: ["herbs", "roses", "gravel"],
    Plot: ["name", "width"],
    Herbs: ["kinds", "next", "sown"],
    Roses: ["thorns"],
    Planting: ["bed", "at"],
    Water: ["litres", "cans", "no"],
    plant: [],
    water: ["plot", "how"],
    rest: [],
    WILTED: [],
    RAIN: [],
  });
});

test("bases that lead in circles do not keep the questions that rules ask going round", () => {
  const text =
    "{ 'struct': 'Ash', 'base': 'Elm', 'data': { 'a': 'int' } } { 'struct': 'Elm', 'base': 'Ash', 'data': { 'e': 'int' } }";
  expect(compile({ "schema.json": text }).diagnostics.map(({ code }) => code)).toEqual(["contains-itself"]);
});
