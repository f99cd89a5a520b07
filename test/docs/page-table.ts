// Tables of the documentation's pages.

/**
 * The rows of the table whose head begins with a word, and has so many columns if that is said; cell by cell, without their
 * code marks.
 */
export function pageTable(page: string, head: string, columns?: number): readonly (readonly string[])[] {
  const lines = page.split("\n");
  const cells = (line: string) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.replaceAll("`", "").trim());
  const isHead = (line: string) =>
    line.startsWith(`| ${head} `) && (columns === undefined || cells(line).length === columns);
  const start = lines.findIndex(isHead);
  const end = lines.findIndex((line, at) => at > start && !line.startsWith("|"));
  return lines.slice(start + 2, end).map(cells);
}
