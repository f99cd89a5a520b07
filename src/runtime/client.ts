// The client that generated ones extend: the same for every schema, typed by a schema's maps of commands and events.

import type { QmpFailure } from "./errors.js";
import { QmpConnectionError } from "./errors.js";
import type { EventStreamOptions } from "./events.js";
import { EventStream } from "./events.js";
import type { Feature } from "./introspection.js";
import { Introspection } from "./introspection.js";
import { qmp } from "./negotiation.js";
import type { CallOptions, ConnectOptions, OutOfBandOptions } from "./options.js";
import type { Version } from "./protocol.js";
import { Session } from "./session.js";
import type { SessionState } from "./states.js";
import type { CommandType, EventType, SchemaTable } from "./table.js";
import type { Transport } from "./transport.js";
import type { Address } from "./transports/address.js";
import { transportOf } from "./transports/address.js";
import type {
  AnyCommands,
  AnyEvents,
  CallParameters,
  CommandMap,
  CommandRef,
  EventMap,
  EventOf,
  EventRef,
  EventsOf,
  EventWaitOptions,
  JsonValue,
  Listener,
  SignatureOf,
} from "./typing.js";
import { Wait } from "./waiting.js";

interface Listening {
  readonly name: string;
  readonly listener: unknown;
  readonly stop: () => void;
}

/** A client: commands and events over one session. */
export class QmpClient<C extends CommandMap<C> = AnyCommands, E extends EventMap<E> = AnyEvents> {
  /** What carries it; for code that builds on clients. */
  readonly session: Session;
  /** For the type checker alone, which so finds the maps in clients that extend this one: never there. */
  declare readonly signatures?: { readonly commands: C; readonly events: E };
  #listening: readonly Listening[] = [];
  #introspection: { readonly connection: number; readonly answers: Promise<Introspection> } | undefined;

  constructor(session: Session) {
    this.session = session;
  }

  /** Where the session is. */
  get state(): SessionState {
    return this.session.state;
  }

  /** The peer's version, as its greeting says; `undefined` for a guest agent, which does not greet. */
  get version(): Version | undefined {
    return this.session.greeting?.version;
  }

  /** What the peer offers, as its greeting says. */
  get capabilities(): readonly string[] {
    return this.session.greeting?.capabilities ?? [];
  }

  /** Settled when the session is over: with why, or with nothing if this side closed it. Never rejected. */
  get closed(): Promise<QmpFailure | undefined> {
    return this.session.closed;
  }

  /**
   * Executes a command, by its name on the wire or by its constant from `schema.ts`, and gives its result.
   *
   * Throws: QmpArgumentError before anything is sent; QmpError for the peer's own; QmpTimeoutError, QmpConnectionError,
   * QmpProtocolError, QmpUnsafeIntegerError; the signal's reason.
   */
  execute<const Ref extends CommandRef<C>>(
    command: Ref,
    ...rest: CallParameters<SignatureOf<C, Ref>>
  ): Promise<SignatureOf<C, Ref>["returns"]> {
    const [args, options] = rest;
    return this.session.execute(this.session.command(command), args, options);
  }

  /**
   * Executes any command, known or not: nothing is checked, and the result is given as it came, its integers exact.
   *
   * Throws: as `execute` does, except for arguments.
   */
  executeRaw(command: string, args?: object, options?: OutOfBandOptions): Promise<JsonValue> {
    return this.session.execute({ command }, args, options, true) as Promise<JsonValue>;
  }

  /** Calls a function for each event of a name until what this gives back is called. */
  on<const Ref extends EventRef<E>>(event: Ref, listener: Listener<EventOf<E, Ref>>): () => void {
    return this.#listen(event, listener, listener);
  }

  /** Calls a function for the next event of a name, and not again. */
  once<const Ref extends EventRef<E>>(event: Ref, listener: Listener<EventOf<E, Ref>>): () => void {
    const stop = this.#listen<EventOf<E, Ref>>(event, listener, (given) => {
      stop();
      return listener(given);
    });
    return stop;
  }

  /** Takes a function away again that `on` or `once` was given. */
  off<const Ref extends EventRef<E>>(event: Ref, listener: Listener<EventOf<E, Ref>>): void {
    const name = this.session.eventName(event);
    this.#listening.find((one) => one.name === name && one.listener === listener)?.stop();
  }

  /**
   * A loop over the events of some names, or over all: `for await (const event of qmp.events("STOP", "RESUME"))`. It
   * listens from this call on, ends when the client is closed, and throws when the connection is lost for good. Options
   * come last.
   */
  events<const Refs extends readonly EventRef<E>[]>(...events: Refs): EventStream<EventsOf<E, Refs[number]>>;
  events<const Refs extends readonly EventRef<E>[]>(
    ...rest: readonly [...events: Refs, options: EventStreamOptions]
  ): EventStream<EventsOf<E, Refs[number]>>;
  events(...rest: readonly (string | EventType | EventStreamOptions)[]): unknown {
    const isEvent = (one: (typeof rest)[number]) => typeof one === "string" || "event" in one;
    const names = rest.filter(isEvent).map((one) => this.session.eventName(one as string | EventType));
    const options = (rest.find((one) => !isEvent(one)) ?? {}) as EventStreamOptions;
    const each = { timeoutMs: options.timeoutMs ?? Infinity };
    return new EventStream(this.session.hub, names, options, this.session.limits("event", each, missing(names)));
  }

  /**
   * Waits for one event of a name, or of one of several. It listens from this call on: what is sent after it cannot lead
   * to an event that is missed.
   *
   * Throws: QmpTimeoutError (budget `event`), QmpConnectionError; what `where` throws; the signal's reason.
   */
  async waitFor<const Ref extends EventRef<E>>(
    events: Ref | readonly Ref[],
    options?: EventWaitOptions<EventOf<E, Ref>>,
  ): Promise<EventOf<E, Ref>> {
    return this.#wait(events, options).promise;
  }

  /**
   * Executes a command and waits for an event that it leads to, whichever comes first: it listens before anything is
   * sent. The options limit each of the two.
   *
   * Throws: as `execute` and `waitFor` do.
   */
  async executeAndWait<const Command extends CommandRef<C>, const Ref extends EventRef<E>>(
    command: Command,
    args: SignatureOf<C, Command>["arguments"],
    events: Ref | readonly Ref[],
    options?: EventWaitOptions<EventOf<E, Ref>>,
  ): Promise<{ readonly result: SignatureOf<C, Command>["returns"]; readonly event: EventOf<E, Ref> }> {
    const wait = this.#wait(events, options);
    const limits: CallOptions = { signal: options?.signal, timeoutMs: options?.timeoutMs };
    const result = this.session.execute(this.session.command(command), args, limits);
    result.catch((error: unknown) => wait.reject(error));
    const event = await wait.promise;
    return { result: await result, event };
  }

  /**
   * Whether the running QEMU has a command or an event, or a member, a value or a feature of it, whatever this schema
   * says. Answered from `query-qmp-schema`, which is asked once a connection.
   *
   * Throws: as `execute` does.
   */
  async supports(name: string, what?: Feature): Promise<boolean> {
    const { connection } = this.session;
    if (this.#introspection?.connection !== connection) {
      const answers = this.executeRaw("query-qmp-schema").then((entries) => new Introspection(entries));
      this.#introspection = { connection, answers };
      // A failure is not kept: who asks again has QEMU asked again.
      answers.catch(() => {
        this.#introspection = undefined;
      });
    }
    return (await this.#introspection.answers).has(name, what);
  }

  /** Ends the session: every promise settles, and nothing keeps the process alive. Safe to call twice. */
  close(): Promise<void> {
    return this.session.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #listen<Event>(event: string | EventType, listener: Listener<Event>, call: Listener<Event>): () => void {
    const { session } = this;
    const name = session.eventName(event);
    const report = (error: unknown) => session.report(error);
    const remove = session.hub.add([name], {
      take: (given) => {
        try {
          const returned = call(given as Event);
          if (returned instanceof Promise) returned.catch(report);
        } catch (error) {
          report(error);
        }
      },
      fail: report,
    });
    const stop = () => {
      remove();
      this.#listening = this.#listening.filter((one) => one !== listening);
    };
    const listening: Listening = { name, listener, stop };
    this.#listening = [...this.#listening, listening];
    return stop;
  }

  #wait<Ref extends EventRef<E>>(
    events: Ref | readonly Ref[],
    options: EventWaitOptions<EventOf<E, Ref>> | undefined,
  ): Wait<EventOf<E, Ref>> {
    const { session } = this;
    const refs = Array.isArray(events) ? (events as readonly Ref[]) : [events as Ref];
    const names = refs.map((one) => session.eventName(one));
    const wait = new Wait<EventOf<E, Ref>>(session.limits("event", options, missing(names)));
    const remove = session.hub.add(names, {
      take: (given) => {
        try {
          const event = given as EventOf<E, Ref>;
          if (options?.where?.(event) ?? true) wait.resolve(event);
        } catch (error) {
          wait.reject(error);
        }
      },
      fail: (error) => wait.reject(error),
      // Whoever waits for the gap waits for what comes after the loss.
      lose: (cause) => names.includes("%gap") || wait.reject(cause),
      end: (cause) => wait.reject(cause ?? new QmpConnectionError(`${missing(names)()}: this side closed the session`)),
    });
    if (wait.done) remove();
    else wait.onDone = remove;
    return wait;
  }
}

const missing = (names: readonly string[]) => () => `no ${names.length === 0 ? "event" : names.join(" or ")}`;

/**
 * Connects to a QMP server and negotiates: what generated clients are made with.
 *
 * Throws: QmpConnectionError, QmpTimeoutError (budgets `connect` and `handshake`), QmpProtocolError, QmpError; the
 * signal's reason.
 */
export async function openSession(
  schema: SchemaTable | undefined,
  to: Address | Transport,
  options: ConnectOptions = {},
): Promise<Session> {
  const oob = options.oob ?? Object.values(schema?.commands ?? {}).some((command: CommandType) => command.oob);
  return new Session(schema, transportOf(to), options, qmp(oob)).connect();
}

/**
 * Connects without a schema: for applications that must be small, and execute commands by their constants from
 * `schema.ts`, and for peers whose schema is not known.
 *
 * Throws: as `openSession` does.
 */
export async function connect(to: Address | Transport, options?: ConnectOptions): Promise<QmpClient> {
  return new QmpClient(await openSession(undefined, to, options));
}
