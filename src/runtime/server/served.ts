// What a server is made of: what generated `server.ts` files tell the runtime of their schema, beside the table.

import { own } from "../protocol.js";
import type { HmpTables } from "../hmp/table.js";
import type { SchemaTable } from "../table.js";

/** The features that a policy can be about (`qapi/compat.json`, CompatPolicy). */
export type SpecialFeature = "deprecated" | "unstable";

/** What a policy does with what has a feature (`qapi/compat.json`, CompatPolicyInput and CompatPolicyOutput). */
export type Policy<Act extends string> = Readonly<Record<SpecialFeature, "accept" | Act>>;

/**
 * Says for which feature a policy acts on something, by its key in `features`; for none if it does not. `deprecated` is
 * asked first (`qapi/qapi-util.c`, compat_policy_input_ok).
 */
export function featureFinder<Act extends string>(
  features: ServedSchema["features"],
  policy: Policy<Act>,
): (key: string) => SpecialFeature | undefined {
  const acting = (["deprecated", "unstable"] as const).filter((one) => policy[one] !== "accept");
  return (key) => {
    const has = acting.length === 0 ? undefined : own(features, key);
    return has && acting.find((one) => has.includes(one));
  };
}

/** A schema as a server needs it. */
export interface ServedSchema {
  /** Commands, events and types. */
  readonly schema: SchemaTable;
  /** The names of the handlers' methods, by command. */
  readonly methods: Readonly<Record<string, string>>;
  /**
   * What is deprecated or unstable: by `command`, `EVENT`, `Type.member` (`command.member`, `EVENT.member` for members
   * in place) and `Enum.value`.
   */
  readonly features: Readonly<Record<string, readonly SpecialFeature[]>>;
  /** What `query-qmp-schema` answers, where all commands have handlers: each entry as JSON. */
  readonly introspection: readonly string[];
  /** The commands of the human monitor; without them there is none. */
  readonly hmp?: HmpTables | undefined;
}
