// The commands of a monitor by name, and the one that a line names (`monitor/hmp.c`, monitor_parse_command): a name ends
// at a blank or at `/`, and must be given whole; a sub-table's commands stand behind its name.

import { LineError } from "./line-error.js";
import { shown } from "./shown.js";
import type { HmpArgument, HmpEntry, HmpLetter, HmpPositional, HmpTables } from "./table.js";
import { cut, isBlank, skipBlanks } from "./words.js";

/** A command, as it is found. */
export interface MonitorCommand {
  readonly entry: HmpEntry;
  readonly names: readonly string[];
  /** The commands whose names may follow its own. */
  readonly subTable?: CommandTable;
}

/** Commands that stand in one place. */
export interface CommandTable {
  /** In the order of their whole name fields, byte by byte, as QEMU sorts them. */
  readonly commands: readonly MonitorCommand[];
  readonly byName: ReadonlyMap<string, MonitorCommand>;
}

/** What a line names. */
export interface Found {
  readonly command: MonitorCommand;
  /** Where its names end, and what follows begins, behind blanks. */
  readonly end: number;
  readonly rest: number;
}

/** Whether an entry may be used at the moment. */
export type IsAvailable = (entry: HmpEntry) => boolean;

/** The most bytes of a name that are compared: QEMU's buffer has 256. */
const nameBytes = 255;

/**
 * The table of a line's first words. `own` entries give way, name by name, to the tables' and to those before them. Throws:
 * TypeError for two entries of one name, and for an entry that could not be used.
 */
export function commandTable(tables: HmpTables, own: readonly HmpEntry[]): CommandTable {
  const { commands, ...subTables } = tables;
  if (!Array.isArray(commands)) throw new TypeError("the tables of a monitor have an array of `commands`");
  const subs = new Map(Object.entries(subTables).map(([name, entries]) => [name, table(entries, name)]));
  const taken = new Set(commands.flatMap(({ name }: HmpEntry) => name.split("|")));
  const added = own.flatMap((entry) => {
    const names = entry.name.split("|").filter((one) => !taken.has(one));
    for (const name of names) taken.add(name);
    return names.length === 0 ? [] : [{ ...entry, name: names.join("|") }];
  });
  return table([...commands, ...added], undefined, subs);
}

/** The command that a line names; nothing for a line of blanks. Throws: LineError. */
export function findCommand(root: CommandTable, line: string, isAvailable: IsAvailable): Found | undefined {
  let here = root;
  for (let at = skipBlanks(line, 0); at < line.length;) {
    const end = nameEnd(line, at);
    const command = here.byName.get(cut(line.slice(at, end), nameBytes));
    const said = () => shown(line.slice(0, end));
    if (command === undefined) throw new LineError(`unknown command: '${said()}'`);
    if (!isAvailable(command.entry)) {
      throw new LineError(`Command '${said()}' can be used once the machine is made`);
    }
    const rest = skipBlanks(line, end);
    if (command.subTable === undefined || rest === line.length) return { command, end, rest };
    here = command.subTable;
    at = rest;
  }
  return undefined;
}

/** Where a name ends that begins there. */
export function nameEnd(line: string, from: number): number {
  let at = from;
  while (at < line.length && line.charAt(at) !== "/" && !isBlank(line, at)) at++;
  return at;
}

/** The order of C's strcmp: by bytes of UTF-8, which is that of code points. */
export function byBytes(left: string, right: string): number {
  const [one, other] = [new TextEncoder().encode(left), new TextEncoder().encode(right)];
  const differs = one.findIndex((byte, index) => byte !== other[index]);
  return differs === -1 ? one.length - other.length : one[differs]! - (other[differs] ?? -1);
}

function table(
  entries: readonly HmpEntry[],
  within: string | undefined,
  subTables: ReadonlyMap<string, CommandTable> = new Map(),
): CommandTable {
  if (!Array.isArray(entries)) throw new TypeError(`a monitor's table ${within} is no array`);
  const byName = new Map<string, MonitorCommand>();
  const commands = entries.map((entry: HmpEntry): MonitorCommand => {
    const names = entry.name.split("|");
    const subTable = names.map((name) => subTables.get(name)).find((one) => one !== undefined);
    const command = { entry, names, ...(subTable && { subTable }) };
    const fault = entryFault(entry, names) ?? names.filter((name) => byName.has(name)).map(twice)[0];
    if (fault !== undefined)
      throw new TypeError(`monitor command ${within ? `${within} ` : ""}${entry.name}: ${fault}`);
    for (const name of names) byName.set(name, command);
    return command;
  });
  return { commands: commands.sort((left, right) => byBytes(left.entry.name, right.entry.name)), byName };
}

function twice(name: string): string {
  return `there are two of the name ${name}`;
}

/** Why an entry cannot be used; nothing if it can. */
function entryFault({ args, json }: HmpEntry, names: readonly string[]): string | undefined {
  const wrong = names.find((name, index) => !/^[^\s/]+$/.test(name) || names.indexOf(name) !== index);
  if (wrong !== undefined) return `a name must be one word, without /, and be there once: ${JSON.stringify(wrong)}`;
  if (json && (args.length !== 1 || args[0]!.letter !== "S")) return "JSON text is its one argument, of letter S";
  const again = args.find(({ key }, index) => args.findIndex((other) => other.key === key) !== index);
  if (again !== undefined) return `two arguments have the key ${again.key}`;
  return args.map(argumentFault).find((fault) => fault !== undefined);
}

/** What may stand behind a letter. */
const optionals: Readonly<Record<HmpLetter | "-", readonly unknown[]>> = {
  s: ["?"],
  F: ["?"],
  B: ["?"],
  S: ["?"],
  O: [],
  i: ["?", "."],
  l: ["?", "."],
  M: ["?", "."],
  o: ["?"],
  T: ["?"],
  b: [],
  "/": [],
  "-": [],
};

function argumentFault(argument: HmpArgument): string | undefined {
  if (argument.letter === "-" && !/^[A-Za-z0-9]$/.test(argument.flag)) {
    return `flag ${argument.key} must be one letter or digit`;
  }
  const allowed = Object.hasOwn(optionals, argument.letter) ? optionals[argument.letter] : undefined;
  if (allowed === undefined) return `argument ${argument.key} has a letter that is none: ${String(argument.letter)}`;
  // A flag has none of its type, but tables may be written in JavaScript.
  const { optional } = argument as Partial<HmpPositional>;
  return optional === undefined || allowed.includes(optional)
    ? undefined
    : `argument ${argument.key}: ${String(optional)} cannot stand behind ${argument.letter}`;
}
