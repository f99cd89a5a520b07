// A human monitor: runs the lines that people type, and gives what is printed. Its table says what the commands are; they
// run over whatever executes QMP commands: a client that is connected to a QEMU, or handlers in the same process. Lines
// are read as QEMU reads them (`monitor/hmp.c`, handle_hmp_command).

import { QmpConnectionError, QmpError, QmpFailure, QmpProtocolError } from "../errors.js";
import type { CommandType } from "../table.js";
import { membersOf, tagOf } from "../types.js";
import { parseArguments } from "./arguments.js";
import type { CompleteArgument, Completion } from "./complete.js";
import { completion } from "./complete.js";
import type { FormatLetter, FormatMemory } from "./format.js";
import { formatted, newFormatMemory } from "./format.js";
import { helpText } from "./help.js";
import { LineError } from "./line-error.js";
import type { CommandTable, Found, IsAvailable } from "./lookup.js";
import { commandTable, findCommand } from "./lookup.js";
import { printResult } from "./print.js";
import { qmpArguments } from "./qmp-arguments.js";
import { shown } from "./shown.js";
import type { HmpEntry, HmpTables, HmpValues } from "./table.js";

/** What executes QMP commands. */
export interface MonitorTarget {
  execute(
    command: CommandType,
    args: Readonly<Record<string, unknown>>,
    options?: { readonly signal?: AbortSignal },
  ): Promise<unknown>;
}

/** What a monitor takes. */
export interface MonitorOptions {
  /** Whether the machine is made: until then only commands with `preconfig` are there. Default: always. */
  readonly isReady?: (() => boolean) | undefined;
  /** Gives what an argument may be, where the tables cannot know: names of devices, or of files. For `complete`. */
  readonly complete?: CompleteArgument | undefined;
}

/** What the run of a line takes. */
export interface RunOptions {
  /** Gives the line up: it is rejected with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** What executes this line's QMP command. Default: the monitor's own. */
  readonly target?: MonitorTarget | undefined;
}

/** A command, and what it was given. */
interface Call {
  readonly entry: HmpEntry;
  readonly values: HmpValues;
}

/**
 * A monitor over tables of commands. Of its own it has `help` (also `?`), `print` (also `p`), and one command for each
 * sub-table, which gives its help; names that the tables have are theirs, and a sub-table's name comes before `help` and
 * `print`. It remembers the format that `/` had last.
 */
export class Monitor {
  readonly #table: CommandTable;
  readonly #target: MonitorTarget;
  readonly #isAvailable: IsAvailable;
  readonly #complete: CompleteArgument | undefined;
  readonly #memory: FormatMemory = newFormatMemory();

  /**
   * `target` is a client, or anything that executes QMP commands.
   *
   * Throws: TypeError for two entries of one name, and for entries that could not be used.
   */
  constructor(
    tables: HmpTables,
    target: MonitorTarget | { readonly session: MonitorTarget },
    options: MonitorOptions = {},
  ) {
    const { isReady = () => true, complete } = options;
    this.#target = "session" in target ? target.session : target;
    this.#isAvailable = (entry) => entry.preconfig === true || isReady();
    this.#complete = complete;
    const subTables = Object.keys(tables).filter((name) => name !== "commands");
    this.#table = commandTable(tables, [...subTables.map(subTableEntry), this.#help(), printEntry]);
  }

  /**
   * Runs a line and gives everything that is printed, each line ended by a line feed; nothing is an empty string. What is
   * wrong with the line, and what the command fails with, is printed.
   *
   * Throws: QmpConnectionError, QmpProtocolError if there is no session any more; the reason of `signal`. Nothing else.
   */
  async run(line: string, options: RunOptions = {}): Promise<string> {
    const { signal, target = this.#target } = options;
    signal?.throwIfAborted();
    const lines = this.#lines(line, target, signal);
    return ended(signal === undefined ? await lines : await unlessAborted(lines, signal));
  }

  /** What the last word of a line may become; what the option `complete` throws counts as no candidates. */
  complete(line: string): Promise<Completion> {
    const ask: CompleteArgument = async (...about) => {
      try {
        return (await this.#complete?.(...about)) ?? [];
      } catch {
        return [];
      }
    };
    return completion(this.#table, line, { isAvailable: this.#isAvailable, complete: ask });
  }

  async #lines(line: string, target: MonitorTarget, signal: AbortSignal | undefined): Promise<string> {
    try {
      const read = this.#read(line);
      return typeof read === "string" ? read : await execute(read, target, signal);
    } catch (error) {
      if (signal?.aborted || error instanceof QmpConnectionError || error instanceof QmpProtocolError) throw error;
      return `Error: ${errorText(error)}`;
    }
  }

  /** What a line asks for; or, where nothing is to be run, what is to be printed. */
  #read(line: string): Call | string {
    try {
      const found = findCommand(this.#table, line, this.#isAvailable);
      if (found === undefined) return "";
      const { entry, subTable } = found.command;
      if (entry.command !== undefined || entry.run !== undefined) return this.#call(entry, line, found);
      if (subTable !== undefined) return helpText(this.#table, line.slice(0, found.end), this.#isAvailable);
      return `Command "${shown(line.slice(0, found.rest))}" is not available.`;
    } catch (error) {
      if (error instanceof LineError) return error.message;
      throw error;
    }
  }

  #call(entry: HmpEntry, line: string, { end, rest }: Found): Call | string {
    try {
      const options = { from: rest, memory: this.#memory, implied: impliedOption(entry) };
      return { entry, values: parseArguments(entry, line, options) };
    } catch (error) {
      if (!(error instanceof LineError)) throw error;
      return `${error.message}\nTry "help ${shown(line.slice(0, end))}" for more information`;
    }
  }

  #help(): HmpEntry {
    return {
      name: "help|?",
      args: [{ key: "name", letter: "S", optional: "?" }],
      params: "[cmd]",
      help: "list the commands, or say what one takes",
      preconfig: true,
      run: ({ name }) => helpText(this.#table, typeof name === "string" ? name : "", this.#isAvailable),
    };
  }
}

const printEntry: HmpEntry = {
  name: "print|p",
  args: [
    { key: "fmt", letter: "/" },
    { key: "val", letter: "l" },
  ],
  params: "/fmt expr",
  help: "calculate, and print the result as the format says",
  run: ({ val, format }) => formatted(val as bigint, format as FormatLetter),
};

function subTableEntry(name: string): HmpEntry {
  const help = name === "info" ? "show what the machine is doing" : `the commands of ${name}`;
  return { name, args: [], params: "[subcommand]", help, preconfig: true };
}

async function execute(
  { entry, values }: Call,
  target: MonitorTarget,
  signal: AbortSignal | undefined,
): Promise<string> {
  if (entry.run !== undefined) return runText(entry, (await entry.run(values, { signal })) ?? "");
  const command = entry.command!;
  const result = await target.execute(command, qmpArguments(entry, values), signal && { signal });
  return printResult(command.returns, result);
}

/** What an entry's own function gave, which whoever wrote it in JavaScript may have got wrong. Throws: TypeError. */
function runText({ name }: HmpEntry, text: unknown): string {
  if (typeof text === "string") return text;
  throw new TypeError(`${name}: its function gave what is no text: ${tagOf(text)}`);
}

/**
 * The option that the first of options may be without its name. In QEMU the group of options has it (`implied_opt_name`),
 * which no schema tells; so this is a guess: a union's tag, or else the first member that must be given. It is right for
 * the two commands of 7.2 and 10.0 that take options, `device_add` (`driver`, a struct's first) and `netdev_add` (`type`,
 * a union's tag). For commands of one's own it is a rule: who wants another name first has to order the members so.
 */
function impliedOption({ command, args }: HmpEntry): string | undefined {
  if (command?.arguments === undefined || !args.some(({ letter }) => letter === "O")) return undefined;
  const type = command.arguments();
  return type.tag ?? [...membersOf(type).values()].find(({ optional }) => !optional)?.name;
}

/** An error in words: the peer's own, if it is from there. */
function errorText(error: unknown): string {
  const lines = messageOf(error).split("\n");
  return lines.map((line) => shown(line)).join("\n");
}

function messageOf(error: unknown): string {
  if (error instanceof QmpError) return error.description;
  const text = textOf(error instanceof Error ? error.message : error);
  const prefix = error instanceof QmpFailure && error.command !== undefined ? `${error.command}: ` : "";
  return text.startsWith(prefix) ? text.slice(prefix.length) : text;
}

/** Anything that may be thrown, in words: not everything that is can be made a string. */
function textOf(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    return tagOf(thrown);
  }
}

function ended(text: string): string {
  return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}

/** A promise's result, unless a signal fires first; then that is its end. */
function unlessAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, (error: unknown) => reject((signal.aborted ? signal.reason : error) as Error));
    void promise.catch(() => {}).then(() => signal.removeEventListener("abort", abort));
  });
}
