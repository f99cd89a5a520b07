// Limits on how often events are sent: the first one at once, of those that follow within the interval only the last,
// when the interval ends, with the time at which it was raised (`monitor/monitor.c`, monitor_qapi_event_queue_no_reenter
// and monitor_qapi_event_handler).

/** How often an event is sent at most. */
export interface RateLimit {
  /** Once in so many milliseconds. */
  readonly ms: number;
  /** The member whose values are limited each by itself; default: none, all events of that name are one kind. */
  readonly by?: string | undefined;
  /** Which of them are not limited, by their data. */
  readonly except?: ((data: Readonly<Record<string, unknown>>) => boolean) | undefined;
}

const second = { ms: 1000 };

/** QEMU's own limits; the last two since 9.x (`monitor/monitor.c`, monitor_qapi_event_conf). */
export const qemuRateLimits: Readonly<Record<string, RateLimit>> = {
  RTC_CHANGE: second,
  WATCHDOG: second,
  BALLOON_CHANGE: second,
  QUORUM_REPORT_BAD: { ms: 1000, by: "node-name" },
  QUORUM_FAILURE: second,
  VSERPORT_CHANGE: { ms: 1000, by: "id" },
  MEMORY_DEVICE_SIZE_CHANGE: { ms: 1000, by: "qom-path" },
  BLOCK_IO_ERROR: { ms: 1000, by: "qom-path", except: ({ action }) => action === "stop" },
  HV_BALLOON_STATUS_REPORT: second,
};

interface Window {
  readonly timer: ReturnType<typeof setTimeout>;
  /** What is sent when it ends. */
  last: (() => void) | undefined;
}

/** Holds events back. */
export class RateLimiter {
  readonly #limits: ReadonlyMap<string, RateLimit>;
  /** Those that are open, by what is limited. */
  readonly #windows = new Map<string, Window>();

  /** Throws: RangeError for an interval that is none. */
  constructor(limits: Readonly<Record<string, RateLimit | false>> = {}) {
    const all = Object.entries({ ...qemuRateLimits, ...limits });
    this.#limits = new Map(all.filter((entry): entry is [string, RateLimit] => entry[1] !== false));
    for (const [name, { ms }] of this.#limits) {
      if (!(ms >= 0 && ms < 2 ** 31)) throw new RangeError(`rateLimits.${name}.ms takes milliseconds: ${String(ms)}`);
    }
  }

  /** Sends an event, now or later, or never if another one of its kind comes before its time. */
  pass(name: string, data: unknown, send: () => void): void {
    const limit = this.#limits.get(name);
    const members = Object(data) as Readonly<Record<string, unknown>>;
    if (limit === undefined || limit.except?.(members)) return send();
    const key = limit.by === undefined ? name : `${name} ${String(members[limit.by])}`;
    const window = this.#windows.get(key);
    if (window !== undefined) {
      window.last = send;
      return;
    }
    send();
    this.#open(key, limit.ms);
  }

  /** Forgets what is held back. */
  stop(): void {
    for (const { timer } of this.#windows.values()) clearTimeout(timer);
    this.#windows.clear();
  }

  #open(key: string, ms: number): void {
    const timer = setTimeout(() => {
      this.#windows.delete(key);
      if (window.last === undefined) return;
      window.last();
      this.#open(key, ms);
    }, ms);
    timer.unref?.();
    const window: Window = { timer, last: undefined };
    this.#windows.set(key, window);
  }
}
