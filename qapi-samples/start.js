// `npm start`: writes generated/NAME/ for every sample with the built command line, and shows what came of it.

import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));
const samples = readdirSync(join(root, "qapi-samples"))
  .filter((name) => existsSync(join(root, "qapi-samples", name, "qapi-schema.json")))
  .sort();

const written = generateAll();
removeOthers(written.map(({ path }) => path));
show();

/** One run for all samples: each goes into a folder of its own name. */
function generateAll() {
  const schemas = samples.map((name) => join("qapi-samples", name, "qapi-schema.json"));
  const words = [join("dist", "bin", "qapi-ts.cjs"), "generate", ...schemas, "--out", "generated", "--verbose"];
  const { status, stderr } = spawnSync(process.execPath, words, { cwd: root, encoding: "utf8" });
  if (status !== 0) {
    process.stderr.write(stderr);
    process.exit(status ?? 2);
  }
  return [...stderr.matchAll(/^(new|changed|unchanged) +(.*)$/gm)].map(([, what, path]) => ({ what, path }));
}

/**
 * Removes what no sample makes any more.
 *
 * @param {readonly (string | undefined)[]} kept
 */
function removeOthers(kept) {
  const folder = join(root, "generated");
  for (const path of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const inside = join("generated", path);
    if (path.startsWith(".") || kept.some((one) => one === inside || one?.startsWith(inside + sep))) continue;
    rmSync(join(folder, path), { recursive: true, force: true });
  }
}

/** @param {string} name */
function filesOf(name) {
  return written.flatMap(({ path = "" }) => (path.startsWith(join("generated", name) + sep) ? [path] : []));
}

function show() {
  const changed = written.filter(({ what }) => what !== "unchanged").length;
  console.log(
    `\nqapi-ts compiled ${samples.length} sample schemas to TypeScript: ${written.length} files, ${changed} of them changed.\n`,
  );
  const width = Math.max(...samples.map((name) => name.length));
  for (const name of samples) {
    const own = filesOf(name);
    const lines = own.reduce((sum, path) => sum + readFileSync(join(root, path), "utf8").split("\n").length - 1, 0);
    console.log(
      `  qapi-samples/${name.padEnd(width)}  ->  generated/${name.padEnd(width)}  ${own.length} files, ${lines} lines`,
    );
  }
  const names = filesOf("hello-world").map((path) => relative(join("generated", "hello-world"), path));
  console.log(`\nIn each: ${names.join(", ")}.`);
  const example = readFileSync(join(root, "qapi-samples", "hello-world", "example.ts"), "utf8");
  console.log(`\nqapi-samples/hello-world/example.ts uses what it got:\n\n${example.replaceAll(/^(?=.)/gm, "  ")}`);
  console.log("Next:");
  console.log("  look     qapi-samples/hello-world/misc.json beside generated/hello-world/commands.ts");
  console.log("  change   a schema in qapi-samples/, then npm start; a mistake in it is shown with its place");
  console.log("  your own node dist/bin/qapi-ts.cjs generate path/to/qapi-schema.json --out src/generated/qemu");
  console.log("           README.md says how to have it as a build step of a project");
  console.log("  serve    npm run machine -- /tmp/comber.qmp starts a machine that was written on generated/machine");
  console.log(
    "  talk     node dist/bin/qapi-ts.cjs qmp --socket /tmp/comber.qmp hello-world message=Hi, or to a real QEMU",
  );
  console.log("           qmp-shell -v -p /tmp/comber.qmp does as well; it is in QEMU's tree, scripts/qmp/");
  console.log("  type     node dist/bin/qapi-ts.cjs monitor --socket /tmp/comber.qmp is its human monitor");
  console.log("  help     node dist/bin/qapi-ts.cjs --help\n");
}
