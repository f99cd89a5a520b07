// `qapi-ts mock` in front of a real QEMU, and in its place.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { client, execute, mock } from "../cli/mock-run.js";
import { treeOf } from "../support/qemu-client.js";
import { bare, binary, describeQemu, release, start, temporaryFolder } from "./qemu.js";

describeQemu("a recording of a real machine", () => {
  const folder = temporaryFolder();

  test("is answered from as the machine answered, events before and after replies", async () => {
    const path = join(folder(), "s");
    const file = join(folder(), "recording");
    start(binary, [...bare, "-name", "bench", "-qmp", `unix:${path},server=on,wait=off`]);
    await expect.poll(() => existsSync(path), { timeout: 10_000 }).toBe(true);
    const schema = join(treeOf(release)!, "qapi/qapi-schema.json");
    const proxy = await mock(schema, ["--qemu", release, "--record", file, "--to", path]);
    const requests = [
      execute("query-name"),
      execute("query-version"),
      execute("query-commands"),
      execute("stop"),
      { ...execute("query-status"), id: [1] },
      execute("cont"),
      execute("device_del", { id: "nobody" }),
      execute("block_resize", { size: "large" }),
      execute("nonsense"),
    ];
    const talk = await client(proxy.address);
    talk.say(...requests);
    const heard = await talk.heard(requests.length + 2);
    expect(heard.map((message) => message["event"]).filter(Boolean)).toEqual(["STOP", "RESUME"]);
    talk.say(execute("quit"));
    const all = await talk.heard(requests.length + 4);
    await talk.closed;
    expect(await proxy.ended).toMatchObject({ status: 0, stderr: "" });
    expect(readFileSync(file, "utf8")).toContain('{"event": "STOP", "during": "stop"}\n');

    const replay = await mock(schema, ["--qemu", release, "--replay", file]);
    const again = await client(replay.address);
    again.say(...requests, execute("quit"));
    // What is wrong with arguments is told by this side, in words of its own.
    const isRefused = (message: object) => JSON.stringify(message).includes("size");
    const replayed = await again.heard(all.length);
    expect(replayed.filter((one) => !isRefused(one))).toEqual(all.filter((one) => !isRefused(one)));
  });
});
