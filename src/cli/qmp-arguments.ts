// What `qapi-ts qmp` is to execute: the words behind the flags, read as a command and its arguments.

import { parse, stringify } from "../runtime/index.js";
import type { SchemaTable } from "../runtime/index.js";
import { sendProblem } from "../runtime/json.js";
import { readKeyValues } from "./key-values.js";
import { UsageError } from "../base/usage-error.js";

/** A command, and its arguments if there are any. */
export interface Request {
  readonly command: string;
  readonly arguments: object | undefined;
}

/** What reading a request takes from outside. */
export interface RequestContext {
  /** Whether the words are a line of the human monitor. */
  readonly isMonitor: boolean;
  /** The schema, if one is known: it says which values are strings. */
  readonly table: SchemaTable | undefined;
  /** Reads standard input to its end. */
  readonly stdin: () => Promise<string>;
}

/**
 * Reads words: a command by its name, with its arguments as one JSON object, as KEY=VALUE words or, for `-`, as JSON on
 * standard input; or a whole request in JSON, `{"execute": …, "arguments": …}`.
 *
 * Throws: UsageError, also for what QEMU would not read.
 */
export async function readRequest(words: readonly string[], context: RequestContext): Promise<Request> {
  const request = context.isMonitor ? monitorRequest(words) : await readWords(words, context);
  const reason = unsendable(request);
  if (reason !== undefined) throw new UsageError(`this cannot be sent: ${reason}`);
  return request;
}

function monitorRequest(words: readonly string[]): Request {
  return { command: "human-monitor-command", arguments: { "command-line": words.join(" ") } };
}

async function readWords(words: readonly string[], { table, stdin }: RequestContext): Promise<Request> {
  const [first = "", second, ...rest] = words;
  const isWhole = first === "-" || /^\s*\{/.test(first);
  const isJson = second === "-" || (second !== undefined && /^\s*[[{]/.test(second) && !isKeyValue(second));
  const extra = isWhole ? second : isJson ? rest[0] : undefined;
  if (extra !== undefined) throw new UsageError(`behind the JSON nothing may follow, and there is '${extra}'`);
  if (isWhole) return wholeRequest(await readObject(first, "the request", stdin));
  if (first === "") throw new UsageError("the command's name is empty");
  if (second === undefined) return { command: first, arguments: undefined };
  if (isJson) return { command: first, arguments: await readObject(second, "the arguments", stdin) };
  const command = table !== undefined && Object.hasOwn(table.commands, first) ? table.commands[first] : undefined;
  return { command: first, arguments: readKeyValues(words.slice(1), command?.arguments?.()) };
}

/** Why a request cannot be sent, if it cannot: it has no JSON, or none that QEMU reads. */
function unsendable(request: Request): string | undefined {
  try {
    return sendProblem(stringify(request));
  } catch (error) {
    return (error as Error).message;
  }
}

/** Whether a word that starts with a bracket has a key all the same: no JSON has `=` in front of its first quote. */
const isKeyValue = (word: string) => /^[^"]*=/.test(word);

async function readObject(word: string, what: string, stdin: () => Promise<string>): Promise<object> {
  const where = word === "-" ? `${what} on standard input` : what;
  const text = word === "-" ? await stdin() : word;
  let value: unknown;
  try {
    value = parse(text).value;
  } catch (error) {
    throw new UsageError(`cannot read ${where}: ${(error as Error).message}`);
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  throw new UsageError(
    `${where}: expected a JSON object, got ${value === null || Array.isArray(value) ? stringify(value).slice(0, 40) : typeof value}`,
  );
}

function wholeRequest(message: object): Request {
  const { execute, arguments: args, ...others } = message as Readonly<Record<string, unknown>>;
  const [other] = Object.keys(others);
  if (other !== undefined) throw new UsageError(`a request has 'execute' and 'arguments', not '${other}'`);
  if (typeof execute !== "string" || execute === "")
    throw new UsageError('a request names its command: {"execute": "query-status"}');
  if (args === undefined) return { command: execute, arguments: undefined };
  if (typeof args === "object" && args !== null && !Array.isArray(args)) return { command: execute, arguments: args };
  throw new UsageError("a request's 'arguments' are a JSON object");
}
