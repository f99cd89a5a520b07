// Made-up values, and examples in documentation, over QEMU's whole schemas: whatever is answered is what the schema allows.

import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { examplesOf } from "../../src/cli/mock/examples.js";
import { valueMaker } from "../../src/cli/mock/values.js";
import { schemaTable } from "../../src/cli/qmp-schema.js";
import { emitContext, integerOptions } from "../../src/emit/context.js";
import { tableOf } from "../../src/emit/table.js";
import { typeWriter } from "../../src/emit/type-writer.js";
import { compile } from "../../src/index.js";
import { wireText } from "../../src/runtime/server/wire-writer.js";
import { problemsOf } from "../../src/runtime/validate.js";
import { treeOf } from "../support/qemu-client.js";
import { client, mock } from "./mock-run.js";

/** A schema's path, if its tree is there. */
function rootOf(release: string, root: string): string | undefined {
  const tree = treeOf(release);
  return tree === undefined ? undefined : join(tree, root, "qapi-schema.json");
}

function read(path: string | Readonly<Record<string, string>>, release: string) {
  const { schema } = compile(path, { qemu: release });
  const context = emitContext(schema!, {
    version: "",
    schemaName: schema!.root,
    integers: integerOptions({ int: "bigint" }),
  });
  return { schema: schema!, table: schemaTable(tableOf(typeWriter(schema!, context))) };
}

const hint = "test/conformance/fetch-qemu.sh brings the tree";

describe.each([
  ["7.2", "qapi"],
  ["10.0", "qapi"],
  ["7.2", "qga"],
  ["10.0", "qga"],
])(`QEMU %s, %s (${hint})`, (release, root) => {
  const path = rootOf(release, root);

  test.skipIf(path === undefined)("every value is of its type, and no longer than a screen or ten", () => {
    const { table } = read(path!, release);
    const types = [
      ...Object.values(table.commands).map(({ command, returns }) => [command, returns] as const),
      ...Object.values(table.events).map(({ event, data }) => [event, data] as const),
    ];
    for (const seed of ["1", "2", "3"]) {
      const make = valueMaker({ seed, unwanted: new Set() });
      const wrong = types.flatMap(([name, ref]) => {
        if (ref === undefined) return [];
        const value = make(name, ref);
        return problemsOf(ref, value).length > 0 || wireText(value).length > 100_000 ? [name] : [];
      });
      expect(wrong).toEqual([]);
    }
  });
});

describe.each(["7.2", "10.0"])(`QEMU %s (${hint})`, (release) => {
  const path = rootOf(release, "qapi");

  test.skipIf(path === undefined)("many commands answer as their documentation says", () => {
    const { schema, table } = read(path!, release);
    const examples = examplesOf(schema, table);
    const answering = Object.values(table.commands).filter(({ command, returns }) => returns && examples.has(command));
    expect(answering.length).toBeGreaterThan(50);
    expect(examples.get("query-name")?.[0]?.outcome).toEqual({ value: { name: "qemu-name" } });
  });

  test.skipIf(path === undefined)("every command that needs no arguments answers a client", async () => {
    const { table } = read(path!, release);
    const names = Object.values(table.commands)
      .filter(({ arguments: args }) => Object.keys(args?.().members ?? {}).every((name) => name.startsWith("*")))
      .map(({ command }) => command)
      .filter((name) => name !== "quit" && name !== "qmp_capabilities");
    const { address } = await mock(path!, ["--qemu", release]);
    const talk = await client(address);
    talk.say(...names.map((execute) => ({ execute, id: execute })));
    const replies = await talk.heard(names.length);
    expect(replies.filter((reply) => !("return" in reply))).toEqual([]);
    expect(replies.map(({ id }) => id)).toEqual(names);
  });
});

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
  const { table } = read({ "s.json": text }, "10.0");
  for (let seed = 0; seed < 200; seed++) {
    const make = valueMaker({ seed: String(seed), unwanted: new Set() });
    for (const { command, returns } of Object.values(table.commands)) {
      const value = make(command, returns!);
      expect(problemsOf(returns!, value)).toEqual([]);
      expect(wireText(value).length).toBeLessThan(100_000);
    }
  }
});
