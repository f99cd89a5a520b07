// Links of the documentation lead somewhere: to a file of the project, and to a heading that it has.

import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

import { expect, test } from "vitest";

import { anchorsOf, linksOf, pages, pageText, projectFolder } from "./blocks.js";

test.each([...pages, "CHANGELOG.md"])("%s", (page) => {
  const text = pageText(page);
  const dead = linksOf(text).filter((target) => {
    if (/^https?:\/\//.test(target)) return false;
    const [path = "", fragment] = target.split("#");
    const file = path === "" ? page : normalize(join(dirname(page), path));
    if (!existsSync(join(projectFolder, file))) return true;
    return fragment !== undefined && !anchorsOf(readFileSync(join(projectFolder, file), "utf8")).has(fragment);
  });
  expect(dead).toEqual([]);
});

test("every page of docs/ is to be reached from the README", () => {
  const reached = new Set(["README.md"]);
  for (const page of reached) {
    if (!page.endsWith(".md")) continue;
    for (const target of linksOf(pageText(page))) {
      const file = normalize(join(dirname(page), target.split("#")[0]!));
      if (!/^\w+:/.test(target) && file.endsWith(".md") && existsSync(join(projectFolder, file))) reached.add(file);
    }
  }
  expect(pages.filter((page) => !reached.has(page))).toEqual([]);
});
