// npm's `qemu-qmp`, a client of QMP by others: the tests talk to our server with it, and the benchmark measures it. It is
// brought once into the cache folder, where it stays.
//
//   node test/support/qemu-qmp.js

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../../.cache/bench", import.meta.url));
const module = join(folder, "node_modules/qemu-qmp/index.js");

/** Where it is, if it is there. @returns {string | undefined} */
export function findQemuQmp() {
  return existsSync(module) ? module : undefined;
}

/** Where it is; installed first, if need be. Throws if npm cannot bring it. @returns {string} */
export function installQemuQmp() {
  if (existsSync(module)) return module;
  mkdirSync(folder, { recursive: true });
  const words = ["install", "--prefix", folder, "--no-save", "--no-audit", "--no-fund", "qemu-qmp@0.5.0"];
  const { status, stderr, error } = spawnSync("npm", words, { encoding: "utf8" });
  if (status !== 0) throw new Error(`npm cannot bring qemu-qmp: ${error?.message ?? stderr}`);
  return module;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    console.log(installQemuQmp());
  } catch (error) {
    console.error(/** @type {Error} */ (error).message);
    process.exitCode = 1;
  }
}
