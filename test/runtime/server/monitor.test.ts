// A server's human monitor: its lines run the same handlers, under the same checks and policies, as QMP's commands.

import { describe, expect, onTestFinished, test } from "vitest";

import type { CommandContext, CommandType, HmpTables, ServerOptions } from "../../../src/runtime/index.js";
import { GuestAgentServer, QmpError, QmpServer } from "../../../src/runtime/index.js";
import { served } from "../../support/served.js";
import { connect } from "../../support/talk.js";

const { commands } = served.schema;
const entry = { args: [], params: "", help: "", preconfig: true } as const;

const plug: CommandType = {
  command: "open",
  open: true,
  arguments: () => ({ object: "open", members: { driver: "str", "*n": "int", "*big": "size" } }),
};

const hmp: HmpTables = {
  commands: [
    {
      ...entry,
      name: "count|n",
      args: [{ key: "n", letter: "l", optional: "?" }],
      params: "[n]",
      command: commands["count"]!,
    },
    { ...entry, name: "echo", args: [{ key: "text", letter: "s" }], params: "text", command: commands["echo"]! },
    { ...entry, name: "nothing", help: "do nothing", command: commands["nothing"]! },
    { ...entry, name: "wait", command: commands["wait"]! },
    { ...entry, name: "absent", command: commands["absent"]! },
    { ...entry, name: "plug", args: [{ key: "device", letter: "O" }], command: plug },
  ],
  info: [{ ...entry, name: "urgent", command: commands["urgent"]! }],
  lonely: [{ ...entry, name: "absent", command: commands["absent"]! }],
};

const opened: object[] = [];
const contexts: CommandContext[] = [];
const handlers = {
  open: (args: object) => void opened.push(args),
  nothing: (context: CommandContext) => void contexts.push(context),
  count: ({ n = 0 }: { n?: number }) => n + 1,
  echo: (args: object) => args,
  urgent: () => "now",
  wait: ({ n }: { n?: number }, { signal }: CommandContext) =>
    new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error(`gone ${n ?? ""}`)))),
};

function serve(own: object = handlers, options: ServerOptions = {}) {
  const errors: string[] = [];
  const server = new QmpServer({ ...served, hmp }, own, { onError: (error) => errors.push(error.message), ...options });
  onTestFinished(() => server.close());
  return { server, errors };
}

async function line(server: QmpServer, text: string, more: object = {}) {
  const talk = await connect(server);
  return talk.ask({ execute: "human-monitor-command", arguments: { "command-line": text, ...more } });
}

describe("in this process", () => {
  test.each([
    ["count", "1\n"],
    ["n 41", "42\n"],
    ["echo hi", "text: hi\n"],
    ["nothing", ""],
    ["info urgent", "now\n"],
  ])("%s", async (text, printed) => expect(await serve().server.monitor.run(text)).toBe(printed));

  test("what has no handler is not there, nor a table that is empty without", async () => {
    const { monitor } = serve().server;
    expect(await monitor.run("absent")).toBe("unknown command: 'absent'\n");
    const help = await monitor.run("help");
    expect(help).toContain("nothing  -- do nothing\n");
    expect(help).not.toMatch(/absent|lonely/);
  });

  test("what a handler refuses, and what it gives that is wrong", async () => {
    const refusing = {
      nothing() {
        throw new QmpError("DeviceNotFound", "no such thing");
      },
      count: () => "no number",
    };
    const { server, errors } = serve(refusing);
    expect(await server.monitor.run("nothing")).toBe("Error: no such thing\n");
    expect(errors).toEqual([]);
    expect(await server.monitor.run("count")).toMatch(/^Error: 'count' ran, but its handler gave no valid result\n$/);
    expect(errors).toEqual([expect.stringContaining("the handler of 'count' gave a wrong result")]);
  });

  test("options are what a message would have: integers as numbers, as far as those are exact", async () => {
    opened.length = 0;
    await serve().server.monitor.run("plug robot,n=8,big=18446744073709551615,more=x");
    expect(opened).toEqual([{ driver: "robot", n: 8, big: 18446744073709551615n, more: "x" }]);
  });

  test("a policy refuses here, too", async () => {
    const { server } = serve(handlers, { compat: { deprecatedInput: "reject", unstableInput: "reject" } });
    expect(await server.monitor.run("nothing")).toMatch(/^Error: 'nothing' is deprecated/);
    expect(await server.monitor.run("echo hi")).toMatch(/^Error: .*'text'.*unstable/);
  });

  test("a handler is told that it is the monitor's, and that the server ends", async () => {
    contexts.length = 0;
    const { server } = serve();
    await server.monitor.run("nothing");
    const [{ command, session, signal }] = contexts as [CommandContext];
    expect([command, session.name, signal.aborted]).toEqual(["nothing", "monitor", false]);
    expect(signal.aborted).toBe(false);
    const waiting = server.monitor.run("wait");
    await server.close();
    expect(await waiting).toBe("Error: the server is closing\n");
    expect(await session.closed).toBeUndefined();
  });

  test("a handler that hangs holds nobody up: its time is limited, and so is the server's", async () => {
    const hanging = { nothing: () => new Promise(() => {}) };
    const { server, errors } = serve(hanging, { commandTimeoutMs: 20 });
    expect(await server.monitor.run("nothing")).toBe("Error: 'nothing' took longer than 20 ms\n");
    expect(errors).toEqual(["the handler of 'nothing' took longer than 20 ms"]);
    const { server: other } = serve(hanging, { commandTimeoutMs: Infinity });
    const waiting = other.monitor.run("nothing");
    await other.close();
    expect(await waiting).toBe("Error: the server is closing\n");
  });

  test("a server that is closed runs nothing any more, whenever its monitor is asked for first", async () => {
    contexts.length = 0;
    const { server } = serve();
    await server.close();
    expect(await server.monitor.run("nothing")).toBe("Error: the server is closing\n");
    expect(contexts).toEqual([]);
  });
});

describe("human-monitor-command", () => {
  test("gives what is printed, its lines ended as QEMU's; mistakes are text", async () => {
    const { server } = serve();
    expect(await line(server, "count 1")).toEqual({ return: "2\r\n" });
    expect(await line(server, "nothing")).toEqual({ return: "" });
    expect(await line(server, "nope")).toEqual({ return: "unknown command: 'nope'\r\n" });
  });

  test("is listed, once", async () => {
    const talk = await connect(serve().server);
    const { return: list } = (await talk.ask({ execute: "query-commands" })) as { return: { name: string }[] };
    expect(list.filter(({ name }) => name === "human-monitor-command")).toHaveLength(1);
  });

  test.each([{ "cpu-index": 0 }, { "command-line": 1 }, { other: 1 }])("refuses %j", async (more) => {
    expect(await line(serve().server, "count", more)).toMatchObject({ error: { class: "GenericError" } });
  });

  test("a handler of one's own wins", async () => {
    const type = { command: "human-monitor-command", open: true, returns: "str" } as const;
    const schema = { ...served.schema, commands: { ...commands, [type.command]: type } };
    const server = new QmpServer(
      { ...served, schema, hmp, methods: { ...served.methods, [type.command]: "hmc" } },
      { hmc: () => "mine" },
    );
    onTestFinished(() => server.close());
    expect(await line(server, "count")).toEqual({ return: "mine" });
  });

  test("its commands are those of the client that sent it, and end with it", async () => {
    contexts.length = 0;
    const { server } = serve(handlers, { commandTimeoutMs: 50 });
    await line(server, "nothing");
    expect(contexts[0]!.session.name).toMatch(/#\d+$/);
    expect(await line(server, "wait")).toMatchObject({ error: { desc: expect.stringContaining("took longer") } });
  });

  test("a client that leaves ends its command", async () => {
    let ended: unknown;
    const { server, errors } = serve({
      nothing: ({ signal }: CommandContext) =>
        new Promise((_, reject) => signal.addEventListener("abort", () => reject((ended = signal.reason as Error)))),
    });
    const talk = await connect(server);
    talk.say({ execute: "human-monitor-command", arguments: { "command-line": "nothing" } });
    await new Promise((resolve) => setTimeout(resolve, 20));
    talk.stream.destroy();
    await expect.poll(() => ended).toBeInstanceOf(Error);
    expect(errors).toEqual([]);
  });

  test("is not there without a table, nor for guest agents", async () => {
    const bare = new QmpServer(served, handlers);
    onTestFinished(() => bare.close());
    expect(await line(bare, "count")).toMatchObject({ error: { class: "CommandNotFound" } });
    expect(await bare.monitor.run("help")).toContain("help|?");
    const agent = new GuestAgentServer({ ...served, hmp }, handlers);
    onTestFinished(() => agent.close());
    expect(await agent.monitor.run("count")).toBe("1\n");
  });
});
