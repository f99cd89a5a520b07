// Events that the user asks for: `NAME`, or `NAME` with data in JSON behind `=` (`--emit`) or a blank (control lines).
//
// In: a word or a line, the table. Out: an event that the schema allows, or what is wrong with it. Data that is left out
// where the event has some is made up.

import { parse } from "../../runtime/index.js";
import type { EventType, SchemaTable, TypeRef } from "../../runtime/index.js";
import { own } from "../../runtime/protocol.js";
import { problemsOf } from "../../runtime/validate.js";
import { unknownText, valueFaults } from "../schema-faults.js";
import type { RecordedEvent } from "./recording.js";
import type { MakeValue } from "./values.js";

/** An event, or what is wrong. */
export type ReadEvent = RecordedEvent | { readonly faults: readonly string[] };

/** Reads what the user wrote. */
export function readEvent(words: string, table: SchemaTable, make: MakeValue): ReadEvent {
  const [, name = "", text = ""] = /^\s*([^\s={]*)\s*=?\s*([^]*?)\s*$/.exec(words)!;
  const type = own(table.events, name);
  if (type === undefined) return { faults: [unknownText("event", name, Object.keys(table.events))] };
  if (text === "")
    return madeEvent(type, make) ?? { faults: [`${name}: there is no data of its type: it has to hold itself`] };
  let data: unknown;
  try {
    data = parse(text).value;
  } catch (error) {
    return { faults: [`${name}: the data is no JSON: ${(error as Error).message}`] };
  }
  const faults = valueFaults(type.data, data).map((fault) => `${name}: ${fault}`);
  if (faults.length > 0) return { faults };
  return { event: name, data: type.data === undefined ? undefined : data };
}

/** An event with data that is made up. */
export function madeEvent({ event, data }: EventType, make: MakeValue): RecordedEvent | undefined {
  if (data === undefined) return { event, data: undefined };
  const made = make(event, data);
  return made === undefined ? undefined : { event, data: made };
}

/** What a machine says that ends since `quit` was executed, if the schema has words for it (`qapi/run-state.json`, SHUTDOWN). */
export function shutdownEvent(table: SchemaTable, make: MakeValue): RecordedEvent | undefined {
  const type = own(table.events, "SHUTDOWN");
  if (type?.data === undefined) return type && madeEvent(type, make);
  const data = { guest: false, reason: "host-qmp-quit" };
  return problemsOf(type.data, data).length === 0 ? { event: type.event, data } : madeEvent(type, make);
}

/** The events of a table, a line each, with the members of their data. */
export function eventLines({ events }: SchemaTable): readonly string[] {
  return Object.values(events).map(({ event, data }) => {
    const members = data === undefined ? [] : memberWords(data);
    return members.length === 0 ? event : `${event} { ${members.join(", ")} }`;
  });
}

function memberWords(ref: Exclude<EventType["data"], undefined>): readonly string[] {
  const { base, members } = ref();
  const words = Object.entries(members).map(([name, type]) => `${name}: ${typeWord(type)}`);
  return [...(base === undefined ? [] : memberWords(base)), ...words];
}

function typeWord(ref: TypeRef): string {
  if (typeof ref === "string") return ref.replace(/:.*/, "");
  if (typeof ref !== "function") return `[${typeWord(ref[0])}]`;
  const type = ref();
  return "enum" in type ? type.enum : "alternate" in type ? type.alternate : type.object;
}
