// Telnet's own bytes, taken out of what comes: QEMU can be told to offer a monitor to telnet clients.

import type { Transport } from "../transport.js";
import type { TcpAddress } from "./socket.js";
import { socket } from "./socket.js";

/** A socket whose peer speaks telnet, as a transport: `-qmp telnet:HOST:PORT,server=on,wait=off`. Throws: as `socket`. */
export function telnet(address: TcpAddress): Transport {
  return socket(address, telnetFilter);
}

/**
 * Makes a filter that takes telnet's commands out of bytes, in whatever pieces they come; what it gives may be the same
 * array (RFC 854: `FF FB` to `FF FE` and an option, `FF FA` to `FF F0`, `FF` and one of the rest; `FF FF` is one byte FF).
 * QEMU, which does not double the FF of a guest agent, sends them when it is connected to and waits for no answer
 * (`chardev/char-socket.c`, tcp_chr_telnet_init): so what is behind FF and no command stays.
 */
export function telnetFilter(): (chunk: Uint8Array) => Uint8Array {
  /** What the next byte is: text; a command; its option; text of a sub-negotiation; a command in one. */
  let next: "text" | "command" | "option" | "sub" | "sub command" = "text";
  return (chunk) => {
    if (next === "text" && !chunk.includes(0xff)) return chunk;
    // One more: an FF may be left from the chunk before.
    const out = new Uint8Array(chunk.length + 1);
    let length = 0;
    for (const byte of chunk) {
      if (next === "text") {
        if (byte === 0xff) next = "command";
        else out[length++] = byte;
      } else if (next === "command") {
        next = byte === 0xfa ? "sub" : byte > 0xfa && byte < 0xff ? "option" : "text";
        if (byte === 0xff || byte < 0xec) out[length++] = 0xff;
        if (byte < 0xec) out[length++] = byte;
      } else if (next === "option") next = "text";
      else if (next === "sub") next = byte === 0xff ? "sub command" : "sub";
      else next = byte === 0xf0 ? "text" : "sub";
    }
    return out.subarray(0, length);
  };
}
