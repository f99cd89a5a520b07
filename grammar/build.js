// Turns the grammars into parsers: `node grammar/build.js` writes them beside the code that uses them,
// `node grammar/build.js --copy dist` puts them where the compiled code looks for them.

import { copyFileSync, mkdirSync, readFileSync, writeFileSync, existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import peggy from "peggy";

import { runs } from "./runs.js";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** One row per grammar: where it is, where its parser goes, and the types that the parser is given. */
const grammars = [
  {
    grammar: "grammar/qapi.peggy",
    parser: "syntax/qapi-parser",
    types: `// Generated from grammar/qapi.peggy.
import type { Item } from "./ast.js";

/** How far the parser came: the items before the place that stops it, and what would have been right there. */
export interface Progress {
  readonly peg$result: readonly Item[];
  /** Offset behind the last whole item and its trivia. */
  readonly peg$currPos: number;
  /** Offset of the token that fits nowhere. */
  readonly peg$maxFailPos: number;
  readonly peg$maxFailExpected: readonly { readonly type: string; readonly text?: string; readonly description?: string }[];
}

export interface Options {
  readonly peg$library: true;
  /** Where to start. */
  readonly peg$currPos: number;
  /** 1 leaves out what is needed to say why it stops. */
  readonly peg$silentFails: 0 | 1;
  /** Deepest nesting of values that is parsed. */
  readonly maxDepth: number;
}

/** Parses as far as it goes. Throws: SyntaxError where values nest deeper than \`maxDepth\`. */
export function parse(text: string, options: Options): Progress;

export class SyntaxError extends globalThis.SyntaxError {
  readonly location: { readonly start: { readonly offset: number } };
}
`,
  },
];

const copyTo = process.argv[2] === "--copy" ? process.argv[3] : undefined;
for (const { grammar, parser, types } of grammars) {
  if (copyTo !== undefined) {
    for (const ending of [".js", ".d.ts"]) {
      const target = join(root, copyTo, parser + ending);
      mkdirSync(dirname(target), { recursive: true });
      copyFileSync(join(root, "src", parser + ending), target);
    }
    continue;
  }
  const source = peggy.generate(readFileSync(join(root, grammar), "utf8"), {
    format: "es",
    output: "source",
    grammarSource: grammar,
    plugins: [runs],
  });
  for (const [ending, text] of [
    [".js", source],
    [".d.ts", types],
  ]) {
    const target = join(root, "src", parser + ending);
    if (!existsSync(target) || readFileSync(target, "utf8") !== text) writeFileSync(target, text);
  }
}
