// What `index.ts` opens to, as one table: the file that each of our emitters makes for everybody, in order.

/** The module by the emitter that makes it. */
export const doors: Readonly<Record<string, string>> = {
  types: "./types.js",
  commands: "./commands.js",
  events: "./events.js",
  schema: "./schema.js",
  client: "./client.js",
  server: "./server.js",
  hmp: "./hmp.js",
};
