// Jobs that are followed to their end: success, failure, cancelling, and what they wait for on the way.

import { describe, expect, test } from "vitest";

import {
  followJob,
  QmpArgumentError,
  QmpConnectionError,
  QmpError,
  QmpJobError,
  QmpTimeoutError,
  runJob,
} from "../../src/runtime/index.js";
import { connectTo, rejection } from "../support/client.js";
import type { PeerLink } from "../support/peer.js";
import { answering, Peer } from "../support/peer.js";

interface Script {
  /** The states that the job goes through at once. */
  readonly before: readonly string[];
  /** The states that follow a command. */
  readonly after?: Readonly<Record<string, readonly string[]>>;
  /** What `query-jobs` says of it; nothing if it is gone. */
  readonly found?: Readonly<Record<string, unknown>>;
  /** More events, sent before its states. */
  readonly events?: readonly unknown[];
}

/** A peer with one job, `j`. */
function machine({ before, after = {}, found, events = [] }: Script): Peer {
  const enter = (link: PeerLink, statuses: readonly string[]) => {
    for (const status of statuses) link.send({ event: "JOB_STATUS_CHANGE", data: { id: "j", status } });
  };
  return new Peer(
    answering(({ execute = "" }, link) => {
      if (execute === "query-jobs") return { return: [{ id: "other", status: "running" }, ...(found ? [found] : [])] };
      link.send({ event: "JOB_STATUS_CHANGE", data: { id: "other", status: "concluded" } });
      if (execute === "make-thing") {
        for (const event of events) link.send(event);
        enter(link, before);
      }
      enter(link, after[execute] ?? []);
      return { return: {} };
    }),
  );
}

const sentTo = (peer: Peer) => peer.link.sent.slice(1).map(({ execute }) => execute);

describe("runJob", () => {
  test("a job that has to be dismissed", async () => {
    const peer = machine({ before: ["created", "running", "waiting", "pending", "concluded"], found: { id: "j" } });
    const client = await connectTo(peer);
    const seen: string[] = [];
    const result = await runJob(client, "make-thing", { "job-id": "j" }, { onStatus: (status) => seen.push(status) });
    expect(result).toEqual({ id: "j", statuses: ["created", "running", "waiting", "pending", "concluded"] });
    expect(seen).toEqual(result.statuses);
    expect(sentTo(peer)).toEqual(["make-thing", "query-jobs", "job-dismiss"]);
    await client.close();
  });

  test("a job that is gone before anybody could ask", async () => {
    const peer = machine({ before: ["created", "running", "concluded", "null"] });
    const client = await connectTo(peer);
    expect((await runJob(client, "make-thing", { "job-id": "j" })).statuses.at(-1)).toBe("null");
    expect(sentTo(peer)).toEqual(["make-thing", "query-jobs"]);
    await client.close();
  });

  test("one that waits to be completed and to be finalized", async () => {
    const after = { "job-complete": ["waiting", "pending"], "job-finalize": ["concluded"] };
    const peer = machine({ before: ["created", "running", "ready"], after, found: { id: "j" } });
    const client = await connectTo(peer);
    await runJob(client, "make-thing", { "job-id": "j", "auto-finalize": false });
    expect(sentTo(peer)).toEqual(["make-thing", "job-complete", "job-finalize", "query-jobs", "job-dismiss"]);
    await client.close();
  });

  test("one that is ready and left so ends with its budget", async () => {
    const client = await connectTo(machine({ before: ["ready"] }));
    const error = await rejection(
      runJob(client, "make-thing", { "job-id": "j" }, { whenReady: "wait", timeoutMs: 20 }),
    );
    expect(error).toBeInstanceOf(QmpTimeoutError);
    expect(error).toMatchObject({ budget: "job", message: 'job "j": no end within 20 ms (the job budget)' });
    await client.close();
  });

  test.each([
    [{ before: ["running", "aborting", "concluded"], found: { id: "j", error: "disk full" } }, /disk full/],
    [
      {
        before: ["running", "aborting", "concluded", "null"],
        events: [{ event: "BLOCK_JOB_COMPLETED", data: { device: "j", error: "no space" } }],
      },
      /no space/,
    ],
    [
      { before: ["aborting", "concluded", "null"], events: [{ event: "BLOCK_JOB_CANCELLED", data: { device: "j" } }] },
      /cancelled/,
    ],
    [{ before: ["aborting", "null"] }, /aborted/],
  ])("failure %#", async (script, message) => {
    const client = await connectTo(machine(script));
    const error = await rejection(runJob(client, "make-thing", { "job-id": "j" }));
    expect(error).toBeInstanceOf(QmpJobError);
    expect(error).toMatchObject({ jobId: "j", message: expect.stringMatching(message) as string });
    await client.close();
  });

  test("the command's own error, a missing id, a lost link", async () => {
    const refusing = await connectTo(new Peer(answering(() => ({ error: { class: "GenericError", desc: "no" } }))));
    expect(await rejection(runJob(refusing, "make-thing", { "job-id": "j" }))).toBeInstanceOf(QmpError);
    expect(await rejection(runJob(refusing, "set-speed", { speed: 1 }))).toBeInstanceOf(QmpArgumentError);
    await refusing.close();
    const dying = await connectTo(new Peer(answering((_, link) => void link.end())));
    expect(await rejection(runJob(dying, "make-thing", { "job-id": "j" }))).toBeInstanceOf(QmpConnectionError);
  });
});

describe("followJob", () => {
  test("one that is there, one that is already concluded, one that is not there", async () => {
    const running = machine({ before: [], found: { id: "j", status: "running" } });
    const client = await connectTo(running);
    const following = followJob(client, "j");
    while (sentTo(running).length < 1) await new Promise((resolve) => setTimeout(resolve, 1));
    running.link.send({ event: "JOB_STATUS_CHANGE", data: { id: "j", status: "concluded" } });
    expect((await following).statuses).toEqual(["running", "concluded"]);
    expect(await rejection(followJob(client, "nobody"))).toBeInstanceOf(QmpJobError);
    await client.close();
    const concluded = await connectTo(machine({ before: [], found: { id: "j", status: "concluded", error: "why" } }));
    expect(await rejection(followJob(concluded, "j"))).toMatchObject({ message: 'job "j": why' });
    await concluded.close();
  });
});
