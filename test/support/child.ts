// A program over the runtime's own source, in a process of its own: for what only a whole process can show, as that it
// ends by itself.

import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { rolldown } from "rolldown";

/** How a program ended. */
export interface Ending {
  /** Its exit status; `null` if it had to be killed as it did not end. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs the body of a module. `modules` are files of `src/runtime` and `test/support` by path from the project's root; all
 * that they export is in `all`.
 */
export async function runAlone(modules: readonly string[], body: string): Promise<Ending> {
  const folder = mkdtempSync(join(tmpdir(), "qapi-"));
  try {
    const file = await bundle(modules, body, folder);
    return await new Promise((resolve) => {
      const child = execFile(process.execPath, [file], { timeout: 30_000 }, (_, stdout, stderr) => {
        resolve({ code: child.exitCode, stdout, stderr });
      });
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes such a program into a folder; gives its file. */
export async function bundle(modules: readonly string[], body: string, folder: string): Promise<string> {
  const paths = modules.map((file) => JSON.stringify(fileURLToPath(new URL(`../../${file}`, import.meta.url))));
  const imports = paths.map((path, index) => `import * as m${index} from ${path};`).join("\n");
  const text = `${imports}\nconst all = Object.assign({}, ${paths.map((_, index) => `m${index}`).join()});\n${body}`;
  const build = await rolldown({
    input: "entry",
    external: /^node:/,
    plugins: [
      {
        name: "entry",
        resolveId: (id) => (id === "entry" ? id : undefined),
        load: (id) => (id === "entry" ? text : undefined),
      },
    ],
  });
  const file = join(folder, "program.mjs");
  await build.write({ file, format: "es" });
  await build.close();
  return file;
}
