// `qapi-ts qmp` and a real QEMU, and a real guest agent.

import { join } from "node:path";

import { expect, test } from "vitest";

import { qmp } from "../cli/stand-in.js";
import { treeOf } from "../support/qemu-client.js";
import { bare, binary, describeAgent, describeQemu, release, start, temporaryFolder } from "./qemu.js";

/** Waits until somebody listens, as a person would: by trying. */
async function answered(words: readonly string[]) {
  for (;;) {
    const ran = await qmp(words);
    if (ran.status !== 2) return ran;
  }
}

describeQemu("the command line", () => {
  const folder = temporaryFolder();

  test("questions, errors, events, the human monitor, the end", async () => {
    const path = join(folder(), "s");
    start(binary, [...bare, "-name", "bench", "-qmp", `unix:${path},server=on,wait=off`]);
    const at = ["--socket", path];
    expect(await answered([...at, "query-name"])).toEqual({
      status: 0,
      stdout: '{"return":{"name":"bench"}}\n',
      stderr: "",
    });
    expect((await qmp([...at, "--return-value", "query-status"])).stdout).toMatch(/^\{.*"running":true.*\}\n$/);
    expect((await qmp([...at, "--hmp", "info", "name"])).stdout).toBe("bench\n");
    const wrong = await qmp([...at, "device_del", "id=nobody"]);
    expect([wrong.status, wrong.stdout]).toEqual([1, ""]);
    expect(wrong.stderr).toMatch(/^DeviceNotFound: .*nobody.*\n$/);
    const followed = await qmp([...at, "--events", "STOP", "--count", "1", "stop"]);
    expect(followed.stdout).toMatch(/^\{"event":"STOP","timestamp":.*\}\n\{"return":\{\}\}\n$/);
    const schema = ["--schema", join(treeOf(release)!, "qapi/qapi-schema.json"), "--qemu", release];
    const refused = await qmp([...at, ...schema, "set_link", "name=n0", "up=maybe"]);
    expect(refused).toEqual({ status: 1, stdout: "", stderr: 'set_link: up: expected boolean, got "maybe"\n' });
    expect((await qmp([...at, "quit"])).status).toBe(0);
    expect((await qmp([...at, "query-name"])).status).toBe(2);
  });
});

describeAgent("the command line", () => {
  const folder = temporaryFolder();

  test("a guest agent's nanoseconds", async () => {
    const path = join(folder(), "a");
    start("qemu-ga", ["-m", "unix-listen", "-p", path, "-t", folder()]);
    const words = ["--socket", path, "--guest-agent", "--timeout", "5", "--return-value", "guest-get-time"];
    expect((await answered(words)).stdout).toMatch(/^\d{19}\n$/);
  });
});
