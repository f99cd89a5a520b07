import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo, Server, Socket } from "node:net";
import { createServer, Socket as NetSocket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, describe, expect, test, vi } from "vitest";

import { QmpConnectionError } from "../../../src/runtime/errors.js";
import type { Address } from "../../../src/runtime/transports/address.js";
import { transportOf } from "../../../src/runtime/transports/address.js";
import { telnet } from "../../../src/runtime/transports/telnet.js";
import { failure, never, recorder, turns } from "./fixtures/recorder.js";

const greeting = '{"QMP": {"version": {}, "capabilities": []}}\r\n';
const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "qapi-"));
  cleanups.push(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

async function listen(where: "unix" | "tcp", peer: (socket: Socket) => void, allowHalfOpen = false): Promise<Address> {
  const sockets = new Set<Socket>();
  const server: Server = createServer({ allowHalfOpen }, (socket) => {
    sockets.add(socket.on("error", () => {}));
    peer(socket);
  });
  cleanups.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  const path = join(folder(), "qmp");
  await new Promise<void>((resolve) => {
    if (where === "unix") server.listen(path, resolve);
    else server.listen(0, "127.0.0.1", resolve);
  });
  return where === "unix" ? { path } : { host: "127.0.0.1", port: (server.address() as AddressInfo).port };
}

/** All that a peer gets until the other side ends. */
function all(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let text = "";
    socket.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
    socket.on("end", () => resolve(text));
  });
}

describe.each(["unix", "tcp"] as const)("%s", (where) => {
  test("what the peer says at once comes, and after `open` has resolved", async () => {
    const address = await listen(where, (socket) => socket.write(greeting));
    const peer = recorder();
    const link = await transportOf(address).open(peer.events, never());
    peer.log.push("open");
    await peer.until(() => peer.text() === greeting);
    expect(peer.log[0]).toBe("open");
    await link.close();
    expect(peer.ends).toEqual([]);
  });

  test("text and bytes go out in order, non-ASCII as UTF-8", async () => {
    const address = await listen(where, (socket) => socket.pipe(socket));
    const peer = recorder();
    const link = await transportOf(address).open(peer.events, never());
    link.write('{"a": "ü€😀"}');
    link.write(Uint8Array.of(0xff));
    link.write("");
    link.write("tail");
    const want = Buffer.concat([Buffer.from('{"a": "ü€😀"}'), Uint8Array.of(0xff), Buffer.from("tail")]);
    await peer.until(() => peer.bytes().length === want.length);
    expect(peer.bytes()).toEqual(want);
    await link.close();
  });

  test("a peer that says something and leaves: all of it, then one end without a cause", async () => {
    const address = await listen(where, (socket) => socket.end(greeting.repeat(10_000)));
    const peer = recorder();
    const link = await transportOf(address).open(peer.events, never());
    expect(await peer.ended()).toBeUndefined();
    expect(peer.text()).toBe(greeting.repeat(10_000));
    link.write("nobody hears this");
    await link.close();
    await turns();
    expect(peer.ends).toHaveLength(1);
    expect(peer.log.at(-1)).toBe("end");
  });

  test("a peer that leaves at once: `open` succeeds, then the end is told", async () => {
    const address = await listen(where, (socket) => socket.end());
    const peer = recorder();
    await transportOf(address).open(peer.events, never());
    expect(peer.log).toEqual([]);
    await peer.ended();
    expect(peer.log).toEqual(["end"]);
  });

  test("a peer that closes its sending side only is over: there are no half-open links", async () => {
    const gone = new Promise<void>((resolve) => {
      cleanups.push(() => gone);
      peerGone = resolve;
    });
    const address = await listen(
      where,
      (socket) => {
        socket.end();
        void all(socket).then(() => peerGone());
      },
      true,
    );
    const peer = recorder();
    await transportOf(address).open(peer.events, never());
    expect(await peer.ended()).toBeUndefined();
    await gone;
  });

  test("what was just written still goes out on `close`", async () => {
    const message = '{"execute": "quit"}'.repeat(5000);
    let heard: Promise<string> | undefined;
    const address = await listen(where, (socket) => {
      heard = all(socket);
    });
    const link = await transportOf(address).open(recorder().events, never());
    link.write(message);
    await link.close();
    expect(await heard).toBe(message);
  });

  test("`close` comes to its end though the peer reads nothing and never leaves", async () => {
    const address = await listen(where, (socket) => socket.pause(), true);
    const peer = recorder();
    const link = await transportOf(address).open(peer.events, never());
    link.write("x".repeat(20_000_000));
    const first = link.close();
    const second = link.close();
    link.write("too late");
    await Promise.all([first, second]);
    await turns();
    expect(peer.log).toEqual([]);
  });

  test("nothing is told after `close`, though the peer goes on talking", async () => {
    const address = await listen(where, (socket) => {
      socket.write(greeting);
      const timer = setInterval(() => socket.write(greeting), 1);
      socket.on("close", () => clearInterval(timer));
    });
    const peer = recorder();
    const link = await transportOf(address).open(peer.events, never());
    await peer.until(() => peer.log.length > 0);
    const closing = link.close();
    const told = peer.log.length;
    await closing;
    await turns();
    expect(peer.log).toHaveLength(told);
  });

  test("an address can be opened many times", async () => {
    const address = await listen(where, (socket) => socket.end(greeting));
    const transport = transportOf(address);
    for (let i = 0; i < 3; i++) {
      const peer = recorder();
      await transport.open(peer.events, never());
      await peer.ended();
      expect(peer.text()).toBe(greeting);
    }
  });

  test("a signal that has come already: rejected with its reason, nothing is opened", async () => {
    let met = 0;
    const address = await listen(where, () => met++);
    const reason = new Error("no more");
    await expect(transportOf(address).open(recorder().events, AbortSignal.abort(reason))).rejects.toBe(reason);
    await turns();
    expect(met).toBe(0);
  });

  test("a signal that comes in the same turn", async () => {
    const address = await listen(where, () => {});
    const control = new AbortController();
    const peer = recorder();
    const opening = transportOf(address).open(peer.events, control.signal);
    control.abort(new Error("no more"));
    await expect(opening).rejects.toThrow("no more");
    await turns();
    expect(peer.log).toEqual([]);
  });

  test("a signal has no say once the link is open", async () => {
    const address = await listen(where, (socket) => socket.pipe(socket));
    const control = new AbortController();
    const peer = recorder();
    const link = await transportOf(address).open(peer.events, control.signal);
    control.abort();
    link.write("still here");
    await peer.until(() => peer.text() === "still here");
    await link.close();
    expect(peer.ends).toEqual([]);
  });
});

let peerGone = () => {};

test("a connection that the peer breaks off ends with a cause", async () => {
  const address = await listen("tcp", (socket) => socket.once("data", () => socket.resetAndDestroy()));
  const peer = recorder();
  const link = await transportOf(address).open(peer.events, never());
  link.write("go away");
  const cause = await peer.ended();
  expect(cause).toBeInstanceOf(QmpConnectionError);
  expect(cause!.message).toBe("the peer broke off (ECONNRESET)");
  expect(cause!.cause).toMatchObject({ code: "ECONNRESET" });
  await turns();
  expect(peer.ends).toHaveLength(1);
});

test("an attempt that hangs is ended by the signal", async () => {
  // A listener that never accepts, and whose queue is full: the system lets further attempts wait.
  const script = `require("node:net").createServer().listen({ port: 0, host: "127.0.0.1", backlog: 1 }, function () {
    process.stdout.write(this.address().port + "\\n", () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
  })`;
  const child = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  cleanups.push(() => child.kill("SIGKILL"));
  const port = await new Promise<number>((resolve) => child.stdout.once("data", (chunk) => resolve(Number(chunk))));
  const control = new AbortController();
  const peer = recorder();
  const attempts = Array.from({ length: 8 }, () =>
    transportOf({ host: "127.0.0.1", port })
      .open(peer.events, control.signal)
      .then(
        (link) => link.close().then(() => "open"),
        (error: Error) => error.message,
      ),
  );
  await Promise.race(attempts);
  setTimeout(() => control.abort(new Error("it took too long")), 100);
  expect(await Promise.all(attempts)).toContain("it took too long");
  await turns();
  expect(peer.log).toEqual([]);
});

describe("what stands in the way, in words", () => {
  const attempt = (address: Address) => failure(transportOf(address).open(recorder().events, never()));

  test("no such socket", async () => {
    const path = join(folder(), "qmp");
    const error = await attempt({ path });
    expect(error).toBeInstanceOf(QmpConnectionError);
    expect(error.message).toBe(`${path}: no such socket (QEMU: -qmp unix:PATH,server=on,wait=off) (ENOENT)`);
    expect(error.cause).toMatchObject({ code: "ENOENT" });
  });

  test("a file that nobody listens on", async () => {
    const path = join(folder(), "qmp");
    writeFileSync(path, "");
    expect((await attempt({ path })).message).toBe(`${path}: nobody listens there (ECONNREFUSED)`);
  });

  test("a port that nobody listens on, by address and by a name that has several", async () => {
    const address = await listen("tcp", () => {});
    await Promise.all(cleanups.splice(0).map((cleanup) => cleanup()));
    const { port } = address as { port: number };
    for (const host of ["127.0.0.1", undefined]) {
      expect((await attempt({ host, port })).message).toBe(
        `tcp://${host ?? "localhost"}:${port}: nobody listens there (ECONNREFUSED)`,
      );
    }
  });

  test("a path that a socket cannot have, before the system cuts it and finds another socket", async () => {
    const path = `/tmp/${"x".repeat(102)}`;
    const address = await listen("tcp", () => {});
    expect(address).toBeDefined();
    expect((await attempt({ path })).message).toContain("no such socket");
    const wrong = ": a socket's path has at most 107 bytes";
    expect((await attempt({ path: `${path}x` })).message).toBe(`${path}x${wrong}`);
    const euros = `/tmp/${"€".repeat(35)}`;
    expect((await attempt({ path: euros })).message).toBe(`${euros}${wrong}`);
  });

  test("a host that does not exist", async () => {
    const error = await attempt({ host: "no-such-host.invalid", port: 4444 });
    expect(error.message).toMatch(/^tcp:\/\/no-such-host\.invalid:4444: .*host.* \((?:ENOTFOUND|EAI_AGAIN)\)$/);
  });

  test.each([-1, 65_536, 1.5, Number.NaN])("a port that is none: %d", async (port) => {
    expect(await attempt({ port })).toBeInstanceOf(RangeError);
  });
});

describe("telnet", () => {
  const hello = [0xff, 0xfb, 1, 0xff, 0xfb, 3, 0xff, 0xfb, 0, 0xff, 0xfd, 0];

  test("its commands are taken out, wherever the pieces are cut", async () => {
    const bytes = Buffer.concat([Uint8Array.from(hello), Buffer.from(greeting), Uint8Array.from(hello)]);
    const address = await listen("tcp", (socket) => {
      let at = 0;
      const next = () =>
        at < bytes.length ? socket.write(bytes.subarray(at, ++at), () => setImmediate(next)) : socket.end();
      socket.setNoDelay(true);
      next();
    });
    const peer = recorder();
    await telnet(address as { port: number }).open(peer.events, never());
    await peer.ended();
    expect(peer.text()).toBe(greeting);
  });

  test("each connection starts anew, though the last one ended within a command", async () => {
    let count = 0;
    const address = await listen("tcp", (socket) => socket.end(count++ === 0 ? Uint8Array.of(0xff) : greeting));
    const transport = telnet(address as { port: number });
    for (const want of ["", greeting]) {
      const peer = recorder();
      await transport.open(peer.events, never());
      await peer.ended();
      expect(peer.text()).toBe(want);
    }
  });
});

test.each([
  [{}, [[true, 30_000]]],
  [{ keepAlive: true }, [[true, 30_000]]],
  [{ keepAlive: 5000 }, [[true, 5000]]],
  [{ keepAlive: false }, [[false, false]]],
])("signs of life are asked for as the address says: %j", async (keep, want) => {
  const address = await listen("tcp", () => {});
  const asked = vi.spyOn(NetSocket.prototype, "setKeepAlive");
  cleanups.push(() => asked.mockRestore());
  const link = await transportOf({ ...(address as { port: number }), ...keep }).open(recorder().events, never());
  expect(asked.mock.calls).toEqual(want);
  await link.close();
});
