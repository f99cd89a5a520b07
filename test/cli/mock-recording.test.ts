// `qapi-ts mock --record` and `--replay`: a real server, here a mock too, behind the mock, and later without it.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { agent, answers, client, execute, failed, mock, schema } from "./mock-run.js";
import { folder } from "./run.js";
import { fine, qmp } from "./stand-in.js";

describe("--record and --replay", () => {
  const disk = { "node-name": "n", size: 18446744073709551615n, state: "on", tags: [] };
  const text = (value: object) =>
    JSON.stringify(value, (_, member: unknown) => (typeof member === "bigint" ? "BIG" : member)).replaceAll(
      '"BIG"',
      "18446744073709551615",
    );
  const replies = {
    "r.json": text({
      "get-disk": [disk, { ...disk, state: "off" }, { error: { class: "DeviceNotFound", desc: "gone" } }],
      "get-any": ["x", { unknown: 1 }].map((value) => ({ return: value })),
    }),
  };

  /** Records what a real server, a mock too, says. */
  async function recorded() {
    const real = await mock(schema, ["--replies", "r.json", "--qemu", "7.2"], replies);
    const file = join(folder(), "recording");
    const proxy = await mock(schema, ["--record", file, "--to", real.address]);
    expect(proxy.line).toContain(`: recording ${real.address} to ${file}; try: qapi-ts qmp --socket ${proxy.address} `);
    const talk = await client(proxy.address);
    const requests = [
      execute("get-disk"),
      { ...execute("get-disk", { id: "a" }), id: 1 },
      execute("get-disk", { id: "a" }),
      execute("set-speed", { speed: 128 }),
      execute("nonsense", { a: 1.5 }),
      execute("get-any"),
    ];
    talk.say(...requests);
    const replied = await talk.heard(requests.length);
    real.control('MOVED {"disk": {"node-name": "n", "size": 1, "state": "on", "tags": []}}');
    real.control("STOP");
    const heard = await talk.heard(requests.length + 2);
    talk.say(execute("get-any"), execute("quit"));
    const all = await talk.heard(requests.length + 5);
    expect(await proxy.ended).toEqual(fine(proxy.line));
    expect(await real.ended).toEqual(fine(real.line));
    return { file, requests, replied, heard, all };
  }

  test("what the real server says is passed on, and written down", async () => {
    const { file, replied, heard, all } = await recorded();
    expect(replied.slice(1, 4)).toEqual([
      { id: 1, return: { ...disk, size: 2 ** 64, state: "off" } },
      { error: { class: "DeviceNotFound", desc: "gone" } },
      { error: { class: "GenericError", desc: expect.stringContaining("speed") } },
    ]);
    expect(replied[4]).toEqual({ error: { class: "CommandNotFound", desc: expect.stringContaining("nonsense") } });
    expect(heard.slice(-2).map(({ event }) => event)).toEqual(["MOVED", "STOP"]);
    expect(all.slice(-3)).toEqual([
      { return: { unknown: 1 } },
      { return: {} },
      { event: "SHUTDOWN", data: { guest: false, reason: "host-qmp-quit" } },
    ]);
    const lines = readFileSync(file, "utf8").trimEnd().split("\n");
    expect(lines[1]).toBe(
      '{"command": "get-disk", "arguments": {"id": "a"}, "return": {"node-name": "n", "size": 18446744073709551615, "state": "off", "tags": []}}',
    );
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
      { command: "get-disk", arguments: {} },
      { command: "get-disk", arguments: { id: "a" } },
      { command: "get-disk", arguments: { id: "a" }, error: { class: "DeviceNotFound", desc: "gone" } },
      { command: "set-speed", arguments: { speed: 128 }, error: { class: "GenericError" } },
      { command: "get-any", return: "x" },
      { event: "MOVED", data: { disk: { "node-name": "n" } } },
      { event: "STOP" },
      { command: "get-any", return: { unknown: 1 } },
      { command: "quit", arguments: {}, return: {} },
      { event: "SHUTDOWN" },
    ]);
  });

  test("the recording answers as the real server did, events in their places", async () => {
    const { file, requests, all } = await recorded();
    const replay = await mock(schema, ["--replay", file]);
    const talk = await client(replay.address);
    // The recording has none of a command that nobody knows, and the arguments that the server refused are refused here.
    talk.say(...requests, execute("get-any"), execute("quit"));
    const again = await talk.heard(all.length);
    const isWrong = (one: unknown) => /speed|nonsense/.test(JSON.stringify(one));
    expect(again.filter((one) => !isWrong(one))).toEqual(all.filter((one) => !isWrong(one)));
    expect(await replay.ended).toEqual(fine(replay.line));
  });

  test("the last answer lasts; other arguments are answered too; an event comes once, with its command", async () => {
    const lines = [
      { event: "STOP" },
      { command: "get-any", arguments: {}, return: 1 },
      { command: "get-any", return: 2 },
      { event: "STOP" },
      { event: "SHUTDOWN", data: { guest: true, reason: "none" }, during: "get-disk" },
      { command: "get-any", arguments: { other: 1 }, return: 3 },
      { command: "get-disk", arguments: { id: "a" }, return: { "node-name": "a" } },
      { command: "newer", arguments: { x: [1, { y: 2, z: 3 }] }, return: { later: true } },
    ];
    const file = lines.map((line) => `${JSON.stringify(line)}\n`).join("\n");
    const { address } = await mock(schema, ["--replay", "r"], { r: file });
    const talk = await client(address);
    expect(await talk.heard(1)).toEqual([{ event: "STOP" }]);
    const any = execute("get-any");
    talk.say(any, any, any, execute("get-disk"), execute("newer", { x: [1, { z: 3, y: 2 }] }), execute("get-tree"));
    expect((await talk.heard(9)).slice(1)).toEqual([
      { return: 1 },
      { return: 2 },
      { event: "STOP" },
      { return: 2 },
      { event: "SHUTDOWN", data: { guest: true, reason: "none" } },
      { return: { "node-name": "a" } },
      { return: { later: true } },
      { return: expect.objectContaining({ id: expect.any(String) }) },
    ]);
  });

  test("--replies win over a recording", async () => {
    const { address } = await mock(schema, ["--replay", "r", "--replies", "a.json"], {
      r: '{"command": "get-any", "return": 1}\n',
      "a.json": '{"get-any": 2}',
    });
    expect(await answers(address, execute("get-any"))).toEqual([{ return: 2 }]);
  });

  test.each([
    ["{", /^r:1: this is no JSON: /],
    ['\n{"command": "x"}', 'r:2: expected {"command", "arguments", "return" or "error"} or {"event", "data"}\n'],
    ["[1]", /^r:1: expected /],
    ['{"command": "x", "return": 1, "error": {"class": "", "desc": ""}}', /^r:1: expected /],
  ])("%j is no recording", async (text, stderr) => {
    const ran = await failed(schema, ["--replay", "r"], { r: text });
    expect([ran.status, ran.stdout]).toEqual([1, ""]);
    if (typeof stderr === "string") expect(ran.stderr).toBe(stderr);
    else expect(ran.stderr).toMatch(stderr);
  });

  test("a recording is added to, and no other file is", async () => {
    const real = await mock(schema);
    const cwd = folder({ old: '{"event": "STOP"}', letter: "Dear Ada,\n" });
    const old = await mock(schema, ["--record", join(cwd, "old"), "--to", real.address]);
    expect(await answers(old.address, execute("set-speed", { speed: 1 }))).toEqual([{ return: {} }]);
    expect(readFileSync(join(cwd, "old"), "utf8")).toBe(
      '{"event": "STOP"}\n{"command": "set-speed", "arguments": {"speed": 1}, "return": {}}\n',
    );
    const refused = await failed(schema, ["--record", join(cwd, "letter"), "--to", real.address]);
    expect([refused.status, refused.stderr]).toEqual([
      2,
      expect.stringContaining("is no recording, so nothing is added"),
    ]);
    expect(readFileSync(join(cwd, "letter"), "utf8")).toBe("Dear Ada,\n");
  });

  test("a file that cannot be written: status 2, at once", async () => {
    const ran = await failed(schema, ["--record", "none/r", "--to", "none"]);
    expect(ran).toEqual({ status: 2, stdout: "", stderr: "qapi-ts: cannot write 'none/r': no such file or folder\n" });
  });

  test.runIf(existsSync("/dev/full"))("a disk that is full: status 2, when it is", async () => {
    const real = await mock(schema);
    const { address, ended } = await mock(schema, ["--record", "/dev/full", "--to", real.address]);
    expect(await answers(address, execute("set-speed", { speed: 1 }))).toEqual([{ return: {} }]);
    expect(await ended).toMatchObject({
      status: 2,
      stderr: "qapi-ts: cannot write '/dev/full': no space left on the device\n",
    });
  });

  test("a real server that is not there, or goes away: status 2", async () => {
    const none = await failed(schema, ["--record", "r", "--to", "./none"]);
    expect([none.status, none.stdout, none.stderr]).toEqual([
      2,
      "",
      expect.stringMatching(/^qapi-ts: \.\/none: [^\n]*\n$/),
    ]);
    const real = await mock(schema);
    const proxy = await mock(schema, ["--record", "r", "--to", real.address]);
    real.child.kill("SIGKILL");
    expect(await proxy.ended).toMatchObject({ status: 2, stderr: expect.stringMatching(/^qapi-ts: [^\n]*\n$/) });
  });

  test("a guest agent is recorded, too", async () => {
    const real = await mock(agent);
    const file = join(folder(), "r");
    const proxy = await mock(agent, ["--record", file, "--to", real.address]);
    const ask = (address: string, command: string) => qmp(["--guest-agent", "--socket", address, command]);
    const time = await ask(real.address, "guest-get-time");
    expect(await ask(proxy.address, "guest-get-time")).toEqual(time);
    expect(await ask(proxy.address, "guest-shutdown")).toEqual(fine(""));
    proxy.child.kill("SIGTERM");
    expect(await proxy.ended).toEqual(fine(proxy.line));
    expect(readFileSync(file, "utf8").split("\n").length).toBe(3);
    const replay = await mock(agent, ["--replay", file, "--seed", "5"]);
    expect(await ask(replay.address, "guest-get-time")).toEqual(time);
  });
});
