// Where stubs go, and what it takes to put them there: blank lines, commas, the indents of the place.
//
// Each goes behind the command before it in the schema, if the person has that one, or it is added too; else to the end.
// So the schema's order is kept where the person keeps it, and where they do not, it is still plain what goes where.

import type { Holder, Insertion, MemberFact } from "./facts.js";
import type { HandlerMethod } from "./handler-methods.js";
import type { Style } from "./style.js";
import { lineEnd, lineIndent, lineStart } from "./style.js";

/** A holder in its text. */
export interface Place {
  readonly text: string;
  readonly holder: Holder;
  readonly style: Style;
}

/** Methods that go to one place: behind a member, or to the end. */
interface Slot {
  readonly after: MemberFact | undefined;
  readonly methods: HandlerMethod[];
}

/** What is put in for methods, `all` of which are in the schema's order; `linesOf` gives the lines of one. */
export function insertMembers(
  place: Place,
  { all, missing }: { all: readonly HandlerMethod[]; missing: readonly HandlerMethod[] },
  linesOf: (method: HandlerMethod) => readonly string[],
): readonly Insertion[] {
  const slots = slotsOf(place.holder, all, missing);
  const textOf = (method: HandlerMethod) => linesOf(method).join(place.style.newline);
  const last = place.holder.members.at(-1);
  return slots.flatMap((slot) => {
    const texts = slot.methods.map(textOf);
    return slot.after === undefined
      ? atEnd(place, { texts, isBehindLast: last !== undefined && slots.some(({ after }) => after === last) })
      : behind(place, { member: slot.after, texts, isFollowed: slots.some(({ after }) => after === undefined) });
  });
}

/** In the order of the text; that for the end is last. */
function slotsOf(
  { members }: Holder,
  all: readonly HandlerMethod[],
  missing: readonly HandlerMethod[],
): readonly Slot[] {
  const slots = new Map<MemberFact | undefined, HandlerMethod[]>();
  let after: MemberFact | undefined;
  for (const method of all) {
    if (missing.includes(method)) slots.set(after, [...(slots.get(after) ?? []), method]);
    // The last of several of a name: overloads stand in front of what they are of.
    else after = members.findLast(({ name }) => name === method.name) ?? after;
  }
  const order = ({ after: member }: Slot) => member?.start ?? Infinity;
  return [...slots]
    .map(([member, methods]) => ({ after: member, methods }))
    .toSorted((a, b) => (order(a) < order(b) ? -1 : 1));
}

/** The indent of a holder's members. */
export function memberIndentOf({ text, holder, style }: Place): string {
  const first = holder.members.find(({ start }) => /^\s*$/.test(text.slice(lineStart(text, start), start)));
  return first === undefined ? holderIndentOf({ text, holder, style }) + style.indent : lineIndent(text, first.start);
}

/** That of the line which closes it, where that is a line of its own; else of that in which it begins. */
function holderIndentOf({ text, holder }: Place): string {
  return lineIndent(text, isBraceAlone(text, holder.close) ? holder.close : holder.start);
}

function isBraceAlone(text: string, close: number): boolean {
  return /^[ \t]*$/.test(text.slice(lineStart(text, close), close));
}

/** Blanks, and comments that end with the line. */
const nothingMore = /^(?:[ \t]|\/\*(?:(?!\*\/)[^\r\n])*\*\/)*(?:\/\/[^\r\n]*)?$/;

interface Behind {
  readonly member: MemberFact;
  readonly texts: readonly string[];
  /** Whether others go to the end. */
  readonly isFollowed: boolean;
}

function behind({ text, holder, style }: Place, { member, texts, isFollowed }: Behind): readonly Insertion[] {
  const { newline } = style;
  const isObject = holder.form === "object";
  const isBare = isObject && member.commaEnd === undefined;
  const end = member.commaEnd ?? member.end;
  const rest = text.slice(end, lineEnd(text, end));
  const isLineEnd = nothingMore.test(rest) && end <= holder.close && lineEnd(text, end) <= holder.close;
  const separator = isObject ? "," : "";
  const last = isBare && !isFollowed ? "" : separator;
  const added = texts.map((one, index) => newline + newline + one + (index === texts.length - 1 ? last : separator));
  const comma = isBare ? [{ at: end, text: "," }] : [];
  if (isLineEnd) {
    const at = lineEnd(text, end);
    // What stands below without a gap is a member of its own.
    const isTight = /^(?:\r\n?|\n)[ \t]*[^\s})]/.test(text.slice(at));
    return [...comma, { at, text: added.join("") + (isTight ? newline : "") }];
  }
  return [...comma, { at: end, text: added.join("") + newline }];
}

interface AtEnd {
  readonly texts: readonly string[];
  /** Whether more is added behind the last member, and so has seen to its comma. */
  readonly isBehindLast: boolean;
}

/** Before the brace, behind whatever comments are there. */
function atEnd(place: Place, { texts, isBehindLast }: AtEnd): readonly Insertion[] {
  const { text, holder, style } = place;
  const { newline } = style;
  const { open, close, members } = holder;
  const last = members.at(-1);
  const isObject = holder.form === "object";
  const isBare = isObject && last !== undefined && last.commaEnd === undefined;
  const body = texts.join(`${isObject ? "," : ""}${newline}${newline}`) + (isObject && !isBare ? "," : "");
  const comma = isBare && !isBehindLast ? [{ at: last.end, text: "," }] : [];
  const isEmpty = text.slice(open, close).trim() === "";
  if (isBraceAlone(text, close)) {
    const start = lineStart(text, close);
    const isApart = isEmpty || /\n[ \t]*\r?\n$/.test(text.slice(open, start));
    return [...comma, { at: start, text: (isApart ? "" : newline) + body + newline }];
  }
  const end = newline + holderIndentOf(place);
  return [...comma, { at: close, text: newline + (isEmpty ? "" : newline) + body + end }];
}
