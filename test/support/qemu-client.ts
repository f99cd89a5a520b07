// The client for a release of QEMU, generated from its source tree into the cache folder, where tests import it from. The
// tree is what `test/conformance/fetch-qemu.sh` brings.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { compile, generate } from "../../src/index.js";

const cache = fileURLToPath(new URL("../../.cache/", import.meta.url));

/** Where the tree of a release is, if it is there. */
export function treeOf(release: string): string | undefined {
  const tree = join(cache, `qemu-${release}`);
  return existsSync(join(tree, "VERSION")) ? tree : undefined;
}

/**
 * Generates the client of a release from one of its roots, with its `int` as it is by default, or as `bigint`; gives the
 * folder. Throws if the tree is not there.
 */
export async function generateClient(
  release: string,
  root: "qapi" | "qga" = "qapi",
  int: "number" | "bigint" = "number",
): Promise<string> {
  const tree = treeOf(release);
  if (tree === undefined) throw new Error(`no tree of QEMU ${release}; test/conformance/fetch-qemu.sh brings it`);
  const { schema, diagnostics } = compile(join(tree, root, "qapi-schema.json"), {
    qemu: release,
  });
  if (schema === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  const name = `${root === "qapi" ? "qemu" : root}-${release}${int === "bigint" ? "-bigint" : ""}`;
  const folder = join(cache, "generated", name);
  mkdirSync(folder, { recursive: true });
  for (const { path, text } of await generate(schema, undefined, { integers: { int } })) {
    const file = join(folder, path);
    if (!existsSync(file) || readFileSync(file, "utf8") !== text) writeFileSync(file, text);
  }
  return folder;
}
