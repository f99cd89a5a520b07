// Links over the standard streams of a program that is started for them.

import type { ChildProcess } from "node:child_process";

import { QmpConnectionError } from "../errors.js";
import type { Link, LinkEvents, Transport } from "../transport.js";
import { connectionError, within } from "./ending.js";

/** What starting a program takes. */
export interface SpawnOptions {
  /** The folder that it runs in. Default: this process's. */
  readonly cwd?: string | undefined;
  /** Its whole environment. Default: this process's. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /**
   * What becomes of its standard error. `keep`: the last 4096 characters are kept, for the error that tells how it ended.
   * `inherit`: it goes where this process's goes. Default: `keep`.
   */
  readonly stderr?: "keep" | "inherit" | undefined;
  /** The signal that asks it to end. Default: SIGTERM. */
  readonly killSignal?: NodeJS.Signals | undefined;
  /**
   * How long it may take to end, in milliseconds, each time that it is asked to: by the end of its input, then by
   * `killSignal`; after that it is killed. Default: 2000.
   */
  readonly graceMs?: number | undefined;
}

/** How much of standard error is kept, in characters. */
const keptStderr = 4096;

/**
 * A program's standard input and output as a transport: `spawn("ssh", ["host", "socat", "-", "UNIX-CONNECT:/run/vm1.qmp"])`.
 * Each `open` starts it anew. `close` ends its input and sees that it ends. A program that ends with a status other
 * than 0 gives the link's end a cause, with what it wrote on standard error.
 *
 * `open` throws: QmpConnectionError if it cannot be started.
 */
export function spawn(command: string, args: readonly string[] = [], options: SpawnOptions = {}): Transport {
  return { name: command, reopens: true, open: (events, signal) => run({ command, args, options, events, signal }) };
}

/**
 * As `spawn`, with `-qmp stdio` after the arguments, and nothing else. Say `-display none` where no window or VNC server
 * is wanted, not `-nographic`: that puts the serial port on the standard streams, and they can carry only one thing.
 *
 * QEMU does not end with its input, so `close` sends it `killSignal` at once, which ends it as `quit` does; it has
 * `graceMs`, 10 s by default, to write out its disks. No reconnect starts it again: that would be another machine.
 */
export function spawnQemu(binary: string, args: readonly string[] = [], options: SpawnOptions = {}): Transport {
  const qemu = { command: binary, args: [...args, "-qmp", "stdio"], options: { graceMs: 10_000, ...options } };
  return { name: binary, reopens: false, open: (events, signal) => run({ ...qemu, events, signal, deafToEnd: true }) };
}

interface Run {
  readonly command: string;
  readonly args: readonly string[];
  readonly options: SpawnOptions;
  readonly events: LinkEvents;
  readonly signal: AbortSignal;
  /** Whether it goes on at the end of its input. */
  readonly deafToEnd?: boolean;
}

async function run(how: Run): Promise<Link> {
  const { command, args, options, signal } = how;
  const { cwd, env, stderr = "keep" } = options;
  const { spawn } = await import("node:child_process");
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => {
      const program =
        error.code === "ENOENT" && (cwd === undefined ? "no such program" : `no such program, or no ${cwd}`);
      reject(
        program
          ? new QmpConnectionError(`${command}: ${program}`, { cause: error })
          : connectionError(error, `${command}: `),
      );
    };
    try {
      const stdio = ["pipe", "pipe", stderr === "keep" ? "pipe" : stderr] as const;
      const child = spawn(command, args, { cwd, env: env as NodeJS.ProcessEnv, stdio: [...stdio], windowsHide: true });
      // For good: a signal that cannot be sent is told here, too.
      child.on("error", fail);
      child.once("spawn", () => {
        const link = linkOfChild(child, how);
        if (!signal.aborted) return resolve(link);
        void link.close();
        reject(signal.reason);
      });
    } catch (error) {
      fail(error as Error);
    }
  });
}

function linkOfChild(child: ChildProcess, { events, options, deafToEnd }: Run): Link {
  const { graceMs = 2000, killSignal = "SIGTERM" } = options;
  const [stdin, stdout, stderr] = [child.stdin!, child.stdout!, child.stderr];
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  let over = false;
  let said = "";
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closing: Promise<void> | undefined;

  const close = () => (closing ??= release());
  const release = async () => {
    over = true;
    clearTimeout(timer);
    stdin.end();
    for (const signal of [...(deafToEnd ? [] : [undefined]), killSignal, "SIGKILL"] as const) {
      if (signal) child.kill(signal);
      if (await within(graceMs, exited)) break;
    }
    // Descendants may still hold the other ends.
    for (const stream of [stdin, stdout, stderr]) stream?.destroy();
    child.unref();
  };
  const end = () => {
    if (over) return;
    void close();
    events.end(causeOf(child, said));
  };
  // The end of its output and its own end come in any order, and the second may stay away.
  const endSoon = () => over || (timer ??= setTimeout(end, graceMs));

  for (const stream of [stdin, stdout, stderr]) stream?.on("error", () => {});
  stdout.on("data", (chunk: Uint8Array) => over || events.data(chunk)).once("end", endSoon);
  stderr?.setEncoding("utf8").on("data", (text: string) => (said = (said + text).slice(-keptStderr)));
  child.once("exit", endSoon).once("close", end);
  return {
    write(chunk) {
      if (!over) stdin.write(chunk);
    },
    close,
  };
}

/** Why a program is over; nothing if it ended well, or has only closed its output. */
function causeOf({ exitCode, signalCode }: ChildProcess, said: string): Error | undefined {
  if (!exitCode && !signalCode) return undefined;
  const how = signalCode ? `was killed by ${signalCode}` : `ended with status ${exitCode}`;
  return new QmpConnectionError(`the program ${how}${said.trim() && `: ${said.trim()}`}`);
}
