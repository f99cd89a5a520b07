// Words that the side of the text and the side of the model share: releases, pragmas, the pieces of a doc comment.

import type { Span } from "./source.js";

/** QEMU's releases whose rules are told apart. */
export type Release = "7.2" | "10.0" | "10.2";

/** The text under one heading of a doc comment, as reStructuredText (10.x) or plain text with reST marks (7.2). */
export interface DocSection {
  readonly tag: DocTag;
  readonly text: string;
  readonly span: Span;
}

/** The headings that the dialects know; `plain` is text without one. */
export type DocTag = "plain" | "returns" | "errors" | "since" | "note" | "notes" | "example" | "examples" | "todo";

/** The description of one member, value, argument or feature. */
export interface DocEntry {
  readonly name: string;
  /** Empty where the schema says nothing. */
  readonly text: string;
  /** Undefined for an entry that stands in for a missing description. */
  readonly span: Span | undefined;
}

/** The final value of every pragma (manual, "Pragma directives"). */
export interface Pragmas {
  readonly docRequired: boolean;
  readonly commandNameExceptions: readonly string[];
  readonly commandReturnsExceptions: readonly string[];
  readonly memberNameExceptions: readonly string[];
  readonly documentationExceptions: readonly string[];
}
