// Every layout with every ending of imports: it compiles under every strict flag, each file is known as generated, and the
// fast printer prints it as the reference does.

import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { afterAll, describe, expect, test } from "vitest";

import { isGeneratedAs } from "../../src/base/generated-mark.js";
import { builtinEmitters, optionalEmitters } from "../../src/emit/emitters.js";
import { renderReference } from "../../src/emit/reference.js";
import { render } from "../../src/emit/render.js";
import { compile, generate } from "../../src/index.js";
import { draftsOf } from "../support/drafts.js";
import { strictlyChecked } from "../support/tsc.js";

const root = fileURLToPath(new URL("../../qapi-samples/", import.meta.url));
const samples = readdirSync(root).filter((name) => existsSync(join(root, name, "qapi-schema.json")));
const schemaOf = (name: string) => compile(join(root, name, "qapi-schema.json")).schema!;

const layouts = ["kinds", "single", "modules"] as const;
const banner = 'Copyright © 2026 Erika Müßig\n\n  it\'s */ "free" `${x}`';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

const bundled = { module: "esnext", moduleResolution: "bundler" };

test.each([
  ["js", {}],
  ["js", bundled],
  ["ts", { allowImportingTsExtensions: true }],
  ["ts", { ...bundled, allowImportingTsExtensions: true }],
  ["none", bundled],
] as const)(
  "every sample in every layout compiles, imports ending in %s, with %j",
  async (importExtension, options) => {
    const folder = mkdtempSync(join(tmpdir(), "qapi-ts-layouts-"));
    folders.push(folder);
    for (const name of samples) {
      for (const layout of layouts) {
        for (const { path, text } of await generate(schemaOf(name), undefined, { layout, importExtension, banner })) {
          const place = join(folder, layout, name, path);
          mkdirSync(dirname(place), { recursive: true });
          writeFileSync(place, text);
        }
      }
    }
    expect(strictlyChecked(folder, options)).toBe("");
  },
);

describe.each(layouts)("in the layout %s", (layout) => {
  test("every file of every emitter begins with the mark, and is known by it", async () => {
    for (const name of samples) {
      const files = await generate(schemaOf(name), [...builtinEmitters, ...optionalEmitters], { layout, banner });
      expect(files.filter(({ path, text }) => !isGeneratedAs(path, text)).map(({ path }) => path)).toEqual([]);
      expect(new Set(files.map(({ path }) => path.toLowerCase())).size).toBe(files.length);
    }
  });

  test("the fast printer prints it as the reference does", async () => {
    for (const name of samples) {
      for (const draft of draftsOf(schemaOf(name), { layout, banner })) {
        const fast = render(draft);
        expect(fast, `the fast printer declines ${draft.path} of ${name}`).toBeDefined();
        expect(fast).toBe(await renderReference(draft));
      }
    }
  });
});
