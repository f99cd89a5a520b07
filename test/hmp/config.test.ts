// What is wrong with a configuration of the monitor, in the user's words.

import { expect, test } from "vitest";

import { hmpConfigProblems } from "../../src/hmp/config.js";
import { compile } from "../../src/index.js";

const { schema, diagnostics } = compile({
  "schema.json": `
{ 'enum': 'Tone', 'data': ['low', 'high'] }
{ 'struct': 'Mood', 'data': { 'tone': 'Tone' } }
{ 'union': 'Song', 'base': { 'kind': 'Tone' }, 'discriminator': 'kind', 'data': { 'low': 'Mood' } }
{ 'event': 'DONE' }
{ 'command': 'quit' }
{ 'command': 'cont' }
{ 'command': 'sing', 'data': 'Song', 'boxed': true }
{ 'command': 'query-lights' }
{ 'command': 'plug', 'gen': false, 'data': { 'driver': 'str' } }
{ 'command': 'paint', 'data': { 'wall': 'str', 'coats': 'int', '*wet': 'bool', '*dry': 'bool', 'shiny': 'bool', '*tone': 'Tone', '*mood': 'Mood', '*names': ['str'] } }`,
});

const problems = (config: unknown) => hmpConfigProblems(schema!, config);

test("the schema is right", () => expect(diagnostics).toEqual([]));

test.each<[config: unknown]>([
  [{}],
  [{ quit: "none", paint: {}, "query-lights": { table: "commands" } }],
  [{ quit: { name: "leave", aliases: ["q"], help: "", params: "", flags: "p", table: "info", letters: {} } }],
  [{ quit: { name: undefined, letters: undefined } }],
  [
    {
      paint: {
        letters: { wall: "F", coats: "i", wet: "-x", dry: "b", shiny: "-s", tone: "-ts", mood: "none", names: "S?" },
      },
    },
  ],
  [{ quit: { name: "cont" }, cont: { name: "quit" } }],
  [{ quit: { table: "show" }, "query-lights": { table: "show", name: "quit2" } }],
  [{ plug: { options: "device" } }],
  [{ quit: { table: "print" }, cont: { name: "p" } }],
])("%j is fine", (config) => expect(problems(config)).toEqual([]));

const codes = { str: "s, F, B, S, -fs", int: "l, i, M, o", flag: "b, -f" };

test.each<[config: unknown, wanted: string | readonly string[]]>([
  [[], "the configuration is to be an object with a key for each command, not a list"],
  [null, "the configuration is to be an object with a key for each command, not null"],
  ["none", 'the configuration is to be an object with a key for each command, not "none"'],
  [{ plug: { options: "a b" } }, `'plug': 'options' is "a b", and is to be one word such as "device"`],
  [{ plug: { options: 1 } }, "'plug': 'options' is to be a text, not 1"],
  ...[{ paint: { options: "device" } }, { plug: { options: "device", letters: { driver: "s" } } }].map(
    (config): [unknown, string] => [
      config,
      `'${Object.keys(config)[0]}': 'options' is for commands that take options, and this one takes its arguments one by one`,
    ],
  ),
  [{ quite: "none" }, "'quite': there is no such command; did you mean 'quit'?"],
  [{ xxxxxxxx: {} }, "'xxxxxxxx': there is no such command; there are: quit, cont, sing, query-lights, plug, paint"],
  [
    { DONE: {}, Tone: {}, Song: {} },
    [
      "'DONE': it is an event, not a command",
      "'Tone': it is an enum, not a command",
      "'Song': it is a union, not a command",
    ],
  ],
  [{ quit: "no" }, `'quit': is to be an object, or "none" to leave it out, not "no"`],
  [{ quit: null }, `'quit': is to be an object, or "none" to leave it out, not null`],
  [
    JSON.parse('{ "__proto__": {} }'),
    "'__proto__': there is no such command; there are: quit, cont, sing, query-lights, plug, paint",
  ],
  [
    { quit: { alias: ["q"] } },
    "'quit': there is no key 'alias'; there are: name, aliases, help, params, letters, options, flags, table",
  ],
  [{ quit: { nam: "q" } }, "'quit': there is no key 'nam'; did you mean 'name'?"],
  [
    { quit: { constructor: 1 } },
    "'quit': there is no key 'constructor'; there are: name, aliases, help, params, letters, options, flags, table",
  ],
  [
    { quit: { help: 1, params: ["x"], letters: "s" } },
    [
      "'quit': 'help' is to be a text, not 1",
      "'quit': 'params' is to be a text, not a list",
      `'quit': 'letters' is to be an object of codes by member, not "s"`,
    ],
  ],
  [{ quit: { flags: "px" } }, `'quit': 'flags' is to be "p" or "", not "px"`],
  [{ quit: { name: "" } }, "'quit': 'name' is empty"],
  [{ quit: { name: "x y" } }, `'quit': 'name' is "x y", and a name cannot have blanks, '/' or '|' in it`],
  [{ quit: { name: "x/y" } }, `'quit': 'name' is "x/y", and a name cannot have blanks, '/' or '|' in it`],
  [{ quit: { name: "q|quit" } }, `'quit': 'name' is "q|quit", and a name cannot have blanks, '/' or '|' in it`],
  [{ quit: { name: "x".repeat(256) } }, "'quit': 'name' is longer than 255 bytes"],
  [{ quit: { aliases: "q" } }, `'quit': 'aliases' is to be a list of names, not "q"`],
  [{ quit: { aliases: ["q", ""] } }, "'quit': 'aliases' has an entry, its 2., that is empty"],
  [{ quit: { aliases: ["q", "q"] } }, "'quit': 'aliases' has 'q' twice"],
  [{ quit: { name: "q", aliases: ["q"] } }, "'quit': 'aliases' has its name 'q' again"],
  [{ quit: { table: "in fo" } }, `'quit': 'table' is "in fo", and is to be one word such as "info"`],
  [{ quit: { table: "help" } }, `'quit': 'table' is "help", and that word is the monitor's own`],
  [
    { "a\nb": {}, quit: { "x\u2028": 1, name: `\ud800${"y ".repeat(40)}` } },
    [
      "'a\\u000ab': there is no such command; there are: quit, cont, sing, query-lights, plug, paint",
      "'quit': there is no key 'x\\u2028'; there are: name, aliases, help, params, letters, options, flags, table",
      `'quit': 'name' is "\\ud800${"y ".repeat(19)}y…", and a name cannot have blanks, '/' or '|' in it`,
    ],
  ],
  // Names meet in C.
  [{ quit: { name: "größe" }, cont: { name: "gr__e" } }, "'cont': the C function 'hmp_gr__e' is that of 'quit'"],
  [
    { quit: { table: "my-own", name: "x" }, cont: { name: "my_own_x" } },
    "'cont': the C function 'hmp_my_own_x' is that of 'quit'",
  ],
  [
    { quit: { table: "info", name: "x" }, cont: { name: "info-x" } },
    "'cont': the C function 'hmp_info_x' is that of 'quit'",
  ],
  [
    { paint: { name: "quit_", aliases: ["c"] }, cont: { name: "quit." } },
    "'paint': the C function 'hmp_quit_' is that of 'cont'",
  ],
  // Names meet.
  [{ quit: { name: "cont" } }, "'cont': the name 'cont' in the table 'commands' is that of 'quit'"],
  [{ quit: { name: "help" } }, "'quit': the name 'help' in the table 'commands' is the monitor's own"],
  [
    { quit: { aliases: ["x"] }, cont: { aliases: ["x"] } },
    "'cont': the name 'x' in the table 'commands' is that of 'quit'",
  ],
  [
    { quit: { table: "show" }, cont: { name: "show" } },
    "'cont': the name 'show' in the table 'commands' is that of a sub-table",
  ],
  [{ quit: { table: "cont" } }, "'cont': the name 'cont' in the table 'commands' is that of a sub-table"],
  // Letters.
  [
    { paint: { letters: { wal: "s" } } },
    "'paint': 'letters' has 'wal', which is no argument of it; did you mean 'wall'?",
  ],
  [{ quit: { letters: { a: "s" } } }, "'quit': 'letters' has 'a', which is no argument of it"],
  [
    { sing: { letters: { kind: "s" } } },
    "'sing': 'letters' is for arguments one by one, and its arguments are a union: they come as JSON",
  ],
  [
    { paint: { letters: { wall: "i" } } },
    `'paint': 'letters' has 'wall', which is of type str, and 'i' cannot carry that; for it there are: ${codes.str}`,
  ],
  [
    { paint: { letters: { coats: "s" } } },
    `'paint': 'letters' has 'coats', which is of type int, and 's' cannot carry that; for it there are: ${codes.int}`,
  ],
  [
    { paint: { letters: { tone: "-t" } } },
    `'paint': 'letters' has 'tone', which is of the enum Tone, and '-t' cannot carry that; for it there are: ${codes.str}`,
  ],
  [
    { paint: { letters: { wet: "-ws" } } },
    `'paint': 'letters' has 'wet', which is of type bool, and '-ws' cannot carry that; for it there are: ${codes.flag}`,
  ],
  [
    { paint: { letters: { mood: "s" } } },
    "'paint': 'letters' has 'mood', which is of the struct Mood, and 's' cannot carry that; for it there are: S",
  ],
  [
    { paint: { letters: { names: "i" } } },
    `'paint': 'letters' has 'names', which is a list, and 'i' cannot carry that; for it there are: ${codes.str}`,
  ],
  [
    { paint: { letters: { wet: "b?" } } },
    `'paint': 'letters' has 'wet', which has "b?", which is no code of args_type; for it there are: ${codes.flag}`,
  ],
  [
    { paint: { letters: { wall: 1 } } },
    `'paint': 'letters' has 'wall', which has 1, which is no code of args_type; for it there are: ${codes.str}`,
  ],
  [
    { paint: { letters: { wall: "/" } } },
    `'paint': 'letters' has 'wall', which is of type str, and '/' cannot carry that; for it there are: ${codes.str}`,
  ],
  [
    { paint: { letters: { wall: "s?" } } },
    "'paint': 'letters' has 'wall', which the command needs, so that 's?' must not make it optional",
  ],
  [
    { paint: { letters: { wall: "none" } } },
    "'paint': 'letters' has 'wall', which the command needs: it cannot be left out",
  ],
  [
    { paint: { letters: { wet: "-x", dry: "-x" } } },
    "'paint': with these letters, 'wet' and 'dry' are both the flag -x",
  ],
  [
    { paint: { letters: { wall: "S", mood: "none" } } },
    "'paint': with these letters, 'wall' takes the rest of the line (letter S), and 'tone', which may be left out, must stand behind it",
  ],
  [
    { paint: { letters: { names: "S?" } } },
    "'paint': with these letters, 'mood' and 'names' would both take the rest of the line (letter S)",
  ],
])("%j", (config, wanted) => expect(problems(config)).toEqual(typeof wanted === "string" ? [wanted] : wanted));
