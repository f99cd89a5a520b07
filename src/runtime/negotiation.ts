// How a QMP server is met (`docs/interop/qmp-spec`, "Capabilities Negotiation"): it greets, this side agrees on
// capabilities, and then commands may be sent. Anything else that comes meanwhile is not for us: an event may come before
// the greeting, and QEMU hands a late reply of an earlier client to the next one even here.

import type { Dialect, Handshake } from "./dialect.js";
import { Framer } from "./framing.js";
import { errorOf, readGreeting } from "./protocol.js";

/** The dialect of QMP; `oob` asks for out-of-band execution where it is offered. */
export function qmp(oob: boolean): Dialect {
  return (wire, ...framing) => {
    const name = "qmp_capabilities";
    let id: string | undefined;
    let asked = false;
    const handshake: Handshake = {
      missing: () => (id === undefined ? "no greeting" : `no reply to ${name}`),
      take(message) {
        if (id === undefined) {
          if ("event" in message || "return" in message || "error" in message) return false;
          const greeting = readGreeting(message);
          wire.greeted(greeting);
          asked = oob && greeting.capabilities.includes("oob");
          id = wire.command(name, asked ? { enable: ["oob"] } : undefined);
          return false;
        }
        if (message["id"] !== id) return false;
        if ("error" in message) throw errorOf(message, { command: name, id });
        if (asked) wire.outOfBand();
        return true;
      },
    };
    return { framer: new Framer(...framing), handshake };
  };
}
