// Load: many clients with many commands, and many events to clients of which one does not read.

import { mkdtempSync, rmSync } from "node:fs";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, expect, test } from "vitest";

import { loneServers } from "../../support/lone.js";
import type { Heard } from "../../support/talk.js";
import { serve, Talk } from "../../support/talk.js";

const folder = mkdtempSync(join(tmpdir(), "qapi-ts-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const startLone = loneServers();

const numbers = (count: number) => Array.from({ length: count }, (_, n) => n);

test("a hundred clients, a thousand commands each: nothing is lost, and each has its replies in order", async () => {
  let sum = 0;
  const server = serve({
    // Some are answered at once, some a turn later, some a moment later.
    count: async ({ n = 0 }: { readonly n?: number }) => {
      sum += n;
      if (n % 3 === 1) await new Promise(setImmediate);
      if (n % 100 === 2) await new Promise((resolve) => setTimeout(resolve, 1));
      return n;
    },
    echo: ({ value }: { readonly value?: unknown }) => value,
  });
  const path = join(folder, "s");
  await server.listen({ path });
  const request = (n: number) =>
    n % 2 === 0
      ? { execute: "count", arguments: { n }, id: n }
      : { execute: "echo", arguments: { value: [n, "x".repeat(n % 50)] }, id: n };
  const reply = (n: number): Heard => ({ return: n % 2 === 0 ? n : [n, "x".repeat(n % 50)], id: n });

  const meet = async (client: number) => {
    const talk = new Talk(createConnection({ path, allowHalfOpen: true }));
    talk.say({ execute: "qmp_capabilities" });
    await talk.take(2);
    // One waits for each reply, one sends all at once, and most do something between.
    const atOnce = [1, 7, 64, 1000][client % 4]!;
    const heard: Heard[] = [];
    for (let sent = 0; sent < 1000; sent += atOnce) {
      const batch = numbers(Math.min(atOnce, 1000 - sent)).map((n) => JSON.stringify(request(sent + n)));
      talk.say(batch.join(client % 3 === 0 ? "" : "\n"));
      heard.push(...(await talk.take(batch.length)));
    }
    talk.stream.end();
    expect(await talk.rest()).toEqual([]);
    return heard;
  };

  const all = await Promise.all(numbers(100).map(meet));
  const want = numbers(1000).map(reply);
  for (const heard of all) expect(heard).toEqual(want);
  expect(sum).toBe(100 * numbers(500).reduce((before, n) => before + 2 * n, 0));
  expect(server.reports).toEqual([]);
});

test("ten thousand events to ten clients, of which one never reads: the others get each, and memory is bounded", async () => {
  const [maxPendingBytes, eventBytes, batch] = [2 ** 20, 1100, 100];
  const server = await startLone({ maxPendingBytes });
  const sleeper = await server.talk();
  sleeper.stream.pause();
  const readers = await Promise.all(numbers(9).map(() => server.talk()));
  const before = await server.state();
  // As fast as they are read, so that a reader that the machine holds up is not taken for one that sleeps.
  for (let first = 0; first < 10_000; first += batch) {
    await server.sendEvents(first, batch, 1000);
    for (const heard of await Promise.all(readers.map((reader) => reader.take(batch)))) {
      expect(heard.map(({ data }) => (data as { n: number }).n)).toEqual(numbers(batch).map((n) => first + n));
    }
  }
  const after = await server.state();
  // Who does not read costs what was said, and the platform's copy of it; others cost what is on its way to them.
  const most = 2 * (maxPendingBytes + readers.length * batch * eventBytes) + 2 ** 20;
  expect(most).toBeLessThan(10_000 * eventBytes);

  expect(after.most - before.bytes).toBeLessThan(most);
  expect(after.bytes - before.bytes).toBeLessThan(2 ** 20);
  expect(after.sessions).toBe(9);
  expect(after.reports).toEqual([
    expect.stringMatching(/#1 is dropped: \d+ bytes of events wait for it, at most 1048576 may$/),
  ]);
  const [, pending] = /: (\d+) bytes/.exec(after.reports[0]!)!;
  expect(Number(pending)).toBeLessThan(maxPendingBytes + eventBytes);
  for (const reader of readers) {
    expect(await reader.ask({ execute: "nothing", id: 1 })).toEqual({ return: {}, id: 1 });
  }
});
