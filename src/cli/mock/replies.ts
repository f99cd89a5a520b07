// `--replies FILE`: what commands answer, by the user's own word. One JSON object; by a command's name a value to return,
// `{"return": …}`, `{"error": {"class", "desc"}}`, or a list of those, which are taken one after the other, the last one
// from then on. A list is a value itself where the command may return one, unless all in it are such forms, or lists.
//
// In: the file's text, the table. Out: what answers commands, or all that is wrong, a line each.

import { parse } from "../../runtime/index.js";
import type { CommandType, SchemaTable, TypeRef } from "../../runtime/index.js";
import { isObject, own } from "../../runtime/protocol.js";
import { kindOfType, typeOf } from "../../runtime/types.js";
import { unknownText, valueFaults } from "../schema-faults.js";
import type { Outcome } from "./outcome.js";
import { outcomeOf } from "./outcome.js";

/** Replies by command, in their order; or what is wrong with them. */
export type ReadReplies =
  | { readonly ok: true; readonly replies: ReadonlyMap<string, readonly Outcome[]> }
  | { readonly ok: false; readonly faults: readonly string[] };

/** Commands that make up the protocol itself: only the server can answer them. */
export const protocolCommands: readonly string[] = ["qmp_capabilities", "guest-sync", "guest-sync-delimited"];

/** Reads a file's text. `file` is for what is wrong. */
export function readReplies(file: string, text: string, table: SchemaTable): ReadReplies {
  let value: unknown;
  try {
    value = parse(text).value;
  } catch (error) {
    return { ok: false, faults: [`${file}: this is no JSON: ${(error as Error).message}`] };
  }
  if (!isObject(value)) return { ok: false, faults: [`${file}: expected an object with replies by command`] };
  const replies = new Map<string, readonly Outcome[]>();
  const faults: string[] = [];
  for (const [command, said] of Object.entries(value)) {
    const type = own(table.commands, command);
    if (type === undefined) faults.push(unknownText("command", command, Object.keys(table.commands)));
    else if (protocolCommands.includes(command))
      faults.push(`${command}: it is a part of the protocol, which answers it`);
    else {
      const read = readReply(type, said);
      faults.push(...read.faults.map((fault) => `${command}: ${fault}`));
      replies.set(command, read.outcomes);
    }
  }
  return faults.length === 0
    ? { ok: true, replies }
    : { ok: false, faults: faults.map((fault) => `${file}: ${fault}`) };
}

/** Answers a command with its replies, each in its turn, the last one for good. */
export function replySource(
  replies: ReadonlyMap<string, readonly Outcome[]>,
): (command: string) => Outcome | undefined {
  const turns = new Map<string, number>();
  return (command) => {
    const outcomes = replies.get(command);
    if (outcomes === undefined) return undefined;
    const turn = turns.get(command) ?? 0;
    turns.set(command, turn + 1);
    return outcomes[Math.min(turn, outcomes.length - 1)];
  };
}

interface ReadReply {
  readonly outcomes: readonly Outcome[];
  readonly faults: readonly string[];
}

function readReply(type: CommandType, said: unknown): ReadReply {
  if (!Array.isArray(said) || !isSequence(type.returns, said)) return readOne(type, said, "");
  if (said.length === 0) return { outcomes: [], faults: ["an empty list of replies"] };
  const read = said.map((one, index) => readOne(type, one, `reply ${index + 1}: `));
  return { outcomes: read.flatMap(({ outcomes }) => outcomes), faults: read.flatMap(({ faults }) => faults) };
}

function readOne({ returns }: CommandType, said: unknown, where: string): ReadReply {
  const outcome = isForm(said) ? outcomeOf(said) : { value: said };
  if (outcome === undefined)
    return { outcomes: [], faults: [`${where}error: expected {"class": "GenericError", "desc": "…"}`] };
  const faults = "value" in outcome ? valueFaults(returns, outcome.value) : [];
  return { outcomes: [outcome], faults: faults.map((fault) => where + fault) };
}

/** Whether it says what it is: a result or an error. */
function isForm(said: unknown): boolean {
  if (!isObject(said)) return false;
  const [name, ...others] = Object.keys(said);
  return others.length === 0 && (name === "return" || name === "error");
}

/** Whether a list is several replies, and not one that is a list. */
function isSequence(returns: TypeRef | undefined, list: readonly unknown[]): boolean {
  const lists = returns === undefined ? [] : listsOf(returns);
  if (lists === "any") return list.length > 0 && list.every(isForm);
  if (lists.length === 0) return true;
  // A list of lists where no element of a result may be one.
  const isNested = lists.some((element) => listsOf(element) === "any" || listsOf(element).length > 0);
  return list.length > 0 && list.every((one) => isForm(one) || (!isNested && Array.isArray(one)));
}

/** The elements of the lists that a value of a type may be. */
function listsOf(ref: TypeRef): readonly TypeRef[] | "any" {
  const type = typeOf(ref);
  if (type === "any") return type;
  if (typeof type === "string") return [];
  if ("alternate" in type) return type.branches.flatMap((one) => listsOf(one));
  return kindOfType(type) === "array" ? [(type as readonly [TypeRef])[0]] : [];
}
