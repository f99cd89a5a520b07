// What is described and what there is must be the same. QEMU's manual, "Documentation comments"; `QAPIDoc.connect_*`
// and `QAPIDoc.check` of scripts/qapi/parser.py.

import { diagnostic } from "../../base/messages.js";
import { suggest } from "../../base/suggest.js";
import type { Span } from "../../base/source.js";
import type { Definition, Doc, DocEntry } from "../../schema/model.js";
import { describedParts } from "../../schema/query.js";
import { allFeatures, placeIn } from "./rule.js";
import type { RuleContext } from "./rule.js";

/** What the parts of each kind of definition are called. */
const roles = {
  enum: "value",
  struct: "member",
  union: "member",
  alternate: "alternative",
  command: "argument",
  event: "argument",
} as const satisfies Record<Definition["kind"], string>;

/** Reports: parts and features of a definition that its documentation does not describe. */
export function checkUndocumented(context: RuleContext, definition: Definition): void {
  const { doc } = definition;
  if (doc === undefined || isExact(definition, doc)) return;
  const [parts, features] = describedThings(context, definition, doc);
  const check = (things: Things, { name, span }: { readonly name: string; readonly span: Span }) => {
    if (!things.required || things.described.has(name)) return;
    const entry = things.misspelt.get(name);
    const notes = entry === undefined ? [] : [{ message: `it may be meant by '@${entry.name}:'`, span: entry.span }];
    context.report(
      diagnostic("doc-undocumented", { what: `${things.role} '${name}'` }, placeIn(definition, span, notes)),
    );
  };
  for (const feature of definition.features) check(features, feature);
  for (const part of describedParts(definition)) {
    check(parts, part);
    for (const feature of part.features ?? []) check(features, feature);
  }
}

/** Reports: descriptions of what is not there. */
export function checkUnknownEntries(context: RuleContext, definition: Definition): void {
  const { doc } = definition;
  if (doc === undefined || isExact(definition, doc)) return;
  const owner = `${definition.kind} '${definition.name}'`;
  for (const { role, names, unknown, misspelt, required } of describedThings(context, definition, doc)) {
    const told = required ? new Set(misspelt.values()) : undefined;
    for (const entry of unknown) {
      const { name, span } = entry;
      if (told?.has(entry)) continue;
      const place =
        doc.dialect === "7.2"
          ? { span: { ...doc.span, end: doc.span.start + 2 }, notes: [{ message: "the description", span }] }
          : { span };
      context.report(diagnostic("doc-unknown-entry", { name, role, owner, suggestion: suggest(name, names) }, place));
    }
  }
}

/** Whether everything is described once, and in its order, as it nearly always is: then there is nothing to ask. */
function isExact(definition: Definition, doc: Doc): boolean {
  const parts = describedParts(definition);
  if (parts.length !== doc.members.length) return false;
  if (definition.features.length + doc.features.length > 0 || parts.some(({ features = [] }) => features.length > 0)) {
    return false;
  }
  return doc.members.every(({ name, span }, index) => span !== undefined && name === parts[index]!.name);
}

/** What there is, and what is described: of the parts, or of the features, of a definition. */
interface Things {
  readonly role: string;
  readonly names: ReadonlySet<string>;
  /** Whether all must be described. */
  readonly required: boolean;
  readonly described: ReadonlySet<string>;
  /** Descriptions of what is not there. */
  readonly unknown: readonly DocEntry[];
  /** Those that may be meant for something without description, by its name: one mistake, not two. */
  readonly misspelt: ReadonlyMap<string, DocEntry>;
}

function describedThings(context: RuleContext, definition: Definition, doc: Doc): readonly [Things, Things] {
  const things = (
    role: string,
    list: readonly { readonly name: string }[],
    entries: readonly DocEntry[],
    required: boolean,
  ): Things => {
    const names = new Set(list.map(({ name }) => name));
    const spelled = entries.filter(({ span }) => span !== undefined);
    const described = new Set(spelled.map(({ name }) => name));
    const unknown = spelled.filter(({ name }) => !names.has(name));
    const bare = unknown.length === 0 ? [] : [...names].filter((name) => !described.has(name));
    const misspelt = new Map<string, DocEntry>();
    for (const entry of unknown) {
      const meant = suggest(entry.name, bare);
      if (meant !== undefined && !misspelt.has(meant)) misspelt.set(meant, entry);
    }
    return { role, names, required, described, unknown, misspelt };
  };
  const excused = !membersMustBeDocumented(context) || context.excuses("documentationExceptions", doc.symbol);
  return [
    things(roles[definition.kind], describedParts(definition), doc.members, !excused),
    things("feature", allFeatures(definition), doc.features, true),
  ];
}

/**
 * Whether members must be described. Without a release 7.2's documentation is as good as any, and it leaves members
 * out; a pragma that lists exceptions says that the schema follows the newer rule.
 */
function membersMustBeDocumented({ anyRelease, release, pragmas }: RuleContext): boolean {
  return anyRelease ? pragmas.documentationExceptions.length > 0 : release.membersDocumented;
}
