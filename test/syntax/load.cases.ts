// Broken directives. QEMU's manual, "Include directives", "Pragma directives".

import type { Case } from "../check/cases.js";

export const loadCases: readonly Case[] = [
  // ---- include ----
  {
    name: "an include with another key",
    schema: { "schema.json": `{ 'include': 'oak.json', 'if': 'CONFIG_OAK' }`, "oak.json": "" },
    errors: [
      {
        code: "directive-keys",
        text: "'if'",
        message: "'include' stands alone in its object; 'if' cannot be beside it",
      },
    ],
  },
  {
    name: "an include of a list",
    schema: `{ 'include': [ 'oak.json' ] }`,
    errors: [{ code: "include-value", text: "[ 'oak.json' ]", message: "'include' takes a file name, not an array" }],
  },
  {
    name: "an include of a file that is not there",
    schema: { "trees/schema.json": `{ 'include': 'oak.json' }` },
    errors: [
      {
        code: "include-unreadable",
        text: "'oak.json'",
        message: "cannot read the included file 'trees/oak.json': no such file",
      },
    ],
  },
  {
    name: "a file that includes itself",
    schema: { "schema.json": `{ 'include': './schema.json' }` },
    errors: [
      {
        code: "include-loop",
        text: "'./schema.json'",
        message: "'./schema.json' includes itself by way of this line",
      },
    ],
  },
  {
    name: "a loop of three files, found where it closes",
    schema: {
      "schema.json": `{ 'include': 'a/oak.json' }`,
      "a/oak.json": `{ 'include': '../elm.json' }`,
      "a/../elm.json": `\n{ 'include': 'schema.json' }`,
    },
    errors: [{ code: "include-loop", text: "'schema.json'", file: "a/../elm.json" }],
  },
  {
    name: "a mistake in an included file",
    schema: { "schema.json": `{ 'include': 'oak.json' }`, "oak.json": `{ 'command': 'Fell' }` },
    errors: [{ code: "name-case", text: "'Fell'", file: "oak.json", in: "command Fell" }],
  },

  // ---- pragma ----
  {
    name: "a pragma with another key",
    schema: `{ 'pragma': { 'doc-required': true }, 'doc-required': true }`,
    errors: [
      {
        code: "directive-keys",
        text: "'doc-required'",
        line: 1,
        message: "'pragma' stands alone in its object; 'doc-required' cannot be beside it",
      },
    ],
  },
  {
    name: "both directives in one object, which count as an include",
    schema: `{ 'pragma': {}, 'include': 'oak.json' }`,
    errors: [{ code: "directive-keys", text: "'pragma'" }],
  },
  {
    name: "a pragma that is no object",
    schema: `{ 'pragma': 'doc-required' }`,
    errors: [
      {
        code: "pragma-value",
        text: "'doc-required'",
        message: "'pragma' takes an object, not the string 'doc-required'",
      },
    ],
  },
  {
    name: "a misspelt pragma",
    schema: `{ 'pragma': { 'docs-required': true } }`,
    errors: [
      {
        code: "unknown-pragma",
        text: "'docs-required'",
        message: "there is no pragma 'docs-required' (did you mean 'doc-required'?)",
      },
    ],
  },
  {
    name: "a pragma that a later release brought",
    schema: `{ 'pragma': { 'documentation-exceptions': [] } }`,
    qemu: "7.2",
    errors: [
      {
        code: "unknown-pragma",
        text: "'documentation-exceptions'",
        message:
          "there is no pragma 'documentation-exceptions'; known: doc-required, command-name-exceptions, command-returns-exceptions, member-name-exceptions",
      },
    ],
  },
  {
    name: "the same pragma in a later release",
    schema: `{ 'pragma': { 'documentation-exceptions': [] } }`,
    qemu: "10.0",
    errors: [],
  },
  {
    name: "pragmas of wrong types, each of which is told",
    schema: `{ 'pragma': { 'doc-required': 'yes', 'command-name-exceptions': 'a_b', 'member-name-exceptions': [ true ] } }`,
    errors: [
      {
        code: "pragma-type",
        text: "'yes'",
        message: "pragma 'doc-required' takes true or false, not the string 'yes'",
      },
      {
        code: "pragma-type",
        text: "'a_b'",
        message: "pragma 'command-name-exceptions' takes a list of strings, not the string 'a_b'",
      },
      {
        code: "pragma-type",
        text: "[ true ]",
        message: "pragma 'member-name-exceptions' takes a list of strings, not a list with something else in it",
      },
    ],
  },
  {
    name: "a directive whose mistake is not on its first line, which is where QEMU points",
    schema: `{\n  'pragma': 'doc-required' }`,
    errors: [{ code: "pragma-value", text: "{", notes: [["it is here", "'doc-required'"]] }],
  },
];
