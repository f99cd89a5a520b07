// The example that `npm start` shows does what it says.

import { expect, test } from "vitest";

import { greet } from "../../qapi-samples/hello-world/example.js";

test("the example greets and reads the memory's size", async () => {
  const sent: unknown[] = [];
  const size = await greet(async (name, args) => {
    sent.push([name, args]);
    return { "base-memory": 4n * 1024n ** 3n } as never;
  });
  expect(size).toBe("4096 MiB");
  expect(sent).toEqual([
    ["hello-world", { message: "Good morning, Ada" }],
    ["query-memory-size-summary", {}],
  ]);
});
