// Names that break the rule of their kind. QEMU's manual, "Naming rules and reserved names".

import type { Case } from "./cases.js";

export const nameCases: readonly Case[] = [
  {
    name: "names of definitions in the wrong case, each with what it might be",
    schema: `{ 'enum': 'wood-hue', 'data': [] }
{ 'struct': 'ASH', 'data': {} }
{ 'command': 'fellTree' }
{ 'command': 'fell_tree' }
{ 'event': 'TreeFell' }
{ 'event': 'tree-fell' }`,
    errors: [
      {
        code: "name-case",
        text: "'wood-hue'",
        in: "enum wood-hue",
        message: "enum 'wood-hue' must be in CamelCase, with a lower-case letter (did you mean 'WoodHue'?)",
      },
      {
        code: "name-case",
        text: "'ASH'",
        in: "struct ASH",
        message: "struct 'ASH' must be in CamelCase, with a lower-case letter (did you mean 'Ash'?)",
      },
      {
        code: "name-case",
        text: "'fellTree'",
        in: "command fellTree",
        message: "command 'fellTree' takes lower case, digits and '-' only (did you mean 'fell-tree'?)",
      },
      {
        code: "name-case",
        text: "'fell_tree'",
        in: "command fell_tree",
        message: "command 'fell_tree' takes lower case, digits and '-' only (did you mean 'fell-tree'?)",
      },
      {
        code: "name-case",
        text: "'TreeFell'",
        in: "event TreeFell",
        message: "event 'TreeFell' takes upper case, digits and '_' only (did you mean 'TREE_FELL'?)",
      },
      { code: "name-case", text: "'tree-fell'", in: "event tree-fell" },
    ],
  },
  {
    name: "names of parts in the wrong case",
    schema: `{ 'struct': 'Ash', 'data': { '*maxAge': 'int' } }
{ 'enum': 'Hue', 'data': [ 'Red' ] }
{ 'alternate': 'Any', 'data': { 'a_b': 'int' } }
{ 'command': 'fell', 'features': [ 'Loud' ] }`,
    errors: [
      {
        code: "name-case",
        text: "'*maxAge'",
        in: "struct Ash",
        message: "member 'maxAge' takes lower case, digits and '-' only (did you mean 'max-age'?)",
      },
      {
        code: "name-case",
        text: "'Red'",
        in: "enum Hue",
        message: "value 'Red' takes lower case, digits and '-' only (did you mean 'red'?)",
      },
      { code: "name-case", text: "'a_b'", in: "alternate Any" },
      { code: "name-case", text: "'Loud'", in: "command fell" },
    ],
  },
  {
    name: "a value that starts with a digit, in the wrong case",
    schema: `{ 'enum': 'Hue', 'data': [ '2_tone' ] }`,
    errors: [
      {
        code: "name-case",
        text: "'2_tone'",
        in: "enum Hue",
        message: "value '2_tone' takes lower case, digits and '-' only (did you mean '2-tone'?)",
      },
    ],
  },
  {
    name: "a vendor's prefix and 'x-', which the rule of case is not for, and which the advice keeps",
    schema: `{ 'struct': '__org.Example_x-ash', 'data': {} }\n{ 'event': 'x-FELL' }`,
    errors: [
      {
        code: "name-case",
        text: "'__org.Example_x-ash'",
        in: "struct __org.Example_x-ash",
        message:
          "struct '__org.Example_x-ash' must be in CamelCase, with a lower-case letter (did you mean '__org.Example_x-Ash'?)",
      },
    ],
  },
  {
    name: "names that pragmas excuse",
    schema: `{ 'pragma': { 'command-name-exceptions': [ 'fell_tree' ], 'member-name-exceptions': [ 'Ash', 'fell' ] } }
{ 'command': 'fell_tree' }
{ 'struct': 'Ash', 'data': { 'max_Age': 'int' } }
{ 'command': 'fell', 'data': { 'max_age': 'int' } }`,
    errors: [{ code: "name-case", text: "'max_age'", in: "command fell" }],
  },
  {
    name: "what no name can be",
    schema: `{ 'struct': 'Ash', 'data': { '': 'int', '2nd': 'int', 'a b': 'int', '-a': 'int', 'q-tip': 'int', '**b': 'int' } }
{ 'enum': 'Hue', 'data': [ '', '2nd', 'a.b' ] }
{ 'command': '' }`,
    errors: [
      { code: "invalid-name", text: "''", line: 1, in: "struct Ash", message: "member '': a name cannot be empty" },
      {
        code: "invalid-name",
        text: "'2nd'",
        line: 1,
        in: "struct Ash",
        message: "member '2nd': a name starts with a letter",
      },
      {
        code: "invalid-name",
        text: "'a b'",
        in: "struct Ash",
        message: "member 'a b': a name takes letters, digits, '-' and '_', not ' '",
      },
      { code: "invalid-name", text: "'-a'", in: "struct Ash", message: "member '-a': a name starts with a letter" },
      {
        code: "invalid-name",
        text: "'q-tip'",
        in: "struct Ash",
        message: "member 'q-tip': names that start with 'q_' are the generator's own",
      },
      { code: "invalid-name", text: "'**b'", in: "struct Ash" },
      { code: "invalid-name", text: "''", line: 2, in: "enum Hue" },
      { code: "invalid-name", text: "'a.b'", in: "enum Hue" },
      { code: "invalid-name", text: "''", line: 3, in: "command " },
    ],
  },
  {
    name: "names that the generator keeps for itself",
    schema: `{ 'struct': 'AshList', 'data': { 'u': 'int', '*has-leaves': 'bool', 'has': 'bool' } }`,
    errors: [
      {
        code: "reserved-name",
        text: "'AshList'",
        in: "struct AshList",
        message: "struct 'AshList' is reserved: names that end in 'List' are those of arrays",
      },
      {
        code: "reserved-name",
        text: "'u'",
        in: "struct AshList",
        message: "member 'u' is reserved: QEMU's C code uses 'u' for the branches of a union",
      },
      { code: "reserved-name", text: "'*has-leaves'", in: "struct AshList" },
    ],
  },
];
