// The tables of `docs/hmp.md` are those of the code.

import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { letterRows } from "../../src/hmp/letters.js";
import { pageTable } from "./page-table.js";

const page = readFileSync(new URL("../../docs/hmp.md", import.meta.url), "utf8");

test("a letter for every type, and its trap", () => {
  const rows = pageTable(page, "type", 4).flatMap(([types, ...cells]) =>
    types!.split(", ").map((type) => [type, cells]),
  );
  const known = Object.entries(letterRows).map(([type, { mandatory, optional, trap }]) => {
    return [type, [mandatory, optional === "flag" ? "a flag" : optional, trap]];
  });
  expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(known));
});
