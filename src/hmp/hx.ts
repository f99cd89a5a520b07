// A command table of QEMU's human monitor as data: what an `.hx` file holds, and how it is printed.
//
// In: items in order, read by `parse-hx.ts` or built by hand. Out: `.hx` text in the layout of QEMU's own tables. Two
// tools read such a file: `scripts/hxtool -h` takes its C part, `docs/sphinx/hxtool.py` its documentation.

import { encodeLiteral } from "./c-text.js";

/** Text of C literals; an array where preprocessor conditionals stand between them. */
export type HxText = string | readonly (string | HxDirective)[];

/** The preprocessor's words for conditionals. */
export type HxDirectiveName = "if" | "ifdef" | "ifndef" | "elif" | "else" | "endif";

/** A line of the preprocessor, such as `#if defined(CONFIG_TCG)`. */
export interface HxDirective {
  readonly kind: "directive";
  readonly name: HxDirectiveName;
  /** What follows the word, on one line; empty for none. */
  readonly text: string;
}

/** `HXCOMM …`: a comment that neither tool passes on. */
export interface HxComment {
  readonly kind: "comment";
  /** One line. */
  readonly text: string;
}

/** A comment of C between entries. */
export interface HxCComment {
  readonly kind: "c-comment";
  /** With its delimiters. */
  readonly text: string;
}

/** Documentation in reStructuredText, between `SRST` and `ERST`. */
export interface HxBlock {
  readonly kind: "block";
  /** The name that a link can lead to. */
  readonly label?: string | undefined;
  /** None may begin with `SRST`, `ERST` or `HXCOMM` behind its blanks: `isBlockLine` tells. */
  readonly lines: readonly string[];
}

/** `DEFHEADING(…)`, or `ARCHHEADING(…, …)` where there is a mask: a heading of the manual. */
export interface HxHeading {
  readonly kind: "heading";
  readonly text: string;
  readonly mask?: string | undefined;
}

/** A field that `HxEntry` has no property for, or one between conditionals within an entry. */
export interface HxField {
  readonly kind: "field";
  /** In C, without the dot. */
  readonly name: string;
  readonly value: HxValue;
}

/** What a field is set to: text, a name or number of C, or a table. */
export type HxValue =
  | { readonly kind: "text"; readonly text: HxText }
  | { readonly kind: "word"; readonly word: string }
  | { readonly kind: "table"; readonly items: readonly HxItem[] };

/** A command: `{ .name = …, … },`. */
export interface HxEntry {
  readonly kind: "entry";
  /** With its aliases, bars between them: `quit|q`. */
  readonly name: string;
  readonly argsType: HxText;
  readonly params: HxText;
  readonly help: HxText;
  /** The C function that handles it. */
  readonly cmd?: string | undefined;
  /** The C function that gives text to print, in place of `cmd`. */
  readonly cmdInfoHrt?: string | undefined;
  readonly coroutine?: boolean | undefined;
  /** `p`: may be used before the machine is made. */
  readonly flags?: string | undefined;
  /** The C array of its second words, or what that holds. */
  readonly subTable?: string | readonly HxItem[] | undefined;
  /** The C function that completes its arguments. */
  readonly commandCompletion?: string | undefined;
  /** Fields of other names, and conditionals with the fields between them, in order. */
  readonly rest?: readonly (HxField | HxDirective)[] | undefined;
}

/** What stands in a table, in order. */
export type HxItem = HxComment | HxCComment | HxBlock | HxDirective | HxHeading | HxEntry;

/**
 * Whether a line may stand in a documentation block. `hxtool -h` takes every line that begins with `SRST` or `ERST`, blanks
 * aside, for that word, and the documentation's tool takes comments and headings out of blocks.
 */
export function isBlockLine(line: string): boolean {
  return !/^[ \t]*(?:SRST|ERST|HXCOMM)|^(?:DEF|ARCH)HEADING\b|[\n\r\0]/.test(line);
}

/**
 * Prints a table as an `.hx` file, in the layout of QEMU's own. It ends with a newline, as `hxtool` loses a last line
 * that has none; a table without items is empty text. Reads back as the same items; fields come in one order.
 *
 * Throws: RangeError for what the format cannot hold: a line of a block that `isBlockLine` refuses, a name that is none
 * in C, a newline where one line is wanted, a NUL or half a surrogate pair in text.
 */
export function printHx(items: readonly HxItem[]): string {
  const lines = itemLines(items, 4);
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}

/** The lines of items; what is no directive or documentation stands as far in as `indent` says. */
function itemLines(items: readonly HxItem[], indent: number): readonly string[] {
  return items.flatMap((item, at) => {
    const lines = linesOf(item, indent);
    return isTight(items[at - 1], item) ? lines : ["", ...lines];
  });
}

/** Whether an item follows another without an empty line. */
function isTight(before: HxItem | undefined, item: HxItem): boolean {
  if (before === undefined || (before.kind === "comment" && item.kind === "comment")) return true;
  if (item.kind === "directive" && !item.name.startsWith("if")) return true;
  return before.kind === "directive" && before.name !== "endif";
}

function linesOf(item: HxItem, indent: number): readonly string[] {
  switch (item.kind) {
    case "comment":
      return [`HXCOMM ${oneLine(item.text, "comment", /^/)}`.trimEnd()];
    case "c-comment":
      return cCommentLines(item.text);
    case "block":
      return blockLines(item);
    case "heading":
      return [headingLine(item)];
    case "directive":
      return [directiveLine(item)];
    case "entry":
      return entryLines(item, " ".repeat(indent));
  }
}

/** Throws: RangeError unless the text is on one line, and of a form. */
function oneLine(text: string, what: string, form: RegExp): string {
  if (/[\n\r\0]/.test(text) || !form.test(text))
    throw new RangeError(`${JSON.stringify(text)} cannot be a ${what} in an .hx file`);
  return text;
}

function cCommentLines(text: string): readonly string[] {
  const lines = text.split("\n");
  const isWhole = /^\/\*(?:(?!\*\/)[^\0\r])*\*\/$|^\/\/(?:[^\n\r\0]*[^\\\n\r\0])?$/.test(text);
  if (!isWhole || !lines.every(isBlockLine))
    throw new RangeError(`${JSON.stringify(text)} cannot be a comment of C in an .hx file`);
  return lines;
}

function blockLines({ label, lines }: HxBlock): readonly string[] {
  const wrong = lines.find((line) => !isBlockLine(line));
  if (wrong !== undefined)
    throw new RangeError(`${JSON.stringify(wrong)} cannot be a line of documentation in an .hx file`);
  return [label === undefined ? "SRST" : `SRST(${oneLine(label, "label", /^[^)]+$/)})`, ...lines, "ERST"];
}

function headingLine({ text, mask }: HxHeading): string {
  if (mask === undefined) return `DEFHEADING(${oneLine(text, "heading", /^[^)]*$/)})`;
  return `ARCHHEADING(${oneLine(text, "heading", /^[^,]*$/)}, ${oneLine(mask, "mask", /^[^)]*$/)})`;
}

function directiveLine({ name, text }: HxDirective): string {
  oneLine(text, "condition", /^(?:\/\*(?:(?!\*\/).)*\*\/|(?!\/\*).)*$/);
  if (text.endsWith("\\")) throw new RangeError(`the condition '${text}' must not end with a backslash`);
  return text === "" ? `#${name}` : `#${name} ${text}`;
}

// ---- entries -----------------------------------------------------------------------------------------------------------

/** What the fields of an entry are called in C and set to, in the order in which they are printed. A `line` has no conditionals. */
export const fieldRows = {
  name: { field: "name", type: "line" },
  argsType: { field: "args_type", type: "text" },
  params: { field: "params", type: "text" },
  help: { field: "help", type: "text" },
  cmd: { field: "cmd", type: "function" },
  cmdInfoHrt: { field: "cmd_info_hrt", type: "function" },
  commandCompletion: { field: "command_completion", type: "function" },
  coroutine: { field: "coroutine", type: "boolean" },
  flags: { field: "flags", type: "line" },
  subTable: { field: "sub_table", type: "table" },
} as const satisfies Record<Exclude<keyof HxEntry, "kind" | "rest">, { field: string; type: FieldType }>;

/** What a field can be set to. */
export type FieldType = "line" | "text" | "function" | "boolean" | "table";

/** The properties of an entry that fields have. */
export type FieldKey = keyof typeof fieldRows;

function entryLines(entry: HxEntry, indent: string): readonly string[] {
  const fields = (Object.keys(fieldRows) as FieldKey[]).flatMap((key) => {
    const value = entry[key];
    return value === undefined ? [] : fieldLines(fieldRows[key].field, valueOf(key, value), indent);
  });
  const rest = (entry.rest ?? []).flatMap((part) =>
    part.kind === "directive" ? [directiveLine(part)] : fieldLines(checkedName(part.name), part.value, indent),
  );
  return [`${indent}{`, ...fields, ...rest, `${indent}},`];
}

function valueOf(key: FieldKey, value: HxText | boolean | readonly HxItem[]): HxValue {
  if (["line", "text"].includes(fieldRows[key].type)) return { kind: "text", text: value as HxText };
  if (typeof value === "object") return { kind: "table", items: value as readonly HxItem[] };
  return { kind: "word", word: String(value) };
}

/** Throws: RangeError unless it can be the name of something in C. */
function checkedName(name: string): string {
  return oneLine(name, "name", /^[A-Za-z_]\w*$/);
}

function fieldLines(name: string, value: HxValue, indent: string): readonly string[] {
  const start = `${indent}    .${name.padEnd(10)} =`;
  switch (value.kind) {
    case "text":
      return textLines(start, value.text);
    case "word":
      return [`${start} ${oneLine(value.word, "value", /^(?:&?[A-Za-z_]\w*|-?\d\w*)$/)},`];
    case "table": {
      const items = itemLines(value.items, indent.length + 8);
      return [`${start} (HMPCommand[]) {`, ...items, `${indent}        { }`, `${indent}    },`];
    }
  }
}

/** How wide a literal may get with its quotes: QEMU's `checkpatch.pl` refuses lines of more than 90 columns. */
const literalWidth = 67;

/** The lines of text that stands behind the start of its field: literals below each other, conditionals at the edge. */
function textLines(start: string, text: HxText): readonly string[] {
  const pieces = typeof text === "string" ? [text] : text;
  const hasText = pieces.some((piece) => typeof piece === "string");
  const rows = (hasText ? pieces : ["", ...pieces]).flatMap((piece) =>
    typeof piece === "string" ? literals(piece) : [directiveLine(piece)],
  );
  const margin = " ".repeat(start.search(/\S/) + 14);
  const lines = rows.map((row) => (row.startsWith("#") ? row : margin + row));
  if (rows[0]!.startsWith("#")) lines.unshift(start);
  else lines[0] = `${start} ${rows[0]}`;
  if (rows.at(-1)!.startsWith("#")) lines.push(`${margin},`);
  else lines[lines.length - 1] += ",";
  return lines;
}

/** The literals that a text is written as: a new one behind each of its newlines, and where one gets too wide. */
function literals(text: string): readonly string[] {
  const found: string[] = [];
  let literal = "";
  for (const [word] of text.matchAll(/\n[\n\t]*|[^\s]+ *|[^\S\n]+/g)) {
    const code = encodeLiteral(word);
    if (literal !== "" && !word.startsWith("\n") && literal.length + code.trimEnd().length + 2 > literalWidth) {
      found.push(literal);
      literal = "";
    }
    literal += code;
    if (!word.startsWith("\n")) continue;
    found.push(literal);
    literal = "";
  }
  if (literal !== "" || found.length === 0) found.push(literal);
  return found.map((code) => `"${code}"`);
}
