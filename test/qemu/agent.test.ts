// The real guest agent, started on this host on a unix socket: no guest is needed, and no privilege. Commands that would
// change the host, shut it down or freeze it, are left to the stand-in in test/runtime.

import { createConnection } from "node:net";
import { join } from "node:path";

import { expect, test } from "vitest";

import { QmpError } from "../../src/runtime/index.js";
import { describeAgent, start, temporaryFolder } from "./qemu.js";

const forbidden = ["guest-shutdown", "guest-suspend-disk", "guest-suspend-ram", "guest-suspend-hybrid"];

describeAgent("the guest agent", (generated) => {
  const folder = temporaryFolder();
  let count = 0;

  const startAgent = () => {
    const path = join(folder(), `${++count}.sock`);
    start("qemu-ga", ["-m", "unix-listen", "-p", path, "-t", folder(), "-b", forbidden.join(",")]);
    return path;
  };

  const connect = (path = startAgent()) => generated().Client.connect({ path }, { retry: true });

  test("questions, with nanoseconds to the last digit", async () => {
    await using agent = await connect();
    await agent.guestPing();
    const before = BigInt(Date.now()) * 1_000_000n;
    const time: bigint = await agent.guestGetTime();
    expect(time).toBeGreaterThanOrEqual(before - 1_000_000n);
    expect((await agent.guestInfo()).version).toMatch(/^7\.2\./);
    expect((await agent.guestGetHostName())["host-name"]).not.toBe("");
    expect(await agent.guestSync({ id: 2 ** 53 - 1 })).toBe(2 ** 53 - 1);
    await expect(agent.guestSync({ id: 2n ** 63n - 1n })).rejects.toMatchObject({ value: 2n ** 63n - 1n });
  });

  test("half a command of an earlier client, which the agent keeps, is passed over", async () => {
    const path = startAgent();
    await (await connect(path)).close();
    const socket = createConnection(path);
    await new Promise<void>((resolve) => socket.write('{"execute": "guest-pi', () => resolve()));
    await new Promise<void>((resolve) => socket.end(resolve));
    await using agent = await connect(path);
    expect((await agent.guestGetHostName())["host-name"]).not.toBe("");
  });

  test("runs a program: its input, its output, its status", async () => {
    await using agent = await connect();
    const { exitCode, stdout, stderr } = await agent.exec("/bin/sh", ["-c", 'cat; echo "oh, $NAME" >&2; exit 3'], {
      input: "héllo\n",
      env: ["NAME=Ada"],
    });
    expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 3, stdout: "héllo\n", stderr: "oh, Ada\n" });
    const killed = await agent.exec("/bin/sh", ["-c", "kill -9 $$"]);
    expect({ exitCode: killed.exitCode, signal: killed.signal }).toEqual({ exitCode: undefined, signal: 9 });
    await expect(agent.exec("/no/such/program")).rejects.toBeInstanceOf(QmpError);
  });

  test("files", async () => {
    await using agent = await connect();
    const handle = await agent.guestFileOpen({ path: join(folder(), "note"), mode: "w+" });
    await agent.guestFileWrite({ handle, "buf-b64": btoa("hello") });
    await agent.guestFileSeek({ handle, offset: 0, whence: "set" });
    expect(atob((await agent.guestFileRead({ handle }))["buf-b64"])).toBe("hello");
    await agent.guestFileClose({ handle });
  });

  test("what it has, and what it was told not to do", async () => {
    await using agent = await connect();
    expect(await agent.supports("guest-ping")).toBe(true);
    expect(await agent.supports("guest-shutdown")).toBe(false);
    await expect(agent.guestShutdown()).rejects.toMatchObject({ class: "CommandNotFound" });
  });
});
