import { fileURLToPath } from "node:url";

import { defineConfig } from "vitest/config";

// `npm test` runs everything but `test/conformance`, which needs QEMU's source trees: `npm run conformance`.
// Generated code imports the runtime by the package's name: here that is the source itself.
export default defineConfig({
  resolve: {
    alias: { "qapi-ts/runtime": fileURLToPath(new URL("src/runtime/index.ts", import.meta.url)) },
  },
  test: {
    include: ["test/**/*.test.ts"],
    // The tests of a recipe belong to whoever follows it.
    exclude: ["test/recipes/*/**"],
    setupFiles: ["test/setup.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
