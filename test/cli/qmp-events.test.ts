// `qapi-ts qmp --events`: what is printed as it comes, and all the ways in which it ends.

import { spawn } from "node:child_process";
import { once } from "node:events";

import { describe, expect, test } from "vitest";

import { environment, program, root } from "./run.js";
import type { Answer, Asked } from "./stand-in.js";
import { event, failing, fine, greeting, listen, qemu, qmp, returning, start } from "./stand-in.js";

/** The end of waiting for what must not come soon. */
const soon = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe("--events", () => {
  /** Says some events once it is asked for anything, then the reply. */
  const eventful =
    (...events: readonly object[]): Answer =>
    (_, { say }) => {
      for (const one of events) say(one);
      return { return: {} };
    };
  const stopLine = '{"event":"STOP","timestamp":{"seconds":1,"microseconds":2}}\n';
  const jobLine = (id: number) => `{"event":"JOB","data":{"id":${id}},"timestamp":{"seconds":1,"microseconds":2}}\n`;

  /** A peer that says events to whoever has negotiated, unasked. */
  const talkative = (...events: readonly (object | string)[]) =>
    listen(({ say, socket }) => {
      say(greeting);
      socket.once("data", (data) => {
        say({ return: {}, id: (JSON.parse(String(data)) as Asked).id });
        for (const one of events) say(one);
      });
    });

  test("those that come before the reply are printed before it, and only those of the names", async () => {
    const { address } = await qemu(eventful(event("RESUME"), event("STOP"), event("JOB", { id: 1 })));
    expect(await qmp(["--socket", address, "--events", "JOB,STOP", "--count", "2", "stop"])).toEqual(
      fine(`${stopLine}${jobLine(1)}{"return":{}}\n`),
    );
  });

  test("all of them, with every digit, indented", async () => {
    const { address } = await talkative(
      '{"event": "BLOCK", "data": {"size": 18446744073709551615}, "timestamp": {"seconds": 1, "microseconds": 2}}\n',
    );
    expect(await qmp(["--socket", address, "--events", "all", "--count", "1"])).toEqual(
      fine('{"event":"BLOCK","data":{"size":18446744073709551615},"timestamp":{"seconds":1,"microseconds":2}}\n'),
    );
    expect(await qmp(["--socket", address, "--events", "all", "--count", "1", "--pretty"])).toEqual(
      fine(
        '{\n    "event": "BLOCK",\n    "data": {\n        "size": 18446744073709551615\n    },\n    "timestamp": {\n        "seconds": 1,\n        "microseconds": 2\n    }\n}\n',
      ),
    );
  });

  test("--count: no more than so many", async () => {
    const { address } = await talkative(...[1, 2, 3, 4, 5].map((id) => event("JOB", { id })));
    expect(await qmp(["--socket", address, "--events", "JOB", "--count", "3"])).toEqual(
      fine(jobLine(1) + jobLine(2) + jobLine(3)),
    );
  });

  test("--timeout ends it without an error; fewer than --count are one", async () => {
    const peer = await talkative(event("STOP"));
    expect(await qmp(["--socket", peer.address, "--events", "all", "--timeout", "0.5"])).toEqual(fine(stopLine));
    expect(await qmp(["--socket", peer.address, "--events", "X", "--timeout", "0.5", "--count", "1"])).toEqual({
      status: 2,
      stdout: "",
      stderr: "qapi-ts: 0 of 1 events came within 0.5 s\n",
    });
    await expect.poll(() => peer.count).toEqual({ opened: 2, ended: 2 });
  });

  test("events after the reply are waited for; a reply after the events, too", async () => {
    const early = await qemu((_, { say }) => {
      setTimeout(() => say(event("STOP")), 200);
      return { return: {} };
    });
    expect(await qmp(["--socket", early.address, "--events", "STOP", "--count", "1", "x"])).toEqual(
      fine(`{"return":{}}\n${stopLine}`),
    );
    const late = await qemu(({ id }, { say }) => {
      say(event("STOP"));
      setTimeout(() => say({ return: {}, id }), 200);
    });
    expect(await qmp(["--socket", late.address, "--events", "STOP", "--count", "1", "x"])).toEqual(
      fine(`${stopLine}{"return":{}}\n`),
    );
  });

  test("an error reply ends it, and a reply that does not come", async () => {
    const refusing = await qemu(failing("GenericError", "no"));
    expect(await qmp(["--socket", refusing.address, "--events", "all", "x"])).toEqual({
      status: 1,
      stdout: "",
      stderr: "GenericError: no\n",
    });
    const silent = await qemu((_, { say }) => say(event("STOP")));
    expect(await qmp(["--socket", silent.address, "--events", "all", "--timeout", "0.5", "x"])).toEqual({
      status: 2,
      stdout: stopLine,
      stderr: "qapi-ts: x: no reply within 500 ms\n",
    });
  });

  test("a peer that goes away: status 2, but not after enough events, and not after quit", async () => {
    const leaving: Answer = (_, { say, socket }) => {
      say(event("STOP"));
      setTimeout(() => socket.end(), 100);
      return { return: {} };
    };
    const { address } = await qemu(leaving);
    const stdout = `${stopLine}{"return":{}}\n`;
    expect(await qmp(["--socket", address, "--events", "all", "x"])).toEqual({
      status: 2,
      stdout,
      stderr: `qapi-ts: ${address}: the peer closed the connection\n`,
    });
    expect(await qmp(["--socket", address, "--events", "all", "--count", "1", "x"])).toEqual(fine(stdout));
    expect(await qmp(["--socket", address, "--events", "all", "quit"])).toEqual(fine(stdout));
  });

  test("garbage among events", async () => {
    const { address } = await qemu((_, { say }) => {
      say(event("STOP"));
      setTimeout(say, 100, "garbage\n");
      return { return: {} };
    });
    expect(await qmp(["--socket", address, "--events", "all", "x"])).toEqual({
      status: 2,
      stdout: `${stopLine}{"return":{}}\n`,
      stderr: 'qapi-ts: the peer sent what is no JSON: "garbage"\n',
    });
  });

  test.each(["SIGINT", "SIGTERM"] as const)("%s ends it, and the connection", async (signal) => {
    const peer = await talkative(event("STOP"));
    const { child, ended, said } = start(["--socket", peer.address, "--events", "all"]);
    await said("STOP");
    child.kill(signal);
    expect(await ended).toEqual(fine(stopLine));
    await expect.poll(() => peer.count).toEqual({ opened: 1, ended: 1 });
  });

  test("a signal before the reply: status 2, as nothing is known of it", async () => {
    const { address } = await qemu((_, { say }) => say(event("STOP")));
    const { child, ended, said } = start(["--socket", address, "--events", "all", "x"]);
    await said("STOP");
    child.kill("SIGINT");
    expect(await ended).toEqual({
      status: 2,
      stdout: stopLine,
      stderr: "qapi-ts: x: interrupted before there was a reply\n",
    });
  });

  test("a signal after the reply, and one before there is a connection: fine", async () => {
    const { address } = await qemu(returning({}));
    const replied = start(["--socket", address, "--events", "all", "x"]);
    await replied.said("return");
    replied.child.kill("SIGINT");
    expect(await replied.ended).toEqual(fine('{"return":{}}\n'));
    const silent = await listen(() => {});
    const waiting = start(["--socket", silent.address, "--events", "all"]);
    await expect.poll(() => silent.count.opened).toBe(1);
    waiting.child.kill("SIGTERM");
    expect(await waiting.ended).toEqual(fine(""));
  });

  test("a signal ends it though standard output is stuck", async () => {
    const peer = await talkative(
      ...Array.from({ length: 2000 }, (_, id) => event("JOB", { id, text: "x".repeat(1000) })),
    );
    const child = spawn(process.execPath, [program, "qmp", "--socket", peer.address, "--events", "all"], {
      cwd: root,
      env: environment(),
      timeout: 30_000,
      killSignal: "SIGKILL",
    });
    await expect.poll(() => child.stdout.readableLength).toBeGreaterThan(0);
    await soon(300);
    child.kill("SIGINT");
    expect(await once(child, "exit")).toEqual([0, null]);
    child.stdout.destroy();
  });

  test("a reader that goes away, as `head -1` does", async () => {
    const peer = await listen(({ say, socket }) => {
      say(greeting);
      socket.once("data", (data) => {
        say({ return: {}, id: (JSON.parse(String(data)) as Asked).id });
        const timer = setInterval(() => say(event("STOP")), 20);
        socket.on("close", () => clearInterval(timer));
      });
    });
    const shell = `"${process.execPath}" "${program}" qmp --socket "${peer.address}" --events all | head -1; echo "\${PIPESTATUS[0]}"`;
    const child = spawn("bash", ["-c", shell], { env: environment(), timeout: 30_000 });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text) => (output += text));
    await once(child, "close");
    expect(output).toBe(`${stopLine}0\n`);
    await expect.poll(() => peer.count).toEqual({ opened: 1, ended: 1 });
  });
});
