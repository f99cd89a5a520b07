// Starts servers in processes of their own, and has a client that behaves well beside those that do not.

import type { ChildProcess } from "node:child_process";
import { fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import type { Socket } from "node:net";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, onTestFinished, vi } from "vitest";

import type { ServerOptions } from "../../src/runtime/index.js";
import { bundle } from "./child.js";
import type { LoneRequest, LoneState } from "./lone-server.js";
import { Talk } from "./talk.js";

/** How much memory a server may take for JavaScript's values, in MiB: one that takes more dies. */
const heapMiB = 256;

/** A server that runs. */
export class LoneServer {
  readonly path: string;
  readonly #child: ChildProcess;
  #ending: string | undefined;
  #complaint = "";

  constructor(path: string, child: ChildProcess) {
    this.path = path;
    this.#child = child;
    child.stderr!.setEncoding("utf8").on("data", (text: string) => (this.#complaint += text));
    child.on("exit", (status, signal) => (this.#ending = `it ended with ${String(status ?? signal)}`));
  }

  /** Waits for its next message. Throws if it ends. */
  answer(): Promise<object> {
    return new Promise((resolve, reject) => {
      const ended = () => reject(new Error(`${this.#ending}: ${this.#complaint}`));
      if (this.#ending !== undefined) return ended();
      this.#child.once("exit", ended).once("message", (message) => {
        this.#child.off("exit", ended);
        resolve(message as object);
      });
    });
  }

  async state(): Promise<LoneState> {
    return (await this.#ask("state")) as LoneState;
  }

  /** Sends so many events, which are numbered, with so much text in each. */
  async sendEvents(first: number, events: number, padding: number): Promise<void> {
    await this.#ask({ first, events, padding });
  }

  /** A connection, which is destroyed after the test. */
  connect(): Socket {
    const socket = createConnection({ path: this.path, allowHalfOpen: true }).on("error", () => {});
    onTestFinished(() => void socket.destroy());
    return socket;
  }

  /** A client that has been greeted. */
  async greeted(): Promise<Talk> {
    const talk = new Talk(this.connect());
    expect(await talk.next()).toHaveProperty("QMP");
    return talk;
  }

  /** A client that has been greeted and has negotiated. */
  async talk(enable: readonly string[] = []): Promise<Talk> {
    const talk = await this.greeted();
    expect(await talk.ask({ execute: "qmp_capabilities", arguments: { enable } })).toEqual({ return: {} });
    return talk;
  }

  #ask(request: LoneRequest): Promise<object> {
    const answer = this.answer();
    this.#child.send(request);
    return answer;
  }
}

/** Gives what starts servers, each of which ends with its test. */
export function loneServers(): (options?: ServerOptions) => Promise<LoneServer> {
  let folder = "";
  let file = "";
  let count = 0;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "qapi-"));
    file = await bundle(["test/support/lone-server.ts"], "await all.serveLonely();", folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return async (options = {}) => {
    const path = join(folder, `s${++count}`);
    const child = fork(file, [path, JSON.stringify(options)], {
      execArgv: [`--max-old-space-size=${heapMiB}`],
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    onTestFinished(() => void child.kill("SIGKILL"));
    const server = new LoneServer(path, child);
    await server.answer();
    return server;
  };
}

/** A client that asks one thing after another, and holds the answers to what they have to be. */
export class Regular {
  /** How many answers it got. */
  count = 0;
  readonly #talk: Talk;
  readonly #work: Promise<void>;
  #goes = true;

  constructor(talk: Talk) {
    this.#talk = talk;
    this.#work = this.#run();
    this.#work.catch(() => {});
  }

  /** Waits until it was served once more. */
  async servedAgain(): Promise<void> {
    const { count } = this;
    // The one that is on its way may have been answered already.
    while (this.count < count + 2) await Promise.race([this.#work, new Promise((resolve) => setTimeout(resolve, 2))]);
  }

  /** Ends it. Throws if it was not served right. */
  async end(): Promise<void> {
    this.#goes = false;
    await this.#work;
    this.#talk.stream.end();
  }

  async #run(): Promise<void> {
    while (this.#goes) {
      const id = `regular ${this.count}`;
      expect(await this.#talk.ask({ execute: "count", arguments: { n: this.count }, id })).toEqual({
        return: this.count,
        id,
      });
      this.count++;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }
}

/** What an attack did to a server. */
export interface Harm {
  /** How many bytes more than before were in use at most, and are still once it is over. */
  readonly grown: number;
  readonly left: number;
  readonly reports: readonly string[];
}

/**
 * Does something to a server, whose other client is served before, meanwhile and afterwards; then all is as it was: no session
 * but that client's, no handle, no prototype that has more than it had. Clients that `attack` leaves open have to go by
 * themselves.
 */
export async function expectWithstood(server: LoneServer, attack: (regular: Regular) => Promise<void>): Promise<Harm> {
  const regular = new Regular(await server.talk());
  await regular.servedAgain();
  const before = await server.state();
  expect(before.sessions).toBe(1);
  const { count } = regular;
  await attack(regular);
  await regular.servedAgain();
  expect(regular.count).toBeGreaterThan(count);
  const reports: string[] = [];
  let most = 0;
  const after = await vi.waitFor(
    async () => {
      const state = await server.state();
      reports.push(...state.reports);
      most = Math.max(most, state.most);
      expect({ sessions: state.sessions, handles: state.handles }).toEqual({ sessions: 1, handles: before.handles });
      return state;
    },
    { timeout: 20_000, interval: 50 },
  );
  expect(after.polluted).toEqual([]);
  // What is closed is let go of a turn later.
  await regular.servedAgain();
  const { bytes } = await server.state();
  await regular.end();
  return { grown: most - before.bytes, left: bytes - before.bytes, reports };
}
