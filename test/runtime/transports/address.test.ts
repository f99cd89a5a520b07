import { describe, expect, expectTypeOf, test } from "vitest";

import type { Transport } from "../../../src/runtime/transport.js";
import type { Address } from "../../../src/runtime/transports/address.js";
import { transportOf } from "../../../src/runtime/transports/address.js";

describe("what an address is called in messages", () => {
  test.each<[Address, string]>([
    [{ path: "/run/vm1.qmp" }, "/run/vm1.qmp"],
    [{ port: 4444 }, "tcp://localhost:4444"],
    [{ host: "127.0.0.1", port: 4444 }, "tcp://127.0.0.1:4444"],
    [{ host: "::1", port: 4444 }, "tcp://::1:4444"],
    [{ host: "vm1.example", port: 4444, tls: {} }, "tls://vm1.example:4444"],
    [{ port: 4444, tls: false }, "tcp://localhost:4444"],
  ])("%j", (address, name) => {
    const transport = transportOf(address);
    expect(transport.name).toBe(name);
    expect(transport.reopens).toBe(true);
  });
});

test("a transport is taken as it is", () => {
  const transport: Transport = { name: "mine", reopens: false, open: () => Promise.reject(new Error("no")) };
  expect(transportOf(transport)).toBe(transport);
});

test.each([{}, { path: "" }, { host: "vm1.example" }, undefined, null, "/run/vm1.qmp", 4444])(
  "what is no address is refused: %j",
  (wrong) => {
    expect(() => transportOf(wrong as unknown as Address)).toThrow(new TypeError("an address has a path or a port"));
  },
);

test("types: a path or a port", () => {
  expectTypeOf<{ path: string }>().toExtend<Address>();
  expectTypeOf<{ port: number; keepAlive: 5000 }>().toExtend<Address>();
  expectTypeOf<{ host: string; port: number; tls: { ca: string; servername: string } }>().toExtend<Address>();
  expectTypeOf<{ host: string }>().not.toExtend<Address>();
  expectTypeOf<string>().not.toExtend<Address>();
});
