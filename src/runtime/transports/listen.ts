// Where servers listen: unix sockets and TCP, as QEMU's `-qmp unix:PATH,server=on,wait=off` and `-qmp tcp:HOST:PORT,…`.

import type { AddressInfo, Server, Socket } from "node:net";

import { QmpConnectionError } from "../errors.js";
import { connectionError } from "./ending.js";
import type { TcpAddress, UnixAddress } from "./socket.js";
import { checkPath } from "./socket.js";

/** A unix socket to listen at. */
export interface UnixListenAddress extends UnixAddress {
  /** The socket's permissions, such as `0o660`: who may connect. Default: what the process's mask leaves. */
  readonly mode?: number | undefined;
}

/** A TCP port to listen at; 0 for any that is free. Default of `host`: `localhost`, so nobody from outside. */
export type TcpListenAddress = Pick<TcpAddress, "host" | "port">;

/** Where a server may listen. */
export type ListenAddress = UnixListenAddress | TcpListenAddress;

/** A place at which a server listens. */
export interface Listener {
  /** Where it is; the port is the one that was chosen. */
  readonly address: UnixAddress | { readonly host: string; readonly port: number };
  /** Listens no more; the socket's file is removed. Clients that are connected stay. */
  close(): Promise<void>;
}

/**
 * Listens. A socket's file that a process left behind which is gone is replaced; one at which somebody listens is not,
 * nor is any other file.
 *
 * Throws: QmpConnectionError; TypeError for what is no address; RangeError for a port that is none.
 */
export async function listen(address: ListenAddress, onSocket: (socket: Socket) => void): Promise<Listener> {
  const said = Object(address) as Partial<UnixListenAddress & TcpListenAddress>;
  const { path, mode, host = "localhost", port } = said;
  if (!path && port === undefined) throw new TypeError("an address to listen at has a path or a port");
  const name = path || `tcp://${host}:${port}`;
  checkPath(name, path);
  const { createServer } = await import("node:net");
  // A client that has said all may still read the replies.
  const server = createServer({ allowHalfOpen: true, noDelay: true, keepAlive: true }, onSocket);
  try {
    await open(server, path ? { path } : { host, port });
  } catch (error) {
    if (path) await checkFolder(path, error);
    if (!path || !(await removeStale(path, error))) throw connectionError(error, `${name}: `);
    await open(server, { path }).catch((again: unknown) => {
      throw connectionError(again, `${name}: `);
    });
  }
  // Later failures, such as too many open files, cost the client that they are about.
  server.on("error", () => {});
  if (path && mode !== undefined) {
    const { chmod } = await import("node:fs/promises");
    try {
      await chmod(path, mode);
    } catch (error) {
      server.close();
      throw connectionError(error, `${name}: `);
    }
  }
  return {
    address: path ? { path } : at(server),
    // Not when the last client has left, but at once.
    close: async () => void server.close(),
  };
}

function at(server: Server): { readonly host: string; readonly port: number } {
  const { address, port } = server.address() as AddressInfo;
  return { host: address, port };
}

function open(server: Server, where: object): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject).listen(where, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

/** Throws: QmpConnectionError where there is no such folder, which the platform calls a lack of permission. */
async function checkFolder(path: string, error: unknown): Promise<void> {
  if ((error as { readonly code?: unknown }).code !== "EACCES") return;
  const { stat } = await import("node:fs/promises");
  const folder = path.slice(0, path.lastIndexOf("/")) || "/";
  await stat(folder).catch((cause: unknown) => {
    throw new QmpConnectionError(`${path}: no folder ${folder}`, { cause });
  });
}

/** Removes the file of a socket at which nobody listens; says whether there was one. */
async function removeStale(path: string, error: unknown): Promise<boolean> {
  if ((error as { readonly code?: unknown }).code !== "EADDRINUSE") return false;
  const { lstat, unlink } = await import("node:fs/promises");
  if (!(await lstat(path)).isSocket()) throw new QmpConnectionError(`${path}: there is a file that is no socket`);
  if (await answers(path)) throw new QmpConnectionError(`${path}: somebody listens there already`);
  await unlink(path);
  return true;
}

async function answers(path: string): Promise<boolean> {
  const { createConnection } = await import("node:net");
  return new Promise((resolve) => {
    const socket = createConnection(path);
    socket
      .once("connect", () => {
        socket.destroy();
        resolve(true);
      })
      // Who is too busy to answer is there all the same.
      .once("error", ({ code }: { code?: string }) => resolve(code !== "ECONNREFUSED"));
  });
}
