// The part of a real schema: a command and an event, with the types that they need and no others.

import { join } from "node:path";

import { expect, test } from "vitest";

import { compile, generate, introspect } from "../../src/index.js";
import { select, selectionProblems } from "../../src/schema/select.js";
import { describeTrees, roots } from "./trees.js";

describeTrees("a selection", ({ release, path }) => {
  const { schema } = compile(join(path, roots[0]!), { qemu: release });

  test("of a command and an event brings the types of both", async () => {
    const selection = { include: ["query-status", "STOP"] };
    expect(selectionProblems(schema!, selection)).toEqual([]);
    const left = select(schema!, selection);
    const commands = left.definitions.filter(({ kind }) => kind === "command" || kind === "event");
    expect(commands.map(({ name }) => name).sort()).toEqual(["STOP", "query-status"]);
    expect(left.definitions.map(({ name }) => name)).toEqual(expect.arrayContaining(["RunState", "StatusInfo"]));
    expect(left.definitions.length).toBeLessThan(6);
    const files = await generate(schema!, undefined, selection);
    expect(files.find(({ path: file }) => file === "types.ts")!.text).toContain("export interface StatusInfo");
  });

  test("of everything keeps what introspection tells", () => {
    expect(introspect(select(schema!, { include: ["*"] }), { unmask: true })).toEqual(
      introspect(schema!, { unmask: true }),
    );
  });

  test("without what is deprecated has fewer commands, and generates", async () => {
    const left = select(schema!, { deprecated: "omit" });
    expect(left.definitions.length).toBeLessThan(schema!.definitions.length);
    expect(await generate(left)).toHaveLength((await generate(schema!)).length);
  });
});
