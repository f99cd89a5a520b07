// Inline markup: one paragraph of reStructuredText becomes one paragraph of Markdown that is safe in TSDoc.
//
// In: the lines of a paragraph, joined. Out: the same lines; what Markdown or TSDoc would misread is escaped or put in
// backticks. Facts: docutils' "reStructuredText Markup Specification", "Inline Markup"; QEMU's manual, "Documentation
// comments" (`@name`). Looser than docutils where that saves a text from leaking: markup may close inside a word.
// One pass, no look-ahead without a bound: hostile text costs linear time.

import { closes, code, isSpace, isWord, LONGEST_WORD, opens, roleEnd, wordAround } from "./rest-marks.js";

/** What inline markup needs to know from around it. */
export interface InlineContext {
  readonly names: {
    /** What stands for a reference to `name`; undefined: the name in backticks. */
    link(name: string): string | undefined;
  };
  /** Addresses of the text's own hyperlink targets, by lower-case name. */
  readonly targets: ReadonlyMap<string, string> | undefined;
}

interface Scan {
  readonly text: string;
  readonly context: InlineContext;
  out: string;
  /** Everything before it is in `out`. */
  flushed: number;
  /** Where each kind of markup closes next: a position, -1 for nowhere any more, -2 for not yet looked. */
  readonly closers: number[];
}

const LITERAL = 0;
const INTERPRETED = 1;
const STRONG = 2;
const EMPHASIS = 3;
const MARKS = ["``", "`", "**", "*"] as const;

/** Converts the inline markup of one paragraph. */
export function inline(text: string, context: InlineContext): string {
  const special = /[`*_@\\{}<>|#:[\]]/g;
  if (!special.test(text)) return text;
  const scan: Scan = { text, context, out: "", flushed: 0, closers: [-2, -2, -2, -2] };
  do {
    const at = special.lastIndex - 1;
    const next = step(scan, at);
    special.lastIndex = next > at ? next : at + 1;
  } while (special.test(text));
  return scan.out + text.slice(scan.flushed);
}

/** Deals with the special character at `at`; returns where to go on, or -1 when it is ordinary text. */
function step(scan: Scan, at: number): number {
  switch (scan.text[at]) {
    case "`":
      return backtick(scan, at);
    case "*":
      return star(scan, at);
    case "_":
      return underscore(scan, at);
    case "@":
      return reference(scan, at);
    case "\\":
      return backslash(scan, at);
    case "|":
      return substitution(scan, at);
    case "#":
      return oldReference(scan, at);
    case ":":
      return colon(scan, at);
    case "[":
      return footnote(scan, at);
    case "]":
      return scan.text[at + 1] === "(" ? put(scan, at, at + 1, "\\]") : -1;
    default:
      return word(scan, at);
  }
}

function put(scan: Scan, from: number, to: number, replacement: string): number {
  scan.out += scan.text.slice(scan.flushed, from) + replacement;
  scan.flushed = to;
  return to;
}

/** Where markup of this kind closes at or after `from`; remembered, so that all calls together read the text once. */
function closer(scan: Scan, kind: number, from: number): number {
  const known = scan.closers[kind]!;
  if (known === -1 || known >= from) return known;
  const { text } = scan;
  const mark = MARKS[kind]!;
  let at = text.indexOf(mark, from);
  while (at >= 0 && !closesAt(text, at, kind)) at = text.indexOf(mark, at + 1);
  scan.closers[kind] = at;
  return at;
}

function closesAt(text: string, at: number, kind: number): boolean {
  if (isSpace(text[at - 1])) return false;
  if (kind === LITERAL) return text[at + 2] !== "`";
  if (kind === INTERPRETED) return text[at + 1] !== "`" && text[at - 1] !== "`";
  if (kind === STRONG) return !isWord(text[at + 2]);
  return text[at + 1] !== "*" && text[at - 1] !== "*" && !isWord(text[at + 1]);
}

function backtick(scan: Scan, at: number): number {
  const { text } = scan;
  if (text[at + 1] === "`") {
    const end = isSpace(text[at + 2]) ? -1 : closer(scan, LITERAL, at + 3);
    if (end >= 0) return put(scan, at, end + 2, code(text.slice(at + 2, end)));
    return put(scan, at, at + 2, "\\`\\`");
  }
  const end = isSpace(text[at + 1]) ? -1 : closer(scan, INTERPRETED, at + 2);
  if (end < 0) return put(scan, at, at + 1, "\\`");
  const content = text.slice(at + 1, end);
  if (text[end + 1] === "_" && closes(text[text[end + 2] === "_" ? end + 3 : end + 2])) {
    return put(scan, at, text[end + 2] === "_" ? end + 3 : end + 2, hyperlink(content, scan.context));
  }
  const suffix = text[end + 1] === ":" ? roleEnd(text, end + 1) : -1;
  if (suffix > 0) return put(scan, at, suffix, interpret(text.slice(end + 2, suffix - 1), content, scan.context));
  // Text without a role is a cross reference since QEMU 10.1, to a definition where there is one of that name.
  return put(scan, at, end + 1, scan.context.names.link(content) ?? code(content));
}

/** `text <address>` or a name that stands for an address. */
function hyperlink(content: string, context: InlineContext): string {
  const open = content.endsWith(">") ? content.lastIndexOf("<") : -1;
  if (open < 0) return linked(content, context.targets?.get(content.toLowerCase()), context);
  const address = content.slice(open + 1, -1).replace(/\s+/g, "");
  return linked(content.slice(0, open).trimEnd() || address, address.includes(":") ? address : undefined, context);
}

function linked(text: string, address: string | undefined, context: InlineContext): string {
  if (address === undefined || address === text) return inline(address ?? text, context);
  return `[${inline(text, context)}](${address.replace(/[()<>{}@]/g, encodeURIComponent)})`;
}

/** What a role makes of its text; unknown roles mean code, as most of Sphinx's do. */
function interpret(role: string, content: string, context: InlineContext): string {
  const open = content.endsWith(">") ? content.lastIndexOf(" <") : -1;
  if (open > 0) return inline(content.slice(0, open), context);
  const name = role.slice(role.lastIndexOf(":") + 1).toLowerCase();
  if (role.startsWith("qapi:")) {
    const target = content.replace(/^[~!]/, "");
    return context.names.link(target) ?? code(target);
  }
  if (name === "emphasis" || name === "title" || name === "title-reference" || name === "abbr" || name === "dfn") {
    return `*${inline(content, context)}*`;
  }
  if (name === "strong") return `**${inline(content, context)}**`;
  if (name === "sub" || name === "sup" || name === "subscript" || name === "superscript")
    return inline(content, context);
  if (name === "pep" || name === "rfc") return `${name.toUpperCase()} ${content}`;
  return code(content.replace(/^[~!]/, ""));
}

function star(scan: Scan, at: number): number {
  const { text } = scan;
  const kind = text[at + 1] === "*" ? STRONG : EMPHASIS;
  const length = kind === STRONG ? 2 : 1;
  const before = text[at - 1];
  const first = text[at + length];
  const quoted =
    before !== undefined && first !== undefined && ["''", '""', "()", "[]", "{}", "<>"].includes(before + first);
  if (opens(before) && !isSpace(first) && first !== "/" && !quoted) {
    const end = closer(scan, kind, at + length + 1);
    const mark = MARKS[kind]!;
    if (end >= 0) return put(scan, at, end + length, mark + inline(text.slice(at + length, end), scan.context) + mark);
  }
  if (isSpace(before) && isSpace(text[at + 1]) && before !== undefined && before !== "\n") return -1;
  const end = codeWord(scan, at);
  return end > 0 ? end : put(scan, at, at + 1, "\\*");
}

function underscore(scan: Scan, at: number): number {
  const { text } = scan;
  if (!isWord(text[at - 1])) {
    if (text[at + 1] === "`" && !isSpace(text[at + 2])) return put(scan, at, at + 1, "");
    if (text[at - 1] === "_" || !(isWord(text[at + 1]) || text[at + 1] === "_")) return -1;
    // What people write who think that they write Markdown.
    const emphasis = /_([A-Za-z][A-Za-z-]{0,40})_(?!\w)/y;
    emphasis.lastIndex = at;
    const found = emphasis.exec(text);
    if (found !== null) return put(scan, at, emphasis.lastIndex, `*${found[1]!}*`);
    const end = codeWord(scan, at);
    return end > 0 ? end : put(scan, at, at + 1, "\\_");
  }
  const end = text[at + 1] === "_" ? at + 2 : at + 1;
  if (!closes(text[end])) return -1;
  let start = at;
  while (
    start > scan.flushed &&
    at - start < LONGEST_WORD &&
    (isWord(text[start - 1]) || "-._+".includes(text[start - 1]!))
  )
    start--;
  const address = scan.context.targets?.get(text.slice(start, at).toLowerCase());
  return address === undefined
    ? put(scan, at, end, "")
    : put(scan, start, end, linked(text.slice(start, at), address, scan.context));
}

/** QAPI's `@name`; anything else with an at sign is an address or the like, and escaped. */
function reference(scan: Scan, at: number): number {
  const { text } = scan;
  const before = text[at - 1];
  const first = text[at + 1];
  if (
    first === undefined ||
    !/[A-Za-z_]/.test(first) ||
    isWord(before) ||
    (before !== undefined && "._+-%".includes(before))
  ) {
    return put(scan, at, at + 1, "\\@");
  }
  const name = /[\w-]*\w(?:\.[A-Za-z][\w-]*\w)?/y;
  name.lastIndex = at + 1;
  let found = name.exec(text)![0];
  // Only downstream names ("__com.example_name") have a dot; elsewhere it ends the sentence or parts a member off.
  if (!found.startsWith("__") && found.includes(".")) found = found.slice(0, found.indexOf("."));
  return put(scan, at, at + 1 + found.length, scan.context.names.link(found) ?? `\`${found}\``);
}

function backslash(scan: Scan, at: number): number {
  const next = scan.text[at + 1];
  if (next === undefined) return put(scan, at, at + 1, "\\\\");
  if (isSpace(next)) return put(scan, at, at + 2, "");
  if (isWord(next)) {
    // By docutils' rules the backslash would vanish; `\n` in a sentence never means that.
    const end = codeWord(scan, at);
    return end > 0 ? end : put(scan, at, at + 1, "\\\\");
  }
  return put(scan, at, at + 2, "\\`*_{}[]<>@#|~".includes(next) ? `\\${next}` : next);
}

function substitution(scan: Scan, at: number): number {
  const { text } = scan;
  if (!opens(text[at - 1])) return -1;
  const name = /\|([\w.-]{1,40}(?: [\w.-]{1,40}){0,3})\|_{0,2}/y;
  name.lastIndex = at;
  const found = name.exec(text);
  return found !== null && closes(text[name.lastIndex]) ? put(scan, at, name.lastIndex, found[1]!) : -1;
}

/** `#Name`, as old schemas referred to a type. */
function oldReference(scan: Scan, at: number): number {
  const { text } = scan;
  if (at === 0 || text[at - 1] === "\n") {
    if (text[at + 1] === " " || text[at + 1] === "#") return put(scan, at, at + 1, "\\#");
  }
  if (!opens(text[at - 1])) return -1;
  const name = /[A-Za-z][\w-]{0,80}/y;
  name.lastIndex = at + 1;
  const link = name.test(text) ? scan.context.names.link(text.slice(at + 1, name.lastIndex)) : undefined;
  return link === undefined ? -1 : put(scan, at, name.lastIndex, link);
}

/** The colon of a role, or that of an address, which is left as it is. */
function colon(scan: Scan, at: number): number {
  const { text } = scan;
  if (text.startsWith("//", at + 1) && isWord(text[at - 1])) {
    const address = /[^\s<>"'`{}|\\*@]+/y;
    address.lastIndex = at + 1;
    address.test(text);
    return address.lastIndex;
  }
  if (!opens(text[at - 1])) return -1;
  const mark = roleEnd(text, at);
  if (mark < 0 || text[mark] !== "`" || isSpace(text[mark + 1])) return -1;
  const end = closer(scan, INTERPRETED, mark + 2);
  if (end < 0) return -1;
  return put(scan, at, end + 1, interpret(text.slice(at + 1, mark - 1), text.slice(mark + 1, end), scan.context));
}

function footnote(scan: Scan, at: number): number {
  const mark = /\[([#*]?[\w.-]{0,40})\]_/y;
  mark.lastIndex = at;
  const found = mark.exec(scan.text);
  if (found === null || !closes(scan.text[mark.lastIndex])) return -1;
  const name = found[1]!.replace(/^[#*]/, "");
  return put(scan, at, mark.lastIndex, name === "" ? "" : `[${name}]`);
}

/** A brace or an angle: the word around it becomes code where that reads well, else the character is escaped. */
function word(scan: Scan, at: number): number {
  const { text } = scan;
  if (text[at] === "<" && /^<(?:https?|ftp):/.test(text.slice(at, at + 7))) {
    const end = text.slice(at, at + 300).indexOf(">");
    if (end > 0)
      return put(scan, at, at + end + 1, inline(text.slice(at + 1, at + end).replace(/\s+/g, ""), scan.context));
  }
  const end = codeWord(scan, at);
  return end > 0 ? end : put(scan, at, at + 1, `\\${text[at]!}`);
}

/** Puts the word around `at` into backticks; -1 when that is not possible. */
function codeWord(scan: Scan, at: number): number {
  const found = wordAround(scan.text, at, scan.flushed);
  return found === undefined ? -1 : put(scan, found.start, found.end, code(scan.text.slice(found.start, found.end)));
}
