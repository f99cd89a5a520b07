// Events: who is told of which, and loops over them with a bounded buffer.
//
// A subscriber is added before anything else happens in the call that makes it, so no event between a call and its
// first `await` is lost. Events are handed over in the order in which they came, each to all its subscribers.

import type { QmpFailure } from "./errors.js";
import { QmpOverflowError } from "./errors.js";
import type { Limits, WaitOptions } from "./waiting.js";
import { Wait } from "./waiting.js";

/** When an event was raised, by the host's clock: whole seconds since 1970, and the rest in microseconds. */
export interface Timestamp {
  readonly seconds: number;
  readonly microseconds: number;
}

/** The time of this host. */
export function timestampNow(): Timestamp {
  const ms = Date.now();
  return { seconds: Math.floor(ms / 1000), microseconds: (ms % 1000) * 1000 };
}

/** An event as a subscriber gets it, whatever its name. */
export interface AnyEvent {
  readonly event: string;
  /** `undefined` for an event without data. */
  readonly data: unknown;
  readonly timestamp: Timestamp;
}

/** What is told of events; a `fail` is an event that could not be given in the form of its types. */
export interface Subscriber {
  take(event: AnyEvent): void;
  fail(error: QmpFailure): void;
  /** The connection is lost, and a new one is being made: events may be missed. */
  lose?(cause: QmpFailure): void;
  /** No event will come any more: by this side's wish, or, with a cause, because the connection is lost for good. */
  end?(cause: QmpFailure | undefined): void;
}

/** The key under which subscribers to all events are kept; no event has this name. */
const all = "*";

/** Who is told of which events. */
export class EventHub {
  readonly #subscribers = new Map<string, Set<Subscriber>>();
  /** Once it is over: why. */
  #over: { readonly cause: QmpFailure | undefined } | undefined;

  /** Adds a subscriber to the events of some names, or to all for none; gives what takes it away again. */
  add(names: readonly string[], subscriber: Subscriber): () => void {
    if (this.#over !== undefined) {
      subscriber.end?.(this.#over.cause);
      return () => {};
    }
    const keys = names.length === 0 ? [all] : names;
    for (const key of keys) {
      const set = this.#subscribers.get(key);
      if (set === undefined) this.#subscribers.set(key, new Set([subscriber]));
      else set.add(subscriber);
    }
    return () => {
      for (const key of keys) {
        const set = this.#subscribers.get(key);
        if (set?.delete(subscriber) && set.size === 0) this.#subscribers.delete(key);
      }
    };
  }

  /** Whether anybody wants events of a name. */
  wants(name: string): boolean {
    return this.#subscribers.has(name) || this.#subscribers.has(all);
  }

  /** Tells all who want events of a name. */
  tell(name: string, what: (subscriber: Subscriber) => void): void {
    for (const key of [name, all]) {
      // A copy: a subscriber may add and remove others, and itself, while it is told.
      const subscribers = [...(this.#subscribers.get(key) ?? [])];
      for (const one of subscribers) what(one);
    }
  }

  /** Tells everybody that events may be missed. */
  lose(cause: QmpFailure): void {
    for (const one of this.#everybody()) one.lose?.(cause);
  }

  /** Tells everybody that it is over. */
  end(cause: QmpFailure | undefined): void {
    const everybody = this.#everybody();
    this.#over = { cause };
    this.#subscribers.clear();
    for (const one of everybody) one.end?.(cause);
  }

  #everybody(): ReadonlySet<Subscriber> {
    return new Set([...this.#subscribers.values()].flatMap((set) => [...set]));
  }
}

/** What a loop over events takes. */
export interface EventStreamOptions extends WaitOptions {
  /** The longest wait for one event, in milliseconds. Default: no limit, as a loop is meant to stay. */
  readonly timeoutMs?: number | undefined;
  /** How many events are kept until the loop takes them. Default: 1024. */
  readonly bufferSize?: number | undefined;
  /**
   * What happens when one more comes: the loop ends with a `QmpOverflowError` after the events that are kept
   * (`"error"`, the default), or the oldest, or the new one, is dropped and counted in `dropped`.
   */
  readonly overflow?: "error" | "drop-oldest" | "drop-newest" | undefined;
}

/** What ends a stream: without a cause, it just has no more events. */
interface End {
  readonly cause: unknown;
  readonly failed: boolean;
}

/** A loop over events: `for await (const event of qmp.events("STOP"))`. It listens from when it is made. */
export class EventStream<Event extends AnyEvent> implements AsyncIterableIterator<Event>, Subscriber {
  /** How many events were dropped for want of room. */
  dropped = 0;
  #kept: (Event | QmpFailure)[] = [];
  /** How many at the beginning of `#kept` are taken: to shift each would take its time where many are kept. */
  #taken = 0;
  readonly #options: EventStreamOptions;
  readonly #limits: Limits;
  readonly #waiting: Wait<IteratorResult<Event, undefined>>[] = [];
  #leave: () => void = () => {};
  #end: End | undefined;

  constructor(hub: EventHub, names: readonly string[], options: EventStreamOptions, limits: Limits) {
    this.#options = options;
    this.#limits = limits;
    const { signal, bufferSize = 1024 } = options;
    if (!(bufferSize >= 1)) throw new RangeError(`bufferSize must be 1 or more: ${String(bufferSize)}`);
    const remove = hub.add(names, this);
    const abort = () => this.#close({ cause: signal!.reason, failed: true });
    this.#leave = () => {
      remove();
      signal?.removeEventListener("abort", abort);
    };
    if (signal?.aborted) abort();
    else if (this.#end === undefined) signal?.addEventListener("abort", abort, { once: true });
  }

  take(event: AnyEvent): void {
    this.#keep(event as Event);
  }

  fail(error: QmpFailure): void {
    this.#keep(error);
  }

  end(cause: QmpFailure | undefined): void {
    this.#close({ cause, failed: cause !== undefined });
  }

  /** The next event; `done` once the client was closed by this side, or the loop was left. */
  next(): Promise<IteratorResult<Event, undefined>> {
    const kept = this.#shift();
    if (kept instanceof Error) {
      this.#close({ cause: undefined, failed: false });
      return Promise.reject(kept);
    }
    if (kept !== undefined) return Promise.resolve({ value: kept, done: false });
    if (this.#end !== undefined) {
      const { cause, failed } = this.#end;
      // Told once: who goes on asking is told that there is nothing more.
      this.#end = { cause: undefined, failed: false };
      return failed ? Promise.reject(cause) : Promise.resolve({ value: undefined, done: true });
    }
    const wait = new Wait<IteratorResult<Event, undefined>>(this.#limits);
    wait.onDone = () => {
      const at = this.#waiting.indexOf(wait);
      if (at >= 0) this.#waiting.splice(at, 1);
    };
    this.#waiting.push(wait);
    // A loop does not leave by itself what has failed; without this it would listen on, and keep what nobody takes.
    wait.promise.catch(() => this.#close({ cause: undefined, failed: false }));
    return wait.promise;
  }

  /** Leaves: no event is kept any more. A `for await` does this by itself. */
  return(): Promise<IteratorResult<Event, undefined>> {
    this.#kept = [];
    this.#taken = 0;
    this.#close({ cause: undefined, failed: false });
    return Promise.resolve({ value: undefined, done: true });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  #keep(one: Event | QmpFailure): void {
    if (this.#end !== undefined) return;
    const [first] = this.#waiting;
    if (first !== undefined) {
      if (one instanceof Error) {
        first.reject(one);
        this.#close({ cause: undefined, failed: false });
      } else first.resolve({ value: one, done: false });
      return;
    }
    const { bufferSize = 1024, overflow = "error" } = this.#options;
    if (this.#kept.length - this.#taken < bufferSize) {
      this.#kept.push(one);
    } else if (overflow === "error") {
      const message = `more than ${bufferSize} events came before the loop took them; see bufferSize and overflow`;
      this.#close({ cause: new QmpOverflowError(message), failed: true });
    } else {
      this.dropped++;
      if (overflow === "drop-newest") return;
      this.#shift();
      this.#kept.push(one);
    }
  }

  #shift(): Event | QmpFailure | undefined {
    if (this.#taken === this.#kept.length) return undefined;
    const kept = this.#kept[this.#taken++];
    if (this.#taken * 2 >= this.#kept.length) {
      this.#kept = this.#kept.slice(this.#taken);
      this.#taken = 0;
    }
    return kept;
  }

  /** Stops listening. What is kept can still be taken. */
  #close(end: End): void {
    this.#leave();
    if (this.#end !== undefined) return;
    this.#end = end;
    const waiting = this.#waiting.splice(0);
    for (const [index, wait] of waiting.entries()) {
      if (index === 0 && end.failed) {
        this.#end = { cause: undefined, failed: false };
        wait.reject(end.cause);
      } else wait.resolve({ value: undefined, done: true });
    }
  }
}
