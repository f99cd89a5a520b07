// What may stand where a line ends: names of commands, words of arguments (`monitor/hmp.c`, monitor_find_completion). It
// does more than QEMU, which knows files and block devices by their letters and has code of its own for some commands:
// here an enumeration's values, `on` and `off`, and flags are known from the tables.

import type { EnumType } from "../table.js";
import { membersOf, typeOf } from "../types.js";
import type { CommandTable, IsAvailable } from "./lookup.js";
import { byBytes, nameEnd } from "./lookup.js";
import type { HmpArgument, HmpEntry } from "./table.js";
import { readWord, skipBlanks, wordOf } from "./words.js";

/** What a line's last word may become. */
export interface Completion {
  /** Where the word begins, in the line. */
  readonly start: number;
  /** What may stand in its place, sorted; words in quotes where they must be. */
  readonly candidates: readonly string[];
}

/** Gives what an argument may be, for a word that was begun; those that begin otherwise are left out. */
export type CompleteArgument = (
  argument: HmpArgument,
  word: string,
  entry: HmpEntry,
) => readonly string[] | Promise<readonly string[]>;

/** What completion looks at. */
export interface CompletionOptions {
  readonly isAvailable: IsAvailable;
  readonly complete?: CompleteArgument | undefined;
}

interface Word {
  readonly text: string;
  readonly isQuoted: boolean;
}

/** A line, taken apart. */
interface Words {
  /** Those before the last. */
  readonly before: readonly Word[];
  /** The last, as far as it is there. */
  readonly last: Word;
  /** Where the last begins. */
  readonly start: number;
}

/** Completes the last word of a line; an empty one behind a blank. */
export async function completion(root: CommandTable, line: string, options: CompletionOptions): Promise<Completion> {
  const words = wordsOf(line);
  const { last, start } = words;
  const candidates = await candidatesFor(root, words, options);
  const fitting = [...new Set(candidates)].filter((one) => one.startsWith(last.text));
  return { start, candidates: fitting.sort(byBytes).map((one) => wordOf(one, last.isQuoted)) };
}

function wordsOf(line: string): Words {
  const before: Word[] = [];
  for (let start = skipBlanks(line, 0); ;) {
    const isQuoted = line.charAt(start) === '"';
    const word = readWord(line, start);
    const text = word?.value ?? line.slice(isQuoted ? start + 1 : start);
    if (word === undefined || word.end === line.length) return { before, last: { text, isQuoted }, start };
    before.push({ text, isQuoted });
    start = skipBlanks(line, word.end);
  }
}

async function candidatesFor(
  root: CommandTable,
  { before, last }: Words,
  options: CompletionOptions,
): Promise<readonly string[]> {
  let table = root;
  // Names are read as they stand, quotes and all; only those that `help` is given are words.
  let areWords = false;
  for (const [index, { text, isQuoted }] of before.entries()) {
    const command = isQuoted && !areWords ? undefined : table.byName.get(text.slice(0, nameEnd(text, 0)));
    if (command === undefined || !options.isAvailable(command.entry)) return [];
    if (command.subTable !== undefined) table = command.subTable;
    else if (command.names.includes("help")) [table, areWords] = [root, true];
    else {
      const given = before.slice(index + 1).map((word) => word.text);
      return argumentCandidates(command.entry, { given, last: last.text }, options.complete);
    }
  }
  if (last.isQuoted && !areWords) return [];
  return table.commands.filter(({ entry }) => options.isAvailable(entry)).flatMap(({ names }) => names);
}

async function argumentCandidates(
  entry: HmpEntry,
  { given, last }: { readonly given: readonly string[]; readonly last: string },
  complete: CompleteArgument | undefined,
): Promise<readonly string[]> {
  const { flags, next } = expected(entry.args, given);
  if (last.startsWith("-") && flags.length > 0) return flags;
  if (next === undefined) return [];
  const known = knownValues(entry, next);
  return known ?? (await complete?.(next, last, entry)) ?? [];
}

/** What may come behind words that were given: flags, and the argument that is next. */
function expected(
  args: readonly HmpArgument[],
  given: readonly string[],
): { readonly flags: readonly string[]; readonly next: HmpArgument | undefined } {
  let left = args;
  for (let index = 0; index < given.length; index++) {
    const word = given[index]!;
    const firstPositional = left.findIndex(({ letter }) => letter !== "-");
    const flagsEnd = firstPositional === -1 ? left.length : firstPositional;
    const flag = left.slice(0, flagsEnd).findIndex((one) => one.letter === "-" && word.startsWith(`-${one.flag}`));
    const argument = left[flag === -1 ? flagsEnd : flag];
    if (argument === undefined) return { flags: [], next: undefined };
    // The rest of the line is one argument, whatever stands in it.
    if (argument.letter === "S") return { flags: [], next: undefined };
    const isApart = argument.letter === "-" && argument.value === true && word.length === 1 + argument.flag.length;
    if (isApart && ++index === given.length) return { flags: [], next: argument };
    left = left.slice((flag === -1 ? flagsEnd : flag) + 1);
  }
  const next = left.findIndex(({ letter }) => letter !== "-");
  const flags = left.slice(0, next === -1 ? left.length : next);
  return { flags: flags.map((one) => (one.letter === "-" ? `-${one.flag}` : "")), next: left[next] };
}

/** The values of an argument that has only some; nothing for any other. */
function knownValues({ command }: HmpEntry, { letter, key }: HmpArgument): readonly string[] | undefined {
  if (letter === "b") return ["on", "off"];
  const member = command?.arguments && membersOf(command.arguments()).get(key);
  const type = member && typeOf(member.type);
  return typeof type === "object" && "enum" in type ? (type as EnumType).values : undefined;
}
