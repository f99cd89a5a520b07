// The server that was generated for the sample hello-world, with trivial handlers: node ours.js SOCKET MODULE.

import { pathToFileURL } from "node:url";

const [path = "", module = ""] = process.argv.slice(2);
const { createServer } = await import(pathToFileURL(module).href);
const server = createServer({
  helloWorld() {},
  queryMemorySizeSummary: () => ({ "base-memory": 4294967296, "plugged-memory": 0 }),
});
await server.listen({ path });
console.log("listening");
