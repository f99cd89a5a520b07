// QEMU's real schemas: accepted; their dump and introspection those of the tree's own generator; the TypeScript made
// from them sound, free of `any` and of reStructuredText, and printed by the fast printer as by the reference.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { renderReference } from "../../src/emit/reference.js";
import { render } from "../../src/emit/render.js";
import type { Schema, TextFile } from "../../src/index.js";
import { compile, dump, generate, introspect } from "../../src/index.js";
import { draftsOf } from "../support/drafts.js";
import { reStLeftovers } from "../support/rest-leftovers.js";
import { strictlyChecked } from "../support/tsc.js";
import { describeTrees, roots } from "./trees.js";

const script = fileURLToPath(new URL("model.py", import.meta.url));

describeTrees("real schemas", ({ release, path: tree }) => {
  for (const root of roots) {
    describe(root, () => {
      const path = join(tree, root);
      let schema: Schema;
      let reference: { dump: string; introspection: unknown[] };

      beforeAll(() => {
        const output = execFileSync("python3", ["-B", script, tree, path], { encoding: "utf8", maxBuffer: 1 << 28 });
        const [text, json] = output.split("\0");
        reference = { dump: text!, introspection: JSON.parse(json!) as unknown[] };
        const compiled = compile(path, { qemu: release });
        expect(compiled.diagnostics).toEqual([]);
        schema = compiled.schema!;
      }, 120_000);

      test("is accepted without a release, with its documentation in its own dialect", () => {
        const compiled = compile(path);
        expect(compiled.diagnostics).toEqual([]);
        const dialects = new Set(compiled.schema!.definitions.map(({ doc }) => doc?.dialect === "7.2"));
        expect([...dialects]).toEqual([release === "7.2"]);
      });

      test("dumps as the tree's own generator does", () => expect(dump(schema)).toBe(reference.dump));

      test("introspects as the tree's own generator does", () => {
        expect(introspect(schema)).toEqual(reference.introspection);
      });

      describe.each(["kinds", "single", "modules"] as const)("as TypeScript in the layout %s", (layout) => {
        let folder: string;
        let files: readonly TextFile[];
        beforeAll(async () => {
          files = await generate(schema, undefined, { layout });
          folder = mkdtempSync(join(tmpdir(), "qapi-ts-"));
          for (const file of files) {
            mkdirSync(dirname(join(folder, file.path)), { recursive: true });
            writeFileSync(join(folder, file.path), file.text);
          }
        });
        afterAll(() => rmSync(folder, { recursive: true, force: true }));

        test("compiles under every strict flag", () => expect(strictlyChecked(folder)).toBe(""), 60_000);

        test("has no `any`, and nothing of reStructuredText", () => {
          for (const { text } of files) {
            const code = text.replace(/\/\*\*[^]*?\*\/|\/\/.*|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, "");
            expect(code.match(/\bany\b/g)).toBeNull();
            const comments = text.match(/\/\*\*[^]*?\*\//g) ?? [];
            expect(comments.flatMap((comment) => reStLeftovers(comment))).toEqual([]);
          }
        });

        test("is printed by the fast printer byte for byte as by the reference", async () => {
          for (const draft of draftsOf(schema, { layout })) {
            const fast = render(draft);
            expect(fast, `the fast printer declines ${draft.path}`).toBeDefined();
            expect(fast === (await renderReference(draft)), draft.path).toBe(true);
          }
        }, 120_000);
      });
    });
  }
});
