// The guest agent: the same client, met in another way (`docs/interop/qemu-ga`). There is no greeting; the stream may
// hold what was meant for an earlier client, and there may be nobody at the other end yet. So both sides look for the
// same place in the stream, again and again until the budget is spent: a byte 0xFF, which makes the agent forget half a
// command, and `guest-sync-delimited`, whose reply it puts another 0xFF in front of.

import { QmpClient } from "./client.js";
import type { QmpFailure } from "./errors.js";
import { QmpConnectionError } from "./errors.js";
import type { Dialect, Handshake } from "./dialect.js";
import { agentSupports } from "./introspection.js";
import { MarkedFramer } from "./marks.js";
import type { ConnectOptions } from "./options.js";
import { isObject } from "./protocol.js";
import { Session } from "./session.js";
import type { SchemaTable } from "./table.js";
import type { Transport } from "./transport.js";
import type { Address } from "./transports/address.js";
import { transportOf } from "./transports/address.js";
import type { AnyCommands, AnyEvents, CommandMap, EventMap } from "./typing.js";
import type { WaitOptions } from "./waiting.js";
import { longestTimer, pause, Wait } from "./waiting.js";

/** What a connection to a guest agent takes. */
export interface GuestAgentOptions extends ConnectOptions {
  /** The pause between two attempts to find an agent that does not answer yet, in milliseconds. Default: 1000. */
  readonly pollMs?: number | undefined;
}

/** How a program is run in the guest. */
export interface ExecOptions extends WaitOptions {
  /** Its environment: `NAME=value`. Default: the agent's own. */
  readonly env?: readonly string[] | undefined;
  /** What it reads from its standard input. */
  readonly input?: string | Uint8Array | undefined;
}

/** How a program ended that was run in the guest. */
export interface ExecResult {
  /** Its exit status; `undefined` if a signal ended it. */
  readonly exitCode: number | undefined;
  /** The signal that ended it, on Windows the exception's code. */
  readonly signal: number | undefined;
  /** What it wrote to its standard output, decoded as UTF-8; `stdoutBytes` are the bytes themselves. */
  readonly stdout: string;
  /** What it wrote to its standard error. */
  readonly stderr: string;
  readonly stdoutBytes: Uint8Array;
  readonly stderrBytes: Uint8Array;
  /** Whether the agent kept only the beginning of one of the two. */
  readonly truncated: boolean;
}

/** A client of a guest agent. */
export class GuestAgentClient<
  C extends CommandMap<C> = AnyCommands,
  E extends EventMap<E> = AnyEvents,
> extends QmpClient<C, E> {
  /**
   * Runs a program in the guest (`guest-exec`), waits for its end and gives what it wrote.
   *
   * Throws: QmpTimeoutError (budget `job`, or `command` for an agent that does not answer): the program goes on in the
   * guest; whatever else `execute` throws.
   */
  async exec(path: string, args: readonly string[] = [], options: ExecOptions = {}): Promise<ExecResult> {
    const wait = new Wait<ExecResult>(
      this.session.limits("job", options, () => `${path}: no end`, { command: "guest-exec" }),
    );
    const over = new AbortController();
    // Behind another connection there may be another guest, where the number is another program's.
    const lose = (cause: QmpFailure | undefined) =>
      wait.reject(cause ?? new QmpConnectionError(`${path}: closed meanwhile`));
    const ignore = () => {};
    const remove = this.session.hub.add(["%gap"], { take: ignore, fail: ignore, lose, end: lose });
    wait.onDone = () => {
      over.abort();
      remove();
    };
    if (!wait.done)
      this.#follow(path, args, options, over.signal).then(
        (result) => wait.resolve(result),
        (error: unknown) => wait.reject(error),
      );
    return wait.promise;
  }

  async #follow(path: string, arg: readonly string[], options: ExecOptions, signal: AbortSignal): Promise<ExecResult> {
    const { env, input } = options;
    const data = { path, arg, env, "input-data": input === undefined ? undefined : toBase64(input) };
    const started = await this.executeRaw("guest-exec", { ...data, "capture-output": true }, { signal });
    const pid = isObject(started) ? started["pid"] : undefined;
    for (let ms = 10; ; ms = Math.min(ms * 2, 500)) {
      const status = await this.executeRaw("guest-exec-status", { pid }, { signal });
      if (isObject(status) && status["exited"] === true) return execResult(status);
      await pause(ms, signal);
    }
  }

  /**
   * Whether the running agent has a command, and has it enabled, whatever this schema says: `guest-info` tells, which is
   * asked each time, and knows no more of commands than their names.
   *
   * Throws: as `execute` does.
   */
  override async supports(name: string, _?: undefined, options?: WaitOptions): Promise<boolean> {
    return agentSupports(await this.executeRaw("guest-info", undefined, options), name);
  }
}

/**
 * Connects to a guest agent: waits until there is one, within the budget `handshake`.
 *
 * Throws: QmpConnectionError, QmpTimeoutError, QmpProtocolError; the signal's reason.
 */
export async function openGuestAgent(
  schema: SchemaTable | undefined,
  to: Address | Transport,
  options: GuestAgentOptions = {},
): Promise<Session> {
  return new Session(schema, transportOf(to), options, guestAgent(options.pollMs ?? 1000)).connect();
}

/** The dialect of the guest agent. */
export function guestAgent(pollMs: number): Dialect {
  return (wire, ...framing) => {
    const framer = new MarkedFramer(...framing);
    const asked = new Set<unknown>();
    let last: number;
    let timer: ReturnType<typeof setInterval> | undefined;
    const ask = () => {
      // Below 2^48: exact in a double, and hardly what anybody else asked with.
      last = Math.floor(Math.random() * 2 ** 48);
      asked.add(last);
      wire.bytes(new Uint8Array([0xff]));
      wire.command("guest-sync-delimited", { id: last });
    };
    const handshake: Handshake = {
      start() {
        wire.greeted(undefined);
        framer.dropThroughFF();
        ask();
        timer = setInterval(ask, Math.min(pollMs, longestTimer));
      },
      take({ return: answer }) {
        // It is there, and will come to the last question: what it says until then is about the ones before.
        if (asked.has(answer)) clearInterval(timer);
        if (answer === last) return true;
        framer.dropThroughFF();
        return false;
      },
      missing: () => "no guest agent answered",
      stop: () => clearInterval(timer),
    };
    return { framer, handshake };
  };
}

function execResult(status: Readonly<Record<string, unknown>>): ExecResult {
  const number = (name: string) => (typeof status[name] === "number" ? status[name] : undefined);
  const bytes = (name: string) => fromBase64(typeof status[name] === "string" ? status[name] : "");
  const stdoutBytes = bytes("out-data");
  const stderrBytes = bytes("err-data");
  const decoder = new TextDecoder();
  return {
    exitCode: number("exitcode"),
    signal: number("signal"),
    stdout: decoder.decode(stdoutBytes),
    stderr: decoder.decode(stderrBytes),
    stdoutBytes,
    stderrBytes,
    truncated: status["out-truncated"] === true || status["err-truncated"] === true,
  };
}

function toBase64(input: string | Uint8Array): string {
  const bytes = typeof input === "string" ? new TextEncoder().encode(input) : input;
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
