// Which table of the monitor a QMP command goes into, and under which names. In: a schema and what the user says. Out:
// the place of each command, why some have none, and which of the user's names meet others.

import type { Command, Schema } from "../schema/model.js";
import { definitionsOf } from "../schema/query.js";
import { hmpFunctionName, qmpFunctionName, textFunctionName } from "./c-names.js";
import type { HmpConfig, HmpEntryConfig } from "./config.js";
import type { HmpOmission } from "./derive.js";
import { helpWords, infoTable, mainTable } from "./table-names.js";

/** Commands that make no sense in a monitor, and why; a configuration brings them in all the same. */
const senseless: Readonly<Record<string, string>> = {
  qmp_capabilities: "the monitor's connection has negotiated already",
  "human-monitor-command": "it runs a line of this very monitor",
};

/** Where a command is found. */
export interface Place {
  readonly table: string;
  /** At least one; the first is the one it goes by. */
  readonly names: readonly [string, ...string[]];
}

/** The places of all commands. */
export interface Places {
  /** By the name of the QMP command. */
  readonly places: ReadonlyMap<string, Place>;
  readonly omitted: readonly HmpOmission[];
  /** In words: names of the user's that are taken. */
  readonly clashes: readonly string[];
}

/** What the user says of a command; `"none"` for not at all, undefined for nothing. */
export function configOf(config: HmpConfig, name: string): HmpConfig[string] | undefined {
  return Object.hasOwn(config, name) ? config[name] : undefined;
}

/** Where a command goes if nothing is in the way. */
function wantedPlace({ name }: Command, config: HmpEntryConfig): Place {
  const topic = /^(?:x-)?query-(.+)$/.exec(name)?.[1];
  const table = config.table ?? (topic === undefined ? mainTable : infoTable);
  const own = table === infoTable && topic !== undefined ? topic.replaceAll("-", "_") : name;
  return { table, names: [config.name ?? own, ...(config.aliases ?? [])] };
}

/** A command, and what the user says of it. */
interface Asked {
  readonly command: Command;
  readonly said: HmpConfig[string] | undefined;
}

/** Whether the user says where a command is found; who sets its help alone does not. */
function isPlaced({ said }: Asked): boolean {
  return typeof said === "object" && (said.name ?? said.aliases ?? said.table) !== undefined;
}

/**
 * In what order commands choose: the user's names first, then those that have no second choice, as they are in the main
 * table already; `query-` before `x-query-`, which is the same to `info`.
 */
function rank(one: Asked): number {
  const { command } = one;
  if (isPlaced(one)) return 0;
  if (wantedPlace(command, {}).table === mainTable) return 1;
  return command.name.startsWith("query-") ? 2 : 3;
}

/** Who has a name, or a function of C. */
interface Holder {
  /** In words, behind "is". */
  readonly whose: string;
  /** Whether the user's configuration gave it away. */
  readonly isUsers: boolean;
  /** The C function of the command that has it. */
  readonly qmp?: string;
}

const monitor: Holder = { whose: "the monitor's own", isUsers: false };

/** What has been given away: names by table, and the C functions of handlers, which are all in one table. */
interface Taken {
  readonly names: Map<string, Holder>;
  readonly functions: Map<string, Holder>;
}

const nameKey = (table: string, name: string) => `${table} ${name}`;

/** What the monitor has itself, and what leads to a sub-table of the user's. */
function takenNames(asked: readonly Asked[]): Taken["names"] {
  const own = [...helpWords, infoTable].map((name) => [nameKey(mainTable, name), monitor] as const);
  const tables = asked.flatMap(({ said }) =>
    typeof said === "object" && said.table !== undefined ? [said.table] : [],
  );
  const theirs = tables
    .filter((table) => table !== mainTable && table !== infoTable)
    .map((table) => [nameKey(mainTable, table), { whose: "that of a sub-table", isUsers: true }] as const);
  return new Map<string, Holder>([...theirs, ...own]);
}

/** Gives each command its place; none has a name that another has in the same table. */
export function placesOf(schema: Pick<Schema, "definitions">, config: HmpConfig): Places {
  const commands = definitionsOf(schema, "command");
  const asked = commands.map((command): Asked => ({ command, said: configOf(config, command.name) }));
  const taken: Taken = { names: takenNames(asked), functions: new Map() };
  const places = new Map<string, Place>();
  const reasons = new Map<string, string>();
  const clashes: string[] = [];
  for (const one of asked.toSorted((a, b) => rank(a) - rank(b))) {
    const { said, command } = one;
    const reason = said === "none" ? "the configuration says so" : said === undefined && senselessOf(command);
    const wanted = typeof reason === "string" ? { reason } : choose(one, taken);
    if ("place" in wanted) places.set(command.name, wanted.place);
    else if ("clash" in wanted) clashes.push(wanted.clash);
    else reasons.set(command.name, wanted.reason);
  }
  return { places, omitted: commands.flatMap((one) => omissionOf(one, reasons)), clashes };
}

function senselessOf({ name }: Command): string | undefined {
  return Object.hasOwn(senseless, name) ? senseless[name] : undefined;
}

type Choice = { readonly place: Place } | { readonly clash: string } | { readonly reason: string };

/** A command's place, and that its names are taken from now on. What is derived gives way; what the user says does not. */
function choose(asked: Asked, taken: Taken): Choice {
  const { command, said } = asked;
  const isUsers = isPlaced(asked);
  let place = wantedPlace(command, typeof said === "object" ? said : {});
  let met = meeting(command, place, taken);
  if (met !== undefined && !isUsers && place.table !== mainTable) {
    place = { table: mainTable, names: [command.name] };
    met = meeting(command, place, taken);
  }
  if (met === undefined) {
    take(command, place, { taken, isUsers });
    return { place };
  }
  // Where the user has said nothing, nothing is the user's mistake.
  if (said === undefined && !met.holder.isUsers)
    return { reason: `its ${met.what} is ${met.holder.whose}; the configuration can give it another` };
  const where = met.isFunction ? "" : ` in the table '${place.table}'`;
  return { clash: `'${command.name}': the ${met.what}${where} is ${met.holder.whose}` };
}

/** What others have of what a command wants at a place. */
interface Meeting {
  readonly what: string;
  readonly isFunction: boolean;
  readonly holder: Holder;
}

function meeting(command: Command, place: Place, { names, functions }: Taken): Meeting | undefined {
  for (const name of place.names) {
    const holder = names.get(nameKey(place.table, name));
    if (holder !== undefined) return { what: `name '${name}'`, isFunction: false, holder };
  }
  const own = functionAt(command, place);
  const holder = own === undefined ? undefined : functions.get(own);
  // Commands that are themselves one function, as `a-b` and `a_b` are, cannot both be in C, whatever the monitor calls them.
  if (holder === undefined || holder.qmp === qmpFunctionName(command.name)) return undefined;
  return { what: `C function '${own}'`, isFunction: true, holder };
}

function take(
  command: Command,
  place: Place,
  { taken, isUsers }: { readonly taken: Taken; readonly isUsers: boolean },
): void {
  const holder = { whose: `that of '${command.name}'`, isUsers, qmp: qmpFunctionName(command.name) };
  for (const name of place.names) taken.names.set(nameKey(place.table, name), holder);
  const own = functionAt(command, place);
  if (own !== undefined) taken.functions.set(own, holder);
}

/** The C function that handles a command at a place; undefined where its text is printed without one. */
function functionAt(command: Command, { table, names }: Place): string | undefined {
  return textFunctionName({ command }) === undefined ? hmpFunctionName(table, { name: names[0] }) : undefined;
}

function omissionOf({ name }: Command, reasons: ReadonlyMap<string, string>): readonly HmpOmission[] {
  const reason = reasons.get(name);
  return reason === undefined ? [] : [{ name, reason }];
}
