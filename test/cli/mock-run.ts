// The built mock behind a real socket, and clients of it.

import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { createConnection } from "node:net";
import { join } from "node:path";

import { onTestFinished } from "vitest";

import { schemaTable } from "../../src/cli/qmp-schema.js";
import { emitContext, integerOptions } from "../../src/emit/context.js";
import { tableOf } from "../../src/emit/table.js";
import { typeWriter } from "../../src/emit/type-writer.js";
import { compile } from "../../src/index.js";
import type { Ran } from "./run.js";
import { environment, folder, program, root } from "./run.js";

/** A mock that listens. */
export interface Mock {
  /** What `--socket` takes. */
  readonly address: string;
  readonly child: ChildProcess;
  /** Its first line. */
  readonly line: string;
  /** What it came to. Whatever hangs is killed, and has no status. */
  readonly ended: Promise<Ran>;
  /** Writes a control line. */
  control(line: string): void;
  /** Waits until there is some text in what it has written. */
  said(stream: "stdout" | "stderr", text: string): Promise<void>;
}

/** How long a mock may take before it counts as hanging, in milliseconds. */
const hangMs = 60_000;

/** Runs a mock to its end, without waiting until it listens. */
export function startMock(words: readonly string[], cwd = root) {
  const child = spawn(process.execPath, [program, "mock", ...words], {
    cwd,
    env: environment(),
    timeout: hangMs,
    killSignal: "SIGKILL",
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const text = { stdout: "", stderr: "" };
  let wake = () => {};
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].setEncoding("utf8").on("data", (chunk: string) => {
      text[stream] += chunk;
      wake();
    });
  }
  child.stdin.on("error", () => {});
  const ended = new Promise<Ran>((resolve) => {
    child.on("close", (status) => {
      resolve({ status, ...text });
      wake();
    });
  });
  const said = async (stream: "stdout" | "stderr", wanted: string) => {
    while (!text[stream].includes(wanted)) {
      if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}: ${text.stderr}`);
      await new Promise<void>((resolve) => (wake = resolve));
    }
  };
  return { child, ended, said, text };
}

/** Starts a mock of a schema's text, or of a file's if it ends in `.json`, and waits until it listens. */
export async function mock(schema: string, words: readonly string[] = [], files = {}): Promise<Mock> {
  const cwd = folder({ "s.json": schema, ...files });
  const isTcp = words.includes("--socket");
  const where = isTcp ? [] : ["--socket", join(cwd, "m")];
  const { child, ended, said, text } = startMock(
    [schema.endsWith(".json") ? schema : "s.json", ...where, ...words],
    cwd,
  );
  await said("stdout", "\n");
  const [, address = ""] = /^listening at (\S+): /.exec(text.stdout) ?? [];
  return {
    address,
    child,
    line: text.stdout,
    ended,
    said,
    control: (line) => void child.stdin.write(`${line}\n`),
  };
}

/** A mock that has ended, or does not get as far as to listen. */
export const failed = (schema: string, words: readonly string[], files = {}): Promise<Ran> => {
  const cwd = folder({ "s.json": schema, ...files });
  return startMock(["s.json", "--socket", join(cwd, "m"), ...words], cwd).ended;
};

/** A message, as far as tests are about it. */
export type Message = Readonly<Record<string, unknown>>;

/** A client that says what it is told to, and keeps what it hears. */
export interface Client {
  say(...messages: readonly (object | string)[]): void;
  /** Waits until so many messages came, but for the greeting and the reply to the negotiation. */
  heard(count: number): Promise<readonly Message[]>;
  /** Settled when the other side has closed the connection. */
  readonly closed: Promise<void>;
}

/** Connects to a QMP server, and negotiates. */
export async function client(address: string): Promise<Client> {
  const messages: Message[] = [];
  let wake = () => {};
  let rest = "";
  const socket = createConnection(address)
    .setEncoding("utf8")
    .on("error", () => {});
  onTestFinished(() => void socket.destroy());
  socket.on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\r\n");
    rest = lines.pop()!;
    for (const line of lines) {
      const message = JSON.parse(line) as Message;
      messages.push(Object.fromEntries(Object.entries(message).filter(([name]) => name !== "timestamp")));
    }
    wake();
  });
  const closed = new Promise<void>((resolve) => socket.on("close", () => resolve()));
  const count = async (wanted: number) => {
    while (messages.length < wanted) await new Promise<void>((resolve) => (wake = resolve));
  };
  const say = (...said: readonly (object | string)[]) =>
    void socket.write(said.map((one) => (typeof one === "string" ? one : `${JSON.stringify(one)}\n`)).join(""));
  say({ execute: "qmp_capabilities" });
  await count(2);
  return {
    say,
    closed,
    async heard(wanted) {
      await count(wanted + 2);
      return messages.slice(2);
    },
  };
}

// ---- what tests say and serve ----------------------------------------------------------------------------------------

/** A request. */
export const execute = (name: string, args?: object) => ({
  execute: name,
  ...(args === undefined ? {} : { arguments: args }),
});

/** What commands answer, one after the other. */
export async function answers(address: string, ...requests: readonly object[]): Promise<readonly object[]> {
  const talk = await client(address);
  talk.say(...requests);
  return talk.heard(requests.length);
}

/** A schema with something of everything. */
export const schema = `
{ 'pragma': { 'command-returns-exceptions': ['get-refs', 'get-any', 'query-version'] } }
{ 'enum': 'State', 'data': ['on', 'off', 'lost'] }
{ 'struct': 'Disk', 'data': { 'node-name': 'str', 'size': 'size', '*filename': 'str', 'state': 'State', 'tags': ['str'] } }
{ 'struct': 'Tree', 'data': { 'id': 'str', '*left': 'Tree', '*right': 'Tree', 'all': ['Tree'] } }
{ 'struct': 'Endless', 'data': { 'more': 'Endless' } }
{ 'union': 'Backend', 'base': { 'kind': 'Kind' }, 'discriminator': 'kind', 'data': { 'file': 'Disk', 'tree': 'Tree' } }
{ 'enum': 'Kind', 'data': ['file', 'tree', 'null'] }
{ 'alternate': 'Ref', 'data': { 'name': 'str', 'disk': 'Disk' } }
{ 'command': 'get-disk', 'data': { '*id': 'str' }, 'returns': 'Disk' }
{ 'command': 'get-disks', 'returns': ['Disk'] }
{ 'command': 'get-tree', 'returns': 'Tree' }
{ 'command': 'get-endless', 'returns': 'Endless' }
{ 'command': 'get-backend', 'returns': 'Backend' }
{ 'command': 'get-refs', 'returns': ['Ref'] }
{ 'command': 'get-any', 'returns': 'any' }
{ 'command': 'set-speed', 'data': { 'speed': 'int8', '*unit': 'State' } }
{ 'command': 'query-version', 'returns': 'any' }
{ 'command': 'quit' }
{ 'event': 'SHUTDOWN', 'data': { 'guest': 'bool', 'reason': 'Cause' } }
{ 'enum': 'Cause', 'data': ['none', 'host-qmp-quit'] }
{ 'event': 'STOP' }
{ 'event': 'MOVED', 'data': { 'disk': 'Disk', '*to': 'str' } }
`;

/** A guest agent's schema. */
export const agent = `
{ 'pragma': { 'command-returns-exceptions': ['guest-sync-delimited', 'guest-info', 'guest-get-time'] } }
{ 'command': 'guest-sync-delimited', 'data': { 'id': 'int' }, 'returns': 'int' }
{ 'command': 'guest-info', 'returns': 'any' }
{ 'command': 'guest-get-time', 'returns': 'int' }
{ 'command': 'guest-shutdown', 'success-response': false }
`;

/** A schema, from a file or from texts by path, and the table that a mock makes of it. */
export function schemaAndTable(path: string | Readonly<Record<string, string>>, release: string) {
  const schema = compile(path, { qemu: release }).schema!;
  const facts = { version: "", schemaName: schema.root, integers: integerOptions({ int: "bigint" }) };
  return { schema, table: schemaTable(tableOf(typeWriter(schema, emitContext(schema, facts)))) };
}
