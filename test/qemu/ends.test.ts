// How sessions with a real QEMU end, well or badly, and what it hands to the next client.

import { join } from "node:path";

import { expect, test } from "vitest";

import type { Transport } from "../../src/runtime/index.js";
import { QmpConnectionError, QmpError, QmpTimeoutError } from "../../src/runtime/index.js";
import { socket } from "../../src/runtime/transports/socket.js";
import { bare, binary, describeQemu, ended, start, temporaryFolder } from "./qemu.js";

describeQemu("the ends of sessions", (generated) => {
  const folder = temporaryFolder();
  let count = 0;

  const startBare = () => {
    const path = join(folder(), `${++count}.sock`);
    const qemu = start(binary, [...bare, "-qmp", `unix:${path},server=on,wait=off`]);
    return { path, qemu, connect: () => generated().Client.connect({ path }, { retry: true }) };
  };

  test("killed while a hundred commands wait: each has its error", async () => {
    const { qemu, connect } = startBare();
    await using client = await connect();
    const waiting = Array.from({ length: 100 }, () => client.queryQmpSchema());
    qemu.kill("SIGKILL");
    const results = await Promise.allSettled(waiting);
    const rejected = results.filter((result) => result.status === "rejected");
    expect(rejected.length).toBeGreaterThan(0);
    for (const { reason } of rejected) expect(reason).toBeInstanceOf(QmpConnectionError);
    expect(await client.closed).toBeInstanceOf(QmpConnectionError);
  });

  test("stopped while commands wait: their budget ends the wait, and the next client of the machine is served", async () => {
    const { path, qemu, connect } = startBare();
    const client = await connect();
    qemu.kill("SIGSTOP");
    const waiting = client.queryStatus({ timeoutMs: 200 });
    await expect(waiting).rejects.toBeInstanceOf(QmpTimeoutError);
    await expect(generated().Client.connect({ path }, { timeoutMs: 200 })).rejects.toThrow(/no greeting/);
    qemu.kill("SIGCONT");
    expect((await client.queryStatus()).running).toBe(true);
    await client.close();
    await using next = await connect();
    await next.quit();
    expect(await ended(qemu)).toBe(0);
  });

  test("a second client waits for its greeting, no longer than its budget, and is served once the first has left", async () => {
    const { path, connect } = startBare();
    const first = await connect();
    const hurried = generated().Client.connect({ path }, { timeoutMs: { handshake: 100 } });
    await expect(hurried).rejects.toThrow(/no greeting/);
    const patient = connect();
    await first.close();
    await using second = await patient;
    expect((await second.queryVersion()).qemu.major).toBe(7);
  });

  test("the reply to an earlier client's command reaches the next one, which is not confused", async () => {
    const path = join(folder(), "stale.sock");
    const memory = 2 ** 30;
    start(binary, ["-m", String(memory / 2 ** 20), "-display", "none", "-qmp", `unix:${path},server=on,wait=off`]);
    const first = await generated().Client.connect({ path }, { retry: true });
    // It writes the memory out, and does nothing else meanwhile.
    const slow = first.pmemsave({ val: 0, size: memory, filename: "/dev/null" });
    const rejected = expect(slow).rejects.toBeInstanceOf(QmpConnectionError);
    await first.queryStatus({ timeoutMs: 20 }).catch(() => {});
    await first.close();
    await rejected;
    const { transport, heard } = listeningIn(path);
    await using second = await generated().Client.connect(transport);
    const [version, commands] = await Promise.all([second.queryVersion(), second.queryCommands()]);
    expect(version.qemu).toMatchObject({ major: 7, minor: 2 });
    expect(commands.length).toBeGreaterThan(150);
    const replies = heard()
      .split("\r\n")
      .filter((line) => line.startsWith('{"return": {}'));
    // The earlier command's, which was alone and has no id, and then that of the negotiation, which has one.
    expect(replies).toEqual(['{"return": {}}', expect.stringMatching(/^\{"return": \{\}, "id": "/)]);
  });

  test("an error has QEMU's class and words, the command and the id", async () => {
    const { connect } = startBare();
    await using client = await connect();
    const error = await client.deviceDel({ id: "nobody" }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(QmpError);
    expect(error).toMatchObject({ class: "DeviceNotFound", command: "device_del" });
    expect((error as QmpError).description).toContain("nobody");
  });

  test("a machine that is started anew at the same place is found again, and listeners are told of the gap", async () => {
    const { path, qemu } = startBare();
    await using client = await generated().Client.connect({ path }, { retry: true, reconnect: { delayMs: 20 } });
    const gap = client.waitFor("%gap");
    qemu.kill("SIGKILL");
    await ended(qemu);
    start(binary, [...bare, "-name", "reborn", "-qmp", `unix:${path},server=on,wait=off`]);
    const { data } = await gap;
    expect(data.reason).toBeInstanceOf(QmpConnectionError);
    expect((await client.queryName()).name).toBe("reborn");
  });
});

/** The way to a socket, and what has come over it. */
function listeningIn(path: string): { readonly transport: Transport; readonly heard: () => string } {
  const inner = socket({ path });
  let text = "";
  const open: Transport["open"] = ({ data, end }, signal) => {
    const hear = (chunk: Uint8Array | string) => {
      text += typeof chunk === "string" ? chunk : new TextDecoder().decode(chunk);
      data(chunk);
    };
    return inner.open({ data: hear, end }, signal);
  };
  return { transport: { name: inner.name, reopens: false, open }, heard: () => text };
}
