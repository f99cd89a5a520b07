// Made-up values: types that lead to themselves come to an end. Over QEMU's whole schemas: `test/conformance/mock.test.ts`.

import { expect, test } from "vitest";

import { valueMaker } from "../../src/cli/mock/values.js";
import { wireText } from "../../src/runtime/server/wire-writer.js";
import { problemsOf } from "../../src/runtime/validate.js";
import { schemaAndTable } from "./mock-run.js";

test("types that lead to themselves in every way come to an end", () => {
  const text = `
{ 'pragma': { 'command-returns-exceptions': ['get-any-of'] } }
{ 'struct': 'Node', 'data': { 'next': ['Node'], '*other': 'Node', 'any': 'AnyOf' } }
{ 'alternate': 'AnyOf', 'data': { 'list': ['AnyOf'], 'node': 'Node', 'name': 'str' } }
{ 'enum': 'Kind', 'data': ['a', 'b', 'c'] }
{ 'union': 'Tree', 'base': { 'kind': 'Kind' }, 'discriminator': 'kind', 'data': { 'a': 'Branch', 'b': 'Branch' } }
{ 'struct': 'Branch', 'data': { 'left': 'Tree', 'right': 'Tree', 'trees': ['Tree'] } }
{ 'command': 'get-any-of', 'returns': ['AnyOf'] }
{ 'command': 'get-node', 'returns': 'Node' }
{ 'command': 'get-tree', 'returns': ['Tree'] }
`;
  const { table } = schemaAndTable({ "s.json": text }, "10.0");
  for (let seed = 0; seed < 200; seed++) {
    const make = valueMaker({ seed: String(seed), unwanted: new Set() });
    for (const { command, returns } of Object.values(table.commands)) {
      const value = make(command, returns!);
      expect(problemsOf(returns!, value)).toEqual([]);
      expect(wireText(value).length).toBeLessThan(100_000);
    }
  }
});
