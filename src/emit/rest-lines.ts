// Lines: their indents, and the pieces of Markdown that are made of whole lines.
//
// In: lines without trailing blanks. Out: other lines. Facts: docutils' "reStructuredText Markup Specification",
// "Indentation"; for fences, what editors do with them.

import { hideTags } from "./rest-marks.js";

/** How many blanks a line begins with. */
export function indentOf(line: string): number {
  let indent = 0;
  while (line.charCodeAt(indent) === 32) indent++;
  return indent;
}

/** Takes off the indent that all lines share. */
export function dedent(lines: readonly string[]): readonly string[] {
  let least = Infinity;
  for (const line of lines) {
    if (line === "") continue;
    const indent = indentOf(line);
    if (indent === 0) return lines;
    if (indent < least) least = indent;
  }
  return least === Infinity ? lines : lines.map((line) => line.slice(least));
}

/** Takes off the indent that the lines below a heading share, and that of the first one. */
export function unhang(text: string): string {
  // Nearly all of QEMU's entries are paragraphs indented by four.
  const isOrdinary = text[0] !== " " && text[0] !== "." && !/\n(?:(?! {4}[^ \n])|(?<=::\n))/.test(text);
  if (isOrdinary) return text.replaceAll("\n    ", "\n");
  if (!text.includes("\n ")) return text;
  const lines = text.split("\n");
  const first = lines[0]!;
  if (first.startsWith(" ")) return dedent(lines).join("\n");
  if (first.endsWith("::") || first.startsWith(".. ")) return text;
  return [first, ...dedent(lines.slice(1))].join("\n");
}

/** The end of the indented lines from `at` on, blank ones between them included. */
export function indentedEnd(lines: readonly string[], at: number): number {
  let end = at;
  for (let next = at; next < lines.length && (lines[next] === "" || lines[next]![0] === " "); next++) {
    if (lines[next] !== "") end = next + 1;
  }
  return end;
}

/** Puts lines into a fenced block; `language` empty: JSON where the lines are, exchanged messages with arrows too. */
export function fence(lines: readonly string[], language: string): string {
  let from = 0;
  let to = lines.length;
  while (from < to && lines[from] === "") from++;
  while (to > from && lines[to - 1] === "") to--;
  if (from === to) return "";
  const text = dedent(lines.slice(from, to)).join("\n");
  // Editors take a fence without a language for TypeScript. Arrows do not disturb a JSON highlighter; any other thing that
  // is not JSON would, hence the check. Alternative: always "text", which gives up all colour. Price: one regex a block.
  const named = language !== "" ? language : isJson(text) ? "json" : "text";
  const mark = text.includes("```") ? "````" : "```";
  return `${mark}${named}\n${text.includes("@") ? hideTags(text, named === "json" ? "\\u0040" : "\\@") : text}\n${mark}`;
}

/** Whether every token is one of JSON's, or an arrow; each can match in one way only, so the time is linear. */
function isJson(text: string): boolean {
  return /^(?:[\s{}[\],:]+(?=[^\s{}[\],:]|$)|"(?:[^"\\\n]|\\.)*"|-?\d[\d.eE+-]*(?![\d.eE+-])|true|false|null|->|<-)*$/.test(
    text,
  );
}

/** Text behind a bold label, on the label's line where the text begins with prose. */
export function labelled(label: string, content: string): string {
  if (label === "") return content;
  if (content === "") return `**${label}**`;
  return beginsBlock(content) ? `**${label}:**\n\n${content}` : `**${label}:** ${content}`;
}

/** Indents all lines but the first, as the content of a list's item. */
export function hang(text: string, width: number): string {
  return text.includes("\n") ? text.replace(/\n(?!\n)/g, `\n${" ".repeat(width)}`) : text;
}

/** Whether Markdown begins with something that cannot stand behind other text on the same line. */
export function beginsBlock(text: string): boolean {
  return /^(?:[-*] |\d+\. |```|\|)/.test(text);
}
