// The small client: commands by their constants, listeners, and the end. It knows no schema, and brings along nothing that
// its commands do not ask for: so a program that must be small stays so. `QmpClient` is built on it.

import type { QmpFailure } from "./errors.js";
import { qmp } from "./negotiation.js";
import type { ConnectOptions } from "./options.js";
import type { Version } from "./protocol.js";
import { own } from "./protocol.js";
import { Session } from "./session.js";
import type { SessionState } from "./states.js";
import type { CommandType, EventType, SchemaTable } from "./table.js";
import type { Transport } from "./transport.js";
import type { Address } from "./transports/address.js";
import { transportOf } from "./transports/address.js";
import type {
  AnyEvents,
  CallParameters,
  CommandMap,
  CommandRef,
  EventMap,
  EventOf,
  EventRef,
  Listener,
  NoCommands,
  SignatureOf,
} from "./typing.js";

declare const signatures: unique symbol;

interface Listening {
  readonly name: string;
  readonly listener: unknown;
  readonly stop: () => void;
}

/** A connection: commands and listeners over one session. */
export class Connection<C extends CommandMap<C> = NoCommands, E extends EventMap<E> = AnyEvents> {
  /** What carries it; for code that builds on clients. */
  readonly session: Session;
  /** For the type checker alone, which so finds the maps in clients that extend this one: never there. */
  declare readonly [signatures]?: { readonly commands: C; readonly events: E };
  #listening: readonly Listening[] = [];

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
   * Executes a command, by its constant from `schema.ts`, or by its name on the wire where the schema is known, and gives its result.
   *
   * Throws: QmpArgumentError before anything is sent; QmpError for the peer's own; QmpTimeoutError, QmpConnectionError,
   * QmpProtocolError, QmpUnsafeIntegerError; the signal's reason; TypeError or RangeError for what has no JSON, and for
   * a `timeoutMs` that is none.
   */
  execute<const Ref extends CommandRef<C>>(
    command: Ref,
    ...rest: CallParameters<SignatureOf<C, Ref>>
  ): Promise<SignatureOf<C, Ref>["returns"]> {
    const [args, options] = rest;
    return this.session.execute(commandOf(this.session, command), args, options);
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
}

/** What is known of a command: it says so itself, or the session's table does. */
export function commandOf({ table }: Session, ref: string | CommandType): CommandType {
  if (typeof ref !== "string") return ref;
  return own(table?.commands, ref) ?? { command: ref, open: true, returns: "any" };
}

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
 * Connects without a schema: for programs that must be small, and execute commands by their constants from `schema.ts`.
 * `connectAny` gives a client that can do more, and execute any command.
 *
 * Throws: as `openSession` does.
 */
export async function connect(to: Address | Transport, options: ConnectOptions = {}): Promise<Connection> {
  return new Connection(await new Session(undefined, transportOf(to), options, qmp(options.oob === true)).connect());
}
