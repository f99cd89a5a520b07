// The guest agent's client, against a stand-in: finding the same place in the stream, waiting for an agent that is not
// there yet, commands without a reply, and programs that are run in the guest.

import { describe, expect, test } from "vitest";

import type { SchemaTable } from "../../src/runtime/index.js";
import {
  decode,
  encode,
  GuestAgentClient,
  openGuestAgent,
  QmpConnectionError,
  QmpError,
  QmpTimeoutError,
} from "../../src/runtime/index.js";
import { rejection, settle } from "../support/client.js";
import type { AgentRequest } from "../support/agent.js";
import { StandInAgent } from "../support/agent.js";

interface Commands {
  "guest-ping": { arguments: Record<string, never>; returns: void };
  "guest-get-time": { arguments: Record<string, never>; returns: bigint };
  "guest-shutdown": { arguments: { mode?: string | undefined }; returns: void };
}

const table: SchemaTable = {
  commands: {
    "guest-ping": { command: "guest-ping" },
    "guest-get-time": { command: "guest-get-time", returns: "int:bigint", decode },
    "guest-shutdown": {
      command: "guest-shutdown",
      arguments: () => ({ object: "guest-shutdown", members: { "*mode": "str" } }),
      silent: true,
      encode,
    },
  },
  events: {},
};

async function connectTo(agent: StandInAgent, options = {}) {
  const session = await openGuestAgent(table, agent, { timeoutMs: 2000, pollMs: 10, ...options });
  return new GuestAgentClient<Commands, Record<never, never>>(session);
}

describe("finding the same place in the stream", () => {
  test("a fresh channel", async () => {
    const agent = new StandInAgent();
    const client = await connectTo(agent);
    expect(client.state).toBe("ready");
    expect(client.version).toBeUndefined();
    expect(await client.execute("guest-ping")).toBeUndefined();
    expect(agent.commands).toEqual(["guest-sync-delimited", "guest-ping"]);
    await client.close();
  });

  test("what was meant for an earlier client is passed over, half a line and half a command too", async () => {
    const agent = new StandInAgent();
    const first = await connectTo(agent);
    await first.close();
    agent.stale = '{"return": {}}\n{"return": 5, "id": 7}\n\xff{"return": 12345}\n{"error": {"class": "Gen';
    const link = await agent.open({ data: () => {}, end: () => {} });
    link.write('{"execute":"guest-pi');
    const client = await connectTo(agent);
    expect(await client.execute("guest-ping")).toBeUndefined();
    expect(client.state).toBe("ready");
    await client.close();
  });

  test("an agent that starts late is waited for; its replies to all the earlier attempts harm nothing", async () => {
    const agent = new StandInAgent();
    agent.running = false;
    const connecting = connectTo(agent);
    while (agent.waiting < 3) await settle();
    agent.start();
    const client = await connecting;
    expect(agent.commands.length).toBeGreaterThan(2);
    await settle();
    expect(await client.execute("guest-ping")).toBeUndefined();
    await client.close();
  });

  test("nobody there: the handshake's budget ends the wait", async () => {
    const agent = new StandInAgent();
    agent.running = false;
    const error = await rejection(connectTo(agent, { timeoutMs: { handshake: 40 } }));
    expect(error).toBeInstanceOf(QmpTimeoutError);
    expect(error).toMatchObject({
      budget: "handshake",
      message: expect.stringMatching(/no guest agent answered/) as string,
    });
  });

  test("the channel ends meanwhile", async () => {
    const agent = new StandInAgent();
    agent.running = false;
    const connecting = rejection(connectTo(agent));
    await settle();
    agent.end();
    expect(await connecting).toBeInstanceOf(QmpConnectionError);
  });
});

describe("commands", () => {
  test("nanoseconds are exact", async () => {
    const agent = new StandInAgent(() => '{"return": 1795366217618379123}');
    const client = await connectTo(agent);
    expect(await client.execute("guest-get-time")).toBe(1795366217618379123n);
    await client.close();
  });

  test("without a reply: done when it is quiet, an error if there is one", async () => {
    let disabled = false;
    const agent = new StandInAgent(({ execute }) =>
      execute === "guest-shutdown"
        ? disabled
          ? { error: { class: "CommandNotFound", desc: "it is disabled" } }
          : undefined
        : { return: {} },
    );
    const client = await connectTo(agent);
    expect(await client.execute("guest-shutdown", { mode: "halt" })).toBeUndefined();
    const both = Promise.all([client.execute("guest-shutdown"), client.execute("guest-ping")]);
    expect(await both).toEqual([undefined, undefined]);
    disabled = true;
    expect(await rejection(client.execute("guest-shutdown"))).toMatchObject({ class: "CommandNotFound" });
    const last = client.execute("guest-shutdown", {}, { timeoutMs: Infinity });
    disabled = false;
    agent.end();
    expect(await last).toBeUndefined();
  });

  test("supports: what the running agent has, and has enabled", async () => {
    const commands = [
      { name: "guest-exec", enabled: true, "success-response": true },
      { name: "guest-fsfreeze-freeze", enabled: false, "success-response": true },
    ];
    const client = await connectTo(
      new StandInAgent(() => ({ return: { version: "9.8", supported_commands: commands } })),
    );
    expect(await client.supports("guest-exec")).toBe(true);
    expect(await client.supports("guest-fsfreeze-freeze")).toBe(false);
    expect(await client.supports("guest-nonsense")).toBe(false);
    await client.close();
  });
});

describe("exec", () => {
  /** A guest in which a program takes a few questions to end. */
  function guest(ending: object, polls = 3) {
    const asked: AgentRequest[] = [];
    const agent = new StandInAgent((request) => {
      asked.push(request);
      if (request.execute === "guest-exec") return { return: { pid: 77 } };
      return { return: polls-- > 0 ? { exited: false } : { exited: true, ...ending } };
    });
    return { agent, asked };
  }

  test("its output, its status, its input", async () => {
    const output = { exitcode: 3, "out-data": btoa("h\xc3\xa9llo\n"), "err-data": btoa("oh\n"), "err-truncated": true };
    const { agent, asked } = guest(output);
    const client = await connectTo(agent);
    const result = await client.exec("/bin/sh", ["-c", "true"], { env: ["A=b"], input: "é" });
    expect(result).toMatchObject({
      exitCode: 3,
      signal: undefined,
      stdout: "héllo\n",
      stderr: "oh\n",
      truncated: true,
    });
    expect([...result.stdoutBytes]).toEqual([0x68, 0xc3, 0xa9, 0x6c, 0x6c, 0x6f, 10]);
    expect(asked[0]?.arguments).toEqual({
      path: "/bin/sh",
      arg: ["-c", "true"],
      env: ["A=b"],
      "input-data": btoa("\xc3\xa9"),
      "capture-output": true,
    });
    expect(asked.slice(1).every((one) => one.arguments?.["pid"] === 77)).toBe(true);
    await client.close();
  });

  test("a program that a signal ended, without output", async () => {
    const client = await connectTo(guest({ signal: 9 }, 0).agent);
    expect(await client.exec("/bin/cat")).toMatchObject({
      exitCode: undefined,
      signal: 9,
      stdout: "",
      truncated: false,
    });
    await client.close();
  });

  test("another connection may lead to another guest: the wait for a program ends with its own", async () => {
    const { agent, asked } = guest({}, Infinity);
    const client = await connectTo(agent, { reconnect: { delayMs: 1 } });
    const running = rejection(client.exec("/bin/sleep", ["9"]));
    while (asked.length < 3) await settle();
    agent.end();
    expect(await running).toBeInstanceOf(QmpConnectionError);
    await client.close();
  });

  test("executeRaw of a command without a reply is done as it is by its own name", async () => {
    const client = await connectTo(new StandInAgent(() => undefined));
    expect(await client.executeRaw("guest-shutdown", {}, { timeoutMs: 900 })).toBeUndefined();
    await client.close();
  });

  test("its ends: time-out, signal, the agent's error, an output that is no base64", async () => {
    const client = await connectTo(guest({}, Infinity).agent);
    const error = await rejection(client.exec("/bin/sleep", ["9"], { timeoutMs: 30 }));
    expect(error).toBeInstanceOf(QmpTimeoutError);
    expect(error).toMatchObject({ command: "guest-exec", budget: "job", timeoutMs: 30 });
    expect(await rejection(client.exec("/bin/sleep", [], { timeoutMs: NaN }))).toBeInstanceOf(RangeError);
    expect(await rejection(client.supports("guest-ping", undefined, { timeoutMs: NaN }))).toBeInstanceOf(RangeError);
    const reason = new Error("enough");
    const control = new AbortController();
    const running = rejection(client.exec("/bin/sleep", ["9"], { signal: control.signal }));
    setTimeout(() => control.abort(reason), 15);
    expect(await running).toBe(reason);
    await client.close();
    const refusing = await connectTo(
      new StandInAgent(() => ({ error: { class: "GenericError", desc: "no such program" } })),
    );
    expect(await rejection(refusing.exec("/nowhere"))).toBeInstanceOf(QmpError);
    await refusing.close();
  });
});
