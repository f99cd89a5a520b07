// `docs/language.md` taken apart, and written anew: one section for each diagnostic, with a wrong schema, what is printed,
// and the schema mended. Words on a fence behind the file's name say how it is checked.

import { Buffer } from "node:buffer";
import { fileURLToPath } from "node:url";

import { printDiagnostics } from "../../src/cli/diagnostics.js";
import type { Compilation, Host } from "../../src/index.js";
import { compile } from "../../src/index.js";
import type { Block } from "./blocks.js";
import { blocksOf, pageText } from "./blocks.js";

/** Where the page is. */
export const languagePath = fileURLToPath(new URL("../../docs/language.md", import.meta.url));

/** The root of every wrong schema. */
const root = "lamp.json";

/** The section of one code. */
export interface CodeSection {
  readonly code: string;
  /** Files of the wrong schema, and those of the mended one in their place. */
  readonly wrong: readonly Block[];
  readonly mended: readonly Block[];
  /** What the page says that is printed. */
  readonly printed: string;
}

/** The sections of codes, in the page's order. Throws: Error for one that lacks a part. */
export function sectionsOf(page: string): readonly CodeSection[] {
  return page
    .split(/^(?=### `[a-z0-9-]+`$)/m)
    .slice(1)
    .map((section) => {
      const code = /`(.*)`/.exec(section)![1]!;
      const blocks = blocksOf("docs/language.md", section);
      const texts = blocks.filter(({ language }) => language === "text");
      const at = blocks.indexOf(texts[0]!);
      const mended = blocks.slice(at + 1);
      if (texts.length !== 1 || mended.length === 0 || !/^Mended/m.test(section))
        throw new Error(`the section '${code}' of docs/language.md lacks a message or a mended schema, or has two`);
      return { code, wrong: blocks.slice(0, at), mended, printed: texts[0]!.text };
    });
}

/** What the compiler makes of the wrong schema of a section. */
export function compileWrong({ wrong, mended }: CodeSection): Compilation {
  return compileBlocks(wrong, wrong[0]?.words ?? mended[0]!.words);
}

/** What it makes of the mended one. */
export function compileMended({ wrong, mended }: CodeSection): Compilation {
  return compileBlocks([...wrong, ...mended], mended[0]!.words);
}

function compileBlocks(blocks: readonly Block[], words: readonly string[]): Compilation {
  const files = new Map(blocks.map(({ words: [path = "", how], text }) => [path, contents(text, how === "latin1")]));
  const host: Host = { read: (path) => files.get(path) ?? { ok: false, reason: "no such file" } };
  const option = (name: string) => words.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1);
  const undefine = option("undefine");
  return compile(root, {
    host,
    qemu: option("qemu") ?? "10.0",
    ...(undefine === undefined ? {} : { undefine: [undefine] }),
  });
}

/** A file as it is read; one that is saved as Latin-1 is no UTF-8. */
function contents(text: string, isLatin1: boolean): ReturnType<Host["read"]> {
  const bytes = Buffer.from(text, isLatin1 ? "latin1" : "utf8");
  if (bytes.toString("utf8") === text) return { ok: true, text };
  return { ok: false, reason: "it is not UTF-8 text", notUtf8: true };
}

/** The page as it should be today. */
export function refreshedLanguage(page: string = pageText("docs/language.md")): string {
  const sections = sectionsOf(page);
  let next = 0;
  return page.replace(/^```text\n([^]*?)^```$/gm, () => {
    const { diagnostics } = compileWrong(sections[next++]!);
    return `\`\`\`text\n${printDiagnostics(diagnostics, "text")}\`\`\``;
  });
}
