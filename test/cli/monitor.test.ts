// `qapi-ts monitor` over real sockets: between pipes, and on a terminal.

import { spawn } from "node:child_process";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { environment, folder, hasTerminal, program, root } from "./run.js";
import type { Ran } from "./run.js";
import type { Answer, Asked, StandIn } from "./stand-in.js";
import { failing, fine, qemu, returning, startVerb } from "./stand-in.js";

const lineOf = ({ arguments: args }: Asked) => String(args?.["command-line"]);

/** A monitor that says what it was given, and some of what QEMU's says. */
const monitor: Answer = (asked, line) => {
  const given = lineOf(asked);
  if (asked.execute !== "human-monitor-command") return { return: {} };
  if (given === "help") return { return: help };
  if (given === "help info") return { return: infoHelp };
  if (given === "hang") return undefined;
  if (given === "crash") return void line.socket.destroy();
  if (given === "quit" || given === "q") setImmediate(() => line.socket.end());
  return { return: given === "quit" || given === "q" || given === "stop" ? "" : `<${given}>\r\n` };
};

const help = `device_add driver[,…] -- plug something in
help|? [cmd] -- what there is
info [subcommand] -- show what there is
log items -- first line
\t\t\tsecond -- line
quit|q  -- the end
system_powerdown  -- press the button
system_reset  -- begin anew
`.replaceAll("\n", "\r\n");

const infoHelp = `info status  -- how it is
info stats target [names] [provider] -- figures
info version  -- which one it is
`.replaceAll("\n", "\r\n");

/** Runs `qapi-ts monitor` over some input. */
function monitorOver(peer: StandIn, input: string | Uint8Array, words: readonly string[] = [], cwd?: string) {
  const { child, ended } = startVerb(["monitor", "--socket", peer.address, ...words], cwd);
  child.stdin!.end(input);
  return ended;
}

describe("between pipes", () => {
  test("lines are run in order, and what they print is all that is printed", async () => {
    const peer = await qemu(monitor);
    expect(await monitorOver(peer, "info status\r\n\n  \nstop\n print  a\tb \nlast")).toEqual(
      fine("<info status>\n< print  a\tb >\n<last>\n"),
    );
    expect(peer.texts.map((text) => (JSON.parse(text) as Asked).execute)).toEqual(
      Array.from({ length: 4 }, () => "human-monitor-command"),
    );
  });

  test("nothing to run", async () => {
    for (const input of ["", "\n\n"]) expect(await monitorOver(await qemu(monitor), input)).toEqual(fine(""));
  });

  test("a line at a time, as they come", async () => {
    const peer = await qemu(monitor);
    const { child, said, ended } = startVerb(["monitor", "--socket", peer.address]);
    child.stdin!.write("on");
    child.stdin!.write("e\n");
    await said("<one>\n");
    child.stdin!.write("two\n");
    await said("<two>\n");
    child.stdin!.end();
    expect(await ended).toEqual(fine("<one>\n<two>\n"));
  });

  test("what is wrong with a line is the monitor's text, and no failure", async () => {
    const peer = await qemu(returning("unknown command: 'nope'\r\n"));
    expect(await monitorOver(peer, "nope\n")).toEqual(fine("unknown command: 'nope'\n"));
  });

  test("what would steer a terminal is visible", async () => {
    const peer = await qemu(returning("a\u001b[2J\tb\rc\r\nd"));
    expect(await monitorOver(peer, "x\n")).toEqual(fine("a␛[2J\tb␍c\nd\n"));
  });

  test("long lines, and what is no ASCII", async () => {
    const peer = await qemu(monitor);
    const long = "é".repeat(500_000);
    const { status, stdout } = await monitorOver(peer, `${long}\n`);
    // The stand-in reads bytes as characters.
    expect([status, stdout]).toEqual([
      0,
      `<${Buffer.from(long).toString("latin1")}>\n`.replace(/[\u0080-\u009f]/g, "\ufffd"),
    ]);
  });

  test.each(["quit", "q", "  quit ", "q/"])("%j ends it: what is behind it is not read", async (line) => {
    const peer = await qemu((_, { socket }) => {
      setImmediate(() => socket.end());
      return { return: "" };
    });
    expect(await monitorOver(peer, `${line}\ninfo status\n`)).toEqual(fine(""));
    expect(peer.texts.length).toBe(1);
  });

  test("quit where the peer goes without a reply", async () => {
    expect(await monitorOver(await qemu((_, { socket }) => void socket.destroy()), "quit\n")).toEqual(fine(""));
  });

  test("quit where the peer has no such command", async () => {
    const peer = await qemu((asked) => ({ return: `unknown command: '${lineOf(asked)}'\r\n` }));
    expect(await monitorOver(peer, "quit\nx\n")).toEqual(fine("unknown command: 'quit'\nunknown command: 'x'\n"));
  });

  test("a peer without a monitor", async () => {
    const peer = await qemu(failing("CommandNotFound", "no \u001bmonitor"));
    expect(await monitorOver(peer, "a\nb\n")).toEqual({
      status: 1,
      stdout: "",
      stderr: "human-monitor-command: no ␛monitor\nhuman-monitor-command: no ␛monitor\n",
    });
  });

  test.each([1, null, {}, []])("an answer that is no text: %j", async (answer) => {
    const { status, stdout, stderr } = await monitorOver(await qemu(() => ({ return: answer })), "a\n");
    expect([status, stdout, stderr]).toEqual([1, "", expect.stringMatching(/^human-monitor-command: .*not text.*\n$/)]);
  });

  test("the connection is lost while a line runs", async () => {
    const peer = await qemu(monitor);
    expect(await monitorOver(peer, "one\n\ncrash\ntwo\n")).toEqual({
      status: 2,
      stdout: "<one>\n",
      stderr: `qapi-ts: line 3, 'crash', has no reply, and nothing behind it was run: human-monitor-command: ${peer.address}: the peer closed the connection\n`,
    });
    expect(peer.texts.length).toBe(2);
  });

  test("the connection is lost between two lines", async () => {
    const peer = await qemu((asked, line) => {
      setImmediate(() => line.socket.end());
      return monitor(asked, line);
    });
    const { child, said, ended } = startVerb(["monitor", "--socket", peer.address]);
    child.stdin!.write("one\n");
    await said("<one>\n");
    await expect.poll(() => peer.count.ended).toBe(1);
    child.stdin!.end("two\nthree\n");
    expect(await ended).toEqual({
      status: 2,
      stdout: "<one>\n",
      stderr: "qapi-ts: line 2, 'two', was not run: the connection is lost\n",
    });
  });

  test("no reply in time", async () => {
    const peer = await qemu(monitor);
    expect(await monitorOver(peer, "hang\ntwo\n", ["--timeout", "0.3"])).toEqual({
      status: 2,
      stdout: "",
      stderr:
        "qapi-ts: line 1, 'hang', has no reply, and nothing behind it was run: human-monitor-command: no reply within 300 ms\n",
    });
  });

  test("input that is no text", async () => {
    const peer = await qemu(monitor);
    expect(await monitorOver(peer, Uint8Array.of(0x61, 0x0a, 0xff, 0x0a))).toEqual({
      status: 2,
      stdout: "",
      stderr: "qapi-ts: standard input is not UTF-8\n",
    });
  });
});

describe("wrong use", () => {
  test.each<[words: readonly string[], reason: string]>([
    [["--socket", "/nowhere/at.all"], "/nowhere/at.all: nothing is there"],
    [
      ["--socket", "s", "info"],
      "too many arguments for 'monitor'. Expected 0 arguments but got 1; see: qapi-ts monitor --help",
    ],
    [["--socket", "s", "--qemu", "10.0"], "--qemu means nothing without --schema"],
    [["--socket", "s", "--define", "A"], "--define means nothing without --schema"],
    [["--socket", "s", "--hmp-config", "f"], "--hmp-config means nothing without --schema"],
    [["--socket", "s", "--timeout", "soon"], "--timeout takes seconds, more than 0, such as 5 or 0.5, not 'soon'"],
    [["--socket", ""], "--socket takes PATH or HOST:PORT, and this is empty"],
    [["--socket", "s", "--schema", "missing.json"], ""],
  ])("%j", async (words, reason) => {
    const { child, ended } = startVerb(["monitor", ...words]);
    child.stdin!.end("info status\n");
    const { status, stdout, stderr } = await ended;
    expect([status, stdout]).toEqual([2, ""]);
    if (reason.startsWith("/nowhere")) expect(stderr).toMatch(/^qapi-ts: \/nowhere\/at\.all: [^\n]+\n$/);
    else if (reason === "") expect(stderr).toContain("missing.json");
    else expect(stderr).toBe(`qapi-ts: ${reason}\n`);
  });

  test("a schema with mistakes: they are told, and nothing is connected to", async () => {
    const peer = await qemu(monitor);
    const cwd = folder({ "s.json": "{ 'command': 'x', 'data': { 'a': 'strr' } }\n" });
    const { status, stdout, stderr } = await monitorOver(peer, "x\n", ["--schema", "s.json"], cwd);
    expect([status, stdout, peer.count.opened]).toEqual([1, "", 0]);
    expect(stderr).toContain("s.json:1:");
  });
});

const schema = `
##
# @Memory:
#
# Memory.
#
# @base-memory: built in
#
# @plugged-memory: plugged in
##
{ 'struct': 'Memory', 'data': { 'base-memory': 'size', '*plugged-memory': 'size' } }
{ 'command': 'query-memory-size-summary', 'returns': 'Memory' }
{ 'enum': 'Speed', 'data': [ 'slow', 'fast' ] }
{ 'struct': 'Wheel', 'data': { 'name': 'str', 'turns': 'int' } }
{ 'command': 'query-wheels', 'returns': [ 'Wheel' ] }
{ 'command': 'spin', 'data': { 'name': 'str', 'speed': 'Speed', '*turns': 'int', '*names': [ 'str' ] } }
{ 'command': 'paint', 'data': { 'wheel': 'Wheel' } }
{ 'command': 'quit' }
`;

/** The wheels' machine. */
const wheels: Answer = ({ execute }, line) => {
  switch (execute) {
    case "query-memory-size-summary":
      return { return: { "base-memory": 4294967296, "plugged-memory": 0 } };
    case "query-wheels":
      return {
        return: [
          { name: "left", turns: 12 },
          { name: "right-front", turns: 3 },
        ],
      };
    case "quit":
      setImmediate(() => line.socket.end());
      return { return: {} };
    case "paint":
      return { error: { class: "GenericError", desc: "no\u001b paint" } };
    case "hang":
      return undefined;
    default:
      return { return: {} };
  }
};

describe("with a schema", () => {
  const over = async (peer: StandIn, input: string, words: readonly string[] = []) =>
    monitorOver(peer, input, ["--schema", "s.json", ...words], folder({ "s.json": schema, "hmp.json": config }));
  const config = JSON.stringify({
    spin: { name: "turn", aliases: ["t"] },
    "query-wheels": { table: "commands", name: "wheels" },
  });

  test("commands are derived from it, and run over QMP", async () => {
    const peer = await qemu(wheels);
    const input = 'info memory_size_summary\ninfo wheels\nspin "left one" fast 9007199254740993 a,b\n';
    expect(await over(peer, input)).toEqual(
      fine("base memory: 4294967296\nplugged memory: 0\nname         turns\nleft            12\nright-front      3\n"),
    );
    expect(peer.texts.map((text) => text.replace(/,"id":"[^"]*"/, ""))).toEqual([
      '{"execute":"query-memory-size-summary"}',
      '{"execute":"query-wheels"}',
      '{"execute":"spin","arguments":{"name":"left one","speed":"fast","turns":9007199254740993,"names":["a","b"]}}',
    ]);
  });

  test("what is wrong is the monitor's text, and no failure", async () => {
    const peer = await qemu(wheels);
    const { status, stdout, stderr } = await over(
      peer,
      'nope\nspin\nspin a warp\npaint {"name": "x", "turns": 1}\nhelp spin\n',
    );
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout.split("\n")).toEqual([
      "unknown command: 'nope'",
      "spin: string expected",
      'Try "help spin" for more information',
      'Error: speed: expected one of "slow", "fast", got "warp"',
      "Error: no\\x1b paint",
      expect.stringMatching(/^spin name speed \[turns\] \[names\] -- /),
      "",
    ]);
    expect(peer.texts.map((text) => (JSON.parse(text) as Asked).execute)).toEqual(["paint"]);
  });

  test("--hmp-config has other names for them", async () => {
    const peer = await qemu(wheels);
    const { stdout, stderr } = await over(peer, "wheels\nt a slow\nspin a slow\n", ["--hmp-config", "hmp.json"]);
    expect([stdout, stderr]).toEqual([
      "name         turns\nleft            12\nright-front      3\nunknown command: 'spin'\n",
      "",
    ]);
    expect(peer.texts.map((text) => (JSON.parse(text) as Asked).execute)).toEqual(["query-wheels", "spin"]);
  });

  test("quit", async () => {
    const peer = await qemu(wheels);
    expect(await over(peer, "quit\ninfo wheels\n")).toEqual(fine(""));
    expect(peer.texts.length).toBe(1);
  });

  test("no reply in time, and a connection that is lost", async () => {
    const silent = await qemu(() => {});
    expect(await over(silent, "info wheels\nquit\n", ["--timeout", "0.3"])).toEqual({
      status: 2,
      stdout: "",
      stderr:
        "qapi-ts: line 1, 'info wheels', has no reply, and nothing behind it was run: query-wheels: no reply within 300 ms\n",
    });
    const rude = await qemu((_, { socket }) => void socket.destroy());
    expect(await over(rude, "info wheels\nquit\n")).toEqual({
      status: 2,
      stdout: "",
      stderr: `qapi-ts: line 1, 'info wheels', has no reply, and nothing behind it was run: query-wheels: ${rude.address}: the peer closed the connection\n`,
    });
  });
});

// ---- a terminal --------------------------------------------------------------------------------------------------------

/** What is waited for, and what is typed then. */
type Step = readonly [awaited: string, typed: string];

const [up, tab, interrupt, end] = ["\u001b[A", "\t", "\u0003", "\u0004"];

/** Runs `qapi-ts monitor` on a terminal; the text without what moves the cursor. */
async function onTerminal(peer: StandIn, steps: readonly Step[], words: readonly string[] = [], cwd = root) {
  const command = [process.execPath, program, "monitor", "--socket", peer.address, ...words];
  const child = spawn("python3", [join(root, "test/cli/terminal.py"), JSON.stringify(steps), ...command], {
    cwd,
    env: environment(),
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const status = await new Promise<Ran["status"]>((resolve, reject) => child.on("error", reject).on("close", resolve));
  expect([status, stderr]).toEqual([0, ""]);
  const { shown, status: own } = JSON.parse(stdout) as { readonly shown: string; readonly status: number };
  // oxlint-disable-next-line no-control-regex
  return { status: own, text: shown.replace(/\u001b\[[\d;?]*[A-Za-z]/g, "").replace(/\r+\n/g, "\n") };
}

describe.skipIf(!hasTerminal)("on a terminal", { timeout: 30_000 }, () => {
  const asked = (peer: StandIn) => peer.texts.map((text) => lineOf(JSON.parse(text) as Asked));

  test("a banner, a prompt, and Ctrl-D", async () => {
    const peer = await qemu(monitor);
    const { status, text } = await onTerminal(peer, [
      ["(qemu) ", "info status\r"],
      ["<info status>", ""],
      ["(qemu) ", end],
    ]);
    expect(status).toBe(0);
    expect(text).toBe(
      `connected to ${peer.address} (QEMU 9.8.7); help lists the commands, Ctrl-D ends\n(qemu) info status\n<info status>\n(qemu) \n`,
    );
  });

  test("history by the arrow up", async () => {
    const peer = await qemu(monitor);
    await onTerminal(peer, [
      ["(qemu) ", "one\r"],
      ["<one>", ""],
      ["(qemu) ", "two\r"],
      ["<two>", ""],
      ["(qemu) ", up + up],
      ["one", "\r"],
      ["<one>", ""],
      ["(qemu) ", end],
    ]);
    expect(asked(peer)).toEqual(["one", "two", "one"]);
  });

  test("completion by TAB, of what the peer's help says", async () => {
    const peer = await qemu(monitor);
    const { text } = await onTerminal(peer, [
      ["(qemu) ", `dev${tab}`],
      ["device_add ", "x\r"],
      ["<device_add x>", ""],
      ["(qemu) ", `inf${tab}`],
      ["info ", `v${tab}`],
      ["version ", "\r"],
      ["<info version >", ""],
      ["(qemu) ", `sys${tab}`],
      ["system_", tab],
      ["system_reset", `r${tab}`],
      ["reset ", "\r"],
      ["<system_reset >", ""],
      ["(qemu) ", `help info sta${tab}`],
      ["help info stat", tab],
      ["stats ", "\r"],
      ["(qemu) ", `device_add ${tab}`],
      ["", "y\r"],
      ["<device_add y>", ""],
      ["(qemu) ", end],
    ]);
    expect(asked(peer)).toEqual([
      "help",
      "device_add x",
      "help info",
      "info version ",
      "system_reset ",
      "help info stat",
      "device_add y",
    ]);
    expect(text).toMatch(/system_powerdown +system_reset/);
    expect(text).toMatch(/stats +status/);
  });

  test("completion with a schema: commands, their words", async () => {
    const peer = await qemu(wheels);
    const cwd = folder({ "s.json": schema });
    await onTerminal(
      peer,
      [
        ["(qemu) ", `info mem${tab}`],
        ["info memory_size_summary ", "\r"],
        ["base memory: 4294967296", ""],
        ["(qemu) ", `spin left f${tab}`],
        ["spin left fast ", "\r"],
        ["(qemu) ", "quit\r"],
      ],
      ["--schema", "s.json"],
      cwd,
    );
    expect(peer.texts.map((text) => text.replace(/,"id":"[^"]*"/, ""))).toEqual([
      '{"execute":"query-memory-size-summary"}',
      '{"execute":"spin","arguments":{"name":"left","speed":"fast"}}',
      '{"execute":"quit"}',
    ]);
  });

  test("Ctrl-C clears a line, and gives up a command that hangs", async () => {
    const peer = await qemu(monitor);
    const { status, text } = await onTerminal(peer, [
      ["(qemu) ", "half a li"],
      ["half a li", interrupt],
      ["^C\r\n", ""],
      ["(qemu) ", "hang\r"],
      ["hang", ""],
      ["\n", interrupt],
      ["given up", ""],
      ["(qemu) ", "next\r"],
      ["<next>", ""],
      ["(qemu) ", end],
    ]);
    expect(status).toBe(0);
    expect(asked(peer)).toEqual(["hang", "next"]);
    expect(text).toContain("^C\ngiven up; the command itself may go on\n(qemu) next\n<next>\n(qemu) \n");
  });

  test("what is typed while a command runs is run behind it", async () => {
    let answer = () => {};
    const peer = await qemu((given, line) => {
      if (lineOf(given) !== "slow") return monitor(given, line);
      answer = () => line.say({ return: "<slow>\r\n", id: given.id });
      return undefined;
    });
    const done = onTerminal(peer, [
      ["(qemu) ", "slow\r"],
      ["slow", ""],
      ["\n", "one\rtwo\rthr"],
      ["thr", ""],
      ["<two>", ""],
      ["(qemu) ", "ee\r"],
      ["<three>", ""],
      ["(qemu) ", end],
    ]);
    await expect.poll(() => peer.texts.length, { timeout: 15_000 }).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(peer.texts.length).toBe(1);
    answer();
    expect((await done).text).toContain("<slow>\n<one>\n<two>\n(qemu) three\n<three>\n(qemu) \n");
    expect(asked(peer)).toEqual(["slow", "one", "two", "three"]);
  });

  test.each(["quit", "q"])("%s ends it, and is no failure", async (line) => {
    const peer = await qemu(monitor);
    const { status, text } = await onTerminal(peer, [["(qemu) ", `${line}\r`]]);
    expect(status).toBe(0);
    expect(text.endsWith(`(qemu) ${line}\n`)).toBe(true);
  });

  test("a connection that is lost, while a command runs and at the prompt", async () => {
    const rude = await qemu(monitor);
    const { status, text } = await onTerminal(rude, [["(qemu) ", "crash\r"]]);
    expect(status).toBe(2);
    expect(text).toContain(
      `(qemu) crash\nqapi-ts: human-monitor-command: ${rude.address}: the peer closed the connection\n`,
    );
    const gone = await qemu((asked, line) => {
      setTimeout(() => line.socket.destroy(), 300);
      return monitor(asked, line);
    });
    const idle = await onTerminal(gone, [["(qemu) ", "stop\r"]]);
    expect(idle.status).toBe(2);
    expect(idle.text).toContain(`(qemu) \nqapi-ts: ${gone.address}: the peer closed the connection\n`);
  });

  test("a peer that says nothing of its commands holds up nothing", async () => {
    const peer = await qemu((asked, line) => (lineOf(asked) === "help" ? undefined : monitor(asked, line)));
    await onTerminal(peer, [
      ["(qemu) ", `x${tab}`],
      ["", "y\r"],
      ["<xy>", ""],
      ["(qemu) ", end],
    ]);
    expect(asked(peer)).toEqual(["help", "xy"]);
  });

  test("what a peer prints cannot steer it", async () => {
    const peer = await qemu(returning("\u001b[2J\u0007"));
    const { text } = await onTerminal(peer, [
      ["(qemu) ", "x\r"],
      ["␛[2J␇", ""],
      ["(qemu) ", end],
    ]);
    expect(text).toContain("(qemu) x\n␛[2J␇\n(qemu) \n");
  });
});
