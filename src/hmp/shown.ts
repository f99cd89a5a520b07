// How a message shows a piece of somebody's text. In: the text. Out: one line.

/** A piece of somebody's text as a message shows it: on one line, not long, and nothing in it that cannot be seen. */
export function shown(text: string): string {
  const short = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  return short.replace(/[\p{Cc}\xa0\ufeff]/gu, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
