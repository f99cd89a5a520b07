// `hmp-commands.hx` and its like, from a few lines of QAPI: given, wanted; and read back by our own reader.

import { describe, expect, test } from "vitest";

import { optionalEmitters } from "../../src/emit/emitters.js";
import { hx } from "../../src/emit/hx.js";
import { rewrapped } from "../../src/emit/plain-rest.js";
import type { HmpConfig } from "../../src/hmp/config.js";
import { parseHx } from "../../src/hmp/parse-hx.js";
import { compile, generate } from "../../src/index.js";
import { lines } from "./generated.js";

async function tables(given: string, hmp: HmpConfig = {}): Promise<Readonly<Record<string, string>>> {
  const { schema, diagnostics } = compile({ "schema.json": given });
  expect(diagnostics).toEqual([]);
  const files = await generate(schema!, [hx], { hmp });
  for (const { path, text } of files) expect(parseHx(text, path).diagnostics).toEqual([]);
  return Object.fromEntries(files.map(({ path, text }) => [path, text.replace(/^(?:HXCOMM .*\n){2}\n?/, "")]));
}

const commented = (...body: string[]) =>
  ["##", ...body.map((line) => (line === "" ? "#" : `# ${line}`)), "##"].join("\n");

test("it runs where it is named, and not by default", async () => {
  const { schema } = compile({ "schema.json": "{ 'command': 'stop' }" });
  expect(optionalEmitters).toContain(hx);
  expect((await generate(schema!)).map(({ path }) => path).filter((path) => path.endsWith(".hx"))).toEqual([]);
});

test("the entry of the story, and the one of `info`", async () => {
  const given = lines(
    commented("@hello-world:", "", "Print a greeting.", "", "@message: the words"),
    "{ 'command': 'hello-world', 'data': { '*message': 'str' } }",
    "{ 'struct': 'Memory', 'data': { 'base': 'size' } }",
    commented("@query-memory-size-summary:", "", "Tell how much memory there is."),
    "{ 'command': 'query-memory-size-summary', 'returns': 'Memory' }",
  );
  expect(await tables(given)).toEqual({
    "hmp-commands.hx": lines(
      "    {",
      '        .name       = "hello-world",',
      '        .args_type  = "message:s?",',
      '        .params     = "[message]",',
      '        .help       = "Print a greeting",',
      "        .cmd        = hmp_hello_world,",
      "    },",
      "",
      "SRST",
      "``hello-world`` [*message*]",
      "  Print a greeting.",
      "ERST",
      "",
    ),
    "hmp-commands-info.hx": lines(
      "    {",
      '        .name       = "memory_size_summary",',
      '        .args_type  = "",',
      '        .params     = "",',
      '        .help       = "Tell how much memory there is",',
      "        .cmd        = hmp_info_memory_size_summary,",
      "    },",
      "",
      "SRST",
      "  ``info memory_size_summary``",
      "    Tell how much memory there is.",
      "ERST",
      "",
    ),
  });
});

test("conditions, preconfig, coroutines, flags, JSON, text for people, and without documentation", async () => {
  const given = lines(
    "{ 'struct': 'HumanReadableText', 'data': { 'human-readable-text': 'str' } }",
    "{ 'command': 'x-query-jit', 'returns': 'HumanReadableText',",
    "  'if': { 'all': ['CONFIG_TCG', { 'not': { 'any': ['A', 'B'] } }] } }",
    "{ 'command': 'paint', 'coroutine': true, 'allow-preconfig': true,",
    "  'data': { 'wall-name': 'str', '*wet': 'bool' } }",
    "{ 'command': 'mix', 'data': { 'a': 'any', 'b': 'any' } }",
  );
  expect(await tables(given)).toEqual({
    "hmp-commands.hx": lines(
      "    {",
      '        .name       = "paint",',
      '        .args_type  = "wet:-w,wall-name:s",',
      '        .params     = "[-w] wall-name",',
      '        .help       = "",',
      "        .cmd        = hmp_paint,",
      "        .coroutine  = true,",
      '        .flags      = "p",',
      "    },",
      "",
      "SRST",
      "``paint`` [-w] *wall-name*",
      "  Run the QMP command ``paint``.",
      "ERST",
      "",
      "    {",
      '        .name       = "mix",',
      '        .args_type  = "arguments:S",',
      '        .params     = "{json}",',
      '        .help       = "",',
      "        .cmd        = hmp_mix,",
      "    },",
      "",
      "SRST",
      "``mix`` ``{json}``",
      "  Run the QMP command ``mix``.",
      "ERST",
      "",
    ),
    "hmp-commands-info.hx": lines(
      "#if defined(CONFIG_TCG) && !(defined(A) || defined(B))",
      "    {",
      '        .name       = "jit",',
      '        .args_type  = "",',
      '        .params     = "",',
      '        .help       = "",',
      "        .cmd_info_hrt = qmp_x_query_jit,",
      "    },",
      "#endif",
      "",
      "SRST",
      "  ``info jit``",
      "    Run the QMP command ``x-query-jit``.",
      "ERST",
      "",
    ),
  });
});

test("aliases, a table of its own, and what is left out", async () => {
  const given = "{ 'command': 'quit' } { 'command': 'paint', 'data': { '*wet': 'bool' } } { 'command': 'help' }";
  const { schema } = compile({ "schema.json": given });
  const config: HmpConfig = {
    quit: { aliases: ["q"], params: "now" },
    paint: { table: "art", letters: { wet: "none" } },
  };
  const files = Object.fromEntries(
    (await generate(schema!, [hx], { hmp: config })).map(({ path, text }) => [path, text]),
  );
  expect(Object.keys(files)).toEqual(["hmp-commands.hx", "hmp-commands-info.hx", "hmp-commands-art.hx"]);
  expect(files["hmp-commands.hx"]).toMatch(
    /^HXCOMM @generated by qapi-ts .* from schema\.json as hmp-commands\.hx: do not edit\.\nHXCOMM Entries for QEMU's hmp-commands\.hx\.\n/,
  );
  expect(files["hmp-commands.hx"]).toContain("\nHXCOMM Without help: its name 'help' is the monitor's own;");
  expect(files["hmp-commands.hx"]).toContain('.name       = "quit|q",');
  expect(files["hmp-commands.hx"]).toContain("``quit`` or ``q`` ``now``\n");
  expect(files["hmp-commands-art.hx"]).toContain("\nHXCOMM Without wet of paint: the configuration says so.\n");
  expect(files["hmp-commands-art.hx"]).toContain(".cmd        = hmp_art_paint,");
  expect(files["hmp-commands-art.hx"]).toContain("  ``art paint``\n");
});

test("what a configuration says stays what it is in the documentation, whatever signs are in it", async () => {
  const { "hmp-commands.hx": text } = await tables("{ 'command': 'quit' }", {
    quit: { name: "a`b", params: "``now`` [*x*]  `y` |z| \\n _a_", help: "*Go* to `it`, foo_ and a_b" },
  });
  expect(text).toContain(
    "SRST\na\\`b \\`\\`now\\`\\` [\\*x\\*] \\`y\\` \\|z\\| \\\\n _a\\_\n  \\*Go\\* to \\`it\\`, foo\\_ and a_b.\nERST\n",
  );
});

test("of two commands that are one function in C, the second is left out, and told", async () => {
  const given = "{ 'pragma': { 'command-name-exceptions': ['a_b'] } } { 'command': 'a-b' } { 'command': 'a_b' }";
  const { schema } = compile({ "schema.json": given });
  const { text } = (await generate(schema!, [hx]))[0]!;
  expect(text.match(/\.name .*/g)).toEqual(['.name       = "a-b",']);
  expect(text).toContain("\nHXCOMM Without a_b: its C function 'hmp_a_b' is that of 'a-b'.\n");
});

test("no word of the format can get into its documentation", async () => {
  const body = ["SRST is a word.", "", "ERST", "", "- HXCOMM", "  ERSTWHILE", "", "DEFHEADING(x)", "", "#if 1"];
  const given = lines(commented("@go:", "", ...body), "{ 'command': 'go' }");
  const { "hmp-commands.hx": text } = await tables(given);
  const table = parseHx(text!).table!;
  expect(table.items.map(({ kind }) => kind)).toEqual(["entry", "block"]);
  expect(text).toContain(
    "SRST\n``go``\n  \\SRST is a word.\n\n  \\ERST\n\n  - HXCOMM\n    \\ERSTWHILE\n\n  DEFHEADING(x)\n\n  #if 1\nERST\n",
  );
});

describe("documentation as reStructuredText", () => {
  test.each<[title: string, given: string, wanted: string]>([
    [
      "paragraphs are wrapped",
      "one two\nthree four five six seven\n\neight",
      "one two three four five\nsix seven\n\neight",
    ],
    [
      "names are literals",
      "See @some-thing, #Other and ``@this``; a@b.",
      "See ``some-thing``,\n``Other`` and ``@this``;\na@b.",
    ],
    [
      "lists keep their lines",
      "One of:\n\n- a is very long indeed\n- b\n\n  more",
      "One of:\n\n- a is very long indeed\n- b\n\n  more",
    ],
    [
      "so does what is literal",
      "So::\n\n    ls   -l is a very long line\n    x\n\nand on",
      "So::\n\n    ls   -l is a very long line\n    x\n\nand on",
    ],
    ["and directives", ".. note::\n   Take care of it, do.\n\nEnd.", ".. note::\n   Take care of it, do.\n\nEnd."],
    ["examples of QMP are left out", "Go.\n\n.. qmp-example::\n\n   -> { }\n\n   <- { }\n\nEnd.", "Go.\n\nEnd."],
    ["tabs and control characters", "a\tb\u0007c \n\u000bd", "a b c d".replace("b c", "bc")],
    ["blanks at ends of lines", "a \u3000 \n \u2003\nb\u00a0", "a\n\nb"],
    ["nothing", "", ""],
    ["blank lines", "\n\n \n", ""],
  ])("%s", (_title, given, wanted) => expect(rewrapped(given, 24).join("\n")).toBe(wanted));

  test("a line of nothing but blanks in front of a word is read to its end", () => {
    expect(rewrapped(`a${" ".repeat(200_000)}b`, 24)).toEqual(["a b"]);
  });
});

test("a command that takes options: its group is asked about, unless the configuration says it", async () => {
  const { schema } = compile({ "schema.json": "{ 'command': 'plug-in', 'gen': false, 'data': { 'driver': 'str' } }" });
  const text = async (config: HmpConfig) => (await generate(schema!, [hx], { hmp: config }))[0]!.text;
  expect(await text({})).toMatch(
    /^HXCOMM plug-in takes options of the group "plug_in": .* "options" of the configuration/m,
  );
  const said = await text({ "plug-in": { options: "device" } });
  expect(said).toContain('"device:O"');
  expect(said).not.toContain("takes options of the group");
});
