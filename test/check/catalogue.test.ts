// Every rule: what breaks it, and what is said. The tables are the `*.cases.ts` files here and in `test/syntax/`; no
// code of the catalogue is without a case.

import { describe, expect, test } from "vitest";

import { messages } from "../../src/base/messages.js";
import { parseCases } from "../syntax/parse.cases.js";
import { loadCases } from "../syntax/load.cases.js";
import { docCases } from "../syntax/doc.cases.js";
import { describeCases } from "./cases.js";
import { nameCases } from "./names.cases.js";
import { ruleCases } from "./rules.cases.js";
import { shapeCases } from "./shape.cases.js";

const elsewhere = {
  // `test/syntax/load.test.ts`: bytes are needed, which a schema in memory has not.
  "not-utf8": "the root's bytes are no UTF-8",
  // `test/schema/conditions.test.ts`: symbols must be settled, and a case settles none.
  "type-not-in-build": "a type that is used is not in the build",
} as const;

const tables = { shape: shapeCases, names: nameCases, ...ruleCases } as const;

for (const [title, cases] of Object.entries(tables)) describeCases(title, cases);

describe("the catalogue", () => {
  const cases = [...parseCases, ...loadCases, ...docCases, ...Object.values(tables).flat()];

  test("has a case for every code", () => {
    const covered = new Set<string>(Object.keys(elsewhere));
    for (const { errors, bug } of cases) if (bug === undefined) for (const { code } of errors) covered.add(code);
    expect(Object.keys(messages).filter((code) => !covered.has(code))).toEqual([]);
  });

  test("has no case twice", () => {
    const titles = cases.map(({ name, qemu, schema }) => JSON.stringify([name, qemu, schema]));
    expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
  });
});
