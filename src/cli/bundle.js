// Puts the command line's own modules into a few files: a process that lives for a third of a second should not spend
// a tenth of it on finding forty. The library, in `dist/`, stays one file a module. Beside them goes what the tables say
// that nobody should have to wait for: help as text, and the man page. Run by `npm run build`.

import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { rolldown } from "rolldown";

removeStale();
writeIdentity();

const bundle = await rolldown({
  input: { "qapi-ts": "dist/cli/main.js" },
  platform: "node",
  external: ["chokidar", "commander", "jiti", "prettier", "ts-morph"],
  plugins: [{ name: "shared-data", resolveId: sharedData }],
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
chmodSync("dist/bin/qapi-ts.cjs", 0o755);

// Only now: both are as they were built.
const { helpTexts } = await import("../../dist/cli/help-texts.js");
const { helpFile } = await import("../../dist/cli/ready-help.js");
const { manPage } = await import("../../dist/cli/man.js");
writeFileSync(join("dist/bin", helpFile), JSON.stringify(helpTexts()));
mkdirSync("dist/man", { recursive: true });
writeFileSync("dist/man/qapi-ts.1", manPage());

/** Removes the modules of earlier builds whose sources are gone, so that none of them is published. */
function removeStale() {
  for (const name of readdirSync("dist", { recursive: true, encoding: "utf8" })) {
    const source = join("src", name.replace(/(?:\.d\.ts|\.js)$/, ""));
    if (/\.(?:js|d\.ts)$/.test(name) && !existsSync(`${source}.ts`) && !existsSync(`${source}.js`))
      rmSync(join("dist", name), { force: true });
  }
}

/** The sources of the runtime are data, too large to be there twice: the library's are read. */
function sharedData(path) {
  return path.endsWith("/runtime-sources.js") ? { id: "../emit/runtime-sources.js", external: true } : undefined;
}

/** Gives the build its name, of all that was built: what another build remembers is not believed (src/build/identity.ts). */
function writeIdentity() {
  const hash = createHash("sha256");
  const names = readdirSync("dist", { recursive: true, encoding: "utf8" }).sort();
  const identity = join("build", "identity.js");
  for (const name of names)
    if (name.endsWith(".js") && name !== identity) hash.update(`${name}\0`).update(readFileSync(join("dist", name)));
  writeFileSync(join("dist", identity), `export const buildId = "${hash.digest("hex").slice(0, 16)}";\n`);
}
