// Mutations of schema text, as a person's slips and as no person would make them.

import type { Random } from "./random.js";

const token = /'[^'\n]*'|##?[^\n]*|true|false|[{}[\]:,]/g;

/** Pieces that are put in: tokens, doc comment lines, characters that are white space to some and not to others. */
const pieces = [
  ..."{}[]:,'\\\"#=@*\t\f\v\r\n".split(""),
  ..."\u00a0\u0085\u001c\u001f\u2028\u3000\ufeff\u0000\u007f\u00e9\u{1f600}\u200b".split(/(?:)/u),
  "true",
  "false",
  "null",
  "12",
  "-1",
  "''",
  "'str'",
  "'int'",
  "'any'",
  "'QType'",
  "'*a'",
  "'a-b'",
  "'a_b'",
  "'A'",
  "'strList'",
  "'q_empty'",
  "['str']",
  "{}",
  "[]",
  "'if': 'CONFIG_A', ",
  "'if': {'not': 'A'}, ",
  "'features': ['deprecated'], ",
  "'features': ['f', {'name': 'g', 'if': 'X'}], ",
  "'boxed': true, ",
  "'gen': false, ",
  "'data': 'Foo', ",
  "'base': 'Foo', ",
  "'returns': 'Foo', ",
  "'coroutine': true, ",
  "'allow-oob': true, ",
  "'type'",
  "'name'",
  "'data'",
  "'base'",
  "{ 'include': 'sub.json' }\n",
  "{ 'include': 'root.json' }\n",
  "{ 'pragma': { 'doc-required': true } }\n",
  "{ 'pragma': { 'doc-required': false } }\n",
  "{ 'pragma': { 'documentation-exceptions': ['Foo', 'foo'] } }\n",
  "{ 'pragma': { 'member-name-exceptions': ['Foo'] } }\n",
  "{ 'pragma': {} }\n",
  "{ 'struct': 'Foo', 'data': { 'a': 'str' } }\n",
  "##\n",
  "#\n",
  "# \n",
  "##\n# @foo:\n##\n",
  "##\n# text\n##\n",
  "# @a: text\n",
  "# @a:\n",
  "# Features:\n",
  "# @f: text\n",
  "# Returns: it\n",
  "# Returns:\n",
  "# Errors: none\n",
  "# Since: 1.0\n",
  "# Since:1\n",
  "# TODO: all\n",
  "# Note: n\n",
  "# Notes:\n",
  "# Example:\n",
  "# = Heading\n",
  "# == Heading\n",
  "#     indented\n",
  "#text\n",
  "# @:\n",
  "# @a b: x\n",
];

/** Gives a text that differs from `text` in one to four places. `other` is a text to take lines from. */
export function mutate(text: string, other: string, random: Random): string {
  let mutant = text;
  for (let count = 1 + random.below(random.oneIn(3) ? 4 : 1); count > 0; count--) {
    mutant = random.pick(mutations)(mutant, other, random);
  }
  return mutant;
}

type Mutation = (text: string, other: string, random: Random) => string;

const splice = (text: string, at: number, remove: number, insert: string) =>
  text.slice(0, at) + insert + text.slice(at + remove);

function onTokens(change: (tokens: string[], random: Random) => void, pattern = token): Mutation {
  return (text, _, random) => {
    const tokens = text.match(pattern) ?? [];
    const between = text.split(pattern);
    if (tokens.length < 2) return text;
    change(tokens, random);
    let result = between[0]!;
    for (let i = 0; i < Math.max(tokens.length, between.length - 1); i++)
      result += (tokens[i] ?? "") + (between[i + 1] ?? " ");
    return result;
  };
}

function onLines(change: (lines: string[], random: Random, other: readonly string[]) => void): Mutation {
  return (text, other, random) => {
    const lines = text.split("\n");
    change(lines, random, other.split("\n"));
    return lines.join("\n");
  };
}

function swap<T>(list: T[], i: number, j: number): void {
  [list[i], list[j]] = [list[j]!, list[i]!];
}

const isDoc = (line: string) => /^ *#/.test(line);

const mutations: readonly Mutation[] = [
  onTokens((tokens, random) => void (tokens[random.below(tokens.length)] = "")),
  onTokens((tokens, random) => void (tokens[random.below(tokens.length)] += ` ${random.pick(tokens)}`)),
  onTokens((tokens, random) => void (tokens[random.below(tokens.length)] = random.pick(tokens))),
  onTokens((tokens, random) => void (tokens[random.below(tokens.length)] = random.pick(pieces))),
  onTokens((tokens, random) => swap(tokens, random.below(tokens.length), random.below(tokens.length))),
  onTokens((tokens, random) => void (tokens[random.below(tokens.length)] = random.pick(tokens)), /'[^'\n]*'/g),
  onTokens((tokens, random) => void (tokens[random.below(tokens.length)] = random.pick(tokens)), /'[^'\n]*'/g),
  onTokens((tokens, random) => swap(tokens, random.below(tokens.length), random.below(tokens.length)), /'[^'\n]*'/g),
  onTokens((tokens, random) => {
    const at = random.below(tokens.length);
    tokens[at] = `'${editName(tokens[at]!.slice(1, -1), random)}'`;
  }, /'[^'\n]*'/g),
  (text, _, random) => splice(text, random.below(text.length + 1), 0, random.pick(pieces)),
  (text, _, random) => splice(text, random.below(text.length + 1), 0, random.pick(pieces)),
  (text, _, random) => splice(text, random.below(text.length), 1 + random.below(3), ""),
  (text, _, random) => splice(text, random.below(text.length), 1, random.pick(pieces)),
  (text, _, random) => text.slice(0, random.below(text.length + 1)),
  (text, _, random) => text.slice(random.below(text.length + 1)),
  onLines((lines, random) => void lines.splice(random.below(lines.length), 1 + random.below(2))),
  onLines((lines, random) => void lines.splice(random.below(lines.length), 0, random.pick(lines))),
  onLines((lines, random, other) => void lines.splice(random.below(lines.length), 0, random.pick(other))),
  onLines((lines, random) => swap(lines, random.below(lines.length), random.below(lines.length))),
  onLines((lines, random) => void lines.splice(random.below(lines.length + 1), 0, "")),
  onLines(
    (lines, random) =>
      void lines.splice(random.below(lines.length + 1), 0, random.pick(["#", "##", "# x", "#     x", "# @a: x"])),
  ),
  onLines((lines, random) => {
    const at = random.below(lines.length);
    if (at + 1 < lines.length) lines.splice(at, 2, `${lines[at]}${random.pick(["", " "])}${lines[at + 1]}`);
  }),
  // Lines of doc comments: their indent, their order, blank ones, the ends of their lines.
  onLines((lines, random) =>
    onDocLine(lines, random, (line) => line.replace("#", `#${" ".repeat(1 + random.below(6))}`)),
  ),
  onLines((lines, random) =>
    onDocLine(lines, random, (line) => line.replace(/# +/, random.pick(["# ", "#", "#  ", "#\t", "#   "]))),
  ),
  onLines((lines, random) =>
    onDocLine(lines, random, (line) => line + random.pick([" ", "\t", "\u00a0", ":", "::", "#", "\u3000 "])),
  ),
  onLines((lines, random) =>
    onDocLine(lines, random, (line) => random.pick(["#", `${line}\n#`, `#\n${line}`, `  ${line}`, `${line}\n`])),
  ),
  onLines((lines, random) => {
    const docs = lines.flatMap((line, index) => (isDoc(line) ? [index] : []));
    if (docs.length > 1) swap(lines, random.pick(docs), random.pick(docs));
  }),
  onLines((lines, random) => {
    const at = random.below(lines.length);
    if (isDoc(lines[at]!) && isDoc(lines[at + 1] ?? "")) swap(lines, at, at + 1);
  }),
  onLines((lines, random) =>
    onDocLine(lines, random, (line) => line.replace(/[\w-]+/, (word) => editName(word, random))),
  ),
];

function onDocLine(lines: string[], random: Random, change: (line: string) => string): void {
  const docs = lines.flatMap((line, index) => (isDoc(line) ? [index] : []));
  if (docs.length === 0) return;
  const at = random.pick(docs);
  lines[at] = change(lines[at]!);
}

function editName(name: string, random: Random): string {
  const at = random.below(name.length + 1);
  return random.pick<() => string>([
    () => "",
    () => name.toUpperCase(),
    () => name.toLowerCase(),
    () => splice(name, at, 1, ""),
    () => splice(name, at, 0, random.pick(["-", "_", ".", "*", "x", "X", "1", " ", "\\\\", ":"])),
    () =>
      random.pick([
        "x-",
        "__org.example_",
        "has_",
        "has-",
        "q_",
        "q-",
        "*",
        "*u",
        "1",
        "__a-b_",
        "-",
        "__org.example_x-",
      ]) + name,
    () => `${name}List`,
    () => name.replaceAll("-", "_"),
    () => name.replaceAll("_", "-"),
  ])();
}
