// A server as a whole: where it listens, how many it serves, what every server answers, what policies do, how it ends.

import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, describe, expect, test } from "vitest";

import type { CommandContext } from "../../../src/runtime/index.js";
import { connectAny, QmpConnectionError, QmpServer } from "../../../src/runtime/index.js";
import { runAlone } from "../../support/child.js";
import { served } from "../../support/served.js";
import { connect, serve, Talk } from "../../support/talk.js";

const folder = mkdtempSync(join(tmpdir(), "qapi-ts-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;
const somewhere = () => join(folder, `s${++count}`);
const handlers = { nothing() {}, count: ({ n }: { n?: number }) => n ?? 0, echo: (args: object) => args };

describe("listening", () => {
  test("at a unix socket, with its mode; the file goes with the server", async () => {
    const path = somewhere();
    const server = serve(handlers);
    const listener = await server.listen({ path, mode: 0o600 });
    expect(listener.address).toEqual({ path });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    await using client = await connectAny({ path });
    expect(await client.executeRaw("count", { n: 3 })).toBe(3);
    await server.close();
    expect(existsSync(path)).toBe(false);
    expect((await client.closed)?.message).toContain("closed the connection");
  });

  test("at a TCP port, at several places at once", async () => {
    const server = serve(handlers);
    const { address } = await server.listen({ port: 0 });
    const path = somewhere();
    const other = await server.listen({ path });
    expect("port" in address && address.port).toBeGreaterThan(0);
    for (const to of [address, { path }]) {
      await using client = await connectAny(to);
      expect(await client.executeRaw("count", { n: 3 })).toBe(3);
    }
    await other.close();
    await expect(connectAny({ path })).rejects.toThrow(QmpConnectionError);
    await using client = await connectAny(address);
    expect(await client.executeRaw("count", { n: 4 })).toBe(4);
  });

  test("a socket that a dead process left is taken over; a live one, or a file, is not", async () => {
    const path = somewhere();
    const text = `require("node:net").createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, "SIGKILL"))`;
    spawnSync(process.execPath, ["-e", text]);
    expect(existsSync(path)).toBe(true);
    await serve(handlers).listen({ path });
    await expect(serve(handlers).listen({ path })).rejects.toThrow(`${path}: somebody listens there already`);
    await using client = await connectAny({ path });
    expect(await client.executeRaw("count", {})).toBe(0);
    const file = somewhere();
    writeFileSync(file, "mine");
    await expect(serve(handlers).listen({ path: file })).rejects.toThrow("no socket");
    expect(existsSync(file)).toBe(true);
  });

  test.each([
    [{ path: "/nowhere/at/all" }, QmpConnectionError],
    [null, TypeError],
    ["/a/path", TypeError],
    [{ path: `/${"x".repeat(200)}` }, QmpConnectionError],
    [{ host: "host.invalid", port: 1 }, QmpConnectionError],
    [{}, TypeError],
    [{ path: "" }, TypeError],
    [{ port: 1e9 }, Error],
  ])("at %j: an error", async (address, type) => {
    await expect(serve(handlers).listen(address as never)).rejects.toThrow(type);
  });
});

test("at a path without a folder: it is the folder that is told", async () => {
  await expect(serve(handlers).listen({ path: "/nowhere/at/all" })).rejects.toThrow("no folder /nowhere/at");
});

test("a listener that is closed does not wait for its clients, and a server that is closed takes none", async () => {
  const server = serve(handlers);
  const path = somewhere();
  const listener = await server.listen({ path });
  await using client = await connectAny({ path });
  await listener.close();
  expect(existsSync(path)).toBe(false);
  expect(await client.executeRaw("count", { n: 1 })).toBe(1);
  await server.close();
  await expect(server.listen({ path })).rejects.toThrow("closed");
});

test("a server on the standard streams ends its process though its input stays open", async () => {
  const ending = await runAlone(
    ["src/runtime/index.ts"],
    `const served = { schema: { commands: {}, events: {} }, methods: {}, features: {}, introspection: [] };
    const server = new all.QmpServer(served, {}, { version: { major: 9 } });
    await server.serveStdio();
    setTimeout(() => server.close(), 50);`,
  );
  expect(ending).toMatchObject({ code: 0, stdout: expect.stringContaining('"major": 9') as string, stderr: "" });
});

describe("clients", () => {
  test("as many as are served; others wait in silence for their turn", async () => {
    const server = serve(handlers, { clients: 1 });
    const first = await connect(server);
    const second = await connect(server, { greets: false });
    const third = await connect(server, { greets: false });
    second.say({ execute: "qmp_capabilities", id: 2 });
    third.say({ execute: "qmp_capabilities", id: 3 });
    third.stream.destroy();
    expect(await first.ask({ execute: "nothing", id: 1 })).toEqual({ return: {}, id: 1 });
    expect(second.text).toBe("");
    first.stream.destroy();
    expect((await second.take(2))[1]).toEqual({ return: {}, id: 2 });
    expect(server.sessions).toHaveLength(1);
  });

  test("those that leave while they wait are forgotten", async () => {
    const server = serve(handlers, { clients: 1, maxConnections: 4 });
    const path = somewhere();
    await server.listen({ path });
    const first = await connect(server);
    for (let n = 0; n < 12; n++) {
      const socket = createConnection(path);
      await new Promise((resolve) => socket.once("connect", resolve));
      socket.destroy();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const last = new Talk(createConnection(path));
    first.stream.destroy();
    expect(await last.next()).toHaveProperty("QMP");
  });

  test("one that has said all, and leaves later, is noticed while its command runs", async () => {
    let started!: (signal: AbortSignal) => void;
    const running = new Promise<AbortSignal>((resolve) => (started = resolve));
    const server = serve({ wait: (_: object, { signal }: CommandContext) => (started(signal), new Promise(() => {})) });
    const path = somewhere();
    await server.listen({ path });
    const talk = new Talk(createConnection({ path, allowHalfOpen: true }));
    talk.say({ execute: "qmp_capabilities" }, { execute: "wait" }).stream.end();
    const signal = await running;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(signal.aborted).toBe(false);
    talk.stream.destroy();
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    expect(signal.aborted).toBe(true);
  });

  test("more connections than there may be are closed at once", async () => {
    const server = serve(handlers, { clients: 1, maxConnections: 2 });
    await connect(server);
    const waiting = await connect(server, { greets: false });
    const third = await connect(server, { greets: false });
    expect(await third.rest()).toEqual([]);
    expect(waiting.ended).toBe(false);
  });

  test.each(["unix", "tcp"])("one that leaves while its command runs is noticed, over %s", async (kind) => {
    let started!: (signal: AbortSignal) => void;
    const running = new Promise<AbortSignal>((resolve) => (started = resolve));
    const server = serve({ wait: (_: object, { signal }: CommandContext) => (started(signal), new Promise(() => {})) });
    const { address } = await server.listen(kind === "unix" ? { path: somewhere() } : { port: 0 });
    const talk = new Talk(createConnection({ ...address, allowHalfOpen: true }));
    talk.say({ execute: "qmp_capabilities" }, { execute: "wait" });
    const signal = await running;
    talk.stream.destroy();
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    while (server.sessions.length > 0) await new Promise(setImmediate);
    expect(signal.aborted).toBe(true);
  });

  test("one that breaks off in the middle of a message leaves nothing behind", async () => {
    const server = serve(handlers);
    const first = await connect(server);
    first.say('{"execute": "noth').stream.destroy();
    const second = await connect(server);
    expect(await second.ask({ execute: "nothing", id: 1 })).toEqual({ return: {}, id: 1 });
  });

  test("out of a thousand small commands in a piece, none is lost", async () => {
    const server = serve({ count: async ({ n }: { n: number }) => n });
    const path = somewhere();
    await server.listen({ path });
    const talk = new Talk(createConnection({ path, allowHalfOpen: true }));
    talk.say({ execute: "qmp_capabilities" });
    for (let n = 0; n < 1000; n++) talk.say({ execute: "count", arguments: { n }, id: n });
    talk.stream.end();
    const heard = (await talk.rest()).slice(2);
    expect(heard).toEqual(Array.from({ length: 1000 }, (_, n) => ({ return: n, id: n })));
  });
});

describe("what every server answers", () => {
  test("query-commands has what is there, query-version what was said", async () => {
    const talk = await connect(serve(handlers, { version: { major: 8 } }));
    const { return: list } = await talk.ask({ execute: "query-commands" });
    expect((list as { name: string }[]).map(({ name }) => name).sort()).toEqual([
      "count",
      "echo",
      "nothing",
      "qmp_capabilities",
      "query-commands",
      "query-qmp-schema",
      "query-version",
    ]);
    expect(await talk.ask({ execute: "query-version" })).toEqual({
      return: { qemu: { major: 8, minor: 0, micro: 0 }, package: "" },
    });
  });

  test("query-qmp-schema has what is served, and the types that it leads to", async () => {
    const entry = (...[name, kind, more]: [string, string, object]) =>
      JSON.stringify({ name, "meta-type": kind, ...more });
    const introspection = [
      entry("nothing", "command", { "arg-type": "0", "ret-type": "0" }),
      entry("absent", "command", { "arg-type": "1", "ret-type": "0" }),
      entry("DATA", "event", { "arg-type": "2", features: ["deprecated"] }),
      entry("0", "object", { members: [] }),
      entry("1", "object", { members: [{ name: "x", type: "3" }] }),
      entry("2", "object", {
        members: [{ name: "y", type: "[4]", features: ["deprecated"] }],
        variants: [{ type: "5" }],
      }),
      entry("3", "enum", {}),
      entry("4", "alternate", { members: [{ type: "int" }] }),
      entry("5", "object", { members: [] }),
      entry("[4]", "array", { "element-type": "4" }),
      entry("int", "builtin", {}),
    ];
    const names = async (compat = {}) => {
      const server = new QmpServer({ ...served, introspection }, { nothing() {} }, { compat });
      const talk = await connect(server);
      const { return: entries } = await talk.ask({ execute: "query-qmp-schema" });
      await server.close();
      return entries as { name: string; members?: object[] }[];
    };
    expect((await names()).map(({ name }) => name)).toEqual(["nothing", "DATA", "0", "2", "4", "5", "[4]", "int"]);
    const hidden = await names({ deprecatedOutput: "hide" });
    expect(hidden.map(({ name }) => name)).not.toContain("DATA");
    expect(hidden.find(({ name }) => name === "2")!.members).toEqual([]);
  });

  test("a handler for one of these wins", async () => {
    const own = {
      ...served,
      schema: {
        ...served.schema,
        commands: { ...served.schema.commands, "query-version": { command: "query-version", returns: "str" } as const },
      },
    };
    const server = new QmpServer(
      { ...own, methods: { ...served.methods, "query-version": "queryVersion" } },
      { queryVersion: () => "mine" },
    );
    const talk = await connect(server);
    expect(await talk.ask({ execute: "query-version" })).toEqual({ return: "mine" });
    await server.close();
  });
});

test("policies: what is deprecated or unstable is refused where they say so", async () => {
  const lax = await connect(serve(handlers));
  expect(await lax.ask({ execute: "nothing" })).toEqual({ return: {} });
  const strict = await connect(serve(handlers, { compat: { deprecatedInput: "reject", unstableInput: "reject" } }));
  const both = { ...served, features: { nothing: ["unstable", "deprecated"] as const } };
  const server = new QmpServer(both, handlers, { compat: { deprecatedInput: "reject", unstableInput: "reject" } });
  const { error } = await (await connect(server)).ask({ execute: "nothing" });
  expect(error!.desc).toContain("'nothing' is deprecated");
  await server.close();
  expect(await strict.ask({ execute: "nothing", id: 1 })).toMatchObject({ id: 1, error: { class: "CommandNotFound" } });
  const reply = await strict.ask({ execute: "echo", arguments: { text: "x" }, id: 2 });
  expect(reply).toMatchObject({
    id: 2,
    error: { class: "GenericError", desc: expect.stringContaining("text") as string },
  });
  expect(await strict.ask({ execute: "echo", arguments: { value: 1 } })).toEqual({ return: { value: 1 } });
});

describe("the end", () => {
  test("a command that runs comes to its end, one that waits does not", async () => {
    let open!: (value: string) => void;
    const wait = () => new Promise<string>((resolve) => (open = resolve));
    const server = serve({ ...handlers, wait });
    const talk = await connect(server);
    talk.say({ execute: "wait", id: 1 }, { execute: "nothing", id: 2 });
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    const closing = server.close();
    open("done");
    expect(await talk.rest()).toEqual([{ return: "done", id: 1 }]);
    await closing;
    expect(server.sessions).toEqual([]);
  });

  test("one that hangs is not waited for", async () => {
    const server = serve({ wait: () => new Promise(() => {}) });
    const talk = await connect(server);
    talk.say({ execute: "wait", id: 1 });
    await new Promise(setImmediate);
    const begin = performance.now();
    await Promise.all([server.close(), server.close()]);
    expect(performance.now() - begin).toBeLessThan(5000);
    expect(await talk.rest()).toEqual([]);
  });

  test("by a handler, whose reply is still sent", async () => {
    const server: QmpServer = serve({ nothing: () => void server.close() });
    const talk = await connect(server);
    talk.say({ execute: "nothing", id: 1 });
    expect(await talk.rest()).toEqual([{ return: {}, id: 1 }]);
  });

  test("nothing of it keeps a process alive", async () => {
    const path = somewhere();
    const ending = await runAlone(
      ["src/runtime/index.ts"],
      `const served = { schema: { commands: { ping: { command: "ping" } }, events: { RTC_CHANGE: { event: "RTC_CHANGE" } } }, methods: { ping: "ping" }, features: {}, introspection: [] };
      const server = new all.QmpServer(served, { ping() {} });
      await server.listen({ path: ${JSON.stringify(path)} });
      const client = await all.connectAny({ path: ${JSON.stringify(path)} });
      await client.executeRaw("ping");
      server.emit("RTC_CHANGE");
      await server.close();
      console.log("closed");`,
    );
    expect(ending).toEqual({ code: 0, stdout: "closed\n", stderr: "" });
  });
});

describe("a guest agent", () => {
  const agent = (options = {}) => serve(handlers, options, true);
  const quiet = { greets: false } as const;

  test("no greeting, no negotiation, lines end with LF", async () => {
    const talk = await connect(agent(), quiet);
    expect(await talk.ask({ execute: "nothing", id: 1 })).toEqual({ return: {}, id: 1 });
    expect(talk.text).toBe('{"return": {}, "id": 1}\n');
    expect(await talk.ask({ execute: "qmp_capabilities" })).toMatchObject({ error: { class: "CommandNotFound" } });
    expect(await talk.ask({ "exec-oob": "nothing" })).toMatchObject({ error: { class: "GenericError" } });
  });

  test("guest-sync and guest-sync-delimited, with the byte 0xFF in front of the latter's success", async () => {
    const talk = await connect(agent(), quiet);
    await talk.ask('{"execute":"guest-sync","arguments":{"id":9007199254740993}}');
    await talk.ask('{"execute":"guest-sync-delimited","arguments":{"id":-9223372036854775808}}');
    expect(talk.text).toBe('{"return": 9007199254740993}\n\xff{"return": -9223372036854775808}\n');
    const failed = await talk.ask('{"execute":"guest-sync-delimited","arguments":{"id":9223372036854775808}}');
    expect(failed.error!.class).toBe("GenericError");
    expect(talk.text.lastIndexOf("\xff")).toBe(29);
    talk.say(Uint8Array.of(0xff), { execute: "guest-sync-delimited", arguments: { id: 5 } });
    expect(await talk.take(2)).toMatchObject([{ error: { class: "GenericError" } }, { return: 5 }]);
  });

  test("blocked commands are there, and refused", async () => {
    const talk = await connect(agent({ blocked: ["count"] }), quiet);
    expect(await talk.ask({ execute: "count", id: 1 })).toMatchObject({ id: 1, error: { class: "CommandNotFound" } });
    const { return: info } = await talk.ask({ execute: "guest-info" });
    const { supported_commands: list } = info as { supported_commands: { name: string; enabled: boolean }[] };
    expect(list.filter(({ enabled }) => !enabled).map(({ name }) => name)).toEqual(["count"]);
  });

  test("takes no part in events", async () => {
    const server = agent();
    const talk = await connect(server, quiet);
    server.emit("PLAIN");
    expect(await talk.ask({ execute: "nothing" })).toEqual({ return: {} });
  });
});

test("options that are none", () => {
  for (const options of [{ clients: 0 }, { maxPendingBytes: NaN }, { commandTimeoutMs: -1 }, { maxConnections: "5" }]) {
    expect(() => new QmpServer(served, {}, options as never)).toThrow(RangeError);
  }
  expect(() => new QmpServer(served, { nothing: 5 })).toThrow(TypeError);
  expect(() => new QmpServer(served, null as never)).toThrow(TypeError);
  expect(() => new QmpServer(served, {}, { compat: { deprecatedInput: "rejct" as never } })).toThrow(
    "compat.deprecatedInput",
  );
});

test("an onError that throws harms no session: it is the application's own affair", async () => {
  const path = somewhere();
  const ending = await runAlone(
    ["src/runtime/index.ts"],
    `const served = { schema: { commands: { bad: { command: "bad" }, good: { command: "good" } }, events: {} }, methods: { bad: "bad", good: "good" }, features: {}, introspection: [] };
    process.on("uncaughtException", (error) => console.log("uncaught:", error.message));
    const bad = () => { throw new Error("broken"); };
    const server = new all.QmpServer(served, { bad, good() {} }, { onError() { throw new Error("mine"); } });
    await server.listen({ path: ${JSON.stringify(path)} });
    const client = await all.connectAny({ path: ${JSON.stringify(path)} });
    await client.executeRaw("bad").catch((error) => console.log(error.class));
    console.log(JSON.stringify(await client.executeRaw("good")));
    await server.close();`,
  );
  expect(ending).toEqual({ code: 0, stdout: "uncaught: mine\nGenericError\n{}\n", stderr: "" });
});

test("the context says which command it is", async () => {
  const talk = await connect(
    serve({
      wait: (_: object, { command, oob, session }: CommandContext) => `${command} ${String(oob)} ${session.name}`,
    }),
  );
  expect(await talk.ask({ execute: "wait" })).toEqual({ return: "wait false test#1" });
});
