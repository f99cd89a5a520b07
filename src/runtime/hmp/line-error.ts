// What is wrong with a line: thrown where it is read, printed where it was to be run. In: a message, in which `shown` has
// made what was typed harmless.

/** A line that cannot be run; the message is printed as it is. */
export class LineError extends Error {
  override readonly name = "LineError";
}
