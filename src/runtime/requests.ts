// Commands on their way: which are sent, which wait for room, and whose reply has come. Replies are matched by id and by
// nothing else; one whose wait is over stays known until its reply comes, as it takes up room at the peer until then.

import type { CommandType } from "./table.js";
import type { Wait } from "./waiting.js";

/** A command on its way. */
export interface Request {
  readonly id: string;
  readonly command: CommandType;
  /** The message, as it goes over the wire. */
  readonly text: string;
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
  readonly #sent = new Map<string, Request>();
  #unsent: Request[] = [];
  /** How many commands may be at the peer; 0 while there is no connection. */
  #room = 0;
  #inBand = 0;
  #silent = 0;

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

  /** Sends what was kept: the peer takes that many commands at a time. */
  open(room: number): void {
    this.#room = room;
    this.#fill();
  }

  /** The command that a reply is for; nothing if it is not one of ours. */
  replied(id: string): Request | undefined {
    const request = this.#sent.get(id);
    if (request === undefined) return undefined;
    if (this.#silent > 0) this.#settleSilent(id);
    this.#forget(request);
    this.#fill();
    return request;
  }

  /** The link is gone: what was sent is rejected, each with its own error; what was not is kept. */
  lose(why: (request: Request) => Error): void {
    this.#room = 0;
    for (const request of this.#sent.values()) {
      this.#forget(request);
      // Success of these is told by the connection's end, or not at all.
      if (request.command.silent || request.command.command === "quit") request.wait.resolve(undefined);
      else request.wait.reject(why(request));
    }
  }

  /** There will be no other link: rejects what was never sent, too. */
  end(why: (request: Request) => Error): void {
    this.lose(why);
    for (const request of this.#unsent.splice(0)) request.wait.reject(why(request));
  }

  #fill(): void {
    while (this.#unsent.length > 0 && this.#room > this.#inBand) this.#send(this.#unsent.shift()!);
  }

  #send(request: Request): void {
    this.#sent.set(request.id, request);
    request.wait.onDone = undefined;
    if (!request.oob) this.#inBand++;
    if (request.command.silent) {
      this.#silent++;
      const timer = setTimeout(() => request.wait.resolve(undefined), request.quietMs);
      request.wait.onDone = () => clearTimeout(timer);
    }
    this.#write(request.text);
  }

  #forget(request: Request): void {
    this.#sent.delete(request.id);
    if (!request.oob) this.#inBand--;
    if (request.command.silent) this.#silent--;
  }

  /** Replies come in order: a later one says that what was silent before it has succeeded. */
  #settleSilent(id: string): void {
    for (const [key, request] of this.#sent) {
      if (key === id) return;
      if (!request.command.silent) continue;
      this.#forget(request);
      request.wait.resolve(undefined);
    }
  }
}
