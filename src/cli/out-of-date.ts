// What `generate --check` says of files that are not as they would be generated, in the forms of `--format`.

import type { FileStatus } from "../build/look.js";
import type { Written } from "../build/write.js";
import { printDiagnostics } from "./diagnostics.js";
import type { Format } from "./flags.js";
import { print } from "./output.js";

/** What a status is to who only looks. */
const words: Readonly<Record<Exclude<FileStatus, "unchanged">, string>> = {
  new: "missing",
  changed: "stale",
  removed: "left over",
};

/** Prints a line for each file, or an entry of a list: `text` to standard error, all others to standard output. */
export async function printOutOfDate(files: readonly Written[], format: Format): Promise<void> {
  const found = files.flatMap(({ path, status }) => (status === "unchanged" ? [] : [{ path, what: words[status] }]));
  if (format === "text") {
    const lines = found.map(({ path, what }) => `${what.padEnd(9)} ${path}\n`);
    const count = found.length === 1 ? "1 file is" : `${found.length} files are`;
    await print("stderr", `${lines.join("")}${count} out of date; to mend that: qapi-ts generate\n`);
    return;
  }
  const diagnostics = found.map(({ path, what }) => ({
    code: "out-of-date" as const,
    severity: "error" as const,
    message: `generated file is ${what}; to mend that: qapi-ts generate`,
    span: undefined,
    file: path,
    definition: undefined,
    notes: [],
  }));
  await print("stdout", printDiagnostics(diagnostics, format));
}
