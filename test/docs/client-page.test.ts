// The tables of `docs/client.md` are those of the code.

import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { moves } from "../../src/runtime/states.js";
import { budgetsOf } from "../../src/runtime/waiting.js";

const page = readFileSync(new URL("../../docs/client.md", import.meta.url), "utf8");

/** The rows of the table whose head begins with a word, cell by cell, without their code marks. */
function table(head: string): readonly (readonly string[])[] {
  const lines = page.split("\n");
  const start = lines.findIndex((line) => line.startsWith(`| ${head} `));
  const end = lines.findIndex((line, at) => at > start && !line.startsWith("|"));
  const cells = (line: string) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.replaceAll("`", "").trim());
  return lines.slice(start + 2, end).map(cells);
}

test("states and where they may go", () => {
  const rows = table("state").map(([state, to]) => [state, to === "" ? [] : to!.split(", ")]);
  expect(Object.fromEntries(rows)).toEqual(moves);
});

test("budgets", () => {
  const seconds: Readonly<Record<string, number>> = { "10 s": 10, "60 s": 60, "1 h": 3600 };
  const rows = table("budget").map(([budget, , time]) => [budget, seconds[time!]! * 1000]);
  expect(Object.fromEntries(rows)).toEqual(budgetsOf());
});
