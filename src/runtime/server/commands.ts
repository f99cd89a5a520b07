// The commands of a server: the user's handlers, and those that every server has without being written.

import type { Version } from "../protocol.js";
import { own } from "../protocol.js";
import type { CommandType, EnumType, ObjectType } from "../table.js";
import type { CommandContext } from "./context.js";
import type { ServedSchema } from "./served.js";

/** A command that is there. */
export interface ServedCommand {
  readonly type: CommandType;
  readonly call: (args: Readonly<Record<string, unknown>>, context: CommandContext) => unknown;
  /** Whether its result is held to the schema: not that of the server's own. */
  readonly isUsers: boolean;
  /** What stands in front of its reply, if it succeeds. */
  readonly mark?: string;
  /** Why it is refused whenever it comes. */
  readonly refusal?: string | undefined;
}

/** The commands of a server by name, in the order in which `query-commands` gives them. */
export type ServedCommands = ReadonlyMap<string, ServedCommand>;

/** What the commands of every server tell of it. */
export interface ServerFacts {
  readonly version: Version;
  /** The names of all commands that are there. */
  readonly names: () => readonly string[];
  /** Whether a command is refused whenever it comes. */
  readonly isBlocked: (command: string) => boolean;
  /** Whether a command's success goes without a reply. */
  readonly isSilent: (command: string) => boolean;
  readonly introspection: () => readonly unknown[];
  /** Runs a line of the human monitor for whoever sent it; gives what it prints. */
  readonly runLine: (line: string, context: CommandContext) => Promise<string>;
}

/** A command that a server answers without a handler. */
interface OwnCommand extends Pick<ServedCommand, "type" | "mark"> {
  readonly call: (args: Readonly<Record<string, unknown>>, facts: ServerFacts, context: CommandContext) => unknown;
}

/** What a server answers without a handler; one for the same command wins. */
export type OwnCommands = Readonly<Record<string, OwnCommand>>;

const capability: EnumType = { enum: "QMPCapability", values: ["oob"] };
const capabilities: ObjectType = { object: "qmp_capabilities", members: { "*enable": [() => capability] } };

/** The negotiation (`qapi/control.json`, qmp_capabilities). */
export const negotiation: CommandType = { command: "qmp_capabilities", arguments: () => capabilities };

type Method = (...args: readonly unknown[]) => unknown;

/**
 * All commands that are there. Handlers may be an object or an instance of a class; what is missing is not there.
 * `refusalOf` says why one is refused whenever it comes.
 *
 * Throws: TypeError for what is no method.
 */
export function servedCommands(
  { schema, methods }: Pick<ServedSchema, "schema" | "methods">,
  handlers: object,
  owns: OwnCommands,
  facts: ServerFacts,
  refusalOf: (name: string) => string | undefined,
): ServedCommands {
  if (typeof handlers !== "object" || handlers === null) throw new TypeError("handlers are an object with methods");
  const commands = new Map<string, ServedCommand>();
  for (const [name, type] of Object.entries(schema.commands)) {
    const key = own(methods, name);
    const method = key === undefined ? undefined : (handlers as Readonly<Record<string, unknown>>)[key];
    if (method === undefined || name === negotiation.command) continue;
    if (typeof method !== "function") throw new TypeError(`the handler ${key} of '${name}' is no function`);
    const takesArguments = type.arguments !== undefined || type.open === true;
    const call = (args: unknown, context: CommandContext): unknown =>
      takesArguments ? (method as Method).call(handlers, args, context) : (method as Method).call(handlers, context);
    commands.set(name, { type, call, isUsers: true, refusal: refusalOf(name) });
  }
  for (const [name, command] of Object.entries(owns)) {
    if (commands.has(name)) continue;
    const call: ServedCommand["call"] = (args, context) => command.call(args, facts, context);
    commands.set(name, { ...command, call, isUsers: false, refusal: refusalOf(name) });
  }
  return commands;
}
