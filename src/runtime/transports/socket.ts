// Sockets: unix, TCP, and over TCP TLS, as QEMU's character devices offer them. `telnet.ts` has those for telnet.

import type { Socket } from "node:net";
import type { ConnectionOptions } from "node:tls";

import { QmpConnectionError } from "../errors.js";
import type { Transport } from "../transport.js";
import { connectionError } from "./ending.js";
import { linkOf } from "./stream.js";

/** A unix socket: `-qmp unix:PATH,server=on,wait=off`. */
export interface UnixAddress {
  /** At most 107 bytes, as the system allows; one that starts with `\0` is in Linux's abstract namespace. */
  readonly path: string;
}

/** A TCP socket: `-qmp tcp:HOST:PORT,server=on,wait=off`. */
export interface TcpAddress {
  /** Default: `localhost`. */
  readonly host?: string | undefined;
  readonly port: number;
  /**
   * Whether to ask a silent peer for signs of life, so that one that is gone is noticed; a number says after how many
   * milliseconds of silence, in whole seconds. Default: after 30 s.
   */
  readonly keepAlive?: boolean | number | undefined;
  /**
   * Whether the peer speaks TLS, and how. Default: false. QEMU's own TLS (`tls-creds=` of its sockets), as of 7.2, takes
   * each of a monitor's requests only when the next one comes; a proxy in front of it that ends TLS does not.
   */
  readonly tls?: boolean | TlsOptions | undefined;
}

/** What TLS takes, as `connect` of `node:tls` does. A server that is not vouched for is refused unless said otherwise. */
export type TlsOptions = Pick<
  ConnectionOptions,
  | "ca"
  | "cert"
  | "checkServerIdentity"
  | "ciphers"
  | "key"
  | "maxVersion"
  | "minVersion"
  | "passphrase"
  | "pfx"
  | "pskCallback"
  | "rejectUnauthorized"
  | "servername"
>;

/** The longest path of a unix socket, in bytes: `sockaddr_un` of Linux, less a zero. */
const longestPath = 107;

/** What `node:net` and `node:tls` have in common. */
interface Connector {
  connect(options: object): Socket;
}

/**
 * A socket as a transport; `filter` makes what gives the bytes to pass on, anew for each connection.
 *
 * Throws: TypeError for what is no address. `open` throws: QmpConnectionError if there is no connection to be had;
 * RangeError for a port that is none, which a session gives as the cause of a QmpConnectionError.
 */
export function socket(address: UnixAddress | TcpAddress, filter?: () => (chunk: Uint8Array) => Uint8Array): Transport {
  const said = Object(address) as Partial<UnixAddress & TcpAddress>;
  const { path, host = "localhost", port, keepAlive = true, tls } = said;
  if (!path && port === undefined) throw new TypeError("an address has a path or a port");
  const name = path || `${tls ? "tls" : "tcp"}://${host}:${port}`;
  return {
    name,
    reopens: true,
    async open(events, signal) {
      checkPath(name, path);
      const node: Connector = await (tls ? import("node:tls") : import("node:net"));
      signal.throwIfAborted();
      return new Promise((resolve, reject) => {
        const abort = () => {
          stream.destroy();
          reject(signal.reason);
        };
        const settle = () => signal.removeEventListener("abort", abort);
        const stream = node
          .connect({ ...Object(tls), path, host, port })
          .on("error", (error) => reject(connectionError(error, `${name}: `)))
          .on("close", settle)
          .once(tls ? "secureConnect" : "connect", () => {
            settle();
            resolve(linkOf(stream, events, filter?.()));
          })
          .setNoDelay()
          .setKeepAlive(!!keepAlive, keepAlive === true ? 30_000 : (keepAlive as number));
        // Only now: for what is no port there is no socket to destroy.
        signal.addEventListener("abort", abort);
      });
    },
  };
}

/** Throws: QmpConnectionError for a path that is too long: Node 20 cuts it off, and may so find another machine's socket. */
export function checkPath(name: string, path: string | undefined): void {
  if (new TextEncoder().encode(path).length > longestPath) {
    throw new QmpConnectionError(`${name}: a socket's path has at most ${longestPath} bytes`);
  }
}
