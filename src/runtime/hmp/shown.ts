// How the monitor shows text that it was given: what was typed, what a peer sent, what a guest chose. In: the text. Out:
// text that no terminal obeys. It is the one place that says so, for messages and for printed results.

/**
 * Text that no terminal obeys: control characters, line ends of Unicode, and characters that turn the direction of writing
 * are shown as `\x1b`; those in `kept`, a tab if nothing is said, stay as they are. (QEMU sends them raw, so that a line
 * can move the cursor of whoever reads the answer.)
 */
export function shown(text: string, kept = "\t"): string {
  return text.replace(/[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu, (one) =>
    kept.includes(one) ? one : `\\x${one.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
}

/** A text in quotes, as a message has it: on one line, of its first 60 characters. */
export function quoted(text: string): string {
  const start = /^[^]{0,60}/u.exec(text)![0];
  return `"${shown(start, "")}${start.length < text.length ? "…" : ""}"`;
}
