// The QEMU source trees that the conformance runs read, brought by `test/conformance/fetch-qemu.sh`.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { describe, test } from "vitest";

/** A tree, and the release whose rules it follows. */
export interface Tree {
  readonly release: "7.2" | "10.0" | "10.2";
  readonly path: string;
}

const cache = fileURLToPath(new URL("../../.cache/", import.meta.url));

/** The one that may not be had: it is tested where it is there. */
const optional = "10.2";

/** All trees, there or not. */
export const trees: readonly Tree[] = (["7.2", "10.0", "10.2"] as const).map((release) => ({
  release,
  path: join(cache, `qemu-${release}`),
}));

/** Roots of a tree's real schemas, relative to it. */
export const roots = ["qapi", "qga", "storage-daemon/qapi"].map((folder) => `${folder}/qapi-schema.json`);

/**
 * A suite for each tree. One whose tree is missing is skipped by name; in CI (`CI` set) it runs, and fails on what it
 * cannot read.
 */
export function describeTrees(name: string, suite: (tree: Tree) => void): void {
  for (const tree of trees) {
    const missing = !existsSync(join(tree.path, ".complete"));
    const skip = missing && (!process.env["CI"] || tree.release === optional);
    if (!skip) describe(`${name}, QEMU ${tree.release}`, () => suite(tree));
    else test.skip(`${name}, QEMU ${tree.release}: no tree; test/conformance/fetch-qemu.sh ${tree.release} brings it`);
  }
}
