// What `help` says (`monitor/hmp.c`, help_cmd): a line for each command, or for the one that is asked for.

import type { CommandTable, IsAvailable } from "./lookup.js";
import { shown } from "./shown.js";
import type { HmpEntry } from "./table.js";
import { readWords } from "./words.js";

/**
 * The help of what is asked for: a command, one of a sub-table by both names, or, where that is not said, all. Commands
 * that cannot be used yet are left out. Empty where the text cannot be taken apart, as in QEMU.
 */
export function helpText(root: CommandTable, topic: string, isAvailable: IsAvailable): string {
  const words = readWords(topic);
  return words === undefined ? "" : helpOf(root, words, isAvailable);
}

function helpOf(root: CommandTable, words: readonly string[], isAvailable: IsAvailable): string {
  let table = root;
  for (const [index, word] of words.entries()) {
    const prefix = words.slice(0, index);
    const command = table.byName.get(word);
    if (command === undefined || !isAvailable(command.entry)) {
      return `unknown command: '${shown([...prefix, word].join(" "))}'\n`;
    }
    if (command.subTable === undefined) return lineOf(prefix, command.entry);
    table = command.subTable;
  }
  const entries = table.commands.map(({ entry }) => entry).filter(isAvailable);
  return entries.map((entry) => lineOf(words, entry)).join("");
}

function lineOf(prefix: readonly string[], { name, params, help }: HmpEntry): string {
  return `${[...prefix, name].join(" ")} ${params} -- ${help}\n`;
}
