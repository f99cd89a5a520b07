// The client that generated ones extend: the same for every schema, typed by a schema's maps of commands and events.

import { commandOf, Connection, openSession } from "./connection.js";
import { encode } from "./encode.js";
import { QmpConnectionError } from "./errors.js";
import type { EventStreamOptions } from "./events.js";
import { EventStream } from "./events.js";
import type { Feature } from "./introspection.js";
import { Introspection } from "./introspection.js";
import type { CallOptions, ConnectOptions, OutOfBandOptions } from "./options.js";
import type { Session } from "./session.js";
import type { CommandType, EventType } from "./table.js";
import type { Transport } from "./transport.js";
import type { Address } from "./transports/address.js";
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
  SignatureOf,
} from "./typing.js";
import type { WaitOptions } from "./waiting.js";
import { Wait } from "./waiting.js";

/** A client: commands and events over one session. */
export class QmpClient<C extends CommandMap<C> = AnyCommands, E extends EventMap<E> = AnyEvents> extends Connection<
  C,
  E
> {
  #introspection: { readonly links: number; readonly answers: Promise<Introspection> } | undefined;

  /**
   * Executes a command, by its name on the wire or by its constant from `schema.ts`, and gives its result.
   *
   * Throws: QmpArgumentError before anything is sent; QmpError for the peer's own; QmpTimeoutError, QmpConnectionError,
   * QmpProtocolError, QmpUnsafeIntegerError; the signal's reason; TypeError or RangeError for what has no JSON, and for
   * a `timeoutMs` that is none.
   */
  override execute<const Ref extends CommandRef<C>>(
    command: Ref,
    ...rest: CallParameters<SignatureOf<C, Ref>>
  ): Promise<SignatureOf<C, Ref>["returns"]> {
    const [args, options] = rest;
    return this.session.execute(encodable(this.session, command, args), args, options);
  }

  /**
   * Executes any command, known or not: nothing is held to a schema, and the result is given as it came, its integers exact.
   *
   * Throws: as `execute` does; QmpArgumentError only for what QEMU's parser would refuse.
   */
  executeRaw(command: string, args?: object, options?: OutOfBandOptions): Promise<JsonValue> {
    return this.session.execute(
      { ...commandOf(this.session, command), encode },
      args,
      options,
      true,
    ) as Promise<JsonValue>;
  }

  /**
   * A loop over the events of some names, or over all: `for await (const event of qmp.events("STOP", "RESUME"))`. It
   * listens from this call on, ends when the client is closed, and throws when the connection is lost for good. Options
   * come last.
   *
   * Throws: RangeError for a `bufferSize` that is none.
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
    const type = encodable(this.session, command, args);
    const wait = this.#wait(events, options);
    const limits: CallOptions = { signal: options?.signal, timeoutMs: options?.timeoutMs };
    const result = this.session.execute(type, args, limits);
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
  async supports(name: string, what?: Feature, options?: WaitOptions): Promise<boolean> {
    const { links } = this.session;
    if (this.#introspection?.links !== links) {
      const answers = this.executeRaw("query-qmp-schema", undefined, options).then((reply) => new Introspection(reply));
      const asked = { links, answers };
      this.#introspection = asked;
      // A failure is not kept: who asks again has QEMU asked again.
      answers.catch(() => {
        if (this.#introspection === asked) this.#introspection = undefined;
      });
    }
    return (await this.#introspection.answers).has(name, what);
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

/** What is known of a command, with what can write its arguments, or refuse them. */
export function encodable(session: Session, ref: string | CommandType, args: unknown): CommandType {
  const command = commandOf(session, ref);
  return args === undefined || command.encode !== undefined ? command : { ...command, encode };
}

const missing = (names: readonly string[]) => () => `no ${names.length === 0 ? "event" : names.join(" or ")}`;

/**
 * Connects without a schema, to a peer of which nothing is known: any command may be executed, by its name.
 *
 * Throws: as `openSession` does.
 */
export async function connectAny(to: Address | Transport, options?: ConnectOptions): Promise<QmpClient> {
  return new QmpClient(await openSession(undefined, to, options));
}
