// What `query-qmp-schema` answers: the schema as it is served. What the generator found is filtered, never made anew:
// commands without a handler are left out, and the types that nothing else leads to (`qapi/introspect.json`).

/** An entry, as far as this side reads it (`qapi/introspect.json`, SchemaInfo). */
interface Entry {
  readonly name: string;
  readonly "meta-type": string;
  readonly features?: readonly string[];
  readonly members?: readonly {
    readonly name?: string;
    readonly type?: string;
    readonly features?: readonly string[];
  }[];
  readonly variants?: readonly { readonly type: string }[];
  readonly "element-type"?: string;
  readonly "arg-type"?: string;
  readonly "ret-type"?: string;
}

/**
 * The entries of what is served. `isServed` says whether a command is; with `hidesDeprecated`, deprecated commands, events
 * and members are left out too (`monitor/qmp-cmds-control.c`, query_qmp_schema).
 */
export function servedIntrospection(
  entries: readonly string[],
  isServed: (command: string) => boolean,
  hidesDeprecated: boolean,
): readonly unknown[] {
  const all = entries.map((entry) => JSON.parse(entry) as Entry);
  const byName = new Map(all.map((entry) => [entry.name, entry]));
  const roots = all.filter((entry) => entry["meta-type"] === "event" || (isCommand(entry) && isServed(entry.name)));
  const reached = new Set(roots);
  // A set gives what is added to it while it is gone through, too.
  for (const entry of reached) {
    for (const name of typesIn(entry)) {
      const type = byName.get(name);
      if (type !== undefined) reached.add(type);
    }
  }
  const served = all.filter((entry) => reached.has(entry));
  return hidesDeprecated ? served.flatMap(withoutDeprecated) : served;
}

function isCommand(entry: Entry): boolean {
  return entry["meta-type"] === "command";
}

function typesIn(entry: Entry): readonly string[] {
  const { "arg-type": args, "ret-type": returns, "element-type": element, members = [], variants = [] } = entry;
  return [args, returns, element, ...[...members, ...variants].map(({ type }) => type)].filter(
    (one) => one !== undefined,
  );
}

function withoutDeprecated(entry: Entry): readonly Entry[] {
  const isDeprecated = ({ features }: Pick<Entry, "features">) => features?.includes("deprecated") === true;
  const kind = entry["meta-type"];
  if ((kind === "command" || kind === "event") && isDeprecated(entry)) return [];
  if (kind !== "object" || !entry.members?.some(isDeprecated)) return [entry];
  return [{ ...entry, members: entry.members.filter((member) => !isDeprecated(member)) }];
}
