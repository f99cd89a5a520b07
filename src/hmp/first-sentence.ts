// The first sentence of a definition's documentation as one line of plain text: what `help` says of a command. In: the
// text of a doc comment, reStructuredText or what resembles it. Out: a line without markup and without its full stop.

/** Words that end with a full stop and no sentence; besides those of letters with a stop each, such as `e.g.`. */
const abbreviations: ReadonlySet<string> = new Set(
  "approx cf dr ed fig incl max min mr mrs ms no nr prof resp st vol vs".split(" "),
);

/** The first sentence, without the full stop at its end; empty if there is none. */
export function firstSentence(text: string): string {
  const paragraph = firstParagraph(text);
  const line = plainText(paragraph)
    .replace(/[\s\p{Cc}\u2028\u2029]+/gu, " ")
    .trim();
  return line.slice(0, sentenceEnd(line)).replace(/[\s.:]+$/, "");
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
    .replace(/(?::[\w.+:-]+:)?`([^`<]*?)\s*(?:<[^>`]*>)?`(?:__?(?!\w))?/gs, "$1")
    .replace(/\*\*([^\s*](?:[^*]*[^\s*])?)\*\*/g, "$1")
    .replace(/(?<![\w*\\])\*([^\s*\\](?:[^*]*[^\s*\\])?)\*(?![\w*])/g, "$1")
    .replace(/(?<![\w@.])@(?=[A-Za-z_])/g, "")
    .replace(/(?<![\w#&])#(?=[A-Za-z_])/g, "")
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
    if (!stop.startsWith(".") || !isAbbreviation(line.slice(0, index), next)) return end;
  }
  return line.length;
}

function isAbbreviation(before: string, next: string): boolean {
  const word = /[\w.]*$/.exec(before)![0];
  // A list goes on behind its "etc." unless what follows begins a sentence.
  if (word.toLowerCase() === "etc") return next !== "" && next !== next.toUpperCase();
  if (/^[A-Za-z](?:\.[A-Za-z])+$/.test(word)) return true;
  return abbreviations.has(word.toLowerCase()) && next !== "";
}
