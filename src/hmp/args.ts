// What a command of the human monitor takes: QEMU's `args_type`, such as `force:-f,device:B,size:o?`, read and printed.
//
// In: the text. Out: its arguments in order, as plain data. What the letters do when a line is typed is the runtime's
// matter (`monitor/hmp.c`, monitor_parse_arguments).

/** A letter that takes something of the line by its position. */
export type HmpLetter = "s" | "F" | "B" | "S" | "O" | "i" | "l" | "M" | "o" | "T" | "b" | "/";

/** An argument that is given by its position. */
export interface HmpPositional {
  /** What the handler finds it under. */
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
  /** Whether a word follows it (`-fs`). */
  readonly value?: true;
}

/** An argument of a command. */
export type HmpArgument = HmpPositional | HmpFlag;

/** The text of arguments, as `args_type` has it. */
export function argsTypeText(args: readonly HmpArgument[]): string {
  return args.map((argument) => `${argument.key}:${codeText(argument)}`).join(",");
}

/** What stands behind the colon. */
export function codeText(argument: HmpArgument): string {
  if (argument.letter === "-") return `-${argument.flag}${argument.value === true ? "s" : ""}`;
  return argument.letter + (argument.optional ?? "");
}
