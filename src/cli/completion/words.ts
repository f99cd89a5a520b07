// What can be completed on a command line, from the tables in `flags.ts` and `verb-rows.ts`: the same for every shell.

import type { FlagRow, Flags } from "../flags.js";
import type { VerbRow } from "../verb-rows.js";
import { flagRows } from "../flags.js";
import { helpAbout, verbRows } from "../verb-rows.js";
import { flagWord } from "../flag-word.js";

/** What may stand somewhere: paths, one of some words, paths or one of some words, or what nobody can guess. */
export interface Values {
  readonly paths: "files" | "folders" | undefined;
  readonly words: readonly string[];
}

/** A flag, as it is typed. */
export interface FlagWord {
  /** With its dashes. */
  readonly word: string;
  /** With its dashes; what takes back a configuration's word. */
  readonly negated: string | undefined;
  readonly about: string;
  readonly many: boolean;
  /** Undefined for a flag that takes no value. */
  readonly value: (Values & { readonly name: string }) | undefined;
}

/** A verb, as it is typed. */
export interface VerbWord {
  readonly word: string;
  readonly about: string;
  readonly flags: readonly FlagWord[];
  /** The words beside the flags; undefined where there are none. */
  readonly operands: (Values & { readonly name: string; readonly many: boolean }) | undefined;
}

const nothing: Values = { paths: undefined, words: [] };
const files: Values = { paths: "files", words: [] };

type ValueName = NonNullable<(typeof flagRows)[keyof Flags]["value"]>;
type OperandName = NonNullable<(typeof verbRows)[keyof typeof verbRows]["operands"]>["name"];

/** What stands for values and operands in the help, and what they are; those with choices need no row. */
const kinds = {
  ADDRESS: files,
  COMMAND: nothing,
  DIR: { paths: "folders", words: [] },
  FILE: files,
  LIST: nothing,
  N: nothing,
  NAME: nothing,
  "NAME=JSON": nothing,
  NAMES: nothing,
  "PATH=TYPE": nothing,
  SCHEMA: files,
  SECONDS: nothing,
  SYM: nothing,
  TEXT: nothing,
  VERSION: nothing,
  EXT: nothing,
  FORM: nothing,
  HOW: nothing,
  SHELL: nothing,
  TYPE: nothing,
  WHAT: nothing,
  handlers: { paths: "files", words: ["handlers"] },
} as const satisfies Record<ValueName | OperandName, Values>;

/** Every verb, in the order of the help. */
export function verbWords(): readonly VerbWord[] {
  const help: VerbWord = {
    word: "help",
    about: helpAbout,
    flags: [],
    operands: { name: "VERB", many: false, paths: undefined, words: Object.keys(verbRows) },
  };
  return [...Object.entries(verbRows).map(([word, row]) => verbWord(word, row)), help];
}

function verbWord(word: string, { about, flags, operands }: VerbRow): VerbWord {
  return {
    word,
    about,
    flags: flags.map(flagOf),
    operands: operands === undefined ? undefined : { name: operands.name, many: operands.many, ...values(operands) },
  };
}

function flagOf(name: keyof Flags): FlagWord {
  const { value, choices, about, many, negatable }: FlagRow = flagRows[name];
  const word = flagWord(name);
  return {
    word,
    negated: negatable === true ? `--no-${word.slice(2)}` : undefined,
    about,
    many,
    value: value === undefined ? undefined : { name: value, ...values({ name: value, choices }) },
  };
}

function values({
  name,
  choices,
}: {
  readonly name: string;
  readonly choices?: readonly string[] | undefined;
}): Values {
  return choices === undefined ? kinds[name as keyof typeof kinds] : { paths: undefined, words: choices };
}
