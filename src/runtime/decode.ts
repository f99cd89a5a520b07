// What has come, made into the forms that the generated types promise, in place: the value was just read, and is ours.
// Integers of 64 bits become `bigint`; what is promised as a `number` and is none without loss is an error that carries
// everything. All that the schema does not know stays as it came: members, tags, values, other kinds of JSON.

import type { FailureContext } from "./errors.js";
import { QmpUnsafeIntegerError } from "./errors.js";
import { isObject } from "./protocol.js";
import type { DecodeOptions, NamedType, ObjectType, TypeRef } from "./table.js";
import type { Member } from "./types.js";
import { alternativeOf, branchOf, isArray, isBig, kindOfType, leadsTo, membersOf, typeOf } from "./types.js";

/** A value that is still to be looked at, in what it is in. */
interface Task {
  readonly holder: Record<string | number, unknown>;
  readonly key: string | number;
  readonly type: TypeRef;
  readonly path: string;
  /** What the generator's setting calls it; alternates have names there that are not in the table. */
  readonly setting: string | undefined;
}

/**
 * Decodes a value. It keeps tasks of its own, so that what is nested deep cannot exhaust the platform's stack.
 *
 * Throws: QmpUnsafeIntegerError for the first integer that is unsafe, once all others are decoded.
 */
export function decode(ref: TypeRef, value: unknown, { name, exact, context }: DecodeOptions): unknown {
  if (!exact && !isWork(ref)) return value;
  const root: Task["holder"] = { value };
  const tasks: Task[] = [{ holder: root, key: "value", type: ref, path: "", setting: name }];
  let unsafe: Task | undefined;
  for (let task; (task = tasks.pop()) !== undefined;) {
    const { holder, key, type: inner, path, setting } = task;
    const here = holder[key];
    const type = typeOf(inner);
    if (typeof type === "string") {
      if (isBig(type)) {
        // One with a fraction or an exponent, or of another kind, is left.
        if (Number.isSafeInteger(here)) holder[key] = BigInt(here as number);
      } else if (typeof here === "bigint" && type === "number") holder[key] = Number(here);
      // Tasks are taken from the end: the last one that is found is the first one in the value.
      else if (typeof here === "bigint" && kindOfType(type) === "number") unsafe = task;
    } else if ("alternate" in type) {
      const one = alternativeOf(type, here);
      if (one !== undefined) tasks.push({ ...task, type: one, setting: undefined });
    } else if (Array.isArray(type)) {
      if (!Array.isArray(here)) continue;
      for (let at = 0; at < here.length; at++) {
        tasks.push({ holder: here as never, key: at, type: type[0], path: exact ? `${path}[${at}]` : "", setting });
      }
    } else if ("members" in type && isObject(here)) {
      for (let part: ObjectType | undefined = type; part !== undefined; part = branchOf(part, here)) {
        for (const member of exact ? membersOf(part).values() : workOf(part)) {
          const inside = exact ? `${path === "" ? "" : `${path}.`}${member.name}` : "";
          const own = exact ? `${member.owner}.${member.name}` : "";
          tasks.push({ holder: here, key: member.name, type: member.type, path: inside, setting: own });
        }
      }
    }
  }
  if (unsafe !== undefined) throw unsafeError(unsafe, root["value"], name, context);
  return root["value"];
}

// ---- where work is ---------------------------------------------------------------------------------------------------

/** Whether values of types may hold what becomes a `bigint`; of the module for the same reason as `known` in `types.ts`. */
const knownWork = /* @__PURE__ */ new WeakMap<NamedType, boolean>();

/** The members of types that lead to such values. */
const knownMembers = /* @__PURE__ */ new WeakMap<ObjectType, readonly Member[]>();

function isWork(ref: TypeRef): boolean {
  const type = typeOf(ref);
  if (typeof type === "string") return isBig(type);
  if (isArray(type)) return isWork(type[0]);
  let found = knownWork.get(type);
  if (found === undefined) knownWork.set(type, (found = leadsTo(type, (one) => typeof one === "string" && isBig(one))));
  return found;
}

function workOf(type: ObjectType): readonly Member[] {
  let members = knownMembers.get(type);
  if (members === undefined) {
    members = [...membersOf(type).values()].filter((member) => isWork(member.type));
    knownMembers.set(type, members);
  }
  return members;
}

// ---- what cannot be held ---------------------------------------------------------------------------------------------

function unsafeError(task: Task, value: unknown, name: string, context?: FailureContext): QmpUnsafeIntegerError {
  const { holder, key, path, setting } = task;
  const text = String(holder[key]);
  // An event has no command that could stand in front.
  const whose = context === undefined ? `${name}: ` : "";
  const message = `${whose}${path === "" ? "the result" : path} is ${text}, which a number cannot hold${wayOut(task, setting)}`;
  return new QmpUnsafeIntegerError(path, text, value, message, context);
}

/** The setting of the generator that makes a `bigint` of it; there is none for the types of fewer than 64 bits. */
function wayOut({ type }: Task, setting: string | undefined): string {
  const builtin = typeOf(type);
  const [flag] = typeof builtin === "string" ? builtin.split(":number") : [];
  if (flag !== "int" && flag !== "int64" && flag !== "uint64" && flag !== "size") return "";
  const all = `--${flag === "int" ? flag : "int64"} bigint`;
  const one = setting === undefined ? "" : `integers.overrides { ${JSON.stringify(setting)}: "bigint" } or `;
  return `; generate with ${one}${all}`;
}
