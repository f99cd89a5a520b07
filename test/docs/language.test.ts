// `docs/language.md` says what the compiler says, of every diagnostic. After a change of messages: `npx vitest run
// test/docs -u`, and read the difference.

import { describe, expect, test } from "vitest";

import { messages } from "../../src/base/messages.js";
import { printDiagnostics } from "../../src/cli/diagnostics.js";
import { pageText } from "./blocks.js";
import { compileMended, compileWrong, languagePath, refreshedLanguage, sectionsOf } from "./language-page.js";

const page = pageText("docs/language.md");
const sections = sectionsOf(page);

test("the page is what it would be if it were written today", async () => {
  await expect(refreshedLanguage(page)).toMatchFileSnapshot(languagePath);
});

test("every code has its section, once", () => {
  expect(sections.map(({ code }) => code).sort()).toEqual(Object.keys(messages).sort());
});

describe("what a section has", () => {
  test.each(sections.map((section) => [section.code, section] as const))("%s", (code, section) => {
    const { schema, diagnostics } = compileWrong(section);
    expect(schema).toBeUndefined();
    expect(diagnostics.map((one) => one.code)).toEqual([code]);
    expect(printDiagnostics(diagnostics, "text")).toBe(section.printed);

    const mended = compileMended(section);
    expect(mended.diagnostics).toEqual([]);
    expect(mended.schema).toBeDefined();
  });
});
