// What all sessions of a server share, and what a server decides about a command before it runs: whether it is there,
// whether the policy and the dialect let it pass, and what its reply looks like (`qapi/qmp-dispatch.c`, qmp_dispatch).

import { QmpError } from "../errors.js";
import type { CommandType, TypeRef } from "../table.js";
import type { Deadlines } from "../waiting.js";
import type { ServedCommand, ServedCommands } from "./commands.js";
import type { ClientSession, CommandContext } from "./context.js";
import type { ServerDialect } from "./dialect.js";
import type { Refusal, Request } from "./envelope.js";
import type { Visitors } from "./input.js";
import type { Hider } from "./output.js";
import { outputProblem } from "./output.js";
import type { ResultWriters } from "./result-writers.js";
import { quoted, wireText } from "./wire-writer.js";

/** What sessions need of their server. */
export interface Service {
  readonly dialect: ServerDialect;
  /** What is said to a client first. */
  readonly greeting: string | undefined;
  readonly commands: ServedCommands;
  readonly visitors: Visitors;
  readonly hider: Hider;
  readonly writers: ResultWriters;
  /** Whether out-of-band execution is offered. */
  readonly offersOob: boolean;
  readonly deadlines: Deadlines;
  readonly commandTimeoutMs: number;
  readonly maxPendingBytes: number;
  readonly maxMessageBytes: number;
  readonly emit: CommandContext["emit"];
  /** The text of an event that is raised now; none for one that is hidden. Throws: TypeError for one that is wrong. */
  readonly eventText: (event: string, data: unknown) => string | undefined;
  readonly onReady: (session: ClientSession) => void;
  /** Tells the developer what went wrong on this side. */
  readonly report: (error: Error) => void;
}

const notFound = (desc: string): Refusal => ({ class: "CommandNotFound", desc });

/** The command of a request, or why it is refused. */
export function findCommand(
  { commands }: Pick<Service, "commands">,
  { command, oob }: Pick<Request, "command" | "oob">,
): ServedCommand | Refusal {
  const found = commands.get(command);
  if (found === undefined) return notFound(`no command '${command.slice(0, 200)}'`);
  if (found.refusal !== undefined) return notFound(found.refusal);
  if (oob && found.type.oob !== true) {
    return { class: "GenericError", desc: `'${command}' cannot be executed out of band` };
  }
  return found;
}

/** The reply to a command that gave a result; an error, if the result is not what the schema says. */
export function resultText(
  service: Service,
  { type, isUsers, mark = "" }: ServedCommand,
  result: unknown,
  id: Request["id"],
): string | undefined {
  const { returns } = type;
  try {
    if (type.silent) return undefined;
    // In few pieces: each costs as much again when what is sent is put together.
    if (returns === undefined) return `{"return": {}${endText(id)}`;
    const value = service.writers.text(returns, result) ?? checkedText(service, returns, isUsers, result);
    return `${mark}{"return": ${value}${endText(id)}`;
  } catch (error) {
    return errorText(wrongResult(service, type, (error as Error).message), id);
  }
}

/** What is told of a command whose result is not what the schema says; the developer is told the problem, too. */
export function wrongResult({ report }: Pick<Service, "report">, { command }: CommandType, problem: string): Refusal {
  report(new TypeError(`the handler of '${command}' gave a wrong result: ${problem}`));
  return { class: "GenericError", desc: `'${command}' ran, but its handler gave no valid result` };
}

/** The text of a result that is not quite usual. Throws: TypeError that says what is wrong with it. */
function checkedText({ hider }: Service, returns: TypeRef, isUsers: boolean, result: unknown): string {
  const problem = isUsers ? outputProblem(returns, result) : undefined;
  if (problem !== undefined) throw new TypeError(problem);
  return wireText(hider.hide(returns, result));
}

/** The reply to a command whose handler threw. */
export function failureText(service: Service, type: CommandType, error: unknown, id: Request["id"]): string {
  return errorText(failureOf(service, type, error), id);
}

/**
 * What is told of a command whose handler threw: a `QmpError` is what the client gets, all else a `GenericError`, and the
 * developer is told.
 */
export function failureOf({ report }: Pick<Service, "report">, { command }: CommandType, error: unknown): Refusal {
  const refusal = refusalOf(error);
  if (refusal !== undefined) return refusal;
  const desc = textOf(error);
  report(new Error(`the handler of '${command}' failed: ${desc}`, { cause: error }));
  return { class: "GenericError", desc };
}

/** What a handler refuses a command with; what was thrown may be anything, even what cannot be looked at. */
function refusalOf(thrown: unknown): Refusal | undefined {
  try {
    return thrown instanceof QmpError ? { class: thrown.class, desc: thrown.description } : undefined;
  } catch {
    return undefined;
  }
}

/** What was thrown in words. */
function textOf(thrown: unknown): string {
  try {
    return String(thrown instanceof Error ? thrown.message : thrown);
  } catch {
    return "it threw what has no text";
  }
}

/** A reply that is an error. The id stands in front, as QEMU's hash tables have it. */
export function errorText(refusal: Refusal, id: Request["id"]): string {
  const error = wireText({ class: String(refusal.class), desc: String(refusal.desc) });
  return id === undefined ? `{"error": ${error}}` : `{"id": ${wireText(id.value)}, "error": ${error}}`;
}

/** What stands behind a result. */
function endText(id: Request["id"]): string {
  if (id === undefined) return "}";
  const { value } = id;
  return `, "id": ${typeof value === "string" ? quoted(value) : wireText(value)}}`;
}
