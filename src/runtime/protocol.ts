// Messages of QMP, as they are read: what a line may be, and what a greeting says (`docs/interop/qmp-spec`).

import type { FailureContext } from "./errors.js";
import { QmpError, QmpProtocolError } from "./errors.js";
import type { Parsed } from "./json.js";
import { parse } from "./json.js";

/** A message from the peer: a JSON object, of which nothing else is known yet. */
export type Message = Readonly<Record<string, unknown>>;

/** A version of QEMU. */
export interface Version {
  readonly major: number;
  readonly minor: number;
  readonly micro: number;
  /** What the distributor adds; may be empty. */
  readonly package: string;
}

/** What the peer says when it is connected to. */
export interface Greeting {
  readonly version: Version;
  /** What it offers: `oob`, as far as is known. */
  readonly capabilities: readonly string[];
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Message {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What a table has under a name of its own. */
export function own<T>(table: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return table && Object.hasOwn(table, name) ? table[name] : undefined;
}

/** Sets a member of an object as its own, whatever prototypes have under its name. */
export function setOwn(holder: object, name: string, value: unknown): void {
  Object.defineProperty(holder, name, { value, writable: true, enumerable: true, configurable: true });
}

/** A piece of what the peer sent, for messages: on one line, and short. */
export function excerpt(text: string): string {
  const line = text.slice(0, 80).replace(/[^\x20-\x7e]+/g, " ");
  return JSON.stringify(line.trim() + (text.length > 80 ? "…" : ""));
}

/** Reads a greeting. Throws: QmpProtocolError. */
export function readGreeting(message: Message): Greeting {
  const greeting = message["QMP"];
  if (isObject(greeting) && isObject(greeting["version"]) && Array.isArray(greeting["capabilities"])) {
    const { qemu, package: distributor } = greeting["version"];
    const number = (name: string) => Number((Object(qemu) as Message)[name]) || 0;
    return {
      version: {
        major: number("major"),
        minor: number("minor"),
        micro: number("micro"),
        package: typeof distributor === "string" ? distributor : "",
      },
      capabilities: greeting["capabilities"].filter((one) => typeof one === "string"),
    };
  }
  throw new QmpProtocolError("the peer speaks no QMP: its greeting lacks what one has");
}

/** The error of a reply that has one. */
export function errorOf(message: Message, context: FailureContext): QmpError {
  const { class: errorClass, desc } = Object(message["error"]) as Message;
  return new QmpError(String(errorClass), String(desc), context);
}

/** The text of a command, from that of its arguments. Without arguments there are none in it. */
export function requestText(name: string, args: string, id?: string, oob?: boolean): string {
  const tail = (args === "{}" ? "" : `,"arguments":${args}`) + (id === undefined ? "}" : `,"id":"${id}"}`);
  const text = `{"${oob ? "exec-oob" : "execute"}":${JSON.stringify(name)}${tail}`;
  // QEMU goes away without reading what is behind `quit`; over TCP the system then drops what QEMU said last.
  return name === "quit" ? text : `${text}\n`;
}

/** A message that was read. */
interface ParsedMessage extends Parsed {
  readonly value: Message;
}

/** Reads a message. Throws: QmpProtocolError for what is no JSON object. */
export function parsedMessage(text: string): ParsedMessage {
  let parsed;
  try {
    // A guest agent's 0xFF, which is no text, stands in front of replies to `guest-sync-delimited`.
    parsed = parse(text.startsWith("\ufffd") ? text.replace(/^\ufffd+/, "") : text);
  } catch (cause) {
    throw new QmpProtocolError(`the peer sent what is no JSON: ${excerpt(text)}`, { cause });
  }
  if (isObject(parsed.value)) return parsed as ParsedMessage;
  throw new QmpProtocolError(`the peer sent JSON that is no message: ${excerpt(text)}`);
}
