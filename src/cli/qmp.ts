// `qapi-ts qmp`: executes a command of a running QEMU or guest agent, or follows its events, or both.
//
// Standard output has what the peer said: the reply as `{"return": …}`, as `virsh qemu-monitor-command` prints it, and
// events as `{"event": …, "data": …, "timestamp": …}`, a line of JSON each, with every digit of every integer; with
// `--hmp` the monitor's text. Standard error has what is wrong, a line each: `Class: description` for an error reply and
// `command: path: reason` for wrong arguments (status 1), `qapi-ts: …` for wrong use and for no reply (status 2).

import { encode, openGuestAgent, openSession, QmpError, QmpFailure } from "../runtime/index.js";
import type { CommandType, SchemaTable, Session } from "../runtime/index.js";
import type { Flags } from "./flags.js";
import type { ExitStatus, Run } from "./verb-rows.js";
import { print } from "./output.js";
import type { Request } from "./qmp-arguments.js";
import { readRequest } from "./qmp-arguments.js";
import { failureText } from "./qmp-failure.js";
import { follow } from "./qmp-follow.js";
import type { Settings } from "./qmp-settings.js";
import { readSettings } from "./qmp-settings.js";
import { eventText, replyText } from "./qmp-text.js";
import { readStdin } from "./stdin.js";
import { UsageError } from "../base/usage-error.js";
import { visible } from "../base/visible.js";

/** Executes, follows, prints. Throws: UsageError, also where there is no peer, or no reply. */
export const run: Run = async ({ operands, flags }) => {
  const settings = readSettings(operands, flags);
  let table: SchemaTable | undefined;
  if (flags.schema !== undefined) {
    const { readTable } = await import("./qmp-schema.js");
    const read = await readTable(flags.schema, flags);
    if (!read.ok) return read.status;
    table = read.table;
  }
  const context = { isMonitor: flags.hmp === true, table, stdin: readStdin };
  const request = operands.length === 0 ? undefined : await readRequest(operands, context);
  if (table !== undefined) {
    const { faultsOf } = await import("./qmp-schema.js");
    const faults = faultsOf(table, request, settings.events ?? []);
    if (faults.length > 0) return complain(faults);
  }
  return talk({ settings, flags, request, type: request && typeOf(request.command, table, flags) });
};

/** Commands of the guest agent whose success goes without a reply (`qga/qapi-schema.json`, `success-response`). */
const silentCommands = ["guest-shutdown", "guest-suspend-disk", "guest-suspend-ram", "guest-suspend-hybrid"];

/** What the session is to know of a command; its result comes as it is, whatever the schema says. */
function typeOf(command: string, table: SchemaTable | undefined, { guestAgent }: Flags): CommandType {
  const isSilent =
    table === undefined ? guestAgent === true && silentCommands.includes(command) : table.commands[command]?.silent;
  return { command, returns: "any", encode, ...(isSilent === true ? { silent: true } : {}) };
}

/** All that is to be done with the peer. */
interface Task {
  readonly settings: Settings;
  readonly flags: Flags;
  readonly request: Request | undefined;
  readonly type: CommandType | undefined;
}

async function talk(task: Task): Promise<ExitStatus> {
  const { settings, request } = task;
  const stop = new AbortController();
  const stopped = request && new UsageError(`${visible(request.command)}: interrupted before there was a reply`);
  const interrupt = () => {
    stop.abort(stopped);
    // Should standard output be stuck, nothing else would end the process. It need not wait for this.
    setTimeout(() => process.exit(), exitMs).unref();
  };
  // Without events a signal ends the process as it ends any.
  const signals = settings.events === undefined ? [] : (["SIGINT", "SIGTERM"] as const);
  for (const signal of signals) process.once(signal, interrupt);
  let session: Session | undefined;
  try {
    session = await open(task, stop.signal);
    await converse(session, task, stop.signal);
    return 0;
  } catch (error) {
    if (stop.signal.aborted && stopped === undefined) return 0;
    if (error instanceof QmpError) return complain([`${error.class}: ${error.description}`]);
    throw error instanceof QmpFailure ? new UsageError(failureText(error, agents)) : error;
  } finally {
    await session?.close();
    for (const signal of signals) process.off(signal, interrupt);
  }
}

/** What else may be behind it that nobody greets. */
const agents = ", or it is a guest agent's socket (--guest-agent)";

/** How long after a signal the process may still take to end, in milliseconds: more than the closing of a connection. */
const exitMs = 500;

async function open({ settings: { address, timeoutMs }, flags }: Task, signal: AbortSignal): Promise<Session> {
  const options = { timeoutMs, signal };
  try {
    return await (flags.guestAgent === true
      ? openGuestAgent(undefined, address, options)
      : openSession(undefined, address, options));
  } catch (error) {
    // A peer that refuses the negotiation is none.
    throw error instanceof QmpError ? new UsageError(failureText(error, agents)) : error;
  }
}

async function converse(session: Session, { settings, flags, request, type }: Task, stop: AbortSignal): Promise<void> {
  const { events, count, timeoutMs, indent } = settings;
  const execute = async () => {
    // A command that is silent is done after a short silence, however short the time-out is.
    const limits = type!.silent === true ? { timeoutMs: Infinity } : undefined;
    const result = await session.execute(type!, request!.arguments, limits, true);
    return replyText(result, { isMonitor: flags.hmp === true, isBare: flags.returnValue === true, indent });
  };
  if (events === undefined) {
    await print("stdout", await execute());
    return;
  }
  await follow(session.hub, {
    names: events,
    count,
    timeoutMs,
    stop,
    eventText: (event) => eventText(event, indent),
    execute: request && execute,
    isLast: request?.command === "quit",
  });
}

/** Tells of all that is wrong, a line each. */
async function complain(lines: readonly string[]): Promise<1> {
  await print("stderr", lines.map((line) => `${visible(line)}\n`).join(""));
  return 1;
}
