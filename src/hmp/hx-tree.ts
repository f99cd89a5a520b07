// What the parser of `grammar/hx.peggy` gives: the items of an `.hx` file as they are written, with their offsets, without
// meaning. `hx-shape.ts` makes the table of them.

import type { Literal } from "./c-text.js";
import type { HxCComment, HxComment } from "./hx.js";

/** An item of a file, or of a table within an entry. */
export type HxNode = HxComment | HxCComment | BlockNode | HeadingNode | DirectiveNode | EntryNode | EndNode;

/** A documentation block; an empty label is none. */
export interface BlockNode {
  readonly kind: "block";
  readonly label: string;
  readonly lines: readonly string[];
}

/** A heading of the manual, `DEFHEADING`; `ARCHHEADING` where there is a mask. */
export interface HeadingNode {
  readonly kind: "heading";
  readonly text: string;
  readonly mask: string | undefined;
}

/** A line of the preprocessor, with those that it goes on in. */
export interface DirectiveNode {
  readonly kind: "directive";
  readonly start: number;
  readonly end: number;
  readonly name: string;
  readonly text: string;
}

/** A command, `{ .name = …, }`, with its fields and the conditionals between them in order. */
export interface EntryNode {
  readonly kind: "entry";
  readonly start: number;
  /** Behind the brace. */
  readonly end: number;
  readonly parts: readonly (FieldNode | DirectiveNode)[];
}

/** An entry without fields, which ends a table. */
export interface EndNode {
  readonly kind: "end";
  readonly start: number;
  readonly end: number;
}

/** A field of an entry and what it is set to. */
export interface FieldNode {
  readonly kind: "field";
  /** Where its name starts and ends, with the dot. */
  readonly start: number;
  readonly end: number;
  readonly name: string;
  readonly value: ValueNode;
}

/** What a field is set to. */
export type ValueNode = TextNode | WordNode | TableNode;

/** String literals in a row, with the conditionals between them. */
export interface TextNode {
  readonly kind: "text";
  readonly start: number;
  readonly pieces: readonly (LiteralNode | DirectiveNode)[];
}

/** A string literal; its start is behind the quote. */
export interface LiteralNode extends Literal {
  readonly kind: "literal";
}

/** A name or a number of C. */
export interface WordNode {
  readonly kind: "word";
  readonly start: number;
  readonly end: number;
  readonly word: string;
}

/** A table within an entry, `(HMPCommand[]) { … }`. */
export interface TableNode {
  readonly kind: "table";
  readonly start: number;
  readonly end: number;
  readonly items: readonly HxNode[];
}
