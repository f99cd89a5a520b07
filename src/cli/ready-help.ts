// Help that was written down when the program was built, so that who asks for nothing else does not wait for commander.
//
// In: the words behind the program's name. Out: text, or undefined for all else. The file comes from `help-texts.ts`, by
// which commander has the last word on what it says; a program that is run without it asks commander itself.

import { readFileSync } from "node:fs";

/** The file's name, beside the program. */
export const helpFile = "help.json";

/** The key of a command line in that file. */
export const helpKey = (words: readonly string[]): string => words.join(" ");

/** What a command line that asks for help or the version and nothing else prints to standard output. */
export function readyHelp(words: readonly string[]): string | undefined {
  const [first, last] = [words[0], words.at(-1)];
  if (words.length > 2 || !(first === "help" || last === "--help" || last === "-h" || last === "--version"))
    return undefined;
  try {
    const texts = JSON.parse(readFileSync(new URL(helpFile, import.meta.url), "utf8")) as Readonly<
      Record<string, string>
    >;
    const key = helpKey(words);
    return Object.hasOwn(texts, key) ? texts[key] : undefined;
  } catch {
    return undefined;
  }
}
