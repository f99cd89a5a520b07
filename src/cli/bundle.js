// Puts the command line's own modules into a few files: a process that lives for a third of a second should not spend
// a tenth of it on finding forty. The library, in `dist/`, stays one file a module. Run by `npm run build`.

import { rolldown } from "rolldown";

const bundle = await rolldown({
  input: { "qapi-ts": "dist/cli/main.js" },
  platform: "node",
  external: ["commander", "prettier", "ts-morph"],
});
await bundle.write({
  dir: "dist/bin",
  // CommonJS starts a little sooner than ES modules do.
  format: "cjs",
  entryFileNames: "[name].cjs",
  chunkFileNames: "[name].cjs",
  cleanDir: true,
});
await bundle.close();
