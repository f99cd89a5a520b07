// Reads an `.hx` file: runs the parser that `grammar/hx.peggy` describes, explains what stops it, and goes on behind the
// mistake, so that one run tells them all.
//
// In: the text. Out: the table, or what is wrong with it. What counts is what `scripts/hxtool -h` does, and the compiler
// with what it gives: a file that this would read in another way is refused.

import type { Diagnostic } from "../base/diagnostic.js";
import type { SourceFile } from "../base/source.js";
import { sourceFile, span } from "../base/source.js";
import { explain } from "./hx-explain.js";
import { hxMistake } from "./hx-messages.js";
import { parse, SyntaxError } from "./hx-parser.js";
import type { HxReadItem } from "./hx-shape.js";
import { shapeItems } from "./hx-shape.js";
import type { HxNode } from "./hx-tree.js";

/** A table that was read. Its items can be printed by `printHx`. */
export interface HxTable {
  readonly items: readonly HxReadItem[];
}

/** What reading a file gives. */
export interface ParsedHx {
  /** Undefined when there are mistakes, so that nothing is made of a table that is wrong. */
  readonly table: HxTable | undefined;
  /** In the order of the text. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Deepest nesting of tables that is read. QEMU's own nest once, and by name. */
const maxDepth = 100;

/** How many mistakes are told. */
const most = 100;

/** Codes of mistakes that can come of another one, whose place was passed over. */
const consequent = /^hx-(?:unclosed|stray)-conditional$/;

/**
 * Reads an `.hx` file with monitor commands, such as `hmp-commands.hx`. `path` is what diagnostics call it. CRLF is read as LF.
 *
 * Never throws for bad input. Reports: the codes of `hx-messages.ts`.
 */
export function parseHx(text: string, path = "table.hx"): ParsedHx {
  const source = sourceFile(path, text);
  const found = [...lineMistakes(source, text)];
  const nodes: HxNode[] = [];
  for (let start = 0; start < source.text.length;) {
    const progress = attempt(source, start, 1);
    if ("peg$result" in progress) for (const node of progress.peg$result) nodes.push(node);
    if ("peg$result" in progress && progress.peg$currPos === source.text.length) break;
    const { mistake, next } = stop(source, "peg$result" in progress ? progress.peg$currPos : start);
    found.push(mistake);
    start = found.length <= most ? next : source.text.length;
  }
  const passedOver = found.length > 0;
  const report = (mistake: Diagnostic) => {
    if (!passedOver || !consequent.test(mistake.code)) found.push(mistake);
  };
  const items = shapeItems({ source, report }, nodes, { outer: [], inner: false });
  return { table: found.length === 0 ? { items } : undefined, diagnostics: inOrder(source, found) };
}

type Progress = ReturnType<typeof parse>;

/** Parses from an offset; gives an offset where tables nest too deeply. */
function attempt(source: SourceFile, start: number, silent: 0 | 1): Progress | { readonly tooDeep: number } {
  try {
    return parse(source.text, { peg$library: true, peg$currPos: start, peg$silentFails: silent, maxDepth });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { tooDeep: error.location.start.offset };
  }
}

/** Why no item is read at an offset, and where to go on. */
function stop(source: SourceFile, start: number): { readonly mistake: Diagnostic; readonly next: number } {
  const progress = attempt(source, start, 0);
  if ("peg$result" in progress) return explain(source, start, progress);
  const { tooDeep } = progress;
  const mistake = hxMistake("hx-nested-too-deeply", span(source, tooDeep - 1, tooDeep), { at: String(maxDepth) });
  return { mistake, next: source.text.length };
}

/** What is wrong with the text whatever is in it. */
function lineMistakes(source: SourceFile, original: string): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  // Both are of one character, and offsets are those of the text with LF alone.
  for (const [code, pattern] of [
    ["hx-nul", /\0/],
    ["hx-carriage-return", /\r(?!\n)/],
  ] as const) {
    const at = original.search(pattern);
    if (at < 0) continue;
    const here = original.slice(0, at).replaceAll("\r\n", "\n").length;
    found.push(hxMistake(code, span(source, here, here + 1)));
  }
  const { text } = source;
  const last = text.lastIndexOf("\n", text.length - 2) + 1;
  if (original !== "" && !/[\n\r]$/.test(original) && /[^ \t\n]/.test(text.slice(last)))
    found.push(hxMistake("hx-last-line", span(source, last, text.length - 1)));
  return found;
}

/** By their places, at most as many as are told. */
function inOrder(source: SourceFile, found: readonly Diagnostic[]): readonly Diagnostic[] {
  const sorted = [...found].sort((one, other) => one.span!.start - other.span!.start);
  if (sorted.length <= most) return sorted;
  const end = span(source, source.text.length - 1, source.text.length);
  return [...sorted.slice(0, most), hxMistake("hx-too-many", end, { at: String(most) })];
}
