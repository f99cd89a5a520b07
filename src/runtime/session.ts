// A session with a peer: opens the link, leads it to where commands may be sent, keeps track of what is on its way, and
// settles every promise when the link ends. It knows no dialect: what is said first is QMP's or the guest agent's
// matter, and comes in as a `Dialect`.

import type { Dialect, Meeting, Wire } from "./dialect.js";
import type { FailureContext } from "./errors.js";
import { QmpConnectionError, QmpFailure, QmpProtocolError, QmpTimeoutError } from "./errors.js";
import type { AnyEvent, Subscriber, Timestamp } from "./events.js";
import { EventHub, timestampNow } from "./events.js";
import type { ConnectOptions, OutOfBandOptions, ReconnectOptions } from "./options.js";
import type { Greeting, Message } from "./protocol.js";
import { errorOf, excerpt, isObject, own, parsedMessage, requestText } from "./protocol.js";
import type { Request } from "./requests.js";
import { Requests } from "./requests.js";
import type { SessionState } from "./states.js";
import { isMove } from "./states.js";
import type { CommandType, EventType, SchemaTable } from "./table.js";
import type { Link, Transport } from "./transport.js";
import { connectionError } from "./transports/ending.js";
import type { Budgets, Limits, WaitOptions } from "./waiting.js";
import { budgetsOf, Deadlines, pause, Wait } from "./waiting.js";

interface Line extends Meeting {
  link?: Link | undefined;
  /** What is being waited for: the link, then the handshake. */
  wait?: { reject(reason: unknown): void };
  /** What went wrong before anybody waited for it. */
  failure?: QmpFailure;
  /** Whether commands may be sent. */
  ready: boolean;
  /** Whether nothing that comes counts any more. */
  over: boolean;
}

/**
 * How many commands QEMU takes in band before it stops reading, where out-of-band execution was agreed on: one more, and
 * an out-of-band command would not be read (`monitor/qmp.c`, QMP_REQ_QUEUE_LEN_MAX).
 */
const inBandRoom = 8;

/** How long a peer may take to answer `quit` before its line is ended, in milliseconds. */
const lineEndMs = 50;

const noReply = () => "no reply";

/** The pause between two attempts to connect with `retry`, in milliseconds. */
const retryMs = 50;

/** A session with one peer. */
export class Session {
  /** What is known of commands and events. */
  readonly table: SchemaTable | undefined;
  readonly budgets: Budgets;
  readonly hub = new EventHub();
  /** Settled when the session is over: with why, or with nothing if this side closed it. Never rejected. */
  readonly closed: Promise<QmpFailure | undefined>;
  readonly #transport: Transport;
  readonly #dialect: Dialect;
  readonly #options: ConnectOptions;
  readonly #requests = new Requests(
    (text) => this.#write(text),
    () => this.#newId(),
  );
  readonly #events = new Map<string, EventType>();
  readonly #deadlines = new Deadlines();
  /** So that hardly two sessions share ids, whatever their processes. */
  readonly #prefix = `q${Math.random().toString(36).slice(2, 10)}-`;
  /** Ends whatever `close` has to end: an attempt to connect, or the pause before one. */
  readonly #closing = new AbortController();
  #settleClosed!: (cause: QmpFailure | undefined) => void;
  #state: SessionState = "connecting";
  #connection: Line | undefined;
  #greeting: Greeting | undefined;
  /** Whether out-of-band execution was agreed on. */
  #oob = false;
  #links = 0;
  #count = 0;
  #out = "";
  readonly #flushLater = () => this.#flush();
  /** Whose `then` is how a turn ends: the platform's own function for it takes far longer. */
  readonly #turn = Promise.resolve();
  /** What is to be told of events that came before the caller had a chance to listen. */
  #early: (() => void)[] | undefined;
  /** Why the link was lost that is being replaced. */
  #gap: QmpConnectionError | undefined;
  /** Whether the peer was told to end: then nobody is to be found there again. */
  #isQuitting = false;
  /** Settled when the link that was dropped last is closed. */
  #dropping: Promise<void> | undefined;
  /** Why the session is over. */
  #cause: QmpFailure | undefined;

  constructor(table: SchemaTable | undefined, transport: Transport, options: ConnectOptions, dialect: Dialect) {
    this.table = table;
    this.#transport = transport;
    this.#options = options;
    this.#dialect = dialect;
    this.budgets = budgetsOf(options.timeoutMs);
    this.closed = new Promise((resolve) => {
      this.#settleClosed = resolve;
    });
  }

  /** Counts the links that this session has had. */
  get links(): number {
    return this.#links;
  }

  get state(): SessionState {
    return this.#state;
  }

  /** What the peer said when it was connected to; a guest agent says nothing. */
  get greeting(): Greeting | undefined {
    return this.#greeting;
  }

  /** Connects for the first time. Throws: QmpConnectionError, QmpTimeoutError, QmpProtocolError, QmpError. */
  async connect(): Promise<this> {
    try {
      await this.#establish(this.#options.signal);
    } catch (error) {
      this.#finish(error as QmpFailure);
      throw error;
    }
    return this;
  }

  /** The name of an event; its description is kept, for when one comes. */
  eventName(of: string | EventType): string {
    if (typeof of === "string") return of;
    this.#events.set(of.event, of);
    return of.event;
  }

  /**
   * Sends a command and gives its result: `raw` as it came, else in the form of its types.
   *
   * Throws: QmpArgumentError before anything is sent; QmpError; QmpConnectionError, QmpTimeoutError, QmpProtocolError,
   * QmpUnsafeIntegerError; the reason of `signal`; RangeError for a `timeoutMs` that is none.
   */
  execute(command: CommandType, args: unknown, options: OutOfBandOptions | undefined, raw = false): Promise<unknown> {
    try {
      return this.#request(command, args, options, raw);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  #request(command: CommandType, args: unknown, options: OutOfBandOptions | undefined, raw: boolean): Promise<unknown> {
    const name = command.command;
    const check = !raw && (options?.check ?? this.#options.check ?? true);
    // A command that takes no arguments brings nothing along that could write them.
    const body = command.encode?.(command, args, check) ?? JSON.stringify(args ?? {});
    const oob = options?.oob === true;
    if (this.#state === "closing" || this.#state === "closed") throw this.#lost({ command: name });
    const context = { command: name, id: undefined };
    const wait = new Wait<unknown>(this.limits("command", options, noReply, context));
    this.#requests.add({ context, command, args: body, oob, raw, wait });
    // What is left off behind `quit`, for a peer that reads lines.
    if (name === "quit") {
      this.#isQuitting = true;
      setTimeout(() => wait.done || this.#write("\n"), lineEndMs);
    }
    return wait.promise;
  }

  /** What limits a wait of this session. */
  limits(
    budget: Limits["budget"],
    options: WaitOptions | undefined,
    missing: () => string,
    context?: FailureContext,
  ): Limits {
    return { budget, budgets: this.budgets, deadlines: this.#deadlines, options, missing, context };
  }

  /** Tells who asked for it of something that has no other way out. */
  report(error: unknown): void {
    const { onError } = this.#options;
    try {
      if (onError === undefined) throw error;
      onError(error);
    } catch (thrown) {
      // Not here, where it would look like a message that cannot be read, and end the session.
      queueMicrotask(() => {
        throw thrown;
      });
    }
  }

  /** Closes the link and settles everything. Safe to call twice, and at any time. */
  async close(): Promise<void> {
    if (this.#state !== "closed" && this.#state !== "closing") {
      this.#flush();
      this.#move("closing");
      this.#closing.abort(this.#lost());
      this.#requests.end((of) => this.#lost(of), false);
      this.#tellEarly();
      this.hub.end(undefined);
      await this.#drop(this.#connection);
      this.#finish(undefined);
    }
    await this.#dropping;
    await this.closed;
  }

  // ---- one connection ------------------------------------------------------------------------------------------------

  /** Opens a link and leads it to `ready`. */
  async #establish(signal: AbortSignal | undefined): Promise<void> {
    const connection = this.#newConnection();
    try {
      connection.link = await this.#open(connection, signal);
      this.#flush();
      connection.handshake.start?.();
      await this.#ready(connection, signal);
    } catch (error) {
      void this.#drop(connection);
      throw error;
    }
  }

  /** Opens a link within the budget. What comes over it before this is done is not lost. */
  async #open(connection: Line, signal: AbortSignal | undefined): Promise<Link> {
    let reason = "";
    const missing = () => `no connection to ${this.#transport.name}${reason}`;
    const open = new Wait<Link>(this.limits("connect", { signal }, missing));
    connection.wait = open;
    const attempt = new AbortController();
    const events = {
      data: (chunk: Uint8Array | string) => this.#received(connection, chunk),
      end: (cause?: Error) => this.#linkEnded(connection, cause),
    };
    const tryOnce = () => {
      // A transport of a stranger's may throw before there is a promise.
      (async () => this.#transport.open(events, attempt.signal))().then(
        (link) => {
          if (open.done) void link.close();
          else open.resolve(link);
        },
        (error: unknown) => {
          if (open.done || this.#options.retry !== true || !isAbsence(error))
            return open.reject(connectionError(error));
          reason = `: ${(error as Error).message}`;
          pause(retryMs, attempt.signal).then(tryOnce, () => {});
        },
      );
    };
    tryOnce();
    try {
      return await open.promise;
    } catch (error) {
      attempt.abort(error);
      throw error;
    }
  }

  async #ready(connection: Line, signal: AbortSignal | undefined): Promise<void> {
    if (this.#state === "connecting") this.#move("greeting");
    if (connection.ready) return;
    const missing = () => `${connection.handshake.missing()} from ${this.#transport.name}${restText(connection)}`;
    const wait = new Wait<void>(this.limits("handshake", { signal }, missing));
    connection.wait = wait;
    if (connection.failure !== undefined) wait.reject(connection.failure);
    await wait.promise;
  }

  #newConnection(): Line {
    const wire: Wire = {
      command: (name, args) => {
        const id = this.#newId();
        this.#write(requestText(name, args === undefined ? "{}" : JSON.stringify(args), id));
        return id;
      },
      bytes: (bytes) => {
        this.#flush();
        connection.link?.write(bytes);
      },
      greeted: (greeting) => {
        if (this.#state === "connecting") this.#move("greeting");
        this.#greeting = greeting;
        this.#move("negotiating");
      },
      outOfBand: () => {
        this.#oob = true;
      },
    };
    const connection: Line = {
      ...this.#dialect(wire, this.#options.maxMessageBytes, (text) => this.#message(connection, text)),
      ready: false,
      over: false,
    };
    this.#out = "";
    this.#oob = false;
    this.#connection = connection;
    this.#links++;
    return connection;
  }

  #received(connection: Line, chunk: Uint8Array | string): void {
    if (connection.over) return;
    try {
      connection.framer.push(chunk);
    } catch (error) {
      this.#fail(connection, error as QmpFailure);
    }
  }

  /** The peer broke the protocol, or refused the handshake: the session is over, and there is no second try. */
  #fail(connection: Line, error: QmpFailure): void {
    if (connection.ready) {
      void this.#drop(connection);
      this.#finish(error);
    } else {
      connection.failure = error;
      connection.framer.stop();
      connection.wait?.reject(error);
    }
  }

  #linkEnded(connection: Line, cause: Error | undefined): void {
    if (connection.over) return;
    const why = cause === undefined ? "the peer closed the connection" : cause.message;
    const when = connection.ready ? "" : ` before the session was ready${restText(connection)}`;
    const error = new QmpConnectionError(`${this.#transport.name}: ${why}${when}`, { cause });
    if (!connection.ready) {
      connection.failure ??= error;
      connection.wait?.reject(error);
      return;
    }
    void this.#drop(connection);
    const { reconnect } = this.#options;
    if (!reconnect || this.#isQuitting || !this.#transport.reopens) return this.#finish(error);
    this.#move("waiting");
    this.#requests.lose((of) => this.#lost(of, error), true);
    this.#tellEarly();
    this.hub.lose(error);
    void this.#reconnect(error, reconnect === true ? {} : reconnect);
  }

  async #reconnect(lost: QmpConnectionError, options: ReconnectOptions): Promise<void> {
    const { attempts = Infinity, delayMs = 100, maxDelayMs = 5000 } = options;
    this.#gap = lost;
    let delay = delayMs;
    for (let attempt = 1; ; attempt++, delay = Math.min(delay * 2, maxDelayMs)) {
      try {
        await pause(delay, this.#closing.signal);
        this.#move("connecting");
        return await this.#establish(this.#closing.signal);
      } catch (error) {
        if (this.#closing.signal.aborted) return;
        const again = error instanceof QmpConnectionError || error instanceof QmpTimeoutError;
        if (!again || attempt >= attempts) return this.#finish(error as QmpFailure);
        this.#move("waiting");
      }
    }
  }

  /** Frees a connection; nothing that it still says is heard. */
  #drop(connection: Line | undefined): Promise<void> | undefined {
    if (connection === undefined) return;
    connection.over = true;
    connection.framer.stop();
    connection.handshake.stop?.();
    const { link } = connection;
    connection.link = undefined;
    if (link !== undefined) this.#dropping = link.close().catch(() => {});
    return this.#dropping;
  }

  /** The end: every promise settles, every listener is told. */
  #finish(cause: QmpFailure | undefined): void {
    if (this.#state === "closed") return;
    this.#move("closed");
    this.#cause = cause;
    const isPeers = cause instanceof QmpConnectionError;
    this.#requests.end((of) => this.#lost(of), isPeers);
    this.#tellEarly();
    this.hub.end(cause);
    this.#settleClosed(cause);
  }

  /** The error of a command that the end of the link, or of the session, leaves without a reply. */
  #lost(of?: FailureContext, cause: QmpFailure | undefined = this.#cause): QmpFailure {
    const why = cause === undefined ? "this side closed the session" : cause.message;
    const context = { ...of, cause };
    return cause instanceof QmpProtocolError
      ? new QmpProtocolError(why, context)
      : new QmpConnectionError(why, context);
  }

  #move(to: SessionState): void {
    if (!isMove(this.#state, to)) throw new Error(`a session cannot go from ${this.#state} to ${to}`);
    this.#state = to;
  }

  #newId(): string {
    return this.#prefix + ++this.#count;
  }

  // ---- what is sent --------------------------------------------------------------------------------------------------

  /** Sends text, with all other text of the same turn in one piece. */
  #write(text: string): void {
    if (this.#out === "") void this.#turn.then(this.#flushLater);
    this.#out += text;
  }

  #flush(): void {
    const link = this.#connection?.link;
    if (this.#out === "" || link === undefined) return;
    const text = this.#out;
    this.#out = "";
    link.write(text);
  }

  // ---- what comes ----------------------------------------------------------------------------------------------------

  #message(connection: Line, text: string): void {
    const parsed = parsedMessage(text);
    if (connection.ready) return this.#dispatch(parsed.value, parsed.exact);
    if (!connection.handshake.take(parsed.value)) return;
    connection.ready = true;
    connection.handshake.stop?.();
    this.#move("ready");
    this.#early = [];
    // A turn later, whoever was given this session has had the chance to listen.
    setTimeout(() => this.#tellEarly(), 0);
    if (this.#gap !== undefined) this.#tell({ event: "%gap", data: { reason: this.#gap }, timestamp: timestampNow() });
    this.#gap = undefined;
    this.#requests.open(this.#oob ? inBandRoom : Infinity, this.#oob);
    (connection.wait as Wait<unknown> | undefined)?.resolve(undefined);
  }

  /** Throws: QmpProtocolError. */
  #dispatch(message: Message, exact: boolean): void {
    if ("event" in message) return this.#event(message, exact);
    if (!("return" in message || "error" in message)) {
      throw new QmpProtocolError(`neither a reply nor an event: ${excerpt(Object.keys(message).join(", "))}`);
    }
    this.#tellEarly();
    // An id that is not ours belongs to an earlier client: QEMU hands its late replies to the next one.
    const request = this.#requests.replied(message["id"]);
    if (request === undefined && !("id" in message)) {
      const { desc } = Object(message["error"]) as Message;
      const what = typeof desc === "string" ? `an error without id, so nobody's: ${desc}` : "a reply without id";
      throw new QmpProtocolError(`the peer sent ${what}`);
    }
    if (request !== undefined && !request.wait.done) settle(request, message, exact);
  }

  #event(message: Message, exact: boolean): void {
    const { event: name, data, timestamp } = message;
    if (typeof name !== "string") throw new QmpProtocolError("an event without a name");
    const type = this.#events.get(name) ?? own(this.table?.events, name);
    const time = isObject(timestamp) ? (timestamp as unknown as Timestamp) : { seconds: -1, microseconds: -1 };
    if (this.#early === undefined && !this.hub.wants(name)) return;
    try {
      const decoded = type?.decode === undefined ? data : type.decode(type.data!, data, { name, exact });
      this.#tell({ event: name, data: decoded, timestamp: time });
    } catch (error) {
      if (!(error instanceof QmpFailure)) throw error;
      this.#tellAll(name, (subscriber) => subscriber.fail(error));
    }
  }

  #tell(event: AnyEvent): void {
    this.#tellAll(event.event, (subscriber) => subscriber.take(event));
  }

  #tellAll(name: string, what: (subscriber: Subscriber) => void): void {
    if (this.#early === undefined) this.hub.tell(name, what);
    else this.#early.push(() => this.hub.tell(name, what));
  }

  #tellEarly(): void {
    const early = this.#early ?? [];
    this.#early = undefined;
    for (const tell of early) tell();
  }
}

/** Gives a command its result, or its error. */
function settle({ command, context, raw, wait }: Request, message: Message, exact: boolean): void {
  const { command: name, returns, decode } = command;
  if ("error" in message) return wait.reject(errorOf(message, context));
  const result = message["return"];
  if (raw) return wait.resolve(result);
  try {
    wait.resolve(returns && decode ? decode(returns, result, { name, exact, context }) : returns && result);
  } catch (error) {
    wait.reject(error);
  }
}

function restText({ framer }: Line): string {
  const rest = framer.rest();
  return rest === "" ? "" : `; it said ${excerpt(rest)}`;
}

/** Whether nobody is there, or nobody who has time: what may be otherwise in a moment. */
function isAbsence(error: unknown): boolean {
  const { code } = Object((error as Error | undefined)?.cause) as { readonly code?: unknown };
  return ["ENOENT", "ECONNREFUSED", "EAGAIN"].includes(code as string);
}
