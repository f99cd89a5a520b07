// What a server can be told: whom it serves, how long it waits, and what of its schema it accepts and shows.

import type { Version } from "../protocol.js";
import type { ClientSession } from "./context.js";
import type { RateLimit } from "./rate-limits.js";

/** What becomes of what is deprecated or unstable, as QEMU's `-compat` has it (`qapi/compat.json`). */
export interface CompatPolicy {
  /** Deprecated commands, arguments and values that come in. Default: they are accepted. */
  readonly deprecatedInput?: "accept" | "reject" | undefined;
  /** Deprecated members, events and entries of `query-qmp-schema` that go out. Default: they are sent. */
  readonly deprecatedOutput?: "accept" | "hide" | undefined;
  /** Unstable commands, arguments and values that come in. Default: they are accepted. */
  readonly unstableInput?: "accept" | "reject" | undefined;
  /** Unstable members and events that go out. Default: they are sent. */
  readonly unstableOutput?: "accept" | "hide" | undefined;
}

/** How a server is made. */
export interface ServerOptions {
  /** What the greeting and `query-version` say. Default: 10.0.0, without a distributor's name. */
  readonly version?: Partial<Version> | undefined;
  readonly compat?: CompatPolicy | undefined;
  /**
   * How many clients are served at once; others wait in silence until one leaves, as they do at QEMU's monitor, which
   * serves one. Default: any number.
   */
  readonly clients?: number | undefined;
  /** How many connections there may be, those that wait included; more are closed at once. Default: 1024. */
  readonly maxConnections?: number | undefined;
  /**
   * How long a handler may take, in milliseconds; then its client gets an error, and the next command its turn.
   * `Infinity` for as long as it likes. Default: 60 s, which is how long this library's client waits.
   */
  readonly commandTimeoutMs?: number | undefined;
  /**
   * How many bytes of events may wait for a client: one that does not read them is dropped when there would be more. Its
   * commands are not read any more long before, so that replies are bounded by themselves. Default: 16 MiB.
   */
  readonly maxPendingBytes?: number | undefined;
  /** How long a message may be, in bytes. Default: 64 MiB, as QEMU takes. */
  readonly maxMessageBytes?: number | undefined;
  /**
   * How often events are sent at most, by name, in addition to QEMU's own limits for the events that it limits; `false`
   * for no limit.
   */
  readonly rateLimits?: Readonly<Record<string, RateLimit | false>> | undefined;
  /** Commands that are there, but refused: what `guest-info` of a guest agent calls not enabled. */
  readonly blocked?: readonly string[] | undefined;
  /** Told of each client once it takes events: it has negotiated; of a guest agent's, once it is there. */
  readonly onReady?: ((session: ClientSession) => void) | undefined;
  /**
   * Told what is wrong with this side: a handler that threw something else than a `QmpError`, gave a wrong result or
   * took too long, a client that was dropped. Default: `console.error`.
   */
  readonly onError?: ((error: Error) => void) | undefined;
}

/** Options with all that was left out. */
export interface Options {
  readonly version: Version;
  readonly compat: { readonly [Name in keyof CompatPolicy]-?: NonNullable<CompatPolicy[Name]> };
  readonly clients: number;
  readonly maxConnections: number;
  readonly commandTimeoutMs: number;
  readonly maxPendingBytes: number;
  readonly maxMessageBytes: number;
  readonly blocked: readonly string[];
  readonly onReady: (session: ClientSession) => void;
  readonly onError: (error: Error) => void;
}

/** Throws: RangeError for a figure that is out of range, TypeError for what is none. */
export function withDefaults(said: ServerOptions): Options {
  const { compat = {} } = said;
  const figure = (
    name: "clients" | "maxConnections" | "commandTimeoutMs" | "maxPendingBytes" | "maxMessageBytes",
    usual: number,
  ) => {
    const value = said[name] ?? usual;
    if (typeof value === "number" && value > 0) return value;
    throw new RangeError(`${name} takes a number above 0: ${String(value)}`);
  };
  for (const [name, value] of Object.entries(compat)) {
    const allowed = name.endsWith("Input") ? ["accept", "reject"] : ["accept", "hide"];
    if (value !== undefined && !allowed.includes(value)) {
      throw new TypeError(`compat.${name} takes '${allowed.join("' or '")}': ${String(value)}`);
    }
  }
  return {
    version: { major: 10, minor: 0, micro: 0, package: "", ...said.version },
    compat: {
      deprecatedInput: compat.deprecatedInput ?? "accept",
      deprecatedOutput: compat.deprecatedOutput ?? "accept",
      unstableInput: compat.unstableInput ?? "accept",
      unstableOutput: compat.unstableOutput ?? "accept",
    },
    clients: figure("clients", Infinity),
    maxConnections: figure("maxConnections", 1024),
    commandTimeoutMs: figure("commandTimeoutMs", 60_000),
    maxPendingBytes: figure("maxPendingBytes", 16 * 2 ** 20),
    maxMessageBytes: figure("maxMessageBytes", 64 * 2 ** 20),
    blocked: said.blocked ?? [],
    onReady: said.onReady ?? (() => {}),
    onError: said.onError ?? ((error) => console.error(error)),
  };
}
