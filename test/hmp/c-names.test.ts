// How C spells what a schema names: given, wanted.

import { describe, expect, test } from "vitest";

import { cCondition, cName, hmpFunctionName, textFunctionName } from "../../src/hmp/c-names.js";
import { compile } from "../../src/index.js";
import type { Condition } from "../../src/index.js";

test.each([
  ["commands", "hello-world", "hmp_hello_world"],
  ["commands", "quit|q", "hmp_quit"],
  ["commands", "__org.x_go", "hmp___org_x_go"],
  ["info", "memory_size_summary", "hmp_info_memory_size_summary"],
  ["my-own", "a-b", "hmp_my_own_a_b"],
  ["commands", "grüße", "hmp_gr__e"],
])("%s %s is %s", (table, name, wanted) => expect(hmpFunctionName(table, { name })).toBe(wanted));

test("a name", () => expect(cName("a.b-c_d")).toBe("a_b_c_d"));

describe("conditions", () => {
  test.each<[Condition, string]>([
    ["A", "defined(A)"],
    [{ not: "A" }, "!defined(A)"],
    [{ not: { not: "A" } }, "!!defined(A)"],
    [{ all: ["A", "B"] }, "defined(A) && defined(B)"],
    [{ any: ["A", { all: ["B", "C"] }] }, "defined(A) || (defined(B) && defined(C))"],
    [{ all: ["A", { not: { any: ["B", "C"] } }] }, "defined(A) && !(defined(B) || defined(C))"],
    [{ all: [{ any: ["A", "B"] }] }, "defined(A) || defined(B)"],
    [{ all: ["C", { all: [{ any: ["A", "B"] }] }] }, "defined(C) && (defined(A) || defined(B))"],
    [{ not: { all: ["A"] } }, "!defined(A)"],
  ])("%j", (condition, wanted) => expect(cCondition(condition)).toBe(wanted));
});

test("a function that gives text for people: only of what takes nothing", () => {
  const { schema } = compile({
    "schema.json": `
{ 'struct': 'HumanReadableText', 'data': { 'human-readable-text': 'str' } }
{ 'command': 'x-query-jit', 'returns': 'HumanReadableText' }
{ 'command': 'x-query-all', 'returns': ['HumanReadableText'] }
{ 'command': 'x-query-of', 'data': { 'a': 'str' }, 'returns': 'HumanReadableText' }
{ 'command': 'stop' }`,
  });
  const commands = schema!.definitions.filter((definition) => definition.kind === "command");
  expect(commands.map((command) => textFunctionName({ command }))).toEqual([
    "qmp_x_query_jit",
    undefined,
    undefined,
    undefined,
  ]);
});
