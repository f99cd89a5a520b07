// The server of `qapi-ts mock`: the runtime's own, made from a schema as it is read, with one function for all commands.
//
// What it answers and emits was held to the schema where it was read or made, or comes from a real server, which may be
// newer than the schema: so the server's own table is open where something goes out.

import type {
  ClientSession,
  CommandContext,
  CommandType,
  EventType,
  ObjectType,
  SchemaTable,
  ServerOptions,
} from "../../runtime/index.js";
import { GuestAgentServer, QmpServer } from "../../runtime/index.js";
import { isObject } from "../../runtime/protocol.js";
import { agentDialect, qmpDialect } from "../../runtime/server/dialect.js";
import { monitorCommands } from "../../runtime/server/monitor.js";
import { qemuRateLimits } from "../../runtime/server/rate-limits.js";
import type { RecordedEvent } from "./recording.js";
import { protocolCommands } from "./replies.js";
import type { MockSchema } from "./schema.js";

/** Answers a command. Throws (or rejects): QmpError, which the client is told. */
export type Answer = (command: string, args: object, context: CommandContext) => unknown;

/** What a mock's server is made of. */
export interface MockOptions {
  readonly answer: Answer;
  /** Whether a command that the runtime's server answers by itself, such as `query-commands`, is answered here all the same. */
  readonly isAnswered: (command: string) => boolean;
  /** Commands that the schema does not have. */
  readonly others: readonly string[];
  /** Whether arguments are left to who answers. */
  readonly takesAll: boolean;
  readonly version: ServerOptions["version"];
  /** Told of each client that has negotiated. */
  readonly onReady: (session: ClientSession) => void;
  readonly onError: (error: Error) => void;
}

/** A server that is not listening yet. */
export interface MockServer {
  readonly server: QmpServer;
  /** Sends an event to one client, or to all. */
  readonly emit: (event: RecordedEvent, to?: ClientSession) => void;
}

/** Makes the server. */
export function mockServer(mock: MockSchema, options: MockOptions): MockServer {
  const { isAgent, introspection, hmp, table } = mock;
  const commands = { ...openCommands(options.others), ...servedCommands(table, options.takesAll) };
  const ownCommands = isAgent ? agentDialect.commands : { ...qmpDialect.commands, ...monitorCommands };
  const isLeft = (name: string) =>
    Object.hasOwn(ownCommands, name) && (protocolCommands.includes(name) || !options.isAnswered(name));
  const handled = Object.values(commands).filter(({ command }) => !isLeft(command));
  const handlers = Object.fromEntries(handled.map((type) => [type.command, handlerOf(type, options.answer)]));
  const methods = Object.fromEntries(handled.map(({ command }) => [command, command]));
  const events: Record<string, EventType> = {};
  const limited = [...Object.keys(qemuRateLimits), ...Object.keys(table.events)];
  const Server = isAgent ? GuestAgentServer : QmpServer;
  const server = new Server({ schema: { commands, events }, methods, features: {}, introspection, hmp }, handlers, {
    version: options.version,
    onError: options.onError,
    // What is asked for is sent, and a real server has its own limits.
    rateLimits: Object.fromEntries(limited.map((name) => [name, false])),
    commandTimeoutMs: Infinity,
    onReady: options.onReady,
  });
  return {
    server,
    emit({ event, data }, to) {
      events[event] = eventType(event, data);
      try {
        (to ?? server).emit(event, data);
      } catch (error) {
        // A real server's may hold what no JSON has, such as `inf`.
        options.onError(error as Error);
      }
    },
  };
}

function handlerOf(type: CommandType, answer: Answer): (...given: readonly unknown[]) => unknown {
  const takesArguments = type.arguments !== undefined || type.open === true;
  return (...given) => {
    const [args, context] = takesArguments ? given : [{}, ...given];
    return answer(type.command, args as object, context as CommandContext);
  };
}

function servedCommands({ commands }: SchemaTable, takesAll: boolean): Readonly<Record<string, CommandType>> {
  return Object.fromEntries(
    Object.values(commands).map((type) => {
      const { arguments: args, returns, ...rest } = type;
      if (takesAll) return [type.command, { ...rest, open: true, returns: "any" } as const];
      const open = returns === undefined ? {} : ({ returns: "any" } as const);
      return [type.command, { ...rest, ...(args === undefined ? {} : { arguments: args }), ...open }];
    }),
  );
}

function openCommands(names: readonly string[]): Readonly<Record<string, CommandType>> {
  return Object.fromEntries(names.map((command) => [command, { command, open: true, returns: "any" } as const]));
}

/** A type for an event as it is. */
function eventType(event: string, data: unknown): EventType {
  if (!isObject(data)) return { event };
  const members = Object.fromEntries(Object.keys(data).map((name) => [name, "any"] as const));
  const type: ObjectType = { object: event, members };
  return { event, data: () => type };
}
