// What is known of a file of handlers, as plain data: offsets into its text, so that text can be put in and nothing has to
// be printed again. `syntax/read.ts` finds it, with ts-morph; everything else here works on this alone.

/** Which of the commands something that is typed by way of `Handlers` has to have. */
export type Filter =
  | { readonly kind: "only" | "except"; readonly names: readonly string[] }
  /** By names that are not literals: `text` is how they are written. */
  | { readonly kind: "unclear"; readonly text: string };

/** That a class or an object is said to be the `Handlers` of a module. */
export interface Claim {
  /** The module that `Handlers`, or `createServer`, is imported from. */
  readonly specifier: string;
  /** What `Pick` and `Omit` say, each of which must let a command pass. */
  readonly filters: readonly Filter[];
  /** Whether the compiler lets it go without some. */
  readonly isPartial: boolean;
}

/** A member of a class or an object. */
export interface MemberFact {
  /** Undefined where it is computed, or spread. */
  readonly name: string | undefined;
  /** Where its first word stands, behind comments. */
  readonly start: number;
  /** Behind it: its semicolon is inside, a comma is not. */
  readonly end: number;
  /** Behind the comma; undefined for none. */
  readonly commaEnd: number | undefined;
  /** Whether it is a method, or a function, that others can call. */
  readonly isMethod: boolean;
}

/** Something that brings members which cannot be seen. */
export interface Opaque {
  /** How it is written: `...base`, or `extends Base`. */
  readonly text: string;
  readonly at: number;
}

/** A class or an object that has, or may have, handlers in it. */
export interface Holder {
  readonly form: "class" | "object";
  /** Undefined where it has none, and is not given to anything that has. */
  readonly name: string | undefined;
  readonly start: number;
  /** Empty for one that is not said to be `Handlers`. */
  readonly claims: readonly Claim[];
  /** Behind the brace that opens it. */
  readonly open: number;
  /** Before the brace that closes it. */
  readonly close: number;
  readonly members: readonly MemberFact[];
  /** Names that it has from a base class, or from an object that is spread, in this file. */
  readonly inherited: readonly string[];
  readonly opaque: Opaque | undefined;
}

/** An import declaration. */
export interface ImportFact {
  readonly specifier: string;
  readonly end: number;
  /** What it is called here, by its name there, which may be `default`. */
  readonly names: ReadonlyMap<string, string>;
  /** `ns` of `import * as ns`. */
  readonly namespace: string | undefined;
}

/** An object without a type that is given to `createServer`. */
export interface Untyped {
  readonly name: string;
  readonly at: number;
}

/** A file that was parsed. */
export interface FileFacts {
  readonly imports: readonly ImportFact[];
  /** Where a first import may stand: behind directives and what comments say of the file. */
  readonly importAt: number;
  /** Whether anything but comments is in it. */
  readonly hasStatements: boolean;
  /** Every name that means something in it by itself, declared there or not. */
  readonly bound: ReadonlySet<string>;
  /** Those of them that are declared in it, wherever. */
  readonly declared: ReadonlySet<string>;
  readonly holders: readonly Holder[];
  readonly untyped: readonly Untyped[];
  /** Undefined where nothing shows it. */
  readonly semicolons: boolean | undefined;
  readonly quote: '"' | "'" | undefined;
}

/** Why there are no facts: the first mistake in its syntax. */
export interface SyntaxFault {
  readonly at: number;
  readonly message: string;
}

/** Text that is put in at an offset of the text as it was. */
export interface Insertion {
  readonly at: number;
  readonly text: string;
}

/** The text with all insertions in their places; of several at one, in their order. */
export function applyInsertions(text: string, insertions: readonly Insertion[]): string {
  let result = "";
  let from = 0;
  for (const { at, text: added } of insertions.toSorted((a, b) => a.at - b.at)) {
    result += text.slice(from, at) + added;
    from = at;
  }
  return result + text.slice(from);
}

/** Where what stood at an offset stands once the insertions are there. */
export function movedBy(insertions: readonly Insertion[], offset: number): number {
  return insertions.reduce((moved, { at, text }) => (at <= offset ? moved + text.length : moved), offset);
}

/** The line of an offset, from 1. */
export function lineAt(text: string, at: number): number {
  return text.slice(0, at).split(/\r\n?|\n/).length;
}
