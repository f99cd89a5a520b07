// `hmp.ts`: what the monitor's table looks like, from a few lines of QAPI: given, wanted.

import { expect, expectTypeOf, test } from "vitest";

import { emitContext, integerOptions } from "../../src/emit/context.js";
import { hmp as emitter } from "../../src/emit/hmp.js";
import type { EmitContext, HmpConfig, QemuVersion } from "../../src/emit/index.js";
import { renderReference } from "../../src/emit/reference.js";
import { render } from "../../src/emit/render.js";
import { compile } from "../../src/index.js";
import { generated, lines } from "./generated.js";

const hmp = (given: string, config: HmpConfig = {}) => generated(given, "hmp.ts", { hmp: config });

const about = lines(
  " * The commands of the human monitor by table, each with the QMP command that it calls: `commands` has the first words of",
  " * lines, each other table the words behind its name.",
);

const given = `
##
# @hello-world:
#
# Have the monitor print a friendly greeting.
#
# @message: the words
##
{ 'command': 'hello-world', 'data': { '*message': 'str' } }
{ 'struct': 'Memory', 'data': { 'base': 'size' } }
{ 'command': 'query-memory', 'returns': 'Memory' }`;

test("a command and a query", async () => {
  expect(await hmp(given)).toBe(
    lines(
      'import type { HmpTables } from "qapi-ts/runtime";',
      'import { helloWorld, queryMemory } from "./schema.js";',
      "",
      "/**",
      about,
      " */",
      "export const hmp: HmpTables = {",
      "  commands: [",
      "    {",
      '      name: "hello-world",',
      '      args: [{ key: "message", letter: "s", optional: "?" }],',
      '      params: "[message]",',
      '      help: "Have the monitor print a friendly greeting",',
      "      command: helloWorld,",
      "    },",
      "  ],",
      "  info: [",
      '    { name: "memory", args: [], params: "", help: "", command: queryMemory },',
      "  ],",
      "};",
    ),
  );
});

test("flags, JSON, preconfig, and all that a configuration says", async () => {
  const more = `
{ 'command': 'eat', 'data': { '*all': 'bool', 'what': 'str', '*where': 'str' }, 'allow-preconfig': true }
{ 'command': 'mix', 'data': { 'a': 'Memory', 'b': 'Memory' } }`;
  const text = await hmp(given + more, {
    "hello-world": "none",
    "query-memory": { table: "show-me", aliases: ["m"], help: 'Say "how */ much"' },
    eat: { letters: { where: "-ws", all: "none" } },
  });
  expect(text.slice(text.indexOf("/**"))).toBe(
    lines(
      "/**",
      about,
      " *",
      " * Not in it:",
      " *",
      " * - `hello-world`: the configuration says so",
      " * - `eat.all`: the configuration says so",
      " */",
      "export const hmp: HmpTables = {",
      "  commands: [",
      "    {",
      '      name: "eat",',
      "      args: [",
      '        { key: "where", letter: "-", flag: "w", value: true },',
      '        { key: "what", letter: "s" },',
      "      ],",
      '      params: "[-w where] what",',
      '      help: "",',
      "      preconfig: true,",
      "      command: eat,",
      "    },",
      "    {",
      '      name: "mix",',
      '      args: [{ key: "arguments", letter: "S" }],',
      '      params: "{json}",',
      '      help: "",',
      "      command: mix,",
      "      json: true,",
      "    },",
      "  ],",
      '  "show-me": [',
      "    {",
      '      name: "query-memory|m",',
      "      args: [],",
      '      params: "",',
      `      help: 'Say "how */ much"',`,
      "      command: queryMemory,",
      "    },",
      "  ],",
      "};",
    ),
  );
});

test("what is left out is named on lines that are not long", async () => {
  const long = `help-${"me-".repeat(40)}now`;
  const text = await hmp(`{ 'command': '${long}' } { 'command': 'help' }`, { [long]: "none" });
  expect(text).toContain(` * - \`${long}\`:\n *   the configuration says so\n`);
  expect(text).toContain(" * - `help`: its name 'help' is the monitor's own; the configuration can give it another\n");
});

test("nothing at all", async () => {
  expect(await hmp("")).toBe(
    lines(
      'import type { HmpTables } from "qapi-ts/runtime";',
      "",
      "/**",
      about,
      " */",
      "export const hmp: HmpTables = {",
      "  commands: [],",
      "};",
    ),
  );
});

test("names of constants and types that are taken", async () => {
  const text = await hmp("{ 'struct': 'HmpTables', 'data': {} } { 'command': 'new' } { 'command': 'hmp' }");
  expect(text).toContain('import type { HmpTables as HmpTables_ } from "qapi-ts/runtime";');
  expect(text).toContain('import { new_, hmp_ } from "./schema.js";');
  expect(text).toContain("export const hmp: HmpTables_ = {");
  expect(text).toContain('{ name: "new", args: [], params: "", help: "", command: new_ },');
});

test("help with quotes, backslashes and signs is printed as the reference prints it", async () => {
  const { schema } = compile({ "schema.json": given });
  for (const help of [
    `"double"`,
    `'single'`,
    `both ' and "`,
    "back\\slash",
    "tab\tline\n",
    "Ünïcode\u2028",
    "*/",
    "${x}`",
  ]) {
    const hmp = { "hello-world": { help, params: help } };
    const context = emitContext(schema!, { version: "0", schemaName: "x", integers: integerOptions(), hmp });
    const [draft] = emitter.emit(schema!, context);
    expect(draft !== undefined && "statements" in draft).toBe(true);
    if (draft === undefined || !("statements" in draft)) continue;
    expect(render(draft) ?? (await renderReference(draft))).toBe(await renderReference(draft));
  }
});

test("a configuration that is wrong is refused before anything is written", async () => {
  await expect(hmp(given, { nothing: "none" })).rejects.toThrow(
    /^the configuration of the monitor is wrong: 'nothing':/,
  );
});

test("authors of emitters can name the types of what they are told", () => {
  expectTypeOf<EmitContext["hmp"]>().toEqualTypeOf<HmpConfig>();
  expectTypeOf<EmitContext["qemu"]>().toEqualTypeOf<QemuVersion>();
});
