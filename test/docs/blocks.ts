// Pages of the documentation taken apart. In: Markdown. Out: its code blocks, each with what stands on its fence, the
// heading above it, and the comment before it that says why it is not run; and its links.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's folder. */
export const projectFolder = fileURLToPath(new URL("../../", import.meta.url));

/** A code block. */
export interface Block {
  readonly page: string;
  /** Where its fence is, from 1. */
  readonly line: number;
  /** The last heading of the second level above it. */
  readonly heading: string;
  readonly language: string;
  /** What else stands on the fence: a file's name first, if any. */
  readonly words: readonly string[];
  readonly text: string;
  /** Why it is not run: `<!-- not run: … -->` before it. */
  readonly notRun: string | undefined;
  /** The file that runs it: `<!-- run by … -->` before it. */
  readonly runBy: string | undefined;
}

/** The pages with code blocks, relative to the project's folder. */
export const pages: readonly string[] = [
  "README.md",
  "qapi-samples/README.md",
  ...readdirSync(join(projectFolder, "docs"))
    .filter((name) => name.endsWith(".md"))
    .sort()
    .map((name) => `docs/${name}`),
].filter((page) => existsSync(join(projectFolder, page)));

/** A page's text. */
export function pageText(page: string): string {
  return readFileSync(join(projectFolder, page), "utf8");
}

/** The code blocks of a page, in order. Throws: Error for a fence that is not closed. */
export function blocksOf(page: string, text: string = pageText(page)): readonly Block[] {
  const lines = text.split("\n");
  const blocks: Block[] = [];
  let heading = "";
  for (let at = 0; at < lines.length; at++) {
    heading = /^## (.*)/.exec(lines[at]!)?.[1] ?? heading;
    const fence = /^( *)(`{3,}|~{3,})(.*)$/.exec(lines[at]!);
    if (fence === null) continue;
    const [, indent = "", mark = "", info = ""] = fence;
    const end = lines.findIndex((line, index) => index > at && line.trim() === mark);
    if (end < 0) throw new Error(`${page}:${at + 1}: this code block is not closed`);
    const [language = "", ...words] = info.trim().split(/ +/);
    const inner = lines
      .slice(at + 1, end)
      .map((line) => `${line.startsWith(indent) ? line.slice(indent.length) : line}\n`);
    const before = lines.slice(0, at).findLast((line) => line.trim() !== "") ?? "";
    blocks.push({
      page,
      line: at + 1,
      heading,
      language,
      words,
      text: inner.join(""),
      notRun: /^<!-- not run: (.+) -->$/.exec(before.trim())?.[1],
      runBy: /^<!-- run by (\S+) -->$/.exec(before.trim())?.[1],
    });
    at = end;
  }
  return blocks;
}

/** A command of a console, and what it prints. */
export interface ConsoleCommand {
  readonly command: string;
  readonly printed: string;
}

/** The commands behind `$ ` of a block, in order, with the lines up to the next one. */
export function consoleCommands({ text }: Pick<Block, "text">): readonly ConsoleCommand[] {
  return text
    .split(/^\$ /m)
    .slice(1)
    .map((step) => {
      const end = step.indexOf("\n");
      return { command: step.slice(0, end), printed: step.slice(end + 1) };
    });
}

/** What matches a printed text: a line `…` stands for any lines, `…` at the end of one for its rest. */
export function printedPattern(printed: string): RegExp {
  const escaped = printed.replace(/[$()*+.?[\\\]^{|}]/g, "\\$&");
  return new RegExp(`^${escaped.replace(/^…\n/gm, "(?:.*\\n)*").replace(/…$/gm, ".*")}$`);
}

/** The fragment that a heading has. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_\- ]/gu, "")
    .replaceAll(" ", "-");
}

/** The fragments that a page has. */
export function anchorsOf(text: string): ReadonlySet<string> {
  const prose = text.replace(/^( *)(`{3,})[^]*?^\1\2$/gm, "");
  return new Set([...prose.matchAll(/^#+ (.*)$/gm)].map(([, heading]) => anchorOf(heading!)));
}

/** Where links of a page lead: the targets of `[…](…)` outside of code. */
export function linksOf(text: string): readonly string[] {
  const prose = text.replace(/^( *)(`{3,})[^]*?^\1\2$/gm, "").replace(/`[^`\n]*`/g, "``");
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!);
}

/** Whether a block is a program beside the client of a QEMU, which is made from QEMU's own schema. */
export function needsQemu({ language, text }: Pick<Block, "language" | "text">): boolean {
  return language === "ts" && /from "\.\/(?:qemu|qga)\//.test(text);
}
