// Clients by others, and our own, each through the same session with the sample machine: its commands, a greeting with and
// without a message, a wrong argument, an event. The machine prints what it is told to, so that it shows who was understood.

import { spawn, spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import type { Socket } from "node:net";
import { createConnection } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { describe, expect, onTestFinished, test, vi } from "vitest";

import { Client } from "../../generated/machine/index.js";
import { createMachine } from "../../qapi-samples/machine/server.js";
import type { Address, QmpError, ServedSchema } from "../../src/runtime/index.js";
import { QmpServer } from "../../src/runtime/index.js";
import { treeOf } from "../support/qemu-client.js";
import type { Heard } from "../support/talk.js";
import { Talk } from "../support/talk.js";
import { describeUnless, isRequired, temporaryFolder } from "./qemu.js";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** What a client met. */
interface Session {
  readonly commands: readonly string[];
  /** The results of the two greetings. */
  readonly greeted: readonly unknown[];
  /** What became of a message that is a number: an error's class, or its words. */
  readonly refused: string | undefined;
  readonly event: string | undefined;
}

/** A machine, and where it is. */
interface Machine {
  readonly path: string;
  readonly host: string;
  readonly port: number;
}

const folder = temporaryFolder();
let count = 0;

/** Serves somebody, and holds what they met, and what the machine printed, to what is due. */
async function expectSession(meet: (machine: Machine) => Promise<Session>): Promise<void> {
  const printed: string[] = [];
  const onError = vi.fn();
  const server = createMachine({ print: (line) => printed.push(line) }, { onError });
  onTestFinished(() => server.close());
  const path = join(folder(), `${++count}`);
  await server.listen({ path });
  const { address } = await server.listen({ host: "127.0.0.1", port: 0 });
  const { host, port } = address as { readonly host: string; readonly port: number };
  const { commands, greeted, refused, event } = await meet({ path, host, port });
  expect(commands).toEqual(expect.arrayContaining(["hello-world", "query-status", "qmp_capabilities"]));
  expect(greeted).toEqual([{}, {}]);
  expect(refused).toMatch(/^GenericError$|'message'.*string/);
  expect(event?.toUpperCase()).toBe("STOP");
  expect(printed).toEqual(["Hello, world", "Ahoy"]);
  await vi.waitFor(() => expect(server.sessions).toEqual([]), 5_000);
  expect(onError).not.toHaveBeenCalled();
}

/** Runs a program to its end. */
function run(words: readonly string[], input: string | readonly string[] = ""): Promise<string> {
  const [program = "", ...rest] = words;
  const child = spawn(program, rest, { env: { ...process.env, HOME: folder() } });
  onTestFinished(() => void child.kill("SIGKILL"));
  return new Promise((resolve, reject) => {
    let [stdout, stderr] = ["", ""];
    // Several inputs: each when there is a prompt.
    const inputs = typeof input === "string" ? undefined : [...input];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      if (inputs !== undefined && stdout.endsWith("(QEMU) ")) child.stdin.write(inputs.shift() ?? "\x04");
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", reject).on("close", (status, signal) => {
      if (status === 0) resolve(stdout);
      else reject(new Error(`${program} ended with ${String(status ?? signal)}: ${stderr}`));
    });
    child.stdin.on("error", () => {});
    if (inputs === undefined) child.stdin.end(input);
  });
}

/** What stands in the way of starting a program. */
function without(program: string, flag = "--version"): string | undefined {
  return spawnSync(program, [flag]).error === undefined ? undefined : `no ${program}`;
}

const withoutTree = (release: string) =>
  treeOf(release) === undefined ? `no tree; test/conformance/fetch-qemu.sh ${release} brings it` : undefined;

const said = (heard: Heard) => heard.error?.class;
const names = (list: unknown) => (list as readonly { readonly name: string }[]).map(({ name }) => name);

// ---- QEMU's Python ---------------------------------------------------------------------------------------------------

/** What a person types; the empty line shows the events that came. */
const typed = "query-commands\nhello-world\nhello-world message=Ahoy\nhello-world message=5\nstop\n\n";

/** What stands behind each prompt. */
function behindPrompts(output: string): readonly string[] {
  const [banner, ...answers] = output.split("(QEMU) ");
  expect(banner).toContain("Connected to QEMU 1.2.0");
  expect(answers.pop()?.trim()).toBe("");
  return answers;
}

function sessionOf(answers: readonly string[]): Session {
  expect(answers).toHaveLength(6);
  const [list, one, two, refused] = answers.slice(0, 5).map((text) => JSON.parse(text) as Heard);
  return {
    commands: names(list!.return),
    greeted: [one!.return, two!.return],
    refused: said(refused!),
    event: /^\{.*'event': '(\w+)'.*\}\n$/.exec(answers[5]!)?.[1],
  };
}

describe.each(["7.2", "10.0"])("of QEMU %s,", (release) => {
  const tree = here(`../../.cache/qemu-${release}`);
  const shell = ["python3", join(tree, "scripts/qmp/qmp-shell")];
  const missing = without("python3") ?? withoutTree(release);

  describeUnless(missing, "qmp-shell", () => {
    test("plain, over a unix socket", () =>
      expectSession(async ({ path }) => sessionOf(behindPrompts(await run([...shell, path], typed)))));

    test("plain, over TCP", () =>
      expectSession(async ({ host, port }) =>
        sessionOf(behindPrompts(await run([...shell, `${host}:${port}`], typed))),
      ));

    test("-p", () =>
      expectSession(async ({ path }) => {
        const answers = behindPrompts(await run([...shell, "-p", path], typed));
        expect(answers[1]).toBe('{\n    "return": {}\n}\n');
        return sessionOf(answers);
      }));

    test("-v", () =>
      expectSession(async ({ path }) => {
        const answers = behindPrompts(await run([...shell, "-v", path], typed));
        const [request] = answers[2]!.split("\n");
        expect(JSON.parse(request!)).toEqual({ execute: "hello-world", arguments: { message: "Ahoy" } });
        return sessionOf(answers.map((text, at) => (at < 5 ? text.slice(text.indexOf("\n") + 1) : text)));
      }));

    test("-H", async () => {
      const { path, asked } = await serveMonitor();
      const output = await run([...shell, "-H", path], "info status\nhello-world Ahoy\nnonsense\ncpu 7\n");
      const [status, hello, nonsense, cpu] = behindPrompts(output);
      expect(status).toBe("VM status: running\r\n ");
      expect(hello).toBe("");
      expect(nonsense).toBe("unknown command: 'nonsense'\r\n ");
      expect(cpu).toBe("bad CPU index\n");
      expect(asked.slice(0, 2)).toEqual(["help", "info"]);
      expect(asked).toContain("hello-world Ahoy");
    });
  });

  describeUnless(missing ?? without("socat", "-V"), "qmp-shell at a terminal completes", () => {
    const terminal = (words: readonly string[]) => ["socat", "-", `EXEC:${words.join(" ")},pty,ctty,setsid,echo=0`];

    test("the commands that the machine has", () =>
      expectSession(async ({ path }) => {
        const typed = [
          "query-comm\t\n",
          "hello-w\t\n",
          "hello-w\t message=Ahoy\n",
          "hello-w\t message=5\n",
          "sto\t\n",
          "\n",
        ];
        const output = await run(terminal([...shell, path]), typed);
        return sessionOf(behindPrompts(output.replaceAll("\r\n", "\n")));
      }));

    test("-H: what help and info list", async () => {
      const { path, asked } = await serveMonitor();
      await run(terminal([...shell, "-H", path]), ["hello\t Ahoy\n", "help s\t\n", "info st\t\n"]);
      expect(asked).toEqual(["help", "info", "hello-world Ahoy", "help stop", "info status"]);
    });
  });

  describeUnless(missing, "the client for asyncio", () => {
    const meet = async (tree: string, to: string): Promise<Session> => {
      const output = await run(["python3", here("asyncio-client.py"), tree, to]);
      const met = JSON.parse(output) as Session & { readonly offered: readonly string[] };
      expect(met).toMatchObject({ offered: ["oob"], place: { x: -120, y: 4400 }, paused: 50 });
      return met;
    };

    test("over a unix socket, with a command out of band", () => expectSession(({ path }) => meet(tree, path)));

    test("over TCP", () => expectSession(({ host, port }) => meet(tree, `${host}:${port}`)));
  });
});

/** A server with the human monitor's command, and what it was asked. */
async function serveMonitor(): Promise<{ readonly path: string; readonly asked: readonly string[] }> {
  const answers: Readonly<Record<string, string>> = {
    help: "hello-world [message] -- print a greeting\r\ninfo [subcommand] -- show various information\r\nstop|s  -- stop\r\n",
    info: "info status  -- show the run state\r\ninfo version  -- show the version\r\n",
    "info status": "VM status: running\r\n",
    "info version": "1.2.0\r\n",
    "hello-world Ahoy": "",
  };
  const asked: string[] = [];
  const humanMonitorCommand = (args: { readonly "command-line": string; readonly "cpu-index"?: number }) => {
    const { "command-line": line, "cpu-index": cpu = 0 } = args;
    if (cpu > 0) throw new Error("no such CPU");
    asked.push(line);
    return answers[line] ?? `unknown command: '${line}'\r\n`;
  };
  const members = { "command-line": "str", "*cpu-index": "int" } as const;
  const command = {
    command: "human-monitor-command",
    arguments: () => ({ object: "human-monitor-command", members }),
    returns: "str",
  } as const;
  const served: ServedSchema = {
    schema: { commands: { "human-monitor-command": command }, events: {} },
    methods: { "human-monitor-command": "humanMonitorCommand" },
    features: {},
    introspection: [],
  };
  const version = { major: 1, minor: 2, micro: 0 };
  const server = new QmpServer(served, { humanMonitorCommand }, { version, onError: () => {} });
  onTestFinished(() => server.close());
  const path = join(folder(), `${++count}`);
  await server.listen({ path });
  return { path, asked };
}

// ---- Node ------------------------------------------------------------------------------------------------------------

/** npm's `qemu-qmp`, as far as it is used here. */
interface QemuQmp extends Socket {
  connect(...where: readonly unknown[]): this;
  execute(command: string, ...rest: readonly unknown[]): void;
}

interface Installer {
  readonly findQemuQmp: () => string | undefined;
  readonly installQemuQmp: () => string;
}

/** Where it is, or what stands in the way; installed where it is required. */
async function provideQemuQmp(): Promise<{ readonly module: string } | { readonly missing: string }> {
  const script = "../support/qemu-qmp.js";
  const { findQemuQmp, installQemuQmp } = (await import(script)) as Installer;
  try {
    const module = isRequired ? installQemuQmp() : findQemuQmp();
    return module === undefined ? { missing: "not installed; node test/support/qemu-qmp.js brings it" } : { module };
  } catch (error) {
    return { missing: (error as Error).message };
  }
}

const provided = await provideQemuQmp();

describeUnless("missing" in provided ? provided.missing : undefined, "npm's qemu-qmp", () => {
  const meet = async (...where: readonly unknown[]): Promise<Session> => {
    const Qmp = createRequire(import.meta.url)((provided as { module: string }).module) as new () => QemuQmp;
    const client = new Qmp();
    const called = <Result>(call: (done: (error: Error | null, result: Result) => void) => void) =>
      new Promise<Result>((resolve, reject) => call((error, result) => (error ? reject(error) : resolve(result))));
    const execute = (command: string, ...args: readonly object[]) =>
      called<unknown>((done) => client.execute(command, ...args, done));
    await called((done) => client.connect(...where, done));
    const commands = names(await execute("query-commands"));
    const greeted = [await execute("hello-world"), await execute("hello-world", { message: "Ahoy" })];
    const refused = await execute("hello-world", { message: 5 }).catch((error: Error) => error.message);
    const stopped = new Promise<string>((resolve) => client.once("stop", resolve));
    await execute("stop");
    const event = await stopped;
    client.end();
    return { commands, greeted, refused: refused as string, event };
  };

  test("over a unix socket", () => expectSession(({ path }) => meet(path)));

  test("over TCP", () => expectSession(({ host, port }) => meet(port, host)));
});

describe("the generated client", () => {
  const meet = async (to: Address): Promise<Session> => {
    await using client = await Client.connect(to);
    const commands = names(await client.executeRaw("query-commands"));
    const greeted = [await client.helloWorld(), await client.helloWorld({ message: "Ahoy" })].map((one) => one ?? {});
    const wrong = client.executeRaw("hello-world", { message: 5 });
    const refused = await wrong.then(
      () => undefined,
      (error: QmpError) => error.class,
    );
    const stopped = client.waitFor("STOP");
    await client.stop();
    const { event } = await stopped;
    expect(await client.emergencyStop()).toEqual({ x: -120, y: 4400 });
    return { commands, greeted, refused, event };
  };

  test("over a unix socket", () => expectSession(({ path }) => meet({ path })));

  test("over TCP", () => expectSession(({ host, port }) => meet({ host, port })));
});

// ---- bytes by hand ---------------------------------------------------------------------------------------------------

/** What a person writes by hand, and no program's ids. */
const lines = [
  '{"execute": "qmp_capabilities"}',
  '{"execute": "query-commands"}',
  '{"execute": "hello-world"}',
  "{'execute': 'hello-world', 'arguments': {'message': 'Ahoy'}}",
  '{"execute": "hello-world", "arguments": {"message": 5}}',
  '{"execute": "stop"}',
];

function sessionIn(heard: readonly Heard[]): Session {
  const [greeting, negotiated, list, one, two, refused, event, stopped, ...more] = heard;
  expect(greeting).toMatchObject({ QMP: { version: { qemu: { major: 1 } }, capabilities: ["oob"] } });
  expect([negotiated, stopped, more]).toEqual([{ return: {} }, { return: {} }, []]);
  return {
    commands: names(list!.return),
    greeted: [one!.return, two!.return],
    refused: said(refused!),
    event: event!.event,
  };
}

describeUnless(without("socat", "-V"), "socat", () => {
  // It waits so many seconds for replies once its input has ended; the server ends as soon as it has answered.
  const socat = ["socat", "-t60", "-"];
  const heardBy = async (to: string, input: string) => {
    const output = await run([...socat, to], input);
    expect(output.split("\r\n").at(-1)).toBe("");
    return sessionIn(
      output
        .trimEnd()
        .split("\r\n")
        .map((line) => JSON.parse(line) as Heard),
    );
  };

  test("over a unix socket, a line for each command", () =>
    expectSession(({ path }) => heardBy(`UNIX-CONNECT:${path}`, `${lines.join("\n")}\n`)));

  test("over TCP, all in one line that has no end", () =>
    expectSession(({ host, port }) => heardBy(`TCP:${host}:${port}`, lines.join(""))));
});

describe("bytes by hand over TCP, as telnet sends them", () => {
  const meet = async (machine: Machine, chunks: readonly string[]): Promise<Session> => {
    const talk = new Talk(createConnection({ ...machine, path: undefined, noDelay: true, allowHalfOpen: true }));
    onTestFinished(() => void talk.stream.destroy());
    for (const chunk of chunks) {
      talk.say(chunk);
      await new Promise(setImmediate);
    }
    const heard = await talk.take(8);
    talk.stream.end();
    expect(await talk.rest()).toEqual([]);
    return sessionIn(heard);
  };

  test("lines that end with CR LF", () =>
    expectSession((machine) =>
      meet(
        machine,
        lines.map((line) => `${line}\r\n`),
      ),
    ));

  test("without any line's end", () => expectSession((machine) => meet(machine, lines)));

  test("byte by byte", () => expectSession((machine) => meet(machine, [...lines.join("\r\n")])));
});
