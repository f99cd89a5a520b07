// The server: handlers behind a listening socket, a stream or the standard streams. What generated `createServer` makes.
//
// In: what the generator knows of the schema, the user's handlers, options. Out: a server that real clients take for
// QEMU's. Commands of one client are executed in order; those of several at the same time, where their handlers wait.

import type { Duplex } from "node:stream";

import { timestampNow } from "../events.js";
import { QmpConnectionError } from "../errors.js";
import type { Monitor } from "../hmp/monitor.js";
import type { HmpTables } from "../hmp/table.js";
import { own } from "../protocol.js";
import type { ListenAddress, Listener, TcpListenAddress } from "../transports/listen.js";
import { listen } from "../transports/listen.js";
import { serverLink } from "../transports/serve.js";
import type { UnixAddress } from "../transports/socket.js";
import { stdio } from "../transports/stdio.js";
import { Deadlines } from "../waiting.js";
import type { ServedCommands, ServerFacts } from "./commands.js";
import { servedCommands } from "./commands.js";
import type { ClientSession, EmitData } from "./context.js";
import type { ServerDialect } from "./dialect.js";
import { agentDialect, qmpDialect, versionInfo } from "./dialect.js";
import { Visitors } from "./input.js";
import { servedIntrospection } from "./introspection.js";
import { monitorCommands, monitorOf, programSession, targetOf } from "./monitor.js";
import type { Options, ServerOptions } from "./options.js";
import { withDefaults } from "./options.js";
import { Hider, outputProblem } from "./output.js";
import { RateLimiter } from "./rate-limits.js";
import { ResultWriters } from "./result-writers.js";
import type { ServedSchema, SpecialFeature } from "./served.js";
import { featureFinder } from "./served.js";
import type { Service } from "./service.js";
import { ServerSession } from "./session.js";
import { wireText } from "./wire-writer.js";

/** How long commands that run may take to end when the server closes, in milliseconds. */
const closeMs = 1000;

/** A QMP server. */
export class QmpServer<Events = Readonly<Record<string, unknown>>> {
  readonly #options: Options;
  readonly #service: Service;
  readonly #limiter: RateLimiter;
  readonly #listeners = new Set<Listener>();
  /** Of all clients, those that wait for their turn behind the others. */
  readonly #sessions = new Set<ServerSession>();
  readonly #tables: HmpTables;
  readonly #ending = new AbortController();
  #monitor: Monitor | undefined;
  #count = 0;
  #isClosed = false;

  /**
   * A server of a schema. `handlers` has the methods of generated `Handlers`, or some of them.
   *
   * Throws: TypeError for a handler that is no function; RangeError for an option that is out of range.
   */
  constructor(
    served: ServedSchema,
    handlers: object,
    options: ServerOptions = {},
    dialect: ServerDialect = qmpDialect,
  ) {
    this.#options = withDefaults(options);
    this.#tables = served.hmp ?? { commands: [] };
    this.#limiter = new RateLimiter(options.rateLimits);
    this.#service = this.#makeService(served, handlers, this.#options, dialect);
  }

  /** The clients that are served now. */
  get sessions(): readonly ClientSession[] {
    return [...this.#sessions].filter(({ isServed }) => isServed);
  }

  /**
   * Listens at a unix socket or a TCP port; may be called for several.
   *
   * Throws: QmpConnectionError for a place that cannot be had; TypeError, RangeError for what is none.
   */
  async listen(address: ListenAddress): Promise<Listener> {
    if (this.#isClosed) throw new QmpConnectionError("the server is closed: make another one");
    const { path, host = "localhost", port } = Object(address) as Partial<UnixAddress & TcpListenAddress>;
    const name = path ?? `tcp://${host}:${port}`;
    const listener = await listen(address, (socket) => this.serve(socket, name));
    this.#listeners.add(listener);
    if (this.#isClosed) await this.close();
    return {
      address: listener.address,
      close: () => {
        this.#listeners.delete(listener);
        return listener.close();
      },
    };
  }

  /** Serves a client over a stream that is open, and belongs to the server from now on. */
  serve(stream: Duplex, name = "stream"): void {
    if (this.#isClosed || this.#sessions.size >= this.#options.maxConnections) {
      stream.on("error", () => {}).destroy();
      return;
    }
    const session = new ServerSession(this.#service, `${name}#${++this.#count}`);
    this.#sessions.add(session);
    void session.closed.then(() => {
      this.#sessions.delete(session);
      this.#serveNext();
    });
    session.connect(serverLink(stream, session.name, session));
    this.#serveNext();
  }

  /** Gives as many clients their turn as are served at once. */
  #serveNext(): void {
    if (this.#isClosed) return;
    let served = 0;
    for (const session of this.#sessions) {
      if (served === this.#options.clients) return;
      if (!session.isServed) session.begin();
      served++;
    }
  }

  /** Serves the client that this process's standard streams lead to. */
  async serveStdio(): Promise<void> {
    this.serve(await stdio(), "stdio");
  }

  /**
   * The human monitor: its lines run the handlers, as those of `human-monitor-command` do, no longer than the server
   * is there and a command may take.
   *
   * Throws: TypeError for a table of the monitor that has two commands of one name.
   */
  get monitor(): Monitor {
    this.#monitor ??= monitorOf(this.#tables, this.#service, {
      session: programSession(this.#ending.signal),
      emit: this.#service.emit,
      signal: this.#ending.signal,
      timeoutMs: this.#options.commandTimeoutMs,
    });
    return this.#monitor;
  }

  /**
   * Sends an event to all clients that have negotiated; some events not more often than once a second, as QEMU does.
   *
   * Throws: TypeError for an event that the schema does not have, and for data that it does not allow.
   */
  emit<Name extends keyof Events & string>(event: Name, ...data: EmitData<Events[Name]>): void {
    this.#service.emit(event, data[0]);
  }

  /**
   * Ends the server: listens no more, lets commands that run come to their end for a second, closes all sessions. Safe to
   * call twice. A handler that calls it must not wait for it (`void server.close()`): its own reply is waited for.
   */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#ending.abort(new Error("the server is closing"));
    this.#limiter.stop();
    const listeners = [...this.#listeners].map((listener) => listener.close());
    this.#listeners.clear();
    const sessions = [...this.#sessions];
    for (const session of sessions) session.close();
    const timer = setTimeout(() => {
      for (const session of sessions) session.drop(new Error("the server is closing"));
    }, closeMs);
    await Promise.all(sessions.map((session) => session.closed));
    clearTimeout(timer);
    await Promise.all(listeners);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  // ---- what sessions need --------------------------------------------------------------------------------------------

  #makeService(served: ServedSchema, handlers: object, options: Options, dialect: ServerDialect): Service {
    const { features, schema, introspection } = served;
    const { compat } = options;
    const blocked = new Set(options.blocked);
    const input = { deprecated: compat.deprecatedInput, unstable: compat.unstableInput };
    const output = { deprecated: compat.deprecatedOutput, unstable: compat.unstableOutput };
    const refused = featureFinder(features, input);
    const refusalOf = (name: string) => {
      const feature = refused(name);
      if (feature !== undefined) return `'${name}' is ${feature}, and this server's policy refuses it`;
      return blocked.has(name) ? `'${name}' is blocked here` : undefined;
    };
    const isServed = (name: string) => commands.has(name);
    const hidesDeprecated = compat.deprecatedOutput === "hide";
    let answer: readonly unknown[] | undefined;
    const facts: ServerFacts = {
      version: options.version,
      names: () => [...commands.keys()],
      isBlocked: (name) => blocked.has(name),
      isSilent: (name) => own(schema.commands, name)?.silent === true,
      introspection: () => (answer ??= servedIntrospection(introspection, isServed, hidesDeprecated)),
      runLine: (line, caller) =>
        this.monitor.run(line, { target: targetOf(this.#service, caller), signal: caller.signal }),
    };
    const hasMonitor = dialect.negotiates && served.hmp !== undefined;
    const owns = hasMonitor ? { ...dialect.commands, ...monitorCommands } : dialect.commands;
    const commands: ServedCommands = servedCommands(served, handlers, owns, facts, refusalOf);
    const offersOob = dialect.negotiates && [...commands.values()].some(({ type }) => type.oob);
    const greeting = { QMP: { version: versionInfo(options.version), capabilities: offersOob ? ["oob"] : [] } };
    const hider = new Hider(features, output);
    return {
      ...options,
      dialect,
      greeting: dialect.negotiates ? wireText(greeting) : undefined,
      commands,
      visitors: new Visitors(features, input),
      hider,
      writers: new ResultWriters((ref) => hider.mayHide(ref)),
      eventText: eventWriter(schema, hider, featureFinder(features, output)),
      offersOob,
      deadlines: new Deadlines(),
      emit: (event: string, ...data: readonly unknown[]) => this.#emit(event, data[0]),
      report: (error) => told(() => options.onError(error)),
      onReady: (session) => told(() => options.onReady(session)),
    };
  }

  #emit(event: string, data: unknown): void {
    const text = this.#service.eventText(event, data);
    if (text === undefined) return;
    this.#limiter.pass(event, data, () => {
      for (const session of this.#sessions) session.event(text);
    });
  }
}

/** Writes events as they are raised: checked, and without what is hidden. */
function eventWriter(
  { events }: ServedSchema["schema"],
  hider: Hider,
  hidden: (event: string) => SpecialFeature | undefined,
): Service["eventText"] {
  return (event, data) => {
    const type = own(events, event);
    if (type === undefined) throw new TypeError(`no event '${event}' in the schema`);
    const given = type.data !== undefined && data === undefined ? {} : data;
    const problem = type.data === undefined ? extra(data) : outputProblem(type.data, given);
    if (problem !== undefined) throw new TypeError(`event '${event}': ${problem}`);
    if (hidden(event) !== undefined) return undefined;
    const body = type.data === undefined ? {} : { data: hider.hide(type.data, given) };
    return wireText({ timestamp: timestampNow(), event, ...body });
  };
}

/** Tells the developer something; what comes of it is not the session's, whose work goes on. */
function told(tell: () => void): void {
  try {
    tell();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

function extra(data: unknown): string | undefined {
  return data === undefined ? undefined : "it has no data";
}

/** A guest agent: no greeting, no negotiation, no events. */
export class GuestAgentServer<Events = Readonly<Record<string, unknown>>> extends QmpServer<Events> {
  /** As `QmpServer` is made. */
  constructor(served: ServedSchema, handlers: object, options: ServerOptions = {}) {
    super(served, handlers, options, agentDialect);
  }
}
