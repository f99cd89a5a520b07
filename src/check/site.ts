// Where a reader stands: the definition that is being read, and how it reports.

import type { DefinitionSite, Diagnostic, Note, Report } from "../base/diagnostic.js";
import type { Place } from "../base/messages.js";
import type { SourceFile, Span } from "../base/source.js";
import { span } from "../base/source.js";
import type { Pragmas, Release } from "../base/vocabulary.js";
import type { ObjectNode } from "../syntax/ast.js";

/** Whether a pragma excuses a name from a rule, or one that could not be read may. */
export type Excuses = (list: Exclude<keyof Pragmas, "docRequired">, name: string) => boolean;

/** What stays the same for a whole schema. */
export interface Setting {
  readonly docRequired: boolean;
  readonly excuses: Excuses;
  /** Undefined: any release's documentation, and the newest one's rules. */
  readonly release: Release | undefined;
  readonly report: Report;
}

/** What readers are told besides the value. */
export interface Site {
  readonly setting: Setting;
  readonly source: SourceFile;
  readonly node: ObjectNode;
  /** The definition around; undefined until its name is known. */
  readonly definition: DefinitionSite | undefined;
  /** Reports, and marks the key that is being read as wrong. */
  report(diagnostic: Diagnostic): void;
}

/** A node's place, within the definition. */
export function placeOf(
  site: Site,
  node: { readonly start: number; readonly end: number },
  notes: readonly Note[] = [],
): Place & { span: Span } {
  return { span: span(site.source, node.start, node.end), definition: site.definition, notes };
}
