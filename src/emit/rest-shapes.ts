// What a line is, by its look: a list's item, a title's underline, a directive, a message of an example.
//
// In: a line without trailing blanks, its block's indent taken off. Out: an answer. Facts: docutils' "reStructuredText
// Markup Specification", "Body Elements"; QEMU's schemas for the arrows of messages.

import { isTableBorder } from "./rest-table.js";

/** A list item's marker: its width in the text, and what it is in Markdown, which numbers with digits only. */
export interface Marker {
  readonly width: number;
  readonly text: string;
}

const BULLET: Marker = { width: 2, text: "- " };

/** The marker that a line begins with, if any. */
export function marker(line: string): Marker | undefined {
  if (line[1] === " " && "-*+•".includes(line[0]!)) return BULLET;
  // No marker is longer than "(viii)": most lines are done with here.
  const dot = line.slice(0, 6).search(/[.)]/);
  if (dot < 1) return undefined;
  const number = /^\(?(\d{1,3}|#|[A-Za-z]|[ivx]{2,4})[.)](?: +|$)/.exec(line);
  if (number === null || (line[0] === "(" && line[dot] === ".")) return undefined;
  const label = number[1]!;
  const isDigits = label >= "0" && label < ":";
  return { width: number[0].length, text: isDigits ? `${label}. ` : label === "#" ? "1. " : `- ${label}) ` };
}

/** A directive, a target, a comment: two dots and a blank. */
export function isExplicit(line: string): boolean {
  return line.startsWith("..") && (line.length === 2 || line[2] === " ");
}

/** A line that underlines a title or divides a text: one punctuation mark, three times or more. */
export function isRule(line: string | undefined): boolean {
  return line !== undefined && /^([=\-~^"'`#*+:_<>])\1\1+$|^\.{4,}$/.test(line);
}

/** A message of an example: an arrow, or a JSON object that stands at the line's beginning. */
export function isMessage(line: string): boolean {
  return /^(?:(?:->|<-)(?:$|[ {[])|\{(?:$| ?["'}]))/.test(line);
}

/** Whether messages go on with this line although it is not indented. */
export function continuesMessages(line: string): boolean {
  return line[0] === " " || isMessage(line) || /^[\]})"',{[]|^\.\.\.$/.test(line);
}

/** Whether a line ends the paragraph above it without a blank line between; more often than docutils would. */
export function interrupts(line: string): boolean {
  if (line > "A") return line[0] === "{" ? isMessage(line) : line.startsWith("```");
  return /^[-*] |^\(?1[.)] /.test(line) || isExplicit(line) || isMessage(line) || isTableBorder(line);
}

/** Whether an unindented line below a list item is more than its last paragraph going on. */
export function endsItem(line: string): boolean {
  return interrupts(line) || marker(line) !== undefined;
}

/** Whether a line above an indented one is a term, rather than prose whose next line happens to be indented. */
export function isTerm(line: string): boolean {
  if (line.length > 60) return false;
  if (/^``[^`]+``:?$/.test(line) || / : \S/.test(line)) return true;
  const words = line.split(" ").length;
  return line.endsWith(":") ? words <= 3 : words === 1;
}
