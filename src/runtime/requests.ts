// Commands on their way: which are sent, which wait for room, and whose reply has come. One whose wait is over stays known
// until its reply comes, as it takes up room at the peer until then.
//
// Replies are matched by id, and one without an id is for the one command that was sent without, since it was alone at the
// peer. Choice: ids only where others are on their way. Alternative: for all. Price: QEMU 7.2 reads a byte at a
// time, some 15 µs each, so an id makes a third of what `query-status` takes; one at a time is how most commands are sent.
// No earlier client's reply can be taken for it: QEMU hands those out before it answers the negotiation, which has an id.

import type { FailureContext } from "./errors.js";
import { QmpConnectionError } from "./errors.js";
import { requestText } from "./protocol.js";
import type { CommandType } from "./table.js";
import type { Wait } from "./waiting.js";

/**
 * How long after sending a command whose success goes without a reply it counts as done, in milliseconds; less where the
 * call has less time.
 */
const longestQuietMs = 1000;

/** A command on its way. */
export interface Request {
  /** For its errors: its name, and its id once it has one. */
  readonly context: { readonly command: string; id: string | undefined };
  readonly command: CommandType;
  /** Its arguments in JSON. */
  readonly args: string;
  readonly oob: boolean;
  /** Whether the result is given as it came, whatever the table says. */
  readonly raw: boolean;
  readonly wait: Wait<unknown>;
}

/** The commands of a session, in the order in which they were given. */
export class Requests {
  readonly #write: (text: string) => void;
  readonly #newId: () => string;
  /** At the peer, by id, */
  readonly #sent = new Map<string, Request>();
  /** and the one that was sent without, before all of them. */
  #plain: Request | undefined;
  #unsent: Request[] = [];
  /** How many commands may be at the peer; 0 while there is no connection. */
  #room = 0;
  #inBand = 0;
  /** Whether the peer executes commands out of band. */
  #takesOob = false;

  constructor(write: (text: string) => void, newId: () => string) {
    this.#write = write;
    this.#newId = newId;
  }

  /** Sends a command, or keeps it until there is room. */
  add(request: Request): void {
    if (request.wait.done) return;
    if (this.#room > this.#inBand || (request.oob && this.#room > 0)) return this.#send(request);
    this.#unsent.push(request);
    request.wait.onDone = () => {
      this.#unsent = this.#unsent.filter((one) => one !== request);
    };
  }

  /** Sends what was kept: the peer takes that many commands at a time, and perhaps others out of band. */
  open(room: number, takesOob: boolean): void {
    this.#room = room;
    this.#takesOob = takesOob;
    this.#fill();
  }

  /** The command that a reply is for, by the id in it or none; nothing if it is not one of ours. */
  replied(id: unknown): Request | undefined {
    const request = id === undefined ? this.#plain : this.#sent.get(id as string);
    if (request === undefined) return undefined;
    if (request !== this.#plain) this.#settleSilent(request);
    this.#forget(request);
    this.#fill();
    return request;
  }

  /**
   * The link is gone: what was sent is rejected, each with its own error; what was not is kept. `isPeers` says whether it
   * was the peer that ended it: of some commands that is all that success tells.
   */
  lose(why: (of: FailureContext) => Error, isPeers: boolean): void {
    this.#room = 0;
    for (const request of [this.#plain ?? [], ...this.#sent.values()].flat()) {
      this.#forget(request);
      const isLast = request.command.silent || request.context.command === "quit";
      if (isPeers && isLast) request.wait.resolve(undefined);
      else request.wait.reject(why(request.context));
    }
  }

  /** There will be no other link: rejects what was never sent, too. */
  end(why: (of: FailureContext) => Error, isPeers: boolean): void {
    this.lose(why, isPeers);
    for (const request of this.#unsent.splice(0)) request.wait.reject(why(request.context));
  }

  #fill(): void {
    while (this.#unsent.length > 0 && this.#room > this.#inBand) this.#send(this.#unsent.shift()!);
  }

  #send(request: Request): void {
    request.wait.onDone = undefined;
    if (request.oob && !this.#takesOob) {
      const message = "this peer and this session did not agree on out-of-band execution";
      return request.wait.reject(new QmpConnectionError(message, request.context));
    }
    if (this.#plain !== undefined || this.#sent.size > 0 || request.oob || request.command.silent) {
      const id = this.#newId();
      request.context.id = id;
      this.#sent.set(id, request);
    } else this.#plain = request;
    if (!request.oob) this.#inBand++;
    if (request.command.silent) {
      const quietMs = Math.min(longestQuietMs, (request.wait.deadline - performance.now()) / 2);
      const timer = setTimeout(() => request.wait.resolve(undefined), quietMs);
      request.wait.onDone = () => clearTimeout(timer);
    }
    this.#write(requestText(request.context.command, request.args, request.context.id, request.oob));
  }

  #forget(request: Request): void {
    if (request === this.#plain) this.#plain = undefined;
    else this.#sent.delete(request.context.id!);
    if (!request.oob) this.#inBand--;
  }

  /** Replies come in order: a later one says that what was silent before it has succeeded. */
  #settleSilent(replied: Request): void {
    for (const request of this.#sent.values()) {
      if (request === replied) return;
      if (!request.command.silent) continue;
      this.#forget(request);
      request.wait.resolve(undefined);
    }
  }
}
