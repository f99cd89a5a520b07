// Random schemas: small, over every construct of the language, mostly right. Names come from small pools, so that they
// meet: types that are known and unknown, members that clash, documentation that fits or does not.

import type { Random } from "./random.js";

/** A schema: files by path, the root first. */
export type Files = Readonly<Record<string, string>>;

/** Makes a schema of one to three files. */
export function generateSchema(random: Random): Files {
  const files: Record<string, string> = { "/s/root.json": "" };
  const writer = writerOf(random);
  const sub = random.oneIn(5);
  let root = random.oneIn(3) ? pragma(random) : "";
  if (sub) {
    files["/s/sub.json"] = items(writer, random, 1 + random.below(3)) + (random.oneIn(12) ? include(random) : "");
    root += include(random);
  }
  root += items(writer, random, 1 + random.below(6));
  if (!random.oneIn(4)) root += writer.rest();
  if (sub && random.oneIn(2)) root += include(random);
  files["/s/root.json"] = random.oneIn(20) ? root.replaceAll("\n", random.pick(["\r\n", "\r"])) : root;
  return files;
}

/** Makes a comment, right or wrong in the manner of any release, and perhaps the definition that it is for. */
export function generateDoc(random: Random): Files {
  const lines: string[] = [];
  if (!random.oneIn(5))
    lines.push(random.pick(["@foo:", "@foo:", "@foo:", "@foo:", "@Foo:", "@foo", "@:", "@foo: ", "@foo: x"]));
  for (let count = random.below(12); count > 0; count--) lines.push(random.pick(docLines)(random));
  const comment = [
    "##",
    ...lines.map((line) => (line === "" ? random.pick(["#", "#", "#", "# "]) : `# ${line}`)),
    "##",
  ].join("\n");
  const definition = random.pick([
    "{ 'command': 'foo', 'data': { 'a': 'str', '*b': 'int' }, 'returns': 'Bar', 'features': [ 'f' ] }\n{ 'struct': 'Bar', 'data': {} }\n",
    "{ 'command': 'foo', 'data': { 'a': { 'type': 'str', 'features': [ 'f', 'g' ] } } }\n",
    "{ 'command': 'foo' }\n",
    "{ 'command': 'foo', 'data': 'Bar' }\n{ 'struct': 'Bar', 'data': { 'a': 'str' } }\n",
    "{ 'struct': 'Foo', 'data': { 'a': 'str', 'b': 'int' } }\n",
    "{ 'enum': 'Foo', 'data': [ 'a', { 'name': 'b', 'features': [ 'f' ] } ] }\n",
    "{ 'union': 'Foo', 'base': { 'a': 'QType' }, 'discriminator': 'a', 'data': {} }\n",
    "{ 'alternate': 'Foo', 'data': { 'a': 'str', 'b': 'null' } }\n",
    "",
  ]);
  const before = random.oneIn(4) ? pragma(random) : "";
  return { "/s/root.json": `${before}${comment}\n${random.oneIn(10) ? "\n# plain\n\n" : ""}${definition}` };
}

const docText = (random: Random) =>
  random.pick([
    "text",
    "more text",
    "Text.  Two sentences.",
    "Text. Wrong space.",
    "e.g. This",
    "1. Item",
    "http://example.org/" + "x".repeat(80),
    "x".repeat(69),
    "",
    "",
    "    indented",
    "  two",
    " one",
    "\ttab",
    "- item",
    "= Heading",
    "== Sub",
    "@x: in text",
    "@a:x",
    "@a b: c",
    ":",
    "::",
    "foo::",
    ".. qmp-example::",
    ".. note::",
    "    .. qmp-example::",
    "-> { 'a': 1 }",
    "\u00a0",
    "\u3000x",
    "é. É",
  ]);

const docLines: readonly ((random: Random) => string)[] = [
  docText,
  docText,
  docText,
  () => "",
  () => "",
  (random) => `    ${docText(random)}`,
  (random) => `${" ".repeat(random.below(9))}${docText(random)}`,
  (random) =>
    `@${random.pick(["a", "b", "c", "f", "", "a b", "x-y", "foo"])}:${random.pick([" ", " ", "  ", "", "\t"])}${docText(random)}`,
  (random) => `@${random.pick(["a", "b", "f", "g"])}: ${docText(random)}`,
  (random) => random.pick(["Features:", "Features:", "Features: ", "Features: x", "features:", "Feature:"]),
  (random) =>
    random.pick([
      "Returns",
      "Returns",
      "Errors",
      "Since",
      "Since",
      "TODO",
      "Note",
      "Notes",
      "Example",
      "Examples",
      "Todo",
    ]) +
    random.pick([":", ": ", ": ", ": ", "::", "", ":x", ":\t"]) +
    docText(random),
];

function include(random: Random): string {
  const odd = ["./sub.json", "root.json", "none.json", "/s/sub.json", "", "../s/sub.json"];
  return `{ 'include': '${random.oneIn(4) ? random.pick(odd) : "sub.json"}' }\n`;
}

function pragma(random: Random): string {
  const list = (names: readonly string[]) =>
    `[ ${names
      .filter(() => random.oneIn(2))
      .map((name) => `'${name}'`)
      .join(", ")} ]`;
  const settings = [
    () => `'doc-required': ${random.pick(["true", "false", "true", "'x'"])}`,
    () => `'command-name-exceptions': ${list([...commandNames, "foo_bar"])}`,
    () => `'command-returns-exceptions': ${list(commandNames)}`,
    () => `'member-name-exceptions': ${list(typeNames)}`,
    () => `'documentation-exceptions': ${list([...typeNames, ...commandNames])}`,
    () => `'documentation-exceptions': ${list([...typeNames, ...commandNames])}`,
    () => `'unknown-pragma': true`,
    () => `'doc-required': ${list(typeNames)}`,
  ];
  const chosen = Array.from({ length: random.below(3) }, () =>
    random.pick(random.oneIn(4) ? settings : settings.slice(1, 6))(),
  );
  return `{ 'pragma': { ${chosen.join(", ")} } }\n`;
}

const typeNames = ["Foo", "Bar", "Baz", "Qux", "Kind", "Mode", "Color"];
const commandNames = ["foo", "bar", "get-it", "set-it"];
const memberNames = ["a", "b", "c", "kind", "mode", "x-a", "a-b", "__a.b_c", "__a-b_c"];
const oddNames = [
  "",
  "A",
  "a_b",
  "aB",
  "q_x",
  "u",
  "has-a",
  "has_a",
  "1a",
  "-a",
  "a.b",
  "x-",
  "x-1",
  "*a",
  "u-1",
  "é",
  "q-x",
];

interface Writer {
  definition(): string;
  /** Plain definitions of all type names that are not taken. */
  rest(): string;
}

function items(writer: Writer, random: Random, count: number): string {
  let text = "";
  for (; count > 0; count--) {
    if (random.oneIn(12))
      text += random.pick([
        "# plain\n",
        "##\n# Free text\n##\n{ 'pragma': {} }\n",
        "\n\n",
        "##\n# = Title\n##\n##\n# text\n##\n{ 'pragma': {} }\n",
        "#\n",
      ]);
    if (random.oneIn(25)) text += pragma(random);
    text += writer.definition() + random.pick(["\n", "\n\n"]);
  }
  return text;
}

/** Something of `list`, and sometimes something quite wrong. */
const wrongs = [
  "true",
  "false",
  "''",
  "[]",
  "{}",
  "[ 'a', 'b' ]",
  "[ [ 'str' ] ]",
  "{ 'type': 'str' }",
  "'x'",
  "[ 'Foo' ]",
  "[ {} ]",
  "{ 'a': {} }",
  "{ 'if': 'A' }",
];

function writerOf(random: Random): Writer {
  /** Chance of a mistake at any one place; some schemas are right but for what their parts do to each other. */
  const rarity = random.pick([40, 200, 1000, 100000]);
  const slip = () => random.oneIn(rarity);
  const value = (right: () => string) => (slip() ? random.pick(wrongs) : right());
  const some = <T>(limit: number, make: () => T) => Array.from({ length: random.below(limit + 1) }, make);
  const object = (entries: readonly string[]) => (entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`);

  const memberName = () => (slip() ? random.pick(oddNames) : random.pick(memberNames));
  const symbol = () =>
    slip() ? random.pick(["a", "", "A-B", "1", "_A", "A b"]) : random.pick(["A", "CONFIG_B", "C1"]);
  const condition = (depth = 2): string =>
    value(() => {
      if (depth === 0 || random.oneIn(2)) return `'${symbol()}'`;
      if (random.oneIn(3)) return `{ 'not': ${condition(depth - 1)} }`;
      const parts = some(2, () => condition(depth - 1));
      if (parts.length === 0 && !slip()) parts.push(condition(depth - 1));
      return `{ '${random.pick(["all", "any", slip() ? "none" : "all"])}': [ ${parts.join(", ")} ] }`;
    });
  const typeName = () =>
    slip()
      ? random.pick([
          "",
          "Unknown",
          "foo",
          "IT",
          "strList",
          "FooList",
          "KindList",
          "q_empty",
          "q_obj_foo-arg",
          "q_obj_Foo-base",
          "q_obj_Bar-base",
          "q_obj_IT-arg",
          "QTypeList",
          "q_obj_",
        ])
      : random.oneIn(3)
        ? random.pick(typeNames)
        : random.pick(["str", "int", "bool", "number", "size", "null", "any", "uint8", "QType", "Kind"]);
  const type = () => value(() => (random.oneIn(4) ? `[ '${typeName()}' ]` : `'${typeName()}'`));
  const names = (list: readonly string[]) => [...list].sort(() => random.below(3) - 1);

  const withOptions = (required: readonly string[], options: readonly ("if" | "features")[], short: string): string => {
    if (!random.oneIn(5) && !slip()) return short;
    const keys = slip() ? required.slice(1) : [...required];
    for (const option of options) {
      if (random.oneIn(2)) keys.push(`'${option}': ${option === "if" ? condition() : features()}`);
    }
    if (slip()) keys.push(random.pick(["'x': 'y'", "'features': []", "'if': 'A'", "'data': {}", "'default': 'x'"]));
    return object(names(unique(keys)));
  };
  const feature = () => {
    const name = slip()
      ? random.pick(oddNames)
      : random.pick(["f", "g", "h", "allow-x", "deprecated", "unstable", "__a.b_f", "__a-b_f"]);
    return value(() => withOptions([`'name': '${name}'`], ["if"], `'${name}'`));
  };
  const features = () => value(() => `[ ${some(2, feature).join(", ")} ]`);
  const member = () => {
    const t = type();
    const long = value(() => withOptions([`'type': ${t}`], ["if", "features"], t));
    return `'${random.oneIn(4) ? "*" : ""}${memberName()}': ${long}`;
  };
  const members = () => object(unique(some(3, member)));
  const unique = (entries: readonly string[]) =>
    slip() && slip()
      ? [...entries]
      : [...new Map(entries.map((entry) => [entry.slice(0, entry.indexOf(":")), entry])).values()];
  const enumValue = () => {
    const name = slip()
      ? random.pick(oddNames.slice(1))
      : random.pick([...memberNames, "1", "on", "off", "2d", "none"]);
    return value(() => withOptions([`'name': '${name}'`], ["if", "features"], `'${name}'`));
  };
  const branch = () => {
    const t = value(() => `'${random.oneIn(4) ? typeName() : random.pick(typeNames)}'`);
    return `'${random.oneIn(12) ? memberName() : random.pick(["a", "b", "c", "on", "1"])}': ${value(() => withOptions([`'type': ${t}`], ["if"], t))}`;
  };
  const alternative = () => {
    const t = type();
    return `'${memberName()}': ${value(() => withOptions([`'type': ${t}`], ["if"], t))}`;
  };

  const taken = new Set<string>();
  const fresh = (pool: readonly string[]) => {
    let name = random.pick(pool);
    for (let tries = 0; taken.has(name) && tries < 20 && !slip(); tries++) name = random.pick(pool);
    taken.add(name);
    return slip()
      ? random.pick([...oddNames, "FooList", "Q_X", "x-Foo", "__org.a_Foo", "int", "QType", "foo_bar", "FOO_BAR"])
      : name;
  };

  const kinds = {
    enum: () => ({
      name: fresh(random.oneIn(2) ? ["Kind"] : ["Mode", "Color"]),
      keys: [
        `'data': ${value(() => `[ ${["'a'", "'b'"].slice(random.below(3)).concat(some(3, enumValue)).join(", ")} ]`)}`,
        ...(random.oneIn(8) ? [`'prefix': ${value(() => `'${random.pick(["P", "", "x y"])}'`)}`] : []),
      ],
    }),
    struct: () => ({
      name: fresh(["Foo", "Bar", "Baz", "Qux"]),
      keys: [
        `'data': ${value(members)}`,
        ...(random.oneIn(4)
          ? [`'base': ${value(() => `'${random.oneIn(8) ? typeName() : random.pick(typeNames.slice(0, 4))}'`)}`]
          : []),
      ],
    }),
    union: () => {
      const tag = random.pick(["kind", "kind", "mode"]);
      const base = random.oneIn(3)
        ? `'${random.oneIn(8) ? typeName() : random.pick(typeNames.slice(0, 4))}'`
        : object(
            unique([
              `'${slip() ? "*" : ""}${tag}': ${slip() ? type() : random.pick(["'Kind'", "'Kind'", "'QType'", "'Mode'"])}`,
              ...some(2, member),
            ]),
          );
      return {
        name: fresh(["Foo", "Bar", "Baz", "Qux"]),
        keys: [
          `'base': ${value(() => base)}`,
          `'discriminator': ${value(() => `'${slip() ? random.pick(["", "*kind", "x", "a"]) : tag}'`)}`,
          `'data': ${value(() => object(unique(some(3, branch))))}`,
        ],
      };
    },
    alternate: () => ({
      name: fresh(["Foo", "Bar", "Baz", "Qux"]),
      keys: [`'data': ${value(() => object(unique([alternative(), ...some(2, alternative)])))}`],
    }),
    command: () => ({
      name: fresh(commandNames),
      keys: [
        ...data(),
        ...(random.oneIn(3)
          ? [`'returns': ${value(() => (random.oneIn(3) ? type() : `'${random.pick(typeNames)}'`))}`]
          : []),
        ...["gen", "success-response"].flatMap((flag) =>
          random.oneIn(12) ? [`'${flag}': ${value(() => "false")}`] : [],
        ),
        ...["allow-oob", "allow-preconfig", "coroutine"].flatMap((flag) =>
          random.oneIn(12) ? [`'${flag}': ${value(() => "true")}`] : [],
        ),
      ],
    }),
    event: () => ({ name: fresh(["IT", "IT_HAPPENED", "FOO", "X2"]), keys: data() }),
  };

  function data(): string[] {
    const boxed = random.oneIn(5);
    const keys: string[] = [];
    if (random.oneIn(4) && !boxed) return keys;
    const named = `'${random.oneIn(8) ? typeName() : random.pick(typeNames.slice(0, 4))}'`;
    keys.push(`'data': ${value(() => (boxed || random.oneIn(4) ? named : members()))}`);
    if (boxed) keys.push(`'boxed': ${value(() => "true")}`);
    return keys;
  }

  return {
    rest() {
      const plain = (name: string) =>
        name.length === 3
          ? `{ 'struct': '${name}', 'data': { ${random.oneIn(2) ? "" : `'${name.toLowerCase()}': 'str'`} } }\n`
          : `{ 'enum': '${name}', 'data': [ ${random.oneIn(9) ? "" : "'a', 'b', 'c'"} ] }\n`;
      return typeNames
        .filter((name) => !taken.has(name))
        .map(plain)
        .join("");
    },
    definition() {
      const kind = random.pick([
        "enum",
        "enum",
        "struct",
        "struct",
        "union",
        "union",
        "alternate",
        "command",
        "command",
        "event",
      ] as const);
      const { name, keys } = kinds[kind]();
      const all = [`'${kind}': ${slip() ? random.pick(wrongs) : `'${name}'`}`, ...(slip() ? keys.slice(1) : keys)];
      if (random.oneIn(6)) all.push(`'if': ${condition()}`);
      if (random.oneIn(6)) all.push(`'features': ${features()}`);
      if (slip())
        all.push(
          random.pick([
            "'x': 1",
            "'x': 'y'",
            "'data': {}",
            "'base': 'Foo'",
            "'returns': 'str'",
            "'struct': 'X'",
            "'boxed': true",
            "'include': 'x'",
          ]),
        );
      const ordered = random.oneIn(6) ? names(all) : all;
      const text = `{ ${ordered.join(random.oneIn(2) ? ",\n  " : ", ")} }`;
      return random.oneIn(3) ? `${docFor(name, kind, text)}${text}` : text;
    },
  };

  /** A comment that describes what is in quotes before a colon or in a list: mostly what it should. */
  function docFor(name: string, kind: string, text: string): string {
    const lines = [`@${slip() ? "other" : name}:`, ""];
    const inside =
      kind === "struct" || kind === "enum" || kind === "alternate"
        ? /'data': (\{.*?\}|\[.*?\])(?=, '|,\n|\s\})/s
        : kind === "union"
          ? /'base': (\{.*?\})(?=, '|,\n|\s\})/s
          : /'data': (\{.*?\})(?=, '|,\n|\s\})/s;
    const body = inside.exec(text)?.[1] ?? "";
    const described = [...body.matchAll(kind === "enum" ? /'([\w-]+)'(?!:)/g : /'\*?([\w-]+)':/g)]
      .map(([, word]) => word!)
      .filter(
        (word) => !["type", "if", "features", "name", "all", "any", "not"].includes(word) && !/^[A-Z]/.test(word),
      );
    for (const word of new Set(described)) if (!slip()) lines.push(`@${word}: text`, "");
    if (slip()) lines.push("@extra: text", "");
    const featureNames = [...text.matchAll(/'features': \[(.*?)\]/gs)].flatMap(([, list]) =>
      [...list!.matchAll(/'([a-z][^']*)'(?!:)/g)].map(([, word]) => word!),
    );
    const wanted = [...new Set(featureNames)].filter((word) => !["name", "if"].includes(word));
    if (wanted.length > 0 && !slip())
      lines.push("Features:", "", ...wanted.flatMap((word) => (slip() ? [] : [`@${word}: text`, ""])));
    if (text.includes("'returns'") ? random.oneIn(2) : slip()) lines.push("Returns: it", "");
    if (kind === "command" ? random.oneIn(4) : slip()) lines.push("Errors:", "    - none", "");
    if (random.oneIn(2)) lines.push("Since: 1.0");
    return `##\n${lines.map((line) => `# ${line}`.trimEnd()).join("\n")}\n##\n`;
  }
}
