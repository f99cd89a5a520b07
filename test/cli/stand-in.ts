// Stand-ins for QEMU and for the guest agent behind real sockets, and the built program talking to them.

import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import type { AddressInfo, Socket } from "node:net";
import { createServer } from "node:net";
import { join } from "node:path";

import { onTestFinished } from "vitest";

import type { Ran } from "./run.js";
import { environment, folder, program, root } from "./run.js";

/** A request as it was read. */
export interface Asked {
  readonly execute: string;
  readonly arguments?: Readonly<Record<string, unknown>>;
  readonly id?: unknown;
}

/** One connection, from the peer's side. */
export interface Line {
  readonly socket: Socket;
  /** Sends a message, or text as it is. */
  say(message: object | string): void;
}

/** A peer that listens. */
export interface StandIn {
  /** What `--socket` takes. */
  readonly address: string;
  /** Every request's text, but for those of the handshake. */
  readonly texts: string[];
  /** How many connections there were, and how many of them the other side has ended. */
  readonly count: { opened: number; ended: number };
}

/** Answers a request: an object is the reply without its id, a text is sent as it is, nothing is silence. */
export type Answer = (asked: Asked, line: Line) => object | string | undefined | void;

/** Listens on a unix or a TCP socket; gone when the test is done. */
export async function listen(
  meet: (line: Line, peer: StandIn) => void,
  where: "unix" | "tcp" = "unix",
): Promise<StandIn> {
  const sockets = new Set<Socket>();
  const count = { opened: 0, ended: 0 };
  const path = join(folder(), "peer");
  const server = createServer((socket) => {
    count.opened++;
    sockets.add(socket.on("error", () => {}).on("end", () => count.ended++));
    const say = (message: object | string) =>
      void socket.write(typeof message === "string" ? message : `${JSON.stringify(message)}\r\n`);
    meet({ socket, say }, peer);
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  await new Promise<void>((resolve) => {
    if (where === "unix") server.listen(path, resolve);
    else server.listen(0, "127.0.0.1", resolve);
  });
  const address = where === "unix" ? path : `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const peer: StandIn = { address, texts: [], count };
  return peer;
}

/** What QEMU greets with. */
export const greeting = { QMP: { version: { qemu: { major: 9, minor: 8, micro: 7 }, package: "" }, capabilities: [] } };

/** A stand-in for QEMU, which answers commands by `answer`. */
export function qemu(answer: Answer, where?: "unix" | "tcp"): Promise<StandIn> {
  return listen((line, peer) => {
    line.say(greeting);
    readLines(line.socket, (text) => {
      const asked = JSON.parse(text) as Asked;
      if (asked.execute === "qmp_capabilities") return line.say({ return: {}, id: asked.id });
      peer.texts.push(text);
      reply(answer, asked, line);
    });
  }, where);
}

/** A stand-in for the guest agent: no greeting, and a byte 0xFF in front of the reply to `guest-sync-delimited`. */
export function agent(answer: Answer): Promise<StandIn> {
  return listen((line, peer) => {
    readLines(line.socket, (text) => {
      const asked = JSON.parse(text.replaceAll("\xff", "")) as Asked;
      if (asked.execute === "guest-sync-delimited") {
        line.socket.write(Uint8Array.of(0xff));
        return line.say({ return: asked.arguments?.["id"], id: asked.id });
      }
      peer.texts.push(text);
      reply(answer, asked, line);
    });
  });
}

function reply(answer: Answer, asked: Asked, line: Line): void {
  const given = answer(asked, line);
  if (typeof given === "string") line.say(given);
  // The id by hand: the answer may be text of integers that no number holds.
  else if (given !== undefined) line.say({ ...given, id: asked.id });
}

function readLines(socket: Socket, take: (line: string) => void): void {
  let rest = "";
  socket.setEncoding("latin1").on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop()!;
    for (const line of lines) take(line);
  });
}

/** A run that goes on while the test does something else. */
export interface Started {
  readonly child: ChildProcess;
  /** What it came to. Whatever hangs is killed, and has no status. */
  readonly ended: Promise<Ran>;
  /** What it has written to standard output so far. */
  stdout(): string;
  /** Waits until there is some text in standard output. */
  said(text: string): Promise<void>;
}

/** How long a run may take before it counts as hanging, in milliseconds. */
const hangMs = 30_000;

/** Starts `qapi-ts qmp` with some words; `input` is what it reads from standard input. */
export function start(words: readonly string[], input = "", cwd = root): Started {
  const started = startVerb(["qmp", ...words], cwd);
  started.child.stdin!.end(input);
  return started;
}

/** Starts a verb; its standard input is open. */
export function startVerb(words: readonly string[], cwd = root): Started {
  const child = spawn(process.execPath, [program, ...words], {
    cwd,
    env: environment(),
    timeout: hangMs,
    killSignal: "SIGKILL",
  });
  let [stdout, stderr] = ["", ""];
  let wake = () => {};
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    wake();
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  child.stdin.on("error", () => {});
  const ended = new Promise<Ran>((resolve) => {
    child.on("close", (status) => resolve({ status, stdout, stderr }));
  });
  return {
    child,
    ended,
    stdout: () => stdout,
    async said(text) {
      while (!stdout.includes(text)) await new Promise<void>((resolve) => (wake = resolve));
    },
  };
}

/** Runs `qapi-ts qmp` with some words to its end. */
export const qmp = (words: readonly string[], input?: string, cwd?: string): Promise<Ran> =>
  start(words, input, cwd).ended;

// ---- what tests say and expect ---------------------------------------------------------------------------------------

/** Answers every command with a result. */
export const returning =
  (value: unknown): Answer =>
  () => ({ return: value });

/** Answers with text in place of the result, as no number holds some of it. */
export const returningText =
  (text: string): Answer =>
  ({ id }) =>
    `{"return": ${text}${id === undefined ? "" : `, "id": ${JSON.stringify(id)}`}}\r\n`;

/** Answers every command with an error. */
export const failing =
  (errorClass: string, desc: string): Answer =>
  () => ({ error: { class: errorClass, desc } });

/** A run that went well. */
export const fine = (stdout: string) => ({ status: 0, stdout, stderr: "" });

/** The text of a request without its id. */
export const withoutId = (text: string) => text.replace(/,"id":"[^"]*"/, "");

const time = { seconds: 1, microseconds: 2 };

/** A message that tells of an event. */
export const event = (name: string, data?: object) => ({ event: name, data, timestamp: time });

/** A schema with something of everything. */
export const schema = `
{ 'enum': 'Unit', 'data': ['kib', 'mib'] }
{ 'union': 'Backend', 'base': { 'kind': 'Kind' }, 'discriminator': 'kind', 'data': { 'file': 'File' } }
{ 'enum': 'Kind', 'data': ['file', 'null'] }
{ 'struct': 'File', 'data': { 'path': 'str', '*offset': 'size' } }
{ 'command': 'set-speed', 'data': { 'speed': 'int', '*unit': 'Unit', '*limits': ['uint8'] } }
{ 'command': 'add', 'data': 'Backend', 'boxed': true }
{ 'command': 'name', 'data': { 'name': 'str' } }
{ 'command': 'open', 'data': { 'a': 'str' }, 'gen': false }
{ 'command': 'leave', 'success-response': false }
{ 'command': 'optional', 'if': 'HAVE_IT' }
{ 'event': 'SPEED', 'data': { 'speed': 'int' } }
`;
