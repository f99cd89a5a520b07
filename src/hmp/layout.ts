// The arguments of a monitor command from the members of its QMP command: which letter each gets, and in what order.
// In: members, and what the user says of them. Out: arguments, or why there are none to be had in a row.
//
// QEMU finds flags at their place only, and what may be left out takes whatever word comes next (`monitor/hmp.c`,
// monitor_parse_arguments): so flags stand first, then what must be given, then what need not be.

import type { Member, Schema } from "../schema/model.js";
import type { HmpArgument, HmpFlag, HmpPositional } from "./args.js";
import { parseArgsType } from "./args.js";
import { letterRow } from "./letters.js";

/** Arguments in a row, or in words why they cannot stand in one. */
export type Layout = { readonly args: readonly HmpArgument[] } | { readonly fault: string };

/** Arguments whose letters somebody chose, by the names of members. */
export type ChosenArguments = ReadonlyMap<string, HmpArgument>;

/** Lays out members: those in `chosen` as it says, others by their type. */
export function layOut(schema: Pick<Schema, "byName">, members: readonly Member[], chosen: ChosenArguments): Layout {
  const flags: Member[] = [];
  const positionals: HmpPositional[] = [];
  for (const member of members) {
    const argument = chosen.get(member.name) ?? positionalOf(schema, member);
    if (argument === undefined || argument.letter === "-") flags.push(member);
    else positionals.push(argument);
  }
  const required = positionals.filter(({ optional }) => optional === undefined);
  const others = positionals.filter(({ optional }) => optional !== undefined);
  const ordered = [...restLast(required), ...restLast(others)];
  const lettered = letterFlags(flags, positionals, chosen);
  if ("fault" in lettered) return lettered;
  const fault = restFault(ordered);
  return fault === undefined ? { args: [...lettered.flags, ...ordered] } : { fault };
}

/** A member as its type has it; undefined for one that becomes a flag. */
function positionalOf(schema: Pick<Schema, "byName">, member: Member): HmpPositional | undefined {
  const { mandatory, optional } = letterRow(schema, member.type);
  if (!member.optional) return { key: member.name, letter: mandatory };
  return optional === "flag"
    ? undefined
    : { key: member.name, letter: optional.charAt(0) as HmpPositional["letter"], optional: "?" };
}

/** What takes the rest of the line, behind the others. */
function restLast(args: readonly HmpPositional[]): readonly HmpPositional[] {
  return [...args.filter(({ letter }) => letter !== "S"), ...args.filter(({ letter }) => letter === "S")];
}

/** What is wrong with what takes the rest of the line; undefined for nothing. */
function restFault(args: readonly HmpPositional[]): string | undefined {
  const [first, second] = args.filter(({ letter }) => letter === "S");
  if (second !== undefined)
    return `'${first!.key}' and '${second.key}' would both take the rest of the line (letter S)`;
  const behind = first === undefined ? undefined : args[args.indexOf(first) + 1];
  return behind === undefined
    ? undefined
    : `'${first!.key}' takes the rest of the line (letter S), and '${behind.key}', which may be left out, must stand behind it`;
}

// ---- flags -------------------------------------------------------------------------------------------------------------

/** Flags with their letters, or what is wrong with those that the user chose. */
function letterFlags(
  members: readonly Member[],
  positionals: readonly HmpPositional[],
  chosen: ChosenArguments,
): { readonly flags: readonly HmpFlag[] } | { readonly fault: string } {
  const taken = new Map<string, string>();
  for (const { name } of members) {
    const flag = flagOf(chosen, name)?.flag;
    const other = flag === undefined ? undefined : taken.get(flag);
    if (other !== undefined) return { fault: `'${other}' and '${name}' are both the flag -${flag}` };
    if (flag !== undefined) taken.set(flag, name);
  }
  const keys = [...members.map(({ name }) => name), ...positionals.map((one) => one.key)];
  const flags: HmpFlag[] = [];
  for (const [index, { name: key }] of members.entries()) {
    const own = flagOf(chosen, key);
    const flag = own?.flag ?? freeFlag(key, taken, keys.slice(index + 1));
    if (flag === undefined) return { fault: `there is no letter left for a flag '${key}'` };
    taken.set(flag, key);
    flags.push(own ?? { key, letter: "-", flag });
  }
  return { flags };
}

function flagOf(chosen: ChosenArguments, name: string): HmpFlag | undefined {
  const argument = chosen.get(name);
  return argument?.letter === "-" ? argument : undefined;
}

const alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/**
 * The letter for a flag: the first of its name that no other flag of the command has. QEMU looks for an unknown flag in
 * the text of all arguments behind it, so that the `-s` of a key `max-size` would count: no letter is one of those.
 */
function freeFlag(key: string, taken: ReadonlyMap<string, string>, later: readonly string[]): string | undefined {
  const letters = key.replace(/[^A-Za-z0-9]/g, "");
  return [...letters, ...letters.toUpperCase(), ...alphabet].find(
    (letter) => !taken.has(letter) && !later.some((other) => other.includes(`-${letter}`)),
  );
}

// ---- codes -------------------------------------------------------------------------------------------------------------

/** The argument of a code, which is what stands behind its colon, such as `s?` or `-f`; undefined for what is no code. */
export function readCode(key: string, code: string): HmpArgument | undefined {
  const read = parseArgsType(`${key}:${code}`);
  return read.ok && read.args.length === 1 ? read.args[0] : undefined;
}
