// Commands on their way: which are sent, which wait for room, and whose reply has come. One whose wait is over stays known
// until its reply comes, as it takes up room at the peer until then.
//
// Replies are matched by id, and one without an id is for the one command that was sent without, since it was alone at the
// peer. Choice: ids only where others are on their way. Alternative: for all. Price: QEMU 7.2 reads a byte at a
// time, some 15 µs each, so an id makes a third of what `query-status` takes; one at a time is how most commands are sent.
// No earlier client's reply can be taken for it: QEMU hands those out before it answers the negotiation, which has an id.

import { QmpConnectionError } from "./errors.js";
import { requestText } from "./protocol.js";
import type { CommandType } from "./table.js";
import type { Wait } from "./waiting.js";

/** A command on its way. */
export interface Request {
  readonly id: string;
  readonly command: CommandType;
  /** Its arguments in JSON. */
  readonly args: string;
  readonly oob: boolean;
  /** Whether the result is given as it came, whatever the table says. */
  readonly raw: boolean;
  /** How long after sending it counts as done if its success goes without a reply, in milliseconds. */
  readonly quietMs: number;
  readonly wait: Wait<unknown>;
}

/** The commands of a session, in the order in which they were given. */
export class Requests {
  readonly #write: (text: string) => void;
  /** By id. */
  readonly #sent = new Map<string, Request>();
  /** The one of them that was sent without its id. */
  #plain: Request | undefined;
  #unsent: Request[] = [];
  /** How many commands may be at the peer; 0 while there is no connection. */
  #room = 0;
  #inBand = 0;
  /** Whether the peer executes commands out of band. */
  #takesOob = false;

  constructor(write: (text: string) => void) {
    this.#write = write;
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
    // A peer may know it by its id, and never have been told.
    if (request === undefined || (id !== undefined && request === this.#plain)) return undefined;
    this.#settleSilent(request);
    this.#forget(request);
    this.#fill();
    return request;
  }

  /**
   * The link is gone: what was sent is rejected, each with its own error; what was not is kept. `isPeers` says whether it
   * was the peer that ended it: of some commands that is all that success tells.
   */
  lose(why: (request: Request) => Error, isPeers: boolean): void {
    this.#room = 0;
    for (const request of this.#sent.values()) {
      this.#forget(request);
      const isLast = request.command.silent || request.command.command === "quit";
      if (isPeers && isLast) request.wait.resolve(undefined);
      else request.wait.reject(why(request));
    }
  }

  /** There will be no other link: rejects what was never sent, too. */
  end(why: (request: Request) => Error, isPeers: boolean): void {
    this.lose(why, isPeers);
    for (const request of this.#unsent.splice(0)) request.wait.reject(why(request));
  }

  #fill(): void {
    while (this.#unsent.length > 0 && this.#room > this.#inBand) this.#send(this.#unsent.shift()!);
  }

  #send(request: Request): void {
    request.wait.onDone = undefined;
    if (request.oob && !this.#takesOob) {
      const { command } = request.command;
      const message = `${command}: this peer and this session did not agree on out-of-band execution`;
      return request.wait.reject(new QmpConnectionError(message, { command }));
    }
    const needsId = this.#sent.size > 0 || request.oob || request.command.silent;
    if (!needsId) this.#plain = request;
    this.#sent.set(request.id, request);
    if (!request.oob) this.#inBand++;
    if (request.command.silent) {
      const timer = setTimeout(() => request.wait.resolve(undefined), request.quietMs);
      request.wait.onDone = () => clearTimeout(timer);
    }
    const key = request.oob ? "exec-oob" : "execute";
    this.#write(requestText(key, request.command.command, request.args, needsId ? request.id : undefined));
  }

  #forget(request: Request): void {
    this.#sent.delete(request.id);
    if (request === this.#plain) this.#plain = undefined;
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
