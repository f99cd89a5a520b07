// Reconnecting: the handshake is repeated, nothing is sent twice, what was in flight is rejected, and listeners are told.

import { describe, expect, test } from "vitest";

import { QmpConnectionError, QmpProtocolError, QmpTimeoutError } from "../../src/runtime/index.js";
import { isMove, moves } from "../../src/runtime/states.js";
import { connectTo, rejection, settle } from "../support/client.js";
import { answering, greeting, Peer } from "../support/peer.js";

const reconnect = { delayMs: 1 };

test("without being asked for, there is none", async () => {
  const peer = new Peer(answering(() => undefined));
  const client = await connectTo(peer);
  peer.link.end();
  expect(client.state).toBe("closed");
  expect(await client.closed).toBeInstanceOf(QmpConnectionError);
});

test("what was sent is rejected and never sent again; listeners stay and are told of the gap", async () => {
  const peer = new Peer(
    answering(({ execute }, link) => (execute === "query-count" && link === peer.links[0] ? undefined : { return: 8 })),
  );
  const client = await connectTo(peer, { reconnect });
  const gaps: unknown[] = [];
  client.on("%gap", ({ data }) => gaps.push(data.reason));
  const all = client.events();
  const some = client.events("STOP");
  const inFlight = client.execute("query-count");
  const waiting = client.waitFor("STOP");
  await settle();
  peer.link.end(new Error("gone"));
  expect(client.state).toBe("waiting");
  expect(await rejection(inFlight)).toBeInstanceOf(QmpConnectionError);
  expect(await rejection(waiting)).toBeInstanceOf(QmpConnectionError);
  // Given while there is no connection: waits for one, within its own budget.
  expect(await client.execute("query-count")).toBe(8);
  expect(client.state).toBe("ready");
  expect(peer.links).toHaveLength(2);
  expect(peer.link.sent.map(({ execute }) => execute)).toEqual(["qmp_capabilities", "query-count"]);
  expect(gaps).toHaveLength(1);
  expect(gaps[0]).toBeInstanceOf(QmpConnectionError);
  expect((await all.next()).value).toMatchObject({ event: "%gap" });
  peer.link.send({ event: "STOP", timestamp: { seconds: 1, microseconds: 1 } });
  expect((await some.next()).value?.event).toBe("STOP");
  await client.close();
});

test("an event that came with the negotiation's reply is told, though the link is lost before anybody could listen", async () => {
  const peer = new Peer((link, count) => {
    link.send(greeting());
    if (count > 0) return;
    void link.next().then(({ id }) => {
      link.send({ return: {}, id }, { event: "STOP" });
      setImmediate(() => link.end());
    });
  });
  const client = await connectTo(peer, { reconnect });
  expect((await client.waitFor("STOP")).event).toBe("STOP");
  await client.close();
});

test("out of band while there is no connection: the new one decides", async () => {
  for (const capabilities of [["oob"], []]) {
    const peer = new Peer((link, count) =>
      answering(() => (count === 0 ? undefined : { return: {} }), count === 0 ? ["oob"] : capabilities)(link),
    );
    const client = await connectTo(peer, { reconnect });
    peer.link.end();
    const rescue = client.execute("rescue", {}, { oob: true });
    if (capabilities.length > 0) expect(await rescue).toBeUndefined();
    else expect(await rejection(rescue)).toMatchObject({ message: expect.stringContaining("out-of-band") as string });
    await client.close();
  }
});

test("after `quit` there is nobody to connect to again", async () => {
  const peer = new Peer(answering(() => ({ return: {} })));
  const client = await connectTo(peer, { reconnect });
  await client.execute("quit");
  peer.link.end();
  expect(await client.closed).toBeInstanceOf(QmpConnectionError);
  expect(peer.links.length).toBe(1);
});

test("attempts that fail are repeated with growing pauses, and have an end", async () => {
  const refuse = new Error("ECONNREFUSED");
  const peer = new Peer((link, count) => {
    if (count > 0) throw refuse;
    answering(() => undefined)(link);
  });
  const client = await connectTo(peer, { reconnect: { delayMs: 1, maxDelayMs: 2, attempts: 3 } });
  const loop = client.events("STOP").next();
  peer.link.end();
  const waiting = client.execute("query-count");
  expect(await rejection(waiting)).toMatchObject({ name: "QmpConnectionError", message: "query-count: ECONNREFUSED" });
  expect(await rejection(loop)).toBeInstanceOf(QmpConnectionError);
  expect(peer.links).toHaveLength(4);
  expect(client.state).toBe("closed");
});

test("a link that is lost again in the handshake counts as an attempt; a silent one, too", async () => {
  const peer = new Peer((link, count) => {
    if (count === 1) return link.end();
    if (count === 2) return link.send(greeting());
    answering(() => ({ return: 1 }))(link);
  });
  const client = await connectTo(peer, { reconnect, timeoutMs: { handshake: 20 } });
  peer.link.end();
  expect(await client.execute("query-count")).toBe(1);
  expect(peer.links).toHaveLength(4);
  await client.close();
});

test("a peer that is no QMP any more is no reason to try on", async () => {
  const peer = new Peer((link, count) =>
    count === 0 ? answering(() => undefined)(link) : link.say("HTTP/1.1 400\r\n"),
  );
  const client = await connectTo(peer, { reconnect });
  peer.link.end();
  expect(await client.closed).toBeInstanceOf(QmpProtocolError);
});

test("closing ends it at any moment", async () => {
  for (const delayMs of [1, 100_000]) {
    const peer = new Peer((link, count) => (count === 0 ? answering(() => undefined)(link) : undefined));
    const client = await connectTo(peer, { reconnect: { delayMs } });
    peer.link.end();
    const waiting = client.execute("query-count");
    await settle();
    expect(client.state).toBe(delayMs === 1 ? "greeting" : "waiting");
    await client.close();
    expect(await rejection(waiting)).toBeInstanceOf(QmpConnectionError);
    expect(client.state).toBe("closed");
    await settle();
    expect(peer.links.every(({ closed }) => closed)).toBe(true);
  }
});

test("commands that wait for a connection have their own end", async () => {
  const peer = new Peer((link, count) => (count === 0 ? answering(() => undefined)(link) : undefined));
  const client = await connectTo(peer, { reconnect, timeoutMs: { command: 10 } });
  peer.link.end();
  expect(await rejection(client.execute("query-count"))).toBeInstanceOf(QmpTimeoutError);
  await client.close();
});

describe("`retry`", () => {
  const failing = (code: string) =>
    new QmpConnectionError(`no (${code})`, { cause: Object.assign(new Error(), { code }) });

  test.each(["ENOENT", "ECONNREFUSED", "EAGAIN"])("waits for a peer that is not there yet: %s", async (code) => {
    const peer = new Peer((link, count) => {
      if (count < 3) throw failing(code);
      answering(() => ({ return: 7 }))(link);
    });
    const client = await connectTo(peer, { retry: true });
    expect(peer.links.length).toBe(4);
    expect(await client.execute("query-count")).toBe(7);
    await client.close();
  });

  test("no longer than the budget, and says what stood in the way", async () => {
    const peer = new Peer(() => {
      throw failing("ENOENT");
    });
    const error = await rejection(connectTo(peer, { retry: true, timeoutMs: { connect: 120 } }));
    expect(error).toMatchObject({
      name: "QmpTimeoutError",
      budget: "connect",
      message: expect.stringContaining("ENOENT"),
    });
    const { length } = peer.links;
    expect(length).toBeGreaterThan(1);
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(peer.links.length).toBe(length);
  });

  test("a signal ends it; what time does not mend is told at once, and so is all without it", async () => {
    const absent = new Peer(() => {
      throw failing("ENOENT");
    });
    const reason = new Error("enough");
    const signal = AbortSignal.abort(reason);
    expect(await rejection(connectTo(absent, { retry: true, signal }))).toBe(reason);
    expect(await rejection(connectTo(absent))).toBeInstanceOf(QmpConnectionError);
    const forbidden = new Peer(() => {
      throw failing("EACCES");
    });
    expect(await rejection(connectTo(forbidden, { retry: true }))).toBeInstanceOf(QmpConnectionError);
    expect(forbidden.links.length).toBe(1);
  });
});

test("the table of moves: every state can be left for `closed`, which cannot be left", () => {
  for (const state of Object.keys(moves) as (keyof typeof moves)[]) {
    expect(isMove(state, "closed")).toBe(state !== "closed");
    expect(isMove("closed", state)).toBe(false);
    for (const to of moves[state]) expect(Object.keys(moves)).toContain(to);
  }
  expect(isMove("connecting", "ready")).toBe(false);
});
