// What `--socket` means.

import { expect, test } from "vitest";

import { addressOf } from "../../src/cli/qmp-address.js";

const exists = (path: string) => path === "there:4444";

test.each([
  ["/run/vm1.qmp", { path: "/run/vm1.qmp" }],
  ["vm1.qmp", { path: "vm1.qmp" }],
  ["./localhost:4444", { path: "./localhost:4444" }],
  ["/run/a:4444", { path: "/run/a:4444" }],
  ["there:4444", { path: "there:4444" }],
  ["unix:/run/vm1.qmp", { path: "/run/vm1.qmp" }],
  ["unix:localhost:4444", { path: "localhost:4444" }],
  ["localhost:4444", { host: "localhost", port: 4444 }],
  ["10.0.0.1:1", { host: "10.0.0.1", port: 1 }],
  ["vm1.example:65535", { host: "vm1.example", port: 65535 }],
  [":4444", { host: "localhost", port: 4444 }],
  ["[::1]:4444", { host: "::1", port: 4444 }],
  ["tcp:localhost:4444", { host: "localhost", port: 4444 }],
  ["tcp://localhost:4444", { host: "localhost", port: 4444 }],
  ["tcp:there:4444", { host: "there", port: 4444 }],
  ["tcp:[fe80::1%eth0]:4444", { host: "fe80::1%eth0", port: 4444 }],
  ["localhost", { path: "localhost" }],
  ["localhost:", { path: "localhost:" }],
  ["localhost:qmp", { path: "localhost:qmp" }],
])("%s", (word, address) => expect(addressOf(word, exists)).toEqual(address));

test.each([
  ["", "--socket takes PATH or HOST:PORT, and this is empty"],
  ["unix:", "--socket takes PATH or HOST:PORT, and this is empty"],
  ["tcp:", "--socket takes tcp:HOST:PORT, not 'tcp:'"],
  ["tcp:4444", "--socket takes tcp:HOST:PORT, not 'tcp:4444'"],
  ["tcp:localhost:4444,server=on", "--socket takes tcp:HOST:PORT, not 'tcp:localhost:4444,server=on'"],
  ["localhost:0", "--socket: a port is from 1 to 65535, not 0"],
  ["localhost:65536", "--socket: a port is from 1 to 65535, not 65536"],
])("%j is refused", (word, message) => expect(() => addressOf(word, exists)).toThrow(message));
