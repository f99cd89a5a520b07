// What three lines of QAPI become: given, wanted. `test/types/` holds what the result allows and refuses.

import { describe, expect, test } from "vitest";

import { generated, lines } from "./generated.js";

describe("enums", () => {
  test("a union of literals and a constant of the same name", async () => {
    expect(await generated("{ 'enum': 'Hue', 'data': ['red', 'deep-blue', '4k'] }")).toBe(
      lines(
        'export type Hue = "red" | "deep-blue" | "4k";',
        "",
        "/** The values of {@link Hue}. */",
        "export const Hue = {",
        '  red: "red",',
        '  "deep-blue": "deep-blue",',
        '  "4k": "4k",',
        "} as const;",
      ),
    );
  });

  test("one without values", async () => {
    expect(await generated("{ 'enum': 'None', 'data': [] }")).toBe(
      lines("export type None = never;", "", "/** The values of {@link None}. */", "export const None = {} as const;"),
    );
  });
});

describe("structs", () => {
  const dot = "{ 'struct': 'Dot', 'data': { 'x': 'uint16', '*tags': ['str'], 'at': 'int64' } }\n";

  test("sent: strict, optional members may be undefined, integers of either kind", async () => {
    expect(await generated(`${dot}{ 'command': 'draw', 'data': 'Dot' }`)).toBe(
      lines(
        "export interface Dot {",
        "  x: number | bigint;",
        "  tags?: readonly string[] | undefined;",
        "  at: number | bigint;",
        "}",
      ),
    );
  });

  test("received: exact integers, and no undefined", async () => {
    expect(await generated(`${dot}{ 'command': 'query-dot', 'returns': 'Dot' }`)).toBe(
      lines("export interface Dot {", "  x: number;", "  tags?: string[];", "  at: bigint;", "}"),
    );
  });

  test("both ways: two forms, the one that is sent under the schema's name", async () => {
    const text = await generated(`${dot}{ 'command': 'move', 'data': 'Dot', 'returns': 'Dot' }`);
    expect(text).toContain("export interface Dot {\n  x: number | bigint;");
    expect(text).toContain(
      "/** This is what arrives; {@link Dot} is what is sent. */\nexport interface DotReceived {\n  x: number;",
    );
  });

  test("both ways without a difference: one form", async () => {
    const text = await generated(
      "{ 'struct': 'Word', 'data': { 'text': 'str' } }\n{ 'command': 'say', 'data': 'Word', 'returns': 'Word' }",
    );
    expect(text).toBe(lines("export interface Word {", "  text: string;", "}"));
  });

  test("a base is extended", async () => {
    const text = await generated(
      "{ 'struct': 'A', 'data': { 'x': 'bool' } }".replace("'A'", "'Aa'") +
        "\n{ 'struct': 'Bb', 'base': 'Aa', 'data': {} }",
    );
    expect(text).toContain("export interface Bb extends Aa {}");
  });

  test("enums that arrive are open", async () => {
    const text = await generated(
      "{ 'enum': 'Hue', 'data': ['red'] }\n{ 'event': 'PAINTED', 'data': { 'hue': 'Hue', 'all': ['Hue'] } }",
      "events.ts",
    );
    expect(text).toContain(
      "export interface PaintedData {\n  hue: Hue | Unrecognized;\n  all: (Hue | Unrecognized)[];\n}",
    );
  });

  test("recursive types are found to differ by what they hold", async () => {
    const text = await generated(
      "{ 'struct': 'Tree', 'data': { 'left': 'Leaf', '*next': 'Tree' } }\n{ 'struct': 'Leaf', 'data': { 'text': 'str' } }\n{ 'command': 'grow', 'data': 'Tree', 'returns': 'Tree' }",
    );
    expect(text).toContain("export interface TreeReceived {\n  left: Leaf;\n  next?: TreeReceived;\n}");
    expect(text).not.toContain("LeafReceived");
  });
});

describe("unions", () => {
  const schema = lines(
    "{ 'enum': 'Kind', 'data': ['box', 'ball', 'bag', 'bin'] }",
    "{ 'struct': 'Box', 'data': { 'edge': 'str' } }",
    "{ 'union': 'Thing', 'base': { 'id': 'str', 'kind': 'Kind' }, 'discriminator': 'kind', 'data': { 'box': 'Box' } }",
  );

  test("one branch for each tag value, and one for those that add nothing", async () => {
    const text = await generated(`${schema}\n{ 'command': 'add', 'boxed': true, 'data': 'Thing' }`);
    expect(text.slice(text.indexOf("export type Thing"))).toBe(
      lines(
        "export type Thing = Thing_box | ThingOther;",
        "",
        "/** What every branch of {@link Thing} has. */",
        "export interface ThingBase {",
        "  id: string;",
        "  kind: Kind;",
        "}",
        "",
        "/** {@link Thing} where `kind` is `box`. */",
        "export interface Thing_box extends ThingBase, Box {",
        '  kind: "box";',
        "}",
        "",
        "/** {@link Thing} where the tag adds no members. */",
        "export interface ThingOther extends ThingBase {",
        '  kind: "ball" | "bag" | "bin";',
        "}",
      ),
    );
  });

  test("received: one more branch, for what is not known yet", async () => {
    const text = await generated(`${schema}\n{ 'command': 'query-thing', 'returns': 'Thing' }`);
    expect(text).toContain("export type Thing = Thing_box | ThingOther | ThingUnrecognized;");
    expect(text).toContain("export interface ThingUnrecognized extends ThingBase {\n  kind: Unrecognized;\n}");
  });

  test("a union in a union is an intersection", async () => {
    const text = await generated(
      `${schema}\n{ 'enum': 'Where', 'data': ['shelf'] }\n{ 'union': 'Place', 'base': { 'where': 'Where' }, 'discriminator': 'where', 'data': { 'shelf': 'Thing' } }\n{ 'command': 'put', 'boxed': true, 'data': 'Place' }`,
    );
    expect(text).toContain('export type Place_shelf = PlaceBase &\n  Thing & {\n    where: "shelf";\n  };');
  });
});

test("alternates are unions", async () => {
  const text = await generated(
    "{ 'alternate': 'TextOrNothing', 'data': { 't': 'str', 'n': 'null', 'many': ['int'] } }",
  );
  expect(text).toBe("export type TextOrNothing = string | null | readonly (number | bigint)[];");
});

describe("commands and events", () => {
  test("nothing taken, nothing given", async () => {
    expect(await generated("{ 'command': 'stop' }", "commands.ts")).toContain(
      "  stop: {\n    arguments: Record<string, never>;\n    returns: void;\n  };",
    );
  });

  test("arguments in place get an interface", async () => {
    const text = await generated(
      "{ 'command': 'block_resize', 'data': { 'size': 'size', '*node-name': 'str' } }".replace(
        "block_resize",
        "block-resize",
      ),
      "commands.ts",
    );
    expect(text).toContain('  "block-resize": {\n    arguments: BlockResizeArguments;\n    returns: void;\n  };');
    expect(text).toContain(
      'export interface BlockResizeArguments {\n  size: number | bigint;\n  "node-name"?: string | undefined;\n}',
    );
  });

  test("a command that QEMU does not check takes more than the schema says", async () => {
    const text = await generated("{ 'command': 'plug', 'gen': false, 'data': { 'driver': 'str' } }", "commands.ts");
    expect(text).toContain(
      "arguments: PlugArguments & {\n      readonly [name: string]: JsonValue | undefined;\n    };",
    );
  });

  test("events without data", async () => {
    expect(await generated("{ 'event': 'STOP' }", "events.ts")).toContain("  STOP: {\n    data: undefined;\n  };");
  });
});

describe("options", () => {
  const given =
    "{ 'struct': 'Sizes', 'data': { 'a': 'int', 'b': 'size', 'c': 'int8' } }\n{ 'command': 'query-sizes', 'returns': 'Sizes' }";

  test("integers", async () => {
    const text = await generated(given, "types.ts", { integers: { int64: "number", int: "bigint" } });
    expect(text).toContain("  a: bigint;\n  b: number;\n  c: number;");
  });

  test("one member by its path", async () => {
    const text = await generated(given, "types.ts", { integers: { overrides: { "Sizes.a": "bigint" } } });
    expect(text).toContain("  a: bigint;\n  b: bigint;");
  });

  test("conditions are kept and named, and applied when settled", async () => {
    const conditional =
      "{ 'enum': 'Hue', 'data': ['red', { 'name': 'blue', 'if': { 'all': ['HAVE_BLUE', { 'not': 'DARK' }] } }] }";
    expect(await generated(conditional)).toContain("/** Only if `HAVE_BLUE` and not `DARK`. */\n  blue:");
    expect(await generated(conditional, "types.ts", { undefine: ["HAVE_BLUE"] })).not.toContain("blue");
    expect(await generated(conditional, "types.ts", { define: ["HAVE_BLUE"], undefine: ["DARK"] })).not.toContain(
      "Only if",
    );
  });
});

describe("names", () => {
  test("one rule: what is a global's, ours or taken ends in `_`", async () => {
    const text = await generated(
      lines(
        "{ 'struct': 'String', 'data': { 'text': 'Unrecognized' } }",
        "{ 'enum': 'Unrecognized', 'data': ['x'] }",
        "{ 'struct': '__org.example_Thing', 'data': {} }",
        "{ 'struct': 'Echo', 'data': { '*n': 'str' } }",
        "{ 'struct': 'EchoReceived', 'data': {} }",
        "{ 'command': 'echo', 'data': 'Echo', 'returns': 'Echo' }",
      ),
    );
    expect(text).toContain("export interface String_ {\n  text: Unrecognized_;\n}");
    expect(text).toContain('export type Unrecognized_ = "x";');
    expect(text).toContain("export interface __org_example_Thing {}");
    expect(text).toContain("export interface EchoReceived {}");
    expect(text).toContain("export interface EchoReceived_ {");
  });
});
