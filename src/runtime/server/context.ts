// What a handler is told beside its arguments: whose command it is, a signal that ends it, a way to emit events. One
// is made for each command that runs; it is also what a deadline is set on.

import type { ServedCommand } from "./commands.js";
import type { Request } from "./envelope.js";
import type { ServerSession } from "./session.js";

/** What an event takes behind its name: data, where it has any; it may be left out where all of it may. */
export type EmitData<Data> = unknown extends Data
  ? [data?: unknown]
  : [Data] extends [undefined]
    ? []
    : Record<never, never> extends Data
      ? [data?: Data]
      : [data: Data];

/** Sends an event to all clients that have negotiated. Throws: TypeError for data that the schema does not allow. */
export type Emit<Events> = <Name extends keyof Events & string>(event: Name, ...data: EmitData<Events[Name]>) => void;

/** The client whose command it is. */
export type ClientSession = Pick<ServerSession, "name" | "isReady" | "emit" | "close" | "closed">;

/** What a handler is told. */
export interface CommandContext<Events = Readonly<Record<string, unknown>>> {
  /** The command's name on the wire. */
  readonly command: string;
  /** Whether it is executed out of band: past others that were sent before it. */
  readonly oob: boolean;
  readonly session: ClientSession;
  /** Fires when nobody waits for the result any more: the client left, the time is over, the server closes. */
  readonly signal: AbortSignal;
  readonly emit: Emit<Events>;
}

/** A command that runs. */
export class Call implements CommandContext {
  readonly session: ServerSession;
  readonly emit: CommandContext["emit"];
  readonly served: ServedCommand;
  readonly request: Request;
  /** Whether its reply is decided on. */
  done = false;
  /** By `performance.now()`. */
  deadline = Infinity;
  #control: AbortController | undefined;
  #reason: Error | undefined;

  constructor(session: ServerSession, emit: CommandContext["emit"], served: ServedCommand, request: Request) {
    this.session = session;
    this.emit = emit;
    this.served = served;
    this.request = request;
  }

  get command(): string {
    return this.request.command;
  }

  get oob(): boolean {
    return this.request.oob;
  }

  // Made when it is asked for: it would take longer than all else that is done for a small command.
  get signal(): AbortSignal {
    this.#control ??= new AbortController();
    if (this.#reason !== undefined) this.#control.abort(this.#reason);
    return this.#control.signal;
  }

  /** Nobody waits for it any more. */
  abort(reason: Error): void {
    this.done = true;
    this.#reason ??= reason;
    this.#control?.abort(reason);
  }

  expire(): void {
    this.session.expired(this);
  }
}
