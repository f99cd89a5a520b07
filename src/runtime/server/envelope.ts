// What is around a command: an object with `execute` or `exec-oob`, `arguments` and `id`, and nothing else
// (`qapi/qmp-dispatch.c`, qmp_dispatch_check_obj). Several things may be wrong with it; which one is told is not specified.

import type { QmpErrorClass } from "../errors.js";
import type { Values } from "../types.js";
import { kindOfInput } from "./faults.js";

/** A command that has come. */
export interface Request {
  readonly command: string;
  readonly args: Values;
  readonly oob: boolean;
  /** In a box, as any JSON value may be one, `null` too; none if there was none. */
  readonly id: { readonly value: unknown } | undefined;
}

/** What a request is refused with. */
export interface Refusal {
  readonly class: QmpErrorClass;
  readonly desc: string;
}

const none: Values = {};

/** Whether what was read is an object of JSON: a number in its box is none. */
export function isJsonObject(value: unknown): value is Values {
  return kindOfInput(value) === "object";
}

/** The id of a request, whatever else is wrong with it. */
export function idOf(message: Values): Request["id"] {
  return Object.hasOwn(message, "id") ? { value: message["id"] } : undefined;
}

/** Reads a request; `takesOob` says whether out-of-band execution was agreed on. Gives in words what is wrong with it. */
export function readRequest(message: Values, takesOob: boolean): Request | string {
  let command: string | undefined;
  let args = none;
  let oob = false;
  for (const key of Object.keys(message)) {
    const value = message[key];
    if (key === "execute" || (key === "exec-oob" && takesOob)) {
      if (typeof value !== "string") return `'${key}' takes the name of a command, a string`;
      if (command !== undefined) return "'execute' and 'exec-oob' exclude each other";
      command = value;
      oob = key === "exec-oob";
    } else if (key === "arguments") {
      if (!isJsonObject(value)) return "'arguments' takes an object";
      args = value;
    } else if (key !== "id") return `no member '${key.slice(0, 200)}': a request has 'execute', 'arguments' and 'id'`;
  }
  if (command === undefined) return "'execute' is missing";
  return { command, args, oob, id: idOf(message) };
}
