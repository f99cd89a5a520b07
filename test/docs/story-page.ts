// The story of one declaration in docs/hmp.md, end to end: its commands and what it says that they print.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A command of the page, and what follows it there. */
export interface PageCommand {
  readonly command: string;
  readonly printed: string;
}

const text = readFileSync(fileURLToPath(new URL("../../docs/hmp.md", import.meta.url)), "utf8");

/** The page, from its heading to the next one of its level. */
export const page: string = /^## One declaration, end to end\n[^]*?(?=^## )/m.exec(text)?.[0] ?? "";

/** Blocks of the page in a language, without their fences. */
export function blocks(language: string): readonly string[] {
  return [...page.matchAll(/^```(\w+)\n([^]*?)^```$/gm)]
    .filter(([, name]) => name === language)
    .map(([, , text]) => text!);
}

/** Commands behind `$ `, in order, with the lines up to the next one. */
export function pageCommands(): readonly PageCommand[] {
  return blocks("console").flatMap((block) =>
    block
      .split(/^\$ /m)
      .slice(1)
      .map((text) => {
        const end = text.indexOf("\n");
        return { command: text.slice(0, end), printed: text.slice(end + 1) };
      }),
  );
}
