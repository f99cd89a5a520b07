// What a doc comment is when it is taken apart, and its first line, which every dialect reads alike.

import type { Diagnostic } from "../base/diagnostic.js";
import { diagnostic } from "../base/messages.js";
import { lineSpan } from "../base/source.js";
import type { SourceFile, Span } from "../base/source.js";
import type { DocEntry, DocSection, DocTag, Release } from "../base/vocabulary.js";
import type { DocNode } from "./ast.js";

/** A dialect, or `10.x`: all that 10.0 or 10.2 takes. */
export type DocRules = Release | "10.x";

/** One comment, taken apart. */
export interface DocComment {
  readonly rules: DocRules;
  /** The name that it documents; undefined for free-form text. */
  readonly symbol: string | undefined;
  /** The introduction; the whole text of a free-form comment. */
  readonly body: string;
  readonly members: readonly DocEntry[];
  readonly features: readonly DocEntry[];
  readonly sections: readonly DocSection[];
  readonly span: Span;
  /** Errors met while its lines were read. */
  readonly lineErrors: readonly Diagnostic[];
  /** Errors found when it was complete, and the token behind it was read. */
  readonly endErrors: readonly Diagnostic[];
}

/** Offsets of the `#` of each line between a comment's opener and its closer, or the place where it breaks off. */
export function* docLines(text: string, { start, end, complete }: DocNode): Iterable<number> {
  const limit = complete ? end - "##".length : end;
  for (let line = text.indexOf("\n", start); line >= 0; line = text.indexOf("\n", line + 1)) {
    const at = text.indexOf("#", line);
    if (at < 0 || at >= limit) return;
    yield at;
    line = at;
  }
}

/** A piece of a comment while it is read. */
export interface Piece {
  readonly tag: DocTag | "member" | "feature";
  readonly name: string;
  /** Offset of its first line. */
  readonly at: number;
  readonly text: string;
}

/** The pieces behind the body, sorted into descriptions and sections. */
export function sortPieces(
  source: SourceFile,
  pieces: readonly Piece[],
): Pick<DocComment, "members" | "features" | "sections"> {
  const members: DocEntry[] = [];
  const features: DocEntry[] = [];
  const sections: DocSection[] = [];
  for (const { tag, name, at, text } of pieces) {
    const place = lineSpan(source, at);
    if (tag === "member") members.push(Object.freeze({ name, text, span: place }));
    else if (tag === "feature") features.push(Object.freeze({ name, text, span: place }));
    else sections.push(Object.freeze({ tag, text, span: place }));
  }
  return { members: Object.freeze(members), features: Object.freeze(features), sections: Object.freeze(sections) };
}

/** Whether there is any error in them. */
export function isBroken(comments: readonly DocComment[]): boolean {
  return comments.some(({ lineErrors, endErrors }) => lineErrors.length + endErrors.length > 0);
}

/** What the first line of a definition's comment says: the symbol, or what is wrong with it. */
export function symbolOf(
  source: SourceFile,
  at: number,
  line: string,
): { symbol: string; errors: readonly Diagnostic[] } {
  const place = { span: lineSpan(source, at) };
  if (!line.endsWith(":")) {
    const symbol = line.slice(1).split(/[:\s]/, 1)[0] ?? "";
    return { symbol, errors: [diagnostic("doc-symbol-colon", { line }, place)] };
  }
  const symbol = line.slice(1, -1);
  return { symbol, errors: symbol === "" ? [diagnostic("doc-symbol-empty", {}, place)] : [] };
}
