import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, describe, expect, test } from "vitest";

import { QmpConnectionError } from "../../../src/runtime/errors.js";
import type { SpawnOptions } from "../../../src/runtime/transports/spawn.js";
import { spawn, spawnQemu } from "../../../src/runtime/transports/spawn.js";
import type { Recorder } from "./fixtures/recorder.js";
import { failure, never, recorder, turns } from "./fixtures/recorder.js";

const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "qapi-"));
  cleanups.push(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A program of this text. */
const program = (text: string, options?: SpawnOptions) => spawn(process.execPath, ["-e", text], options);

async function start(text: string, options?: SpawnOptions) {
  const peer = recorder();
  const link = await program(text, options).open(peer.events, never());
  cleanups.push(() => link.close());
  return { peer, link };
}

/** Waits for a line with a number: the programs below say their process id that way. */
async function pidFrom(peer: Recorder): Promise<number> {
  await peer.until(() => peer.text().includes("\n"));
  return Number(/^\d+$/m.exec(peer.text())![0]);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const saysPid = `process.stdout.write(process.pid + "\\n");`;
const staysForever = `setInterval(() => {}, 1e6);`;
const dropsInput = `process.stdin.resume();`;

test("what is written is its standard input, and its standard output comes", async () => {
  const { peer, link } = await start("process.stdin.pipe(process.stdout)");
  peer.log.push("open");
  link.write('{"a": "ü"}');
  link.write(Uint8Array.of(0xff));
  await peer.until(() => peer.bytes().length === 12);
  expect(peer.bytes()).toEqual(Buffer.concat([Buffer.from('{"a": "ü"}'), Uint8Array.of(0xff)]));
  expect(peer.log[0]).toBe("open");
  await link.close();
  expect(peer.ends).toEqual([]);
});

describe("how a program ended", () => {
  test("well: all that it said, then an end without a cause", async () => {
    const { peer, link } = await start(`process.stdout.write("x".repeat(300000)); process.stderr.write("warning")`);
    expect(await peer.ended()).toBeUndefined();
    expect(peer.bytes()).toHaveLength(300_000);
    link.write("nobody hears this");
    await link.close();
    await turns();
    expect(peer.ends).toHaveLength(1);
  });

  test("with a status, and why, in its own words", async () => {
    const { peer } = await start(`console.error("-M nope: no such machine"); process.exitCode = 3`);
    const cause = await peer.ended();
    expect(cause).toBeInstanceOf(QmpConnectionError);
    expect(cause!.message).toBe("the program ended with status 3: -M nope: no such machine");
  });

  test("with a status, in silence", async () => {
    const { peer } = await start(`process.exit(1)`);
    expect((await peer.ended())!.message).toBe("the program ended with status 1");
  });

  test("killed", async () => {
    const { peer } = await start(`${saysPid}${staysForever}`);
    process.kill(await pidFrom(peer), "SIGKILL");
    expect((await peer.ended())!.message).toBe("the program was killed by SIGKILL");
  });

  test("of many words, the last are kept", async () => {
    const { peer } = await start(`process.stderr.write("é".repeat(1e6) + "the end\\n", () => process.exit(1))`);
    const message = (await peer.ended())!.message;
    expect(message).toMatch(/^the program ended with status 1: é+the end$/);
    expect(message.length).toBeLessThan(4200);
  });

  test("words that are passed on are not kept", async () => {
    const { peer } = await start(`process.exit(1)`, { stderr: "inherit" });
    expect((await peer.ended())!.message).toBe("the program ended with status 1");
  });

  test("not at all, but it closed its output: the link is over, and the program is made to end", async () => {
    const { peer, link } = await start(
      `${saysPid}${staysForever}process.stdout.write("", () => require("node:fs").closeSync(1))`,
      { graceMs: 50 },
    );
    const pid = await pidFrom(peer);
    expect(await peer.ended()).toBeUndefined();
    await link.close();
    expect(isAlive(pid)).toBe(false);
  });

  test("and left somebody behind who holds its output", async () => {
    const { peer, link } = await start(
      `const child = require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(staysForever)}],
        { stdio: "inherit", detached: true });
      process.stdout.write(child.pid + "\\n", () => process.exit(5));`,
      { graceMs: 50 },
    );
    const pid = await pidFrom(peer);
    cleanups.push(() => process.kill(pid, "SIGKILL"));
    expect((await peer.ended())!.message).toBe("the program ended with status 5");
    await link.close();
    expect(isAlive(pid)).toBe(true);
  });
});

describe("close", () => {
  test("ends the input, after what was just written; the program takes its time", async () => {
    const file = join(folder(), "heard");
    const { peer, link } = await start(
      `let all = ""; process.stdin.on("data", (chunk) => (all += chunk)).on("end", () =>
        setTimeout(() => require("node:fs").writeFileSync(${JSON.stringify(file)}, all), 100))`,
      { graceMs: 30_000 },
    );
    const message = '{"execute": "quit"}'.repeat(20_000);
    link.write(message);
    await Promise.all([link.close(), link.close()]);
    link.write("too late");
    expect(readFileSync(file, "utf8")).toBe(message);
    await turns();
    expect(peer.log).toEqual([]);
  });

  test("sends the signal to one that does not mind the end of its input", async () => {
    const { peer, link } = await start(`${staysForever}${saysPid}`, { graceMs: 50 });
    const pid = await pidFrom(peer);
    await link.close();
    expect(isAlive(pid)).toBe(false);
  });

  test("sends the signal that it is told to", async () => {
    const file = join(folder(), "signal");
    const { peer, link } = await start(
      `process.on("SIGINT", () => { require("node:fs").writeFileSync(${JSON.stringify(file)}, ""); process.exit() });
      ${staysForever}${saysPid}`,
      { graceMs: 1000, killSignal: "SIGINT" },
    );
    await pidFrom(peer);
    await link.close();
    expect(existsSync(file)).toBe(true);
  });

  test("kills one that minds nothing", async () => {
    const { peer, link } = await start(`process.on("SIGTERM", () => {}); ${staysForever}${saysPid}`, { graceMs: 50 });
    const pid = await pidFrom(peer);
    await link.close();
    expect(isAlive(pid)).toBe(false);
    expect(peer.ends).toEqual([]);
  });

  test("comes to its end though a descendant holds the streams", async () => {
    const { peer, link } = await start(
      `const child = require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(staysForever)}],
        { stdio: "inherit", detached: true });
      process.stdout.write(child.pid + "\\n"); ${dropsInput} process.stdin.on("end", () => process.exit());`,
    );
    const pid = await pidFrom(peer);
    cleanups.push(() => process.kill(pid, "SIGKILL"));
    await link.close();
    expect(isAlive(pid)).toBe(true);
  });

  test("at once after the start", async () => {
    const { peer, link } = await start(`${dropsInput}${saysPid}`);
    await link.close();
    await turns();
    expect(peer.log).toEqual([]);
  });
});

describe("a program that cannot be started", () => {
  const attempt = (command: string, options?: SpawnOptions, args: readonly string[] = []) =>
    failure(spawn(command, args, options).open(recorder().events, never()));

  test("because there is none", async () => {
    const error = await attempt("qemu-system-nope");
    expect(error).toBeInstanceOf(QmpConnectionError);
    expect(error.message).toBe("qemu-system-nope: no such program");
    expect(error.cause).toMatchObject({ code: "ENOENT" });
  });

  test("because its folder may not be there", async () => {
    expect((await attempt(process.execPath, { cwd: "/no/such/folder" })).message).toBe(
      `${process.execPath}: no such program, or no /no/such/folder`,
    );
  });

  test.skipIf(process.platform === "win32")("because it is none", async () => {
    const file = join(folder(), "qemu");
    writeFileSync(file, "#!/bin/sh\n");
    chmodSync(file, 0o644);
    expect((await attempt(file)).message).toBe(`${file}: permission denied (EACCES)`);
  });

  test.each([["qemu\0"], [""]])("because its name cannot be: %j", async (command) => {
    expect(await attempt(command)).toBeInstanceOf(QmpConnectionError);
  });

  test("because of its arguments", async () => {
    expect(await attempt(process.execPath, {}, ["a\0b"])).toBeInstanceOf(QmpConnectionError);
  });
});

test("folder and environment are those that are asked for", async () => {
  const cwd = folder();
  const { peer } = await start(`console.log(JSON.stringify([process.cwd(), process.env.A, process.env.HOME]))`, {
    cwd,
    env: { A: "b" },
  });
  await peer.ended();
  expect(JSON.parse(peer.text())).toEqual([expect.stringContaining(cwd), "b", null]);
});

test("each `open` starts another one", async () => {
  const transport = program(`${saysPid}${dropsInput}`);
  expect(transport).toMatchObject({ name: process.execPath, reopens: true });
  const pids = [];
  for (let i = 0; i < 2; i++) {
    const peer = recorder();
    const link = await transport.open(peer.events, never());
    pids.push(await pidFrom(peer));
    await link.close();
  }
  expect(pids[0]).not.toBe(pids[1]);
});

test("a signal that has come already, and one that comes in the same turn: nothing is started", async () => {
  const file = join(folder(), "started");
  const transport = program(`require("node:fs").writeFileSync(${JSON.stringify(file)}, "")`);
  const reason = new Error("no more");
  await expect(transport.open(recorder().events, AbortSignal.abort(reason))).rejects.toBe(reason);
  const control = new AbortController();
  const opening = transport.open(recorder().events, control.signal);
  control.abort(reason);
  await expect(opening).rejects.toBe(reason);
  expect(existsSync(file)).toBe(false);
});

describe("QEMU", () => {
  /** A stand-in that says its arguments and goes on at the end of its input. */
  const standIn = ["-e", `console.log(JSON.stringify(process.argv.slice(1))); ${staysForever}`, "--"];

  test("gets `-qmp stdio` after its arguments, and no more", async () => {
    const peer = recorder();
    const transport = spawnQemu(process.execPath, [...standIn, "-M", "none"]);
    const link = await transport.open(peer.events, never());
    await peer.until(() => peer.text().includes("\n"));
    expect(JSON.parse(peer.text())).toEqual(["-M", "none", "-qmp", "stdio"]);
    await link.close();
  });

  test("is asked to end at once, and a reconnect does not start it again", async () => {
    const peer = recorder();
    // If `close` waited for the end of the input to do anything, this test would run into its limit.
    const transport = spawnQemu(process.execPath, standIn, { graceMs: 600_000 });
    expect(transport.reopens).toBe(false);
    const link = await transport.open(peer.events, never());
    await peer.until(() => peer.text().includes("\n"));
    await link.close();
    expect(peer.ends).toEqual([]);
  });
});
