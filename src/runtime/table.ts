// The table of a schema that the runtime reads: what generated `schema.ts` files hold. It is written the way QAPI is:
// builtin types by their names, `*` in front of an optional member, brackets around an array's element. A reference to
// a type of the schema is a function that gives it: so definitions may stand in any order, types may hold themselves,
// and a bundler keeps only what an application's commands lead to.

import type { FailureContext } from "./errors.js";

/** The builtin types (`docs/devel/qapi-code-gen`, section "Built-in Types"). */
export type BuiltinName =
  | "str"
  | "bool"
  | "null"
  | "any"
  | "number"
  | "int"
  | "int8"
  | "int16"
  | "int32"
  | "int64"
  | "uint8"
  | "uint16"
  | "uint32"
  | "uint64"
  | "size";

/** A builtin type; an integer that arrives in another form than its type's usual one says in which. */
export type BuiltinRef = BuiltinName | "int:bigint" | "int64:number" | "uint64:number" | "size:number";

/**
 * A reference to a type: a builtin's name, a function that gives a type of the schema, the same object each time, or an
 * array's element.
 */
export type TypeRef = BuiltinRef | (() => NamedType) | readonly [TypeRef];

/** A type of a schema. */
export type NamedType = EnumType | ObjectType | AlternateType;

/** An enumeration: a string out of a list. */
export interface EnumType {
  readonly enum: string;
  readonly values: readonly string[];
}

/** A struct, or, with a tag, a union. */
export interface ObjectType {
  /** The type's name; that of the command or event for members that are written in place. */
  readonly object: string;
  /** The type whose members come first. */
  readonly base?: () => ObjectType;
  /** Own members by name, in the schema's order; `*` in front of the name of one that may be absent. */
  readonly members: Readonly<Record<string, TypeRef>>;
  /** The name of the member, own or of a base, that says which branch's members follow. */
  readonly tag?: string;
  /** The branches by the tag's value; a value that has none here has no members of its own. */
  readonly branches?: Readonly<Record<string, () => ObjectType>>;
}

/** One of several types, told apart by the kind of JSON value: at most one of each kind. */
export interface AlternateType {
  readonly alternate: string;
  readonly branches: readonly TypeRef[];
}

/** The runtime's `encode`: gives arguments as JSON; `check` says whether they are held to the table. */
export type Encode = (command: CommandType, args: unknown, check: boolean) => string;

/** The runtime's `decode`: brings what has come into the form of its types. */
export type Decode = (ref: TypeRef, value: unknown, options: DecodeOptions) => unknown;

/** How a value is decoded. */
export interface DecodeOptions {
  /** Whose value it is: a command or an event. */
  readonly name: string;
  /** Whether `bigint` can be in it. */
  readonly exact: boolean;
  /** For the error of an integer that the types cannot hold. */
  readonly context?: FailureContext | undefined;
}

/** What a command takes and gives, in TypeScript's types. */
export interface CommandSignature {
  readonly arguments: unknown;
  readonly returns: unknown;
}

/** A command. The type parameters tell the type checker what the table tells the runtime. */
export interface CommandType<Name extends string = string, Signature extends CommandSignature = CommandSignature> {
  readonly command: Name;
  /** Absent for a command that takes no arguments. */
  readonly arguments?: () => ObjectType;
  /** Absent for a command that gives nothing: it answers with an empty object. */
  readonly returns?: TypeRef;
  /** Whether it may be executed out of band (`allow-oob`). */
  readonly oob?: true;
  /** Whether success goes without a reply (`success-response: false`). */
  readonly silent?: true;
  /** Whether it takes members that the schema does not name (`gen: false`). */
  readonly open?: true;
  /** Holds arguments to this table and writes them as JSON; absent for a command that takes none. */
  readonly encode?: Encode;
  /** Brings a result into the form of its types; absent where there are no numbers in it. */
  readonly decode?: Decode;
  /** For the type checker alone: never there. */
  readonly signature?: Signature;
}

/** An event. */
export interface EventType<Name extends string = string, Data = unknown> {
  readonly event: Name;
  /** Absent for an event without data. */
  readonly data?: () => ObjectType;
  /** Brings the data into the form of its types; absent where there are no numbers in it. */
  readonly decode?: Decode;
  /** For the type checker alone: never there. */
  readonly signature?: { readonly data: Data };
}

/** All commands and events of a schema, by their names on the wire. */
export interface SchemaTable {
  readonly commands: Readonly<Record<string, CommandType>>;
  readonly events: Readonly<Record<string, EventType>>;
}
