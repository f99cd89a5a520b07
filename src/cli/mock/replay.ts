// Answers out of a recording. The same command with the same arguments is answered as it was, in the recorded order, the
// last time over and over; with other arguments as the command was answered at all. Events come before the reply, or after
// it, as they came, and once: each of them happened once.

import type { Outcome } from "./outcome.js";
import { argumentsKey } from "./outcome.js";
import type { Exchange, RecordedEvent, Recording } from "./recording.js";

/** What a recording says to a command. */
export interface Replayed {
  readonly outcome: Outcome;
  /** What comes before the reply, */
  readonly before: readonly RecordedEvent[];
  /** and what comes after it. */
  readonly events: readonly RecordedEvent[];
}

/** Makes what answers out of a recording; it gives nothing for a command that is not in it. */
export function replayer({ exchanges }: Recording): (command: string, args: object) => Replayed | undefined {
  const byCommand = new Map<string, Exchange[]>();
  for (const exchange of exchanges) {
    const list = byCommand.get(exchange.command);
    if (list === undefined) byCommand.set(exchange.command, [exchange]);
    else list.push(exchange);
  }
  const turns = new Map<string, number>();
  const told = new Set<Exchange>();
  return (command, args) => {
    const all = byCommand.get(command);
    if (all === undefined) return undefined;
    const key = argumentsKey(args);
    const same = all.filter((one) => one.key === key);
    const [list, turn] = same.length > 0 ? [same, `${command} ${key}`] : [all, command];
    const at = turns.get(turn) ?? 0;
    turns.set(turn, at + 1);
    const exchange = list[Math.min(at, list.length - 1)]!;
    const { outcome, before, events } = exchange;
    if (told.has(exchange)) return { outcome, before: [], events: [] };
    told.add(exchange);
    return { outcome, before, events };
  };
}
