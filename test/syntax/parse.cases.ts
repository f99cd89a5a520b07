// Broken text: what no token, value or item can be. QEMU's manual, "Schema syntax".

import type { Case } from "../check/cases.js";

const deep = `{ 'enum': ${"[".repeat(600)}${"]".repeat(600)} }`;

export const parseCases: readonly Case[] = [
  // ---- files ----
  {
    name: "a root that is not there",
    schema: {},
    errors: [{ code: "unreadable-file", text: null, message: "cannot read '': no such file" }],
  },

  // ---- characters ----
  {
    name: "double quotes",
    schema: `{ "enum": 'Hue' }`,
    errors: [
      {
        code: "stray-character",
        text: `"enum"`,
        message: `'"enum"' cannot stand in a schema; strings stand in single quotes`,
      },
    ],
  },
  {
    name: "a number",
    schema: `{ 'struct': 'Ash', 'data': { 'age': -12.5e3 } }`,
    errors: [
      { code: "stray-character", text: "-12.5e3", message: "'-12.5e3' cannot stand in a schema; QAPI has no numbers" },
    ],
  },
  {
    name: "null",
    schema: `{ 'command': 'fell', 'data': null }`,
    errors: [
      {
        code: "stray-character",
        text: "null",
        message: "'null' cannot stand in a schema; QAPI has no null: leave the key out",
      },
    ],
  },
  {
    name: "a comment of another language",
    schema: `// trees\n{ 'command': 'fell' }`,
    errors: [
      { code: "stray-character", text: "//", message: "'//' cannot stand in a schema; comments start with '#'" },
    ],
  },
  {
    name: "a name without quotes",
    schema: `{ 'struct': 'Ash', 'data': { 'age': int } }`,
    errors: [
      { code: "stray-character", text: "int", message: "'int' cannot stand in a schema; names stand in single quotes" },
    ],
  },
  {
    name: "a byte order mark",
    schema: `\ufeff{ 'command': 'fell' }`,
    errors: [
      {
        code: "stray-character",
        text: "\ufeff",
        message: "'\ufeff' cannot stand in a schema; save the file without a byte order mark",
      },
    ],
  },
  {
    name: "a character beyond the basic plane, whole",
    schema: `{ 'command': 'fell' } 🌳 { 'command': 'saw' }`,
    errors: [{ code: "stray-character", text: "🌳", message: "'🌳' cannot stand in a schema" }],
  },
  {
    name: "true with more behind it, which is two tokens",
    schema: `{ 'command': 'fell', 'boxed': trueish }`,
    errors: [{ code: "stray-character", text: "ish" }],
  },

  // ---- strings ----
  {
    name: "a string without its second quote",
    schema: `{ 'struct': 'Ash',\n  'data': { 'age': 'int } }\n`,
    errors: [{ code: "unterminated-string", text: "'int } }" }],
  },
  {
    name: "an escape of JSON",
    schema: `{ 'enum': 'Hue', 'data': [ 'a\\nb' ] }`,
    errors: [
      {
        code: "unknown-escape",
        text: `'a\\n`,
        message: "a string knows no escape '\\n'; only a doubled backslash is one",
      },
    ],
  },
  {
    name: "a letter beyond ASCII in a string",
    schema: `{ 'enum': 'Hue', 'data': [ 'grün' ] }`,
    errors: [{ code: "string-character", text: "'grü", message: "a string takes printable ASCII only, not 'ü'" }],
  },
  {
    name: "a tab in a string",
    schema: `{ 'enum': 'Hue', 'data': [ 'dark\tred' ] }`,
    errors: [{ code: "string-character", text: "'dark\t" }],
  },

  // ---- tokens in wrong places ----
  {
    name: "a comma that is missing between members",
    schema: `{ 'struct': 'Ash' 'data': {} }`,
    errors: [{ code: "unexpected-token", text: "'data'", message: "'data' stands where ',' or '}' should be" }],
  },
  {
    name: "a comma that is missing between items",
    schema: `{ 'enum': 'Hue', 'data': [ 'red' 'green' ] }`,
    errors: [{ code: "unexpected-token", text: "'green'", message: "'green' stands where ',' or ']' should be" }],
  },
  {
    name: "a comma behind the last member",
    schema: `{ 'struct': 'Ash', 'data': {},\n}`,
    errors: [
      {
        code: "unexpected-token",
        text: "}",
        line: 2,
        message: "'}' stands where a key should be",
        notes: [["a comma cannot be last: remove this one", ","]],
      },
    ],
  },
  {
    name: "a comma behind the last item",
    schema: `{ 'enum': 'Hue', 'data': [ 'red', ] }`,
    errors: [
      {
        code: "unexpected-token",
        text: "]",
        message: "']' stands where a value should be",
        notes: [["a comma cannot be last: remove this one", ","]],
      },
    ],
  },
  {
    name: "a comma before the first item",
    schema: `{ 'enum': 'Hue', 'data': [ , 'red' ] }`,
    errors: [{ code: "unexpected-token", text: ",", line: 1, message: "',' stands where a value or ']' should be" }],
  },
  {
    name: "a colon that is missing",
    schema: `{ 'enum' 'Hue' }`,
    errors: [{ code: "unexpected-token", text: "'Hue'", message: "'Hue' stands where ':' should be" }],
  },
  {
    name: "a key that is no string",
    schema: `{ true: 'Hue' }`,
    errors: [{ code: "unexpected-token", text: "true", message: "'true' stands where a key or '}' should be" }],
  },
  {
    name: "a value that is missing",
    schema: `{ 'enum': , 'data': [] }`,
    errors: [{ code: "unexpected-token", text: ",", line: 1, message: "',' stands where a value should be" }],
  },
  {
    name: "a definition that is not closed, found where the next one starts",
    schema: `{ 'struct': 'Ash', 'data': {}\n\n{ 'command': 'fell' }\n`,
    errors: [{ code: "unexpected-token", text: "{", line: 3, message: "'{' stands where ',' or '}' should be" }],
  },
  {
    name: "a text that ends within a definition",
    schema: `{ 'struct': 'Ash'\n\n`,
    errors: [{ code: "unexpected-token", text: "\n", line: 2, message: "the file ends where ',' or '}' should be" }],
  },
  {
    name: "a doc comment within a definition that is not closed",
    schema: `{ 'command': 'saw'\n##\n# @fell:\n##\n{ 'command': 'fell' }`,
    errors: [
      {
        code: "unexpected-token",
        text: "##",
        line: 2,
        message: "a doc comment stands where ',' or '}' should be",
      },
    ],
  },
  {
    name: "a doc comment within a definition",
    schema: `{ 'struct': 'Ash',\n##\n# @Ash:\n##\n  'data': {} }`,
    errors: [{ code: "unexpected-token", text: "##", line: 2, message: "a doc comment stands where a key should be" }],
  },
  {
    name: "a string that ends in a backslash at the end of its line",
    schema: `{ 'struct': 'Ash\\\n', 'data': {} }`,
    errors: [{ code: "unterminated-string", text: "'Ash\\" }],
  },
  {
    name: "a comma between definitions",
    schema: `{ 'command': 'fell' },\n{ 'command': 'saw' }`,
    errors: [{ code: "unexpected-token", text: ",", message: "',' stands where a definition or directive should be" }],
  },
  {
    name: "brackets that go too deep",
    schema: deep,
    errors: [{ code: "nested-too-deeply", text: "[", line: 1, message: "values nest deeper than 500 levels" }],
  },

  // ---- keys and items ----
  {
    name: "a directive's key twice",
    schema: `{ 'pragma': {},\n  'pragma': {} }`,
    errors: [
      {
        code: "duplicate-key",
        text: "'pragma'",
        line: 2,
        message: "key 'pragma' is already in this object",
        notes: [["the first 'pragma'", "'pragma'"]],
      },
    ],
  },
  {
    name: "a repeated key whose value is on a later line, which is where QEMU points",
    schema: `{ 'command': 'fell', 'features': [],\n  'features':\n    [] }`,
    errors: [{ code: "duplicate-key", text: "[", line: 3, notes: [["the first 'features'", "'features'"]] }],
  },
  {
    name: "a repeated key before the place that stops the parser",
    schema: `{ 'pragma': { 'doc-required': true, 'doc-required': true, } }`,
    errors: [
      { code: "duplicate-key", text: "'doc-required'", line: 1 },
      { code: "unexpected-token", text: "}", line: 1 },
    ],
  },
  {
    name: "items that are no objects",
    schema: `'Ash'\ntrue\n[ 'Ash' ]`,
    errors: [
      {
        code: "not-an-object",
        text: "'Ash'",
        line: 1,
        message: "a definition or directive is an object in braces, not the string 'Ash'",
      },
      { code: "not-an-object", text: "true" },
      { code: "not-an-object", text: "[ 'Ash' ]" },
    ],
  },
];
