// Broken doc comments, in each dialect. QEMU's manual, "Documentation comments".

import type { Case } from "../check/cases.js";

/** A comment of these lines, and the definition that it documents. */
const documented = (...lines: readonly string[]) =>
  `${["##", ...lines, "##"].join("\n")}\n{ 'command': 'fell', 'data': { 'tree': 'str' }, 'returns': 'Log' }\n${log}`;

const log = "{ 'struct': 'Log', 'data': {} }\n";

/** What every release reads alike. */
const common: readonly Case[] = [
  {
    name: "an opener with text behind it",
    schema: `## Trees\n{ 'command': 'fell' }`,
    errors: [{ code: "doc-opener", text: "## Trees", message: "a doc comment opens with '##' alone on its line" }],
  },
  {
    name: "a closer with more signs",
    schema: `##\n# Trees\n###\n`,
    errors: [{ code: "doc-closer", text: "###", message: "a doc comment closes with '##' alone on its line" }],
  },
  {
    name: "a comment that runs into a definition",
    schema: `##\n# @fell:\n{ 'command': 'fell' }`,
    errors: [
      {
        code: "doc-unclosed",
        text: "{ 'command': 'fell' }",
        message: "the doc comment of line 1 must be closed by '##' before anything else",
      },
    ],
  },
  {
    name: "a comment that the file ends in",
    schema: `##\n# Trees\n`,
    errors: [{ code: "doc-unclosed", text: "\n", line: 2 }],
  },
  {
    name: "a line without a space",
    schema: `##\n#Trees\n##\n`,
    errors: [{ code: "doc-line-start", text: "#Trees" }],
  },
  {
    name: "a symbol without its colon",
    schema: `##\n# @fell\n##\n{ 'command': 'fell' }`,
    errors: [
      {
        code: "doc-symbol-colon",
        text: "# @fell",
        message: "'@fell' opens the documentation of a definition and must end with ':'",
      },
    ],
  },
  {
    name: "documentation of nothing, at the end of the file",
    schema: `##\n# @fell:\n##\n`,
    errors: [
      {
        code: "doc-not-followed",
        text: "##",
        line: 1,
        message: "the documentation of 'fell' must stand right before its definition",
      },
    ],
  },
  {
    name: "documentation before a directive",
    schema: `##\n# @fell:\n##\n{ 'pragma': {} }\n{ 'command': 'fell' }`,
    errors: [{ code: "doc-not-followed", text: "##", line: 1 }],
  },
  {
    name: "documentation before another comment",
    schema: `##\n# @fell:\n##\n##\n# Trees\n##\n`,
    errors: [{ code: "doc-not-followed", text: "##", line: 1 }],
  },
  {
    name: "free-form text right before a definition, plain comments between do not help",
    schema: `##\n# Fells a tree.\n##\n# no help\n{ 'command': 'fell' }`,
    errors: [
      {
        code: "doc-free-form-before-definition",
        text: "##",
        line: 1,
        message: "a doc comment right before a definition must document it, with '@NAME:' as its first line",
      },
    ],
  },
];

const forEachRelease = (cases: readonly Case[]): readonly Case[] =>
  ([undefined, "7.2", "10.0", "10.2"] as const).flatMap((qemu) =>
    cases.map((each) => (qemu === undefined ? each : { ...each, qemu })),
  );

/** What 10.x says: headers count where a paragraph starts. */
const newer: readonly Case[] = [
  {
    name: "a symbol without a name",
    schema: `##\n# @:\n##\n{ 'command': 'fell' }`,
    qemu: "10.0",
    errors: [{ code: "doc-symbol-empty", text: "# @:", message: "a name belongs between '@' and ':'" }],
  },
  {
    name: "a symbol without a name, and no definition",
    schema: `##\n# @:\n##\n`,
    qemu: "10.0",
    errors: [
      { code: "doc-symbol-empty", text: "# @:", message: "a name belongs between '@' and ':'" },
      { code: "doc-not-followed", text: "##", line: 1 },
    ],
  },
  {
    name: "a symbol behind an introduction",
    schema: `##\n# Trees.\n#\n# @fell: cuts\n##\n`,
    qemu: "10.0",
    errors: [
      {
        code: "doc-symbol-in-free-form",
        text: "# @fell: cuts",
        message:
          "'@fell:' describes a definition, but this comment is free-form text; make it the comment's first line",
      },
    ],
  },
  {
    name: "'Features:' twice",
    schema: `##\n# @fell:\n#\n# Features:\n#\n# @loud: so\n#\n# Features:\n#\n# @slow: too\n##\n{ 'command': 'fell', 'features': [ 'loud', 'slow' ] }`,
    qemu: "10.0",
    errors: [{ code: "doc-features-twice", text: "# Features:", line: 8 }],
  },
  {
    name: "'Features:' without any",
    schema: documented("# @fell:", "#", "# Features:", "#", "# It is loud.", "#", "# @tree: which"),
    qemu: "10.0",
    errors: [
      {
        code: "doc-features-empty",
        text: "# It is loud.",
        message: "'Features:' must be followed by '@NAME: text'",
      },
      { code: "doc-late-member", text: "# @tree: which" },
    ],
  },
  {
    name: "a member behind a section",
    schema: documented("# @fell:", "#", "# Since: 1", "#", "# @tree: which"),
    qemu: "10.0",
    errors: [
      {
        code: "doc-late-member",
        text: "# @tree: which",
        message: "'@tree:' comes too late: members are described before all sections",
      },
    ],
  },
  {
    name: "a description without a name",
    schema: documented("# @fell:", "#", "# @tree: which", "# @: what"),
    qemu: "10.0",
    errors: [{ code: "doc-entry-name", text: "# @: what", message: "a description needs a name between '@' and ':'" }],
  },
  {
    name: "a description without a name, and no definition",
    schema: `##\n# @fell:\n#\n# @: what\n##\n`,
    qemu: "10.0",
    errors: [
      { code: "doc-entry-name", text: "# @: what", message: "a description needs a name between '@' and ':'" },
      { code: "doc-not-followed", text: "##", line: 1 },
    ],
  },
  {
    name: "a member twice",
    schema: documented("# @fell:", "#", "# @tree: which", "#", "# @tree: the same"),
    qemu: "10.0",
    errors: [{ code: "doc-entry-twice", text: "# @tree: the same", message: "'@tree:' is described twice" }],
  },
  {
    name: "'Since:' twice",
    schema: documented("# @fell:", "#", "# @tree: which", "#", "# Since: 1", "#", "# Since: 2"),
    qemu: "10.0",
    errors: [{ code: "doc-section-twice", text: "# Since: 2", message: "there is a second 'Since:' section" }],
  },
  {
    name: "a heading of old",
    schema: documented("# @fell:", "#", "# @tree: which", "#", "# Notes: it falls"),
    qemu: "10.0",
    errors: [
      {
        code: "doc-section-gone",
        text: "# Notes: it falls",
        message: "'Notes:' sections ended with QEMU 9; write '.. note::'",
      },
    ],
  },
  {
    name: "an example of old whose text is not indented, as most were",
    schema: documented("# @fell:", "#", "# @tree: which", "#", "# Example:", "#", "# -> { }"),
    qemu: "10.0",
    errors: [{ code: "doc-section-gone", text: "# Example:" }],
  },
  {
    name: "an example of old",
    schema: documented("# @fell:", "#", "# @tree: which", "#", "# Example: fell it"),
    qemu: "10.2",
    errors: [
      {
        code: "doc-section-gone",
        text: "# Example: fell it",
        message: "'Example:' sections ended with QEMU 9; write '.. qmp-example::'",
      },
    ],
  },
  {
    name: "descriptions and sections without text, each where it starts",
    schema: documented("# @fell:", "#", "# @tree:", "#", "# Returns:", "# a log"),
    qemu: "10.0",
    errors: [
      { code: "doc-section-empty", text: "# @tree:", message: "the description of '@tree:' has no text" },
      { code: "doc-section-empty", text: "# Returns:", message: "'Returns:' has no text" },
    ],
  },
  {
    name: "a second line that is less indented",
    schema: documented("# @fell:", "#", "# @tree: which", "#     of all", "#   those"),
    qemu: "10.0",
    errors: [
      {
        code: "doc-indent",
        text: "#   those",
        message: "this line continues the text above and must be indented by 4 or more",
      },
    ],
  },
  {
    name: "a heading in the documentation of a definition",
    schema: documented("# @fell:", "#", "# = Trees", "#", "# @tree: which"),
    qemu: "10.0",
    errors: [
      {
        code: "doc-heading",
        text: "# = Trees",
        message: "a '=' heading cannot stand in the documentation of a definition",
      },
    ],
  },
  {
    name: "a heading behind the first line of free-form text",
    schema: `##\n# Trees\n# = Oaks\n##\n`,
    qemu: "10.0",
    errors: [{ code: "doc-heading", text: "# = Oaks", message: "a '=' heading must be the first line of its comment" }],
  },
  {
    name: "a heading, to which a newer release pays no heed",
    schema: `##\n# Trees\n# = Oaks\n##\n`,
    qemu: "10.2",
    errors: [],
  },
  {
    name: "a line of 71 columns",
    schema: `##\n# ${"x".repeat(69)}\n##\n`,
    qemu: "10.2",
    errors: [
      {
        code: "doc-line-length",
        text: `# ${"x".repeat(69)}`,
        message: "this line has 71 columns; a doc comment takes 70",
      },
    ],
  },
  { name: "a line of 71 columns", schema: `##\n# ${"x".repeat(69)}\n##\n`, qemu: "10.0", errors: [] },
  {
    name: "a line of 70 columns, counted in characters",
    schema: `##\n# ${"🌳".repeat(68)}\n##\n`,
    qemu: "10.2",
    errors: [],
  },
  { name: "a long address", schema: `##\n# https://${"x".repeat(80)}\n##\n`, qemu: "10.2", errors: [] },
  {
    name: "one space between sentences",
    schema: `##\n# It falls. Run!\n##\n`,
    qemu: "10.2",
    errors: [{ code: "doc-sentence-space", text: " ", line: 2, message: "two spaces belong between sentences" }],
  },
  {
    name: "one space where no sentence ends, and in an example",
    schema: `##\n# Trees, e.g. Oaks.\n# 1. Oaks\n#\n# ::\n#\n#   It falls. Run!\n##\n`,
    qemu: "10.2",
    errors: [],
  },
  {
    name: "one space between sentences",
    schema: `##\n# It falls. Run!\n##\n`,
    errors: [],
  },
];

/** What 7.2 says: headers count on every line. */
const older: readonly Case[] = [
  {
    name: "a member behind a section",
    schema: documented("# @fell:", "#", "# Since: 1", "# @tree: which"),
    qemu: "7.2",
    errors: [{ code: "doc-late-member", text: "# @tree: which" }],
  },
  {
    name: "a member twice",
    schema: documented("# @fell:", "# @tree: which", "# @tree: the same"),
    qemu: "7.2",
    errors: [{ code: "doc-entry-twice", text: "# @tree: the same" }],
  },
  {
    name: "a description without a name",
    schema: documented("# @fell:", "# @: what"),
    qemu: "7.2",
    errors: [{ code: "doc-entry-name", text: "# @: what" }],
  },
  {
    name: "'Returns:' twice",
    schema: documented("# @fell:", "# Returns: a log", "# Returns: a log"),
    qemu: "7.2",
    errors: [{ code: "doc-section-twice", text: "# Returns: a log", line: 4 }],
  },
  {
    name: "a section without text, where the next one starts",
    schema: documented("# @fell:", "# Note:", "# Since: 1"),
    qemu: "7.2",
    errors: [
      {
        code: "doc-section-empty",
        text: "# Since: 1",
        message: "'Note:' has no text",
        notes: [["it starts here", "# Note:"]],
      },
    ],
  },
  {
    name: "text left of where the description started",
    schema: documented("# @fell:", "# @tree: which", "#  of all"),
    qemu: "7.2",
    errors: [
      {
        code: "doc-indent",
        text: "#  of all",
        message: "this line continues the text above and must be indented by 7 or more",
      },
    ],
  },
  {
    name: "a name with its text right behind the colon",
    schema: documented("# @fell:", "# @tree:which"),
    qemu: "7.2",
    errors: [
      {
        code: "doc-at-in-text",
        text: "# @tree:which",
        message: "text cannot start with '@tree:'; a description needs a blank behind its colon",
      },
    ],
  },
  {
    name: "a heading in the documentation of a definition",
    schema: documented("# @fell:", "# = Trees"),
    qemu: "7.2",
    errors: [{ code: "doc-heading", text: "# = Trees" }],
  },
  {
    name: "a symbol with a blank behind it, which a newer release strips",
    schema: `##\n# @fell: \n##\n{ 'command': 'fell' }`,
    qemu: "7.2",
    errors: [{ code: "doc-symbol-colon", text: "# @fell: " }],
  },
  {
    name: "a symbol with a blank behind it",
    schema: `##\n# @fell: \n##\n{ 'command': 'fell' }`,
    qemu: "10.0",
    errors: [],
  },
];

/** Without a release, a comment is fine when some release takes it. */
const any: readonly Case[] = [
  {
    name: "an example as 7.2 has it, beside a directive as 10.x has it",
    schema: `${documented("# @fell:", "#", "# @tree: which", "#", "# Example:", "# fell it")}
##
# @saw:
#
# .. note:: It is loud.
#
# Errors:
#     - none
##
{ 'command': 'saw' }`,
    errors: [],
  },
  {
    name: "what no release takes, told as the newest would",
    schema: documented("# @fell:", "#", "# @tree: which", "#", "# Since: 1", "#", "# Since: 2"),
    errors: [{ code: "doc-section-twice", text: "# Since: 2" }],
  },
];

export const docCases: readonly Case[] = [...forEachRelease(common), ...newer, ...older, ...any];
