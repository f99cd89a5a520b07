// `qapi-ts mock` over QEMU's whole schemas: whatever it answers is what the schema allows, made up or out of the documentation.

import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { examplesOf } from "../../src/cli/mock/examples.js";
import { valueMaker } from "../../src/cli/mock/values.js";
import { wireText } from "../../src/runtime/server/wire-writer.js";
import { problemsOf } from "../../src/runtime/validate.js";
import { client, mock, schemaAndTable } from "../cli/mock-run.js";
import { describeTrees, roots } from "./trees.js";

describeTrees("the mock", ({ release, path: tree }) => {
  test.each(roots)("every value is of its type, and no longer than a screen or ten: %s", (root) => {
    const { table } = schemaAndTable(join(tree, root), release);
    const types = [
      ...Object.values(table.commands).map(({ command, returns }) => [command, returns] as const),
      ...Object.values(table.events).map(({ event, data }) => [event, data] as const),
    ];
    expect(types.length).toBeGreaterThan(10);
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

  describe(roots[0]!, () => {
    const path = join(tree, roots[0]!);

    test("many commands answer as their documentation says", () => {
      const { schema, table } = schemaAndTable(path, release);
      const examples = examplesOf(schema, table);
      const answering = Object.values(table.commands).filter(
        ({ command, returns }) => returns && examples.has(command),
      );
      expect(answering.length).toBeGreaterThan(50);
      expect(examples.get("query-name")?.[0]?.outcome).toEqual({ value: { name: "qemu-name" } });
    });

    test("every command that needs no arguments answers a client", async () => {
      const { table } = schemaAndTable(path, release);
      const names = Object.values(table.commands)
        .filter(({ arguments: args }) => Object.keys(args?.().members ?? {}).every((name) => name.startsWith("*")))
        .map(({ command }) => command)
        .filter((name) => name !== "quit" && name !== "qmp_capabilities");
      const { address } = await mock(path, ["--qemu", release]);
      const talk = await client(address);
      talk.say(...names.map((execute) => ({ execute, id: execute })));
      const replies = await talk.heard(names.length);
      expect(replies.filter((reply) => !("return" in reply))).toEqual([]);
      expect(replies.map(({ id }) => id)).toEqual(names);
    });
  });
});
