// The first sentence of a definition's documentation as one line of plain text: what `help` says of a command. In: the
// text of a doc comment, reStructuredText or what resembles it (QEMU's manual, "Documentation comments", and below that
// "Documentation markup"). Out: a line without markup and without its full stop.

import { memberMark, typeMark } from "../base/doc-marks.js";

/** Words that end with a full stop and no sentence; besides those of letters with a stop each, such as `e.g.`. */
const abbreviations: ReadonlySet<string> = new Set(
  "approx cf dr ed fig incl max min mr mrs ms no nr prof resp st vol vs".split(" "),
);

/**
 * The first sentence, without the full stop at its end; empty if there is none. A sentence of more than 2,000 characters
 * is cut in front of the word that passes them.
 */
export function firstSentence(text: string): string {
  const line = plainText(start(firstParagraph(text)))
    .replace(/[\s\p{Cc}\u2028\u2029]+/gu, " ")
    .trim();
  let end = sentenceEnd(line);
  while (end > 0 && /[\s.:]/.test(line[end - 1]!)) end--;
  return line.slice(0, end);
}

/** As much of a paragraph as is looked at, in whole words where it has any: no sentence for one line is longer. */
function start(paragraph: string): string {
  const [most] = /^[^]{0,2000}/u.exec(paragraph)!;
  if (most.length === paragraph.length) return most;
  const blank = Math.max(most.lastIndexOf(" "), most.lastIndexOf("\n"));
  return blank < 0 ? most : most.slice(0, blank);
}

/** The first paragraph that is one: no directive, no comment, no title's rule, no literal block. */
function firstParagraph(text: string): string {
  for (const paragraph of text.split(/\n[^\S\n]*\n/)) {
    const lines = paragraph.split("\n").filter((line) => line.trim() !== "");
    if (lines.length === 0 || /^\s*(?:\.\. |\.\.$|\||(?:->|<-) |```|\+[-=]+\+)/.test(lines[0]!)) continue;
    // A title is no sentence: it has a rule of signs below it, or the mark that QAPI's own headings begin with.
    if (/^=+ /.test(lines[0]!) || lines.some((line) => /^([!-/:-@[-`{-~])\1{2,}$/.test(line.trim()))) continue;
    const list = lines.findIndex((line, at) => at > 0 && /^\s*(?:[-*+]|\d+[.)]) /.test(line));
    return (list < 0 ? lines : lines.slice(0, list)).join("\n");
  }
  return "";
}

/** The text without reStructuredText's inline markup and without QAPI's marks at names (manual, "Documentation markup"). */
function plainText(text: string): string {
  return text
    .replace(/^\s*(?:[-*+]|\d+[.)]) /, "")
    .replace(/``(.+?)``/gs, "$1")
    .replace(/(?::[\w.+:-]{1,40}:)?`([^`<]*)(?:<[^>`]*>)?`(?:__?(?!\w))?/g, (_, shown: string) => shown.trimEnd())
    .replace(/\*\*([^\s*](?:[^*]*[^\s*])?)\*\*/g, "$1")
    .replace(/(?<![\w*\\])\*([^\s*\\](?:[^*]*[^\s*\\])?)\*(?![\w*])/g, "$1")
    .replace(memberMark, "$1")
    .replace(typeMark, "$1")
    .replace(/\s?\[[#*]?[\w.-]*\]_(?!\w)/g, "")
    .replace(/\|([^|\s]+)\|/g, "$1")
    .replace(/::$/, "")
    .replace(/\\(?=[^\w\s])/g, "")
    .replace(/\\\s/g, "");
}

/** Where the first sentence ends: at a stop with a blank behind it that is not an abbreviation's. */
function sentenceEnd(line: string): number {
  for (const { index, 0: stop } of line.matchAll(/[.!?]+["')\]]*(?= |$)/g)) {
    const end = index + stop.length;
    const next = line.charAt(end + 1);
    if (!stop.startsWith(".") || !isAbbreviation(wordBefore(line, index), next)) return end;
  }
  return line.length;
}

/** The word in front of a stop, with the stops in it. */
function wordBefore(line: string, end: number): string {
  let start = end;
  while (start > 0 && /[\w.]/.test(line[start - 1]!)) start--;
  return line.slice(start, end);
}

function isAbbreviation(word: string, next: string): boolean {
  // A list goes on behind its "etc." unless what follows begins a sentence.
  if (word.toLowerCase() === "etc") return next !== "" && next !== next.toUpperCase();
  if (/^[A-Za-z](?:\.[A-Za-z])+$/.test(word)) return true;
  return abbreviations.has(word.toLowerCase()) && next !== "";
}
