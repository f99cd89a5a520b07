// A session with one client: reads commands, executes them in order, and those out of band at once, and writes replies
// and events. What it holds is bounded: it stops reading where a client sends more than is executed, or does not read.
//
// Order as QEMU's (`monitor/qmp.c`, handle_qmp_command and monitor_qmp_dispatcher_co): mistakes of syntax wait for their
// turn like commands; out-of-band commands, and what is wrong around them, do not.

import type { Values } from "../types.js";
import { longestTimer } from "../waiting.js";
import type { ServedCommand } from "./commands.js";
import { negotiation } from "./commands.js";
import { Call } from "./context.js";
import type { Refusal, Request } from "./envelope.js";
import { idOf, isJsonObject, readRequest } from "./envelope.js";
import { InputError } from "./input.js";
import { JsonStream } from "./json-stream.js";
import type { ServerLink, ServerLinkEvents } from "./link.js";
import { Outbox } from "./outbox.js";
import type { Service } from "./service.js";
import { errorText, failureText, findCommand, resultText } from "./service.js";

/** How many commands wait in band, where out-of-band execution was agreed on (`monitor/qmp.c`, QMP_REQ_QUEUE_LEN_MAX). */
const longestQueue = 8;

/** How many commands run out of band at the same time. In QEMU it is one. */
const mostAside = 64;

/** How many bytes are kept of a client that sends more than is executed. */
const unreadBytes = 64 * 1024;

/** With how many unsent bytes a client's commands wait until it has read some. */
const congestionBytes = 1024 * 1024;

/** How often it is looked whether a client that has said all is still there, in milliseconds. */
const probeMs = 1000;

/** What waits for its turn: a command, or the reply to what is none. */
type Turn = Request | string;

const notReady: Refusal = {
  class: "CommandNotFound",
  desc: "negotiate first: execute 'qmp_capabilities'",
};

/** A session with one client. */
export class ServerSession implements ServerLinkEvents {
  /** For messages: where the client came in, and its number. */
  readonly name: string;
  /** Settled when the client is gone: with why, if it did not leave by itself. Never rejected. */
  readonly closed: Promise<Error | undefined>;
  readonly #service: Service;
  readonly #stream: JsonStream;
  #link: ServerLink | undefined;
  #settleClosed!: (cause: Error | undefined) => void;
  #isReady: boolean;
  /** Whether out-of-band execution was agreed on. */
  #oob = false;
  /** Commands in band, in the order in which they came, */
  #queue: Turn[] = [];
  /** and the one of them that runs. */
  #running: Call | undefined;
  /** Those that run out of band. */
  readonly #aside = new Set<Call>();
  readonly #outbox: Outbox;
  /** How much of what was said before had not left when it was looked last, in bytes. */
  #unsent = 0;
  #isServed = false;
  #isReading = true;
  #isPumping = false;
  /** Whether a handler is at work right now, which may be the one that closes the server. */
  #isCalling = false;
  /** Whether the client has said all that it will. */
  #hasEnded = false;
  /** Looks whether a client that has said all is still there. */
  #probing: ReturnType<typeof setInterval> | undefined;
  /** Whether this side is closing, and executes nothing more. */
  #isClosing = false;
  #isClosed = false;

  constructor(service: Service, name: string) {
    this.name = name;
    this.#service = service;
    this.#isReady = !service.dialect.negotiates;
    this.#stream = new JsonStream({ bytes: service.maxMessageBytes });
    // So much may have been said in one turn that reading stopped, and all of it may have left by now.
    this.#outbox = new Outbox(service.dialect.lineEnd, () => {
      if (!this.#isClosing && this.#stream.pending > 0) this.#pump();
    });
    this.closed = new Promise((resolve) => {
      this.#settleClosed = resolve;
    });
  }

  /** Whether it takes commands: capabilities are negotiated, where they have to be. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /** Whether its turn has come; until then nothing is said, and nothing executed. */
  get isServed(): boolean {
    return this.#isServed;
  }

  /** Takes what carries it. */
  connect(link: ServerLink): void {
    this.#link = link;
    this.#outbox.connect(link);
  }

  /** Its turn has come. */
  begin(): void {
    this.#isServed = true;
    const { greeting } = this.#service;
    if (greeting !== undefined) this.#say(greeting);
    else this.#service.onReady(this);
    this.#pump();
  }

  /** Lets the command that runs come to its end, sends what is written, and closes. */
  close(): void {
    this.#isClosing = true;
    this.#queue = [];
    this.#endIfDone();
  }

  /** Closes at once; says why. */
  drop(reason: Error): void {
    this.#finish(reason);
    this.#link?.destroy();
  }

  /**
   * Sends an event to this client alone, whatever the limits on its rate; nothing, if it has not come so far.
   *
   * Throws: TypeError for an event that the schema does not have, and for data that it does not allow.
   */
  emit(event: string, data?: unknown): void {
    const text = this.#service.eventText(event, data);
    if (text !== undefined) this.event(text);
  }

  /** Sends the text of an event, where the client has come so far; drops a client for which too many wait. */
  event(text: string): void {
    if (!this.#isReady || this.#isClosed || !this.#service.dialect.negotiates) return;
    const waiting = this.#outbox.eventsWith(text.length);
    const most = this.#service.maxPendingBytes;
    if (waiting <= most) return this.#say(text);
    const reason = new Error(`${this.name} is dropped: ${waiting} bytes of events wait for it, at most ${most} may`);
    this.#service.report(reason);
    this.drop(reason);
  }

  // ---- what the link tells -------------------------------------------------------------------------------------------

  data(chunk: Uint8Array | string): void {
    if (this.#isClosing || this.#isClosed) return;
    this.#stream.push(chunk);
    this.#pump();
  }

  end(): void {
    this.#hasEnded = true;
    this.#pump();
    if (this.#isClosing || this.#isClosed) return;
    // It may read on, or be gone: a blank, which is nothing in front of a message, tells at once what else a reply would.
    const probe = () => this.#link?.write(" ");
    this.#probing = setInterval(probe, probeMs);
    this.#probing.unref?.();
    probe();
  }

  drain(): void {
    this.#pump();
  }

  /** The link is gone. */
  gone(cause: Error | undefined): void {
    this.#finish(cause);
  }

  #finish(cause: Error | undefined): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#queue = [];
    this.#outbox.clear();
    clearInterval(this.#probing);
    const reason = cause ?? new Error(`${this.name} has left`);
    for (const call of [...this.#aside, ...(this.#running === undefined ? [] : [this.#running])])
      this.#drop(call, reason);
    this.#settleClosed(cause);
  }

  // ---- what comes ----------------------------------------------------------------------------------------------------

  /** Takes as much as there is room for, and reads on, or not. */
  #pump(): void {
    // A handler may lead here again.
    if (this.#isPumping) return;
    this.#isPumping = true;
    this.#unsent = this.#outbox.pending;
    while (this.#hasRoom()) {
      const incoming = this.#stream.next();
      if (incoming === undefined) break;
      if ("error" in incoming) this.#await(genericText(incoming.error, undefined));
      else this.#take(incoming.value);
    }
    this.#isPumping = false;
    // What a client does while it waits is still noticed: that it leaves, above all.
    const reads = this.#hasRoom() || this.#stream.pending < unreadBytes;
    if (reads !== this.#isReading) {
      this.#isReading = reads;
      if (reads) this.#link?.resume();
      else this.#link?.pause();
    }
    this.#endIfDone();
  }

  #hasRoom(): boolean {
    if (!this.#isServed || this.#isClosing || this.#isClosed || this.#unsent + this.#outbox.length > congestionBytes)
      return false;
    if (!this.#oob) return this.#running === undefined;
    return this.#queue.length < longestQueue && this.#aside.size < mostAside;
  }

  #take(message: unknown): void {
    if (!isJsonObject(message)) return this.#await(genericText("a request is a JSON object", undefined));
    const request = readRequest(message, this.#oob);
    if (typeof request !== "string") return request.oob ? this.#execute(request) : this.#await(request);
    const reply = genericText(request, idOf(message));
    if (Object.hasOwn(message, "exec-oob") && !Object.hasOwn(message, "execute") && this.#oob) this.#say(reply);
    else this.#await(reply);
  }

  /** Lets something wait for its turn, which may be now. */
  #await(turn: Turn): void {
    if (this.#running === undefined && this.#queue.length === 0) this.#begin(turn);
    else this.#queue.push(turn);
  }

  #advance(): void {
    while (this.#running === undefined && this.#queue.length > 0) this.#begin(this.#queue.shift()!);
  }

  #begin(turn: Turn): void {
    if (typeof turn === "string") this.#say(turn);
    else this.#execute(turn);
  }

  // ---- commands ------------------------------------------------------------------------------------------------------

  #execute(request: Request): void {
    const { dialect, visitors } = this.#service;
    let args;
    let found;
    try {
      if (dialect.negotiates && request.command === negotiation.command && !request.oob)
        return this.#negotiate(request);
      found = this.#isReady ? findCommand(this.#service, request) : notReady;
      if ("desc" in found) return this.#refuse(found, request.id);
      args = visitors.arguments(found.type, request.args);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return this.#refuse({ class: "GenericError", desc: error.message }, request.id);
    }
    this.#call(found, request, args);
  }

  #refuse(refusal: Refusal, id: Request["id"]): void {
    this.#say(errorText(refusal, id));
  }

  /** Throws: InputError. */
  #negotiate({ args, id }: Request): void {
    const { enable } = this.#service.visitors.arguments(negotiation, args) as { readonly enable?: readonly string[] };
    if (this.#isReady) {
      return this.#refuse({ class: "CommandNotFound", desc: "capabilities are negotiated already" }, id);
    }
    const wantsOob = enable?.includes("oob") === true;
    if (wantsOob && !this.#service.offersOob) {
      return this.#refuse({ class: "GenericError", desc: "the capability 'oob' is not offered here" }, id);
    }
    this.#oob = wantsOob;
    this.#isReady = true;
    this.#say(resultText(this.#service, { type: negotiation, call: () => {}, isUsers: false }, undefined, id));
    this.#service.onReady(this);
  }

  #call(served: ServedCommand, request: Request, args: Values): void {
    const service = this.#service;
    const call = new Call(this, service.emit, served, request);
    let result: unknown;
    let later: Promise<unknown> | undefined;
    this.#isCalling = true;
    try {
      result = served.call(args, call);
      if (isThenable(result)) later = Promise.resolve(result);
    } catch (error) {
      return this.#say(failureText(service, served.type, error, request.id));
    } finally {
      this.#isCalling = false;
    }
    if (later === undefined) return this.#say(resultText(service, served, result, request.id));
    if (request.oob) this.#aside.add(call);
    else this.#running = call;
    if (service.commandTimeoutMs <= longestTimer) {
      call.deadline = performance.now() + service.commandTimeoutMs;
      service.deadlines.add(call);
    }
    later.then(
      (value) => this.#settle(call, () => resultText(service, served, value, request.id)),
      (error: unknown) => this.#settle(call, () => failureText(service, served.type, error, request.id)),
    );
  }

  /** A handler took too long: its client gets an error, and the next command its turn. */
  expired(call: Call): void {
    const { command, id } = call.request;
    const what = `'${command}' took longer than ${this.#service.commandTimeoutMs} ms`;
    const reason = new Error(`the handler of ${what}`);
    this.#service.report(reason);
    this.#settle(call, () => errorText({ class: "GenericError", desc: what }, id));
    call.abort(reason);
  }

  #settle(call: Call, reply: () => string | undefined): void {
    if (call.done) return;
    this.#forget(call);
    this.#say(reply());
    this.#advance();
    this.#pump();
  }

  #drop(call: Call, reason: Error): void {
    this.#forget(call);
    call.abort(reason);
  }

  #forget(call: Call): void {
    call.done = true;
    if (call.deadline < Infinity) this.#service.deadlines.remove();
    this.#aside.delete(call);
    if (this.#running === call) this.#running = undefined;
  }

  // ---- what is sent --------------------------------------------------------------------------------------------------

  #say(message: string | undefined): void {
    if (message !== undefined && !this.#isClosed) this.#outbox.say(message);
  }

  #endIfDone(): void {
    if (
      this.#isClosed ||
      this.#isCalling ||
      this.#running !== undefined ||
      this.#aside.size > 0 ||
      this.#queue.length > 0
    )
      return;
    // What is left of the input may still be a command, once there is room.
    if (!this.#isClosing && !(this.#hasEnded && this.#hasRoom())) return;
    this.#isClosing = true;
    clearInterval(this.#probing);
    this.#outbox.flush();
    this.#link?.end();
  }
}

function genericText(desc: string, id: Request["id"]): string {
  return errorText({ class: "GenericError", desc }, id);
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { readonly then?: unknown } | null | undefined)?.then === "function";
}
