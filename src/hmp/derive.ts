// From a schema to the commands of a human monitor: what entry each QMP command gets, and why what it does not.

import type { Command } from "../schema/model.js";
import type { HmpArgument } from "./args.js";

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
