// Conditions: three values, and what is left of a schema when symbols are settled.

import fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { Condition, Schema, Symbols } from "../../src/index.js";
import { applyConditions, compile, conditionInWords, dump, evaluate, introspect, symbolsOf } from "../../src/index.js";
import { definitionOf, garden, modelOf } from "./schemas.js";

const settled = (defined: readonly string[], undefined_: readonly string[] = []): Symbols => ({
  defined: new Set(defined),
  undefined: new Set(undefined_),
});

describe("the value of a condition", () => {
  // Y is defined, N is not, U is unknown.
  const symbols = settled(["Y"], ["N"]);
  test.each<[Condition | undefined, boolean | undefined]>([
    [undefined, true],
    ["Y", true],
    ["N", false],
    ["U", undefined],
    [{ not: "Y" }, false],
    [{ not: "N" }, true],
    [{ not: "U" }, undefined],
    [{ all: ["Y", "Y"] }, true],
    [{ all: ["Y", "U"] }, undefined],
    [{ all: ["U", "N"] }, false],
    [{ any: ["N", "N"] }, false],
    [{ any: ["N", "U"] }, undefined],
    [{ any: ["U", "Y"] }, true],
    [{ all: [{ any: ["N", "Y"] }, { not: { all: ["U", "N"] } }] }, true],
    [{ any: [{ not: "U" }, "U"] }, undefined],
  ])("%j is %s", (condition, value) => expect(evaluate(condition, symbols)).toBe(value));
});

test("the symbols of a condition, in the order of the text", () => {
  expect(symbolsOf({ all: ["A", { any: ["B", { not: "C" }] }, "A"] })).toEqual(["A", "B", "C", "A"]);
  expect(symbolsOf(undefined)).toEqual([]);
});

describe("a condition in words", () => {
  test.each<[Condition, string]>([
    ["A", "A"],
    [{ not: "A" }, "not A"],
    [{ all: ["A", "B", "C"] }, "A and B and C"],
    [{ any: ["A", { not: "B" }] }, "A or not B"],
    [{ all: ["A", { any: ["B", "C"] }] }, "A and (B or C)"],
    [{ any: [{ all: ["A", "B"] }, "C"] }, "(A and B) or C"],
    [{ not: { any: ["A", "B"] } }, "not (A or B)"],
    [{ not: { all: ["A"] } }, "not A"],
    [{ all: [{ any: ["A"] }, "B"] }, "A and B"],
    [{ not: { not: "A" } }, "not not A"],
  ])("%j: %s", (condition, words) => expect(conditionInWords(condition)).toBe(words));
});

// ---- properties ------------------------------------------------------------------------------------------------------

const names = ["A", "B", "C", "D"];
const symbol = fc.constantFrom(...names);
const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    symbol,
    fc.record({ not: tie("condition") }),
    fc.record({ all: fc.array(tie("condition"), { minLength: 1, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie("condition"), { minLength: 1, maxLength: 3 }) }),
  ),
}));
/** Each symbol defined, undefined, or unknown. */
const knowledge = fc.array(fc.constantFrom("defined", "undefined", "unknown"), {
  minLength: names.length,
  maxLength: names.length,
});

const symbolsFrom = (values: readonly string[]): Symbols =>
  settled(
    names.filter((_, index) => values[index] === "defined"),
    names.filter((_, index) => values[index] === "undefined"),
  );

/** Every way in which the unknown symbols may turn out. */
function builds({ defined, undefined: absent }: Symbols): readonly Symbols[] {
  return names.reduce<readonly Symbols[]>(
    (all, name) => {
      if (defined.has(name) || absent.has(name)) return all;
      return all.flatMap((one) => [
        settled([...one.defined, name], [...one.undefined]),
        settled([...one.defined], [...one.undefined, name]),
      ]);
    },
    [settled([...defined], [...absent])],
  );
}

/** Python-like spelling of a condition in a schema. */
const spelled = (value: Condition): string => JSON.stringify(value).replaceAll('"', "'");

describe("settling", () => {
  test("a condition that is settled has that value in every build", () => {
    fc.assert(
      fc.property(condition, knowledge, (value, known) => {
        const symbols = symbolsFrom(known);
        const verdict = evaluate(value, symbols);
        const inBuilds = new Set(builds(symbols).map((build) => evaluate(value, build)));
        expect(inBuilds.has(undefined)).toBe(false);
        if (verdict !== undefined) expect([...inBuilds]).toEqual([verdict]);
      }),
    );
  });

  test("applying some symbols, then evaluating the rest, is evaluating with all", () => {
    fc.assert(
      fc.property(condition, knowledge, (value, known) => {
        const symbols = symbolsFrom(known);
        const schema = modelOf(`{ 'command': 'dig', 'if': ${spelled(value)} }`);
        const left = applyConditions(schema, symbols).definitions[0];
        for (const build of builds(symbols)) {
          expect(left !== undefined && evaluate(left.condition, build)).toBe(evaluate(value, build));
        }
        const remaining = symbolsOf(left?.condition);
        expect(remaining.filter((name) => symbols.defined.has(name) || symbols.undefined.has(name))).toEqual([]);
      }),
    );
  });

  test("applying in two steps is applying at once, on every part that takes a condition", () => {
    const garden8 = gardenWith(names);
    fc.assert(
      fc.property(knowledge, knowledge, (first, second) => {
        const symbols = symbolsFrom(first);
        const rest = symbolsFrom(second.map((value, index) => (first[index] === "unknown" ? value : "unknown")));
        const both = settled([...symbols.defined, ...rest.defined], [...symbols.undefined, ...rest.undefined]);
        const steps = applyConditions(applyConditions(garden8, symbols), rest);
        expect(dump(steps)).toBe(dump(applyConditions(garden8, both)));
      }),
    );
  });
});

/** The garden with its conditions over a few symbols. */
function gardenWith(symbols: readonly string[]): Schema {
  let next = 0;
  return modelOf(garden.replace(/CONFIG_\w+/g, () => symbols[next++ % symbols.length]!));
}

// ---- the schema of a build ---------------------------------------------------------------------------------------------

describe("applyConditions", () => {
  const schema = modelOf(garden);

  test("gives the same schema when nothing is settled, or nothing that it names", () => {
    expect(applyConditions(schema, settled([]))).toBe(schema);
    expect(dump(applyConditions(schema, settled(["CONFIG_OTHER"])))).toBe(dump(schema));
  });

  test("leaves out what is false, on every part", () => {
    const left = applyConditions(
      schema,
      settled([], ["CONFIG_ROSES", "CONFIG_CALENDAR", "CONFIG_OLD", "CONFIG_DRY", "CONFIG_RAIN"]),
    );
    expect(left.definitions.map(({ name }) => name)).toEqual([
      "Bed",
      "Plot",
      "Herbs",
      "Planting",
      "Water",
      "plant",
      "water",
      "rest",
      "WILTED",
    ]);
    expect([...left.byName.keys()]).toEqual(left.definitions.map(({ name }) => name));
    expect(definitionOf(left, "enum", "Bed").values.map(({ name }) => name)).toEqual(["herbs", "gravel"]);
    expect(definitionOf(left, "struct", "Herbs").members.map(({ name }) => name)).toEqual(["kinds", "next"]);
    expect(definitionOf(left, "union", "Planting").branches.map(({ name }) => name)).toEqual(["herbs"]);
    expect(definitionOf(left, "union", "Planting").base).toMatchObject([{ name: "bed" }, { name: "at", features: [] }]);
    expect(definitionOf(left, "alternate", "Water").alternatives.map(({ name }) => name)).toEqual(["litres", "cans"]);
  });

  test("takes the condition off what is true, and keeps what is left of the others", () => {
    const left = applyConditions(schema, settled(["CONFIG_ROSES", "CONFIG_BENCH"]));
    expect(definitionOf(left, "struct", "Roses").condition).toBeUndefined();
    expect(definitionOf(left, "enum", "Bed").values[1]!.condition).toBeUndefined();
    expect(definitionOf(left, "command", "rest").condition).toEqual({ not: "CONFIG_RAIN" });
    expect(definitionOf(left, "event", "RAIN").condition).toBe("CONFIG_RAIN");
  });

  test("does not change the schema that it is given", () => {
    const before = dump(schema);
    applyConditions(schema, settled(["CONFIG_ROSES"], ["CONFIG_RAIN"]));
    expect(dump(schema)).toBe(before);
  });

  test("keeps includes and free-form text between the same definitions", () => {
    const files = {
      "schema.json": "{ 'command': 'a', 'if': 'A' }\n##\n# Text\n##\n{ 'include': 'b.json' }\n{ 'command': 'c' }",
      "b.json": "{ 'command': 'b' }",
    };
    const left = applyConditions(modelOf(files), settled([], ["A"]));
    expect(left.definitions.map(({ name }) => name)).toEqual(["b", "c"]);
    expect([left.freeForm[0]!.before, left.includes[0]!.before]).toEqual([0, 0]);
  });

  test("leaves for a build what introspection of that build tells", () => {
    const symbols = settled(
      ["CONFIG_ROSES"],
      ["CONFIG_CALENDAR", "CONFIG_OLD", "CONFIG_DRY", "CONFIG_RAIN", "CONFIG_BENCH"],
    );
    const unmask = true;
    const ofBuild = new Map(introspect(schema, { unmask, symbols }).map((entry) => [entry.name, entry]));
    for (const entry of introspect(applyConditions(schema, symbols), { unmask })) {
      expect(entry).toEqual(ofBuild.get(entry.name));
    }
  });
});

test("a type that is gone in a build, and used, is an error", () => {
  const given = {
    "x.json": "{ 'struct': 'Rose', 'if': 'A', 'data': {} }\n{ 'command': 'cut', 'data': { 'it': ['Rose'] } }",
  };
  expect(compile(given).diagnostics).toEqual([]);
  const { schema, diagnostics } = compile(given, { undefine: ["A"] });
  expect(schema).toBeUndefined();
  expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
    ["type-not-in-build", "command 'cut' is in this build, but 'Rose', which it uses, needs A"],
  ]);
});
