// A server's human monitor: lines run the same handlers as QMP's commands, their arguments held to the schema and their
// results checked all the same. `human-monitor-command` answers with it, and `server.monitor()` gives it to the server's
// own program.
//
// In: the table that the generator made of the schema, and the commands that are there. Out: a `Monitor` over them.

import { QmpError } from "../errors.js";
import type { MonitorTarget } from "../hmp/monitor.js";
import { Monitor } from "../hmp/monitor.js";
import type { HmpEntry, HmpTables } from "../hmp/table.js";
import { parse, stringify } from "../json.js";
import { own } from "../protocol.js";
import type { CommandType, ObjectType } from "../table.js";
import { longestTimer } from "../waiting.js";
import type { OwnCommands, ServedCommand } from "./commands.js";
import type { ClientSession, CommandContext } from "./context.js";
import type { Refusal } from "./envelope.js";
import { InputError } from "./input.js";
import { outputProblem } from "./output.js";
import type { Service } from "./service.js";
import { failureOf, findCommand, wrongResult } from "./service.js";

/** What lines are run with. */
type Running = Pick<Service, "commands" | "visitors" | "hider" | "report">;

/** Of whom a line's commands are, and who waits for them. */
interface Caller extends Pick<CommandContext, "session" | "emit" | "signal"> {
  /** How long a command may take, in milliseconds, where nobody else sees to it. */
  readonly timeoutMs?: number;
}

/** The entries whose commands are there. */
export function servedTables({ commands, ...subTables }: HmpTables, isServed: (command: string) => boolean): HmpTables {
  const served = (entries: readonly HmpEntry[]) =>
    entries.filter(({ command }) => command === undefined || isServed(command.command));
  const rows = Object.entries(subTables).map(([name, entries]) => [name, served(entries)] as const);
  return { commands: served(commands), ...Object.fromEntries(rows.filter(([, entries]) => entries.length > 0)) };
}

/** A monitor whose lines run a server's commands; for `caller`, where a line does not say for whom. */
export function monitorOf(tables: HmpTables, running: Running, caller: Caller): Monitor {
  return new Monitor(
    servedTables(tables, (command) => running.commands.has(command)),
    targetOf(running, caller),
  );
}

/** Runs commands for somebody. */
export function targetOf(running: Running, caller: Caller): MonitorTarget {
  return { execute: (type, args) => execute(running, caller, type, args) };
}

/** What a line comes to: a command with arguments, for somebody. */
interface Asked {
  readonly caller: Caller;
  readonly served: ServedCommand;
  readonly args: Readonly<Record<string, unknown>>;
}

/** Throws (the promise rejects): QmpError. */
async function execute(
  running: Running,
  caller: Caller,
  { command }: CommandType,
  args: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  const served = findCommand(running, { command, oob: false });
  if ("desc" in served) throw refused(served);
  const taken = checkedArguments(running, served, args);
  let result: unknown;
  try {
    result = await limited(running, { caller, served, args: taken });
  } catch (error) {
    throw refused(failureOf(running, served.type, error));
  }
  return checked(running, served, result);
}

/** Runs a handler as long as somebody waits for it, and no longer than it may take. */
function limited({ report }: Running, { caller, served, args }: Asked): Promise<unknown> {
  const { command } = served.type;
  const { timeoutMs = Infinity } = caller;
  const control = new AbortController();
  const { signal } = control;
  return new Promise((resolve, reject) => {
    const end = (why: Error) => {
      control.abort(why);
      reject(new QmpError("GenericError", why.message));
    };
    const leave = () => end(caller.signal.reason as Error);
    const expire = () => {
      report(new Error(`the handler of '${command}' took longer than ${timeoutMs} ms`));
      end(new Error(`'${command}' took longer than ${timeoutMs} ms`));
    };
    if (caller.signal.aborted) return leave();
    caller.signal.addEventListener("abort", leave, { once: true });
    const timer = timeoutMs <= longestTimer ? setTimeout(expire, timeoutMs) : undefined;
    const { session, emit } = caller;
    const run = async () => served.call(args, { command, oob: false, session, emit, signal });
    void run()
      .then(resolve, reject)
      .finally(() => {
        clearTimeout(timer);
        caller.signal.removeEventListener("abort", leave);
      });
  });
}

function refused(refusal: Refusal): QmpError {
  return new QmpError(refusal.class, refusal.desc);
}

function checkedArguments(
  { visitors }: Running,
  { type }: ServedCommand,
  args: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  try {
    // No visitor sees the arguments of an open command, which are to be the same from a line as from a message.
    return visitors.arguments(type, type.open === true ? (parse(stringify(args)).value as typeof args) : args);
  } catch (error) {
    throw error instanceof InputError ? new QmpError("GenericError", error.message) : error;
  }
}

/** A result as it may be shown. Throws: QmpError for one that is wrong, of which the developer is told more. */
function checked({ hider, report }: Running, { type, isUsers }: ServedCommand, result: unknown): unknown {
  const { returns } = type;
  if (returns === undefined) return undefined;
  const problem = isUsers ? outputProblem(returns, result) : undefined;
  if (problem === undefined) return hider.hide(returns, result);
  throw refused(wrongResult({ report }, type, problem));
}

/** The session of a server's own program, which is over when the server ends: nobody is there to send anything to. */
export function programSession(ending: AbortSignal): ClientSession {
  const closed = new Promise<undefined>((resolve) => {
    const close = () => resolve(undefined);
    if (ending.aborted) close();
    else ending.addEventListener("abort", close, { once: true });
  });
  return { name: "monitor", isReady: true, emit: () => {}, close: () => {}, closed };
}

const commandLine: ObjectType = {
  object: "human-monitor-command",
  members: { "command-line": "str", "*cpu-index": "int:bigint" },
};

/** What a server that has a monitor answers without a handler (`qapi/misc.json`, human-monitor-command). */
export const monitorCommands: OwnCommands = {
  "human-monitor-command": {
    type: { command: "human-monitor-command", arguments: () => commandLine, returns: "str" },
    call: async (args, facts, context) => {
      if (own(args, "cpu-index") !== undefined) {
        throw new QmpError("GenericError", "'cpu-index' says which CPU a line is about, and there are none here");
      }
      const printed = await facts.runLine(String(args["command-line"]), context);
      // As QEMU's monitor ends its lines.
      return printed.replaceAll("\n", "\r\n");
    },
  },
};
