// One line of a monitor, run over a session: what it came to, whether the peer's own monitor read it or ours.

import type { Completion, Session } from "../runtime/index.js";
import { QmpArgumentError, QmpError, QmpFailure } from "../runtime/index.js";
import { failureText } from "./qmp-failure.js";
import { monitorText } from "./qmp-text.js";

/** What runs lines. */
export interface LineMonitor {
  /** Gives what is printed. Throws: QmpFailure; the reason of `signal`. */
  run(line: string, options?: { readonly signal?: AbortSignal }): Promise<string>;
  /** What the last word may become. */
  complete(line: string): Promise<Completion>;
  /** Whether a line that was run asks the peer to end. */
  quits(line: string): boolean;
}

/** A monitor, and the session that it is over. */
export interface Talk {
  readonly monitor: LineMonitor;
  readonly session: Session;
}

/** What a line came to; texts are fit for a terminal. */
export type LineResult =
  /** Text, also of what the monitor says is wrong. */
  | { readonly kind: "printed"; readonly text: string }
  /** The peer does not take the line at all. */
  | { readonly kind: "refused"; readonly reason: string }
  /** The peer has ended, as it was asked to. */
  | { readonly kind: "ended" }
  /** There is no reply, and there will be none. */
  | { readonly kind: "lost"; readonly reason: string };

/** How long a peer that was asked to end may take to close the connection, in milliseconds. */
const quitMs = 2000;

/** Runs a line. Throws: the reason of `signal`. */
export async function runLine({ monitor, session }: Talk, line: string, signal?: AbortSignal): Promise<LineResult> {
  try {
    const text = await monitor.run(line, signal && { signal });
    const isEnd = text === "" && monitor.quits(line) && (await isClosed(session));
    return isEnd ? { kind: "ended" } : { kind: "printed", text: monitorText(text) };
  } catch (error) {
    if (!(error instanceof QmpFailure) || signal?.aborted === true) throw error;
    if (session.state === "closed" && monitor.quits(line)) return { kind: "ended" };
    const isRefused = error instanceof QmpError || error instanceof QmpArgumentError;
    return { kind: isRefused ? "refused" : "lost", reason: failureText(error) };
  }
}

/** Whether the peer closes the connection within a while. */
async function isClosed({ closed }: Session): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), quitMs)));
  try {
    return await Promise.race([closed.then(() => true), tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
