// Definitions of right form that make no schema together: what `src/check/rules/` is for, in the order of its files.

import type { Case } from "./cases.js";

const kind = `{ 'enum': 'Kind', 'data': [ 'ash', 'oak' ] }\n{ 'struct': 'Ash', 'data': { 'age': 'int' } }\n`;
const tree = (rest: string) => `${kind}{ 'union': 'Tree', ${rest} }`;

const alternates: readonly Case[] = [
  {
    name: "alternatives of one JSON kind",
    schema: `{ 'alternate': 'Any', 'data': { 'a': 'uint8', 'b': 'number' } }`,
    errors: [
      {
        code: "alternative-clash",
        text: "'b': 'number'",
        in: "alternate Any",
        message: "alternative 'b' cannot be told apart from 'a': their values may look alike",
      },
    ],
  },
  {
    name: "alternatives of which one may look like the other",
    schema: `{ 'enum': 'Switch', 'data': [ 'on', 'off' ] }
{ 'enum': 'Size', 'data': [ '3-feet' ] }
{ 'alternate': 'A', 'data': { 'a': 'str', 'b': 'bool' } }
{ 'alternate': 'Bool', 'data': { 'a': 'bool', 'b': 'Switch' } }
{ 'alternate': 'Int', 'data': { 'a': 'int', 'b': 'Size' } }
{ 'alternate': 'Good', 'data': { 'a': 'int', 'b': 'Switch', 'c': 'null', 'd': [ 'Good' ] } }`,
    errors: [
      { code: "name-case", text: "'A'", in: "alternate A" },
      { code: "alternative-clash", text: "'b': 'bool'", in: "alternate A" },
      { code: "alternative-clash", text: "'b': 'Switch'", line: 4, in: "alternate Bool" },
      { code: "alternative-clash", text: "'b': 'Size'", in: "alternate Int" },
    ],
  },
  {
    name: "alternatives without a JSON kind of their own",
    schema: `{ 'alternate': 'Inner', 'data': { 'a': 'int' } }
{ 'alternate': 'Any', 'data': { 'b': 'any', 'c': 'Inner' } }`,
    errors: [
      {
        code: "alternative-type",
        text: "'b': 'any'",
        in: "alternate Any",
        message: "alternative 'b' cannot be of type 'any', which has no JSON kind of its own",
      },
      { code: "alternative-type", text: "'c': 'Inner'", in: "alternate Any" },
    ],
  },
  {
    name: "alternatives of unknown types, and of clashing names",
    schema: `{ 'alternate': 'Any', 'data': { '__a.b_c': 'Ahs', '__a-b_c': [ 'Oka' ] } }
{ 'struct': 'Ash', 'data': {} }`,
    errors: [
      { code: "unknown-type", text: "'__a-b_c': [ 'Oka' ]", in: "alternate Any" },
      { code: "unknown-type", text: "'__a.b_c': 'Ahs'", in: "alternate Any" },
      { code: "name-clash", text: "'__a-b_c': [ 'Oka' ]", in: "alternate Any" },
    ],
  },
];

const commands: readonly Case[] = [
  {
    name: "data that is no object",
    schema: `{ 'command': 'fell', 'data': 'int' }\n{ 'event': 'FELL', 'data': 'Kind' }\n{ 'enum': 'Kind', 'data': [] }`,
    errors: [
      {
        code: "data-type",
        text: "'int'",
        in: "command fell",
        message: "'data' of command 'fell' takes a struct or a union; 'int' is a built-in type",
      },
      {
        code: "data-type",
        text: "'Kind'",
        line: 2,
        in: "event FELL",
        message: "'data' of event 'FELL' takes a struct or a union; 'Kind' is an enum",
      },
    ],
  },
  {
    name: "a union without 'boxed'",
    schema: `${tree(`'base': { 'kind': 'Kind' }, 'discriminator': 'kind', 'data': {}`)}
{ 'command': 'plant', 'data': 'Tree' }
{ 'command': 'fell', 'data': 'Tree', 'boxed': true }`,
    errors: [
      {
        code: "unboxed-union",
        text: "'Tree'",
        line: 4,
        in: "command plant",
        message: "'data' is the union 'Tree', which needs 'boxed': true",
      },
    ],
  },
  {
    name: "arguments with a condition, in place and of a named type",
    schema: `{ 'struct': 'Ash', 'data': { 'age': { 'type': 'int', 'if': 'CONFIG_AGE' } } }
{ 'command': 'plant', 'data': { 'height': { 'type': 'int', 'if': 'CONFIG_HEIGHT' } } }
{ 'event': 'FELL', 'data': 'Ash' }`,
    errors: [
      {
        code: "unboxed-condition",
        text: "'height': { 'type': 'int', 'if': 'CONFIG_HEIGHT' }",
        in: "command plant",
        message: "member 'height' has an 'if', which needs 'boxed': true and a named type",
      },
      { code: "unboxed-condition", text: "'Ash'", line: 3, in: "event FELL" },
    ],
  },
  {
    name: "arguments with a condition",
    schema: `{ 'command': 'plant', 'data': { 'height': { 'type': 'int', 'if': 'CONFIG_HEIGHT' } } }`,
    qemu: "7.2",
    errors: [],
  },
  {
    name: "results that are no objects",
    schema: `{ 'pragma': { 'command-returns-exceptions': [ 'height' ] } }
{ 'command': 'height', 'returns': 'int' }
{ 'command': 'name', 'returns': 'str' }
{ 'command': 'names', 'returns': [ 'str' ] }`,
    errors: [
      {
        code: "returns-type",
        text: "'str'",
        line: 3,
        in: "command name",
        message:
          "'returns' takes a struct, a union or an array of them, not 'str' (pragma 'command-returns-exceptions' allows it)",
      },
      { code: "returns-type", text: "[ 'str' ]", in: "command names" },
    ],
  },
];

const definitions: readonly Case[] = [
  {
    name: "one name for two definitions",
    schema: `{ 'struct': 'Ash', 'data': {} }\n{ 'enum': 'Ash',\n  'data': [] }`,
    errors: [
      {
        code: "duplicate-definition",
        text: "{ 'enum': 'Ash',",
        in: "enum Ash",
        message: "'Ash' is already a struct",
        notes: [["the earlier definition", "{ 'struct': 'Ash', 'data': {} }"]],
      },
    ],
  },
  {
    name: "opposite conditions, which do not make two of one name",
    schema: `{ 'command': 'fell', 'if': 'A' }\n{ 'command': 'fell', 'if': { 'not': 'A' } }`,
    errors: [{ code: "duplicate-definition", text: "{ 'command': 'fell', 'if': { 'not': 'A' } }", in: "command fell" }],
  },
  {
    name: "the name of a predefined type",
    schema: `{ 'enum': 'QType', 'data': [] }\n{ 'command': 'int' }`,
    errors: [
      {
        code: "duplicate-definition",
        text: "{ 'enum': 'QType', 'data': [] }",
        in: "enum QType",
        message: "'QType' is already a predefined enum",
      },
      {
        code: "duplicate-definition",
        text: "{ 'command': 'int' }",
        in: "command int",
        message: "'int' is already a built-in type",
      },
    ],
  },
];

const undescribed = `##\n# @fell:\n#\n# @tree: which\n##\n{ 'command': 'fell', 'data': { 'tree': 'str', 'saw': 'str' } }`;

const documentation: readonly Case[] = [
  {
    name: "no documentation where a pragma asks for it",
    schema: `{ 'pragma': { 'doc-required': true } }\n{ 'command': 'fell' }`,
    errors: [
      {
        code: "doc-missing",
        text: "'fell'",
        in: "command fell",
        message: "command 'fell' needs a doc comment (pragma 'doc-required')",
      },
    ],
  },
  {
    name: "documentation of something else",
    schema: `##\n# @felll:\n##\n{ 'command': 'fell' }`,
    errors: [
      {
        code: "doc-symbol-mismatch",
        text: "'fell'",
        in: "command fell",
        message: "the doc comment before 'fell' documents 'felll'",
        notes: ["the documentation"],
      },
    ],
  },
  {
    name: "an argument that is not described",
    schema: undescribed,
    qemu: "10.0",
    errors: [
      {
        code: "doc-undocumented",
        text: "'saw': 'str'",
        in: "command fell",
        message: "argument 'saw' is not described in the doc comment",
      },
    ],
  },
  { name: "an argument that is not described", schema: undescribed, qemu: "7.2", errors: [] },
  { name: "an argument that is not described", schema: undescribed, errors: [] },
  {
    name: "an argument that is not described, in a schema that is of a newer release by its pragma",
    schema: `{ 'pragma': { 'documentation-exceptions': [ 'saw' ] } }\n${undescribed}`,
    errors: [{ code: "doc-undocumented", text: "'saw': 'str'", in: "command fell" }],
  },
  {
    name: "an argument that a pragma excuses, and a feature that it does not",
    schema: `{ 'pragma': { 'documentation-exceptions': [ 'fell' ] } }
##
# @fell:
##
{ 'command': 'fell', 'data': { 'tree': 'str' }, 'features': [ 'loud' ] }`,
    qemu: "10.0",
    errors: [
      {
        code: "doc-undocumented",
        text: "'loud'",
        in: "command fell",
        message: "feature 'loud' is not described in the doc comment",
      },
    ],
  },
  {
    name: "a description of what is not there",
    schema: `##\n# @Ash:\n#\n# @age: how old\n#\n# @heigth: how tall\n##\n{ 'struct': 'Ash', 'data': { 'age': 'int' } }`,
    qemu: "10.0",
    errors: [
      {
        code: "doc-unknown-entry",
        text: "# @heigth: how tall",
        message: "'@heigth:' is described, but struct 'Ash' has no such member",
      },
    ],
  },
  {
    name: "a description of what is not there, which 7.2 tells at the comment",
    schema: `##\n# @Hue:\n# @red: warm\n# @blu: cold\n##\n{ 'enum': 'Hue', 'data': [ 'red', 'blue' ] }`,
    qemu: "7.2",
    errors: [
      {
        code: "doc-unknown-entry",
        text: "##",
        line: 1,
        message: "'@blu:' is described, but enum 'Hue' has no such value (did you mean 'blue'?)",
        notes: [["the description", "# @blu: cold"]],
      },
    ],
  },
  {
    name: "a misspelt description, in one message",
    schema: `##\n# @Ash:\n#\n# @aeg: how old\n##\n{ 'struct': 'Ash', 'data': { 'age': 'int' } }`,
    qemu: "10.0",
    errors: [
      {
        code: "doc-undocumented",
        text: "'age': 'int'",
        in: "struct Ash",
        notes: [["it may be meant by '@aeg:'", "# @aeg: how old"]],
      },
    ],
  },
  {
    name: "results and errors of what has none",
    schema: `##\n# @Ash:\n#\n# Returns: a log\n#\n# Errors: many\n##\n{ 'struct': 'Ash', 'data': {} }
##\n# @fell:\n#\n# Returns: a log\n#\n# Errors: many\n##\n{ 'command': 'fell' }`,
    qemu: "10.0",
    errors: [
      {
        code: "doc-section-kind",
        text: "# Returns: a log",
        line: 4,
        message: "'Returns:' is for commands, and this is struct 'Ash'",
      },
      { code: "doc-section-kind", text: "# Errors: many", line: 6 },
      {
        code: "doc-returns-nothing",
        text: "# Returns: a log",
        line: 12,
        message: "there is a 'Returns:' section, but command 'fell' has no 'returns'",
      },
    ],
  },
  {
    name: "results of what has none, which 7.2 tells at the comment, and not of commands",
    schema: `##\n# @Ash:\n# Returns: a log\n##\n{ 'struct': 'Ash', 'data': {} }
##\n# @fell:\n# Returns: a log\n##\n{ 'command': 'fell' }`,
    qemu: "7.2",
    errors: [{ code: "doc-section-kind", text: "##", line: 1 }],
  },
];

const names65 = Array.from({ length: 64 }, (_, index) => `'f${index}'`).join(", ");

const features: readonly Case[] = [
  {
    name: "features that are one in C",
    schema: `{ 'command': 'fell', 'features': [ '__a.b_c', '__a-b_c' ] }\n{ 'command': 'saw', 'features': [ 'x', 'x' ] }`,
    errors: [
      {
        code: "name-clash",
        text: "'__a-b_c'",
        in: "command fell",
        message: "feature '__a-b_c' clashes with feature '__a.b_c': in C both have one name",
        notes: [["feature '__a.b_c' is here", "'__a.b_c'"]],
      },
      { code: "name-clash", text: "'x'", line: 2, in: "command saw", message: "feature 'x' is there already" },
    ],
  },
  {
    name: "a special feature of a type",
    schema: `{ 'struct': 'Ash', 'data': {}, 'features': [ 'old', 'deprecated' ] }`,
    errors: [
      {
        code: "special-feature",
        text: "'deprecated'",
        in: "struct Ash",
        message: "feature 'deprecated' is for commands, events, members and values, not for struct 'Ash'",
      },
    ],
  },
  {
    name: "a feature too many: 'deprecated' and 'unstable' always count",
    schema: `{ 'command': 'fell', 'features': [ ${names65} ] }`,
    qemu: "10.0",
    errors: [
      {
        code: "too-many-features",
        text: "'f62'",
        in: "command fell",
        message: "this is feature name number 65; a schema takes 64 distinct ones",
      },
    ],
  },
  { name: "many features", schema: `{ 'command': 'fell', 'features': [ ${names65} ] }`, qemu: "7.2", errors: [] },
];

const objects: readonly Case[] = [
  {
    name: "types that are not there, misspelt, foreign and lost",
    schema: `{ 'struct': 'Ash', 'data': { 'a': 'Hug', 'b': [ 'string' ], 'c': 'boolean', 'd': 'Nowhere' } }
{ 'enum': 'Hue', 'data': [] }
{ 'struct': 'Nowhere' }`,
    errors: [
      { code: "missing-key", text: "'Nowhere'", line: 3, in: "struct Nowhere" },
      {
        code: "unknown-type",
        text: "'b': [ 'string' ]",
        in: "struct Ash",
        message: "member 'b' uses unknown type 'string' (did you mean 'str'?)",
      },
      {
        code: "unknown-type",
        text: "'a': 'Hug'",
        in: "struct Ash",
        message: "member 'a' uses unknown type 'Hug' (did you mean 'Hue'?)",
      },
      {
        code: "unknown-type",
        text: "'c': 'boolean'",
        in: "struct Ash",
        message: "member 'c' uses unknown type 'boolean' (did you mean 'bool'?)",
      },
    ],
  },
  {
    name: "a command where a type should be",
    schema: `{ 'struct': 'Ash', 'data': { 'a': 'fell' } }\n{ 'command': 'fell' }`,
    errors: [
      {
        code: "not-a-type",
        text: "'a': 'fell'",
        in: "struct Ash",
        message: "member 'a' uses 'fell', which is a command, not a type",
        notes: [["'fell' is defined here", "{ 'command': 'fell' }"]],
      },
    ],
  },
  {
    name: "an array of arrays, by name",
    schema: `{ 'struct': 'Ash', 'data': { 'a': [ 'intList' ], 'b': 'intList' } }`,
    errors: [
      {
        code: "array-of-array",
        text: "'a': [ 'intList' ]",
        in: "struct Ash",
        message: "member 'a' is an array of 'intList', which is an array; arrays do not nest",
      },
    ],
  },
  {
    name: "bases that are no structs",
    schema: `${tree(`'base': { 'kind': 'Kind' }, 'discriminator': 'kind', 'data': {}`)}
{ 'struct': 'Elm', 'base': 'Tree', 'data': {} }
{ 'struct': 'Fir', 'base': 'Kind', 'data': {} }
{ 'struct': 'Yew', 'base': 'Kidn', 'data': {} }`,
    errors: [
      {
        code: "invalid-base",
        text: "'Tree'",
        line: 4,
        in: "struct Elm",
        message: "a base is a struct; 'Tree' is a union",
      },
      {
        code: "invalid-base",
        text: "'Kind'",
        line: 5,
        in: "struct Fir",
        message: "a base is a struct; 'Kind' is an enum",
        notes: [["enum 'Kind' is defined here", "{ 'enum': 'Kind', 'data': [ 'ash', 'oak' ] }"]],
      },
      { code: "unknown-type", text: "'Kidn'", in: "struct Yew" },
    ],
  },
  {
    name: "bases in a circle, told once",
    schema: `{ 'struct': 'Ash', 'base': 'Elm', 'data': {} }\n{ 'struct': 'Elm', 'base': 'Ash', 'data': {} }`,
    errors: [
      {
        code: "contains-itself",
        text: "{ 'struct': 'Ash', 'base': 'Elm', 'data': {} }",
        in: "struct Ash",
        message: "'Ash' contains itself by way of its bases or branches",
      },
    ],
  },
  {
    name: "members that hold their own type, which is fine",
    schema: `{ 'struct': 'Ash', 'data': { '*child': 'Ash', 'children': [ 'Ash' ] } }`,
    errors: [],
  },
  {
    name: "a member that the base has",
    schema: `{ 'struct': 'Tree', 'data': { 'age': 'int' } }
{ 'struct': 'Ash', 'base': 'Tree', 'data': {} }
{ 'struct': 'Sapling', 'base': 'Ash', 'data': { '*age': 'int' } }`,
    errors: [
      {
        code: "name-clash",
        text: "'*age': 'int'",
        in: "struct Sapling",
        message: "member 'age' is there already",
        notes: [["member 'age' is here", "'age': 'int'"]],
      },
    ],
  },
  {
    name: "a member of a branch that the base has",
    schema: tree(`'base': { 'kind': 'Kind', 'age': 'int' }, 'discriminator': 'kind', 'data': { 'ash': 'Ash' }`),
    errors: [
      {
        code: "name-clash",
        text: "'ash': 'Ash'",
        in: "union Tree",
        notes: [
          ["it comes from 'Ash'", "'age': 'int'"],
          ["member 'age' is here", "'age': 'int'"],
        ],
      },
    ],
  },
  {
    name: "values that are one in C",
    schema: `{ 'pragma': { 'member-name-exceptions': [ 'Hue' ] } }\n{ 'enum': 'Hue', 'data': [ 'deep-red', 'deep_red' ] }`,
    errors: [
      {
        code: "name-clash",
        text: "'deep_red'",
        in: "enum Hue",
        message: "value 'deep_red' clashes with value 'deep-red': in C both have one name",
      },
    ],
  },
  {
    name: "a key twice",
    schema: `{ 'struct': 'Ash', 'data': { 'age': 'int', 'age': 'int' } }`,
    errors: [{ code: "duplicate-key", text: "'age'", line: 1 }],
  },

  // ---- discriminators ----
  {
    name: "a discriminator that the base has not",
    schema: tree(`'base': { 'kind': 'Kind' }, 'discriminator': 'kin', 'data': {}`),
    errors: [
      {
        code: "discriminator-missing",
        text: "'kin'",
        in: "union Tree",
        message: "discriminator 'kin' is not a member of the base (did you mean 'kind'?)",
      },
    ],
  },
  {
    name: "a discriminator that a named base has not",
    schema: tree(`'base': 'Ash', 'discriminator': 'type', 'data': {}`),
    errors: [
      {
        code: "discriminator-missing",
        text: "'type'",
        in: "union Tree",
        message: "discriminator 'type' is not a member of base 'Ash'",
      },
    ],
  },
  {
    name: "a discriminator with a star",
    schema: tree(`'base': { 'kind': 'Kind' }, 'discriminator': '*kind', 'data': {}`),
    errors: [
      {
        code: "discriminator-missing",
        text: "'*kind'",
        in: "union Tree",
        message: "discriminator '*kind' is not a member of the base (did you mean 'kind'?)",
      },
    ],
  },
  {
    name: "a discriminator that is a string",
    schema: tree(`'base': { 'kind': 'str' }, 'discriminator': 'kind', 'data': {}`),
    errors: [
      {
        code: "discriminator-type",
        text: "'kind'",
        line: 3,
        in: "union Tree",
        message: "discriminator 'kind' must be of an enum type, not 'str'",
        notes: [["member 'kind' is here", "'kind': 'str'"]],
      },
    ],
  },
  {
    name: "a discriminator that may be absent",
    schema: tree(`'base': { '*kind': 'Kind' }, 'discriminator': 'kind', 'data': {}`),
    errors: [
      {
        code: "discriminator-type",
        text: "'kind'",
        in: "union Tree",
        message: "discriminator 'kind' must not be optional",
      },
    ],
  },
  {
    name: "a discriminator with a condition",
    schema: tree(`'base': { 'kind': { 'type': 'Kind', 'if': 'A' } }, 'discriminator': 'kind', 'data': {}`),
    errors: [
      {
        code: "discriminator-type",
        text: "'kind'",
        line: 3,
        in: "union Tree",
        message: "discriminator 'kind' must not have an 'if'",
      },
    ],
  },
  {
    name: "a union without branches, of an enum without values",
    schema: `{ 'enum': 'Kind', 'data': [] }
{ 'union': 'Tree', 'base': { 'kind': 'Kind' }, 'discriminator': 'kind', 'data': {} }`,
    errors: [
      {
        code: "empty-union",
        text: "'kind'",
        line: 2,
        in: "union Tree",
        message: "a union needs a branch, and enum 'Kind' has no value",
      },
    ],
  },

  // ---- branches ----
  {
    name: "a branch that is no value",
    schema: tree(`'base': { 'kind': 'Kind' }, 'discriminator': 'kind', 'data': { 'ask': 'Ash' }`),
    errors: [
      {
        code: "unknown-branch",
        text: "'ask': 'Ash'",
        in: "union Tree",
        message: "branch 'ask' is not a value of enum 'Kind' (did you mean 'ash'?)",
        notes: [["enum 'Kind' is defined here", "{ 'enum': 'Kind', 'data': [ 'ash', 'oak' ] }"]],
      },
    ],
  },
  {
    name: "branches that are no objects",
    schema: tree(`'base': { 'kind': 'Kind' }, 'discriminator': 'kind', 'data': { 'ash': 'int', 'oak': 'Kind' }`),
    errors: [
      {
        code: "branch-type",
        text: "'ash': 'int'",
        in: "union Tree",
        message: "branch 'ash' takes a struct or a union; 'int' is a built-in type",
      },
      { code: "branch-type", text: "'oak': 'Kind'", in: "union Tree" },
    ],
  },
  ...(["7.2", "10.0", "10.2", undefined] as const).map((qemu): Case => ({
    name: "a union in a union",
    schema: `${kind}{ 'union': 'Wood', 'base': { 'hue': 'Kind' }, 'discriminator': 'hue', 'data': {} }
{ 'union': 'Tree', 'base': { 'kind': 'Kind' }, 'discriminator': 'kind', 'data': { 'ash': 'Wood' } }`,
    ...(qemu === undefined ? {} : { qemu }),
    errors:
      qemu === "7.2"
        ? [
            {
              code: "branch-type",
              text: "'ash': 'Wood'",
              in: "union Tree",
              message: "branch 'ash' takes a struct; 'Wood' is a union",
            },
          ]
        : [],
  })),
  {
    name: "a mistake in what a union contains, told before the union's own",
    schema: `{ 'union': 'Tree', 'base': { 'kind': 'Kind' }, 'discriminator': 'kind', 'data': { 'ash': 'Ash', 'elm': 'Ash' } }
{ 'enum': 'Kind', 'data': [ 'ash' ] }
{ 'struct': 'Ash', 'data': { 'age': 'itn' } }`,
    errors: [
      { code: "unknown-type", text: "'age': 'itn'", in: "struct Ash" },
      { code: "unknown-branch", text: "'elm': 'Ash'", in: "union Tree" },
    ],
  },
];

export const ruleCases = { alternates, commands, definitions, documentation, features, objects } as const;
