// From the items of an `.hx` file as they are written to a table: values decoded, fields checked, conditions found.
//
// In: the parser's nodes. Out: the table's items, and what is wrong with them. Fields are those of `HMPCommand` in QEMU
// (`monitor/hmp-target.c`, before 8.0 `monitor/monitor-internal.h`).

import type { Diagnostic } from "../base/diagnostic.js";
import type { SourceFile } from "../base/source.js";
import { span } from "../base/source.js";
import { trimEnd } from "../base/text.js";
import type { HmpArgument } from "./args.js";
import { parseArgsType } from "./args.js";
import type { Literal } from "./c-text.js";
import { decodeLiterals } from "./c-text.js";
import type { OpenConditional } from "./hx-conditionals.js";
import { conditionsOf, readDirective, reportOpen, step } from "./hx-conditionals.js";
import type { HxCode } from "./hx-messages.js";
import { hxMistake } from "./hx-messages.js";
import type { DirectiveNode, EntryNode, FieldNode, HxNode, TextNode, ValueNode } from "./hx-tree.js";
import type { FieldKey, FieldType, HxDirective, HxEntry, HxField, HxItem, HxText, HxValue } from "./hx.js";
import { fieldRows } from "./hx.js";

/** An entry that was read from a file. */
export interface HxReadEntry extends HxEntry {
  readonly subTable?: string | readonly HxReadItem[] | undefined;
  /** What must hold for it to be there, the outermost first, each as `#if` would have it: `defined(CONFIG_TCG)`. */
  readonly conditions: readonly string[];
  /** What `argsType` says; undefined where that depends on conditions. */
  readonly args: readonly HmpArgument[] | undefined;
}

/** An item that was read from a file. */
export type HxReadItem = Exclude<HxItem, HxEntry> | HxReadEntry;

/** What reading needs everywhere. */
export interface Shaping {
  readonly source: SourceFile;
  readonly report: (mistake: Diagnostic) => void;
}

/** Makes items of nodes. `outer`: the conditions around them; `inner`: they are a table within an entry. */
export function shapeItems(
  shaping: Shaping,
  nodes: readonly HxNode[],
  { outer, inner }: { readonly outer: readonly string[]; readonly inner: boolean },
): readonly HxReadItem[] {
  const { source } = shaping;
  const items: HxReadItem[] = [];
  let open: readonly OpenConditional[] = [];
  for (const node of nodes) {
    if (node.kind === "directive") {
      const directive = readDirective(source, node, shaping.report);
      if (directive === undefined) continue;
      open = step(source, open, { node, directive, report: shaping.report });
      items.push(directive);
    } else if (node.kind === "entry") {
      const entry = shapeEntry(shaping, node, [...outer, ...conditionsOf(open)]);
      if (entry !== undefined) items.push(entry);
    } else if (node.kind === "end") {
      const isLast = nodes.findLast(({ kind }) => kind === "entry" || kind === "end") === node;
      if (!inner || !isLast || open.length > 0) mistake(shaping, "hx-early-end", node);
    } else if (node.kind === "block") {
      const lines = node.lines.map(trimEnd);
      items.push(node.label === "" ? { kind: "block", lines } : { kind: "block", label: node.label, lines });
    } else if (node.kind === "heading") {
      const { text, mask } = node;
      items.push(mask === undefined ? { kind: "heading", text } : { kind: "heading", text, mask });
    } else items.push(node);
  }
  reportOpen(source, open, { where: inner ? "within its table" : "in this file", report: shaping.report });
  return items;
}

function mistake(
  { source, report }: Shaping,
  code: HxCode,
  { start, end, ...parameters }: { start: number; end: number; at?: string; expected?: string },
): void {
  report(hxMistake(code, span(source, start, end), parameters));
}

// ---- entries -----------------------------------------------------------------------------------------------------------

const keys: ReadonlyMap<string, FieldKey> = new Map(
  (Object.keys(fieldRows) as FieldKey[]).map((key) => [fieldRows[key].field, key]),
);

const required = ["name", "argsType", "params", "help"] as const satisfies readonly FieldKey[];

function shapeEntry(shaping: Shaping, node: EntryNode, conditions: readonly string[]): HxReadEntry | undefined {
  const { fields, rest, given } = shapeFields(shaping, node, conditions);
  for (const key of required) {
    const at = fieldRows[key].field;
    if (given.get(at) !== "always")
      mistake(shaping, "hx-missing-field", { start: node.start, end: node.start + 1, at });
  }
  if (!required.every((key) => key in fields)) return undefined;
  // In one order, so that what is read of printed items is the same to the last byte.
  const properties = (Object.keys(fieldRows) as FieldKey[]).flatMap((key) =>
    key in fields ? [[key, fields[key]]] : [],
  );
  const entry = {
    kind: "entry",
    ...(Object.fromEntries(properties) as Record<(typeof required)[number], string>),
  } as const;
  const argsNode = node.parts.find((part): part is FieldNode => part.kind === "field" && part.name === "args_type");
  const args = readArgs(shaping, entry.argsType, argsNode!.value as TextNode);
  return { ...entry, ...(rest.length > 0 && { rest }), conditions, args };
}

/** What the parts of an entry come to. */
interface ShapedFields {
  /** Those that have a property, and are always there. */
  readonly fields: Partial<Record<FieldKey, unknown>>;
  readonly rest: readonly (HxField | HxDirective)[];
  /** By their names in C: whether they are there whatever holds. */
  readonly given: ReadonlyMap<string, "always" | "sometimes">;
}

/** Reads the parts of an entry in order. */
function shapeFields(shaping: Shaping, node: EntryNode, conditions: readonly string[]): ShapedFields {
  const { source, report } = shaping;
  const fields: Partial<Record<FieldKey, unknown>> = {};
  const rest: (HxField | HxDirective)[] = [];
  const given = new Map<string, "always" | "sometimes">();
  let open: readonly OpenConditional[] = [];
  for (const part of node.parts) {
    if (part.kind === "directive") {
      const directive = readDirective(source, part, report);
      if (directive === undefined) continue;
      open = step(source, open, { node: part, directive, report });
      rest.push(directive);
      continue;
    }
    const isAlways = open.length === 0;
    const before = given.get(part.name);
    if (before !== undefined && (isAlways || before === "always"))
      mistake(shaping, "hx-duplicate-field", { ...place(part), at: part.name });
    given.set(part.name, isAlways ? "always" : "sometimes");
    const value = shapeValue(shaping, part, [...conditions, ...conditionsOf(open)]);
    if (value === undefined) continue;
    const key = keys.get(part.name);
    if (isAlways && key !== undefined) fields[key] = propertyOf(value, fieldRows[key].type);
    else rest.push({ kind: "field", name: part.name, value });
  }
  reportOpen(source, open, { where: "within its entry", report });
  return { fields, rest, given };
}

const place = ({ start, end }: { readonly start: number; readonly end: number }) => ({ start, end });

/** A field's value as its entry has it. */
function propertyOf(value: HxValue, type: FieldType): unknown {
  if (value.kind === "text") return value.text;
  if (value.kind === "table") return value.items;
  return type === "boolean" ? value.word === "true" : value.word;
}

/** What `args_type` says, with what is wrong in it reported at its place. */
function readArgs(shaping: Shaping, argsType: HxText, { pieces }: TextNode): readonly HmpArgument[] | undefined {
  if (typeof argsType !== "string") return undefined;
  const parsed = parseArgsType(argsType);
  if (parsed.ok) return parsed.args;
  const literals = pieces.filter((piece) => piece.kind === "literal");
  const first = literals[0]!.start;
  const end = literals.at(-1)!.start + literals.at(-1)!.raw.length;
  const at = literals.some(({ raw }) => raw.includes("\\")) ? undefined : offsetIn(literals, parsed.offset);
  const where = at === undefined ? { start: first, end } : { start: at, end: at + 1 };
  mistake(shaping, "hx-args-type", { ...where, at: parsed.message });
  return undefined;
}

/** Where a character of the text of literals stands. */
function offsetIn(literals: readonly Literal[], offset: number): number {
  let left = offset;
  for (const { start, raw } of literals) {
    if (left < raw.length) return start + left;
    left -= raw.length;
  }
  const last = literals.at(-1)!;
  return last.start + last.raw.length;
}

// ---- values ------------------------------------------------------------------------------------------------------------

const wanted = {
  line: "a string, without conditionals in it",
  text: "a string",
  function: "the name of a function",
  boolean: "true or false",
  table: "the name of an array, or '(HMPCommand[]) { … }'",
} as const satisfies Record<FieldType, string>;

function shapeValue(shaping: Shaping, field: FieldNode, outer: readonly string[]): HxValue | undefined {
  const key = keys.get(field.name);
  const type = key === undefined ? undefined : fieldRows[key].type;
  const value = readValue(shaping, field.value, outer);
  if (value !== undefined && type !== undefined && !isOfType(value, type)) {
    mistake(shaping, "hx-field-value", { ...place(field), at: field.name, expected: wanted[type] });
    return undefined;
  }
  return value;
}

function isOfType(value: HxValue, type: FieldType): boolean {
  if (value.kind === "text") return type === "text" || (type === "line" && typeof value.text === "string");
  if (value.kind === "table") return type === "table";
  if (type === "boolean") return /^(?:true|false)$/.test(value.word);
  return (type === "function" || type === "table") && /^[A-Za-z_]/.test(value.word);
}

function readValue(shaping: Shaping, node: ValueNode, outer: readonly string[]): HxValue | undefined {
  if (node.kind === "word") return { kind: "word", word: node.word };
  if (node.kind === "table") {
    const items = shapeItems(shaping, node.items, { outer, inner: true });
    if (!node.items.some(({ kind }) => kind === "end")) mistake(shaping, "hx-no-end", place(node));
    return { kind: "table", items };
  }
  const text = readText(shaping, node);
  return text === undefined ? undefined : { kind: "text", text };
}

/** The text of literals, each run of them one string; with its conditionals where it has some. */
function readText(shaping: Shaping, { start, pieces }: TextNode): HxText | undefined {
  const { source, report } = shaping;
  const found: (string | HxDirective)[] = [];
  let open: readonly OpenConditional[] = [];
  let isGood = true;
  for (const run of runsOf(pieces)) {
    if (!Array.isArray(run)) {
      const directive = readDirective(source, run as DirectiveNode, report);
      if (directive === undefined) continue;
      open = step(source, open, { node: run as DirectiveNode, directive, report });
      found.push(directive);
      continue;
    }
    const decoded = decodeLiterals(run as readonly Literal[]);
    if (decoded.ok) found.push(decoded.text);
    else {
      const { offset, length, message } = decoded;
      mistake(shaping, "hx-text", { start: offset, end: offset + Math.max(1, length), at: message });
      isGood = false;
    }
  }
  reportOpen(source, open, { where: "within its text", report });
  if (isGood && !found.some((piece) => typeof piece === "string")) {
    mistake(shaping, "hx-unexpected", {
      start,
      end: start + 1,
      expected: "a string",
      at: "there are conditionals alone",
    });
    return undefined;
  }
  if (!isGood) return undefined;
  return found.length === 1 && typeof found[0] === "string" ? found[0] : found;
}

/** Pieces of a text with literals that follow each other put together. */
function runsOf(pieces: TextNode["pieces"]): readonly (DirectiveNode | readonly Literal[])[] {
  const runs: (DirectiveNode | Literal[])[] = [];
  for (const piece of pieces) {
    const last = runs.at(-1);
    if (piece.kind === "directive") runs.push(piece);
    else if (Array.isArray(last)) last.push(piece);
    else runs.push([piece]);
  }
  return runs;
}
