// Which table of the monitor a QMP command goes into, and under which names. In: a schema and what the user says. Out:
// the place of each command, why some have none, and which of the user's names meet others.

import type { Command, Schema } from "../schema/model.js";
import { definitionsOf } from "../schema/query.js";
import type { HmpConfig, HmpEntryConfig } from "./config.js";
import type { HmpOmission } from "./derive.js";

/** The table of the first words of lines. */
export const mainTable = "commands";

/** The table of what `query-` commands tell. */
export const infoTable = "info";

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

/** In what order commands choose: the user's names first, `query-` before `x-query-`, which is the same to `info`. */
function rank({ command, said }: Asked): number {
  if (said !== undefined) return 0;
  return command.name.startsWith("x-query-") ? 2 : 1;
}

/** Whose the names are that the monitor has itself. */
const monitorOwn = "the monitor's own";

/** Names that have been given away: who has them, by table and name. */
type Taken = Map<string, string>;

/** What the monitor has itself, and what leads to a sub-table. */
function takenNames(asked: readonly Asked[]): Taken {
  const tables = asked.map(({ said }) => (typeof said === "object" ? said.table : undefined));
  const names = ["help", "?", infoTable, ...tables.filter((table) => table !== undefined && table !== mainTable)];
  return new Map(names.map((name) => [`${mainTable} ${name}`, monitorOwn]));
}

/** Gives each command its place; none has a name that another has in the same table. */
export function placesOf(schema: Pick<Schema, "definitions">, config: HmpConfig): Places {
  const commands = definitionsOf(schema, "command");
  const asked = commands.map((command): Asked => ({ command, said: configOf(config, command.name) }));
  const taken = takenNames(asked);
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
function choose({ command, said }: Asked, taken: Taken): Choice {
  const { name } = command;
  const metBy = ({ table, names }: Place) => names.find((one) => taken.has(`${table} ${one}`));
  let place = wantedPlace(command, typeof said === "object" ? said : {});
  let met = metBy(place);
  if (met !== undefined && said === undefined && place.table !== mainTable) {
    place = { table: mainTable, names: [name] };
    met = metBy(place);
  }
  if (met === undefined) {
    for (const one of place.names) taken.set(`${place.table} ${one}`, `that of '${name}'`);
    return { place };
  }
  const whose = taken.get(`${place.table} ${met}`)!;
  // What the monitor has itself is in nobody's way but the schema's; all else is the user's doing.
  if (said === undefined && whose === monitorOwn) {
    return { reason: `its name '${met}' is ${whose}; the configuration can give it another` };
  }
  return { clash: `'${name}': the name '${met}' in the table '${place.table}' is ${whose}` };
}

function omissionOf({ name }: Command, reasons: ReadonlyMap<string, string>): readonly HmpOmission[] {
  const reason = reasons.get(name);
  return reason === undefined ? [] : [{ name, reason }];
}
