// What an application notices: it ends by itself once its links are closed, and its bundle loads where Node's modules
// do not exist.

import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { rolldown } from "rolldown";
import { afterAll, beforeAll, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "qapi-"));
const bundle = join(folder, "transports.mjs");
let code = "";

beforeAll(async () => {
  const source = (file: string) =>
    `export * from ${JSON.stringify(fileURLToPath(new URL(`../../../src/runtime/transports/${file}`, import.meta.url)))};`;
  const entry = ["address.ts", "iterable.ts", "spawn.ts", "stream.ts"].map(source).join("\n");
  const build = await rolldown({
    input: "entry",
    external: /^node:/,
    plugins: [
      {
        name: "entry",
        resolveId: (id) => (id === "entry" ? id : undefined),
        load: (id) => (id === "entry" ? entry : undefined),
      },
    ],
  });
  ({
    output: [{ code }],
  } = await build.write({ file: bundle, format: "es" }));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a program, and gives what it prints; fails if it does not end. */
async function run(body: string): Promise<string> {
  const text = `import * as transports from ${JSON.stringify(bundle)};
    import { createServer } from "node:net";
    const events = { data: () => {}, end: (cause) => console.log("end", cause?.message) };
    const signal = new AbortController().signal;
    ${body}`;
  const args = ["--input-type=module", "-e", text];
  return (await promisify(execFile)(process.execPath, args, { timeout: 30_000 })).stdout;
}

test("Node's modules are loaded when a link is opened, not before", () => {
  expect(code).not.toMatch(/^\s*(?:import|export)\b[^(]*?["']node:/m);
  expect(code).toContain("node:net");
});

test.each([
  [
    "a socket whose peer stays silent and never leaves",
    `const server = createServer({ allowHalfOpen: true }, (socket) => { socket.on("error", () => {}).unref(); socket.pause(); });
     server.listen(0, "127.0.0.1", async () => {
       const { port } = server.address();
       const link = await transports.transportOf({ host: "127.0.0.1", port }).open(events, signal);
       link.write("x".repeat(10_000_000));
       server.unref();
       await link.close();
       console.log("closed");
     });`,
  ],
  [
    "a program that ends at once, and was given ten minutes",
    `const link = await transports.spawn("cat", [], { graceMs: 600_000 }).open(events, signal);
     await link.close();
     console.log("closed");`,
  ],
  [
    "a program that minds nothing and whose child holds its streams",
    `const text = \`require("node:child_process").spawn(process.execPath, ["-e", "setTimeout(() => {}, 20000)"], { stdio: "inherit" });
       process.on("SIGTERM", () => {}); setInterval(() => {}, 1e6)\`;
     const link = await transports.spawn(process.execPath, ["-e", text], { graceMs: 100 }).open(events, signal);
     await link.close();
     console.log("closed");`,
  ],
  [
    "an iterable that never ends, and writes that never settle",
    `const input = { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) };
     const link = await transports.fromIterable(input, () => new Promise(() => {})).open(events, signal);
     link.write("x");
     await link.close();
     console.log("closed");`,
  ],
])("nothing keeps an application alive that has closed its link: %s", async (_, body) => {
  expect(await run(body)).toBe("closed\n");
});

test("nor one whose attempt was ended by a signal", async () => {
  const printed = await run(`
    const server = createServer((socket) => socket.on("error", () => {}).unref());
    server.listen(0, "127.0.0.1", async () => {
      const { port } = server.address();
      server.unref();
      const control = new AbortController();
      setTimeout(() => control.abort(new Error("too long")), 50);
      const to = { host: "127.0.0.1", port, tls: true };
      await transports.transportOf(to).open(events, control.signal).catch((error) => console.log(error.message));
    });`);
  expect(printed).toBe("too long\n");
});
