// The least that a client can be: a socket, a loop, lines, `JSON.parse`; no ids, no time-outs, no events, no checks.
// A reply belongs to the oldest command that waits.

import { createConnection } from "node:net";

/** Connects and negotiates. @param {string} path */
export async function connectBare(path) {
  const socket = createConnection(path);
  socket.setEncoding("utf8");
  /** @type {((message: Record<string, unknown>) => void)[]} */
  const waiting = [];
  let tail = "";
  let isGreeted = false;
  /** @type {() => void} */
  let greet;
  const greeting = new Promise((resolve) => (greet = () => resolve(undefined)));
  socket.on("data", (/** @type {string} */ chunk) => {
    let start = 0;
    for (let end = chunk.indexOf("\n"); end >= 0; end = chunk.indexOf("\n", start)) {
      const message = JSON.parse(tail + chunk.slice(start, end));
      tail = "";
      start = end + 1;
      if (message.event !== undefined) continue;
      if (isGreeted) waiting.shift()?.(message);
      else greet();
      isGreeted = true;
    }
    tail += chunk.slice(start);
  });
  await greeting;
  /** @param {string} name */
  const execute = (name) =>
    new Promise((resolve, reject) => {
      waiting.push((message) => ("error" in message ? reject(new Error()) : resolve(message["return"])));
      socket.write(JSON.stringify({ execute: name }));
    });
  await execute("qmp_capabilities");
  return { execute, close: () => socket.destroy() };
}

/** The same with ids, for many commands at once: the least that a client can be then. @param {string} path */
export async function connectMinimal(path) {
  const socket = createConnection(path);
  socket.setEncoding("utf8");
  /** @type {Map<number, (message: Record<string, unknown>) => void>} */
  const waiting = new Map();
  let tail = "";
  let count = 0;
  await new Promise((resolve) => {
    let isGreeted = false;
    socket.on("data", (/** @type {string} */ chunk) => {
      let start = 0;
      for (let end = chunk.indexOf("\n"); end >= 0; end = chunk.indexOf("\n", start)) {
        const message = JSON.parse(tail + chunk.slice(start, end));
        tail = "";
        start = end + 1;
        if (!isGreeted) resolve(undefined);
        isGreeted = true;
        const settle = waiting.get(message.id);
        waiting.delete(message.id);
        settle?.(message);
      }
      tail += chunk.slice(start);
    });
  });
  /** @param {string} name */
  const execute = (name) =>
    new Promise((resolve, reject) => {
      const id = ++count;
      waiting.set(id, (message) => ("error" in message ? reject(new Error()) : resolve(message["return"])));
      socket.write(JSON.stringify({ execute: name, id }));
    });
  await execute("qmp_capabilities");
  return { execute, close: () => socket.destroy() };
}
