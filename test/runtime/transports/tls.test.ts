import type { AddressInfo, Server, Socket } from "node:net";
import { createServer } from "node:net";
import type { TlsOptions } from "node:tls";
import { createServer as createTlsServer } from "node:tls";

import { afterEach, describe, expect, test } from "vitest";

import { QmpConnectionError } from "../../../src/runtime/errors.js";
import type { TcpAddress } from "../../../src/runtime/transports/socket.js";
import { transportOf } from "../../../src/runtime/transports/address.js";
import { selfSigned } from "./fixtures/certificate.js";
import { failure, never, recorder, turns } from "./fixtures/recorder.js";

const greeting = '{"QMP": {"version": {}, "capabilities": []}}\r\n';
const ours = selfSigned("localhost");
const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function listening(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => sockets.add(socket.on("error", () => {})));
  cleanups.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return (server.address() as AddressInfo).port;
}

const secure = (peer: (socket: Socket) => void, options: TlsOptions = ours) =>
  listening(
    createTlsServer(options, (socket) => {
      socket.on("error", () => {});
      peer(socket);
    }).on("tlsClientError", () => {}),
  );

const open = (address: TcpAddress, peer = recorder(), signal = never()) =>
  transportOf(address).open(peer.events, signal);

test("a server that is vouched for: what it says at once comes, after `open` has resolved", async () => {
  const port = await secure((socket) => {
    socket.write(greeting);
    socket.pipe(socket);
  });
  const peer = recorder();
  const link = await open({ port, tls: { ca: ours.cert } }, peer);
  peer.log.push("open");
  await peer.until(() => peer.text() === greeting);
  expect(peer.log[0]).toBe("open");
  link.write("ü");
  link.write(Uint8Array.of(0xff));
  await peer.until(() => peer.bytes().length === greeting.length + 3);
  expect([...peer.bytes().subarray(-3)]).toEqual([0xc3, 0xbc, 0xff]);
  await link.close();
  expect(peer.ends).toEqual([]);
});

test("a server that says something and leaves", async () => {
  const port = await secure((socket) => socket.end(greeting));
  const peer = recorder();
  await open({ port, tls: { ca: ours.cert } }, peer);
  expect(await peer.ended()).toBeUndefined();
  expect(peer.text()).toBe(greeting);
});

test("what was just written still goes out on `close`", async () => {
  const message = '{"execute": "quit"}'.repeat(2000);
  let text = "";
  let over: Promise<unknown> | undefined;
  const port = await secure((socket) => {
    socket.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
    over = new Promise((resolve) => socket.on("end", resolve));
    socket.write(greeting);
  });
  const peer = recorder();
  const link = await open({ port, tls: { ca: ours.cert } }, peer);
  await peer.until(() => peer.text() === greeting);
  link.write(message);
  await link.close();
  await over;
  expect(text).toBe(message);
});

describe("a server that cannot be trusted is refused", () => {
  test("nobody vouches for it", async () => {
    const port = await secure(() => {});
    const error = await failure(open({ port, tls: true }));
    expect(error).toBeInstanceOf(QmpConnectionError);
    expect(error.message).toBe(`tls://localhost:${port}: self-signed certificate (DEPTH_ZERO_SELF_SIGNED_CERT)`);
  });

  test("it is another one", async () => {
    const other = selfSigned("vm2.example");
    const port = await secure(() => {}, other);
    const error = await failure(open({ port, tls: { ca: other.cert } }));
    expect(error.message).toContain("vm2.example");
    expect(error.message).toContain("(ERR_TLS_CERT_ALTNAME_INVALID)");
    const link = await open({ port, tls: { ca: other.cert, servername: "vm2.example" } });
    await link.close();
  });

  test("unless that is allowed", async () => {
    const port = await secure((socket) => socket.write(greeting));
    const peer = recorder();
    const link = await open({ port, tls: { rejectUnauthorized: false } }, peer);
    await peer.until(() => peer.log.length > 0);
    expect(peer.text()).toBe(greeting);
    await link.close();
  });
});

describe("a server that asks for the client's certificate", () => {
  const client = selfSigned("client.example");
  const strict: TlsOptions = { ...ours, requestCert: true, rejectUnauthorized: true, ca: client.cert };

  test("gets it", async () => {
    const port = await secure((socket) => socket.write(greeting), strict);
    const peer = recorder();
    const link = await open({ port, tls: { ca: ours.cert, ...client } }, peer);
    await peer.until(() => peer.log.length > 0);
    expect(peer.text()).toBe(greeting);
    await link.close();
  });

  test("and ends a connection without one", async () => {
    const port = await secure((socket) => socket.write(greeting), strict);
    const peer = recorder();
    // With TLS 1.3 the server's refusal comes when the client has finished.
    const error = await open({ port, tls: { ca: ours.cert } }, peer).then(
      () => peer.ended(),
      (failed: Error) => failed,
    );
    expect(error).toBeInstanceOf(QmpConnectionError);
    expect(peer.text()).toBe("");
  });
});

describe("a server that does not speak TLS", () => {
  test("and talks at once, as QEMU does", async () => {
    const port = await listening(createServer((socket) => socket.write(greeting)));
    const error = await failure(open({ port, tls: true }));
    expect(error.message).toMatch(/^tls:\/\/localhost:\d+: no TLS there \(/);
  });

  test("and leaves", async () => {
    const port = await listening(createServer((socket) => socket.end()));
    expect(await failure(open({ port, tls: true }))).toBeInstanceOf(QmpConnectionError);
  });

  test("and is silent: the signal ends the attempt, and the server sees that", async () => {
    let met: (() => void) | undefined;
    const arrived = new Promise<void>((resolve) => (met = resolve));
    let left: Promise<unknown> | undefined;
    const port = await listening(
      createServer((socket) => {
        left = new Promise((resolve) => socket.on("close", resolve));
        socket.once("data", () => met!());
      }),
    );
    const control = new AbortController();
    const peer = recorder();
    const opening = open({ port, tls: true }, peer, control.signal);
    await arrived;
    control.abort(new Error("it took too long"));
    await expect(opening).rejects.toThrow("it took too long");
    await left;
    await turns();
    expect(peer.log).toEqual([]);
  });
});
