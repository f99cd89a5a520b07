// A small schema's table, as generated code has it, for tests of the runtime.

import type { CommandType, EventType, ObjectType, SchemaTable } from "../../src/runtime/index.js";
import { decode, encode } from "../../src/runtime/index.js";

/** What its commands take and give. */
export interface Commands {
  "query-status": { arguments: Record<string, never>; returns: { running: boolean; ns: bigint; count: number } };
  "set-speed": { arguments: { speed: number | bigint; unit?: "kib" | "mib" | undefined }; returns: void };
  "query-any": { arguments: { key?: unknown }; returns: unknown };
  "query-count": { arguments: Record<string, never>; returns: number };
  "make-thing": { arguments: { "job-id": string; "auto-finalize"?: boolean | undefined }; returns: void };
  rescue: { arguments: Record<string, never>; returns: void; oob: true };
  shutdown: { arguments: Record<string, never>; returns: void };
  quit: { arguments: Record<string, never>; returns: void };
}

/** What its events carry. */
export interface Events {
  STOP: { data: undefined };
  RESUME: { data: undefined };
  PROGRESS: { data: { done: bigint; total: number; id: string } };
  JOB_STATUS_CHANGE: { data: { id: string; status: string } };
}

const Status: ObjectType = { object: "Status", members: { running: "bool", ns: "uint64", count: "int" } };
const SpeedArguments: ObjectType = {
  object: "set-speed",
  members: { speed: "int", "*unit": () => ({ enum: "Unit", values: ["kib", "mib"] }) },
};
const ThingArguments: ObjectType = { object: "make-thing", members: { "job-id": "str", "*auto-finalize": "bool" } };
const AnyArguments: ObjectType = { object: "query-any", members: { "*key": "any" } };
const Progress: ObjectType = { object: "PROGRESS", members: { done: "size", total: "int", id: "str" } };
const JobStatus: ObjectType = { object: "JOB_STATUS_CHANGE", members: { id: "str", status: "str" } };

/** `query-status`. */
export const queryStatus: CommandType<"query-status", Commands["query-status"]> = {
  command: "query-status",
  returns: () => Status,
  decode,
};

/** `PROGRESS`. */
export const PROGRESS: EventType<"PROGRESS", Events["PROGRESS"]["data"]> = {
  event: "PROGRESS",
  data: () => Progress,
  decode,
};

/** All of it. */
export const table: SchemaTable = {
  commands: {
    "query-status": queryStatus,
    "set-speed": { command: "set-speed", arguments: () => SpeedArguments, encode },
    "query-any": { command: "query-any", arguments: () => AnyArguments, returns: "any", encode },
    "query-count": { command: "query-count", returns: "int", decode },
    "make-thing": { command: "make-thing", arguments: () => ThingArguments, encode },
    rescue: { command: "rescue", oob: true },
    shutdown: { command: "shutdown", silent: true },
    quit: { command: "quit" },
  },
  events: {
    STOP: { event: "STOP" },
    RESUME: { event: "RESUME" },
    PROGRESS,
    JOB_STATUS_CHANGE: { event: "JOB_STATUS_CHANGE", data: () => JobStatus },
  },
};
