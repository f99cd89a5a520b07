// Packs the project as it is built, for the tests of what users would install.

import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { root } from "../cli/run.js";

/** A packed package. */
export interface Packed {
  /** The tarball, in a folder of its own. */
  readonly path: string;
  /** What is in it. */
  readonly files: readonly string[];
}

/** Packs; without the scripts, which would build once more. Throws: Error where npm has something against it. */
export function pack(): Packed {
  const folder = mkdtempSync(join(tmpdir(), "qapi-ts-pack-"));
  const words = ["pack", "--ignore-scripts", "--json", "--pack-destination", folder];
  const { status, stdout, stderr } = spawnSync("npm", words, { cwd: root, encoding: "utf8" });
  if (status !== 0) throw new Error(`npm pack: ${stderr}`);
  const [packed] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }];
  return { path: join(folder, packed.filename), files: packed.files.map(({ path }) => path) };
}
