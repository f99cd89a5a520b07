// One client, measured: node peer.js KIND SOCKET COMMAND CALLS DEPTH. Prints `{ seconds, cpuSeconds }` of CALLS calls, with
// DEPTH of them on their way at any time; the first tenth is a warm-up and does not count.

import { pathToFileURL } from "node:url";

import { connectBare, connectMinimal } from "./bare.js";

const [kind = "", path = "", command = "", calls = "0", depth = "1", module = ""] = process.argv.slice(2);

/** @typedef {{ execute: () => Promise<unknown>, close: () => unknown }} Peer */

/** @type {Readonly<Record<string, () => Promise<Peer>>>} */
const peers = {
  bare: async () => bound(await connectBare(path)),
  minimal: async () => bound(await connectMinimal(path)),
  // The client that was generated for the release, as an application has it.
  ours: async () => {
    const { Client } = await import(pathToFileURL(module).href);
    const client = await Client.connect({ path });
    /** @type {string} */
    const method = command.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
    return { execute: () => client[method](), close: () => client.close() };
  },
  "qemu-qmp": async () => {
    const { default: Qmp } = await import(pathToFileURL(module).href);
    const client = new Qmp();
    await new Promise((resolve, reject) =>
      client.connect(path, (/** @type {unknown} */ error) => (error ? reject(error) : resolve(undefined))),
    );
    const execute = () =>
      new Promise((resolve, reject) =>
        client.execute(command, (/** @type {unknown} */ error, /** @type {unknown} */ value) =>
          error ? reject(error) : resolve(value),
        ),
      );
    return { execute, close: () => client.end() };
  },
};

/** @param {{ execute: (name: string) => Promise<unknown>, close: () => unknown }} client */
const bound = ({ execute, close }) => ({ execute: () => execute(command), close });

const peer = await peers[kind]?.();
if (peer === undefined) throw new Error(`no such client: ${kind}`);
await run(peer, Math.ceil(Number(calls) / 10));
const cpu = process.cpuUsage();
const begin = process.hrtime.bigint();
await run(peer, Number(calls));
const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
const { user, system } = process.cpuUsage(cpu);
console.log(JSON.stringify({ seconds, cpuSeconds: (user + system) / 1e6 }));
await peer.close();

/** @param {Peer} peer @param {number} count */
async function run(peer, count) {
  let left = count;
  await Promise.all(
    Array.from({ length: Number(depth) }, async () => {
      while (left-- > 0) await peer.execute();
    }),
  );
}
