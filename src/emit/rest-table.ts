// Tables: reStructuredText's two kinds of drawn table become Markdown tables.
//
// In: the lines of a table, borders included. Out: rows of raw cell texts, or undefined for a drawing that Markdown
// cannot hold (cells over several columns). Facts: docutils' "reStructuredText Markup Specification", "Tables".

/** The cells of a table as the text has them; rows before `headers` are headings. */
export interface Table {
  readonly headers: number;
  readonly rows: readonly (readonly string[])[];
}

/** Lines of a simple table, at most: its end is looked for from each line that could be its beginning. */
const LONGEST = 400;

/** Whether a line can open a table: `+---+---+`, or `=====  ===`. */
export function isTableBorder(line: string): boolean {
  if (line.startsWith("+-") || line.startsWith("+=")) return /^[-+=]+\+$/.test(line);
  return line.startsWith("=") && /^=+(?: +=+)+$/.test(line);
}

/** Reads a table; undefined when its columns do not line up. */
export function readTable(lines: readonly string[]): Table | undefined {
  return lines[0]!.startsWith("+") ? readGrid(lines) : readSimple(lines);
}

/** How many lines from `at` on belong to the table that begins there. */
export function tableLength(lines: readonly string[], at: number): number {
  if (lines[at]!.startsWith("+")) {
    let end = at;
    while (end < lines.length && /^[+|]/.test(lines[end]!)) end++;
    return end - at;
  }
  // A simple table may hold blank lines: it ends with the border that a blank line, or nothing, follows.
  const limit = Math.min(lines.length, at + LONGEST);
  for (let end = at + 1; end < limit; end++) {
    if (isTableBorder(lines[end]!) && (lines[end + 1] ?? "") === "") return end + 1 - at;
  }
  return 1;
}

function readSimple(lines: readonly string[]): Table | undefined {
  const starts = [...lines[0]!.matchAll(/=+/g)].map((match) => match.index);
  const rows: string[][] = [];
  let headers = 0;
  for (const line of lines.slice(1, -1)) {
    if (isTableBorder(line)) headers = rows.length;
    else if (line !== "" && !/^-[- ]*$/.test(line)) {
      const cells = starts.map((start, column) => line.slice(start, starts[column + 1]).trim());
      // A row without a first cell goes on with the row above.
      const above = rows.at(-1);
      if (cells[0] === "" && above !== undefined) join(above, cells);
      else rows.push(cells);
    }
  }
  return rows.length === 0 ? undefined : { headers, rows };
}

function readGrid(lines: readonly string[]): Table | undefined {
  const bars = [...lines[0]!.matchAll(/\+/g)].map((match) => match.index);
  const rows: string[][] = [];
  let headers = 0;
  let row: string[] | undefined;
  for (const line of lines.slice(1)) {
    if (line.startsWith("+")) {
      if (!/^[-+=]+$/.test(line) || line.length !== lines[0]!.length) return undefined;
      if (row !== undefined) rows.push(row);
      row = undefined;
      if (line.startsWith("+=")) headers = rows.length;
      continue;
    }
    if (bars.some((bar) => line[bar] !== "|")) return undefined;
    const cells = bars.slice(0, -1).map((bar, column) => line.slice(bar + 1, bars[column + 1]).trim());
    if (row === undefined) row = cells;
    else join(row, cells);
  }
  return rows.length === 0 || bars.length < 2 ? undefined : { headers, rows };
}

function join(row: string[], more: readonly string[]): void {
  for (const [column, cell] of more.entries()) {
    if (cell !== "") row[column] = row[column] === "" ? cell : `${row[column]} ${cell}`;
  }
}

/** Prints a table whose cells are Markdown already. Markdown wants a heading row: without one it is left empty. */
export function printTable(table: Table): string {
  const width = Math.max(...table.rows.map((row) => row.length));
  const print = (row: readonly string[]): string =>
    `|${Array.from({ length: width }, (_, column) => ` ${(row[column] ?? "").replaceAll("|", "\\|")} `).join("|")}|`;
  const heading = table.rows.slice(0, Math.max(table.headers, 0));
  const head =
    heading.length === 0
      ? []
      : heading[0]!.map((_, column) =>
          heading
            .map((row) => row[column] ?? "")
            .join(" ")
            .trim(),
        );
  const body = table.rows.slice(heading.length).map(print);
  return [print(head), `|${" --- |".repeat(width)}`, ...body].join("\n");
}
