// Definitions of wrong form: kinds, keys, values. QEMU's manual, "Schema syntax" and the section of each kind.

import type { Case } from "./cases.js";

export const shapeCases: readonly Case[] = [
  // ---- kinds ----
  {
    name: "a misspelt kind",
    schema: `{ 'strcut': 'Ash', 'data': {} }`,
    errors: [
      {
        code: "definition-kind",
        text: "'strcut'",
        message: "no key says what this defines (did you mean 'struct'?)",
      },
    ],
  },
  {
    name: "no kind at all",
    schema: `{ 'type': 'Ash', 'data': {} }\n{}`,
    errors: [
      {
        code: "definition-kind",
        text: "'type'",
        message:
          "a definition has exactly one of 'enum', 'struct', 'union', 'alternate', 'command', 'event'; this has none of them, but 'type', 'data'",
      },
      { code: "definition-kind", text: "{}", line: 2 },
    ],
  },
  {
    name: "two kinds",
    schema: `{ 'command': 'fell', 'event': 'FELL' }`,
    errors: [
      {
        code: "definition-kind",
        text: "'event'",
        message:
          "a definition has exactly one of 'enum', 'struct', 'union', 'alternate', 'command', 'event'; this has 'command' and 'event'",
      },
    ],
  },
  {
    name: "a name that is no string",
    schema: `{ 'struct': [ 'Ash' ], 'data': {} }`,
    errors: [{ code: "definition-name", text: "[ 'Ash' ]", message: "'struct' takes a name, not an array" }],
  },
  {
    name: "a name that is no string, on a later line than QEMU points at",
    schema: `{\n  'struct': true, 'data': {} }`,
    errors: [{ code: "definition-name", text: "{", line: 1, notes: [["it is here", "true"]] }],
  },

  // ---- keys ----
  {
    name: "a key that is missing",
    schema: `{ 'union': 'Tree', 'base': {} }`,
    errors: [
      { code: "missing-key", text: "'Tree'", in: "union Tree", message: "union 'Tree' needs key 'discriminator'" },
      { code: "missing-key", text: "'Tree'", in: "union Tree", message: "union 'Tree' needs key 'data'" },
    ],
  },
  {
    name: "a misspelt key",
    schema: `{ 'command': 'fell',\n  'retruns': 'Log' }`,
    errors: [
      {
        code: "unknown-key",
        text: "'retruns'",
        in: "command fell",
        message: "command 'fell' has unknown key 'retruns' (did you mean 'returns'?)",
      },
    ],
  },
  {
    name: "a misspelt key that must be there, in one message",
    schema: `{ 'struct': 'Ash', 'dta': {} }`,
    errors: [{ code: "unknown-key", text: "'dta'", in: "struct Ash" }],
  },
  {
    name: "a key of another kind",
    schema: `{ 'event': 'FELL', 'returns': 'Log' }`,
    errors: [
      {
        code: "unknown-key",
        text: "'returns'",
        in: "event FELL",
        message: "event 'FELL' has unknown key 'returns'; it takes 'event', 'data', 'if', 'features', 'boxed'",
      },
    ],
  },
  {
    name: "keys of members, values, branches, alternatives and features",
    schema: `{ 'struct': 'Ash', 'data': { 'age': { 'type': 'int', 'default': 'x' } } }
{ 'enum': 'Hue', 'data': [ { 'name': 'red', 'type': 'int' } ] }
{ 'alternate': 'Any', 'data': { 'a': { 'type': 'int', 'features': [] } } }
{ 'command': 'fell', 'features': [ { 'if': 'A' } ] }`,
    errors: [
      { code: "unknown-key", text: "'default'", in: "struct Ash" },
      { code: "unknown-key", text: "'type'", line: 2, in: "enum Hue" },
      { code: "unknown-key", text: "'features'", line: 3, in: "alternate Any" },
      { code: "missing-key", text: "{ 'if': 'A' }", in: "command fell", message: "a feature needs key 'name'" },
    ],
  },
  {
    name: "a long form without its type, which QEMU and we tell at the member",
    schema: `{ 'struct': 'Ash', 'data': { 'age': { 'if': 'CONFIG_AGE' } } }`,
    errors: [{ code: "missing-key", text: "'age'", in: "struct Ash", message: "member 'age' needs key 'type'" }],
  },

  // ---- values ----
  {
    name: "values of wrong form",
    schema: `{ 'enum': 'Hue', 'data': { 'red': 'int' } }
{ 'struct': 'Ash', 'data': [ 'age' ] }
{ 'union': 'Tree', 'base': {}, 'discriminator': true, 'data': 'Ash' }
{ 'alternate': 'Any', 'data': 'Ash' }
{ 'command': 'fell', 'features': 'loud' }
{ 'enum': 'Cut', 'prefix': [], 'data': [ true ] }`,
    errors: [
      {
        code: "wrong-value",
        text: "{ 'red': 'int' }",
        in: "enum Hue",
        message: "'data' takes a list of values, not an object",
      },
      {
        code: "wrong-value",
        text: "[ 'age' ]",
        in: "struct Ash",
        message: "'data' takes an object of members, not an array",
      },
      {
        code: "wrong-value",
        text: "true",
        line: 3,
        in: "union Tree",
        message: "'discriminator' takes a string, not true",
      },
      {
        code: "wrong-value",
        text: "'Ash'",
        line: 3,
        in: "union Tree",
        message: "'data' takes an object of branches, not the string 'Ash'",
      },
      { code: "wrong-value", text: "'Ash'", line: 4, in: "alternate Any" },
      {
        code: "wrong-value",
        text: "'loud'",
        in: "command fell",
        message: "'features' takes a list, not the string 'loud'",
      },
      { code: "wrong-value", text: "true", line: 6, in: "enum Cut", message: "a value takes a name, not true" },
      { code: "wrong-value", text: "[]", in: "enum Cut", message: "'prefix' takes a string, not an empty array" },
    ],
  },
  {
    name: "flags that are spelled though they are the default",
    schema: `{ 'command': 'fell', 'gen': true,\n  'allow-oob': false }`,
    errors: [
      {
        code: "flag-value",
        text: "true",
        in: "command fell",
        message: "'gen' can only be false; leave it out for true",
      },
      {
        code: "flag-value",
        text: "false",
        in: "command fell",
        message: "'allow-oob' can only be true; leave it out for false",
      },
    ],
  },
  {
    name: "a coroutine out of band",
    schema: `{ 'command': 'fell', 'coroutine': true, 'allow-oob': true }`,
    errors: [
      {
        code: "flag-conflict",
        text: "true",
        line: 1,
        in: "command fell",
        message: "'coroutine' and 'allow-oob' exclude each other",
      },
    ],
  },
  {
    name: "'boxed' without data, and with members in place",
    schema: `{ 'event': 'FELL', 'boxed': true }\n{ 'command': 'fell', 'boxed': true, 'data': {} }`,
    errors: [
      {
        code: "boxed-data",
        text: "true",
        line: 1,
        in: "event FELL",
        message: "'boxed' needs 'data' to name a type, and there is no 'data'",
      },
      {
        code: "boxed-data",
        text: "{}",
        in: "command fell",
        message: "'boxed' needs 'data' to name a type, not an empty object",
      },
    ],
  },
  {
    name: "an alternate without alternatives",
    schema: `{ 'alternate': 'Any', 'data': {} }\n{ 'alternate': 'None', 'data': [] }`,
    errors: [
      {
        code: "empty-alternate",
        text: "{}",
        in: "alternate Any",
        message: "an alternate needs at least one alternative in 'data'",
      },
      { code: "empty-alternate", text: "[]", in: "alternate None" },
    ],
  },

  // ---- types ----
  {
    name: "types of wrong form",
    schema: `{ 'struct': 'Ash', 'base': [ 'Tree' ], 'data': { 'a': true, 'b': [ [ 'int' ] ], 'c': [ 'int', 'str' ] } }
{ 'command': 'fell', 'data': [ 'Ash' ], 'returns': {} }`,
    errors: [
      {
        code: "type-form",
        text: "true",
        in: "struct Ash",
        message: "member 'a' takes a type name or ['a type name'], not true",
      },
      { code: "type-form", text: "[ [ 'int' ] ]", in: "struct Ash" },
      {
        code: "type-form",
        text: "[ 'int', 'str' ]",
        in: "struct Ash",
        message: "member 'c' takes one type name in its brackets, not a list of 2",
      },
      { code: "type-form", text: "[ 'Tree' ]", in: "struct Ash", message: "'base' takes a type name, not an array" },
      {
        code: "type-form",
        text: "[ 'Ash' ]",
        in: "command fell",
        message: "'data' takes a type name or an object of members, not an array",
      },
      { code: "type-form", text: "{}", in: "command fell" },
    ],
  },
  {
    name: "a branch that is an array",
    schema: `{ 'enum': 'Kind', 'data': [ 'ash' ] }
{ 'union': 'Tree', 'base': { 'kind': 'Kind' }, 'discriminator': 'kind', 'data': { 'ash': [ 'str' ] } }`,
    errors: [
      {
        code: "type-form",
        text: "[ 'str' ]",
        in: "union Tree",
        message: "branch 'ash' takes a type name, not an array",
      },
    ],
  },
  {
    name: "nothing, which counts as absent",
    schema: `{ 'struct': 'Ash', 'base': '', 'data': {} }\n{ 'command': 'fell', 'data': '', 'returns': '' }`,
    errors: [],
  },

  // ---- conditions ----
  {
    name: "conditions of wrong form",
    schema: `{ 'command': 'a', 'if': 'config-oak' }
{ 'command': 'b', 'if': 'defined(CONFIG_OAK)' }
{ 'command': 'c', 'if': [ 'CONFIG_OAK' ] }
{ 'command': 'd', 'if': {} }
{ 'command': 'e', 'if': { 'all': [ 'A' ], 'any': [ 'B' ] } }
{ 'command': 'f', 'if': { 'all': 'A' } }
{ 'command': 'g', 'if': { 'any': [] } }
{ 'command': 'h', 'if': { 'not': [ 'A' ] } }
{ 'command': 'i', 'if': { 'none': [ 'A' ] } }
{ 'command': 'j', 'if': true }`,
    errors: [
      {
        code: "invalid-condition",
        text: "'config-oak'",
        in: "command a",
        message:
          "'if' of command 'a': 'config-oak' is no symbol; one has upper case, digits and '_' (did you mean 'CONFIG_OAK'?)",
      },
      { code: "invalid-condition", text: "'defined(CONFIG_OAK)'", in: "command b" },
      {
        code: "invalid-condition",
        text: "[ 'CONFIG_OAK' ]",
        in: "command c",
        message: "'if' of command 'c': it takes a symbol or an object, not an array",
      },
      { code: "invalid-condition", text: "{}", in: "command d" },
      {
        code: "invalid-condition",
        text: "{ 'all': [ 'A' ], 'any': [ 'B' ] }",
        in: "command e",
        message: "'if' of command 'e': it takes exactly one of 'all', 'any', 'not'",
      },
      {
        code: "invalid-condition",
        text: "'A'",
        line: 6,
        in: "command f",
        message: "'if' of command 'f': 'all' takes a list, not the string 'A'",
      },
      {
        code: "invalid-condition",
        text: "[]",
        in: "command g",
        message: "'if' of command 'g': 'any' of nothing says nothing",
      },
      { code: "invalid-condition", text: "[ 'A' ]", line: 8, in: "command h" },
      {
        code: "unknown-key",
        text: "'none'",
        in: "command i",
        message: "'if' of command 'i' has unknown key 'none'; it takes 'all', 'any', 'not'",
      },
      { code: "invalid-condition", text: "true", in: "command j" },
    ],
  },
  {
    name: "conditions of wrong form on every part that takes one",
    schema: `{ 'struct': 'Ash', 'data': { 'age': { 'type': 'int', 'if': 'a', 'features': [ { 'name': 'old', 'if': 'b' } ] } } }
{ 'enum': 'Kind', 'data': [ { 'name': 'ash', 'if': 'c' } ] }
{ 'union': 'Tree', 'base': { 'kind': 'Kind' }, 'discriminator': 'kind', 'data': { 'ash': { 'type': 'Ash', 'if': 'd' } } }
{ 'alternate': 'Any', 'data': { 'tree': { 'type': 'Tree', 'if': 'e' } } }`,
    errors: [
      { code: "invalid-condition", text: "'a'", in: "struct Ash" },
      { code: "invalid-condition", text: "'b'", in: "struct Ash" },
      { code: "invalid-condition", text: "'c'", in: "enum Kind" },
      { code: "invalid-condition", text: "'d'", in: "union Tree" },
      { code: "invalid-condition", text: "'e'", in: "alternate Any" },
    ],
  },
];
