// What all sessions of a server share, and what a server decides about a command before it runs: whether it is there,
// whether the policy and the dialect let it pass, and what its reply looks like (`qapi/qmp-dispatch.c`, qmp_dispatch).

import { QmpError } from "../errors.js";
import type { CommandType } from "../table.js";
import type { Deadlines } from "../waiting.js";
import type { ServedCommand, ServedCommands } from "./commands.js";
import type { ClientSession, CommandContext } from "./context.js";
import type { ServerDialect } from "./dialect.js";
import type { Refusal, Request } from "./envelope.js";
import type { Visitors } from "./input.js";
import type { Hider } from "./output.js";
import { outputProblem } from "./output.js";
import type { SpecialFeature } from "./served.js";
import { wireText } from "./wire-writer.js";

/** What sessions need of their server. */
export interface Service {
  readonly dialect: ServerDialect;
  /** What is said to a client first. */
  readonly greeting: string | undefined;
  readonly commands: ServedCommands;
  readonly blocked: ReadonlySet<string>;
  readonly visitors: Visitors;
  readonly hider: Hider;
  /** The feature for which the policy refuses a command, if there is one. */
  readonly refused: (command: string) => SpecialFeature | undefined;
  /** The feature for which the policy hides an event, if there is one. */
  readonly hidden: (event: string) => SpecialFeature | undefined;
  /** Whether out-of-band execution is offered. */
  readonly offersOob: boolean;
  readonly deadlines: Deadlines;
  readonly commandTimeoutMs: number;
  readonly maxPendingBytes: number;
  readonly maxMessageBytes: number;
  readonly emit: CommandContext["emit"];
  readonly onReady: (session: ClientSession) => void;
  /** Tells the developer what went wrong on this side. */
  readonly report: (error: Error) => void;
}

/** The command of a request, or why it is refused. */
export function findCommand(service: Service, { command, oob }: Request): ServedCommand | Refusal {
  const found = service.commands.get(command);
  const notFound = (desc: string): Refusal => ({ class: "CommandNotFound", desc });
  if (found === undefined) return notFound(`no command '${command.slice(0, 200)}'`);
  const feature = service.refused(command);
  if (feature !== undefined) return notFound(`'${command}' is ${feature}, and this server's policy refuses it`);
  if (service.blocked.has(command)) return notFound(`'${command}' is blocked here`);
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
  try {
    const problem = isUsers ? outputProblem(type.returns, result) : undefined;
    if (problem !== undefined) throw new TypeError(problem);
    if (type.silent) return undefined;
    const value = type.returns === undefined ? "{}" : wireText(service.hider.hide(type.returns, result));
    return `${mark}{"return": ${value}${idText(id)}}`;
  } catch (error) {
    const problem = new TypeError(`the handler of '${type.command}' gave a wrong result: ${(error as Error).message}`);
    service.report(problem);
    return errorText(
      { class: "GenericError", desc: `'${type.command}' ran, but its handler gave no valid result` },
      id,
    );
  }
}

/** The reply to a command whose handler threw: a `QmpError` is what the client gets, all else a `GenericError`. */
export function failureText(service: Service, { command }: CommandType, error: unknown, id: Request["id"]): string {
  if (error instanceof QmpError) return errorText({ class: error.class, desc: error.description }, id);
  const cause = error instanceof Error ? error : new Error(String(error));
  service.report(new Error(`the handler of '${command}' failed: ${cause.message}`, { cause }));
  return errorText({ class: "GenericError", desc: cause.message }, id);
}

/** A reply that is an error. The id stands in front, as QEMU's hash tables have it. */
export function errorText(refusal: Refusal, id: Request["id"]): string {
  const error = wireText({ class: String(refusal.class), desc: String(refusal.desc) });
  return id === undefined ? `{"error": ${error}}` : `{"id": ${wireText(id.value)}, "error": ${error}}`;
}

function idText(id: Request["id"]): string {
  return id === undefined ? "" : `, "id": ${wireText(id.value)}`;
}
