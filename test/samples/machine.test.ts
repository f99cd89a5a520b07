// The sample machine, talked to by the client that was generated for it: both ends of one schema, over a real socket.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { Client } from "../../generated/machine/index.js";
import { createMachine } from "../../qapi-samples/machine/server.js";
import { QmpError } from "../../src/runtime/index.js";

async function start() {
  const folder = mkdtempSync(join(tmpdir(), "comber-"));
  const path = join(folder, "s");
  const printed: string[] = [];
  const errors: Error[] = [];
  const server = createMachine({ print: (line) => printed.push(line) }, { onError: (error) => errors.push(error) });
  await server.listen({ path });
  const client = await Client.connect({ path }, { timeoutMs: 5_000 });
  onTestFinished(async () => {
    await client.close();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
    expect(errors).toEqual([]);
  });
  return { client, printed };
}

test("run state, with its events before the reply", async () => {
  const { client } = await start();
  const seen: string[] = [];
  client.on("STOP", () => void seen.push("STOP"));
  client.on("RESUME", () => void seen.push("RESUME"));
  expect(await client.queryStatus()).toEqual({ running: true, status: "running", battery: 0.75, walking: true });
  await client.stop();
  expect(seen).toEqual(["STOP"]);
  expect((await client.queryStatus()).status).toBe("paused");
  await client.cont();
  expect(seen).toEqual(["STOP", "RESUME"]);
  expect(await client.emergencyStop({ oob: true })).toEqual({ x: -120, y: 4400 });
  expect(seen).toEqual(["STOP", "RESUME", "STOP"]);
});

test("hello-world, and what memory there is", async () => {
  const { client, printed } = await start();
  await client.helloWorld({ message: "We love qemu" });
  await client.helloWorld();
  expect(printed).toEqual(["We love qemu", "Hello, world"]);
  expect(await client.queryMemorySizeSummary()).toEqual({ "base-memory": 4294967296n, "plugged-memory": 0n });
});

test("nodes on nodes; what fails leaves nothing behind", async () => {
  const { client } = await start();
  const added: string[] = [];
  client.on("NODE_ADDED", ({ data }) => void added.push(data["node-name"]));
  const crate = { driver: "crate", "node-name": "c", shelf: "left", capacity: 2n ** 60n + 1n } as const;
  await client.nodeAdd({ driver: "sieve", "node-name": "s", mesh: 2.5, below: crate });
  await client.nodeAdd({ driver: "bucket", litres: 5 });
  expect(added).toEqual(["c", "s", "node0"]);
  await client.nodeSetLabel({ "node-name": "c", label: "shells" });
  const [first] = await client.queryNodes({ "roots-only": true });
  expect(first).toMatchObject({
    driver: "sieve",
    clogged: false,
    children: [{ label: "shells", free: 2n ** 60n + 1n }],
  });
  await expect(client.nodeRemove({ "node-name": "c" })).rejects.toThrow("in use by 's'");
  await client.nodeResize({ "node-name": "c", capacity: 5 });
  await expect(client.nodeResize({ "node-name": "s", capacity: 5 })).rejects.toThrow(QmpError);
  await expect(
    client.nodeAdd({ driver: "twin", children: [{ driver: "bucket", "node-name": "new", litres: 1 }, "nowhere"] }),
  ).rejects.toMatchObject({ class: "DeviceNotFound" });
  expect((await client.queryNodes({})).map((node) => node["node-name"])).toEqual(["c", "s", "node0"]);
  for (const name of ["s", "c", "node0"]) await client.nodeRemove({ "node-name": name });
  expect(await client.queryNodes({})).toEqual([]);
});

test("a job to its end, with its events", async () => {
  const { client } = await start();
  await client.nodeAdd({ driver: "bucket", "node-name": "b", litres: 5 });
  const events = client.events("JOB_STATUS_CHANGE", "JOB_ENDED");
  await client.jobStart({ id: "j", type: "comb", into: "b", corners: [{ x: 0, y: 0 }] });
  const states: string[] = [];
  for await (const event of events) {
    if (event.event !== "JOB_STATUS_CHANGE") continue;
    states.push(event.data.status);
    if (event.data.status === "null") break;
  }
  expect(states).toEqual(["created", "running", "concluded", "null"]);
  expect(await client.queryJobs()).toEqual([]);
  expect((await client.queryNodes({}))[0]!.grams).toBe(250n);
});

test("jobs can be interrupted, cancelled, and fail", async () => {
  const { client } = await start();
  await client.jobStart({ id: "n", type: "nap", "auto-dismiss": false });
  await expect(client.jobStart({ id: "n", type: "nap" })).rejects.toThrow("already");
  await client.jobPause({ id: "n" });
  await expect(client.jobPause({ id: "n" })).rejects.toThrow("paused, not running");
  await client.jobResume({ id: "n" });
  await client.jobCancel({ id: "n" });
  expect(await client.queryJobs()).toMatchObject([{ id: "n", status: "cancelled", "total-progress": 10 }]);
  await client.jobDismiss({ id: "n" });
  await expect(client.jobDismiss({ id: "n" })).rejects.toMatchObject({ class: "DeviceNotFound" });
  await client.nodeAdd({ driver: "crate", "node-name": "c", shelf: "a", capacity: 60 });
  const ended = client.waitFor("JOB_ENDED");
  await client.jobStart({ id: "j", type: "comb", into: "c", corners: [] });
  expect((await ended).data).toMatchObject({ status: "failed", error: "'c' is full", "current-progress": 3 });
});

test("what it does not have is not there, and quit ends it", async () => {
  const { client } = await start();
  await expect(client.querySensors({})).rejects.toMatchObject({ class: "CommandNotFound" });
  expect(await client.supports("job-start")).toBe(true);
  expect(await client.supports("query-sensors")).toBe(false);
  const event = client.waitFor("SHUTDOWN");
  await client.quit();
  expect((await event).data).toEqual({ cause: "command" });
  await client.closed;
  expect(client.state).toBe("closed");
});
