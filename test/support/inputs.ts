// Inputs for runs that hold two things against each other, or one against what must never happen: by kind, each made of
// a source of random choices alone.

import type { Files } from "./generate.js";
import { generateDoc, generateSchema } from "./generate.js";
import { mutate } from "./mutate.js";
import type { Random } from "./random.js";

/** Texts to mutate. */
export interface Texts {
  readonly corpus: readonly string[];
  readonly samples: readonly string[];
  readonly slices: readonly string[];
}

/** Makes an input. */
export type Make = (random: Random, texts: Texts) => Files;

const root = "/s/root.json";

/** Text that can be written as UTF-8. */
const writable = (text: string) => text.replace(/\p{Surrogate}/gu, "\ufffd");

const mutant = (random: Random, texts: readonly string[]): Files => ({
  [root]: writable(mutate(random.pick(texts), random.pick(texts), random)),
  "/s/sub.json": random.pick(["", "{ 'struct': 'Sub', 'data': {} }\n", "{", "{ 'include': 'root.json' }\n"]),
});

const mutated = (files: Files, other: Files, random: Random): Files => {
  const path = random.pick(Object.keys(files));
  return { ...files, [path]: writable(mutate(files[path]!, other[root]!, random)) };
};

/** The kinds of input, by name. */
export const inputs = {
  "mutated corpus": (random, { corpus }) => mutant(random, corpus),
  "mutated samples": (random, { samples }) => mutant(random, samples),
  "mutated slices of real schemas": (random, { slices }) => mutant(random, slices),
  "generated schemas": (random) => generateSchema(random),
  "mutated generated schemas": (random) => mutated(generateSchema(random), generateSchema(random), random),
  "doc comments": (random) => generateDoc(random),
  "mutated doc comments": (random) => mutated(generateDoc(random), generateDoc(random), random),
} as const satisfies Record<string, Make>;

/** Every text cut at every 97th character. */
export function* cuts(
  texts: readonly { readonly name: string; readonly text: string }[],
): Iterable<{ name: string; files: Files }> {
  for (const { name, text } of texts) {
    for (let end = 97; end < text.length; end += 97)
      yield { name: `${name} up to ${end}`, files: { [root]: text.slice(0, end) } };
  }
}

/** Characters, line ends and names that are white space, line ends or something else to one language and not another. */
export const odd: Readonly<Record<string, string>> = {
  CRLF: "##\r\n# @a:\r\n#\r\n# Since: 1\r\n##\r\n{ 'command': 'a' }\r\n{ 'command': 'b', 'x': 'y' }\r\n",
  CR: "##\r# @a:\r#\r# Since: 1\r##\r{ 'command': 'a' }\r{ 'command': 'b', 'x': 'y' }\r",
  "a byte order mark": "\ufeff{ 'command': 'a' }\n",
  "a byte order mark inside": "{ 'command':\n\ufeff'a' }\n",
  NUL: "\n{ 'command': \0'a' }\n",
  "NUL in a string": "\n{ 'command': 'a\0' }\n",
  "NUL in a comment": "# \0\n{ 'command': 'a' }\n",
  "NUL in a doc comment": "##\n# @a:\n# \0\n##\n{ 'command': 'a' }\n",
  "U+2028 between tokens": "{ 'command':\u2028'a' }\n;",
  "U+2028 in a comment": "# a\u2028{ 'command': 'a' }\n;",
  "U+2028 in a doc comment": "##\n# @a:\n# x\u2028y\n##\n{ 'command': 'a' }\n",
  "U+2028 in a string": "\n{ 'command': 'a\u2028' }\n",
  "control characters between tokens": "\x1c\x1d\x1e\x1f\x85\v\f\n;",
  "a character outside the basic plane": "\n{ 'command': '\u{1f600}' }\n",
  "a stray one outside the basic plane": "\n \u{1f600} \n",
  "__proto__ as a key": "{ '__proto__': 'a' }\n",
  "__proto__ as a definition": "{ 'struct': '__proto__', 'data': {} }\n",
  "__proto__ as a member": "{ 'struct': 'Aa', 'data': { '__proto__': 'str' } }\n",
  "__proto__ as a pragma": "{ 'pragma': { '__proto__': true } }\n",
  "__proto__ as a file": "{ 'include': '__proto__' }\n",
  "constructor as a type": "{ 'command': 'constructor', 'returns': 'toString', 'data': 'valueOf' }\n",
  "constructor as a member":
    "##\n# @a:\n#\n# @constructor: x\n##\n{ 'command': 'a', 'data': { 'constructor': 'str' } }\n",
  "two levels of one object's name": "{'union':'Uu','base':'q_obj_Uu-base','discriminator':'a','data':{}}\n",
  "an empty file": "",
  "a file of one line end": "\n",
  "a string at the end": "'",
  "a backslash at the end": "'\\",
  "a doc comment's opener at the end": "##",
  "a doc comment's text at the end": "##\n# @a:\n# x",
  "a comment at the end": "#",
};
