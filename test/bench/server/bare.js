// The least that a server can be: lines, `JSON.parse`, an answer, `JSON.stringify`; the replies to one chunk go out in one
// piece. It checks nothing, and knows no dialect: node bare.js SOCKET.

import { createServer } from "node:net";

const greeting = { QMP: { version: { qemu: { micro: 0, minor: 0, major: 10 }, package: "" }, capabilities: [] } };

/** @type {Readonly<Record<string, (args: unknown) => unknown>>} */
const handlers = {
  qmp_capabilities: () => ({}),
  "hello-world": () => ({}),
  "query-memory-size-summary": () => ({ "base-memory": 4294967296, "plugged-memory": 0 }),
};

createServer((socket) => {
  socket.setEncoding("utf8");
  socket.write(`${JSON.stringify(greeting)}\r\n`);
  let tail = "";
  socket.on("data", (/** @type {string} */ chunk) => {
    const text = tail + chunk;
    let out = "";
    let start = 0;
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", start)) {
      const { execute, arguments: args, id } = JSON.parse(text.slice(start, end));
      out += `${JSON.stringify({ return: handlers[execute]?.(args), id })}\r\n`;
      start = end + 1;
    }
    tail = text.slice(start);
    if (out !== "") socket.write(out);
  });
  socket.on("error", () => socket.destroy());
}).listen(process.argv[2], () => console.log("listening"));
