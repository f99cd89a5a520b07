// Waiting with an end: every promise that a client hands out comes from a `Wait`, which settles once, by its value, by
// its budget of time or by the caller's signal, and then holds nothing that would keep the process alive.

import type { BudgetName, FailureContext } from "./errors.js";
import { QmpTimeoutError } from "./errors.js";

/** What every wait takes. */
export interface WaitOptions {
  /** Ends the wait: it is rejected with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** The longest that it may take, in milliseconds; `Infinity` for no limit. Default: the budget of its kind. */
  readonly timeoutMs?: number | undefined;
}

/** How long waits may take, in milliseconds, by kind. */
export type Budgets = Readonly<Record<BudgetName, number>>;

/** The budgets where nothing else is said: all finite. */
const defaultBudgets: Budgets = {
  connect: 10_000,
  handshake: 10_000,
  command: 60_000,
  event: 60_000,
  job: 3_600_000,
};

/**
 * Budgets from what a user said: one figure for all, or some by kind.
 *
 * Throws: RangeError for what is no length of time.
 */
export function budgetsOf(said: number | Partial<Budgets> = {}): Budgets {
  const budgets: Record<BudgetName, number> = { ...defaultBudgets };
  for (const name of Object.keys(budgets) as BudgetName[]) {
    budgets[name] = checkedMs((typeof said === "object" ? said[name] : said) ?? budgets[name]);
  }
  return budgets;
}

function checkedMs(ms: number): number {
  if (typeof ms === "number" && ms >= 0) return ms;
  throw new RangeError(`timeoutMs takes milliseconds from 0, or Infinity: ${String(ms)}`);
}

/** What limits a wait: the options of the call, the budget that it draws on otherwise, and what it waits for. */
export interface Limits {
  readonly options: WaitOptions | undefined;
  readonly budget: BudgetName;
  readonly budgets: Budgets;
  readonly deadlines: Deadlines;
  /** What did not come, for the message of the time-out: "no reply". */
  readonly missing: () => string;
  readonly context?: FailureContext | undefined;
}

/** The longest time that the platform's timers take: 24.8 days. */
export const longestTimer = 2 ** 31 - 1;

/** What has a deadline. */
interface Waiting {
  readonly done: boolean;
  /** By `performance.now()`. */
  readonly deadline: number;
  expire(): void;
}

/**
 * The deadlines of a session's waits, all on one timer: most waits end long before, and to set and clear a timer for each
 * would take a tenth of what a command takes. The timer keeps the process alive only while there is a deadline.
 */
export class Deadlines {
  /** Those that wait, and some that are done: to look for each when it is would take longer. */
  #waits: Waiting[] = [];
  /** How many of them wait. */
  #count = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** When the timer goes off. */
  #next = Infinity;

  add(wait: Waiting): void {
    this.#waits.push(wait);
    this.#count++;
    if (wait.deadline < this.#next) this.#set(wait.deadline);
    else this.#timer!.ref?.();
  }

  /** One more of those that were added is done. */
  remove(): void {
    if (--this.#count === 0) this.#timer?.unref?.();
    if (this.#waits.length > 2 * this.#count + 8) this.#waits = this.#waits.filter((wait) => !wait.done);
  }

  #set(at: number): void {
    clearTimeout(this.#timer);
    this.#next = at;
    this.#timer = setTimeout(() => this.#run(), at - performance.now());
  }

  #run(): void {
    const now = performance.now();
    let next = Infinity;
    // What ends here may let something else begin, which has a deadline, too.
    this.#next = Infinity;
    for (const wait of this.#waits) {
      if (wait.done) continue;
      if (wait.deadline <= now) wait.expire();
      else if (wait.deadline < next) next = wait.deadline;
    }
    if (next < this.#next) this.#set(next);
  }
}

/** A promise with a limit. */
export class Wait<T> {
  readonly promise: Promise<T>;
  /** Whether it is settled. */
  done = false;
  /** Called once, when it settles. */
  onDone: (() => void) | undefined;
  #resolve!: (value: T) => void;
  #reject!: (reason: unknown) => void;
  /** When it has taken too long, by `performance.now()`. */
  readonly deadline: number = Infinity;
  readonly #limits: Limits;
  #abort: (() => void) | undefined;

  /** Throws: RangeError for a `timeoutMs` that is no length of time. */
  constructor(limits: Limits) {
    const { options, budget, budgets, deadlines } = limits;
    this.#limits = limits;
    const ms = checkedMs(options?.timeoutMs === undefined ? budgets[budget] : options.timeoutMs);
    this.promise = new Promise<T>((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    const signal = options?.signal;
    if (signal?.aborted) {
      this.reject(signal.reason);
    } else if (signal !== undefined) {
      this.#abort = () => this.reject(signal.reason);
      signal.addEventListener("abort", this.#abort, { once: true });
    }
    if (ms > longestTimer || this.done) return;
    this.deadline = performance.now() + ms;
    deadlines.add(this);
  }

  resolve(value: T): void {
    if (this.#end()) this.#resolve(value);
  }

  reject(reason: unknown): void {
    if (this.#end()) this.#reject(reason);
  }

  /** It has taken too long. */
  expire(): void {
    const { options, budget, budgets, missing, context } = this.#limits;
    const ms = options?.timeoutMs ?? budgets[budget];
    this.reject(new QmpTimeoutError(budget, ms, `${missing()} within ${ms} ms (the ${budget} budget)`, context));
  }

  #end(): boolean {
    if (this.done) return false;
    this.done = true;
    if (this.deadline < Infinity) this.#limits.deadlines.remove();
    if (this.#abort !== undefined) this.#limits.options!.signal!.removeEventListener("abort", this.#abort);
    this.onDone?.();
    return true;
  }
}

/** Pauses. Rejected with the signal's reason if it ends the pause. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const end = () => {
      clearTimeout(timer);
      reject(signal!.reason);
    };
    const timer = setTimeout(
      () => {
        signal?.removeEventListener("abort", end);
        resolve();
      },
      // The platform makes a millisecond of what its timers do not take.
      Math.min(ms, longestTimer),
    );
    signal?.addEventListener("abort", end, { once: true });
  });
}
