// The example that `npm start` shows does what it says.

import { expect, test } from "vitest";

import { greet } from "../../qapi-samples/hello-world/example.js";
import { qemu } from "./stand-in.js";

test("the example greets and reads the memory's size", async () => {
  const machine = await qemu(({ execute }) => ({
    return: execute === "hello-world" ? {} : { "base-memory": 4 * 1024 ** 3 },
  }));
  expect(await greet(machine.address)).toBe("4096 MiB");
  expect(machine.texts.map((text) => JSON.parse(text) as unknown)).toEqual([
    { execute: "hello-world", arguments: { message: "Good morning, Ada" } },
    { execute: "query-memory-size-summary" },
  ]);
});
