// Markdown from the text of doc comments: reStructuredText (QEMU 10.x), or text that resembles it (7.2).
//
// In: one text and a function that knows what names mean. Out: Markdown that an editor shows well and that is safe inside
// a TSDoc comment. This file cuts a text into blocks by their first lines and indents; `rest-inline.ts` does what stands
// inside a paragraph. Facts: docutils' "reStructuredText Markup Specification"; QEMU's manual, "Documentation comments".
// Nothing is ever refused: what is no markup is a paragraph. TSDoc has no block quotes, so indented prose loses its indent.

import { readDirective } from "./rest-directive.js";
import { inline, type InlineContext } from "./rest-inline.js";
import { beginsBlock, dedent, fence, hang, indentedEnd, indentOf, labelled, unhang } from "./rest-lines.js";
import { code, isWord } from "./rest-marks.js";
import {
  continuesMessages,
  endsItem,
  interrupts,
  isExplicit,
  isMessage,
  isRule,
  isTerm,
  marker,
} from "./rest-shapes.js";
import { isTableBorder, printTable, readTable, tableLength } from "./rest-table.js";

/** What the text of a schema needs from its surroundings. */
export interface MarkdownOptions {
  /** What stands for a reference to `name`, such as `{@link Name}`; undefined: the name in backticks. */
  link(name: string): string | undefined;
  /** True for text that began behind a heading (`@name: text`): the indent of its further lines means nothing. */
  readonly hanging?: boolean;
}

/** Lists and indented blocks within each other, at most; what is deeper becomes one paragraph. */
const DEEPEST = 12;

// What a text has that is more than paragraphs: a line that begins like a block, more blanks than one, a `::`. Two
// expressions, since one that begins with a line's end is searched for many times faster than one that may not.
const FIRST = /^(?:[^A-Za-z"'(@`]|```|[A-Za-z]{1,4}[.)] |\((?:[A-Za-z]{1,4}|\d{1,3})\) )/;
const BELOW = /\n(?:[^A-Za-z"'(@\n`]|```|\n\n|[A-Za-z]{1,4}[.)] |\((?:[A-Za-z]{1,4}|\d{1,3})\) |(?<=(?:::|[^\S\n])\n))/;

/** What inline markup is made of, and what Markdown and TSDoc would misread. */
const SPECIAL = /[`*_@\\{}<>|#:[\]]/;

/** Converts the text of a doc comment to Markdown; pure, and linear in the length of the text. */
export function markdown(text: string, options: MarkdownOptions): string {
  return toMarkdown(text, options, options.hanging === true);
}

/** The same for callers that decide text by text whether it is hanging. */
export function toMarkdown(text: string, options: MarkdownOptions, isHanging: boolean): string {
  let source = text.trimEnd();
  const first = source[0];
  if (first === "\n") source = source.slice(/\n+/y.exec(source)![0].length);
  else if (first === " " && !source.includes("\n")) source = source.trimStart();
  if (isHanging) source = unhang(source);
  if (!FIRST.test(source) && !BELOW.test(source) && !source.endsWith("::")) {
    return SPECIAL.test(source) ? safe(paragraphs(source, { names: options, targets: undefined })) : source;
  }
  return safe(convert(source, options));
}

/** Escapes what would end the comment. */
export function safe(text: string): string {
  return text.includes("*/") ? text.replaceAll("*/", "*\\/") : text;
}

function paragraphs(source: string, context: InlineContext): string {
  if (!source.includes("\n\n")) return inline(source, context);
  const found = source.split("\n\n");
  return found.map((paragraph) => inline(paragraph, context)).join("\n\n");
}

function convert(source: string, names: MarkdownOptions): string {
  const untabbed = source.includes("\t") ? source.replaceAll("\t", "        ") : source;
  const lines = untabbed.split("\n");
  const trimmed = /[^\S\n]\n/.test(untabbed) ? lines.map((line) => line.trimEnd()) : lines;
  return blocks(dedent(trimmed), { names, targets: findTargets(source) }, 0);
}

/** The addresses that `.. _name: address` gives to names. */
function findTargets(source: string): ReadonlyMap<string, string> | undefined {
  if (!source.includes(".. _")) return undefined;
  const found = source.matchAll(/^ *\.\. _`?([^:`\n]+)`?: +(\S+)$/gm);
  return new Map(Array.from(found, (match) => [match[1]!.toLowerCase(), match[2]!]));
}

/** Lines that become blocks of Markdown; each function below adds one block and returns where the next may begin. */
interface Blocks {
  readonly lines: readonly string[];
  readonly out: string[];
  readonly context: InlineContext;
  readonly depth: number;
}

function blocks(lines: readonly string[], context: InlineContext, depth: number): string {
  if (depth > DEEPEST)
    return inline(
      lines
        .map((line) => line.trim())
        .join("\n")
        .replace(/\n+/g, "\n")
        .trim(),
      context,
    );
  const state: Blocks = { lines, out: [], context, depth };
  for (let at = 0; at < lines.length;) at = lines[at] === "" ? at + 1 : block(state, at);
  return state.out.length === 1 ? state.out[0]! : state.out.join("\n\n");
}

function nested(state: Blocks, lines: readonly string[]): string {
  return blocks(lines, state.context, state.depth + 1);
}

function add(state: Blocks, text: string, next: number): number {
  if (text !== "") state.out.push(text);
  return next;
}

function block(state: Blocks, at: number): number {
  const line = state.lines[at]!;
  if (isWord(line[0])) return wordy(state, at, line);
  if (line[0] === " ") return indented(state, at);
  if (isExplicit(line)) return explicit(state, at);
  if (line.startsWith("__ ")) return at + 1;
  if (line.startsWith("```")) return fenced(state, at);
  if (isTableBorder(line)) return table(state, at);
  if (isMessage(line)) return messages(state, at);
  if (isRule(line) && line !== "::") return overline(state, at);
  if (line.startsWith("| ")) return lineBlock(state, at);
  const heading = /^=+ +(\S.*)$/.exec(line);
  if (heading !== null) return title(state, heading[1]!, at + 1);
  const field = /^:([^:`\s][^:`]{0,60}):(?= |$)/.exec(line);
  if (field === null) return wordy(state, at, line);
  return item(state, at, `**${inline(field[1]!, state.context)}:**`, line.slice(field[0].length).trim());
}

/** What may begin with a word: a title, a list, a paragraph. */
function wordy(state: Blocks, at: number, line: string): number {
  if (isRule(state.lines[at + 1]) && line !== "::") return title(state, line, at + 2);
  return marker(line) === undefined ? paragraph(state, at) : list(state, at);
}

function title(state: Blocks, text: string, next: number): number {
  return add(state, `**${inline(text.trim(), state.context).replace(/^\*\*|\*\*$/g, "")}**`, next);
}

/** A rule above and below a title; one that stands alone divides the text, and is dropped. */
function overline(state: Blocks, at: number): number {
  const text = state.lines[at + 1] ?? "";
  return text !== "" && state.lines[at + 2] === state.lines[at] ? title(state, text, at + 3) : at + 1;
}

function indented(state: Blocks, at: number): number {
  const end = indentedEnd(state.lines, at);
  const inner = dedent(state.lines.slice(at, end));
  return add(state, /^[$#] |^[[<]/.test(inner[0]!) ? fence(inner, "") : nested(state, inner), end);
}

function fenced(state: Blocks, at: number): number {
  let end = at + 1;
  while (end < state.lines.length && !state.lines[end]!.startsWith("```")) end++;
  return add(state, fence(state.lines.slice(at + 1, end), /^`+(\w*)/.exec(state.lines[at]!)![1]!), end + 1);
}

/** Messages go on until a line begins like prose; a blank line ends them unless what follows is theirs. */
function messages(state: Blocks, at: number): number {
  const { lines } = state;
  let end = at + 1;
  for (let next = end; next < lines.length; next++) {
    if (lines[next] === "") continue;
    if (!continuesMessages(lines[next]!)) break;
    end = next + 1;
  }
  return add(state, fence(lines.slice(at, end), ""), end);
}

function table(state: Blocks, at: number): number {
  const drawn = state.lines.slice(at, at + tableLength(state.lines, at));
  const found = drawn.length > 2 ? readTable(drawn) : undefined;
  const next = at + drawn.length;
  if (found === undefined) return add(state, fence(drawn, "text"), next);
  const rows = found.rows.map((row) => row.map((cell) => inline(cell, state.context)));
  return add(state, printTable({ headers: found.headers, rows }), next);
}

function lineBlock(state: Blocks, at: number): number {
  let end = at;
  const found: string[] = [];
  while (state.lines[end]?.startsWith("| ") === true) found.push(state.lines[end++]!.slice(2).trim());
  return add(state, found.map((line) => `- ${inline(line, state.context)}`.trimEnd()).join("\n"), end);
}

/** Directives; targets, substitutions and comments, which leave nothing; footnotes. */
function explicit(state: Blocks, at: number): number {
  const end = indentedEnd(state.lines, at + 1);
  const head = state.lines[at]!.slice(3).trim();
  const body = dedent(state.lines.slice(at + 1, end));
  const found = /^([A-Za-z][\w.+-]*(?::[\w.+-]+)*) ?::(?: +(.*))?$/.exec(head);
  if (found === null) {
    const isFootnote = /^\[[\w#*.-]+\] /.test(head);
    return isFootnote ? add(state, nested(state, [head.replace(/^\[[#*]/, "["), ...body]), end) : end;
  }
  const directive = readDirective(found[1]!, found[2] ?? "", body);
  if (directive.kind === "nothing") return end;
  const { kind, lines } = directive;
  const content = kind === "code" ? fence(lines, directive.language) : nested(state, lines);
  return add(state, labelled(inline(directive.title, state.context), content), end);
}

/** Items that follow each other make one list, with blank lines between where the text has them. */
function list(state: Blocks, at: number): number {
  const { lines } = state;
  let found = "";
  for (let from = at, next = marker(lines[at]!); ;) {
    const { width, text } = next!;
    const end = itemEnd(lines, from + 1);
    const content = [lines[from]!.slice(width).trimStart()];
    for (let below = from + 1; below < end; below++) {
      content.push(lines[below]!.slice(Math.min(indentOf(lines[below]!), width)));
    }
    found += (text + hang(nested(state, content), text[0] === "-" ? 2 : text.length)).trimEnd();
    from = end;
    while (lines[from] === "") from++;
    next = from < lines.length ? marker(lines[from]!) : undefined;
    if (next === undefined) return add(state, found, from);
    found += from > end ? "\n\n" : "\n";
  }
}

/** An item takes indented lines, and unindented prose directly below, which docutils would complain about. */
function itemEnd(lines: readonly string[], at: number): number {
  let end = indentedEnd(lines, at);
  while (end < lines.length && lines[end] !== "" && lines[end - 1] !== "" && !endsItem(lines[end]!)) {
    end = indentedEnd(lines, end + 1);
  }
  return end;
}

/** A term with its definition, or a field: a list's item under a label. */
function item(state: Blocks, at: number, label: string, first: string): number {
  const end = indentedEnd(state.lines, at + 1);
  const inner = dedent(state.lines.slice(at + 1, end));
  const body = hang(nested(state, first === "" ? inner : [first, ...inner]), 2);
  if (body === "") return add(state, `- ${label}`, end);
  return add(state, `- ${label}${beginsBlock(body) ? "\n  " : " "}${body}`, end);
}

function term(line: string, context: InlineContext): string {
  const [name = "", kind] = line.replace(/:$/, "").split(" : ");
  const shown = inline(name, context);
  const bold = shown.includes("`") || shown.includes("{@") ? shown : `**${shown}**`;
  return kind === undefined ? bold : `${bold} (${/^[\w-]+$/.test(kind) ? code(kind) : inline(kind, context)})`;
}

function paragraph(state: Blocks, at: number): number {
  const { lines, context } = state;
  const first = lines[at]!;
  let end = at + 1;
  if (lines[end]?.[0] === " " && first.endsWith(":")) {
    // What is indented below a colon is a block of its own: code below two, below one what it looks like.
    if (!first.endsWith("::") && isTerm(first)) return item(state, at, `${term(first, context)}:`, "");
  } else if (lines[end]?.[0] === " " && isTerm(first)) return item(state, at, `${term(first, context)}:`, "");
  else {
    while (end < lines.length && lines[end] !== "" && !interrupts(lines[end]!.trimStart())) {
      if (lines[end - 1]!.endsWith("::") && lines[end]![0] === " ") break;
      end++;
    }
  }
  let text = first;
  for (let next = at + 1; next < end; next++) text += `\n${lines[next]!.trimStart()}`;
  if (!text.endsWith("::")) return add(state, prose(text, context), end);
  add(state, prose(/(?:^|\s)::$/.test(text) ? text.slice(0, -2).trimEnd() : text.slice(0, -1), context), end);
  return literal(state, end);
}

/** Inline markup; and Markdown would take a line that begins with "+ " for a list. */
function prose(text: string, context: InlineContext): string {
  const found = inline(text, context);
  return found.includes("+ ") ? found.replace(/^\+ /gm, "\\+ ") : found;
}

/** What follows a `::`: indented lines, or lines that all begin with the same mark. */
function literal(state: Blocks, at: number): number {
  const { lines } = state;
  let from = at;
  while (lines[from] === "") from++;
  let end = indentedEnd(lines, from);
  const mark = lines[from]?.[0];
  const isQuoted = mark !== undefined && /[!-/:-@[-`{-~]/.test(mark) && !isExplicit(lines[from]!);
  if (end === from && isQuoted) while (lines[end]?.[0] === mark) end++;
  return end === from ? at : add(state, fence(lines.slice(from, end), ""), end);
}
