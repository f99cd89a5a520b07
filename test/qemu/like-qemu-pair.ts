// A real QEMU, and our server beside it, made of the code that is generated for that release. Our handlers give what QEMU
// gave to the same command; where QEMU's handler refused, they do.

import { spawn } from "node:child_process";
import { join } from "node:path";
import { setImmediate as soon, setTimeout as sleep } from "node:timers/promises";

import { parse, QmpError } from "../../src/runtime/index.js";
import type { CommandContext, CommandType, ServerOptions, Version } from "../../src/runtime/index.js";
import { wireText } from "../../src/runtime/server/wire-writer.js";
import type { Comparison } from "./like-qemu-differences.js";
import type { Reply } from "./like-qemu-replies.js";
import { ourReply, qemuReply, refusedByHandler } from "./like-qemu-replies.js";
import { negotiated, slow } from "./like-qemu-requests.js";
import { Talk } from "./like-qemu-talk.js";
import type { Generated } from "./qemu.js";
import { binary } from "./qemu.js";

/** What our handler is to answer: a value, or an error's class. */
export type Outcome = { readonly value: unknown } | { readonly class: string };

/** What our server answers without a handler. */
const own = ["query-version", "query-commands", "query-qmp-schema"];

/** Of these, the one whose answer is not compared here: it has numbers for types, which are each side's own. */
const untold = "query-qmp-schema";

/** Commands whose arguments QEMU does not visit: its handler has the visitors' words. */
const open = ["device_add"];

/** A QEMU that runs. */
export interface Machine {
  readonly path: string;
  readonly version: Version;
  readonly commands: readonly string[];
  readonly stop: () => void;
}

/** Starts a machine whose processor does not run; `more` are further words. */
export async function startMachine(folder: string, ...more: readonly string[]): Promise<Machine> {
  const path = join(folder, `qemu-${more.length}.sock`);
  const words = ["-machine", "q35", "-m", "64", "-S", "-nodefaults", "-display", "none", ...more];
  const stdio = ["ignore", "ignore", "inherit"] as const;
  const child = spawn(binary, [...words, "-qmp", `unix:${path},server=on,wait=off`], { stdio: [...stdio] });
  const talk = await Talk.open(path);
  const { QMP } = JSON.parse(await talk.next()) as {
    readonly QMP: { readonly version: { readonly qemu: Omit<Version, "package">; readonly package: string } };
  };
  await talk.say(negotiated, '{"execute":"query-commands"}');
  await talk.next();
  const { return: commands } = JSON.parse(await talk.next()) as { readonly return: readonly { name: string }[] };
  talk.close();
  return {
    path,
    version: { ...QMP.version.qemu, package: QMP.version.package },
    commands: commands.map(({ name }) => name),
    stop: () => void child.kill("SIGKILL"),
  };
}

/** A machine, and our server beside it. */
export interface Pair {
  readonly machine: Machine;
  /** Where ours listens. */
  readonly path: string;
  /** What our handlers answer, by command; one that is called and has nothing here is a mistake. */
  readonly outcomes: Map<string, Outcome>;
  /** What our server holds against its handlers: mistakes all of them. */
  readonly reports: readonly string[];
  readonly close: () => Promise<void>;
}

/** Starts our server beside a machine; another one beside the same has another name. */
export async function serveBeside(
  machine: Machine,
  module: Generated,
  options: ServerOptions = {},
  name = "ours",
): Promise<Pair> {
  const outcomes = new Map<string, Outcome>();
  const reports: string[] = [];
  const server = module.createServer(handlersOf(module, machine.commands, outcomes), {
    version: machine.version,
    clients: 1,
    onError: (error) => reports.push(error.message),
    ...options,
  });
  const path = `${machine.path}.${name}`;
  await server.listen({ path });
  return { machine, path, outcomes, reports, close: () => server.close() };
}

/** Handlers of the commands that QEMU has, less those that our server answers itself. */
function handlersOf(module: Generated, commands: readonly string[], outcomes: ReadonlyMap<string, Outcome>): object {
  const outcomeOf = (command: string): unknown => {
    const outcome = outcomes.get(command);
    if (outcome === undefined) throw new Error(`${command} is executed, although QEMU refuses it`);
    if ("class" in outcome) throw new QmpError(outcome.class, refusedByHandler);
    return outcome.value;
  };
  const inBand = async (command: string) => {
    // It takes a moment, so that the order of replies means something.
    await (command === slow.command ? sleep(5) : soon());
    return outcomeOf(command);
  };
  const answer = (...given: readonly unknown[]): unknown => {
    const { command, oob } = given.at(-1) as CommandContext;
    return oob ? outcomeOf(command) : inBand(command);
  };
  const constants = Object.entries(module as unknown as Readonly<Record<string, Partial<CommandType>>>);
  const there = constants.filter(([, { command = "" }]) => commands.includes(command) && !own.includes(command));
  return Object.fromEntries(there.map(([name]) => [name, answer]));
}

/** A connection to each of a pair. */
export class PairTalk {
  readonly #pair: Pair;
  readonly #comparison: Comparison;
  readonly #qemu: Talk;
  readonly #ours: Talk;
  #count = 0;

  private constructor(pair: Pair, comparison: Comparison, talks: readonly [Talk, Talk]) {
    this.#pair = pair;
    this.#comparison = comparison;
    [this.#qemu, this.#ours] = talks;
  }

  /** Connects; both have greeted. */
  static async open(pair: Pair, comparison: Comparison): Promise<PairTalk> {
    return new PairTalk(pair, comparison, [await Talk.open(pair.machine.path), await Talk.open(pair.path)]);
  }

  /** The greetings, QEMU's first. */
  async greetings(): Promise<readonly [string, string]> {
    return [await this.#qemu.next(), await this.#ours.next()];
  }

  /** Asks QEMU, then ours, whose handler gives what QEMU's gave, if it is not told what to give; gives QEMU's reply. */
  async ask(command: string, args: string, given?: Outcome): Promise<Reply> {
    const request = `{"execute": "${command}", "arguments": ${args}, "id": ${++this.#count}}`;
    this.#comparison.requests++;
    this.#comparison.commands.add(command);
    await this.#qemu.say(request);
    const theirs = qemuReply(await this.#qemu.next(), open.includes(command));
    const { outcomes } = this.#pair;
    if (given !== undefined) outcomes.set(command, given);
    else if (theirs.class === undefined) outcomes.set(command, { value: returnedBy(theirs) });
    else if (theirs.check === "handler") outcomes.set(command, { class: theirs.class });
    else outcomes.delete(command);
    await this.#ours.say(request);
    this.#comparison.note(request, theirs, ourReply(await this.#ours.next()), command !== untold);
    return theirs;
  }

  /** Asks both for many replies in one go, none of which may be a handler's; gives QEMU's. */
  async askAll(command: string, all: readonly object[]): Promise<readonly Reply[]> {
    const requests = all.map((args) => {
      return `{"execute":"${command}","arguments":${wireText(args)},"id":${++this.#count}}`;
    });
    this.#comparison.requests += requests.length;
    this.#comparison.commands.add(command);
    this.#pair.outcomes.delete(command);
    const sides = [this.#qemu, this.#ours].map(async (talk) => {
      await talk.say(requests.join(""));
      const lines: string[] = [];
      while (lines.length < requests.length) lines.push(await talk.next());
      return lines;
    });
    const [lines, replies] = await Promise.all(sides);
    return requests.map((request, at) => {
      const theirs = qemuReply(lines![at]!);
      this.#comparison.note(request, theirs, ourReply(replies![at]!));
      return theirs;
    });
  }

  /** Says the same to both, piece by piece, and compares all that comes until both are through with it; gives QEMU's. */
  async converse(...pieces: readonly string[]): Promise<readonly Reply[]> {
    const id = `"end ${++this.#count}"`;
    // What is wrong by itself makes the state clean, whatever was left open.
    const end = `\x04{"execute":"end","id":${id}}`;
    const sides = [this.#qemu, this.#ours].map(async (talk) => {
      await talk.say(...pieces, end);
      return talk.upTo(id);
    });
    const [lines, replies] = await Promise.all(sides);
    const [theirs, own] = [lines!.map((line) => qemuReply(line)), replies!.map(ourReply)];
    this.#comparison.requests += Math.max(theirs.length - 2, 0);
    for (let at = 0; at < Math.max(theirs.length, own.length); at++) {
      this.#comparison.note(pieces.join(""), theirs[at], own[at]);
    }
    return theirs;
  }

  [Symbol.dispose](): void {
    this.#qemu.close();
    this.#ours.close();
  }
}

/** What QEMU returned, with integers as they are. */
export function returnedBy({ returned }: Reply): unknown {
  return parse(returned!).value;
}
