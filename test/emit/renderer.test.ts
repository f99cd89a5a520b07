// Which printer a draft goes to, and how a user's own prettier configuration is found.

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

import { prettierConfigFor } from "../../src/emit/reference.js";
import { renderFile } from "../../src/emit/renderer.js";
import { typeAlias } from "../../src/emit/typescript.js";

const draft = { path: "draft.ts", statements: [typeAlias({ name: "A", type: "B" })] };

describe("the renderer", () => {
  test("prints text drafts as they are", () => {
    expect(renderFile({ path: "a.txt", text: "a  \n" })).toBe("a  \n");
  });

  test("prints what it knows at once", () => {
    expect(renderFile(draft)).toBe("type A = B;\n");
  });

  test("formats with the user's options where there are any", async () => {
    expect(await renderFile(draft, { semi: false })).toBe("type A = B\n");
  });
});

describe("the user's prettier configuration", () => {
  const disk = { exists: existsSync, read: (path: string) => readFileSync(path, "utf8") };

  test("is not looked for with prettier where no file is", async () => {
    const asked: string[] = [];
    const exists = (path: string) => asked.push(path) < 0;
    expect(await prettierConfigFor("/a/b/types.ts", { exists, read: () => "" })).toBeUndefined();
    expect(asked).toContain("/a/b/.prettierrc");
    expect(asked).toContain("/prettier.config.js");
  });

  test("is not a package.json without prettier's key", async () => {
    const exists = (path: string) => path === "/a/package.json";
    expect(await prettierConfigFor("/a/types.ts", { exists, read: () => '{"name": "prettier"}' })).toBeUndefined();
  });

  test.each([
    [".prettierrc", '{ "semi": false }'],
    ["package.json", '{ "prettier": { "semi": false } }'],
  ])("is read from %s in a folder above", async (name, text) => {
    const folder = mkdtempSync(join(tmpdir(), "prettier-"));
    try {
      writeFileSync(join(folder, name), text);
      expect(await prettierConfigFor(join(folder, "out", "types.ts"), disk)).toEqual({ semi: false });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
