// What the monitor has for a few lines of QAPI: given, wanted.

import { describe, expect, test } from "vitest";

import { argsTypeText } from "../../src/hmp/args.js";
import type { HmpConfig } from "../../src/hmp/config.js";
import { deriveHmp } from "../../src/hmp/derive.js";
import { compile } from "../../src/index.js";

const types = `
{ 'enum': 'Tone', 'data': ['low', 'high'] }
{ 'struct': 'Mood', 'data': { 'tone': 'Tone', '*note': 'str' } }
{ 'union': 'Song', 'base': { 'kind': 'Tone' }, 'discriminator': 'kind', 'data': { 'low': 'Mood' } }
{ 'pragma': { 'command-returns-exceptions': ['query-a_b'], 'command-name-exceptions': ['a_b', 'query-a_b', 'qmp_capabilities'] } }
`;

function derived(given: string, config?: HmpConfig) {
  const { schema, diagnostics } = compile({ "schema.json": types + given });
  expect(diagnostics).toEqual([]);
  return deriveHmp(schema!, config);
}

/** Every entry as `table name args (params)`. */
function entries(given: string, config?: HmpConfig): readonly string[] {
  return Object.entries(derived(given, config).tables).flatMap(([table, list]) =>
    list.map(({ name, args, params }) => `${table} ${name} ${argsTypeText(args)} (${params})`),
  );
}

describe("arguments", () => {
  test.each<[given: string, args: string, params: string]>([
    ["{}", "", ""],
    ["{ '*message': 'str' }", "message:s?", "[message]"],
    ["{ 'a': 'str', 'b': 'Tone', 'c': 'bool', 'd': 'int' }", "a:s,b:s,c:b,d:l", "a b c d"],
    ["{ '*a': 'int8', '*b': 'uint8', '*c': 'uint64', '*d': 'size' }", "a:l?,b:i?,c:l?,d:o?", "[a] [b] [c] [d]"],
    ["{ 'a': 'number', 'b': ['int'], 'c': ['Tone'], 'd': 'any' }", "a:T,b:s,c:s,d:S", "a b c d"],
    // Flags first, then what must be given, then the rest, each in the schema's order.
    [
      "{ '*late': 'str', 'one': 'str', '*quick': 'bool', 'two': 'int' }",
      "quick:-q,one:s,two:l,late:s?",
      "[-q] one two [late]",
    ],
    // One that is JSON stands last of its kind; one that need not be given may stand behind all.
    ["{ 'mood': 'Mood', 'name': 'str' }", "name:s,mood:S", "name mood"],
    ["{ '*mood': 'Mood', '*name': 'str' }", "name:s?,mood:S?", "[name] [mood]"],
    ["{ 'a': ['Mood'] }", "a:S", "a"],
    ["{ 'a': 'null' }", "a:S", "a"],
    // What cannot stand in a row is one JSON object.
    ["{ 'a': 'Mood', 'b': 'Mood' }", "arguments:S", "{json}"],
    ["{ '*a': 'Mood', '*b': 'any' }", "arguments:S?", "[{json}]"],
    ["{ 'mood': 'Mood', '*name': 'str' }", "arguments:S", "{json}"],
    ["'Mood'", "tone:s,note:s?", "tone [note]"],
    ["'Song', 'boxed': true", "arguments:S", "{json}"],
  ])("%s", (data, args, params) => {
    expect(entries(`{ 'command': 'go', 'data': ${data} }`)).toEqual([`commands go ${args} (${params})`]);
  });

  test("flags: the first letter that is free, and none that a key behind it has behind a hyphen", () => {
    const flags = (data: string) => entries(`{ 'command': 'go', 'data': { ${data} } }`)[0]!.split(" ")[2];
    expect(flags("'*force': 'bool', '*fast': 'bool', '*ff': 'bool'")).toBe("force:-f,fast:-a,ff:-F");
    expect(flags("'*size': 'bool', 'max-size': 'int'")).toBe("size:-i,max-size:l");
    expect(flags("'max-size': 'int', '*read-only': 'bool', '*once': 'bool'")).toBe("read-only:-r,once:-o,max-size:l");
    const many = Array.from({ length: 62 }, (_, index) => `'*aa${index}': 'bool'`);
    expect(new Set(flags(many.join(", "))!.match(/-./g)).size).toBe(62);
    expect(flags([...many, "'*one-more': 'bool'"].join(", "))).toBe("arguments:S?");
  });

  test("`gen: false` takes options, of which the schema has some", () => {
    const given = "{ 'command': 'plug-in', 'gen': false, 'data': { '*id': 'str', 'driver': 'str' } }";
    expect(entries(given)).toEqual(["commands plug-in plug_in:O (driver=value[,id=value][,name=value][,...])"]);
    expect(entries(given, { "plug-in": { options: "plug" } })[0]).toContain("plug-in plug:O (");
    expect(entries("{ 'command': 'ask', 'gen': false }")).toEqual(["commands ask  ()"]);
    const asked = entries(given, { "plug-in": { letters: { driver: "B" } } });
    expect(asked).toEqual(["commands plug-in driver:B,id:s? (driver [id])"]);
  });
});

describe("names", () => {
  test("plain commands under their own; what queries in `info`, without hyphens", () => {
    const given =
      "{ 'command': 'stop-it' } { 'command': 'query-two-words' } { 'command': 'x-query-jit' } { 'command': 'x-set' }";
    expect(entries(given)).toEqual([
      "commands stop-it  ()",
      "commands x-set  ()",
      "info two_words  ()",
      "info jit  ()",
    ]);
  });

  test("of two with one name in `info`, `query-` has it, and the other goes by its QMP name", () => {
    expect(entries("{ 'command': 'x-query-a' } { 'command': 'query-a' }")).toEqual([
      "commands x-query-a  ()",
      "info a  ()",
    ]);
    expect(entries("{ 'command': 'query-a-b' } { 'command': 'query-a_b' }")).toEqual([
      "commands query-a_b  ()",
      "info a_b  ()",
    ]);
  });

  test("of two with one function in C, the one in `commands` has it; so none is lost where there is another place", () => {
    const info = ["commands info-status  ()", "commands query-status  ()"];
    expect(entries("{ 'command': 'query-status' } { 'command': 'info-status' }").toSorted()).toEqual(info);
    expect(entries("{ 'command': 'info-status' } { 'command': 'query-status' }")).toEqual(info);
  });

  test("commands that C cannot tell apart at all are all there", () => {
    expect(
      entries("{ 'command': 'a-b' } { 'command': 'query-a_b' } { 'command': 'info-a-b' } { 'command': 'a_b' }"),
    ).toEqual(["commands a-b  ()", "commands query-a_b  ()", "commands info-a-b  ()", "commands a_b  ()"]);
  });

  test("what gives text for people has no function of its own that another could meet", () => {
    const given = "{ 'struct': 'HumanReadableText', 'data': { 'human-readable-text': 'str' } }";
    expect(
      entries(`${given} { 'command': 'info-jit' } { 'command': 'x-query-jit', 'returns': 'HumanReadableText' }`),
    ).toEqual(["commands info-jit  ()", "info jit  ()"]);
  });

  test("a configuration that says nothing of names changes none", () => {
    expect(entries("{ 'command': 'x-query-a' } { 'command': 'query-a' }", { "x-query-a": { help: "x" } })).toEqual([
      "commands x-query-a  ()",
      "info a  ()",
    ]);
    expect(
      entries("{ 'command': 'query-status' } { 'command': 'info-status' }", { "query-status": { help: "x" } }),
    ).toEqual(["commands query-status  ()", "commands info-status  ()"]);
  });

  test("what has the name of something of the monitor's is left out, and told; so is what makes no sense", () => {
    const given =
      "{ 'command': 'help' } { 'command': 'info' } { 'command': 'qmp_capabilities' } { 'command': 'human-monitor-command' }";
    const { tables, omitted } = derived(given, {});
    expect(tables).toEqual({ commands: [] });
    expect(omitted.map(({ name }) => name)).toEqual(["help", "info", "qmp_capabilities", "human-monitor-command"]);
    expect(omitted[0]!.reason).toBe("its name 'help' is the monitor's own; the configuration can give it another");
  });
});

test("help is the first sentence, preconfig what the schema says", () => {
  const given = `
##
# @go:
#
# Go to @place, e.g. \`\`home\`\` (see @Tone).  Then
# stay there.
#
# @place: where
##
{ 'command': 'go', 'data': { 'place': 'str' }, 'allow-preconfig': true }
{ 'command': 'stay' }`;
  expect(derived(given).tables["commands"]).toMatchObject([
    { help: "Go to place, e.g. home (see Tone)", preconfig: true, json: false, omitted: [] },
    { help: "", preconfig: false },
  ]);
});

describe("a configuration", () => {
  const given = `
{ 'command': 'quit' }
{ 'command': 'query-lights', 'data': { 'lamp': 'str', '*dim': 'bool', '*room': 'str', '*why': 'Mood' } }
{ 'command': 'paint', 'data': { 'wall': 'str', '*coats': 'int', 'wet': 'bool', '*tone': 'Tone' } }`;

  test("has the last word in everything", () => {
    const { tables, omitted } = derived(given, {
      quit: { name: "leave", aliases: ["q", "x"], help: "Leave. Now.", flags: "p", params: "(nothing)" },
      "query-lights": { table: "show", letters: { lamp: "B", room: "-Rs", why: "none" } },
      paint: "none",
    });
    expect(Object.keys(tables)).toEqual(["commands", "show"]);
    expect(tables["commands"]).toMatchObject([
      { name: "leave|q|x", help: "Leave. Now.", params: "(nothing)", preconfig: true },
    ]);
    const [lights] = tables["show"]!;
    expect(lights).toMatchObject({ name: "query-lights", params: "[-d] [-R room] lamp" });
    expect(argsTypeText(lights!.args)).toBe("dim:-d,room:-Rs,lamp:B");
    expect(lights!.omitted).toEqual([{ name: "why", reason: "the configuration says so" }]);
    expect(omitted).toEqual([{ name: "paint", reason: "the configuration says so" }]);
  });

  test("letters move what they make mandatory, or a flag", () => {
    expect(entries(given, { paint: { letters: { tone: "s", wet: "-w" } } })).toContain(
      "commands paint wet:-w,wall:s,tone:s,coats:l? ([-w] wall tone [coats])",
    );
  });

  test("a flag that it names is not given to another", () => {
    expect(entries(given, { "query-lights": { letters: { room: "-ds", why: "none" } } })).toContain(
      "info lights dim:-i,room:-ds,lamp:s ([-i] [-d room] lamp)",
    );
  });

  test("moves a query to the main table under its own name, and gives way to nobody", () => {
    expect(entries(given, { "query-lights": { table: "commands" }, quit: { table: "info", name: "lights" } })).toEqual([
      "commands query-lights dim:-d,lamp:s,room:s?,why:S? ([-d] lamp [room] [why])",
      "commands paint wall:s,wet:b,coats:l?,tone:s? (wall wet [coats] [tone])",
      "info lights  ()",
    ]);
  });

  test("brings in what makes no sense, if it is asked for", () => {
    const capabilities = "{ 'command': 'human-monitor-command', 'data': { 'command-line': 'str' } }";
    expect(
      entries(capabilities, { "human-monitor-command": { name: "hmp", letters: { "command-line": "S" } } }),
    ).toEqual(["commands hmp command-line:S (command-line)"]);
  });

  test("that is wrong is refused with all that is wrong", () => {
    const wrong = { quti: "none", quit: { nam: "q" } } as unknown as HmpConfig;
    expect(() => derived(given, wrong)).toThrow(
      new RangeError(
        "the configuration of the monitor is wrong: 'quti': there is no such command; did you mean 'quit'?; " +
          "'quit': there is no key 'nam'; did you mean 'name'?",
      ),
    );
  });
});
