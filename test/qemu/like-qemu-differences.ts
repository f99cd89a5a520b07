// In what our server differs from QEMU, and is meant to. Not in the table, as no reply is compared for it: the words of
// descriptions, which are our own everywhere.

import { isDeepStrictEqual } from "node:util";

import type { Reply } from "./like-qemu-replies.js";
import { difference, ordered } from "./like-qemu-replies.js";
import { doubleEnvelopes, doubles } from "./like-qemu-requests.js";

/** A request, and what both say to it. */
export interface Compared {
  readonly request: string;
  readonly qemu: Reply | undefined;
  readonly ours: Reply | undefined;
  /** In what the replies differ. */
  readonly in: string;
}

/** A difference that is meant. */
export interface Difference {
  readonly what: string;
  readonly why: string;
  readonly covers: (compared: Compared) => boolean;
}

/** An integer that is refused where it is a `number`. */
export const unsafeInteger: Difference = {
  what: "an integer that the generated types cannot hold",
  why: "`int` is a `number` by default: beyond 2^53 it is refused, with the way out; with `--int bigint` it is taken",
  covers: ({ in: inWhat, ours }) => inWhat === "check" && ours?.check === "unsafe",
};

/** All of them; each has to occur. */
export const differences: readonly Difference[] = [
  unsafeInteger,
  {
    what: "which of two members that do not belong is named",
    why: "QEMU takes any, as its tables of members have no order: ours takes the first",
    covers: ({ in: inWhat, request }) =>
      inWhat === "name" && doubles.some(([command, , args]) => request.includes(`"${command}", "arguments": ${args}`)),
  },
  {
    what: "which of two mistakes around a command is told",
    why: "the same",
    covers: ({ in: inWhat, request }) =>
      (inWhat === "name" || inWhat === "check") && doubleEnvelopes.includes(request.replace('"it"', "#")),
  },
  {
    what: "an id with a number beyond all doubles",
    why: "QEMU prints `inf`, which is no JSON: most clients would lose the connection over it",
    covers: ({ in: inWhat, qemu, ours }) => inWhat === "id" && ours?.id === qemu?.id?.replace("inf", "1e+999"),
  },
  {
    what: "the order of members of an id that is an object",
    why: "QEMU's tables have them by a hash, ours as they came",
    covers: ({ in: inWhat, qemu, ours }) => inWhat === "id" && ordered(ours!.id!) === ordered(qemu!.id!),
  },
  {
    what: "the order of members of what is returned",
    why: "QEMU's tables have them by a hash, ours in the schema's order",
    covers: ({ in: inWhat, qemu, ours }) =>
      inWhat === "returned" && ordered(ours!.returned!) === ordered(qemu!.returned!),
  },
  {
    what: "a value of an enumeration that this build of QEMU does not have",
    why: "the schema has it under a condition, and was generated for all builds",
    covers: ({ in: inWhat, qemu }) => inWhat === "check" && elsewhere.test(qemu!.line),
  },
  {
    what: "the order of `query-commands`",
    why: "QEMU has the last one first, ours the schema's order",
    covers: ({ in: inWhat, request, qemu, ours }) =>
      inWhat === "returned" && request.includes('"query-commands"') && isDeepStrictEqual(names(qemu), names(ours)),
  },
];

/** Another system's networks, and the drivers of a library that Debian's QEMU is built without. */
const elsewhere = / accept .*'(?:vmnet-(?:host|shared|bridged)|(?:nvme-)?io_uring|virtio-blk-v\w+-\w+)'/;

/** What `query-commands` gives, sorted. */
function names(reply: Reply | undefined): readonly string[] {
  return Array.from(reply?.returned?.matchAll(/"name": "([^"]+)"/g) ?? [], ([, name]) => name!).toSorted();
}

/** What was asked and compared, and what came of it. */
export class Comparison {
  readonly commands = new Set<string>();
  requests = 0;
  /** How often each of the differences occurred. */
  readonly #occurred = new Map<Difference, number>();
  #unlisted: string[] = [];

  /** Compares replies to a request; `whole` says whether what they return, too. */
  note(request: string, qemu: Reply | undefined, ours: Reply | undefined, whole = true): void {
    const inWhat = difference(qemu, ours, whole);
    if (inWhat === undefined) return;
    const listed = differences.filter(({ covers }) => covers({ request, qemu, ours, in: inWhat }));
    for (const one of listed) this.#occurred.set(one, this.count(one) + 1);
    if (listed.length > 0) return;
    const [theirs, own] = [qemu, ours].map((reply) => reply?.line.slice(0, 300));
    this.#unlisted.push(`${inWhat}: ${request.slice(0, 300)}\n  QEMU: ${theirs}\n  ours: ${own}`);
  }

  count(one: Difference): number {
    return this.#occurred.get(one) ?? 0;
  }

  /** The differences that are in no table, since this was asked last. */
  unlisted(): string {
    return this.#unlisted.splice(0).join("\n");
  }

  /** Those that are in the table, and did not occur. */
  missed(): readonly string[] {
    return differences.filter((one) => this.count(one) === 0).map(({ what }) => what);
  }
}
