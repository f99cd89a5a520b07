import fc from "fast-check";
import { ts } from "ts-morph";
import { describe, expect, test } from "vitest";

import { conditionText, definitionParts, markdown, memberParts, tsdoc } from "../../src/emit/tsdoc.js";
import type { TsdocParts } from "../../src/emit/tsdoc.js";
import type { Command, Enum, Feature } from "../../src/schema/model.js";
import { reStLeftovers } from "../support/rest-leftovers.js";

const known = new Set(["Garden", "plant-tree", "__com.acme_tool"]);
const options = { link: (name: string) => (known.has(name) ? `{@link ${name}}` : undefined) };
const lines = (...all: string[]): string => all.join("\n");

/** What is given, and what is wanted. */
type Row = readonly [name: string, given: string, want: string];

const inlineRows: readonly Row[] = [
  ["plain words", "Waters the beds at dusk.", "Waters the beds at dusk."],
  ["literal", "Set ``depth`` to ``a b``.", "Set `depth` to `a b`."],
  ["literal that holds a backtick", "``a`b``", "`` a`b ``"],
  ["literal over two lines", "The ``long\nname`` fits.", "The `long name` fits."],
  ["literal inside a word", "Many ``seed``s.", "Many `seed`s."],
  ["literal without an end", "An open ``door", "An open \\`\\`door"],
  ["interpreted text", "See `soil`.", "See `soil`."],
  ["old quotes", "The `best' of `all'.", "The \\`best' of \\`all'."],
  ["emphasis", "*very* dry, **never** wet", "*very* dry, **never** wet"],
  ["a star alone", "length * width", "length * width"],
  ["a star in a word", "all of ROOT_* here", "all of `ROOT_*` here"],
  ["quoted star", 'The sign "*" and (*) too', 'The sign "\\*" and (\\*) too'],
  [
    "an address named",
    "Read `the book <https://acme.test/a_b>`_ first.",
    "Read [the book](https://acme.test/a_b) first.",
  ],
  ["anonymous reference", "Read `on <https://acme.test>`__.", "Read [on](https://acme.test)."],
  ["bare address", "At https://acme.test/a_b*c_ and on.", "At `https://acme.test/a_b*c_` and on."],
  ["address in angles", "see <https://acme.test/x>.", "see https://acme.test/x."],
  ["reference to a target", "As garden_ says, `tall tree`_ grows.", "As garden says, tall tree grows."],
  ["role with a title", "See :ref:`the pond <pond-x>` or :doc:`Book </a/b>`.", "See the pond or Book."],
  ["role without one", "See :doc:`/a/b`, :option:`--deep`.", "See `/a/b`, `--deep`."],
  ["role behind", "The `E=mc`:math: law.", "The `E=mc` law."],
  ["QAPI's roles", ":qapi:struct:`Garden` has :qapi:obj:`~Shed`.", "{@link Garden} has `Shed`."],
  ["role of emphasis", ":emphasis:`so` and :strong:`no`, H\\ :sub:`2`\\ O", "*so* and **no**, H2O"],
  ["substitution", "Made by |maker|, not |owner|.", "Made by maker, not owner."],
  ["footnote", "As proved [1]_ and [#note]_.", "As proved [1] and [note]."],
  [
    "known name",
    "Uses @Garden's beds; @plant-tree, (@Garden).",
    "Uses {@link Garden}'s beds; {@link plant-tree}, ({@link Garden}).",
  ],
  ["unknown name", "If @depth is given, @x-y--z.", "If `depth` is given, `x-y--z`."],
  ["downstream name", "@__com.acme_tool, @depth.max", "{@link __com.acme_tool}, `depth`.max"],
  ["e-mail", "Write to joe@acme.test now", "Write to joe\\@acme.test now"],
  ["an at sign alone", "Meet @ noon", "Meet \\@ noon"],
  ["old reference", "returns #Garden or #int", "returns {@link Garden} or #int"],
  ["escapes", "\\*-shaped, \\@home, a\\\\b", "\\*-shaped, \\@home, a\\\\b"],
  ["backslash before a letter", "ends with \\n there", "ends with `\\n` there"],
  ["braces", "empty {} or {a, b} or }", "empty `{}` or `{a, b}` or `}`"],
  ["angles", "child<> at <id>, x <= 3, a -> b.", "`child<>` at `<id>`, x `<=` 3, a `->` b."],
  ["an angle that opens a phrase", "part <One / Two> here", "part \\<One / Two\\> here"],
  ["underscores", "last_idx of __attr__ is _odd_", "last_idx of `__attr__` is *odd*"],
  ["end of comment", "a */ b and ``c*/d``", "a \\*\\/ b and `c*\\/d`"],
  ["tag in a code span", "``x @param y``", "`x \\@param y`"],
  ["not a link", "list[0](first)", "list[0\\](first)"],
];

const blockRows: readonly Row[] = [
  ["paragraphs", "One.\n\n\n\nTwo\nlines.", "One.\n\nTwo\nlines."],
  ["bullets", "Kinds:\n\n- oak,\n  tall\n- elm\n\nEnd.", "Kinds:\n\n- oak,\n  tall\n- elm\n\nEnd."],
  ["other bullets", "* oak\n\n* elm", "- oak\n\n- elm"],
  ["bullets directly below text", "Kinds:\n- oak\n- elm", "Kinds:\n\n- oak\n- elm"],
  ["nested bullets", "- a\n\n  - b\n    more\n\n- c", "- a\n\n  - b\n    more\n\n- c"],
  ["unindented continuation", "- a long\nline\n- b", "- a long\n  line\n- b"],
  ["numbers", "1. dig\n2. plant\n   deep", "1. dig\n2. plant\n   deep"],
  ["numbers with brackets", " (1) dig\n\n (2) plant", "1. dig\n\n2. plant"],
  ["automatic numbers", "#. dig\n#. plant", "1. dig\n1. plant"],
  ["letters", "a) dig\nb) plant", "- a) dig\n- b) plant"],
  ["a number in a sentence", "It needs\n7. No more.", "It needs\n7. No more."],
  ["definitions", "oak\n  A tall tree.\n\n``elm``\n  Another.", "- **oak**: A tall tree.\n\n- `elm`: Another."],
  ["definition with a kind", "depth : int\n  How deep.", "- **depth** (`int`): How deep."],
  ["prose with an odd indent", "The number of trees\n that were planted.", "The number of trees\nthat were planted."],
  ["fields", ":maker: Acme\n:long name: Two\n   lines", "- **maker:** Acme\n\n- **long name:** Two\n  lines"],
  ["literal block", "Run::\n\n  dig  deep\n    *now*\n\nDone.", "Run:\n\n```text\ndig  deep\n  *now*\n```\n\nDone."],
  ["literal block below a lone mark", 'Run\n::\n\n  { "a": 1 }', 'Run\n\n```json\n{ "a": 1 }\n```'],
  ["literal block, expanded", "Run ::\n\n  x", "Run\n\n```text\nx\n```"],
  ["quoted literal block", "He said::\n\n> a\n> b\n\nEnd", "He said:\n\n```text\n> a\n> b\n```\n\nEnd"],
  ["literal mark without a block", "Nothing follows::", "Nothing follows:"],
  ["code block", ".. code-block:: c\n   :linenos:\n\n   int x;\n", "```c\nint x;\n```"],
  ["code block in an unknown language", ".. code-block:: QMP\n\n   x", "```text\nx\n```"],
  [
    "example",
    '.. qmp-example::\n\n  -> { "execute": "dig" }\n  <- { "return": {} }',
    '```json\n-> { "execute": "dig" }\n<- { "return": {} }\n```',
  ],
  ["example with more than JSON", ".. qmp-example::\n\n  -> { ... }", "```text\n-> { ... }\n```"],
  ["example with a title", ".. qmp-example::\n   :title: Digging\n\n   -> {}", "**Digging:**\n\n```json\n-> {}\n```"],
  [
    "annotated example",
    ".. qmp-example::\n   :annotated:\n\n   First dig::\n\n    -> {}\n\n   Then rest.",
    "First dig:\n\n```json\n-> {}\n```\n\nThen rest.",
  ],
  ["note", ".. note:: Mind the\n   ``gap``.\n\n   And more.\n\nOn.", "**Note:** Mind the\n`gap`.\n\nAnd more.\n\nOn."],
  ["note on its own line", ".. warning::\n\n   Hot.", "**Warning:** Hot."],
  ["note that is a list", ".. caution::\n\n   - a\n   - b", "**Caution:**\n\n- a\n- b"],
  ["admonition", ".. admonition:: Good to know\n\n    1. a\n\n    2. b", "**Good to know:**\n\n1. a\n\n2. b"],
  ["seealso", ".. seealso:: @Garden", "**See also:** {@link Garden}"],
  ["version", ".. deprecated:: 8.1 Use @Garden.", "**Deprecated since 8.1:** Use {@link Garden}."],
  ["unknown directive", ".. acme:thing:: Some\n   text", "Some\ntext"],
  ["silent directive", "a\n\n.. toctree::\n   x\n\n.. image:: y.png\n\nb", "a\n\nb"],
  [
    "comments and targets",
    ".. _pond:\n\n.. just a\n   remark\n\n..\n   more\n\n.. |x| replace:: y\n\n__ https://acme.test\n\nb",
    "b",
  ],
  ["target with an address", "See garden_.\n\n.. _garden: https://acme.test", "See [garden](https://acme.test)."],
  ["footnote", "As said [1]_.\n\n.. [1] By Joe.", "As said [1].\n\n[1] By Joe."],
  [
    "simple table",
    "=====  ===\ntree   m\n=====  ===\noak    30\nelm|x  20\n       ok\n=====  ===",
    "| tree | m |\n| --- | --- |\n| oak | 30 |\n| elm\\|x | 20 ok |",
  ],
  [
    "grid table",
    "+---+---+\n| a | b |\n+===+===+\n| 1 | 2 |\n|   | 3 |\n+---+---+",
    "| a | b |\n| --- | --- |\n| 1 | 2 3 |",
  ],
  ["table without headings", "== ==\n1  2\n== ==", "|  |  |\n| --- | --- |\n| 1 | 2 |"],
  [
    "table over columns",
    "+---+---+\n| a     |\n+---+---+\n| 1 | 2 |\n+---+---+",
    "```text\n+---+---+\n| a     |\n+---+---+\n| 1 | 2 |\n+---+---+\n```",
  ],
  [
    "table directive",
    ".. table:: Trees\n   :widths: auto\n\n   == ==\n   1  2\n   == ==",
    "**Trees:**\n\n|  |  |\n| --- | --- |\n| 1 | 2 |",
  ],
  ["headings of QAPI", "= Trees\n\n== Tall *ones*\nText", "**Trees**\n\n**Tall *ones***\n\nText"],
  ["headings of reST", "Trees\n=====\n\n----\nOaks\n----\n\n---\n\nText", "**Trees**\n\n**Oaks**\n\nText"],
  ["line block", "| one\n| two", "- one\n- two"],
  [
    "messages as 7.2 has them",
    'Try:\n-> { "execute": "dig",\n     "arguments": {} }\n\n<- { "return": {} }\nDone.',
    'Try:\n\n```json\n-> { "execute": "dig",\n     "arguments": {} }\n\n<- { "return": {} }\n```\n\nDone.',
  ],
  ["an indented paragraph", "Mind:\n\n   It is\n   steep.\n\nEnd.", "Mind:\n\nIt is\nsteep.\n\nEnd."],
  ["an indented command", "Run:\n\n   # dig --deep", "Run:\n\n```text\n# dig --deep\n```"],
  ["Markdown's fence", "Try\n```sh\ndig\n```\nend", "Try\n\n```sh\ndig\n```\n\nend"],
  ["a tag in code", '::\n\n  "to @all"\n\n::\n\n  @all', '```json\n"to \\u0040all"\n```\n\n```text\n\\@all\n```'],
  ["a line that begins with a plus", "one\n+ two", "one\n\\+ two"],
];

describe("markdown", () => {
  test.each(inlineRows)("inline: %s", (_name, given, want) => expect(markdown(given, options)).toBe(want));
  test.each(blockRows)("block: %s", (_name, given, want) => expect(markdown(given, options)).toBe(want));
  test.each([...inlineRows, ...blockRows])("leaves no reST: %s", (_name, given) => {
    expect(reStLeftovers(markdown(given, options))).toEqual([]);
  });

  test.each<Row>([
    ["one indent below the heading", "How deep\n    to dig.\n\n    - a\n      b", "How deep\nto dig.\n\n- a\n  b"],
    ["no indent", "How deep\nto dig.", "How deep\nto dig."],
    ["everything below the heading", "    - If dry\n    - If wet", "- If dry\n- If wet"],
    ["a literal block is all there is", "Run::\n\n    dig", "Run:\n\n```text\ndig\n```"],
  ])("hanging: %s", (_name, given, want) => expect(markdown(given, { ...options, hanging: true })).toBe(want));
});

describe("reStLeftovers", () => {
  test.each([
    "has ``literal`` text",
    ".. note:: this",
    "- .. tip::",
    "ends with::",
    "::",
    "a :ref:`b`",
    "the |maker| said",
    "=====",
    "see garden_ now",
    "`text <x>`_",
    "as [1]_ says",
    ":maker: Acme",
    "= Trees",
    "if @depth is",
  ])("finds %s", (text) => expect(reStLeftovers(text)).not.toEqual([]));

  test("skips what is code", () => {
    const text = lines(
      "```text",
      ".. note::",
      "a::",
      "```",
      "`a::` and `x_` and `` a`b ``",
      "@param x - y",
      "fe80::1 is_x",
    );
    expect(reStLeftovers(text)).toEqual([]);
  });

  test("reads a generated file", () => {
    expect(reStLeftovers("/**\n * A ``b``.\n */\nexport interface A {}")).toEqual(["literal: A ``b``."]);
  });
});

const span = { source: undefined, start: 0, end: 0 } as never;
const feature = (name: string): Feature => ({ name, condition: undefined, span });

describe("tsdoc", () => {
  const compose = (parts: TsdocParts): string => tsdoc(parts, options);

  test("nothing to say", () => expect(compose({ summary: "" })).toBe(""));

  test("everything, in order", () => {
    const parts: TsdocParts = {
      summary: "Plants a tree.\n\nIt takes ``years``.",
      params: [
        { name: "args", text: "where\n    and how" },
        { name: "kinds", text: "- oak\n    - elm" },
        { name: "rest", text: "" },
      ],
      sections: [
        { tag: "returns", text: "@Garden\n    with the tree" },
        { tag: "errors", text: "    - If @where is a pond, GenericError" },
        { tag: "since", text: "1.2" },
        { tag: "todo", text: "water it" },
        { tag: "note", text: "Trees grow." },
        { tag: "plain", text: 'Further words.\n\n.. qmp-example::\n   :title: An oak\n\n   -> { "a": 1 }' },
      ],
      features: [{ name: "roots", text: "Has roots." }],
      remarks: ["Calls `plant`."],
      deprecated: "Use @plant-tree\n    instead.",
      experimental: "",
      condition: { all: ["CONFIG_A", { any: ["CONFIG_B", { not: "CONFIG_C" }] }] },
    };
    expect(compose(parts)).toBe(
      lines(
        "Plants a tree.",
        "",
        "It takes `years`.",
        "",
        "**Note:** Trees grow.",
        "",
        "Further words.",
        "",
        "Features:",
        "",
        "- `roots`: Has roots.",
        "",
        "Calls `plant`.",
        "",
        "Only if `CONFIG_A` and (`CONFIG_B` or not `CONFIG_C`).",
        "",
        "@param args - where",
        "and how",
        "@param kinds",
        "- oak",
        "- elm",
        "@param rest",
        "@returns the {@link Garden} with the tree",
        "@throws If `where` is a pond, GenericError",
        "@deprecated Use {@link plant-tree} instead.",
        "@experimental",
        "@since 1.2",
        "@example",
        "An oak:",
        "",
        "```json",
        '-> { "a": 1 }',
        "```",
      ),
    );
  });

  test("numbered examples of 7.2 are examples of their own", () => {
    const text = '1. Dig\n\n-> { "execute": "dig" }\n\n2. Rest.\n-> {}';
    const want = lines(
      "@example",
      "Dig:",
      "",
      "```json",
      '-> { "execute": "dig" }',
      "```",
      "@example",
      "Rest:",
      "",
      "```json",
      "-> {}",
      "```",
    );
    expect(compose({ summary: "", sections: [{ tag: "example", text }] })).toBe(want);
  });

  test("a remark on an example stays with it", () => {
    const example = ".. qmp-example::\n\n   -> {}\n\nThis example is short.\n\nMore.";
    const want = lines("More.", "", "@example", "```json", "-> {}", "```", "", "This example is short.");
    expect(compose({ summary: "", sections: [{ tag: "plain", text: example }] })).toBe(want);
    const old = [
      { tag: "example", text: "-> {}" },
      { tag: "note", text: "This example is short." },
    ] as const;
    expect(compose({ summary: "More.", sections: old })).toContain("```\n\nThis example is short.");
  });

  test("a name in single backticks is a reference, where there is such a definition", () => {
    const link = (name: string) => (name === "Kettle" ? "{@link Kettle}" : undefined);
    expect(markdown("like `Kettle`, not `kettle`", { link })).toBe("like {@link Kettle}, not `kettle`");
  });

  test("an end of comment in an example ends nothing", () => {
    const example = '.. qmp-example::\n\n    -> { "title": "?! */" }';
    expect(compose({ summary: example })).toContain('"?! *\\/"');
    expect(compose({ summary: "", sections: [{ tag: "example", text: '-> { "title": "?! */" }' }] })).not.toContain(
      "*/",
    );
  });

  test("a Since without its colon", () => {
    expect(compose({ summary: "Text.", sections: [{ tag: "plain", text: "Since 7.1" }] })).toBe("Text.\n\n@since 7.1");
  });

  test("conditions in words", () => {
    expect(conditionText("A")).toBe("`A`");
    expect(conditionText({ not: { all: ["A", "B"] } })).toBe("not (`A` and `B`)");
  });
});

describe("parts of the model", () => {
  const doc = (parts: Partial<NonNullable<Command["doc"]>>): NonNullable<Command["doc"]> => ({
    symbol: "dig",
    dialect: "10.0",
    body: "",
    members: [],
    features: [],
    sections: [],
    span,
    ...parts,
  });
  const base = { module: "t.json", condition: undefined, features: [], span };

  test("a reason goes to what has the feature", () => {
    const member = {
      name: "depth",
      type: { name: "int", array: false },
      optional: false,
      condition: undefined,
      features: [feature("unstable"), feature("deep")],
      span,
    };
    const command: Command = {
      ...base,
      kind: "command",
      name: "dig",
      data: [member],
      returns: undefined,
      boxed: false,
      gen: true,
      successResponse: true,
      allowOob: false,
      allowPreconfig: false,
      coroutine: false,
      features: [feature("deprecated")],
      condition: "CONFIG_DIG",
      doc: doc({
        body: "Digs.",
        members: [{ name: "depth", text: "How deep\n    it gets", span }],
        features: [
          { name: "deprecated", text: "Too dirty.", span },
          { name: "unstable", text: "May collapse.", span },
          { name: "deep", text: "Goes deep.", span },
        ],
      }),
    };
    expect(tsdoc(definitionParts(command), options)).toBe("Digs.\n\nOnly if `CONFIG_DIG`.\n\n@deprecated Too dirty.");
    expect(tsdoc(memberParts(command, member), options)).toBe(
      "How deep\nit gets\n\nFeatures:\n\n- `deep`: Goes deep.\n\n@experimental May collapse.",
    );
  });

  test("a value that only says when it came", () => {
    const value = { name: "oak", condition: undefined, features: [], span };
    const trees: Enum = {
      ...base,
      kind: "enum",
      name: "Tree",
      values: [value],
      prefix: undefined,
      doc: doc({ members: [{ name: "oak", text: "since 2.10", span }] }),
    };
    expect(tsdoc(memberParts(trees, value), options)).toBe("@since 2.10");
    expect(tsdoc(memberParts({ ...trees, doc: undefined }, value), options)).toBe("");
  });
});

/** The tags that TypeScript reads in a comment, with their texts. */
function readTags(comment: string): string[] {
  const body = comment.split("\n").map((line) => ` * ${line}`.trimEnd());
  const source = lines("/**", ...body, " */", "function f(args) {}");
  const file = ts.createSourceFile("a.ts", source, ts.ScriptTarget.Latest, true);
  return ts
    .getJSDocTags(file.statements[0]!)
    .map((tag) => `${tag.tagName.text} ${ts.getTextOfJSDocComment(tag.comment) ?? ""}`);
}

describe("TypeScript reads what was written", () => {
  test("whole texts", () => {
    const text = '@Garden\n\n- a @Garden\n  - b\n\n::\n\n  { "a":\n    "mail @all" }';
    const comment = tsdoc(
      {
        summary: "See @Garden\nand ``x @y``.",
        sections: [
          { tag: "returns", text },
          { tag: "errors", text: "@Garden" },
          { tag: "example", text },
        ],
      },
      options,
    );
    const spaced = (tag: string): string => tag.replaceAll(/\{@link (\S+) ?\}/g, "{@link $1}");
    const content = lines(
      "{@link Garden}.",
      "",
      "- a {@link Garden}.",
      "",
      "  - b",
      "",
      "```json",
      '{ "a":',
      '  "mail \\u0040all" }',
      "```",
    );
    expect(readTags(comment).map(spaced)).toEqual([
      `returns the ${content}`,
      "throws the {@link Garden}",
      `example ${content}`,
    ]);
  });
});

describe("any text", () => {
  const odd = fc.constantFrom(
    "`",
    "``",
    "*",
    "**",
    "_",
    "__",
    "@",
    "@a",
    "{",
    "}",
    "{@link x}",
    "<",
    ">",
    "|",
    "#",
    ":",
    "::",
    ":a:`b`",
    "[1]_",
    "\\",
    "/",
    "*/",
    "/**",
    "\n",
    "\n\n",
    "\n  ",
    "\n    ",
    " ",
    "\t",
    "\u2003",
    "- ",
    "1. ",
    "(a) ",
    "..",
    ".. a::",
    ".. _b: c",
    "-> {",
    "<- ",
    "=",
    "===",
    "+--+",
    "| ",
    "http://a",
    "word",
    "Word.",
    "é",
    "😀",
    "\u2028",
    "\r\n",
    '"',
    "'",
    "```",
    "$ ",
    "~~~",
  );
  const text = fc.oneof(
    fc.array(odd, { maxLength: 40 }).map((parts) => parts.join("")),
    fc.string(),
    fc.string({ unit: "binary" }),
  );

  test("converts, closes no comment, leaves no blanks at the ends of lines", () => {
    fc.assert(
      fc.property(text, fc.boolean(), (given, hanging) => {
        const found = markdown(given, { ...options, hanging });
        expect(found).not.toContain("*/");
        expect(found.split("\n").filter((line) => /[ \t]$/.test(line))).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  test("adds no tag that TypeScript would read", () => {
    fc.assert(
      fc.property(text, (given) => {
        fc.pre(!/[\r\u2028\u2029]/.test(given));
        const names = readTags(markdown(given, { link: () => undefined })).map((tag) => tag.split(" ")[0]);
        expect(names).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  test("keeps plain words as they are, once and again", () => {
    const word = fc.stringMatching(/^[A-Za-z][a-z]{0,9}$/);
    const sentence = fc.array(word, { minLength: 1, maxLength: 12 }).map((words) => `${words.join(" ")}.`);
    fc.assert(
      fc.property(fc.array(sentence, { minLength: 1, maxLength: 4 }), (sentences) => {
        const given = sentences.join("\n\n");
        expect(markdown(given, options)).toBe(given);
      }),
    );
  });

  // A quadratic step would take minutes here, where all of it takes a second.
  test.each([
    "`",
    "`a ",
    "``a ",
    ":",
    ":a",
    ":a:`",
    "*",
    "*a ",
    " **a",
    "_",
    "_a",
    "a_ ",
    "@",
    "@a---",
    "<",
    "<a ",
    "{",
    "{a ",
    "\\",
    "|",
    "|a ",
    "[",
    "[a",
    "[a]_ ",
    "- ",
    "- a\n",
    ".. a::\n",
    "= ",
    "=== ===\na\n",
    "+--+\n",
    "a::\n\n",
    "a\n b\n",
    ":a:\n",
    "`a <b>`_ ",
    "((((",
    "1. ",
    "-> {\n\n",
    "| a\n",
    "\t",
    "\n",
    "```\n",
    "{@link ",
    '::\n\n "',
    "``a\n",
  ])("ends soon on 100 kB of %j", (unit) => {
    const given = unit.repeat(100_000 / unit.length);
    const parts: TsdocParts = { summary: given, hanging: true, sections: [{ tag: "example", text: `a${given}b` }] };
    expect(tsdoc(parts, options)).toBeDefined();
  });

  test("ends soon on deep indents and long blanks", () => {
    const deep = Array.from({ length: 440 }, (_, depth) => `${" ".repeat(depth)}- x`).join("\n");
    expect(markdown(deep, options)).toContain("- x");
    expect(markdown(`\`\`a${" ".repeat(100_000)}b\`\``, options)).toContain("b`");
    expect(markdown(`a${" ".repeat(100_000)}\nb`, options)).toBe("a\nb");
  });
});
