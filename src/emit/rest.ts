// Markdown from the text of doc comments: reStructuredText (QEMU 10.x), or text that resembles it (7.2).
//
// In: one text and a function that knows what names mean. Out: Markdown that an editor shows well and that is safe inside
// a TSDoc comment. This file cuts a text into blocks by their first lines and indents; `rest-inline.ts` does what stands
// inside a paragraph. Facts: docutils' "reStructuredText Markup Specification"; QEMU's manual, "Documentation comments".
// Nothing is ever refused: what is no markup is a paragraph. TSDoc has no block quotes, so indented prose loses its indent.

import { readDirective } from "./rest-directive.js";
import { code, hideTags, inline, type InlineContext } from "./rest-inline.js";
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

/** What a text has that is more than paragraphs: a line that begins like a block, more blanks than one, a `::`. */
const STRUCTURE =
  /(?:^|\n)(?:[^A-Za-z"'(@\n`]|```|\n\n|[A-Za-z]{1,4}[.)] |\((?:[A-Za-z]{1,4}|\d{1,3})\) )|[ \t\r](?:\n|$)|::(?:\n|$)/;

/** Converts the text of a doc comment to Markdown; pure, and linear in the length of the text. */
export function markdown(text: string, options: MarkdownOptions): string {
  let source = text.replace(/^(?:[ \t\r]*\n)+|\s+$/g, "");
  if (options.hanging === true && source.includes("\n")) source = unhang(source);
  else if (!source.includes("\n")) source = source.trimStart();
  const context: InlineContext = { link: options.link, targets: findTargets(source) };
  const found = STRUCTURE.test(source) ? convert(source, context) : paragraphs(source, context);
  return found.includes("*/") ? found.replaceAll("*/", "*\\/") : found;
}

function paragraphs(source: string, context: InlineContext): string {
  if (!source.includes("\n\n")) return inline(source, context);
  return source
    .split("\n\n")
    .map((paragraph) => inline(paragraph, context))
    .join("\n\n");
}

function convert(source: string, context: InlineContext): string {
  const lines = source
    .replaceAll("\t", "        ")
    .split("\n")
    .map((line) => line.trimEnd());
  return blocks(dedent(lines), context, 0).join("\n");
}

/** Puts lines into a fenced block; `language` empty: JSON where the lines are, exchanged messages with arrows too. */
export function fence(lines: readonly string[], language: string): string[] {
  let from = 0;
  let to = lines.length;
  while (from < to && lines[from] === "") from++;
  while (to > from && lines[to - 1] === "") to--;
  if (from === to) return [];
  let text = dedent(lines.slice(from, to)).join("\n");
  // Editors take a fence without a language for TypeScript. Arrows do not disturb a JSON highlighter; any other thing that
  // is not JSON would, hence the check. Alternative: always "text", which gives up all colour. Price: one regex a block.
  const named = language !== "" ? language : isJson(text) ? "json" : "text";
  if (text.includes("@")) text = hideTags(text, named === "json" ? "\\u0040" : "\\@");
  const mark = text.includes("```") ? "````" : "```";
  return [mark + named, ...text.split("\n"), mark];
}

/** Whether every token is one of JSON's, or an arrow; each can match in one way only, so the time is linear. */
function isJson(text: string): boolean {
  return /^(?:[\s{}[\],:]|"(?:[^"\\\n]|\\.)*"|-?\d[\d.eE+-]*(?![\d.eE+-])|true|false|null|->|<-)*$/.test(text);
}

/** Text behind a bold label, on the label's line where the text begins with prose. */
export function labelled(label: string, content: readonly string[]): string[] {
  if (label === "") return [...content];
  const [first, ...rest] = content;
  if (first === undefined) return [`**${label}**`];
  if (beginsBlock(first)) return [`**${label}:**`, "", ...content];
  return [`**${label}:** ${first}`, ...rest];
}

/** Whether a line of Markdown begins something that cannot stand behind other text on the same line. */
export function beginsBlock(line: string): boolean {
  return /^(?:[-*] |\d+\. |```|\|)/.test(line);
}

/** Takes off the indent that the lines below a heading share, and that of the first one. */
function unhang(source: string): string {
  const lines = source.split("\n");
  const first = lines[0]!;
  if (first.startsWith(" ")) return dedent(lines).join("\n");
  if (first.endsWith("::") || first.startsWith(".. ")) return source;
  return [first, ...dedent(lines.slice(1))].join("\n");
}

function indentOf(line: string): number {
  let indent = 0;
  while (line.charCodeAt(indent) === 32) indent++;
  return indent;
}

function dedent(lines: readonly string[]): readonly string[] {
  let least = Infinity;
  for (const line of lines) if (line !== "") least = Math.min(least, indentOf(line));
  return least === 0 || least === Infinity ? lines : lines.map((line) => line.slice(least));
}

/** The addresses that `.. _name: address` gives to names. */
function findTargets(source: string): ReadonlyMap<string, string> | undefined {
  if (!source.includes(".. _")) return undefined;
  const found = source.matchAll(/^ *\.\. _`?([^:`\n]+)`?: +(\S+)$/gm);
  return new Map(Array.from(found, (match) => [match[1]!.toLowerCase(), match[2]!]));
}

function add(out: string[], lines: readonly string[]): void {
  if (lines.length > 0 && out.length > 0) out.push("");
  for (const line of lines) out.push(line);
}

function blocks(lines: readonly string[], context: InlineContext, depth: number): string[] {
  const out: string[] = [];
  if (depth > DEEPEST) {
    const flat = lines.map((line) => line.trim()).filter((line) => line !== "");
    return flat.length === 0 ? out : inline(flat.join("\n"), context).split("\n");
  }
  for (let at = 0; at < lines.length;) at = lines[at] === "" ? at + 1 : block({ lines, out, context, depth }, at);
  return out;
}

interface Blocks {
  readonly lines: readonly string[];
  readonly out: string[];
  readonly context: InlineContext;
  readonly depth: number;
}

/** Converts the block that begins at a line that is not blank; returns where the next one may begin. */
function block(state: Blocks, at: number): number {
  const { lines } = state;
  const line = lines[at]!;
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
  if (isRule(lines[at + 1]) && line !== "::") return title(state, line, at + 2);
  if (marker(line) !== undefined) return list(state, at);
  const field = /^:([^:`\s][^:`]{0,60}):(?= |$)/.exec(line);
  if (field !== null)
    return item(state, at, `**${inline(field[1]!, state.context)}:** `, line.slice(field[0].length).trim());
  return paragraph(state, at);
}

function isExplicit(line: string): boolean {
  return line.startsWith("..") && (line.length === 2 || line[2] === " ");
}

/** A line that underlines a title or divides a text: one punctuation mark, three times or more. */
function isRule(line: string | undefined): boolean {
  return line !== undefined && /^([=\-~^"'`#*+:_<>])\1\1+$|^\.{4,}$/.test(line);
}

/** A message of an example: an arrow, or a JSON object that stands at the line's beginning. */
function isMessage(line: string): boolean {
  return /^(?:(?:->|<-)(?:$|[ {[])|\{(?:$| ?["'}]))/.test(line);
}

function title(state: Blocks, text: string, next: number): number {
  add(state.out, [`**${inline(text.trim(), state.context).replace(/^\*\*|\*\*$/g, "")}**`]);
  return next;
}

/** A rule above and below a title; one that stands alone divides the text, and is dropped. */
function overline(state: Blocks, at: number): number {
  const text = state.lines[at + 1] ?? "";
  return text !== "" && state.lines[at + 2] === state.lines[at] ? title(state, text, at + 3) : at + 1;
}

/** The end of the indented lines from `at` on, blank ones between them included. */
function indentedEnd(lines: readonly string[], at: number): number {
  let end = at;
  for (let next = at; next < lines.length && (lines[next] === "" || lines[next]![0] === " "); next++) {
    if (lines[next] !== "") end = next + 1;
  }
  return end;
}

function indented(state: Blocks, at: number): number {
  const end = indentedEnd(state.lines, at);
  const inner = dedent(state.lines.slice(at, end));
  const isCode = /^[$#] |^[[<]/.test(inner[0]!);
  add(state.out, isCode ? fence(inner, "") : blocks(inner, state.context, state.depth + 1));
  return end;
}

function fenced(state: Blocks, at: number): number {
  let end = at + 1;
  while (end < state.lines.length && !state.lines[end]!.startsWith("```")) end++;
  add(state.out, fence(state.lines.slice(at + 1, end), /^`+(\w*)/.exec(state.lines[at]!)![1]!));
  return Math.min(end + 1, state.lines.length);
}

/** Messages go on until a line begins like prose; a blank line ends them unless what follows is theirs. */
function messages(state: Blocks, at: number): number {
  const { lines } = state;
  let end = at + 1;
  for (let next = end; next < lines.length; next++) {
    const line = lines[next]!;
    if (line === "") continue;
    if (!(line[0] === " " || isMessage(line) || /^[\]})"',{[]|^\.\.\.$/.test(line))) break;
    end = next + 1;
  }
  add(state.out, fence(lines.slice(at, end), ""));
  return end;
}

function table(state: Blocks, at: number): number {
  const drawn = state.lines.slice(at, at + tableLength(state.lines, at));
  const found = drawn.length > 2 ? readTable(drawn) : undefined;
  const { context } = state;
  if (found === undefined) add(state.out, fence(drawn, "text"));
  else
    add(state.out, printTable({ ...found, rows: found.rows.map((row) => row.map((cell) => inline(cell, context))) }));
  return at + drawn.length;
}

function lineBlock(state: Blocks, at: number): number {
  let end = at;
  const found: string[] = [];
  for (; state.lines[end]?.startsWith("| ") === true; end++)
    found.push(`- ${inline(state.lines[end]!.slice(2).trim(), state.context)}`);
  add(state.out, found);
  return end;
}

/** Directives; targets, substitutions and comments, which leave nothing; footnotes. */
function explicit(state: Blocks, at: number): number {
  const { lines, context, depth, out } = state;
  const end = indentedEnd(lines, at + 1);
  const head = lines[at]!.slice(3).trim();
  const body = dedent(lines.slice(at + 1, end));
  const found = /^([A-Za-z][\w.+-]*(?::[\w.+-]+)*) ?::(?: +(.*))?$/.exec(head);
  if (found === null) {
    if (/^\[[\w#*.-]+\] /.test(head)) add(out, blocks([head.replace(/^\[[#*]/, "["), ...body], context, depth + 1));
    return end;
  }
  const directive = readDirective(found[1]!, found[2] ?? "", body);
  if (directive.kind === "nothing") return end;
  const label = inline(directive.title, context);
  if (directive.kind === "code") add(out, labelled(label, fence(directive.lines, directive.language)));
  else add(out, labelled(label, blocks(directive.lines, context, depth + 1)));
  return end;
}

/** A list item's marker in the text, and what it is in Markdown, which numbers with digits only. */
function marker(line: string): { readonly width: number; readonly text: string } | undefined {
  if (/^[-*+•] /.test(line)) return { width: 2, text: "- " };
  const number = /^\(?(\d{1,3}|#|[A-Za-z]|[ivx]{2,4})[.)](?: +|$)/.exec(line);
  if (number === null || (line[0] === "(" && number[0].trimEnd().at(-1) !== ")")) return undefined;
  const label = number[1]!;
  const isDigits = label >= "0" && label < ":";
  return { width: number[0].length, text: isDigits ? `${label}. ` : label === "#" ? "1. " : `- ${label}) ` };
}

function list(state: Blocks, at: number): number {
  const { lines, context, depth } = state;
  const found: string[] = [];
  for (let from = at; ;) {
    const { width, text } = marker(lines[from]!)!;
    const end = itemEnd(lines, from + 1);
    const content = [lines[from]!.slice(width).trimStart()];
    for (let next = from + 1; next < end; next++)
      content.push(lines[next]!.slice(Math.min(indentOf(lines[next]!), width)));
    const body = blocks(content, context, depth + 1);
    found.push((text + (body[0] ?? "")).trimEnd());
    const indent = " ".repeat(text.startsWith("-") ? 2 : text.length);
    for (let next = 1; next < body.length; next++) found.push(body[next] === "" ? "" : indent + body[next]!);
    from = end;
    while (lines[from] === "") from++;
    if (from >= lines.length || marker(lines[from]!) === undefined) {
      add(state.out, found);
      return from;
    }
    if (from > end) found.push("");
  }
}

/** An item takes indented lines, and unindented prose directly below, which docutils would complain about. */
function itemEnd(lines: readonly string[], at: number): number {
  let end = indentedEnd(lines, at);
  while (end < lines.length && lines[end] !== "" && lines[end - 1] !== "" && !interrupts(lines[end]!)) {
    end = indentedEnd(lines, end + 1) || end + 1;
  }
  return end;
}

/** Whether a line ends the paragraph above it without a blank line between; more often than docutils would. */
function interrupts(line: string): boolean {
  return (
    /^[-*] |^\(?1[.)] /.test(line) ||
    isExplicit(line) ||
    isMessage(line) ||
    line.startsWith("```") ||
    isTableBorder(line)
  );
}

/** A term with its definition, or a field: a list item under a label. */
function item(state: Blocks, at: number, label: string, first: string): number {
  const end = indentedEnd(state.lines, at + 1);
  const inner = dedent(state.lines.slice(at + 1, end));
  const body = blocks(first === "" ? inner : [first, ...inner], state.context, state.depth + 1);
  const joins = body[0] !== undefined && !beginsBlock(body[0]);
  const found = [`- ${label}${joins ? body[0]! : ""}`.trimEnd()];
  for (const line of joins ? body.slice(1) : body) found.push(line === "" ? "" : `  ${line}`);
  add(state.out, found);
  return end;
}

function paragraph(state: Blocks, at: number): number {
  const { lines, context } = state;
  const first = lines[at]!;
  let end = at + 1;
  if (lines[end]?.[0] === " " && !first.endsWith("::")) {
    if (isTerm(first)) return item(state, at, `${term(first, context)}: `, "");
    if (first.endsWith(":")) end = -1;
  }
  if (end < 0) end = at + 1;
  else {
    while (end < lines.length && lines[end] !== "" && !interrupts(lines[end]!.trimStart())) {
      if (lines[end - 1]!.endsWith("::") && lines[end]![0] === " ") break;
      end++;
    }
  }
  let text = lines
    .slice(at, end)
    .map((line) => line.trimStart())
    .join("\n");
  const isLiteral = text.endsWith("::");
  if (isLiteral) text = /(?:^|\s)::$/.test(text) ? text.slice(0, -2).trimEnd() : text.slice(0, -1);
  // Markdown would take a line that begins with "+ " for a list.
  if (text !== "") add(state.out, inline(text, context).replace(/^\+ /gm, "\\+ ").split("\n"));
  return isLiteral ? literal(state, end) : end;
}

/** What follows a `::`: indented lines, or lines that all begin with the same mark. */
function literal(state: Blocks, at: number): number {
  const { lines } = state;
  let from = at;
  while (lines[from] === "") from++;
  let end = indentedEnd(lines, from);
  const mark = lines[from]?.[0];
  if (
    end === from &&
    mark !== undefined &&
    "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~".includes(mark) &&
    !isExplicit(lines[from]!)
  ) {
    while (lines[end]?.[0] === mark) end++;
  }
  if (end === from) return at;
  add(state.out, fence(lines.slice(from, end), ""));
  return end;
}

/** Whether a line above an indented one is a term, rather than prose whose next line happens to be indented. */
function isTerm(line: string): boolean {
  if (line.length > 60) return false;
  if (/^``[^`]+``:?$/.test(line) || / : \S/.test(line)) return true;
  const words = line.split(" ").length;
  return line.endsWith(":") ? words <= 3 : words === 1;
}

function term(line: string, context: InlineContext): string {
  const [name = "", kind] = line.replace(/:$/, "").split(" : ");
  const shown = inline(name, context);
  const bold = shown.includes("`") || shown.includes("{@") ? shown : `**${shown}**`;
  return kind === undefined ? bold : `${bold} (${/^[\w-]+$/.test(kind) ? code(kind) : inline(kind, context)})`;
}
