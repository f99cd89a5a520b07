// Lines of C in QEMU's style (its manual, "QEMU Coding Style"): four blanks a level, 80 columns, arguments that go on
// under the first one.
//
// In: lines, each statement on one. Out: lines without their ends, or a file's text.

import { cCondition } from "../hmp/c-names.js";
import type { Condition } from "../schema/model.js";

/** Lines of a file, of a function, of a block. */
export type Lines = readonly string[];

const width = 80;
const step = "    ";

/** Lines one level further in; those of the preprocessor and empty ones stay. */
export const indented = (lines: Lines): Lines =>
  lines.map((line) => (line === "" || line.startsWith("#") ? line : step + line));

/** A block with its braces: `if (…)`, `for (…)`. */
export const block = (head: string, body: Lines): Lines => [`${head} {`, ...indented(body), "}"];

/** A function; `body` is its declarations, then its statements. */
export function functionText(head: string, [declarations, statements]: readonly [Lines, Lines]): Lines {
  const blank = declarations.length > 0 && statements.length > 0 ? [""] : [];
  return [head, "{", ...indented([...declarations, ...blank, ...statements]), "}"];
}

/** Lines that the preprocessor leaves out where a condition is false. */
export function conditional(condition: Condition | undefined, lines: Lines): Lines {
  if (condition === undefined || lines.length === 0) return lines;
  const text = cCondition(condition);
  return [`#if ${text}`, ...lines, `#endif /* ${text} */`];
}

/** The parts of a file, with empty lines between them; those without lines are left out. Ends with a newline. */
export function fileText(parts: readonly Lines[]): string {
  const texts = parts.filter((part) => part.length > 0).map((part) => part.flatMap(broken).join("\n"));
  return `${texts.join("\n\n")}\n`;
}

/** The parts of a header, which may be included twice. */
export function guarded(name: string, parts: readonly Lines[]): readonly Lines[] {
  return [[`#ifndef ${name}`, `#define ${name}`], ...parts, [`#endif /* ${name} */`]];
}

/** A line that is too long, broken between the items of its outermost list in brackets, where it has one. */
function broken(line: string): Lines {
  if (line.length <= width || line.startsWith("#")) return [line];
  const list = listOf(line);
  if (list === undefined) return [line];
  const { items, open, close } = list;
  const under = open + 1;
  const pieces = items.map((item, at) => item + (at === items.length - 1 ? line.slice(close) : ","));
  const longest = Math.max(...pieces.map((piece) => piece.length));
  // A function's name goes on a line of its own where its parameters have no room behind it.
  const named = /^(\w.*[ *])(?=\w+\($)/.exec(line.slice(0, under))?.[1];
  if (named !== undefined && under + longest > width) {
    return [named.trimEnd(), ...broken(line.slice(named.length))];
  }
  const indent = /^ */.exec(line)![0].length;
  const inset = " ".repeat(under + longest <= width ? under : indent + step.length * 2);
  const lines: string[] = [];
  let text = line.slice(0, under);
  pieces.forEach((piece, at) => {
    const joined = at === 0 ? text + piece : `${text} ${piece}`;
    if (joined.length > width && (at > 0 || inset.length < under)) {
      lines.push(text);
      text = inset + piece;
    } else text = joined;
  });
  return [...lines, text];
}

/** The first list in brackets that has a comma of its own: where it opens and closes, and its items. */
function listOf(line: string) {
  for (let open = line.indexOf("("); open >= 0; open = line.indexOf("(", open + 1)) {
    const items: string[] = [];
    let depth = 0;
    let start = open + 1;
    for (const { 0: token, index } of line.matchAll(/"(?:\\.|[^"\\])*"|[(),]/g)) {
      if (index < open) continue;
      if (token === "(") depth++;
      if (token === ")") depth--;
      if ((token === "," && depth === 1) || (token === ")" && depth === 0)) {
        items.push(line.slice(start, index).trim());
        start = index + 1;
      }
      if (token !== ")" || depth > 0) continue;
      if (items.length > 1) return { open, close: index, items };
      break;
    }
  }
  return undefined;
}
