// The checked model of a schema: plain frozen data that emitters and other people's generators walk.
//
// In: what `check/` made of the parsed files. Out: nothing here but types; questions are answered in `query.ts`.
// Types refer to each other by name, so a schema is printable as JSON, diffable, and easy to write in a test.
// The words are QAPI's own (QEMU's manual, docs/devel/qapi-code-gen, "Schema syntax").

import type { Span } from "../base/source.js";
import type { DocEntry, DocSection, Pragmas, Release } from "../base/vocabulary.js";

export type { DocEntry, DocSection, DocTag, Pragmas, Release } from "../base/vocabulary.js";

/** A condition as the schema spells it: a symbol that the build defines or not, or a combination (manual, "Configuring the schema"). */
export type Condition = string | AllCondition | AnyCondition | NotCondition;

/** True when every one of its parts is; never empty. */
export interface AllCondition {
  readonly all: readonly Condition[];
}

/** True when one of its parts is; never empty. */
export interface AnyCondition {
  readonly any: readonly Condition[];
}

/** True when its part is false. */
export interface NotCondition {
  readonly not: Condition;
}

/** A reference to a type by its name, or to an array of that type (`['Name']` in the schema). */
export interface TypeRef {
  readonly name: string;
  readonly array: boolean;
}

/** A feature: a name without meaning to the compiler, but for `deprecated` and `unstable` (manual, "Features"). */
export interface Feature {
  readonly name: string;
  readonly condition: Condition | undefined;
  readonly span: Span;
}

/** A member of a struct, of a union's inline base, or of a command's or event's inline data. */
export interface Member {
  /** The name on the wire, without the `*` that marks an optional one. */
  readonly name: string;
  readonly type: TypeRef;
  readonly optional: boolean;
  readonly condition: Condition | undefined;
  readonly features: readonly Feature[];
  readonly span: Span;
}

/** One value of an enumeration. */
export interface EnumValue {
  readonly name: string;
  readonly condition: Condition | undefined;
  readonly features: readonly Feature[];
  readonly span: Span;
}

/** A branch of a union: the value of the tag, and the struct or union whose members then join. */
export interface Branch {
  readonly name: string;
  readonly type: string;
  readonly condition: Condition | undefined;
  readonly span: Span;
}

/** One of an alternate's types; the name exists in the schema only, never on the wire. */
export interface Alternative {
  readonly name: string;
  readonly type: TypeRef;
  readonly condition: Condition | undefined;
  readonly span: Span;
}

/** Members spelled in place, or the name of a type that holds them. */
export type Members = string | readonly Member[];

/** What every definition has. */
export interface DefinitionBase {
  readonly name: string;
  /** The module that it belongs to, as QEMU names it: the file relative to the root's folder. */
  readonly module: string;
  readonly condition: Condition | undefined;
  readonly features: readonly Feature[];
  readonly doc: Doc | undefined;
  /** From the opening to the closing brace. */
  readonly span: Span;
}

/** An enumeration: on the wire, a string. */
export interface Enum extends DefinitionBase {
  readonly kind: "enum";
  readonly values: readonly EnumValue[];
  /** The prefix of the C constants; no effect on the wire. */
  readonly prefix: string | undefined;
}

/** An object type. Members of the base come first. */
export interface Struct extends DefinitionBase {
  readonly kind: "struct";
  readonly base: string | undefined;
  readonly members: readonly Member[];
}

/** A discriminated union: the base's members and those of the branch that the tag selects, side by side. */
export interface Union extends DefinitionBase {
  readonly kind: "union";
  readonly base: Members;
  /** The member of the base that is the tag; of enumeration type, always present. */
  readonly discriminator: string;
  /** The branches that the schema spells; the tag's other values have a branch without members. */
  readonly branches: readonly Branch[];
}

/** A choice between types that differ in their JSON kind. */
export interface Alternate extends DefinitionBase {
  readonly kind: "alternate";
  readonly alternatives: readonly Alternative[];
}

/** A command of the protocol. */
export interface Command extends DefinitionBase {
  readonly kind: "command";
  /** Its arguments; undefined when it takes none. */
  readonly data: Members | undefined;
  readonly returns: TypeRef | undefined;
  /** C takes the arguments as one structure; no effect on the wire. */
  readonly boxed: boolean;
  /** False: QEMU writes no C marshaller for it (`device_add`), so more arguments than the schema's are taken. */
  readonly gen: boolean;
  /** False: no reply is sent on success (guest agent only). */
  readonly successResponse: boolean;
  readonly allowOob: boolean;
  readonly allowPreconfig: boolean;
  readonly coroutine: boolean;
}

/** An event of the protocol. */
export interface Event extends DefinitionBase {
  readonly kind: "event";
  readonly data: Members | undefined;
  readonly boxed: boolean;
}

/** The six kinds of definition. */
export type Definition = Enum | Struct | Union | Alternate | Command | Event;

/** The definitions that are types. */
export type DefinedType = Enum | Struct | Union | Alternate;

/** QAPI's own words for the six kinds. */
export type DefinitionKind = Definition["kind"];

/** The doc comment of a definition, cut into its sections (manual, "Documentation comments"). */
export interface Doc {
  readonly symbol: string;
  readonly dialect: Release;
  readonly body: string;
  readonly members: readonly DocEntry[];
  readonly features: readonly DocEntry[];
  /** Everything under another heading, in the order of the text. */
  readonly sections: readonly DocSection[];
  readonly span: Span;
}

/** A doc comment that belongs to no definition: chapter headings and introductions. */
export interface FreeForm {
  readonly text: string;
  readonly span: Span;
  /** How many definitions of `Schema.definitions` stand before it. */
  readonly before: number;
}

/** An include directive, in its place; repeated ones too. */
export interface Include {
  /** The module that it stands in. */
  readonly module: string;
  /** The module that it names. */
  readonly target: string;
  /** How many definitions of `Schema.definitions` stand before it. */
  readonly before: number;
}

/** A whole schema: every file that the root reaches. */
export interface Schema {
  /** The root file's name as the module list has it, without its folder. */
  readonly root: string;
  /** The release whose rules were followed. */
  readonly release: Release;
  /** Names of all modules in the order of their first mention, the root's first. */
  readonly modules: readonly string[];
  readonly includes: readonly Include[];
  readonly pragmas: Pragmas;
  /** In the order of the text, an included file at the place of its first include. */
  readonly definitions: readonly Definition[];
  readonly freeForm: readonly FreeForm[];
  /** The same definitions by name; types, commands and events share one name space. Prints as `{}`. */
  readonly byName: ReadonlyMap<string, Definition>;
}
