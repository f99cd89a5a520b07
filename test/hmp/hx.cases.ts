// `.hx` texts: what is read of them, and what is said of those that are wrong.

import type { HxEntry } from "../../src/hmp/hx.js";

/** An entry with no more than it must have. */
export const boil: HxEntry = { kind: "entry", name: "boil", argsType: "", params: "", help: "" };

/** The same as text, with more fields or other ones. */
export const entry = (fields = "", help = '""') =>
  `{ .name = "boil", .args_type = "", .params = "", .help = ${help}, ${fields} },\n`;

export const read = { conditions: [], args: [] };

export const directive = (name: "if" | "ifdef" | "ifndef" | "elif" | "else" | "endif", text = "") =>
  ({ kind: "directive", name, text }) as const;

export const readings: readonly (readonly [what: string, text: string, items: readonly object[]])[] = [
  ["nothing", "", []],
  ["blanks alone, without a last newline", "\n \t\n  ", []],
  ["a comment anywhere in its line", "  HXCOMMENT", []],
  ["a block with blanks behind its words and lines", "SRST \n a \t\nERST\t\n", [{ kind: "block", lines: [" a"] }]],
  ["an empty block, its label empty", "SRST()\nERST\n", [{ kind: "block", lines: [] }]],
  [
    "comments in a block, which neither tool takes for its text",
    "SRST\na\nHXCOMM b\nHXCOMM\nc\nERST\n",
    [{ kind: "block", lines: ["a", "c"] }],
  ],
  [
    "words that only look like markers",
    "SRST\n  a SRST\nerst\nDEFHEADINGS()\nERST\n",
    [{ kind: "block", lines: ["  a SRST", "erst", "DEFHEADINGS()"] }],
  ],
  [
    "braces, quotes and conditionals in a block",
    'SRST\n#if A\n{ "\n/*\nERST\n',
    [{ kind: "block", lines: ["#if A", '{ "', "/*"] }],
  ],
  [
    "a heading for some targets",
    "ARCHHEADING(Kitchen (new):,  ARCH_A | ARCH_B )\n",
    [{ kind: "heading", text: "Kitchen (new):", mask: "ARCH_A | ARCH_B" }],
  ],
  ["an empty heading", "DEFHEADING()\n", [{ kind: "heading", text: "" }]],
  [
    "lines that end with CR LF",
    `${entry()}SRST\na\nERST\n`.replaceAll("\n", "\r\n"),
    [
      { ...boil, ...read },
      { kind: "block", lines: ["a"] },
    ],
  ],
  [
    "comments of C",
    `/* a\n b */ // c\n{ /* d */ .name /**/ = // e\n"boil", HXCOMM\n`.replace("HXCOMM\n", "") +
      `\n  HXCOMM .name = "x",\n.args_type = "", .params = "", .help = "" /* " */ }, // {\n`,
    [
      { kind: "c-comment", text: "/* a\n b */" },
      { kind: "c-comment", text: "// c" },
      { ...boil, ...read },
      { kind: "c-comment", text: "// {" },
    ],
  ],
  [
    "an entry on one line, no comma behind its last field",
    '{.name="boil",.args_type="",.params="",.help="",.coroutine=false},\n',
    [{ ...boil, coroutine: false, ...read }],
  ],
  [
    "fields of other names",
    entry('.power = 9, .unit = "kW", .gas = &gas, .rest = NULL'),
    [
      {
        ...boil,
        ...read,
        rest: [
          { kind: "field", name: "power", value: { kind: "word", word: "9" } },
          { kind: "field", name: "unit", value: { kind: "text", text: "kW" } },
          { kind: "field", name: "gas", value: { kind: "word", word: "&gas" } },
          { kind: "field", name: "rest", value: { kind: "word", word: "NULL" } },
        ],
      },
    ],
  ],
  [
    "every escape of C",
    entry("", String.raw`"\a\b\t\n\v\f\r\e\"\'\?\\\101\60\x41\u00e9\U0001f600"`),
    [{ ...boil, help: "\x07\b\t\n\v\f\r\x1b\"'?\\A0Aé😀", ...read }],
  ],
  [
    "bytes of one character in two literals",
    entry("", String.raw`"\303" "\xa9\xef\xbb\xbf"`),
    [{ ...boil, help: "é\ufeff", ...read }],
  ],
  [
    "digits behind an octal escape, and behind a literal with a hexadecimal one",
    entry("", String.raw`"\1011" "\x41" "1"`),
    [{ ...boil, help: "A1A1", ...read }],
  ],
  [
    "a literal that goes on in the next line, whose blanks hxtool removes",
    entry("", '"a \\  \n   b"'),
    [{ ...boil, help: "a b", ...read }],
  ],
  ["characters that are not ASCII, and a tab", entry("", '"é\t😀"'), [{ ...boil, help: "é\t😀", ...read }]],
  [
    "conditionals in a text",
    entry("", '"a"\n#ifdef B\n"b" "c"\n#else /* not B */\n"d"\n# endif\n"e"'),
    [
      {
        ...boil,
        help: ["a", directive("ifdef", "B"), "bc", directive("else", "/* not B */"), "d", directive("endif"), "e"],
        ...read,
      },
    ],
  ],
  [
    "conditionals between fields",
    entry("\n#if B\n.cmd = b,\n#else\n.cmd = c,\n#endif\n"),
    [
      {
        ...boil,
        ...read,
        rest: [
          directive("if", "B"),
          { kind: "field", name: "cmd", value: { kind: "word", word: "b" } },
          directive("else"),
          { kind: "field", name: "cmd", value: { kind: "word", word: "c" } },
          directive("endif"),
        ],
      },
    ],
  ],
  [
    "arguments that depend on conditions",
    '{ .name = "boil", .args_type = "a:s"\n#if B\n",b:s"\n#endif\n, .params = "", .help = "" },\n',
    [{ ...boil, argsType: ["a:s", directive("if", "B"), ",b:s", directive("endif")], conditions: [], args: undefined }],
  ],
  [
    "a table within an entry",
    `#if A\n${entry(`.sub_table = (HMPCommand[]) {\nHXCOMM c\n${entry()}SRST\nx\nERST\n#ifndef B\n${entry()}#endif\n{ } }`)}#endif\n`,
    [
      directive("if", "A"),
      {
        ...boil,
        args: [],
        conditions: ["A"],
        subTable: [
          { kind: "comment", text: "c" },
          { ...boil, args: [], conditions: ["A"] },
          { kind: "block", lines: ["x"] },
          directive("ifndef", "B"),
          { ...boil, args: [], conditions: ["A", "!defined(B)"] },
          directive("endif"),
        ],
      },
      directive("endif"),
    ],
  ],
  [
    "an end of a table that is written out",
    entry(`.sub_table = (HMPCommand []) { ${entry()} { NULL, NULL, }, }`),
    [{ ...boil, ...read, subTable: [{ ...boil, ...read }] }],
  ],
];

export const conditions: readonly (readonly [directives: string, conditions: readonly string[]])[] = [
  ["#ifdef A", ["defined(A)"]],
  ["#ifndef A", ["!defined(A)"]],
  ["#ifndef A\n#else", ["defined(A)"]],
  ["#if A > 1 /* b */ // c", ["A > 1"]],
  ["#  if\tdefined A", ["defined A"]],
  ["#if(A)", ["(A)"]],
  ["#if A || B\n#else", ["!(A || B)"]],
  ["#if defined(A)\n#elif defined(B) && C\n#else // d", ["!defined(A) && !(defined(B) && C)"]],
  ["#if A\n#elif B || C", ["!A && (B || C)"]],
  ["#ifdef A\n#if B", ["defined(A)", "B"]],
  ["#ifdef A\n#endif\n#ifdef B", ["defined(B)"]],
  ["#if defined(A) \\\n   && defined(B)", ["defined(A) && defined(B)"]],
];

// ---- mistakes ----------------------------------------------------------------------------------------------------------

export const good = entry();
export const mistakes: readonly (readonly [
  text: string,
  ...mistakes: (readonly [place: string, code: string, message: string])[],
])[] = [
  // What the line filters do
  [
    "a\0\n",
    ["1:1", "hx-unexpected", "an entry, a block or a directive expected, but 'a' stands here"],
    ["1:2", "hx-nul", "a NUL cannot stand in an .hx file"],
  ],
  [
    "SRST\na\rb\nERST\n",
    [
      "2:2",
      "hx-carriage-return",
      "a carriage return without a newline behind it is an end of line to some tools and none to others",
    ],
  ],
  [`${good}HXCOMM a`, ["2:1", "hx-last-line", "this last line has no newline: hxtool loses it"]],
  ["SRST\na\nERST", ["3:1", "hx-last-line", "this last line has no newline: hxtool loses it"]],
  [`${good}SRST\na\n\n`, ["2:1", "hx-unclosed-block", "SRST without ERST: hxtool drops everything behind it"]],
  [`ERST\n${good}`, ["1:1", "hx-stray-erst", "ERST without SRST: hxtool drops everything behind it"]],
  [
    "  SRST\na\nERST\n",
    [
      "1:3",
      "hx-marker-column",
      "SRST starts in the first column: one that is indented is none to the documentation's tool",
    ],
  ],
  [
    " ERST\n",
    [
      "1:2",
      "hx-marker-column",
      "ERST starts in the first column: one that is indented is none to the documentation's tool",
    ],
  ],
  [
    "SRSTART\nERST\n",
    [
      "1:1",
      "hx-marker-line",
      "'SRSTART' is taken by hxtool for SRST, which takes a line of its own, with nothing but '(label)' behind it",
    ],
  ],
  [
    "SRST(a) b\nERST\n",
    [
      "1:1",
      "hx-marker-line",
      "'SRST(a) b' is taken by hxtool for SRST, which takes a line of its own, with nothing but '(label)' behind it",
    ],
  ],
  ["ERSTWHILE\n", ["1:1", "hx-marker-line", "'ERSTWHILE' is taken by hxtool for ERST, which takes a line of its own"]],
  [
    "SRST\nERSTWHILE\nERST\n",
    [
      "2:1",
      "hx-block-line",
      "a line of documentation cannot begin with 'ERSTWHILE': the tools take it for a directive",
    ],
  ],
  [
    "SRST\na\n  SRST\nERST\n",
    ["3:3", "hx-block-line", "a line of documentation cannot begin with 'SRST': the tools take it for a directive"],
  ],
  [
    "SRST\n ERST\nERST\n",
    ["2:2", "hx-block-line", "a line of documentation cannot begin with 'ERST': the tools take it for a directive"],
  ],
  [
    "SRST\n HXCOMM a\nERST\n",
    ["2:2", "hx-block-line", "a line of documentation cannot begin with 'HXCOMM': the tools take it for a directive"],
  ],
  [
    "SRST\nDEFHEADING(a)\nERST\n",
    [
      "2:1",
      "hx-block-line",
      "a line of documentation cannot begin with 'DEFHEADING': the tools take it for a directive",
    ],
  ],
  [
    `{ .name = "a",\nSRST\na\nERST\n${good}`,
    ["2:1", "hx-marker-inside", "hxtool takes this line for SRST, but what starts in front of it is not closed"],
  ],
  [
    "/* a\n  SRST */\nERST\n",
    ["2:3", "hx-marker-inside", "hxtool takes this line for SRST, but what starts in front of it is not closed"],
  ],
  [
    "DEFHEADING(a\n",
    [
      "1:1",
      "hx-heading",
      "DEFHEADING takes its text in parentheses, on a line of its own that starts in the first column",
    ],
  ],
  [
    " ARCHHEADING(a, b)\n",
    [
      "1:2",
      "hx-heading",
      "ARCHHEADING takes its text in parentheses, on a line of its own that starts in the first column",
    ],
  ],
  // Tokens
  [
    "\ufeffHXCOMM a\n",
    ["1:1", "hx-unexpected", "an entry, a block or a directive expected, but '\\ufeff' stands here"],
  ],
  [
    'DEF("a", HAS_ARG, OPT_a, "", ALL)\nSRST\nERST\n',
    ["1:1", "hx-option-table", "this is a table of options (DEF), not of commands"],
  ],
  [
    `${good}boil\n${good}`,
    ["2:1", "hx-unexpected", "an entry, a block or a directive expected, but 'boil' stands here"],
  ],
  [
    '{ .name = "a"\n',
    ["1:1", "hx-unexpected", "a string or ',' expected, but the file ends, and what starts at line 1 is open"],
  ],
  ['{ .name = "a",\n .help "b" },\n', ["2:8", "hx-unexpected", "'=' expected, but '\"b\"' stands here"]],
  ['{ .name = "a"\n  .help = "b" },\n', ["2:3", "hx-unexpected", "a string or ',' expected, but '.help' stands here"]],
  ["{ .name = a(b) },\n", ["1:12", "hx-unexpected", "',' expected, but '(' stands here"]],
  ["{ .name = , },\n", ["1:11", "hx-unexpected", "a value expected, but ',' stands here"]],
  ["{ name = 1, },\n", ["1:3", "hx-unexpected", "a field or '}' expected, but 'name' stands here"]],
  [`{ .name = "a" }\n${good}`, ["2:1", "hx-unexpected", "',' expected, but '{' stands here"]],
  ['{ .name = "a\n", },\n', ["1:11", "hx-unclosed-string", "this string has no closing quote on its line"]],
  [
    '{ .name = "a\\',
    ["1:1", "hx-last-line", "this last line has no newline: hxtool loses it"],
    ["1:11", "hx-unclosed-string", "this string has no closing quote on its line"],
  ],
  [`/* a\n${good}`, ["1:1", "hx-unclosed-comment", "this comment is not closed"]],
  [`${good}{ .name = /* a\n },\n`, ["2:11", "hx-unclosed-comment", "this comment is not closed"]],
  [entry("", String.raw`"a\qb"`), ["1:60", "hx-text", "C knows no escape '\\q'"]],
  [entry("", String.raw`"a" "\x"`), ["1:63", "hx-text", "'\\x' needs hexadecimal digits"]],
  [entry("", String.raw`"\x100"`), ["1:59", "hx-text", "'\\x100' is more than a byte"]],
  [entry("", String.raw`"\0"`), ["1:59", "hx-text", "a NUL ends the text in C"]],
  [entry("", String.raw`"\ud800"`), ["1:59", "hx-text", "'\\ud800' is no character that C takes"]],
  [entry("", String.raw`"\xff"`), ["1:59", "hx-text", "the bytes of this text are not UTF-8"]],
  // Conditionals
  ["#define A\n", ["1:1", "hx-directive", "'#define' is not read: a table takes conditionals alone"]],
  ["#ifdef2 A\n", ["1:1", "hx-directive", "'#ifdef2' is not read: a table takes conditionals alone"]],
  [
    "#if // a\n#endif\n",
    ["1:1", "hx-condition", "'#if' needs a condition"],
    ["2:1", "hx-stray-conditional", "'#endif' has no '#if' here"],
  ],
  ["#ifdef A B\n", ["1:1", "hx-condition", "'#ifdef' needs one name"]],
  ["#if A /* b\n", ["1:1", "hx-condition", "a comment behind a directive is closed on its line"]],
  [
    "#if A \\\nSRST\nERST\n",
    ["2:1", "hx-marker-inside", "hxtool takes this line for SRST, but what starts in front of it is not closed"],
  ],
  [
    `${good}// a \\\nHXCOMM\n`,
    ["3:1", "hx-marker-inside", "hxtool takes this line for HXCOMM, but what starts in front of it is not closed"],
  ],
  [`${good}#if A\n`, ["2:1", "hx-unclosed-conditional", "'#if' is not closed in this file"]],
  ["#endif\n", ["1:1", "hx-stray-conditional", "'#endif' has no '#if' here"]],
  ["#if A\n#else\n#elif B\n#endif\n", ["3:1", "hx-stray-conditional", "'#elif' follows an '#else'"]],
  [`#if A\n${good} #else\n#else\n#endif\n`, ["4:1", "hx-stray-conditional", "'#else' follows an '#else'"]],
  [entry("", '"a"\n#if A\n'), ["2:1", "hx-unclosed-conditional", "'#if' is not closed within its text"]],
  [entry("\n#if A\n"), ["2:1", "hx-unclosed-conditional", "'#if' is not closed within its entry"]],
  [entry("", "\n#if A\n#endif\n"), ["2:1", "hx-unexpected", "a string expected, but there are conditionals alone"]],
  // Entries
  [
    '{ .name = "a", .params = "", },\n',
    ["1:1", "hx-missing-field", "this entry has no '.args_type' that is always there"],
    ["1:1", "hx-missing-field", "this entry has no '.help' that is always there"],
  ],
  [entry(".cmd = a, .cmd = b"), ["1:72", "hx-duplicate-field", "'.cmd' is given twice"]],
  [entry("\n#if A\n.cmd = a,\n#endif\n.cmd = b"), ["5:1", "hx-duplicate-field", "'.cmd' is given twice"]],
  [entry('.cmd = "a"'), ["1:62", "hx-field-value", "'.cmd' takes the name of a function"]],
  [entry(".coroutine = 1"), ["1:62", "hx-field-value", "'.coroutine' takes true or false"]],
  [entry(".flags = p"), ["1:62", "hx-field-value", "'.flags' takes a string, without conditionals in it"]],
  [entry("", "NULL"), ["1:50", "hx-field-value", "'.help' takes a string"]],
  [
    entry('.sub_table = "a"'),
    ["1:62", "hx-field-value", "'.sub_table' takes the name of an array, or '(HMPCommand[]) { … }'"],
  ],
  [
    '{ .name = "a", .args_type = "b:s,"\n "c:q", .params = "", .help = "" },\n',
    [
      "2:5",
      "hx-args-type",
      "in '.args_type', 'q' is no argument letter; they are s, F, B, S, O, i, l, M, o, T, b, / and - with a flag behind it",
    ],
  ],
  [
    '{ .name = "a", .args_type = "on:b?", .params = "", .help = "" },\n',
    ["1:34", "hx-args-type", "in '.args_type', 'b' cannot be optional"],
  ],
  [
    '{ .name = "a", .args_type = "on", .params = "", .help = "" },\n',
    ["1:32", "hx-args-type", "in '.args_type', a colon and a letter are missing behind the key 'on'"],
  ],
  [
    '{ .name = "a", .args_type = "\\157n:b?", .params = "", .help = "" },\n',
    ["1:30", "hx-args-type", "in '.args_type', 'b' cannot be optional"],
  ],
  [`{ },\n${good}`, ["1:1", "hx-early-end", "an entry without fields ends the table: the monitor sees none behind it"]],
  [
    entry(`.sub_table = (HMPCommand[]) { { NULL }, ${good} { } }`),
    ["1:92", "hx-early-end", "an entry without fields ends the table: the monitor sees none behind it"],
  ],
  [entry(`.sub_table = (HMPCommand[]) { ${good} }`), ["1:75", "hx-no-end", "a table within an entry ends with '{ }'"]],
  [
    entry(".sub_table = (HMPCommand[]) {\nSRST\nERSTX\nERST\n    { } }"),
    ["3:1", "hx-block-line", "a line of documentation cannot begin with 'ERSTX': the tools take it for a directive"],
  ],
  [
    entry(".sub_table = (HMPCommand[]) {\nSRST\na\n"),
    ["2:1", "hx-unclosed-block", "SRST without ERST: hxtool drops everything behind it"],
  ],
  [
    entry(".sub_table = (HMPCommand[]) {\nDEFHEADING(a) b\n    { } }"),
    ["2:15", "hx-unexpected", "the end of the line expected, but 'b' stands here"],
  ],
  [
    entry(`.sub_table = (HMPCommand[]) { ${good} { }\n#if A\n }`),
    ["3:1", "hx-unclosed-conditional", "'#if' is not closed within its table"],
  ],
  // Several in one file
  [
    `{ .name },\n${good}#if A\nERST\nSRST\nERSTX\nERST\n{ .name = "a", .flags = p, },\n`,
    ["1:9", "hx-unexpected", "'=' expected, but '}' stands here"],
    ["4:1", "hx-stray-erst", "ERST without SRST: hxtool drops everything behind it"],
    ["6:1", "hx-block-line", "a line of documentation cannot begin with 'ERSTX': the tools take it for a directive"],
    ["8:1", "hx-missing-field", "this entry has no '.args_type' that is always there"],
    ["8:1", "hx-missing-field", "this entry has no '.params' that is always there"],
    ["8:1", "hx-missing-field", "this entry has no '.help' that is always there"],
    ["8:16", "hx-field-value", "'.flags' takes a string, without conditionals in it"],
  ],
];

const nested = (depth: number) => ".sub_table = (HMPCommand[]) { { ".repeat(depth);
export const hostile: readonly (readonly [what: string, text: string, codes: readonly string[]])[] = [
  ["a megabyte of spaces", `${" ".repeat(1e6)}\n`, []],
  ["a megabyte of letters", `${"a".repeat(1e6)}\n`, ["hx-unexpected"]],
  ["a megabyte in a string", entry("", `"${"a".repeat(1e6)}"`), []],
  ["a megabyte of literals", entry("", '"a" '.repeat(250_000)), []],
  ["a megabyte of escapes", entry("", `"${"\\n".repeat(500_000)}"`), []],
  ["a megabyte of back-slashes", `{ .name = "${"\\".repeat(1e6)}\n`, ["hx-unclosed-string"]],
  ["a megabyte of an open string", `{ .name = "${"a".repeat(1e6)}\n`, ["hx-unclosed-string"]],
  ["a megabyte of an open comment", `/*${"a\n".repeat(500_000)}`, ["hx-unclosed-comment"]],
  ["a megabyte of a comment in an entry", entry(`/*${"a\n".repeat(500_000)}*/`), []],
  ["a megabyte of an open block", `SRST\n${"a\n".repeat(500_000)}`, ["hx-unclosed-block"]],
  ["a megabyte of a line that goes on", `#if A ${"\\\n".repeat(500_000)}\n#endif\n`, []],
  ["a megabyte of blanks behind back-slashes", `#if A ${`\\${" ".repeat(1000)}a`.repeat(1000)}\n#endif\n`, []],
  ["100 000 open braces", "{".repeat(100_000) + "\n", ["hx-unexpected"]],
  [
    "100 000 open braces, a line each",
    "{\n".repeat(100_000),
    [...Array<string>(100).fill("hx-unexpected"), "hx-too-many"],
  ],
  ["100 000 bad lines", "x\n{\n".repeat(50_000), [...Array<string>(100).fill("hx-unexpected"), "hx-too-many"]],
  [
    "100 000 markers that close nothing",
    "ERST\n".repeat(100_000),
    [...Array<string>(100).fill("hx-stray-erst"), "hx-too-many"],
  ],
  [
    "100 000 conditionals in each other",
    "#if A\n".repeat(100_000),
    [...Array<string>(100).fill("hx-unclosed-conditional"), "hx-too-many"],
  ],
  [
    "100 000 branches",
    `#if A\n${"#elif B\n".repeat(100_000)}#endif\n`,
    [...Array<string>(100).fill("hx-stray-conditional"), "hx-too-many"],
  ],
  ["tables that nest 100 000 deep", `{ ${nested(100_000)}\n`, ["hx-nested-too-deeply"]],
  ["10 000 entries", good.repeat(10_000), []],
  [
    "every control character",
    [...Array(32).keys()].map((code) => String.fromCharCode(code)).join(""),
    ["hx-nul", "hx-unexpected", "hx-carriage-return", "hx-last-line"],
  ],
];
