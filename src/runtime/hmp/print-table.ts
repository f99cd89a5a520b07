// Lists of objects as tables: a line of names, a line for each object, columns as wide as their widest cell. In: the
// objects and their type. Out: lines, or nothing where blocks are easier to read.

import type { Type, Values } from "../types.js";
import { kindOf, membersOf } from "../types.js";
import { fieldsOf, isScalar, nameText, scalarLines } from "./print-values.js";

/** The widest that a table may be, in columns. */
const mostColumns = 100;

const gap = "  ";

/** What stands in the cell of a member that is absent. */
const absent = "-";

interface Column {
  readonly name: string;
  /** Whether the type of its row knows it. */
  readonly isKnown: boolean;
  /** By row. */
  readonly cells: Map<number, string>;
  isNumbers: boolean;
  width: number;
}

/**
 * The lines of a table without what indents them; nothing where an element is no object or is an empty one throughout,
 * where a member is nested or has more than one line, and where the table, indented, would be wider than 100 columns.
 */
export function tableLines(element: Type, rows: readonly unknown[], indent: number): readonly string[] | undefined {
  const found = new Map<string, Column>();
  for (const [at, row] of rows.entries()) {
    if (kindOf(row) !== "object" || !addRow(found, fieldsOf(element, row as Values), at)) return undefined;
  }
  const columns = ordered(element, found);
  const width = columns.reduce((sum, column) => sum + gap.length + column.width, indent - gap.length);
  if (columns.length === 0 || width > mostColumns) return undefined;
  return [lineOf(columns, undefined), ...rows.map((_, at) => lineOf(columns, at))];
}

/** Adds the cells of a row; says whether they are cells at all. */
function addRow(columns: Map<string, Column>, fields: ReturnType<typeof fieldsOf>, row: number): boolean {
  for (const { name, value, isKnown } of fields) {
    if (!isScalar(value)) return false;
    const [text = "", ...more] = scalarLines(value);
    if (more.length > 0 || text.includes("\t")) return false;
    let column = columns.get(name);
    if (column === undefined) {
      const header = nameText(name);
      column = { name: header, isKnown, cells: new Map(), isNumbers: true, width: lengthOf(header) };
      columns.set(name, column);
    }
    column.cells.set(row, text);
    column.isNumbers &&= kindOf(value) === "number";
    column.width = Math.max(column.width, lengthOf(text));
  }
  return true;
}

/** Columns in the order of the type: those of members that every object may have, of branches, of what is not known. */
function ordered(element: Type, found: ReadonlyMap<string, Column>): readonly Column[] {
  const fixed = typeof element === "object" && "members" in element ? [...membersOf(element).keys()] : [];
  const first = fixed.flatMap((name) => found.get(name) ?? []);
  const others = [...found].filter(([name]) => !fixed.includes(name)).map(([, column]) => column);
  return [...first, ...others.filter(({ isKnown }) => isKnown), ...others.filter(({ isKnown }) => !isKnown)];
}

/** A row's line; without a row that of the names. */
function lineOf(columns: readonly Column[], row: number | undefined): string {
  const cells = columns.map(({ name, cells: texts, isNumbers, width }) => {
    const text = row === undefined ? name : (texts.get(row) ?? absent);
    const pad = " ".repeat(width - lengthOf(text));
    return isNumbers ? pad + text : text + pad;
  });
  return cells.join(gap).trimEnd();
}

/** How many characters a text has. */
function lengthOf(text: string): number {
  return /[\ud800-\udbff]/.test(text) ? [...text].length : text.length;
}
