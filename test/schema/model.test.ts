// The model: plain data that nobody can change, and that prints.

import { describe, expect, test } from "vitest";

import { applyConditions } from "../../src/index.js";
import { definitionOf, garden, modelOf } from "./schemas.js";

/** Paths of all objects below a value that can be changed. Maps and source files are looked at, not into. */
function changeable(value: unknown, path = "$", seen = new Set<unknown>()): readonly string[] {
  if (typeof value !== "object" || value === null || seen.has(value)) return [];
  seen.add(value);
  if (value instanceof Map) return [...value].flatMap(([key, inner]) => changeable(inner, `${path}(${key})`, seen));
  const own = Object.isFrozen(value) ? [] : [path];
  return [...own, ...Object.entries(value).flatMap(([key, inner]) => changeable(inner, `${path}.${key}`, seen))];
}

const documented = `##
# = Gardens
##

##
# @Plot:
#
# A plot.
#
# @name: its name
#
# Features:
#
# @old: it is
#
# Since: 1
##
{ 'struct': 'Plot', 'data': { 'name': 'str' },
  'features': [ { 'name': 'old', 'if': { 'any': [ 'A', { 'not': 'B' } ] } } ] }
{ 'pragma': { 'doc-required': false, 'documentation-exceptions': [ 'x' ] } }
{ 'include': 'more.json' }
`;

const schemas = {
  "all kinds": modelOf(garden),
  documentation: modelOf({ "schema.json": documented, "more.json": "{ 'command': 'dig' }" }),
  "with settled conditions": applyConditions(modelOf(garden), {
    defined: new Set(["CONFIG_ROSES", "CONFIG_BENCH"]),
    undefined: new Set(["CONFIG_DRY", "CONFIG_OLD"]),
  }),
  "with half a condition, an include and free text": applyConditions(
    modelOf({
      "schema.json":
        "##\n# Text\n##\n{ 'include': 'b.json' }\n{ 'command': 'dig', 'if': { 'all': [ 'A', 'B', 'C' ] } }",
      "b.json": "",
    }),
    { defined: new Set(["A"]), undefined: new Set() },
  ),
  empty: modelOf(""),
};

describe.each(Object.entries(schemas))("the model (%s)", (_, schema) => {
  test("is frozen to its last object", () => {
    expect(changeable({ ...schema, pragmas: undefined }).filter((path) => path !== "$")).toEqual([]);
    expect(Object.isFrozen(schema)).toBe(true);
  });

  test("is frozen in its pragmas too", () => expect(changeable(schema.pragmas)).toEqual([]));

  test("prints as JSON, without the text that its places point into, and reads back as it was", () => {
    const text = JSON.stringify(schema);
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify({ ...schema, byName: {} })));
    const lengthOfOne = text.length / Math.max(1, schema.definitions.length);
    expect(lengthOfOne).toBeLessThan(2_000);
  });

  test("knows each definition by its name", () => {
    expect([...schema.byName.values()]).toEqual(schema.definitions);
    for (const definition of schema.definitions) expect(schema.byName.get(definition.name)).toBe(definition);
  });
});

test("places lead back to the text", () => {
  const plot = definitionOf(schemas["all kinds"], "struct", "Plot");
  const text = ({ source, start, end }: typeof plot.span) => source.text.slice(start, end);
  expect(text(plot.span)).toBe("{ 'struct': 'Plot', 'data': { 'name': 'str', '*width': 'uint16' } }");
  expect(plot.members.map(({ span }) => text(span))).toEqual(["'name': 'str'", "'*width': 'uint16'"]);
});

test("the model says what the schema spells", () => {
  const schema = schemas["all kinds"];
  const found = JSON.parse(
    JSON.stringify(schema.definitions, (key, value: unknown) =>
      key === "span" || key === "module" ? undefined : value,
    ),
  ) as readonly object[];
  expect(found[1]).toEqual({
    kind: "struct",
    name: "Plot",
    features: [],
    members: [
      { name: "name", type: { name: "str", array: false }, optional: false, features: [] },
      { name: "width", type: { name: "uint16", array: false }, optional: true, features: [] },
    ],
  });
  expect(definitionOf(schema, "command", "rest")).toMatchObject({
    data: undefined,
    returns: undefined,
    boxed: false,
    gen: false,
    successResponse: false,
    allowOob: false,
    allowPreconfig: true,
    coroutine: true,
    condition: { all: ["CONFIG_BENCH", { not: "CONFIG_RAIN" }] },
  });
  expect(definitionOf(schema, "command", "plant")).toMatchObject({
    data: "Planting",
    returns: { name: "Plot", array: true },
    boxed: true,
    gen: true,
    successResponse: true,
    allowOob: true,
    allowPreconfig: false,
    coroutine: false,
  });
});
