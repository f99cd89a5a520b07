// `qapi-ts monitor`: the human monitor of a running QEMU. On a terminal it has a prompt, history and completion; between
// pipes it runs the lines of standard input and prints what they print, to standard output, and nothing else.
//
// Without a schema it is the peer's own monitor, by `human-monitor-command`; with one its commands are derived from the
// schema. What a monitor says of a line that is wrong is its text, and no failure (status 0); status 1 is for a peer that
// refuses lines as such, 2 for wrong use and for a peer that is not there, or not any more.

import { existsSync } from "node:fs";

import { openSession, QmpFailure } from "../runtime/index.js";
import type { Session } from "../runtime/index.js";
import type { Flags } from "./flags.js";
import type { ExitStatus, Run } from "./verb-rows.js";
import type { LineMonitor } from "./monitor-line.js";
import { runPiped } from "./monitor-piped.js";
import { print } from "./output.js";
import { addressOf } from "./qmp-address.js";
import { failureText } from "./qmp-failure.js";
import { checkNeeded, readMs } from "./qmp-settings.js";
import { UsageError } from "../base/usage-error.js";
import { visible } from "../base/visible.js";

/** Runs lines. Throws: UsageError, also where there is no peer, or none any more. */
export const run: Run = async ({ flags }) => {
  checkNeeded(flags, [
    ["hmpConfig", "schema"],
    ["qemu", "schema"],
    ["define", "schema"],
    ["undefine", "schema"],
  ]);
  const isTerminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
  const timeoutMs = flags.timeout === undefined ? undefined : readMs(flags.timeout);
  const address = addressOf(flags.socket ?? "", existsSync);
  const maker = await monitorMaker(flags);
  if (typeof maker === "number") return maker;
  // Whoever sits there sees that nothing comes, and may press Ctrl-C.
  const budgets = timeoutMs ?? (isTerminal ? { command: Infinity } : undefined);
  const session = await connected(openSession(undefined, address, { timeoutMs: budgets }));
  try {
    const talk = { monitor: maker(session), session };
    if (!isTerminal) return await runPiped(talk);
    await print("stdout", banner(session, flags.socket!));
    const { runTerminal } = await import("./monitor-terminal.js");
    return await runTerminal(talk);
  } finally {
    await session.close();
  }
};

/** What makes the monitor of a session, or the exit status that says why there is none. */
async function monitorMaker(flags: Flags): Promise<((session: Session) => LineMonitor) | ExitStatus> {
  if (flags.schema === undefined) return (await import("./monitor-peer.js")).peerMonitor;
  const { readTables, schemaMonitor } = await import("./monitor-schema.js");
  const read = await readTables(flags.schema, flags);
  return read.ok ? (session) => schemaMonitor(read.tables, session) : read.status;
}

async function connected(session: Promise<Session>): Promise<Session> {
  try {
    return await session;
  } catch (error) {
    // A peer that refuses the negotiation is none.
    throw error instanceof QmpFailure ? new UsageError(failureText(error)) : error;
  }
}

/** What a terminal shows before the first prompt. */
function banner({ greeting }: Session, where: string): string {
  const { version: { major, minor, micro } = {} } = greeting ?? {};
  const version = major === undefined ? "" : ` (QEMU ${major}.${minor}.${micro})`;
  return `connected to ${visible(where)}${version}; help lists the commands, Ctrl-D ends\n`;
}
