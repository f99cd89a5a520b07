// The examples of the documentation are type-checked as what they are: programs beside the client of a release.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { expect, test } from "vitest";

import { generateClient } from "../support/qemu-client.js";
import { strictlyChecked } from "../support/tsc.js";
import { describeQemu, release } from "./qemu.js";

const root = fileURLToPath(new URL("../../", import.meta.url));

describeQemu("the examples of the documentation", () => {
  test("compile under every strict flag", async () => {
    const folders = { qemu: await generateClient(release, "qapi"), qga: await generateClient(release, "qga") };
    const folder = join(root, ".cache/generated/examples");
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    let count = 0;
    for (const page of ["README.md", "docs/client.md", "docs/server.md", "docs/hmp.md"]) {
      for (const [, code = ""] of readFileSync(join(root, page), "utf8").matchAll(/```ts\n([^]*?)```/g)) {
        if (!/from "\.\/(?:qemu|qga)\//.test(code)) continue;
        const text = code.replace(
          /from "\.\/(qemu|qga)\//g,
          (_, name: "qemu" | "qga") => `from "../${folders[name].split("/").at(-1)!}/`,
        );
        writeFileSync(join(folder, `${++count}.ts`), text);
      }
    }
    expect(count).toBeGreaterThanOrEqual(13);
    expect(strictlyChecked(folder, { noUnusedLocals: false, lib: ["es2023", "esnext.disposable"] })).toBe("");
  });
});
