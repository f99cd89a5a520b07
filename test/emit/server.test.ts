// What a server is made of, from a few lines of QAPI: given, wanted.

import { describe, expect, test } from "vitest";

import { emitContext, integerOptions } from "../../src/emit/context.js";
import { server as emitter } from "../../src/emit/server.js";
import { compile, introspect } from "../../src/index.js";
import { generated, lines } from "./generated.js";

const server = (given: string, options = {}) => generated(given, "server.ts", options);
const types = (given: string, options = {}) => generated(given, "server-types.ts", options);

/** What stands between two texts, with the first and without the second. */
const from = (text: string, start: string, end: string) =>
  text.slice(text.indexOf(start), text.indexOf(end, text.indexOf(start))).trim();

describe("server.ts", () => {
  test("handlers: with arguments or without, with results or without; open ones; those of a named type", async () => {
    const text = await server(
      lines(
        "{ 'enum': 'Tone', 'data': ['low'] }",
        "{ 'struct': 'Mood', 'data': { 'name': 'str' } }",
        "{ 'command': 'stop' }",
        "{ 'command': 'ring-bell', 'data': { '*times': 'uint8' } }",
        "{ 'command': 'set-mood', 'data': 'Mood', 'boxed': true }",
        "{ 'command': 'query-moods', 'returns': ['Mood'] }",
        "{ 'command': 'query-tone', 'returns': 'Tone' }",
        "{ 'pragma': { 'command-returns-exceptions': ['count', 'query-tone'] } }",
        "{ 'command': 'count', 'returns': 'int' }",
        "{ 'command': 'quit', 'success-response': false }",
        "{ 'command': 'plug', 'gen': false, 'data': { 'driver': 'str' } }",
        "{ 'command': 'new' }",
      ),
    );
    expect(from(text, "export interface Handlers", "/**")).toBe(
      lines(
        "export interface Handlers {",
        "  stop(context: Context): void | Promise<void>;",
        "  ringBell(args: RingBellArguments, context: Context): void | Promise<void>;",
        "  setMood(args: Mood, context: Context): void | Promise<void>;",
        "  queryMoods(context: Context): readonly Mood[] | Promise<readonly Mood[]>;",
        "  queryTone(context: Context): Tone | Promise<Tone>;",
        "  count(context: Context): number | bigint | Promise<number | bigint>;",
        "  quit(context: Context): void | Promise<void>;",
        "  plug(",
        "    args: PlugArguments & { readonly [name: string]: JsonValue | undefined },",
        "    context: Context,",
        "  ): void | Promise<void>;",
        '  "new"(context: Context): void | Promise<void>;',
        "}",
      ),
    );
    expect(text).toContain(
      lines(
        'import { QmpServer } from "qapi-ts/runtime";',
        'import { hmp } from "./hmp.js";',
        'import { introspection } from "./introspection.js";',
        'import { schema } from "./schema.js";',
        'import type { Mood, PlugArguments, RingBellArguments } from "./server-types.js";',
        'import type { JsonValue, Tone } from "./types.js";',
      ),
    );
  });

  test("their documentation is that of the commands", async () => {
    const given = lines("##", "# @hum:", "#", "# Hum a tune.", "#", "# Since: 1.0", "##", "{ 'command': 'hum' }");
    expect(await server(given)).toContain("  /**\n   * Hum a tune.\n   *\n   * @since 1.0\n   */\n  hum(");
  });

  test("events, with data in place, of a type, and without", async () => {
    const text = await server(
      lines(
        "{ 'struct': 'Mood', 'data': { 'name': 'str' } }",
        "{ 'event': 'MOOD_CHANGED', 'data': 'Mood' }",
        "{ 'event': 'BELL', 'data': { 'times': 'int' } }",
        "{ 'event': 'STOP' }",
        "{ 'event': '__org.example_STOP' }",
      ),
    );
    expect(from(text, "export interface ServedEvents", "/**")).toBe(
      lines(
        "export interface ServedEvents {",
        "  MOOD_CHANGED: Mood;",
        "  BELL: BellData;",
        "  STOP: undefined;",
        '  "__org.example_STOP": undefined;',
        "}",
      ),
    );
    expect(text).toContain("export interface Handlers {}");
  });

  test("a schema with `guest-sync-delimited` is a guest agent's", async () => {
    const text = await server("{ 'command': 'guest-sync-delimited', 'data': { 'id': 'int' } }");
    expect(text).toContain("): GuestAgentServer<ServedEvents> {\n  return new GuestAgentServer<ServedEvents>(served,");
  });

  test("an empty schema", async () => {
    expect(await server("")).toContain("  methods: {},\n  features: {},\n");
    expect(await types("")).toBe("export {};");
    expect(await generated("", "introspection.ts")).toContain("export const introspection: readonly string[] = [];");
  });

  test("a type that is called as something of the runtime, or of ours", async () => {
    const text = await server(
      lines(
        "{ 'struct': 'QmpServer', 'data': { 'a': 'str' } }",
        "{ 'struct': 'Context', 'data': { 'a': 'str' } }",
        "{ 'command': 'go', 'data': 'QmpServer', 'returns': 'Context' }",
      ),
    );
    expect(text).toContain('import { QmpServer as QmpServer_ } from "qapi-ts/runtime";');
    expect(text).toContain("go(args: QmpServer, context: Context): Context_ | Promise<Context_>;");
    expect(text).toContain("return new QmpServer_<ServedEvents>(served, handlers, options);");
  });

  test("what is deprecated or unstable, of what can be used, whatever the build", async () => {
    const text = await server(
      lines(
        "{ 'enum': 'Tone', 'data': ['low', { 'name': 'high', 'features': ['unstable'] }] }",
        "{ 'struct': 'Old', 'data': { 'x': { 'type': 'str', 'features': ['deprecated', 'unstable'] } } }",
        "{ 'struct': 'Unused', 'data': { 'x': { 'type': 'str', 'features': ['deprecated'] } } }",
        "{ 'union': 'Us', 'base': { 'tone': { 'type': 'Tone', 'features': ['unstable'] } }, 'discriminator': 'tone', 'data': { 'low': 'Old' } }",
        "{ 'command': 'hum', 'features': ['deprecated', 'sings'], 'data': { 'us': { 'type': 'Us', 'features': ['unstable'] } } }",
        "{ 'command': 'sing', 'features': [{ 'name': 'deprecated', 'if': 'CONFIG_QUIET' }] }",
        "{ 'command': 'constructor', 'features': ['deprecated'] }",
        "{ 'event': 'HUMMED', 'data': { 'by': { 'type': 'str', 'features': ['deprecated'] } } }",
      ),
    );
    expect(from(text, "  features:", "  introspection")).toBe(
      lines(
        "features: {",
        '    "Tone.high": ["unstable"],',
        '    "Old.x": ["deprecated", "unstable"],',
        '    "Us.tone": ["unstable"],',
        '    hum: ["deprecated"],',
        '    "hum.us": ["unstable"],',
        '    constructor: ["deprecated"] as const,',
        '    "HUMMED.by": ["deprecated"],',
        "  },",
      ),
    );
  });
});

describe("server-types.ts", () => {
  test("arguments are closed; results and events go out; what nobody reaches is left out", async () => {
    const text = await types(
      lines(
        "{ 'enum': 'Hue', 'data': ['red', 'green'] }",
        "{ 'struct': 'Paint', 'data': { 'hue': 'Hue', '*layers': ['size'], '*note': 'any' } }",
        "{ 'struct': 'Wall', 'data': { 'hue': 'Hue', '*layers': ['size'] } }",
        "{ 'struct': 'Unused', 'data': {} }",
        "{ 'command': 'paint', 'data': { 'with': 'Paint', '*often': 'int' }, 'returns': 'Wall' }",
        "{ 'event': 'PAINTED', 'data': { '*wall': 'Wall' } }",
      ),
    );
    expect(text).toBe(
      lines(
        'import type { Hue, JsonValue } from "./types.js";',
        "",
        "export interface Paint {",
        "  hue: Hue;",
        "  layers?: bigint[];",
        "  note?: JsonValue;",
        "}",
        "",
        "export interface Wall {",
        "  hue: Hue;",
        "  layers?: readonly (number | bigint)[] | undefined;",
        "}",
        "",
        "/** Arguments of command `paint`. */",
        "export interface PaintArguments {",
        "  with: Paint;",
        "  often?: number;",
        "}",
        "",
        "/** Data of event `PAINTED`. */",
        "export interface PaintedData {",
        "  wall?: Wall | undefined;",
        "}",
      ),
    );
  });

  test("a type that travels both ways has two forms where these differ; an enum alone makes no difference", async () => {
    const given = lines(
      "{ 'enum': 'Hue', 'data': ['red'] }",
      "{ 'struct': 'Plain', 'data': { 'hue': 'Hue' } }",
      "{ 'struct': 'Sized', 'data': { 'size': 'size', 'plain': 'Plain' } }",
      "{ 'command': 'mix', 'data': 'Sized', 'returns': 'Sized' }",
    );
    expect(await types(given)).toBe(
      lines(
        'import type { Hue } from "./types.js";',
        "",
        "export interface Plain {",
        "  hue: Hue;",
        "}",
        "",
        "export interface Sized {",
        "  size: number | bigint;",
        "  plain: Plain;",
        "}",
        "",
        "/** This is what arrives; {@link Sized} is what is sent. */",
        "export interface SizedReceived {",
        "  size: bigint;",
        "  plain: Plain;",
        "}",
      ),
    );
    expect(await server(given)).toContain("mix(args: SizedReceived, context: Context): Sized | Promise<Sized>;");
  });

  test("unions and alternates that arrive have no branch for what is not known", async () => {
    const given = lines(
      "{ 'enum': 'Kind', 'data': ['box', 'ball', 'bag'] }",
      "{ 'struct': 'Box', 'data': { 'edge': 'str' } }",
      "{ 'union': 'Thing', 'base': { 'kind': 'Kind' }, 'discriminator': 'kind', 'data': { 'box': 'Box' } }",
      "{ 'alternate': 'ThingOrKind', 'data': { 'thing': 'Thing', 'kind': 'Kind' } }",
      "{ 'command': 'add', 'data': { 'thing': 'ThingOrKind' }, 'returns': 'Thing' }",
    );
    const text = await types(given);
    expect(text).not.toContain("Unrecognized");
    expect(text).not.toContain("Received");
    expect(text).toContain("export type Thing = Thing_box | ThingOther;");
    expect(text).toContain('export interface ThingOther extends ThingBase {\n  kind: "ball" | "bag";\n}');
    expect(text).toContain("export type ThingOrKind = Thing | Kind;");
  });

  test("integers arrive as the options say", async () => {
    const given = "{ 'command': 'a', 'data': { 'x': 'int', 'y': 'size', 'z': 'int' } }";
    const options = { integers: { int: "bigint", int64: "number", overrides: { "a.z": "number" } } };
    expect(await types(given, options)).toContain("{\n  x: bigint;\n  y: number;\n  z: number;\n}");
  });

  test("enums that only results or events name are imported where they are named", async () => {
    const given = "{ 'enum': 'Hue', 'data': ['red'] }\n{ 'event': 'PAINTED', 'data': { 'hue': 'Hue' } }";
    expect(await types(given)).toContain('import type { Hue } from "./types.js";');
    expect(await server(given)).not.toContain("Hue");
  });
});

describe("introspection.ts", () => {
  const given = lines(
    "{ 'enum': 'Hue', 'data': ['red', { 'name': 'green', 'if': 'CONFIG_GREEN' }] }",
    "{ 'command': 'paint', 'data': { '*hue': 'Hue' } }",
  );

  test("is what `query-qmp-schema` answers, an entry a line", async () => {
    expect(await generated(given, "introspection.ts")).toBe(
      lines(
        "/** What `query-qmp-schema` answers, each entry as JSON. */",
        "export const introspection: readonly string[] = [",
        ...introspect(compile({ "schema.json": given }).schema!).map((entry) => `  '${JSON.stringify(entry)}',`),
        "];",
      ),
    );
  });

  test("what the build has not is not in it", async () => {
    const text = await generated(given, "introspection.ts", { undefine: ["CONFIG_GREEN"] });
    expect(text).toContain("red");
    expect(text).not.toContain("green");
  });
});

test("one emitter writes the three files, and the door leads to them", async () => {
  const { schema } = compile({ "schema.json": "{ 'command': 'stop' }" });
  const context = emitContext(schema!, { version: "0", schemaName: "x", integers: integerOptions() });
  expect(emitter.emit(schema!, context).map(({ path }) => path)).toEqual([
    "server.ts",
    "server-types.ts",
    "introspection.ts",
  ]);
  const index = await generated("{ 'command': 'stop' }", "index.ts");
  expect(index).toContain(
    'export * from "./server.js";\nexport * from "./hmp.js";\nexport type * as Served from "./server-types.js";',
  );
  expect(index).not.toContain("introspection");
});
