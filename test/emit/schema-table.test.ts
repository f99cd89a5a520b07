// The table that the runtime reads, from a few lines of QAPI: given, wanted.

import { describe, expect, test } from "vitest";

import { generated, lines } from "./generated.js";

const table = (given: string, options = {}) => generated(given, "schema.ts", options);

describe("commands", () => {
  test("with members in place", async () => {
    expect(await table("{ 'command': 'ring-bell', 'data': { 'times': 'uint8', '*tones': ['str'] } }")).toBe(
      lines(
        'import type { CommandType, ObjectType, SchemaTable } from "qapi-ts/runtime";',
        'import { encode } from "qapi-ts/runtime";',
        'import type { Commands } from "./commands.js";',
        "",
        "const _RingBellArguments: ObjectType = {",
        '  object: "ring-bell",',
        "  members: {",
        '    times: "uint8",',
        '    "*tones": ["str"],',
        "  },",
        "};",
        "",
        "/** Command `ring-bell`. */",
        'export const ringBell: CommandType<"ring-bell", Commands["ring-bell"]> = {',
        '  command: "ring-bell",',
        "  arguments: () => _RingBellArguments,",
        "  encode,",
        "};",
        "",
        "/** All commands and events, by their names on the wire. */",
        "export const schema: SchemaTable = {",
        "  commands: {",
        '    "ring-bell": ringBell,',
        "  },",
        "  events: {},",
        "};",
      ),
    );
  });

  test("what is said of them: out of band, without a reply, with open members", async () => {
    const given = lines(
      "{ 'command': 'a', 'allow-oob': true }",
      "{ 'command': 'b', 'success-response': false }",
      "{ 'command': 'c', 'gen': false, 'data': { 'x': 'str' } }",
      "{ 'command': 'd', 'data': {} }",
    );
    const text = await table(given);
    expect(text).toContain('  command: "a",\n  oob: true,\n}');
    expect(text).toContain('  command: "b",\n  silent: true,\n}');
    expect(text).toContain('  command: "c",\n  arguments: () => _CArguments,\n  open: true,\n  encode,\n}');
    expect(text).toContain('  command: "d",\n}');
    expect(await generated(given, "commands.ts")).toContain(
      "  a: {\n    arguments: Record<string, never>;\n    returns: void;\n    oob: true;\n  };",
    );
  });

  test("the reasons to avoid one are said at its constant", async () => {
    const text = await table(
      "{ 'command': 'a', 'features': ['deprecated'] }\n{ 'event': 'B', 'features': ['unstable'] }",
    );
    expect(text).toContain("/**\n * Command `a`.\n *\n * @deprecated\n */\nexport const a:");
    expect(text).toContain("/**\n * Event `B`.\n *\n * @experimental\n */\nexport const B:");
  });

  test("names are kept apart: words of the language, types, each other", async () => {
    const given = lines(
      "{ 'command': 'delete' }",
      "{ 'pragma': { 'command-name-exceptions': ['set_it', 'Commands', 'ObjectType'] } }",
      "{ 'command': 'set-it' }",
      "{ 'command': 'set_it' }",
      "{ 'command': 'schema' }",
      "{ 'command': 'string', 'returns': 'Stop' }",
      "{ 'event': 'STOP' }",
      "{ 'struct': 'Stop', 'data': { 'stop': 'str' } }",
    );
    const text = await table(given);
    for (const name of ["delete_", "setIt", "setIt_", "schema_", "string", "STOP", "schema"]) {
      expect(text).toContain(`export const ${name}: `);
    }
    expect(await generated(given, "commands.ts")).toContain('import type { Stop } from "./types.js";');
  });
});

describe("types", () => {
  test("a union with its base, tag and branches; types that hold themselves; all that commands lead to, and no more", async () => {
    const text = await table(
      lines(
        "{ 'enum': 'Kind', 'data': ['leaf', 'node', 'none'] }",
        "{ 'struct': 'Base', 'data': { 'kind': 'Kind' } }",
        "{ 'struct': 'Leaf', 'data': { 'size': 'size' } }",
        "{ 'struct': 'Twig', 'data': { 'children': ['Tree'] } }",
        "{ 'union': 'Tree', 'base': 'Base', 'discriminator': 'kind', 'data': { 'leaf': 'Leaf', 'node': 'Twig' } }",
        "{ 'alternate': 'TreeOrName', 'data': { 'tree': 'Tree', 'name': 'str', 'none': 'null' } }",
        "{ 'struct': 'Unused', 'data': {} }",
        "{ 'command': 'plant', 'data': { 'tree': 'TreeOrName' } }",
      ),
    );
    expect(text).toContain(
      lines(
        "const _Twig: ObjectType = {",
        '  object: "Twig",',
        "  members: {",
        "    children: [() => _Tree],",
        "  },",
        "};",
        "",
        "const _Tree: ObjectType = {",
        '  object: "Tree",',
        "  base: () => _Base,",
        "  members: {},",
        '  tag: "kind",',
        "  branches: {",
        "    leaf: () => _Leaf,",
        "    node: () => _Twig,",
        "  },",
        "};",
        "",
        "const _TreeOrName: AlternateType = {",
        '  alternate: "TreeOrName",',
        '  branches: [() => _Tree, "str", "null"],',
        "};",
      ),
    );
    expect(text).toContain('const _Kind: EnumType = {\n  enum: "Kind",\n  values: ["leaf", "node", "none"],\n};');
    expect(text).not.toContain("Unused");
  });

  test("a union's base in place, and the predefined enum", async () => {
    const text = await table(
      lines(
        "{ 'union': 'Us', 'base': { 'type': 'QType', '*n': 'int' }, 'discriminator': 'type', 'data': { 'qnull': 'Em' } }",
        "{ 'struct': 'Em', 'data': {} }",
        "{ 'event': 'HAPPENED', 'data': 'Us', 'boxed': true }",
      ),
    );
    expect(text).toContain('  members: {\n    type: () => _QType,\n    "*n": "int",\n  },\n  tag: "type",');
    expect(text).toContain('const _QType: EnumType = {\n  enum: "QType",\n');
    expect(text).toContain(
      'export const HAPPENED: EventType<"HAPPENED", Events["HAPPENED"]["data"]> = {\n  event: "HAPPENED",\n  data: () => _Us,\n  decode,\n};',
    );
  });

  test("integers that arrive in another form than usual say so", async () => {
    const given =
      "{ 'struct': 'Sizes', 'data': { 'a': 'int', 'b': 'size', 'c': 'int8', 'd': ['int'] } }\n{ 'command': 'q', 'returns': 'Sizes' }";
    expect(await table(given)).toContain('    a: "int",\n    b: "size",\n    c: "int8",\n    d: ["int"],\n');
    expect(await table(given, { integers: { int: "bigint", int64: "number" } })).toContain(
      '    a: "int:bigint",\n    b: "size:number",\n    c: "int8",\n    d: ["int:bigint"],\n',
    );
    expect(await table(given, { integers: { overrides: { "Sizes.d": "bigint" } } })).toContain(
      '    a: "int",\n    b: "size",\n    c: "int8",\n    d: ["int:bigint"],\n',
    );
  });
});
