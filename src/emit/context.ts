// What emitters are told: how integers are typed where nothing else is said, and what they share in a run.

import { qemuVersion } from "../base/releases.js";
import type { Schema } from "../schema/model.js";
import { doors } from "./doors.js";
import type { Conventions, EmitContext, IntegerOptions } from "./emitter.js";

/**
 * Members that are declared `int`, which arrives as a `number`, but hold more than 2^53: by path, with the reason.
 * `guest-get-time` does so always; the others count nanoseconds, of which 2^53 are 104 days.
 */
export const knownWide = {
  "guest-get-time": "nanoseconds since 1970",
  "BlockDeviceStats.rd_total_time_ns": "nanoseconds of reading",
  "BlockDeviceStats.wr_total_time_ns": "nanoseconds of writing",
  "BlockDeviceStats.zone_append_total_time_ns": "nanoseconds of appending to zones",
  "BlockDeviceStats.flush_total_time_ns": "nanoseconds of flushing",
  "BlockDeviceStats.unmap_total_time_ns": "nanoseconds of unmapping",
} as const;

/** The options with what is left out filled in; overrides are added to the known ones. */
export function integerOptions(options: Partial<IntegerOptions> = {}): IntegerOptions {
  const known = Object.fromEntries(Object.keys(knownWide).map((path) => [path, "bigint" as const]));
  return Object.freeze({
    int64: options.int64 ?? "bigint",
    int: options.int ?? "number",
    overrides: Object.freeze({ ...known, ...options.overrides }),
  });
}

/** The conventions where nothing else is said. */
export const defaultConventions: Conventions = Object.freeze({
  layout: "kinds",
  importExtension: "js",
  runtime: "package",
  methodNames: "camelCase",
  banner: undefined,
});

/** Conventions as they are asked for: what is left out is as it is where nothing is said. */
export type ConventionOptions = { readonly [Name in keyof Conventions]?: Conventions[Name] | undefined };

/** The conventions with what is left out filled in. */
export function conventionsOf(options: ConventionOptions = {}): Conventions {
  return Object.freeze({
    layout: options.layout ?? defaultConventions.layout,
    importExtension: options.importExtension ?? defaultConventions.importExtension,
    runtime: options.runtime ?? defaultConventions.runtime,
    methodNames: options.methodNames ?? defaultConventions.methodNames,
    banner: options.banner ?? defaultConventions.banner,
  });
}

/** What the context of a run is made of. */
export type ContextFacts = Omit<EmitContext, "once" | "hmp" | "qemu" | "emitters" | "conventions"> &
  Partial<Pick<EmitContext, "hmp" | "qemu" | "emitters" | "conventions">>;

/** The context of one run over one schema. */
export function emitContext(schema: Schema, facts: ContextFacts): EmitContext {
  const made = new Map<unknown, unknown>();
  const context: EmitContext = {
    hmp: {},
    qemu: qemuVersion(schema.release),
    emitters: Object.keys(doors),
    conventions: defaultConventions,
    ...facts,
    once<T>(make: (schema: Schema, context: EmitContext) => T): T {
      if (!made.has(make)) made.set(make, make(schema, context));
      return made.get(make) as T;
    },
  };
  return context;
}
