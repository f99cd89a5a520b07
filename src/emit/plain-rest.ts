// Documentation of a schema as reStructuredText that stands on its own: without QAPI's marks at names and its examples,
// and in lines of a given width. In: the body of a doc comment. Out: lines.

import { memberMark, typeMark } from "../base/doc-marks.js";
import { trimEnd } from "../base/text.js";
import { dedent, indentedEnd } from "./rest-lines.js";
import { interrupts, isExplicit, isMessage, isRule, marker } from "./rest-shapes.js";
import { isTableBorder } from "./rest-table.js";

/** Words on lines of at most so many characters; a longer word has a line of its own. */
export function wrapWords(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).filter((one) => one !== "")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = "";
    }
    line += line === "" ? word : ` ${word}`;
  }
  return line === "" ? lines : [...lines, line];
}

/** Plain text on lines of at most so many characters, in which nothing is taken for markup. */
export function wrapPlain(text: string, width: number): readonly string[] {
  return wrapWords(escapedText(text), width);
}

/** A text as an inline literal; one that has backticks, which could end that, as plain text. */
export function literalText(text: string): string {
  return text.includes("`") ? escapedText(text) : `\`\`${text}\`\``;
}

/** With a backslash in front of what begins or ends markup (docutils, "Escaping Mechanism"). */
function escapedText(text: string): string {
  return text.replace(/[\\`*|]|_(?![A-Za-z0-9])/g, "\\$&");
}

/** A text's paragraphs in lines of a width; all else, such as lists and tables, keeps its own lines. */
export function rewrapped(text: string, width: number): readonly string[] {
  const lines = dedent(cleaned(text));
  const out: string[] = [];
  let isLiteral = false;
  for (let at = 0; at < lines.length;) {
    if (lines[at] === "") {
      at++;
      continue;
    }
    const { block, next } = blockAt(lines, at);
    at = next;
    if (/^\.\. (?:qmp-example|code-block:: QMP)/.test(block[0]!)) continue;
    if (out.length > 0) out.push("");
    const isPlain = !isLiteral && isProse(block);
    isLiteral = block.at(-1)!.endsWith("::") || (isLiteral && block[0]!.startsWith(" "));
    out.push(...(isPlain ? wrapWords(block.join(" "), width) : block));
  }
  return out;
}

/** Lines without control characters, blanks at ends of lines, and marks at names (manual, "Documentation markup"). */
function cleaned(text: string): readonly string[] {
  return text
    .replaceAll("\t", "        ")
    .replace(/[^\P{Cc}\n]|[\u2028\u2029]/gu, "")
    .replace(memberMark, "``$1``")
    .replace(typeMark, "``$1``")
    .split("\n")
    .map(trimEnd);
}

/** The lines from `at` on that belong together: up to an empty line, and what stands indented below a directive. */
function blockAt(lines: readonly string[], at: number): { readonly block: readonly string[]; readonly next: number } {
  let next = at + 1;
  if (isExplicit(lines[at]!)) next = indentedEnd(lines, next);
  else while (next < lines.length && lines[next] !== "") next++;
  const block = lines.slice(at, next);
  while (block.at(-1) === "") block.pop();
  return { block, next };
}

/** Whether lines are one paragraph, which may be broken elsewhere. */
function isProse(block: readonly string[]): boolean {
  return block.every((line, at) => {
    if (line.startsWith(" ") || isRule(line) || isTableBorder(line) || isMessage(line) || isExplicit(line))
      return false;
    return at === 0 ? marker(line) === undefined && !/^(?:\||=+ |:[^:`]+: |```)/.test(line) : !interrupts(line);
  });
}
