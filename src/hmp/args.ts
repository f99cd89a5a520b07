// What a command of the human monitor takes: QEMU's `args_type`, such as `force:-f,device:B,size:o?`, read and printed.
//
// In: the text. Out: its arguments in order, as plain data; the runtime has the same types, which a test ties to these.
// What the letters do when a line is typed is the runtime's matter (`monitor/hmp.c`, monitor_parse_arguments).

import { parse } from "./hmp-args-parser.js";
import { shown } from "./shown.js";

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

/** Arguments, or what is wrong first with their text: where, in UTF-16 units from 0, and why. */
export type ParsedArgs =
  | { readonly ok: true; readonly args: readonly HmpArgument[] }
  | { readonly ok: false; readonly offset: number; readonly message: string };

/** Reads `args_type`. What it takes, `argsTypeText` prints as it was. */
export function parseArgsType(text: string): ParsedArgs {
  const { peg$result: args, peg$currPos: end } = parse(text, {
    peg$library: true,
    peg$currPos: 0,
    peg$silentFails: 1,
    maxDepth: 0,
  });
  return end === text.length ? { ok: true, args } : { ok: false, ...mistakeAt(text, end) };
}

/** What is wrong behind the last argument that is right. */
function mistakeAt(text: string, end: number): { readonly offset: number; readonly message: string } {
  const last = text.slice(text.lastIndexOf(",", end - 1) + 1, end);
  if (end > 0 && text[end] !== ",") return { offset: end, message: behindArgument(last, text.slice(end)) };
  const start = end === 0 ? 0 : end + 1;
  const argument = /[^,]*/y;
  argument.lastIndex = start;
  const [written = ""] = argument.exec(text) ?? [];
  const key = written.split(":", 1)[0]!;
  const colon = start + key.length;
  if (written === "") return { offset: start, message: "an argument is missing: a comma stands between two" };
  if (key === "") return { offset: start, message: "a key is missing in front of the colon" };
  const strange = key.search(/[\0- "\\\x7f-\xa0]/);
  if (strange >= 0) return { offset: start + strange, message: `a key cannot have ${quoted(key[strange]!)} in it` };
  if (written === key)
    return { offset: colon, message: `a colon and a letter are missing behind the key ${quoted(key)}` };
  const code = written.slice(key.length + 1);
  if (code.startsWith("-")) return { offset: colon + 2, message: "a flag's hyphen is followed by its letter or digit" };
  if (code === "") return { offset: colon + 1, message: `a letter is missing behind ${quoted(`${key}:`)}` };
  const message = `${quoted(String.fromCodePoint(code.codePointAt(0)!))} is no argument letter; they are ${letters}`;
  return { offset: colon + 1, message };
}

const letters = "s, F, B, S, O, i, l, M, o, T, b, / and - with a flag behind it";

/** Why something cannot follow an argument that is right without it. */
function behindArgument(argument: string, rest: string): string {
  const code = argument.slice(argument.indexOf(":") + 1);
  const found = quoted(String.fromCodePoint(rest.codePointAt(0)!));
  if (/^[?.]/.test(rest) && code.startsWith("-")) return "a flag takes no mark: it may always be left out";
  if (/^[?.]/.test(rest) && /^[bO/]$/.test(code)) return `${quoted(code)} cannot be optional`;
  if (rest.startsWith(".") && code.length === 1) return `only i, l and M take '.', not ${quoted(code)}`;
  return `${found} cannot follow ${quoted(argument)}; a comma goes between arguments`;
}

const quoted = (text: string) => `'${shown(text)}'`;

/** The text of arguments, as `args_type` has it. */
export function argsTypeText(args: readonly HmpArgument[]): string {
  return args.map((argument) => `${argument.key}:${codeText(argument)}`).join(",");
}

/** What stands behind the colon. */
export function codeText(argument: HmpArgument): string {
  if (argument.letter === "-") return `-${argument.flag}${argument.value === true ? "s" : ""}`;
  return argument.letter + (argument.optional ?? "");
}
