// `methodNames`: how methods of clients and handlers are named, and constants of commands with them.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { emitContext, integerOptions } from "../../src/emit/context.js";
import type { Names } from "../../src/emit/index.js";
import { namesOf } from "../../src/emit/index.js";
import { compile, generate } from "../../src/index.js";
import type { QmpServer, Transport } from "../../src/runtime/index.js";
import { fromStream } from "../../src/runtime/index.js";
import { strictlyChecked } from "../support/tsc.js";
import { duplexPair } from "../support/talk.js";
import { lines } from "./generated.js";

const commands = (...names: string[]) =>
  lines(
    `{ 'pragma': { 'command-name-exceptions': [${names.map((name) => `'${name}'`).join()}] } }`,
    ...names.map((name) => `{ 'command': '${name}' }`),
  );

function namesFor(given: string, methodNames: "camelCase" | "snake_case" = "snake_case"): Names {
  const { schema, diagnostics } = compile({ "schema.json": given });
  expect(diagnostics).toEqual([]);
  const conventions = {
    layout: "kinds",
    importExtension: "js",
    runtime: "package",
    methodNames,
    banner: undefined,
  } as const;
  const integers = integerOptions();
  return emitContext(schema!, { version: "0", schemaName: "x", integers, conventions }).once(namesOf);
}

describe("snake_case", () => {
  test.each([
    ["block-dirty-bitmap-add", "block_dirty_bitmap_add"],
    ["system_reset", "system_reset"],
    ["x-colo-lost-heartbeat", "x_colo_lost_heartbeat"],
    ["__org.example_ring-bell", "org_example_ring_bell"],
    ["stop", "stop"],
    // The client's own, and what every object has; `waitFor` is no more in the way.
    ["close", "close_"],
    ["then", "then_"],
    ["constructor", "constructor_"],
    ["wait-for", "wait_for"],
  ])("%s: %s", (command, method) => expect(namesFor(commands(command)).method(command)).toBe(method));

  test("a name that is taken ends in `_`", () => {
    const names = namesFor(commands("system-reset", "system_reset"));
    expect([names.method("system-reset"), names.method("system_reset")]).toEqual(["system_reset", "system_reset_"]);
  });

  test("constants of commands are spelled as methods are, those of events stay", () => {
    const names = namesFor(lines("{ 'command': 'ring-bell' }", "{ 'command': 'delete' }", "{ 'event': 'BELL_RUNG' }"));
    expect(["ring-bell", "delete", "BELL_RUNG"].map((name) => names.constant(name))).toEqual([
      "ring_bell",
      "delete_",
      "BELL_RUNG",
    ]);
  });

  test("types keep their names", () => {
    const names = namesFor("{ 'command': 'ring-bell', 'data': { 'times': 'int' } }");
    expect(names.inline("ring-bell")).toBe("RingBellArguments");
  });
});

test("camelCase is what one gets unasked", () => {
  const given = commands("ring-bell", "wait-for");
  const { schema } = compile({ "schema.json": given });
  for (const names of [namesOf(schema!), namesFor(given, "camelCase")])
    expect(["ring-bell", "wait-for"].map((name) => names.method(name))).toEqual(["ringBell", "waitFor_"]);
});

// ---- both ends ---------------------------------------------------------------------------------------------------------

interface Generated {
  readonly ring_bell: { readonly command: string };
  readonly createServer: (handlers: object) => QmpServer;
  readonly Client: {
    connect(
      to: Transport,
    ): Promise<Record<"ring_bell" | "query_bell", (args?: object) => Promise<unknown>> & { close(): Promise<void> }>;
  };
}

describe("client and server", () => {
  let folder = "";
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "qapi-"));
    const given = lines(
      "{ 'struct': 'Bell', 'data': { 'rung': 'int' } }",
      "{ 'command': 'ring-bell', 'data': { 'times': 'int' } }",
      "{ 'command': 'query-bell', 'returns': 'Bell' }",
      "{ 'command': 'new' }",
    );
    const { schema } = compile({ "schema.json": given });
    for (const { path, text } of await generate(schema!, undefined, { methodNames: "snake_case" }))
      writeFileSync(join(folder, path), text);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("are right TypeScript", () => expect(strictlyChecked(folder)).toBe(""));

  test("talk to each other", async () => {
    const module = (await import(pathToFileURL(join(folder, "index.ts")).href)) as Generated;
    let rung = 0;
    const server = module.createServer({
      ring_bell: ({ times }: { times: number }) => void (rung += times),
      query_bell: () => ({ rung }),
    });
    const [near, far] = duplexPair();
    server.serve(far);
    const client = await module.Client.connect(fromStream(near));
    await client.ring_bell({ times: 3 });
    expect(await client.query_bell()).toEqual({ rung: 3 });
    expect(module.ring_bell.command).toBe("ring-bell");
    await client.close();
    await server.close();
  });
});
