// Every command line that asks for help or the version and nothing else, with what commander prints for it. For the build,
// which writes it down beside the program (`ready-help.ts`), and for the test that holds the two together.

import { verbRows } from "./verb-rows.js";
import { helpKey } from "./ready-help.js";
import { readUsage } from "./usage.js";

/** The command lines. */
export const helpLines: readonly (readonly string[])[] = [
  ["--version"],
  ["--help"],
  ["-h"],
  ["help"],
  ...Object.keys(verbRows).flatMap((verb) => [
    [verb, "--help"],
    [verb, "-h"],
    ["help", verb],
  ]),
];

/** What each of them prints, by its key. Throws: Error for a line that commander sees something else in. */
export function helpTexts(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    helpLines.map((words) => {
      const usage = readUsage(words);
      if ("invocation" in usage || usage.status !== 0) throw new Error(`no help: qapi-ts ${words.join(" ")}`);
      return [helpKey(words), usage.text];
    }),
  );
}
