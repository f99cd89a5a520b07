// What the type checker knows of commands and events: from a schema's maps, `Commands` and `Events`, to the parameters
// and results of a client's methods. Nothing here is left at run time.

import type { QmpFailure } from "./errors.js";
import type { Timestamp } from "./events.js";
import type { CallOptions, OutOfBandOptions } from "./options.js";
import type { CommandSignature, CommandType, EventType } from "./table.js";
import type { WaitOptions } from "./waiting.js";

/** Any JSON value. An integer that a `number` would round is a `bigint`. */
export type JsonValue =
  null | boolean | number | bigint | string | readonly JsonValue[] | { readonly [name: string]: JsonValue | undefined };

// ---- commands --------------------------------------------------------------------------------------------------------

/** A schema's commands by name. */
export type CommandMap<C> = { [Name in keyof C]: CommandSignature };

/** No command has a name: only constants are known. */
export type NoCommands = Readonly<Record<never, never>>;

/** Commands of which nothing is known. */
export type AnyCommands = Readonly<
  Record<string, { readonly arguments: Readonly<Record<string, unknown>>; readonly returns: unknown }>
>;

/** What names a command: its name on the wire, or its constant from `schema.ts`. */
export type CommandRef<C> = (keyof C & string) | CommandType;

/** What a command takes and gives. */
export type SignatureOf<C, Ref> =
  Ref extends CommandType<string, infer Signature>
    ? Signature
    : Ref extends keyof C
      ? C[Ref] extends CommandSignature
        ? C[Ref]
        : never
      : never;

/** The options of a call; those of a command that may be executed out of band say so. */
export type CallOptionsOf<Signature> = Signature extends { oob: true } ? OutOfBandOptions : CallOptions;

/** Members as they are declared: what every object has would pass for one that must be given. */
type Declared<A> = { [Name in keyof A as Name extends keyof object | "constructor" ? never : Name]: A[Name] };

/** What a call takes after the command: arguments may be left out where none is mandatory. */
export type CallParameters<Signature extends CommandSignature> =
  Record<never, never> extends Declared<Signature["arguments"]>
    ? [args?: Signature["arguments"] | undefined, options?: CallOptionsOf<Signature> | undefined]
    : [args: Signature["arguments"], options?: CallOptionsOf<Signature> | undefined];

// ---- events ----------------------------------------------------------------------------------------------------------

/** A schema's events by name. */
export type EventMap<E> = { [Name in keyof E]: { readonly data: unknown } };

/** Events of which nothing is known. */
export type AnyEvents = Readonly<Record<string, { readonly data: unknown }>>;

/** What the client itself tells beside the peer's events. */
export interface OwnEvents {
  /** The connection was lost and is there again: what happened in between is not known. Only with `reconnect`. */
  readonly "%gap": { readonly data: { readonly reason: QmpFailure } };
}

/** The names of events that can be listened to. */
export type EventName<E> = (keyof E | keyof OwnEvents) & string;

/** What names an event: its name, or its constant from `schema.ts`. */
export type EventRef<E> = EventName<E> | EventType;

type DataOf<E, Ref> =
  Ref extends EventType<string, infer Data>
    ? Data
    : Ref extends keyof OwnEvents
      ? OwnEvents[Ref]["data"]
      : Ref extends keyof E
        ? E[Ref] extends { readonly data: infer Data }
          ? Data
          : never
        : never;

/** An event as it is given to whoever listens: one of a union, told apart by `event`. */
export type EventOf<E, Ref> =
  Ref extends EventRef<E>
    ? {
        readonly event: Ref extends EventType<infer Name> ? Name : Ref & string;
        readonly data: DataOf<E, Ref>;
        readonly timestamp: Timestamp;
      }
    : never;

/** An event that the schema does not know; its name is whatever came. */
export interface UnrecognizedEvent {
  readonly event: "%unrecognized";
  readonly data: unknown;
  readonly timestamp: Timestamp;
}

/** The events of some names; for none, all that may come. */
export type EventsOf<E, Ref> = [Ref] extends [never] ? EventOf<E, EventName<E>> | UnrecognizedEvent : EventOf<E, Ref>;

/** A function that is called with events. What it throws, or rejects with, goes to the connection's `onError`. */
export type Listener<Event> = (event: Event) => unknown;

/** What a wait for an event takes. */
export interface EventWaitOptions<Event> extends WaitOptions {
  /** Which of the events it is; the others are passed over. Default: the first that comes. */
  readonly where?: ((event: Event) => boolean) | undefined;
}
