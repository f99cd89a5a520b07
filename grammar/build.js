// Turns the grammars into parsers: `node grammar/build.js` writes them beside the code that uses them,
// `node grammar/build.js --copy dist` puts them where the compiled code looks for them.

import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import peggy from "peggy";

import { runs } from "./runs.js";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** One row per grammar: where its parser goes, what that gives a list of, and the file beside it that has the type. */
const grammars = [
  { grammar: "grammar/qapi.peggy", parser: "syntax/qapi-parser", item: "Item", from: "./ast.js" },
  { grammar: "grammar/hx.peggy", parser: "hmp/hx-parser", item: "HxNode", from: "./hx-tree.js" },
  { grammar: "grammar/hmp-args.peggy", parser: "hmp/hmp-args-parser", item: "HmpArgument", from: "./args.js" },
];

/** The types of a parser, all of which are called in the same way: peggy's, for what it calls a library. */
const types = ({ grammar, item, from }) => `// Generated from ${grammar}.
import type { ${item} } from "${from}";

/** How far the parser came: the items before the place that stops it, and what would have been right there. */
export interface Progress {
  readonly peg$result: readonly ${item}[];
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
  /** Deepest nesting that is parsed, in a grammar that nests. */
  readonly maxDepth: number;
}

/** Parses as far as it goes. Throws: SyntaxError at what nests deeper than \`maxDepth\`. */
export function parse(text: string, options: Options): Progress;

export class SyntaxError extends globalThis.SyntaxError {
  readonly location: { readonly start: { readonly offset: number } };
}
`;

/** Writes a file unless it is there already with that text. */
function write(path, text) {
  if (!existsSync(path) || readFileSync(path, "utf8") !== text) writeFileSync(path, text);
}

function generate({ grammar, ...row }) {
  const text = readFileSync(join(root, grammar), "utf8");
  const source = peggy.generate(text, { format: "es", output: "source", grammarSource: grammar, plugins: [runs] });
  write(join(root, "src", `${row.parser}.js`), source);
  write(join(root, "src", `${row.parser}.d.ts`), types({ grammar, ...row }));
}

function copy({ parser }, folder) {
  for (const ending of [".js", ".d.ts"]) {
    const target = join(root, folder, parser + ending);
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(join(root, "src", parser + ending), target);
  }
}

const [command, folder] = process.argv.slice(2);
for (const row of grammars) {
  if (command === "--copy") copy(row, folder);
  else generate(row);
}
