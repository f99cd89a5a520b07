// A command's result as text for people: what a monitor prints. In: the result and its type, which says in which order
// members come; without one they come as they are. Out: lines that end in "\n".
//
// Objects are `name: value` lines, with blanks for the hyphens of names; what is in them is indented by two. Lists of
// objects that have nothing nested in them are tables (`print-table.ts`), others are blocks. Nothing that a guest or a
// peer chose can drive the terminal: control characters are shown as `\x1b` (`shown.ts`).

import type { TypeRef } from "../table.js";
import type { Type, Values } from "../types.js";
import { alternativeOf, isArray, kindOf, typeOf } from "../types.js";
import { tableLines } from "./print-table.js";
import { fieldsOf, isScalar, nameText, none, scalarLines } from "./print-values.js";

/** Something that is still to be printed. */
interface Task {
  /** The member's name; undefined for an element of a list. */
  readonly name?: string;
  readonly type: Type;
  readonly value: unknown;
  /** The column where its lines begin. */
  readonly column: number;
  /** What introduces it: a dash in a list, an empty line between blocks. */
  readonly before?: "dash" | "gap";
}

/** Lines that are being put together. */
interface Page {
  readonly lines: string[];
  /** What the next line begins with in place of blanks: the dashes of lists that begin there. */
  dashes: string;
}

/** Beyond this column lines are indented no further: what is nested without end must not make blanks without end. */
const lastColumn = 200;

/**
 * Prints a result: nothing for a command that gives none. It keeps tasks of its own, so that what is nested deep cannot
 * exhaust the platform's stack, and takes time in proportion to what it prints.
 */
export function printResult(ref: TypeRef | undefined, value: unknown): string {
  if (ref === undefined || value === undefined) return "";
  const page: Page = { lines: [], dashes: "" };
  // The last one is printed first.
  const tasks = printTop(page, chosen(ref, value), value).reverse();
  for (let task; (task = tasks.pop()) !== undefined;) {
    for (const inner of printTask(page, task).reverse()) tasks.push(inner);
  }
  return page.lines.map((line) => `${line}\n`).join("");
}

/** A type; of an alternate's types the one that the value is. */
function chosen(ref: TypeRef, value: unknown): Type {
  const type = typeOf(ref);
  if (typeof type !== "object" || !("alternate" in type)) return type;
  const one = alternativeOf(type, value);
  return one === undefined ? "any" : typeOf(one);
}

// Both print what they can, and give the tasks that are left.

function printTop(page: Page, type: Type, value: unknown): Task[] {
  const text = humanText(value) ?? value;
  if (text === "") return [];
  if (isScalar(text)) return put(page, 0, scalarLines(text));
  if (!Array.isArray(value)) return memberTasks(type, value as Values, 0);
  if (value.length === 0) return put(page, 0, [none]);
  if (value.every(isShort)) return put(page, 0, value.flatMap(scalarLines));
  const table = tableLines(elementType(type, value), value, 0);
  if (table !== undefined) return put(page, 0, table);
  if (!value.every((one) => kindOf(one) === "object")) return elementTasks(type, value, 0);
  return elementTasks(type, value, 0).map(({ before: _, ...task }, at) =>
    at === 0 ? task : { ...task, before: "gap" },
  );
}

function printTask(page: Page, { name, type, value, column, before }: Task): Task[] {
  if (before === "gap") page.lines.push("");
  if (before === "dash") page.dashes = `${page.dashes || blanks(column)}- `;
  const start = before === "dash" ? column + 2 : column;
  const label = name === undefined ? undefined : `${nameText(name)}:`;
  const inLine = lineText(value);
  if (inLine !== undefined) {
    return put(page, start, [label === undefined || inLine === "" ? (label ?? inLine) : `${label} ${inLine}`]);
  }
  const inside = label === undefined ? start : start + 2;
  if (label !== undefined) put(page, start, [label]);
  if (isScalar(value)) return put(page, inside, scalarLines(value));
  if (!Array.isArray(value)) return memberTasks(type, value as Values, inside);
  const table = label === undefined ? undefined : tableLines(elementType(type, value), value, inside);
  return table === undefined ? elementTasks(type, value, inside) : put(page, inside, table);
}

/** The text that a text result of QEMU's stands for: the one member of `HumanReadableText` (`qapi/common.json`). */
function humanText(value: unknown): string | undefined {
  if (kindOf(value) !== "object") return undefined;
  const [[name, text] = [], ...more] = Object.entries(value as Values);
  return name === "human-readable-text" && typeof text === "string" && more.length === 0 ? text : undefined;
}

/** What stands behind a name, on its line; nothing for what needs lines of its own. */
function lineText(value: unknown): string | undefined {
  if (isShort(value)) return scalarLines(value)[0]!;
  if (Array.isArray(value)) {
    if (value.length === 0) return none;
    return value.every(isShort) ? value.map((one) => scalarLines(one)[0]!).join(", ") : undefined;
  }
  return !isScalar(value) && fieldsOf("any", value as Values).length === 0 ? none : undefined;
}

/** Whether a value is a scalar of one line. */
function isShort(value: unknown): boolean {
  return isScalar(value) && scalarLines(value).length === 1;
}

function memberTasks(type: Type, value: Values, column: number): Task[] {
  return fieldsOf(type, value).map(({ name, type: ref, value: given }) => {
    return { name, type: chosen(ref, given), value: given, column };
  });
}

function elementTasks(type: Type, elements: readonly unknown[], column: number): Task[] {
  const ref = isArray(type) ? type[0] : "any";
  return elements.map((value) => ({ type: chosen(ref, value), value, column, before: "dash" }));
}

/** What all elements are that are objects: of an alternate's types at most one is an object. */
function elementType(type: Type, [first]: readonly unknown[]): Type {
  return isArray(type) ? chosen(type[0], first) : "any";
}

function put(page: Page, column: number, texts: readonly string[]): [] {
  for (const text of texts) {
    const line = (page.dashes || blanks(column)) + text;
    page.dashes = "";
    page.lines.push(text === "" ? line.trimEnd() : line);
  }
  return [];
}

function blanks(column: number): string {
  return " ".repeat(Math.min(column, lastColumn));
}
