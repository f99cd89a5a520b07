// `--record FILE --to ADDRESS`: a real server behind the mock. Every command is passed on to it, over one connection with
// ids of its own, and its replies and events are passed back in the order of their arrival, and written down.

import { encode, openGuestAgent, openSession, QmpError } from "../../runtime/index.js";
import type { CommandContext, CommandType, SchemaTable, Session, Version } from "../../runtime/index.js";
import { isObject, own } from "../../runtime/protocol.js";
import type { Outcome } from "./outcome.js";
import type { RecordedEvent, Recorder } from "./recording.js";
import { UsageError } from "../../base/usage-error.js";

/** What a proxy is made of. */
export interface ProxyOptions {
  readonly session: Session;
  readonly table: SchemaTable;
  readonly recorder: Recorder;
  /** Told of events, each in its place between replies. */
  readonly emit: (event: RecordedEvent) => void;
  /** Told of the end: with why, if nobody asked for it. Nothing is passed on any more. */
  readonly end: (why: UsageError | undefined) => void;
}

/** Connects to a real server. Throws: QmpFailure; the signal's reason. */
export function openUpstream(
  to: Parameters<typeof openSession>[1],
  { table, isAgent }: { readonly table: SchemaTable; readonly isAgent: boolean },
  signal: AbortSignal,
): Promise<Session> {
  const options = { signal, timeoutMs: { command: Infinity } };
  return isAgent ? openGuestAgent(table, to, options) : openSession(table, to, options);
}

/** The commands that a real server has, as it says; none if it does not say. */
export async function upstreamCommands(session: Session, isAgent: boolean): Promise<readonly string[]> {
  const command = isAgent ? "guest-info" : "query-commands";
  try {
    const said = await session.execute({ command, returns: "any" }, undefined, { timeoutMs: askMs }, true);
    const list: unknown = isAgent ? Object(said)["supported_commands"] : said;
    if (!Array.isArray(list)) return [];
    return list.flatMap((one: unknown) => (isObject(one) && typeof one["name"] === "string" ? [one["name"]] : []));
  } catch (error) {
    if (error instanceof QmpError) return [];
    throw error;
  }
}

/** How long a real server may take to say which commands it has, in milliseconds. */
const askMs = 10_000;

/** The version that a real server said it is. */
export function upstreamVersion({ greeting }: Session): Version | undefined {
  return greeting?.version;
}

/** Passes commands on; what it gives answers them. */
export function proxy(options: ProxyOptions): (command: string, args: object, context: CommandContext) => unknown {
  const { session, table, recorder, emit, end } = options;
  const take = inOrder();
  /** Commands whose reply has not come: the first of them is what the server is about. */
  const asked = new Set<{ readonly command: string }>();
  let isQuitting = false;
  const record = (write: () => void) => {
    try {
      write();
    } catch (error) {
      end(error as UsageError);
    }
  };
  // A turn later, as promises are: so events and replies are taken in the order in which they came.
  const later = (event: () => void) => queueMicrotask(() => take(event, false));
  session.hub.add([], {
    take: ({ event, data }) =>
      later(() => {
        const [current] = asked;
        record(() => recorder.event({ event, data }, current?.command));
        emit({ event, data });
      }),
    fail: () => {},
    end: (cause) => later(() => end(isQuitting ? undefined : new UsageError(cause?.message ?? "the session is over"))),
  });
  return (command, args, { oob }) =>
    new Promise((resolve, reject) => {
      const request = { command };
      asked.add(request);
      const settle = (outcome: Outcome) =>
        take(() => {
          asked.delete(request);
          record(() => recorder.exchange(command, args, outcome));
          if (command === "quit" && "value" in outcome) isQuitting = true;
          if ("value" in outcome) resolve(outcome.value);
          else reject(new QmpError(outcome.class, outcome.desc));
        }, true);
      session.execute(typeOf(command, table), args, { oob }, true).then(
        (value) => settle({ value: value ?? {} }),
        (error: unknown) => {
          if (error instanceof QmpError) settle({ class: error.class, desc: error.description });
          else {
            // There is no reply, and so nothing to write down.
            asked.delete(request);
            reject(new QmpError("GenericError", (error as Error).message));
          }
        },
      );
    });
}

/** What the session is to know of a command: its result is passed back as it came. */
function typeOf(command: string, table: SchemaTable): CommandType {
  const isSilent = own(table.commands, command)?.silent === true;
  return { command, returns: "any", open: true, encode, ...(isSilent ? { silent: true } : {}) };
}

/** Does things one after the other; after one that leads to a reply, that is sent first. */
function inOrder(): (what: () => void, isReply: boolean) => void {
  const waiting: { readonly what: () => void; readonly isReply: boolean }[] = [];
  let isWaiting = false;
  const go = () => {
    isWaiting = false;
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      next.what();
      if (!next.isReply) continue;
      isWaiting = true;
      setImmediate(go);
      return;
    }
  };
  return (what, isReply) => {
    waiting.push({ what, isReply });
    if (!isWaiting) go();
  };
}
