// How a message shows what somebody wrote: a piece of text, or a value of JSON. In: the text or value. Out: one line.

/** A piece of somebody's text as a message shows it: on one line, not long, and nothing in it that cannot be seen. */
export function shown(text: string): string {
  const [start] = /^[^]{0,40}/u.exec(text)!;
  const short = start.length < text.length ? `${start}…` : text;
  return short.replace(
    /[\p{Cc}\p{Surrogate}\xa0\u2028\u2029\ufeff]/gu,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** A value as a message shows it: text in quotes, and of what has something in it what it is. */
export function shownValue(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "an object";
  return typeof value === "string" ? `"${shown(value)}"` : String(value);
}
