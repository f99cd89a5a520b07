import { defineConfig } from "vitest/config";

// `npm test` runs everything but `test/conformance`, which needs QEMU's source trees: `npm run conformance`.
export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/setup.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
