// The tour of a real machine, by the generated client, over each way to reach it.

import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import type { Address, Transport } from "../../src/runtime/index.js";
import { QmpConnectionError, spawnQemu, telnet } from "../../src/runtime/index.js";
import { binary, checkTypes, describeQemu, ended, freePort, start, temporaryFolder } from "./qemu.js";

/** The machine of the tour: it stands still, and has two ports to plug things into, and a drive. */
const machine = [
  ["-machine", "q35,accel=tcg"],
  ["-S", "-nodefaults", "-display", "none", "-m", "128"],
  ["-name", "tour", "-uuid", "12345678-1234-1234-1234-123456789abc"],
  ["-device", "pcie-root-port,id=port0,chassis=1", "-device", "pcie-root-port,id=port1,chassis=2"],
  ["-device", "ide-cd,id=cd"],
].flat();

/** What the tour has to meet on its way. */
const events = [
  "BLOCK_JOB_COMPLETED",
  "BLOCK_JOB_PENDING",
  "BLOCK_JOB_READY",
  "DEVICE_DELETED",
  "DEVICE_TRAY_MOVED",
  "JOB_STATUS_CHANGE",
  "MIGRATION",
  "POWERDOWN",
  "RESET",
  "RESUME",
  "SHUTDOWN",
  "STOP",
];

describeQemu("a tour of a real machine", (generated) => {
  const folder = temporaryFolder();

  test("is type-checked as an application is", async () => expect(await checkTypes()).toBe(""), 120_000);

  const expectTour = async (name: string, to: Address | Transport) => {
    const disks = join(folder(), name);
    mkdirSync(disks);
    const { tour } = await import("./tour.js");
    await using client = await generated().Client.connect(to, { retry: true });
    const commands = new Set<string>();
    const execute = client.session.execute.bind(client.session);
    client.session.execute = (command, ...rest) => {
      commands.add(command.command);
      return execute(command, ...rest);
    };
    const met = await tour(client, disks);
    expect([...met].sort()).toEqual(expect.arrayContaining(events));
    expect(commands.size).toBeGreaterThanOrEqual(30);
    expect(await client.closed).toBeInstanceOf(QmpConnectionError);
  };

  test("over a unix socket", async () => {
    const path = join(folder(), "s");
    const qemu = start(binary, [...machine, "-qmp", `unix:${path},server=on,wait=off`]);
    await expectTour("unix", { path });
    expect(await ended(qemu)).toBe(0);
  });

  test("over TCP", async () => {
    const port = await freePort();
    const qemu = start(binary, [...machine, "-qmp", `tcp:127.0.0.1:${port},server=on,wait=off`]);
    await expectTour("tcp", { host: "127.0.0.1", port });
    expect(await ended(qemu)).toBe(0);
  });

  test("over telnet", async () => {
    const port = await freePort();
    const qemu = start(binary, [...machine, "-qmp", `telnet:127.0.0.1:${port},server=on,wait=off`]);
    await expectTour("telnet", telnet({ host: "127.0.0.1", port }));
    expect(await ended(qemu)).toBe(0);
  });

  test("over standard streams", () => expectTour("streams", spawnQemu(binary, machine)));
});
