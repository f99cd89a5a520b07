// A tour of a real machine by the client that was generated for its release: what a management program does in a day. It
// is type-checked as an application is, and run over every transport.

import type { Client } from "../../.cache/generated/qemu-7.2/index.js";
import { QmpError, QmpJobError, runJob } from "qapi-ts/runtime";

/** Fails with a text. */
function assert(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(what);
}

/**
 * Goes through a machine that was started with `-S`, and ends it; gives the names of the events that came. `folder` is for
 * its disks.
 */
export async function tour(qmp: Client, folder: string): Promise<ReadonlySet<string>> {
  const events = new Set<string>();
  const watching = watch(qmp, events);
  await look(qmp);
  await pauseAndResume(qmp);
  await disks(qmp, folder);
  await jobs(qmp, folder);
  await hotPlug(qmp);
  await objects(qmp);
  await migrate(qmp, folder);
  await qmp.executeAndWait("quit", {}, "SHUTDOWN");
  await watching;
  return events;
}

async function watch(qmp: Client, events: Set<string>): Promise<void> {
  const loop = qmp.events();
  try {
    for await (const { event } of loop) events.add(event);
  } catch {
    // The end of the connection, which `quit` asked for.
  }
}

/** Questions about a machine that stands still. */
async function look(qmp: Client): Promise<void> {
  const version = await qmp.queryVersion();
  assert(version.qemu.major === 7 && version.qemu.minor === 2, "the version");
  const status = await qmp.queryStatus();
  assert(status.status === "prelaunch" && !status.running, "the status");
  const names = (await qmp.queryCommands()).map(({ name }) => name);
  assert(names.includes("blockdev-add"), "the commands");
  const cpus = await qmp.queryCpusFast();
  assert(cpus[0]?.["cpu-index"] === 0, "the processors");
  const memory = await qmp.queryMemorySizeSummary();
  assert(memory["base-memory"] === 128n * 1024n * 1024n, "the memory, as a bigint");
  const machines = await qmp.queryMachines();
  assert(
    machines.some(({ name }) => name.startsWith("pc-q35")),
    "the machines",
  );
  const { name } = await qmp.queryName();
  assert(name === "tour", "the name");
  const { UUID: uuid } = await qmp.queryUuid();
  assert(uuid === "12345678-1234-1234-1234-123456789abc", "the id");
  const kvm = await qmp.queryKvm();
  assert(!kvm.enabled, "no acceleration");
  const target = await qmp.queryTarget();
  assert(target.arch === "x86_64", "the target");
  const buses = await qmp.queryPci();
  assert((buses[0]?.devices.length ?? 0) > 2, "the devices of the bus");
  const types = await qmp.qomListTypes({ implements: "device", abstract: false });
  assert(
    types.some((type) => type.name === "virtio-blk-pci"),
    "the types of devices",
  );
  const properties = await qmp.deviceListProperties({ typename: "pcie-root-port" });
  const reserve = properties.find((property) => property.name === "mem-reserve");
  assert(reserve?.["default-value"] === 2n ** 64n - 1n, "a default beyond 2^53, in `any`");
  const text = await qmp.humanMonitorCommand({ "command-line": "info version" });
  assert(text.startsWith("7.2"), "the human monitor");
  assert(await qmp.supports("blockdev-add"), "supports: a command");
  assert(!(await qmp.supports("blockdev-add-2")), "supports: none");
  assert(await qmp.supports("blockdev-add", { argument: "driver", value: "qcow2" }), "supports: a value");
  assert(await qmp.supports("x-query-roms", { feature: "unstable" }), "supports: a feature");
}

async function pauseAndResume(qmp: Client): Promise<void> {
  const resumed = await qmp.executeAndWait("cont", {}, "RESUME");
  assert(resumed.event.timestamp.seconds > 1_600_000_000, "the time of an event");
  assert((await qmp.queryStatus()).running, "it runs");
  await qmp.executeAndWait("stop", {}, ["STOP"]);
  assert((await qmp.queryStatus()).status === "paused", "it is paused");
  const reset = await qmp.executeAndWait("system_reset", {}, "RESET");
  assert(reset.event.data.reason === "host-qmp-system-reset", "why it was reset");
  await qmp.executeAndWait("system_powerdown", {}, "POWERDOWN");
  await qmp.cont();
}

async function disks(qmp: Client, folder: string): Promise<void> {
  for (const [name, size] of [
    ["a", 16],
    ["b", 16],
    ["c", 16],
  ] as const) {
    const filename = `${folder}/${name}.qcow2`;
    await runJob(qmp, "blockdev-create", { "job-id": `raw-${name}`, options: { driver: "file", filename, size: 0 } });
    await qmp.blockdevAdd({ driver: "file", filename, "node-name": `file-${name}` });
    const options = { driver: "qcow2", file: `file-${name}`, size: BigInt(size) * 2n ** 20n } as const;
    await runJob(qmp, "blockdev-create", { "job-id": `image-${name}`, options });
    await qmp.blockdevAdd({ driver: "qcow2", file: `file-${name}`, "node-name": name });
  }
  const nodes = await qmp.queryNamedBlockNodes({ flat: true });
  const node = nodes.find((one) => one["node-name"] === "a");
  assert(node?.image["virtual-size"] === 16 * 2 ** 20, "the size of an image");
  await qmp.blockResize({ "node-name": "a", size: 32n * 2n ** 20n });
  await qmp.blockDirtyBitmapAdd({ node: "a", name: "since", granularity: 65536 });
  await qmp.blockDirtyBitmapRemove({ node: "a", name: "since" });
  const wrong = await qmp.blockdevDel({ "node-name": "nobody" }).catch((error: unknown) => error);
  assert(wrong instanceof QmpError && wrong.class === "GenericError" && wrong.command === "blockdev-del", "an error");
  const stats = await qmp.queryBlockstats({ "query-nodes": true });
  assert(typeof stats[0]?.stats.rd_total_time_ns === "bigint", "nanoseconds as a bigint");
}

async function jobs(qmp: Client, folder: string): Promise<void> {
  const seen: string[] = [];
  const backup = { "job-id": "backup", device: "a", target: "b", sync: "full" } as const;
  await qmp.blockResize({ "node-name": "b", size: 32 * 2 ** 20 });
  await runJob(qmp, "blockdev-backup", backup, { onStatus: (status) => void seen.push(status) });
  assert(seen[0] === "created" && seen.includes("running") && seen.includes("concluded"), `the states: ${seen.join()}`);
  const manual = { ...backup, "auto-finalize": false, "auto-dismiss": false };
  const { statuses } = await runJob(qmp, "blockdev-backup", manual);
  assert(statuses.includes("pending"), "it was finalized by hand");
  await qmp.blockResize({ "node-name": "c", size: 32 * 2 ** 20 });
  const mirror = { "job-id": "mirror", device: "a", target: "c", sync: "full" } as const;
  const ready = qmp.waitFor("BLOCK_JOB_READY", { where: ({ data }) => data.device === "mirror" });
  const mirrored = runJob(qmp, "blockdev-mirror", mirror, { whenReady: "wait" });
  assert((await ready).data.type === "mirror", "the mirror is ready");
  assert(
    (await qmp.queryJobs()).some(({ id }) => id === "mirror"),
    "the job is listed",
  );
  await qmp.executeAndWait("block-job-cancel", { device: "mirror" }, "BLOCK_JOB_COMPLETED");
  await mirrored;
  const options = { driver: "file", filename: `${folder}/no/such/folder`, size: 1 } as const;
  const failed = await runJob(qmp, "blockdev-create", { "job-id": "fails", options }).catch((error: unknown) => error);
  assert(failed instanceof QmpJobError && failed.jobId === "fails", `a job that fails: ${String(failed)}`);
}

async function hotPlug(qmp: Client): Promise<void> {
  // Emulated processors that never rest keep QEMU from freeing what was unplugged, and so from saying that it is gone.
  await qmp.stop();
  await qmp.deviceAdd({ driver: "qemu-xhci", id: "usb", bus: "port0" });
  await qmp.deviceAdd({ driver: "usb-tablet", id: "tablet", bus: "usb.0" });
  await qmp.executeAndWait("device_del", { id: "tablet" }, "DEVICE_DELETED", {
    where: ({ data }) => data.device === "tablet",
  });
  await qmp.deviceAdd({ driver: "virtio-blk-pci", id: "disk", drive: "a", bus: "port1", serial: "s-1" });
  const serial = await qmp.qomGet({ path: "/machine/peripheral/disk", property: "serial" });
  assert(serial === "s-1", "a property of the device");
  const moved = await qmp.executeAndWait("blockdev-open-tray", { id: "cd" }, "DEVICE_TRAY_MOVED");
  assert(moved.event.data["tray-open"], "the tray");
  await qmp.blockdevCloseTray({ id: "cd" });
}

async function objects(qmp: Client): Promise<void> {
  await qmp.objectAdd({ "qom-type": "iothread", id: "io1" });
  const threads = await qmp.queryIothreads();
  assert(
    threads.some(({ id }) => id === "io1"),
    "the thread",
  );
  await qmp.objectDel({ id: "io1" });
  await qmp.objectAdd({ "qom-type": "memory-backend-ram", id: "mem1", size: 2n ** 20n });
  await qmp.chardevAdd({ id: "ring", backend: { type: "ringbuf", data: { size: 4096 } } });
  await qmp.ringbufWrite({ device: "ring", data: "héllo" });
  assert((await qmp.ringbufRead({ device: "ring", size: 100 })) === "héllo", "text there and back");
  await qmp.chardevRemove({ id: "ring" });
}

async function migrate(qmp: Client, folder: string): Promise<void> {
  await qmp.migrateSetParameters({ "max-bandwidth": 2n ** 53n + 1n });
  const parameters = await qmp.queryMigrateParameters();
  assert(parameters["max-bandwidth"] === 2n ** 53n + 1n, "an integer beyond 2^53, there and back");
  await qmp.migrateSetCapabilities({ capabilities: [{ capability: "events", state: true }] });
  await qmp.stop();
  await qmp.executeAndWait("migrate", { uri: `exec:cat > ${folder}/state` }, "MIGRATION", {
    where: ({ data }) => data.status === "completed",
  });
  assert((await qmp.queryMigrate()).status === "completed", "migrated");
  assert((await qmp.queryYank()).length >= 0, "the instances of yank");
  assert((await qmp.execute("query-yank", {}, { oob: true })).length >= 0, "out of band");
}
