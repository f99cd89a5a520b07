// Peers that die, fall silent or rave, and a program that talks to them over a real socket: every promise settles with
// the right error, and then the program ends by itself.

import { expect, test } from "vitest";

import { runAlone } from "../support/child.js";

/** What every program begins with: a peer that is led by `script`, and does not keep the program alive itself. */
const prelude = `
import { createServer } from "node:net";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
const path = join(mkdtempSync(join(tmpdir(), "qapi-")), "s");
const greeting = JSON.stringify({ QMP: { version: { qemu: { major: 9, minor: 0, micro: 0 }, package: "" }, capabilities: [] } });
const listen = (script) => new Promise((resolve) => {
  const server = createServer((socket) => { socket.unref(); socket.on("error", () => {}); script(socket); }).unref();
  server.listen(path, () => resolve(server));
});
const greet = (then) => (socket) => {
  socket.write(greeting + "\\r\\n");
  socket.once("data", (text) => {
    socket.write(JSON.stringify({ return: {}, id: JSON.parse(text).id }) + "\\r\\n");
    socket.once("data", (text) => then(socket, String(text)));
  });
};
const told = async (promises) => {
  const names = (await Promise.allSettled(promises)).map(({ status, value, reason }) => status === "fulfilled" ? "fine" : reason.name + (reason.budget ? " " + reason.budget : ""));
  const counts = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  console.log(JSON.stringify(counts));
};
const many = (client) => Array.from({ length: 100 }, () => client.execute("query-status"));
const { connectAny } = all;
`;

test.each<[string, string, object]>([
  [
    "killed in the middle of a reply, while 100 commands wait",
    `await listen(greet((socket) => { socket.write('{"return": {"a'); setTimeout(() => socket.destroy(), 20); }));
     const client = await connectAny({ path });
     await told([...many(client), client.waitFor("STOP"), client.events("STOP").next()]);`,
    { QmpConnectionError: 102 },
  ],
  [
    "killed in the middle of the handshake",
    `await listen((socket) => { socket.write(greeting.slice(0, 40)); setTimeout(() => socket.destroy(), 20); });
     await told([connectAny({ path })]);`,
    { QmpConnectionError: 1 },
  ],
  [
    "silent from the start",
    `await listen(() => {});
     await told([connectAny({ path }, { timeoutMs: { handshake: 30 } })]);`,
    { "QmpTimeoutError handshake": 1 },
  ],
  [
    "nowhere: a port that is none, and a socket that is not there",
    `await told([connectAny({ port: 99999 }), connectAny({ port: NaN }), connectAny({ path: path + "-none" })]);`,
    { QmpConnectionError: 3 },
  ],
  [
    "half a line and then nothing",
    `await listen(greet((socket) => socket.write('{"return": ')));
     const client = await connectAny({ path }, { timeoutMs: { command: 40, event: 50 } });
     await told([...many(client), client.waitFor("STOP")]);
     await client.close();`,
    { "QmpTimeoutError command": 100, "QmpTimeoutError event": 1 },
  ],
  [
    "raving while 100 commands wait",
    `await listen(greet((socket) => socket.write("%%%\\r\\n")));
     const client = await connectAny({ path });
     await told(many(client));`,
    { QmpProtocolError: 100 },
  ],
  [
    "closed by this side while everything waits",
    `await listen(greet(() => {}));
     const client = await connectAny({ path });
     const job = all.runJob(client, "make", { "job-id": "j" });
     const loop = (async () => { for await (const event of client.events()) void event; })();
     const waiting = [...many(client), client.waitFor("STOP"), job, loop];
     await new Promise((resolve) => setTimeout(resolve, 20));
     void client.close();
     await told(waiting);`,
    { QmpConnectionError: 102, fine: 1 },
  ],
  [
    "gone for good while this side connects anew, until it is closed",
    `const server = await listen(greet((socket) => { rmSync(path); socket.destroy(); }));
     const client = await connectAny({ path }, { reconnect: { delayMs: 5 } });
     await told([client.execute("query-status")]);
     const later = client.execute("query-status");
     setTimeout(() => client.close(), 50);
     await told([later]);`,
    { QmpConnectionError: 1 },
  ],
  [
    "left without a word, by a program that has forgotten its client",
    `await listen(greet((socket) => socket.end('{"return": {}}\\r\\n')));
     const client = await connectAny({ path }, { reconnect: false });
     client.on("STOP", () => {});
     await told([client.execute("query-status")]);`,
    { fine: 1 },
  ],
])("%s", async (_, program, wanted) => {
  const { code, stdout, stderr } = await runAlone(["src/runtime/index.ts"], prelude + program);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(JSON.parse(stdout.trim().split("\n").at(-1)!)).toEqual(wanted);
});
