// A fast stand-in for a server, so that clients and not QEMU are measured: node server.js SOCKET. Every command is answered
// with the same result, and the replies to one chunk go out in one piece. Messages end where their brackets close.

import { createServer } from "node:net";

const result = '{"return": {"status": "running", "singlestep": false, "running": true}';

createServer((socket) => {
  socket.setEncoding("utf8");
  socket.write(
    '{"QMP": {"version": {"qemu": {"micro": 0, "minor": 0, "major": 9}, "package": ""}, "capabilities": []}}\r\n',
  );
  let tail = "";
  socket.on("data", (/** @type {string} */ chunk) => {
    tail += chunk;
    let out = "";
    let start = 0;
    for (let end = messageEnd(tail, start); end > 0; end = messageEnd(tail, start)) {
      const { execute, id } = JSON.parse(tail.slice(start, end));
      const reply = execute === "qmp_capabilities" ? '{"return": {}' : result;
      out += id === undefined ? `${reply}}\r\n` : `${reply}, "id": ${JSON.stringify(id)}}\r\n`;
      start = end;
    }
    tail = tail.slice(start);
    if (out !== "") socket.write(out);
  });
  socket.on("error", () => socket.destroy());
}).listen(process.argv[2], () => console.log("listening"));

/** Where the message ends that begins at a place; 0 if it is not complete. @param {string} text @param {number} start */
function messageEnd(text, start) {
  let depth = 0;
  let inString = false;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === 92) at++;
      else if (code === 34) inString = false;
    } else if (code === 34) inString = true;
    else if (code === 123 || code === 91) depth++;
    else if ((code === 125 || code === 93) && --depth === 0) return at + 1;
  }
  return 0;
}
