// Source text and places in it: the only file where lines and columns are computed, and only when somebody asks.
//
// In: a path as the user spelled it and the text of the file. Out: `SourceFile`, `Span` and `Position`.
// Offsets count UTF-16 units of the text after newline conversion (QAPI reads CRLF and lone CR as LF).

/** A file's text; prints as its path alone, so that a model that points into it stays small as JSON. */
export interface SourceFile {
  /** The path as spelled on the command line, or joined from the includer's folder and the include's value. */
  readonly path: string;
  /** The text, with LF as its only line end and one at its end. */
  readonly text: string;
  /** The include directive that first brought this file in; undefined for a root. */
  readonly includedFrom: Span | undefined;
}

/** A stretch of a source file: `start` is inside, `end` is the first offset behind it. */
export interface Span {
  readonly source: SourceFile;
  /** Offset in UTF-16 units, from 0. */
  readonly start: number;
  /** Offset in UTF-16 units, `start` or more. */
  readonly end: number;
}

/** A place for people: both count from 1; a tab is one column; columns count UTF-16 units as editors do. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * Makes a source file, with CRLF and lone CR read as LF and a last LF added where there is none (Python's universal
 * newlines and `QAPISchemaParser._parse` of QEMU's generator).
 */
export function sourceFile(path: string, text: string, includedFrom?: Span): SourceFile {
  const lines = text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
  const normal = lines.endsWith("\n") ? lines : `${lines}\n`;
  return Object.freeze(
    Object.defineProperties({} as SourceFile, {
      path: { value: path, enumerable: true },
      text: { value: normal },
      includedFrom: { value: includedFrom },
    }),
  );
}

/** Makes a frozen span. */
export function span(source: SourceFile, start: number, end: number): Span {
  return Object.freeze({ source, start, end });
}

/** The span from an offset to the end of its line; of one character where that is the end. */
export function lineSpan(source: SourceFile, at: number): Span {
  return span(source, at, Math.max(source.text.indexOf("\n", at), at + 1));
}

/**
 * Where to point at a mistake whose line QEMU's generator gives as that of `start`, and nothing else tells: at the
 * mistake itself when it is on that line, else at the character at `start`, with the mistake as a note.
 */
export function onLineOf(
  start: number,
  place: Span,
): { span: Span; notes: readonly { message: string; span: Span }[] } {
  const { source } = place;
  if (!source.text.slice(start, place.start).includes("\n")) return { span: place, notes: [] };
  return { span: span(source, start, start + 1), notes: [{ message: "it is here", span: place }] };
}

const lineStarts = new WeakMap<SourceFile, readonly number[]>();

/** Offsets at which the lines of a file start; computed on first use and kept as long as the file is. */
function lineStartsOf(source: SourceFile): readonly number[] {
  let starts = lineStarts.get(source) as number[] | undefined;
  if (starts === undefined) {
    starts = [0];
    for (let at = source.text.indexOf("\n"); at >= 0; at = source.text.indexOf("\n", at + 1)) starts.push(at + 1);
    lineStarts.set(source, starts);
  }
  return starts;
}

/**
 * Line and column of an offset.
 *
 * The end of the text counts as the place of its last newline, as QEMU's scanner has it, so the line always exists.
 */
export function positionAt(source: SourceFile, offset: number): Position {
  const starts = lineStartsOf(source);
  const at = Math.max(0, Math.min(offset, source.text.length - 1));
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= at) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: at - starts[low]! + 1 };
}

/** The text of one line, without its newline; empty for a line that the file does not have. `line` counts from 1. */
export function lineText(source: SourceFile, line: number): string {
  const starts = lineStartsOf(source);
  const start = starts[line - 1];
  if (start === undefined) return "";
  const next = starts[line];
  return source.text.slice(start, next === undefined ? undefined : next - 1);
}
