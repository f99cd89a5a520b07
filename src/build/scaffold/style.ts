// How a file is written, so that what is added looks like the rest: line ends, indents, semicolons, quotes, width.

import type { Options as PrettierOptions } from "prettier";

import type { FileFacts } from "./facts.js";

/** A way of writing. */
export interface Style {
  readonly newline: "\n" | "\r\n";
  /** One level of indent. */
  readonly indent: string;
  readonly semicolons: boolean;
  readonly quote: '"' | "'";
  /** How long a line may be. */
  readonly width: number;
}

/** That of a new file where nothing else is said: prettier's. */
export const defaultStyle: Style = { newline: "\n", indent: "  ", semicolons: true, quote: '"', width: 80 };

/** What prettier's options say of it. */
export function styleOfPrettier(options: PrettierOptions): Partial<Style> {
  const { useTabs, tabWidth, semi, singleQuote, printWidth, endOfLine } = options;
  const indent = useTabs === true ? "\t" : tabWidth === undefined ? undefined : " ".repeat(tabWidth);
  return {
    ...(endOfLine === "crlf" ? { newline: "\r\n" } : {}),
    ...(indent === undefined ? {} : { indent }),
    ...(semi === undefined ? {} : { semicolons: semi }),
    ...(singleQuote === undefined ? {} : { quote: singleQuote ? "'" : '"' }),
    ...(printWidth === undefined ? {} : { width: printWidth }),
  };
}

/** That of a text; `wanted` is for what nothing in it shows. */
export function styleOf(text: string, facts: FileFacts, wanted: Partial<Style> = {}): Style {
  const fallback = { ...defaultStyle, ...wanted };
  return {
    newline: newlineOf(text) ?? fallback.newline,
    indent: indentOf(text) ?? fallback.indent,
    semicolons: facts.semicolons ?? fallback.semicolons,
    quote: facts.quote ?? fallback.quote,
    width: fallback.width,
  };
}

function newlineOf(text: string): Style["newline"] | undefined {
  const all = text.match(/\n/g)?.length ?? 0;
  if (all === 0) return undefined;
  return (text.match(/\r\n/g)?.length ?? 0) * 2 > all ? "\r\n" : "\n";
}

/** The least indent of a line that is no further line of a comment. */
function indentOf(text: string): string | undefined {
  const indents = [...text.matchAll(/^(\t+| {2,})(?=[^\s*])/gm)].map((match) => match[1]!);
  if (indents.some((indent) => indent.startsWith("\t"))) return "\t";
  const least = Math.min(...indents.map((indent) => indent.length));
  return Number.isFinite(least) ? " ".repeat(least) : undefined;
}

/** The blanks that the line of an offset begins with. */
export function lineIndent(text: string, at: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, at)))![0];
}

/** Where the line of an offset begins; behind a mark of the byte order. */
export function lineStart(text: string, at: number): number {
  const start = Math.max(text.lastIndexOf("\n", at - 1), text.lastIndexOf("\r", at - 1)) + 1;
  return start === 0 && text.startsWith("\ufeff") ? 1 : start;
}

/** Where the line of an offset ends, before what ends it. */
export function lineEnd(text: string, at: number): number {
  const length = text.slice(at).search(/[\r\n]/);
  return length < 0 ? text.length : at + length;
}
