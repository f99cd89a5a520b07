// From a schema to the commands of a human monitor: what entry each QMP command gets, and why what it does not.

import type { Command, Schema } from "../schema/model.js";
import { definitionsOf } from "../schema/query.js";
import type { HmpArgument } from "./args.js";
import { commandArguments } from "./command-arguments.js";
import type { HmpConfig, HmpEntryConfig } from "./config.js";
import { hmpConfigProblems } from "./config.js";
import { configOf, placesOf } from "./entry-names.js";
import { firstSentence } from "./first-sentence.js";
import { infoTable, mainTable } from "./table-names.js";

/** An entry of a monitor's table. */
export interface HmpEntry {
  /** Its names with bars between them, as the table has them: `quit|q`. */
  readonly name: string;
  /** Flags first, then what must be given, then what may be left out; keys are names of members. */
  readonly args: readonly HmpArgument[];
  readonly params: string;
  readonly help: string;
  /** Whether it may be used before the machine is made (flag `p`). */
  readonly preconfig: boolean;
  /** The QMP command that it calls. */
  readonly command: Command;
  /** Whether its one argument, of letter `S`, is all arguments of the command, a JSON object. */
  readonly json: boolean;
  /** Members that cannot be given, with the reason. */
  readonly omitted: readonly HmpOmission[];
}

/** Something that the monitor does not have, with the reason: a member of a command, or a whole command. */
export interface HmpOmission {
  /** The name in the schema. */
  readonly name: string;
  /** In words, as the end of a sentence that begins with the name: `is left out: …`. */
  readonly reason: string;
}

/** All entries by table, in the schema's order: `commands` has the first words of lines, each other one is a sub-table. */
export interface HmpTables {
  readonly tables: Readonly<Record<string, readonly HmpEntry[]>>;
  readonly omitted: readonly HmpOmission[];
}

/**
 * The monitor's commands for a schema: each QMP command under its name in `commands`, those that begin with `query-` or
 * `x-query-` in `info`, where they have no hyphens. Of two with one name there, `query-` has it and the other goes under
 * its QMP name into `commands`; so does one whose handler would be a C function that another command has already. Arguments are laid out by the letter table (`letters.ts`), and come as one JSON object
 * where they cannot be. A table without entries is not there, `commands` always is.
 *
 * Throws: RangeError that has every mistake of the configuration.
 */
export function deriveHmp(schema: Schema, config: HmpConfig = {}): HmpTables {
  const problems = hmpConfigProblems(schema, config);
  if (problems.length > 0) {
    throw new RangeError(`the configuration of the monitor is wrong: ${problems.join("; ")}`);
  }
  const { places, omitted } = placesOf(schema, config);
  const tables = new Map<string, HmpEntry[]>([
    [mainTable, []],
    [infoTable, []],
  ]);
  for (const command of definitionsOf(schema, "command")) {
    const place = places.get(command.name);
    if (place === undefined) continue;
    const said = configOf(config, command.name);
    const { table, names } = place;
    if (!tables.has(table)) tables.set(table, []);
    const entry: HmpEntryConfig = typeof said === "object" ? said : {};
    const { args, params, json, omitted: members } = commandArguments(schema, command, entry);
    tables.get(table)!.push({
      name: names.join("|"),
      args,
      params: entry.params ?? params,
      help: entry.help ?? firstSentence(command.doc?.body ?? ""),
      preconfig: entry.flags === undefined ? command.allowPreconfig : entry.flags === "p",
      command,
      json,
      omitted: members,
    });
  }
  const filled = [...tables].filter(([name, entries]) => name === mainTable || entries.length > 0);
  return { tables: Object.fromEntries(filled), omitted };
}
