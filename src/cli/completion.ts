// `qapi-ts completion`: prints the script by which a shell completes command lines. It is made from the tables in
// `flags.ts`, and asks nothing of the program when it runs.

import type { ExitStatus, Run } from "./verb-rows.js";
import { bashScript } from "./completion/bash.js";
import { fishScript } from "./completion/fish.js";
import { zshScript } from "./completion/zsh.js";
import { print } from "./output.js";

/** By the name of the shell. */
export const completionScripts: Readonly<Record<string, () => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

/** Prints the script of a shell. */
export const run: Run = async ({ operands: [shell] }): Promise<ExitStatus> => {
  await print("stdout", completionScripts[shell!]!());
  return 0;
};
