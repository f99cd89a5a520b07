// Tables of the documentation that list what the code has in tables of its own.

import { describe, expect, test } from "vitest";

import type { KeyRow } from "../../src/build/keys.js";
import { outputKeys, placeKeys, runKeys } from "../../src/build/keys.js";
import { flagWord } from "../../src/cli/flag-word.js";
import { flagRows } from "../../src/cli/flags.js";
import { verbRows } from "../../src/cli/verb-rows.js";
import { pageText } from "./blocks.js";

const page = pageText("docs/build-step.md");

/** The rows of each table with a heading cell, its cells without code marks and escapes. */
function tables(text: string, head: string): readonly (readonly (readonly string[])[])[] {
  const cells = (line: string) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.replace(/[`\\]/g, "").trim());
  return [...text.matchAll(/(?:^\|.*\n)+/gm)]
    .map(([table]) => table.trimEnd().split("\n").map(cells))
    .filter(([first]) => first?.[0] === head)
    .map((rows) => rows.slice(2));
}

describe("docs/build-step.md has every key of a configuration", () => {
  const groups = { placeKeys, outputKeys, runKeys };
  const found = tables(page, "key");
  test.each(Object.entries(groups).map(([name, rows], index) => [name, rows, found[index]] as const))(
    "%s",
    (_, rows: Readonly<Record<string, KeyRow>>, table) => {
      const known = Object.entries(rows).map(([key, { about, example }]) => [key, about, example]);
      expect(table).toEqual(known.map((row) => row.map((cell) => cell.replace(/[`\\]/g, ""))));
    },
  );

  test("and the flags are those that it says", () => {
    const others: Readonly<Record<string, string>> = { hmp: "hmpConfig", emitters: "emitter", overrides: "override" };
    const keys = [...Object.keys(outputKeys), ...Object.keys(runKeys)];
    expect(keys.filter((key) => !Object.hasOwn(flagRows, others[key] ?? key))).toEqual([]);
    for (const flag of Object.values(others)) expect(page).toContain(`\`${flagWord(flag)} `);
  });
});

test("README.md has every verb", () => {
  const [rows] = tables(pageText("README.md"), "verb");
  expect(rows!.map(([verb]) => verb)).toEqual(Object.keys(verbRows));
});
