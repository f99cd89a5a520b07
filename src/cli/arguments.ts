// Reads a well-formed command line, quickly.
//
// In: the words behind the program's name. Out: an invocation, or undefined for all else: help, and everything that
// is wrong in any way. Those go to `usage.ts`, where commander is the authority.
//
// Choice: node's own reader first. Alternative: commander alone, which is less code. Price: a second reading, held to
// commander's by a test, against 15 to 20 ms of loading on every run, a tenth of what `check` takes.

import { parseArgs } from "node:util";

import type { FlagRow, Flags } from "./flags.js";
import type { Invocation, VerbRow } from "./verb-rows.js";
import { flagWord } from "./flag-word.js";
import { flagRows } from "./flags.js";
import { isVerb, verbRows } from "./verb-rows.js";

/** The invocation that a command line spells; undefined when it is not plainly right. */
export function readArguments(words: readonly string[]): Invocation | undefined {
  const [verb, ...args] = words;
  if (!isVerb(verb)) return undefined;
  const row: VerbRow = verbRows[verb];
  const names = row.flags;
  const options = Object.fromEntries(
    names.map((name) => {
      const type = flagRows[name].value === undefined ? ("boolean" as const) : ("string" as const);
      return [bareWord(name), { type, multiple: true }];
    }),
  );
  let read: { readonly values: Readonly<Record<string, unknown>>; readonly positionals: readonly string[] };
  try {
    read = parseArgs({ args, options, allowPositionals: true, allowNegative: true });
  } catch {
    return undefined;
  }
  const flags: Record<string, unknown> = {};
  for (const name of names) {
    const given = read.values[bareWord(name)] as readonly (string | boolean)[] | undefined;
    const { many, choices, required, negatable = false }: FlagRow = flagRows[name];
    if (given === undefined) {
      if (required) return undefined;
      continue;
    }
    if (!negatable && given.includes(false)) return undefined;
    if (choices !== undefined && !given.every((value) => choices.includes(String(value)))) return undefined;
    flags[name] = many ? given : given.at(-1);
  }
  const operands = read.positionals;
  const least = row.operands?.required === true ? 1 : 0;
  const most = row.operands === undefined ? 0 : row.operands.many ? Infinity : 1;
  if (operands.length < least || operands.length > most) return undefined;
  const known = row.operands?.choices;
  if (known !== undefined && !operands.every((operand) => known.includes(operand))) return undefined;
  return { verb, operands, flags };
}

const bareWord = (name: keyof Flags) => flagWord(name).slice(2);
