// The examples of the documentation are type-checked as what they are: programs beside the client of a release.

import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { blocksOf, needsQemu, pages, projectFolder } from "../docs/blocks.js";
import { generateClient } from "../support/qemu-client.js";
import { strictlyChecked } from "../support/tsc.js";
import { describeQemu, release } from "./qemu.js";

describeQemu("the examples of the documentation", () => {
  test("compile under every strict flag", async () => {
    const folders = { qemu: await generateClient(release, "qapi"), qga: await generateClient(release, "qga") };
    const folder = join(projectFolder, ".cache/generated/examples");
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const blocks = pages.flatMap((page) => blocksOf(page)).filter(needsQemu);
    for (const { page, line, text } of blocks) {
      const placed = text.replace(
        /from "\.\/(qemu|qga)\//g,
        (_, name: "qemu" | "qga") => `from "../${folders[name].split("/").at(-1)!}/`,
      );
      writeFileSync(join(folder, `${page.replace(/\W/g, "-")}-${line}.ts`), placed);
    }
    expect(blocks.length).toBeGreaterThanOrEqual(15);
    expect(strictlyChecked(folder, { noUnusedLocals: false, lib: ["es2023", "esnext.disposable"] })).toBe("");
  });
});
