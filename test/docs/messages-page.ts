// `docs/messages.md` taken apart, and written anew: wrong schemas, what we print, and where QEMU's own tool points.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { printDiagnostics } from "../../src/cli/diagnostics.js";
import type { Compilation } from "../../src/index.js";
import { compile, positionAt } from "../../src/index.js";

/** Where the page is. */
export const pagePath = fileURLToPath(new URL("../../docs/messages.md", import.meta.url));

/** The release whose rules the page follows. */
export const pageRelease = "10.0";

/** One wrong schema of the page. */
export interface PageCase {
  readonly title: string;
  /** By path, the root first. */
  readonly files: Readonly<Record<string, string>>;
  /** What the page says that we print. */
  readonly printed: string;
  /** `file:line`, or `file:line:column`, as the page says that QEMU's tool reports it. */
  readonly qemuPlace: string;
}

const fence = (language: string) => new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, "gm");

/** The page's text. */
export function readPage(): string {
  return readFileSync(pagePath, "utf8");
}

/** The wrong schemas of a page, in its order. Throws: Error for a section that lacks a part. */
export function casesOf(page: string): readonly PageCase[] {
  return page
    .split(/^(?=## )/m)
    .slice(1)
    .map((section) => {
      const title = /^## (.*)\n/.exec(section)![1]!;
      const files = [...section.matchAll(fence("qapi (\\S+)"))].map(([, path, text]) => [path!, text!] as const);
      const [printed, ...more] = [...section.matchAll(fence("text"))].map((match) => match[1]!);
      const qemuPlace = /^QEMU's own tool points at `([^`]+)`/m.exec(section)?.[1];
      if (files.length === 0 || printed === undefined || more.length > 0 || qemuPlace === undefined) {
        throw new Error(
          `the section '${title}' of docs/messages.md lacks a schema, a message or QEMU's place, or has two`,
        );
      }
      return { title, files: Object.fromEntries(files), printed, qemuPlace };
    });
}

/** What the compiler makes of a case. */
export function compileCase({ files }: PageCase): Compilation {
  return compile(files, { qemu: pageRelease });
}

/** The page as it should be today: with what the compiler prints, and the table that follows from it. */
export function refreshed(page: string): string {
  const cases = casesOf(page);
  let next = 0;
  const printed = page.replace(fence("text"), () => {
    const { diagnostics } = compileCase(cases[next++]!);
    return `\`\`\`text\n${printDiagnostics(diagnostics, "text")}\`\`\``;
  });
  return printed.replace(/^\| case .*\n(?:\|.*\n)+/m, () => table(cases));
}

function table(cases: readonly PageCase[]): string {
  const rows = cases.map((each) => {
    const { span } = compileCase(each).diagnostics[0]!;
    const root = Object.keys(each.files)[0];
    const { path } = span!.source;
    const line = positionAt(span!.source, span!.start).line;
    const [theirPath, theirLine] = each.qemuPlace.split(":");
    const place = (file: string | undefined, at: string | undefined) => (file === root ? `${at}` : `${file}:${at}`);
    return [`[${each.title}](#${anchor(each.title)})`, place(path, String(line)), place(theirPath, theirLine)];
  });
  const head = ["case", "our line", "QEMU's line"];
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]!.length)));
  const print = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(" | ")} |\n`;
  return [head, widths.map((width) => "-".repeat(width)), ...rows].map(print).join("");
}

/** The fragment that GitHub gives a heading. */
function anchor(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\w\- ]/g, "")
    .replaceAll(" ", "-");
}
