// What is described and what there is must be the same. QEMU's manual, "Documentation comments"; `QAPIDoc.connect_*`
// and `QAPIDoc.check` of scripts/qapi/parser.py.

import { diagnostic } from "../../base/messages.js";
import { suggest } from "../../base/suggest.js";
import type { Definition, Doc, DocEntry, Feature } from "../../schema/model.js";
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
  if (doc === undefined) return;
  const described = new Set(doc.members.filter(({ span }) => span !== undefined).map(({ name }) => name));
  const excused = !membersMustBeDocumented(context) || context.pragmas.documentationExceptions.includes(doc.symbol);
  const features = new Set(doc.features.map(({ name }) => name));
  const checkOwn = (list: readonly Feature[]) => {
    for (const { name, span } of list) {
      if (!features.has(name)) {
        context.report(diagnostic("doc-undocumented", { what: `feature '${name}'` }, placeIn(definition, span)));
      }
    }
  };
  checkOwn(definition.features);
  for (const part of describedParts(definition)) {
    if (!excused && !described.has(part.name)) {
      const what = `${roles[definition.kind]} '${part.name}'`;
      context.report(diagnostic("doc-undocumented", { what }, placeIn(definition, part.span)));
    }
    checkOwn(part.features ?? []);
  }
}

/**
 * Whether members must be described. Without a release 7.2's documentation is as good as any, and it leaves members
 * out; a pragma that lists exceptions says that the schema follows the newer rule.
 */
function membersMustBeDocumented({ anyRelease, release, pragmas }: RuleContext): boolean {
  return anyRelease ? pragmas.documentationExceptions.length > 0 : release.membersDocumented;
}

/** Reports: descriptions of what is not there. */
export function checkUnknownEntries(context: RuleContext, definition: Definition): void {
  const { doc } = definition;
  if (doc === undefined) return;
  const parts = describedParts(definition).map(({ name }) => name);
  const features = allFeatures(definition).map(({ name }) => name);
  report(context, definition, doc, doc.members, parts, roles[definition.kind]);
  report(context, definition, doc, doc.features, features, "feature");
}

function report(context: RuleContext, definition: Definition, doc: Doc, entries: readonly DocEntry[], known: readonly string[], role: string): void {
  for (const { name, span } of entries) {
    if (span === undefined || known.includes(name)) continue;
    const owner = `${definition.kind} '${definition.name}'`;
    const place =
      doc.dialect === "7.2"
        ? { span: { ...doc.span, end: doc.span.start + 2 }, notes: [{ message: "the description", span }] }
        : { span };
    context.report(diagnostic("doc-unknown-entry", { name, role, owner, suggestion: suggest(name, known) }, place));
  }
}
