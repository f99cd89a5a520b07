// The table of a human monitor: what generated `hmp.ts` files hold, and what may be written by hand. It says what QEMU's
// `hmp-commands.hx` says of a command, and which QMP command it calls. `src/hmp/args.ts` has the types of arguments for the
// tools, as the runtime imports nothing outside itself: `test/types/hmp.test.ts` holds the two together.

import type { CommandType } from "../table.js";

/** A letter that takes something of the line by its position. */
export type HmpLetter = "s" | "F" | "B" | "S" | "O" | "i" | "l" | "M" | "o" | "T" | "b" | "/";

/** An argument that is given by its position. */
export interface HmpPositional {
  /** What it is found under: the name of the QMP command's member. */
  readonly key: string;
  readonly letter: HmpLetter;
  /** `?`: it may be left out; `.`: it is there where a dot stands in front of it. Absent: it must be given. */
  readonly optional?: "?" | ".";
}

/** A flag: `-f`, or `-f WORD`. */
export interface HmpFlag {
  readonly key: string;
  readonly letter: "-";
  /** The character behind the hyphen. */
  readonly flag: string;
  /** Whether a word follows it. */
  readonly value?: true;
}

/** An argument of a command. */
export type HmpArgument = HmpPositional | HmpFlag;

/**
 * What was given: words and rests of lines as strings, `i`, `l`, `M`, `o` as `bigint`, `T` in seconds, flags as `true`; of
 * `O` each key of its own, of `/` `count`, `format` and `size`. What was not given is absent.
 */
export type HmpValues = Readonly<Record<string, string | bigint | number | boolean>>;

/** What an entry's own function is told. */
export interface HmpCall {
  /** Fires when nobody waits for it any more. */
  readonly signal: AbortSignal | undefined;
}

/** A command of the monitor. */
export interface HmpEntry {
  /** Its names with bars between them: `quit|q`. */
  readonly name: string;
  readonly args: readonly HmpArgument[];
  /** What `help` says of its arguments. */
  readonly params: string;
  readonly help: string;
  /** Whether it may be used before the machine is made. */
  readonly preconfig?: true;
  /** The QMP command that it calls with what was given, and whose result it prints. */
  readonly command?: CommandType;
  /** Whether its one argument, of letter `S`, is all arguments of the QMP command, a JSON object. */
  readonly json?: true;
  /** What it does instead; gives what is to be printed. What it throws is printed as an error. */
  readonly run?: (values: HmpValues, call: HmpCall) => string | void | Promise<string | void>;
}

/** The entries by table: `commands` has the first words of lines; each other table is a sub-table of that name, as `info` is. */
export interface HmpTables {
  readonly commands: readonly HmpEntry[];
  readonly [subTable: string]: readonly HmpEntry[];
}
