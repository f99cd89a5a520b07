// Small questions about characters and words, and the making of code spans: what both blocks and inline markup need.
//
// In: a character, a word, a position. Out: an answer, or Markdown. Facts: docutils' "reStructuredText Markup
// Specification", "Inline Markup" (where markup may begin and end); TypeScript's parser of doc comments.

/** The longest word that is looked at as a whole, in characters. */
export const LONGEST_WORD = 120;

/** The longest name of a role, in characters. */
const LONGEST_ROLE = 40;

/** Puts a text into backticks: on one line, since TSDoc's code spans do not cross lines. */
export function code(text: string): string {
  let plain = text.includes("\n") ? oneLine(text) : text;
  if (plain.includes("@")) plain = hideTags(plain, "\\@");
  if (!plain.includes("`")) return `\`${plain}\``;
  const mark = plain.includes("``") ? "```" : "``";
  return `${mark} ${plain} ${mark}`;
}

function oneLine(text: string): string {
  const lines = text.split("\n").map((line) => line.trim());
  return lines.join(" ");
}

/**
 * Replaces the `@` of what TypeScript would read as a tag even inside code: one behind a blank
 * (`parseJSDocComment` of TypeScript 5 and 6; code spans and fences do not shield it).
 */
export function hideTags(text: string, at: string): string {
  return text.replace(/(^|[\s{*])@/g, (_match, before: string) => before + at);
}

/** A blank, a line's end, or the text's. */
export function isSpace(char: string | undefined): boolean {
  return char === undefined || char === " " || char === "\n" || char === "\t";
}

/** A letter or a digit of ASCII, or any character beyond it but punctuation. */
export function isWord(char: string | undefined): boolean {
  if (char === undefined) return false;
  const unit = char.charCodeAt(0);
  if (unit > 127) return unit >= 0xc0 && (unit < 0x2000 || unit > 0x206f);
  return (unit > 96 && unit < 123) || (unit > 64 && unit < 91) || (unit > 47 && unit < 58);
}

/** Whether markup may begin behind `char`. */
export function opens(char: string | undefined): boolean {
  return isSpace(char) || "'\"([{<-/:,;".includes(char!);
}

/** Whether a reference may end before `char`. */
export function closes(char: string | undefined): boolean {
  return isSpace(char) || "'\")]}>-/\\:.,;!?".includes(char!);
}

/** The end of a role's name whose first colon is at `at`, behind its last colon; -1 when there is none. */
export function roleEnd(text: string, at: number): number {
  let end = at + 1;
  const limit = Math.min(text.length, at + LONGEST_ROLE);
  if (!isWord(text[end])) return -1;
  while (
    end < limit &&
    (isWord(text[end]) || "-_.+".includes(text[end]!) || (text[end] === ":" && isWord(text[end + 1])))
  )
    end++;
  return end < limit && text[end] === ":" ? end + 1 : -1;
}

/** Refuses a bracket that opens or closes something outside the word; comparisons and arrows pass. */
function isBalanced(found: string): boolean {
  if (/^[-=<>]+$/.test(found)) return true;
  if (/^<[A-Za-z]/.test(found) && !found.includes(">")) return false;
  if (/[\w)]>$/.test(found) && !found.includes("<")) return false;
  return true;
}

/**
 * The word around `at` that reads well as code, quotes and brackets around it and punctuation behind it left out; from
 * an opening brace on, all up to the closing one. Undefined when there is none, or it would begin before `from`.
 */
export function wordAround(
  text: string,
  at: number,
  from: number,
): { readonly start: number; readonly end: number } | undefined {
  let start = at;
  while (!isSpace(text[start - 1])) if (--start < from || at - start > LONGEST_WORD) return undefined;
  while (start < at && "(\"'[".includes(text[start]!)) start++;
  let end = at + 1;
  if (text[at] === "{") {
    const close = text.slice(at, at + LONGEST_WORD).indexOf("}");
    if (close > 0) end = at + close + 1;
  }
  while (!isSpace(text[end])) if (++end - at > LONGEST_WORD) return undefined;
  while (end > at + 1 && ".,;:!?\"')]".includes(text[end - 1]!)) {
    if (text[end - 1] === ")" && text.slice(start, end).includes("(")) break;
    if (text[end - 1] === "]" && text.slice(start, end).includes("[")) break;
    end--;
  }
  const found = text.slice(start, end);
  if (/[`\n]|(?:^|[^\w])@/.test(found) || !isBalanced(found)) return undefined;
  return "*_".includes(text[at]!) && !/[A-Za-z0-9]/.test(found) ? undefined : { start, end };
}
