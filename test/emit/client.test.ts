// The client, from a few lines of QAPI: given, wanted.

import { describe, expect, expectTypeOf, test } from "vitest";

import { clientMembers } from "../../src/emit/naming.js";
import type { CallParameters } from "../../src/runtime/index.js";
import { Connection, GuestAgentClient, QmpClient } from "../../src/runtime/index.js";
import { generated, lines } from "./generated.js";

const client = (given: string) => generated(given, "client.ts");

describe("methods", () => {
  test("arguments that must, or may, be given; results; none of either", async () => {
    const text = await client(
      lines(
        "{ 'command': 'stop' }",
        "{ 'command': 'ring-bell', 'data': { 'times': 'uint8' } }",
        "{ 'command': 'hum', 'data': { '*tune': 'str' } }",
        "{ 'struct': 'Mood', 'data': { 'name': 'str' } }",
        "{ 'command': 'set-mood', 'data': 'Mood', 'boxed': true }",
        "{ 'command': 'query-moods', 'returns': ['Mood'] }",
        "{ 'command': 'rescue', 'allow-oob': true }",
        "{ 'command': 'plug', 'gen': false, 'data': { 'driver': 'str' } }",
      ),
    );
    expect(text).toContain(
      'stop(options?: CallOptions): Promise<void> {\n    return this.execute("stop", undefined, options);\n  }',
    );
    expect(text).toContain(
      'ringBell(args: RingBellArguments, options?: CallOptions): Promise<void> {\n    return this.execute("ring-bell", args, options);\n  }',
    );
    expect(text).toContain("hum(args?: HumArguments, options?: CallOptions): Promise<void> {");
    expect(text).toContain("setMood(args: Mood, options?: CallOptions): Promise<void> {");
    expect(text).toContain("queryMoods(options?: CallOptions): Promise<Mood[]> {");
    expect(text).toContain("rescue(options?: OutOfBandOptions): Promise<void> {");
    expect(text).toContain("args: PlugArguments & { readonly [name: string]: JsonValue | undefined },");
    expect(text).toContain('import type { JsonValue, Mood } from "./types.js";');
    expect(text).toContain(
      'import type {\n  Commands,\n  HumArguments,\n  PlugArguments,\n  RingBellArguments,\n} from "./commands.js";',
    );
  });

  test("names: camelCase; what would meet the client's own or another's ends in `_`", async () => {
    const text = await client(
      lines(
        "{ 'pragma': { 'command-name-exceptions': ['system_reset', 'system-reset'] } }",
        ...["close", "execute", "then", "to-string", "constructor", "delete", "events"].map(
          (name) => `{ 'command': '${name}' }`,
        ),
        "{ 'command': 'system-reset' }",
        "{ 'command': 'system_reset' }",
        "{ 'command': 'x-colo-lost-heartbeat' }",
        "{ 'command': '__org.example_ring-bell' }",
      ),
    );
    const names = [...text.matchAll(/^ {2}(?:static async )?([A-Za-z_]\w*)\(/gm)].map(([, name]) => name);
    expect(names).toEqual([
      "connect",
      "close_",
      "execute_",
      "then_",
      "toString_",
      "constructor_",
      "delete",
      "events_",
      "systemReset",
      "systemReset_",
      "xColoLostHeartbeat",
      "orgExampleRingBell",
    ]);
  });

  test("what a client has of its own is what the classes have, and what every object has", () => {
    const own = [Connection, QmpClient, GuestAgentClient].flatMap((one) => Object.getOwnPropertyNames(one.prototype));
    const every = Object.getOwnPropertyNames(Object.prototype).filter((name) => !name.startsWith("__"));
    // Fields, and what would make a promise of a client.
    const others = ["session", "then"];
    expect(new Set(clientMembers)).toEqual(new Set([...own, ...every, ...others]));
  });

  test("documentation, and the reasons to avoid a command", async () => {
    const text = await client(
      lines(
        "##",
        "# @hum:",
        "#",
        "# Hum a tune.",
        "#",
        "# Features:",
        "#",
        "# @deprecated: Sing instead.",
        "#",
        "# Since: 1.0",
        "##",
        "{ 'command': 'hum', 'features': ['deprecated'] }",
      ),
    );
    expect(text).toContain(
      "  /**\n   * Hum a tune.\n   *\n   * @deprecated Sing instead.\n   * @since 1.0\n   */\n  hum(",
    );
  });
});

test("an optional argument of a name that every object has leaves the call without arguments", async () => {
  const given = "{ 'command': 'build', 'data': { '*constructor': 'str' } }";
  expect(await client(given)).toContain("build(args?: BuildArguments, options?: CallOptions): Promise<void> {");
  type Build = { arguments: { constructor?: string | undefined }; returns: void };
  expectTypeOf<CallParameters<Build>>().toExtend<[args?: Build["arguments"] | undefined, ...rest: unknown[]]>();
});

describe("kinds", () => {
  test("a schema with `guest-sync-delimited` is a guest agent's", async () => {
    const text = await client("{ 'command': 'guest-sync-delimited', 'data': { 'id': 'int' } }");
    expect(text).toContain("export class Client extends GuestAgentClient<Commands, Events> {");
    expect(text).toContain("return new Client(await openGuestAgent(schema, to, options));");
    expect(text).toContain("options?: GuestAgentOptions,");
  });

  test("a schema without commands has a client all the same", async () => {
    const text = await client("");
    expect(text).toContain("export class Client extends QmpClient<Commands, Events> {");
    expect(text).not.toContain("CallOptions");
  });

  test("a type that is called as something of the runtime", async () => {
    const text = await client(
      "{ 'struct': 'Address', 'data': { 'a': 'str' } }\n{ 'command': 'go', 'data': 'Address' }",
    );
    expect(text).toContain("  Address as Address_,");
    expect(text).toContain("to: Address_ | Transport,");
    expect(text).toContain("go(args: Address, options?: CallOptions): Promise<void> {");
  });
});
