// Load for a server: node load.js SOCKET COMMAND CALLS DEPTH. Keeps DEPTH commands on their way, and looks at no more of the
// replies than where they end, so that the server and not this is measured. Prints `{ seconds }` of CALLS calls; as many
// go before as a warm-up and do not count.

import { createConnection } from "node:net";

const [path = "", command = "", calls = "0", depth = "1"] = process.argv.slice(2);

/** @type {Readonly<Record<string, string>>} */
const args = { "hello-world": ', "arguments": {"message": "We love qemu"}' };

let sent = 0;
const request = () => `{"execute": "${command}"${args[command] ?? ""}, "id": ${++sent}}\n`;

const socket = createConnection(path);
/** @type {((count: number) => void) | undefined} */
let onReplies;
socket.on("data", (chunk) => {
  let count = 0;
  for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) count++;
  onReplies?.(count);
});

/** Sends that many commands; gives the seconds that they took. @param {number} total @returns {Promise<number>} */
const run = (total) =>
  new Promise((resolve) => {
    const begin = process.hrtime.bigint();
    let toSend = total;
    let toCome = total;
    const send = (/** @type {number} */ count) => {
      let text = "";
      for (let left = Math.min(count, toSend); left > 0; left--, toSend--) text += request();
      if (text !== "") socket.write(text, "latin1");
    };
    onReplies = (count) => {
      toCome -= count;
      if (toCome > 0) return send(count);
      resolve(Number(process.hrtime.bigint() - begin) / 1e9);
    };
    send(Number(depth));
  });

await new Promise((resolve) => (onReplies = resolve));
await new Promise((resolve) => {
  onReplies = resolve;
  socket.write('{"execute": "qmp_capabilities"}\n');
});
await run(Number(calls));
console.log(JSON.stringify({ seconds: await run(Number(calls)) }));
socket.destroy();
