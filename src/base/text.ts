// White space as Python's `str.isspace()` has it, which decides what QEMU's generator strips and counts as indent:
// U+001C to U+001F and U+0085 are in, U+FEFF is out.

/** The same as the inside of a RegExp's character class. */
export const space = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const leading = new RegExp(`^[${space}]+`);
const trailing = new RegExp(`[${space}]$`);
const one = new RegExp(`^[${space}]$`);

/** Number of white space characters at the start. */
export function indentOf(line: string): number {
  const code = line.charCodeAt(0);
  if (code > 32 && code < 0x85) return 0;
  return leading.exec(line)?.[0].length ?? 0;
}

/** The first offset from `at` on where there is no white space. */
export function skipSpace(text: string, at: number): number {
  let end = at;
  while (end < text.length && one.test(text[end]!)) end++;
  return end;
}

/** The text without white space at its end. */
export function trimEnd(text: string): string {
  const last = text.charCodeAt(text.length - 1);
  if (last > 32 && last < 0x85) return text;
  if (!trailing.test(text)) return text;
  let end = text.length;
  while (end > 0 && one.test(text[end - 1]!)) end--;
  return text.slice(0, end);
}

/** The text without white space at both ends. */
export function trim(text: string): string {
  return trimEnd(text.slice(indentOf(text)));
}

/** The text without newlines at both ends. */
export function trimNewlines(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text[start] === "\n") start++;
  while (end > start && text[end - 1] === "\n") end--;
  return start === 0 && end === text.length ? text : text.slice(start, end);
}
