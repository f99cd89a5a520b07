// `qapi-ts qmp` with peers that are not there, are silent, die, or talk nonsense: it ends, and says why in one line.

import { spawn } from "node:child_process";
import { once } from "node:events";

import { describe, expect, test } from "vitest";

import { folder } from "./run.js";
import type { Answer, Asked, Line } from "./stand-in.js";
import { greeting, listen, qemu, qmp } from "./stand-in.js";

describe("no reply, no connection: status 2 and one line", () => {
  const broken: readonly (readonly [what: string, meet: (line: Line) => void, reason: RegExp])[] = [
    [
      "closes at once",
      ({ socket }) => socket.destroy(),
      /the peer closed the connection before the session was ready|the peer broke off/,
    ],
    ["never says a word", () => {}, /no greeting from .* within 1000 ms: another client may be served there, or it is/],
    [
      "greets in another protocol",
      ({ say }) => say("SSH-2.0-OpenSSH\r\n"),
      /the peer sent what is no JSON: "SSH-2.0-OpenSSH"/,
    ],
    ["greets without a version", ({ say }) => say({ QMP: {} }), /speaks no QMP/],
    [
      "stops in its greeting",
      ({ say }) => say('{"QMP": {"ver'),
      /no greeting from .*; it said "\{\\"QMP\\": \{\\"ver" within 1000 ms/,
    ],
    [
      "greets, then never says a word",
      ({ say }) => say(greeting),
      /no reply to qmp_capabilities from .* within 1000 ms/,
    ],
    [
      "refuses the negotiation",
      ({ say, socket }) => {
        say(greeting);
        socket.on("data", (data) =>
          say({ error: { class: "GenericError", desc: "\u0007no" }, id: (JSON.parse(String(data)) as Asked).id }),
        );
      },
      /qmp_capabilities: ␇no/,
    ],
  ];
  test.each(broken)("a peer that %s", async (_, meet, reason) => {
    const { address } = await listen(meet);
    for (const words of [["x"], ["--events", "all"]]) {
      const { status, stdout, stderr } = await qmp(["--socket", address, "--timeout", "1", ...words]);
      expect([status, stdout]).toEqual([2, ""]);
      expect(stderr).toMatch(/^qapi-ts: .*\n$/);
      expect(stderr).toMatch(reason);
    }
  });

  const late: readonly (readonly [what: string, answer: Answer, reason: RegExp])[] = [
    ["does not answer", () => {}, /x: no reply within 1000 ms$/m],
    [
      "dies before its reply",
      (_, { socket }) => void socket.destroy(),
      /x: .*(?:the peer closed the connection|the peer broke off)/,
    ],
    [
      "dies in its reply",
      (_, { socket, say }) => {
        say('{"return": {"a');
        socket.end();
      },
      /x: .*the peer closed the connection/,
    ],
    ["answers with garbage", () => "\u001b[2Jgarbage\r\n", /x: the peer sent what is no JSON: /],
    ["answers with JSON that is no message", () => "[1]\r\n", /x: the peer sent JSON that is no message/],
  ];
  test.each(late)("a peer that %s", async (_, answer, reason) => {
    const { address } = await qemu(answer);
    const { status, stdout, stderr } = await qmp(["--socket", address, "--timeout", "1", "x"]);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^qapi-ts: .*\n$/);
    expect(stderr).toMatch(reason);
  });

  test("an error without an id, where one command is on its way, is the answer to it", async () => {
    const { address } = await qemu(() => '{"error": {"class": "GenericError", "desc": "JSON \\u001bparse error"}}\n');
    expect(await qmp(["--socket", address, "--timeout", "1", "x"])).toEqual({
      status: 1,
      stdout: "",
      stderr: "GenericError: JSON ␛parse error\n",
    });
  });

  test.each([
    ["/nonexistent/socket", "/nonexistent/socket: no such socket"],
    ["none", "none: no such socket"],
    ["127.0.0.1:1", "tcp://127.0.0.1:1: nobody listens there"],
    ["a".repeat(200), "a socket's path has at most 107 bytes"],
  ])("--socket %s", async (address, reason) => {
    const { status, stdout, stderr } = await qmp(["--socket", address, "x"]);
    expect([status, stdout, stderr]).toEqual([2, "", expect.stringContaining(reason)]);
    expect(stderr).toMatch(/^qapi-ts: .*\n$/);
  });

  test("a socket that nobody listens on any more", async () => {
    const cwd = folder();
    await once(
      spawn(
        process.execPath,
        ["-e", 'require("net").createServer().listen("s", () => process.kill(process.pid, "SIGKILL"))'],
        { cwd },
      ),
      "close",
    );
    expect(await qmp(["--socket", "s", "x"], "", cwd)).toEqual({
      status: 2,
      stdout: "",
      stderr: "qapi-ts: s: nobody listens there (ECONNREFUSED)\n",
    });
  });
});
