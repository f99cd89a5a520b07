// Every code block of the documentation is true. A page is a session: in a folder of its own, its named blocks become
// files, its commands are run in order and print what the page says, and its TypeScript is type-checked beside what they
// generated. Blocks that need QEMU's own schema are for `test/qemu/docs.test.ts`.

import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

import { afterAll, describe, expect, test } from "vitest";

import { printDiagnostics } from "../../src/cli/diagnostics.js";
import { compile } from "../../src/index.js";
import { strictlyChecked } from "../support/tsc.js";
import type { Block } from "./blocks.js";
import { blocksOf, needsQemu, pages, pageText, projectFolder } from "./blocks.js";
import { closeSession, languages, openSession } from "./session.js";

const all = pages.flatMap((page) => blocksOf(page));

/** Parts of pages that have a test of their own. */
const claims: readonly { readonly page: string; readonly heading?: RegExp; readonly by: string }[] = [
  { page: "docs/messages.md", by: "test/docs/messages.test.ts" },
  { page: "docs/language.md", heading: /^(?!The constructs)/, by: "test/docs/language.test.ts" },
  { page: "docs/hmp.md", heading: /^One declaration/, by: "test/docs/story.test.ts" },
];

const isClaimed = ({ page, heading }: Block) =>
  claims.some((claim) => claim.page === page && (claim.heading?.test(heading) ?? true));

/** Excerpts of files of the project: of the generated samples, and of recipes that have a test. */
const isExcerpt = ({ words: [path = ""] }: Block) => /^(?:generated|qapi-samples|test\/recipes)\//.test(path);

describe("blocks", () => {
  test("are there, on every page", () => {
    expect(all.length).toBeGreaterThan(150);
  });

  test("each has a language that is known here", () => {
    const others = all.filter(
      (block) => !isClaimed(block) && !isExcerpt(block) && !Object.hasOwn(languages, block.language),
    );
    expect(others.map(({ page, line, language }) => `${page}:${line}: ${language || "no language"}`)).toEqual([]);
  });

  test("few are not run, and each says why", () => {
    const left = all.filter(({ notRun }) => notRun !== undefined);
    expect(left.filter(({ notRun }) => notRun!.length < 15)).toEqual([]);
    expect(left.length).toBeLessThanOrEqual(10);
  });

  test("those that something else runs are in it", () => {
    for (const { page, line, runBy } of all) {
      if (runBy === undefined) continue;
      expect(fileText(runBy), `${page}:${line}`).toContain(page.split("/").at(-1)!);
    }
  });

  test("the parts with a test of their own have one", () => {
    for (const { page, heading, by } of claims) {
      expect(existsSync(join(projectFolder, by)), by).toBe(true);
      expect(
        all.some((block) => block.page === page && (heading?.test(block.heading) ?? true)),
        page,
      ).toBe(true);
    }
  });

  test("excerpts are in the files that they name", () => {
    const others = all.filter((block) => isExcerpt(block) && !fileText(block.words[0]!).includes(block.text));
    expect(others.map(({ page, line, words }) => `${page}:${line} is not in ${words[0]!}`)).toEqual([]);
  });

  test("recipes are whole files; after a change of one: npx vitest run test/docs -u", async () => {
    const path = join(projectFolder, "docs/build-step.md");
    const fences = /^(```\w+ (test\/recipes\/\S+)\n)[^]*?^```$/gm;
    const text = fileText("docs/build-step.md");
    const refreshed = text.replace(fences, (_, fence: string, file: string) => `${fence}${fileText(file)}\`\`\``);
    await expect(refreshed).toMatchFileSnapshot(path);
  });

  test("schemas are right, or the page shows what is wrong with them", () => {
    for (const page of pages) {
      const schemas = all.filter((block) => block.page === page && block.language === "qapi" && !isClaimed(block));
      const files = Object.fromEntries(schemas.map(({ words, text }) => [words[0] ?? "schema.json", text]));
      for (const root of Object.keys(files)) {
        const { diagnostics } = compile(root, { host: { read: (path) => readFrom(files, path) } });
        const text = pageText(page);
        for (const line of printDiagnostics(diagnostics, "text")
          .split("\n")
          .filter((one) => one.includes(": error[")))
          expect(text, `${page}: ${line}`).toContain(line);
      }
    }
  });
});

function fileText(path: string): string {
  return readFileSync(join(projectFolder, path), "utf8");
}

function readFrom(files: Readonly<Record<string, string>>, path: string) {
  const text = files[path];
  return text === undefined ? ({ ok: false, reason: "no such file" } as const) : ({ ok: true, text } as const);
}

describe.each(pages)("%s", (page) => {
  const blocks = all.filter(
    (block) =>
      block.page === page &&
      block.notRun === undefined &&
      block.runBy === undefined &&
      !isClaimed(block) &&
      !isExcerpt(block) &&
      !needsQemu(block),
  );
  if (blocks.length === 0) return test.skip("has nothing to run", () => {});

  const session = openSession();
  afterAll(() => closeSession(session));

  // In order, as each block may need what those before it have made.
  test("does what it says", { timeout: 180_000 }, async () => {
    for (const block of blocks)
      for (const { is, wanted } of await languages[block.language]!(block, session)) expect(is).toBe(wanted);
  });

  test("type-checks", () => {
    if (!blocks.some(({ language }) => language === "ts")) return;
    // What is shown for bundlers, whose imports are not those of Node; and the samples, which are elsewhere by rights.
    for (const name of ["out", "qapi-samples"]) rmSync(join(session.folder, name), { recursive: true, force: true });
    const options = { noUnusedLocals: false, lib: ["es2023", "esnext.disposable"], allowJs: true };
    expect(strictlyChecked(session.folder, options)).toBe("");
  });
});
