// What the running peer can do, whatever the schema that the client was generated from says: answered from its own
// description of itself, `query-qmp-schema` (QEMU's manual, "Client JSON Protocol introspection"); a guest agent has only
// `guest-info`, which lists commands.

import { isObject } from "./protocol.js";

/** What to ask about a command or an event, beside whether it is there. */
export interface Feature {
  /** A member of a command's arguments; dots lead into it: `options.driver`. */
  readonly argument?: string | undefined;
  /** A member of a command's result. */
  readonly result?: string | undefined;
  /** A member of an event's data. */
  readonly data?: string | undefined;
  /** A value that the member's enumeration has. */
  readonly value?: string | undefined;
  /** The name of a feature, such as `unstable`: of the value or the member if one is named, else of the whole. */
  readonly feature?: string | undefined;
}

/** An entry of the description, a member, or a value: JSON objects of which only what is needed is known. */
type Entry = Readonly<Record<string, unknown>>;

/** A peer's description of itself. */
export class Introspection {
  readonly #entries: ReadonlyMap<unknown, Entry>;

  /** Takes the reply as it came; what does not belong there is passed over. */
  constructor(reply: unknown) {
    // One without a name would be found by whoever refers to nothing.
    const named = objectsIn(reply).filter((entry) => typeof entry["name"] === "string");
    this.#entries = new Map(named.map((entry) => [entry["name"], entry]));
  }

  /**
   * Whether there is such a command or event, and in it all that is asked for. A member counts if any branch of a
   * union, or any type of an alternate, has it; the elements of an array stand for the array.
   */
  has(name: string, { argument, result, data, value, feature }: Feature = {}): boolean {
    const entry = this.#entries.get(name);
    if (entry === undefined || (entry["meta-type"] !== "command" && entry["meta-type"] !== "event")) return false;
    const isCommand = entry["meta-type"] === "command";
    const asked = [
      { path: argument, type: isCommand ? entry["arg-type"] : undefined },
      { path: result, type: isCommand ? entry["ret-type"] : undefined },
      { path: data, type: isCommand ? undefined : entry["arg-type"] },
    ].filter(({ path }) => path !== undefined);
    if (asked.length === 0) return value === undefined && hasFeature(entry, feature);
    return asked.every(({ path, type }) => {
      const members = this.#follow(type, path!.split("."));
      if (value === undefined) return members.some((member) => hasFeature(member, feature));
      const values = members.flatMap((member) => this.#valuesOf(member["type"]));
      return values.some((one) => one["name"] === value && hasFeature(one, feature));
    });
  }

  /** The members that a path leads to: several where branches have members of one name. */
  #follow(type: unknown, path: readonly string[]): readonly Entry[] {
    let types: readonly unknown[] = [type];
    let members: readonly Entry[] = [];
    for (const name of path) {
      members = types.flatMap((one) => this.#membersOf(one)).filter((member) => member["name"] === name);
      types = [...new Set(members.map((member) => member["type"]))];
    }
    return members;
  }

  #membersOf(type: unknown): readonly Entry[] {
    return this.#reach(type).flatMap((entry) => (entry["meta-type"] === "object" ? objectsIn(entry["members"]) : []));
  }

  /** The values of an enumeration; those before QEMU 6.2 are names alone. */
  #valuesOf(type: unknown): readonly Entry[] {
    return this.#reach(type).flatMap((entry): readonly Entry[] => {
      if (entry["meta-type"] !== "enum") return [];
      const { members, values } = entry;
      return members === undefined && Array.isArray(values)
        ? values.map((name: unknown) => ({ name }))
        : objectsIn(members);
    });
  }

  /** A type, and those that a value of it may be of: an array's elements, an alternate's types, a union's branches. */
  #reach(type: unknown): readonly Entry[] {
    const reached = new Set<Entry>();
    const pending = [type];
    while (pending.length > 0) {
      const entry = this.#entries.get(pending.pop());
      if (entry === undefined || reached.has(entry)) continue;
      reached.add(entry);
      if (entry["meta-type"] === "array") pending.push(entry["element-type"]);
      if (entry["meta-type"] === "alternate") pending.push(...objectsIn(entry["members"]).map((one) => one["type"]));
      if (entry["meta-type"] === "object") pending.push(...objectsIn(entry["variants"]).map((one) => one["type"]));
    }
    return [...reached];
  }
}

function hasFeature(entry: Entry, feature: string | undefined): boolean {
  return feature === undefined || (Array.isArray(entry["features"]) && entry["features"].includes(feature));
}

/** Whether a reply to `guest-info` has a command that is enabled. */
export function agentSupports(reply: unknown, name: string): boolean {
  const commands = isObject(reply) ? objectsIn(reply["supported_commands"]) : [];
  return commands.some((command) => command["name"] === name && command["enabled"] === true);
}

function objectsIn(list: unknown): readonly Entry[] {
  return Array.isArray(list) ? list.filter(isObject) : [];
}
