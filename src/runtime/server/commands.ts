// The commands of a server: the user's handlers, and those that every server has without being written.

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

/** What a server answers without a handler; one for the same command wins. */
export type OwnCommands = Readonly<Record<string, Omit<ServedCommand, "isUsers" | "refusal">>>;

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
    if (!commands.has(name)) commands.set(name, { ...command, isUsers: false, refusal: refusalOf(name) });
  }
  return commands;
}
