// Following events: each is printed as it comes, and so is the reply to a command that is executed meanwhile, in the
// order of their arrival.

import type { AnyEvent } from "../runtime/index.js";
import type { EventHub } from "../runtime/events.js";
import { longestTimer } from "../runtime/waiting.js";
import { print } from "./output.js";
import { UsageError } from "../base/usage-error.js";

/** What is to be followed, and how it ends. */
export interface Following {
  /** Names of events; none for all. */
  readonly names: readonly string[];
  /** After how many events it ends. */
  readonly count: number;
  /** After how long it ends, in milliseconds; undefined for no limit. */
  readonly timeoutMs: number | undefined;
  /** Ends it at once, be standard output stuck or not. */
  readonly stop: AbortSignal;
  readonly eventText: (event: AnyEvent) => string;
  /** Executes the command and gives the text of its reply; it is called once events are heard. */
  readonly execute: (() => Promise<string>) | undefined;
  /** Whether the command is one after which the peer goes away, as it should. */
  readonly isLast: boolean;
}

/** How many texts are kept for whoever reads standard output; QEMU does not send as many in a day. */
const mostKept = 100_000;

/**
 * Prints events. Done when there were enough, or the time is over, and the reply has come, too; or when nobody reads
 * standard output any more.
 *
 * Throws: what `execute` throws; why the connection is lost; the reason of `stop` if the reply has not come; UsageError.
 */
export function follow(hub: EventHub, following: Following): Promise<void> {
  const { names, count, timeoutMs = Infinity, stop, eventText, execute, isLast } = following;
  return new Promise((resolve, reject) => {
    let left = count;
    let isReplied = execute === undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let remove = () => {};
    const leave = () => {
      left = 0;
      remove();
      clearTimeout(timer);
      stop.removeEventListener("abort", interrupt);
    };
    const succeed = () => {
      leave();
      void output.flushed().then(resolve);
    };
    const fail = (error: unknown) => {
      leave();
      void output.flushed().then(() => reject(error));
    };
    const interrupt = () => {
      leave();
      if (isReplied) resolve();
      else reject(stop.reason);
    };
    const output = printer((error) => {
      leave();
      // Nobody reads any more: nobody is left to tell, and the reply would be of no use to anybody either.
      if (error === undefined) resolve();
      else reject(error);
    });
    /** There will be no more events. */
    const finish = () => {
      left = 0;
      if (isReplied) succeed();
    };
    const take = (event: AnyEvent) => {
      if (left <= 0) return;
      try {
        output.put(eventText(event));
      } catch (error) {
        return fail(error);
      }
      if (--left === 0) finish();
    };
    const end = (cause: unknown) => {
      if (left <= 0) return;
      if (isLast) finish();
      else fail(cause);
    };
    const expire = () => {
      if (count === Infinity || left <= 0) return finish();
      const seconds = `${timeoutMs / 1000} s`;
      fail(new UsageError(`${count - left} of ${count} events came within ${seconds}`));
    };
    if (timeoutMs <= longestTimer) timer = setTimeout(expire, timeoutMs);
    stop.addEventListener("abort", interrupt);
    if (stop.aborted) return interrupt();
    // It may tell of the end at once.
    remove = hub.add(names, { take, fail, end });
    execute?.().then((text) => {
      output.put(text);
      isReplied = true;
      if (left <= 0) succeed();
    }, fail);
  });
}

/** What prints texts in order, and lets nobody wait who gives one. */
interface Printer {
  put(text: string): void;
  /** Settled, never rejected, when all that was put until now is printed. */
  flushed(): Promise<void>;
}

/** `broken` is called, with an error or without one where nobody reads any more, when texts cannot be printed. */
function printer(broken: (error?: unknown) => void): Printer {
  let kept = 0;
  let printed = Promise.resolve();
  return {
    put(text) {
      if (++kept > mostKept) return broken(new UsageError("standard output takes events too slowly"));
      printed = printed.then(async () => {
        kept--;
        try {
          if (!(await print("stdout", text))) broken();
        } catch (error) {
          broken(error);
        }
      });
    },
    flushed: () => printed,
  };
}
