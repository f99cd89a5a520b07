// A program that needs little brings along little: what the runtime's one door leads to is left out of a bundle where it
// is not used, every line of it.

import { fileURLToPath } from "node:url";

import { rolldown } from "rolldown";
import { expect, test } from "vitest";

async function bundled(module: string): Promise<string> {
  const path = fileURLToPath(new URL(`../../src/runtime/${module}`, import.meta.url));
  const bundle = await rolldown({
    input: "entry",
    external: /^node:/,
    plugins: [
      {
        name: "entry",
        resolveId: (id) => (id === "entry" ? id : undefined),
        load: (id) => {
          if (id !== "entry") return undefined;
          return `import { connect } from ${JSON.stringify(path)};\nconsole.log(await connect({ path: "/run/vm.qmp" }));`;
        },
      },
    ],
  });
  const { output } = await bundle.generate({ format: "es", minify: true });
  await bundle.close();
  return output[0].code;
}

test("of the server, and of all else, nothing is left in a small client", async () => {
  const [small, whole] = [await bundled("connection.ts"), await bundled("index.ts")];
  expect(small.length).toBeGreaterThan(10_000);
  expect(whole.length).toBe(small.length);
});
