// The tables of `docs/client.md` are those of the code.

import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { moves } from "../../src/runtime/states.js";
import { budgetsOf } from "../../src/runtime/waiting.js";
import { pageTable } from "./page-table.js";

const page = readFileSync(new URL("../../docs/client.md", import.meta.url), "utf8");

test("states and where they may go", () => {
  const rows = pageTable(page, "state").map(([state, to]) => [state, to === "" ? [] : to!.split(", ")]);
  expect(Object.fromEntries(rows)).toEqual(moves);
});

test("budgets", () => {
  const seconds: Readonly<Record<string, number>> = { "10 s": 10, "60 s": 60, "1 h": 3600 };
  const rows = pageTable(page, "budget").map(([budget, , time]) => [budget, seconds[time!]! * 1000]);
  expect(Object.fromEntries(rows)).toEqual(budgetsOf());
});
