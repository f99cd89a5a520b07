// `docs/messages.md` says what the compiler says. After a change of messages: `npx vitest run test/docs -u`, and read
// the difference.

import { describe, expect, test } from "vitest";

import { printDiagnostics } from "../../src/cli/diagnostics.js";
import { casesOf, compileCase, pagePath, readPage, refreshed } from "./messages-page.js";

const page = readPage();
const cases = casesOf(page);

test("the page is what it would be if it were written today", async () => {
  await expect(refreshed(page)).toMatchFileSnapshot(pagePath);
});

describe("every schema of the page is wrong, and the page has what is printed", () => {
  test.each(cases.map((each) => [each.title, each] as const))("%s", (_, each) => {
    const { schema, diagnostics } = compileCase(each);
    expect(schema).toBeUndefined();
    expect(printDiagnostics(diagnostics, "text")).toBe(each.printed);
  });
});

test("one mistake gives one message, but for the case that shows several", () => {
  const several = cases.filter((each) => compileCase(each).diagnostics.length !== 1);
  expect(several.map(({ title }) => title)).toEqual(["Several mistakes at once"]);
});

test("no message is much longer than a line of a terminal", () => {
  const messages = cases.flatMap((each) => compileCase(each).diagnostics.map(({ message }) => message));
  expect(messages.filter((message) => message.length > 125)).toEqual([]);
});

test("there are cases enough, each of its own", () => {
  expect(cases.length).toBeGreaterThanOrEqual(20);
  expect(new Set(cases.map(({ title }) => title)).size).toBe(cases.length);
});
