// What is wrong with a line: thrown where it is read, printed where it was to be run. And how a message shows what was
// typed: a terminal must not obey it.

/** A line that cannot be run; the message is printed as it is. */
export class LineError extends Error {
  override readonly name = "LineError";
}

/**
 * What was typed, as a message shows it: control characters as `\x1b`, all else as it is. (QEMU sends them raw, so that
 * a line can move the cursor of whoever reads the answer.) A tab stays.
 */
export function shown(text: string): string {
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  return text.replace(/[\0-\x08\x0a-\x1f\x7f-\x9f]/g, (one) => `\\x${one.charCodeAt(0).toString(16).padStart(2, "0")}`);
}
