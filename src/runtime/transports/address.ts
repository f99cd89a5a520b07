// Where a peer is, as users say it.

import type { Transport } from "../transport.js";
import type { TcpAddress, UnixAddress } from "./socket.js";
import { socket } from "./socket.js";

/** Where a peer listens: `{ path: "/run/vm1.qmp" }`, `{ port: 4444 }`, `{ host: "vm1.example", port: 4444, tls: true }`. */
export type Address = UnixAddress | TcpAddress;

/** The way to an address; a transport is one already. Throws: TypeError for what is neither. */
export function transportOf(to: Address | Transport): Transport {
  return "open" in Object(to) ? (to as Transport) : socket(to as Address);
}
