// `npm run machine -- PATH`: starts the Beachcomber at a unix socket, and says how to talk to it. Its TypeScript is bundled at
// each start, so that a change is seen at once.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { rolldown } from "rolldown";

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const [path = join(tmpdir(), "comber.qmp")] = process.argv.slice(2);

const folder = mkdtempSync(join(tmpdir(), "comber-"));
const file = join(folder, "server.mjs");
try {
  const bundle = await rolldown({
    input: here("server.ts"),
    platform: "node",
    resolve: { alias: { "qapi-ts/runtime": here("../../dist/runtime/index.js") } },
  });
  await bundle.write({ file, format: "es" });
  await bundle.close();
  /** @type {typeof import("./server.js")} */
  const { createMachine } = await import(pathToFileURL(file).href);
  const server = createMachine({ print: (line) => console.log(line) });
  await server.listen({ path });
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => void server.close());
  console.log(`The Beachcomber listens at ${path}. In another terminal:

  node dist/bin/qapi-ts.cjs qmp --socket ${path} query-commands
  node dist/bin/qapi-ts.cjs qmp --socket ${path} hello-world message="Good morning, Ada"
  node dist/bin/qapi-ts.cjs qmp --socket ${path} --events all
  node dist/bin/qapi-ts.cjs monitor --socket ${path}
  qmp-shell -v -p ${path}

Interrupt it, or execute quit, to end it.`);
} catch (error) {
  console.error(`machine: ${/** @type {Error} */ (error).message}`);
  process.exitCode = 2;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
