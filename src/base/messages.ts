// The catalogue of diagnostics: code -> severity, section of QEMU's manual (docs/devel/qapi-code-gen), text.
//
// A text says what is wrong in the user's own names and, where there is one, the way out. Codes are stable; they are
// what `--format json` gives and what the documentation is sorted by. A code without a row does not compile.

import type { DefinitionSite, Diagnostic, Note, Severity } from "./diagnostic.js";
import type { Span } from "./source.js";

interface Message {
  readonly severity: Severity;
  readonly section: Section;
  readonly text: (parameters: never) => string;
}

/** The sections of QEMU's manual that rules come from. */
export type Section =
  | "Schema syntax"
  | "Include directives"
  | "Pragma directives"
  | "Definitions"
  | "Enumeration types"
  | "Struct types"
  | "Union types"
  | "Alternate types"
  | "Commands"
  | "Events"
  | "Type references and array types"
  | "Features"
  | "Naming rules and reserved names"
  | "Configuring the schema"
  | "Documentation comments";

const error = <P>(section: Section, text: (parameters: P) => string) =>
  ({ severity: "error", section, text }) as const satisfies Message;

interface Named {
  /** What the name belongs to, in words: `member 'x'`. */
  readonly what: string;
}
interface Suggesting {
  readonly suggestion?: string | undefined;
}

/** ` (did you mean 'x'?)` or nothing. */
const hint = ({ suggestion }: Suggesting) => (suggestion === undefined ? "" : ` (did you mean '${suggestion}'?)`);

/** What other languages call the built-in types; too far from QAPI's names for a search among those. */
const foreignTypes: ReadonlyMap<string, string> = new Map([
  ["string", "str"],
  ["boolean", "bool"],
  ["integer", "int"],
  ["long", "int64"],
  ["float", "number"],
  ["double", "number"],
  ["object", "any"],
]);

/** Every diagnostic that there is. */
export const messages = {
  // ---- files and tokens ----
  "unreadable-file": error(
    "Schema syntax",
    (p: { path: string; reason: string }) => `cannot read '${p.path}': ${p.reason}`,
  ),
  "not-utf8": error("Schema syntax", (p: { path: string }) => `'${p.path}' is not UTF-8 text`),
  "stray-character": error(
    "Schema syntax",
    (p: { found: string; advice: string }) => `'${p.found}' cannot stand in a schema${p.advice}`,
  ),
  "unterminated-string": error("Schema syntax", (_: {}) => "this string has no closing quote on its line"),
  "unknown-escape": error(
    "Schema syntax",
    (p: { escape: string }) => `a string knows no escape '${p.escape}'; only a doubled backslash is one`,
  ),
  "string-character": error(
    "Schema syntax",
    (p: { character: string }) => `a string takes printable ASCII only, not ${p.character}`,
  ),
  "unexpected-token": error(
    "Schema syntax",
    (p: { expected: string; found: string }) => `${p.found} where ${p.expected} should be`,
  ),
  "duplicate-key": error("Schema syntax", (p: { key: string }) => `key '${p.key}' is already in this object`),
  "nested-too-deeply": error("Schema syntax", (p: { limit: number }) => `values nest deeper than ${p.limit} levels`),
  "not-an-object": error(
    "Definitions",
    (p: { found: string }) => `a definition or directive is an object in braces, not ${p.found}`,
  ),

  // ---- directives ----
  "directive-keys": error(
    "Include directives",
    (p: { directive: string; key: string }) =>
      `'${p.directive}' stands alone in its object; '${p.key}' cannot be beside it`,
  ),
  "include-value": error("Include directives", (p: { found: string }) => `'include' takes a file name, not ${p.found}`),
  "include-loop": error(
    "Include directives",
    (p: { path: string }) => `'${p.path}' includes itself by way of this line`,
  ),
  "include-unreadable": error(
    "Include directives",
    (p: { path: string; reason: string }) => `cannot read the included file '${p.path}': ${p.reason}`,
  ),
  "pragma-value": error("Pragma directives", (p: { found: string }) => `'pragma' takes an object, not ${p.found}`),
  "unknown-pragma": error(
    "Pragma directives",
    (p: { pragma: string; known: string } & Suggesting) =>
      `there is no pragma '${p.pragma}'${hint(p) || `; known: ${p.known}`}`,
  ),
  "pragma-type": error(
    "Pragma directives",
    (p: { pragma: string; expected: string; found: string }) =>
      `pragma '${p.pragma}' takes ${p.expected}, not ${p.found}`,
  ),

  // ---- doc comments ----
  "doc-opener": error("Documentation comments", (_: {}) => "a doc comment opens with '##' alone on its line"),
  "doc-closer": error("Documentation comments", (_: {}) => "a doc comment closes with '##' alone on its line"),
  "doc-unclosed": error(
    "Documentation comments",
    (p: { line: number }) => `the doc comment of line ${p.line} must be closed by '##' before anything else`,
  ),
  "doc-line-start": error("Documentation comments", (_: {}) => "a line of a doc comment needs a space behind '#'"),
  "doc-symbol-colon": error(
    "Documentation comments",
    (p: { line: string }) => `'${p.line}' opens the documentation of a definition and must end with ':'`,
  ),
  "doc-symbol-empty": error("Documentation comments", (_: {}) => "a name belongs between '@' and ':'"),
  "doc-symbol-in-free-form": error(
    "Documentation comments",
    (p: { symbol: string }) =>
      `'@${p.symbol}:' describes a definition, but this comment is free-form text; make it the comment's first line`,
  ),
  "doc-not-followed": error(
    "Documentation comments",
    (p: { symbol: string }) => `the documentation of '${p.symbol}' must stand right before its definition`,
  ),
  "doc-free-form-before-definition": error(
    "Documentation comments",
    (_: {}) => "a doc comment right before a definition must document it, with '@NAME:' as its first line",
  ),
  "doc-features-twice": error("Documentation comments", (_: {}) => "there is a second 'Features:' line"),
  "doc-features-empty": error("Documentation comments", (_: {}) => "'Features:' must be followed by '@NAME: text'"),
  "doc-late-member": error(
    "Documentation comments",
    (p: { name: string }) => `'@${p.name}:' comes too late: members are described before all sections`,
  ),
  "doc-entry-name": error("Documentation comments", (_: {}) => "a description needs a name between '@' and ':'"),
  "doc-entry-twice": error("Documentation comments", (p: { name: string }) => `'@${p.name}:' is described twice`),
  "doc-section-twice": error("Documentation comments", (p: { tag: string }) => `there is a second '${p.tag}:' section`),
  "doc-section-gone": error(
    "Documentation comments",
    (p: { tag: string; directive: string }) => `'${p.tag}:' sections ended with QEMU 9; write '.. ${p.directive}::'`,
  ),
  "doc-section-empty": error("Documentation comments", (p: { what: string }) => `${p.what} has no text`),
  "doc-indent": error(
    "Documentation comments",
    (p: { indent: number }) => `this line continues the text above and must be indented by ${p.indent} or more`,
  ),
  "doc-at-in-text": error(
    "Documentation comments",
    (p: { symbol: string }) => `text cannot start with '${p.symbol}'; a description needs a blank behind its colon`,
  ),
  "doc-heading": error("Documentation comments", (p: { why: string }) => `a '=' heading ${p.why}`),
  "doc-line-length": error(
    "Documentation comments",
    (p: { length: number; limit: number }) => `this line has ${p.length} columns; a doc comment takes ${p.limit}`,
  ),
  "doc-sentence-space": error("Documentation comments", (_: {}) => "two spaces belong between sentences"),
  "doc-symbol-mismatch": error(
    "Documentation comments",
    (p: { symbol: string; name: string }) => `the doc comment before '${p.name}' documents '${p.symbol}'`,
  ),
  "doc-missing": error(
    "Documentation comments",
    (p: { kind: string; name: string }) => `${p.kind} '${p.name}' needs a doc comment (pragma 'doc-required')`,
  ),
  "doc-section-kind": error(
    "Documentation comments",
    (p: { tag: string; kind: string }) => `'${p.tag}:' is for commands, and this is ${p.kind}`,
  ),
  "doc-returns-nothing": error(
    "Documentation comments",
    (p: { name: string }) => `there is a 'Returns:' section, but command '${p.name}' has no 'returns'`,
  ),
  "doc-undocumented": error("Documentation comments", (p: Named) => `${p.what} is not described in the doc comment`),
  "doc-unknown-entry": error(
    "Documentation comments",
    (p: { name: string; role: string; owner: string } & Suggesting) =>
      `'@${p.name}:' is described, but ${p.owner} has no such ${p.role}${hint(p)}`,
  ),

  // ---- definitions ----
  "definition-kind": error("Definitions", (p: { found: string } & Suggesting) =>
    p.suggestion === undefined
      ? `a definition has exactly one of 'enum', 'struct', 'union', 'alternate', 'command', 'event'; this has ${p.found}`
      : `no key says what this defines${hint(p)}`,
  ),
  "definition-name": error(
    "Definitions",
    (p: { kind: string; found: string }) => `'${p.kind}' takes a name, not ${p.found}`,
  ),
  "missing-key": error("Definitions", (p: Named & { key: string }) => `${p.what} needs key '${p.key}'`),
  "unknown-key": error(
    "Definitions",
    (p: Named & { key: string; known: string } & Suggesting) =>
      `${p.what} has unknown key '${p.key}'${hint(p) || `; it takes ${p.known}`}`,
  ),
  "wrong-value": error(
    "Definitions",
    (p: Named & { expected: string; found: string }) => `${p.what} takes ${p.expected}, not ${p.found}`,
  ),
  "flag-value": error(
    "Commands",
    (p: { flag: string; only: string }) =>
      `'${p.flag}' can only be ${p.only}; leave it out for ${p.only === "true" ? "false" : "true"}`,
  ),
  "flag-conflict": error("Commands", (_: {}) => "'coroutine' and 'allow-oob' exclude each other"),
  "boxed-data": error("Commands", (p: { why: string }) => `'boxed' needs 'data' to name a type${p.why}`),
  "empty-alternate": error("Alternate types", (_: {}) => "an alternate needs at least one alternative in 'data'"),
  "type-form": error(
    "Type references and array types",
    (p: Named & { expected: string; found: string }) => `${p.what} takes ${p.expected}, not ${p.found}`,
  ),

  // ---- names ----
  "invalid-name": error("Naming rules and reserved names", (p: Named & { why: string }) => `${p.what}: ${p.why}`),
  "name-case": error(
    "Naming rules and reserved names",
    (p: Named & { rule: string } & Suggesting) => `${p.what} ${p.rule}${hint(p)}`,
  ),
  "reserved-name": error(
    "Naming rules and reserved names",
    (p: Named & { why: string }) => `${p.what} is reserved: ${p.why}`,
  ),

  // ---- conditions and features ----
  "invalid-condition": error("Configuring the schema", (p: Named & { why: string }) => `'if' of ${p.what}: ${p.why}`),
  "special-feature": error(
    "Features",
    (p: { feature: string; kind: string }) =>
      `feature '${p.feature}' is for commands, events, members and values, not for ${p.kind}`,
  ),
  "too-many-features": error(
    "Features",
    (p: { count: number; limit: number }) =>
      `this is feature name number ${p.count}; a schema takes ${p.limit} distinct ones`,
  ),

  // ---- the schema as a whole ----
  "type-not-in-build": error(
    "Configuring the schema",
    (p: Named & { type: string; condition: string }) =>
      `${p.what} is in this build, but '${p.type}', which it uses, needs ${p.condition}`,
  ),
  "duplicate-definition": error(
    "Naming rules and reserved names",
    (p: { name: string; earlier: string }) => `'${p.name}' is already ${p.earlier}`,
  ),
  "name-clash": error("Naming rules and reserved names", (p: { what: string; other: string }) =>
    p.what === p.other ? `${p.what} is there already` : `${p.what} clashes with ${p.other}: in C both have one name`,
  ),
  "unknown-type": error(
    "Type references and array types",
    (p: Named & { type: string } & Suggesting) =>
      `${p.what} uses unknown type '${p.type}'${hint({ suggestion: p.suggestion ?? foreignTypes.get(p.type.toLowerCase()) })}`,
  ),
  "not-a-type": error(
    "Type references and array types",
    (p: Named & { type: string; kind: string }) => `${p.what} uses '${p.type}', which is ${p.kind}, not a type`,
  ),
  "array-of-array": error(
    "Type references and array types",
    (p: Named & { type: string }) => `${p.what} is an array of '${p.type}', which is an array; arrays do not nest`,
  ),
  "invalid-base": error(
    "Struct types",
    (p: { base: string; kind: string }) => `a base is a struct; '${p.base}' is ${p.kind}`,
  ),
  "contains-itself": error(
    "Struct types",
    (p: { name: string }) => `'${p.name}' contains itself by way of its bases or branches`,
  ),
  "discriminator-missing": error(
    "Union types",
    (p: { discriminator: string; base: string } & Suggesting) =>
      `discriminator '${p.discriminator}' is not a member of ${p.base}${hint(p)}`,
  ),
  "discriminator-type": error(
    "Union types",
    (p: { discriminator: string; why: string }) => `discriminator '${p.discriminator}' ${p.why}`,
  ),
  "empty-union": error(
    "Union types",
    (p: { type: string }) => `a union needs a branch, and enum '${p.type}' has no value`,
  ),
  "unknown-branch": error(
    "Union types",
    (p: { branch: string; type: string } & Suggesting) =>
      `branch '${p.branch}' is not a value of enum '${p.type}'${hint(p)}`,
  ),
  "branch-type": error(
    "Union types",
    (p: { branch: string; type: string; kind: string; wanted: string }) =>
      `branch '${p.branch}' takes ${p.wanted}; '${p.type}' is ${p.kind}`,
  ),
  "alternative-type": error(
    "Alternate types",
    (p: { alternative: string; type: string }) =>
      `alternative '${p.alternative}' cannot be of type '${p.type}', which has no JSON kind of its own`,
  ),
  "alternative-clash": error(
    "Alternate types",
    (p: { alternative: string; other: string }) =>
      `alternative '${p.alternative}' cannot be told apart from '${p.other}': their values may look alike`,
  ),
  "data-type": error(
    "Commands",
    (p: { kind: string; type: string; is: string }) =>
      `'data' of ${p.kind} takes a struct or a union; '${p.type}' is ${p.is}`,
  ),
  "unboxed-union": error(
    "Commands",
    (p: { type: string }) => `'data' is the union '${p.type}', which needs 'boxed': true`,
  ),
  "unboxed-condition": error(
    "Commands",
    (p: { member: string }) => `member '${p.member}' has an 'if', which needs 'boxed': true and a named type`,
  ),
  "returns-type": error(
    "Commands",
    (p: { command: string; type: string }) =>
      `'returns' takes a struct, a union or an array of them, not '${p.type}' (pragma 'command-returns-exceptions' allows it)`,
  ),
} as const satisfies Record<string, Message>;

/** The code of a diagnostic. */
export type Code = keyof typeof messages;

type Parameters<C extends Code> = (typeof messages)[C]["text"] extends (parameters: infer P) => string ? P : never;

/** Where a diagnostic points, and what is around. */
export interface Place {
  readonly span: Span | undefined;
  readonly file?: string | undefined;
  readonly definition?: DefinitionSite | undefined;
  readonly notes?: readonly Note[];
}

/** Longest piece of the user's text that a message repeats. */
const longest = 200;

/** The parameters of a message, with long names cut. */
function clipped<P>(parameters: P): P {
  const cut = (value: unknown) =>
    typeof value === "string" && value.length > longest
      ? `${value.slice(0, longest).replace(/[\ud800-\udbff]$/, "")}…`
      : value;
  return Object.fromEntries(Object.entries(parameters as object).map(([key, value]) => [key, cut(value)])) as P;
}

/** Makes a diagnostic from its row of the catalogue. */
export function diagnostic<C extends Code>(code: C, parameters: Parameters<C>, place: Place): Diagnostic {
  const { severity, text } = messages[code] as { severity: Severity; text: (parameters: Parameters<C>) => string };
  const { span, file, definition, notes = [] } = place;
  return { code, severity, message: text(clipped(parameters)), span, file, definition, notes };
}
