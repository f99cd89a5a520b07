// Structs and unions: bases, members, branches. QEMU's manual, "Struct types", "Union types".
//
// The order is that of `QAPISchemaObjectType.check` and `QAPISchemaBranches.check` (scripts/qapi/schema.py): an object
// checks what its C structure contains, bases and branches, before itself; so a mistake in one of those is met first.

import { cName } from "../../base/c-name.js";
import { diagnostic } from "../../base/messages.js";
import { suggest } from "../../base/suggest.js";
import type { Branch, Definition, Member, Struct, Union } from "../../schema/model.js";
import type { Type } from "../../schema/query.js";
import { inlineMembers, typeOf } from "../../schema/query.js";
import { qtypeValues } from "../../schema/builtins.js";
import { checkFeatures, checkSpecialFeatures } from "./features.js";
import { clash, expectType, isObject, isRead, ownMembers, placeIn, typeInWords } from "./rule.js";
import type { RuleContext } from "./rule.js";

/** The members of an object by their names in C: its own, and those of its base. */
interface Scope {
  readonly own: Map<string, Member>;
  readonly base: Scope | undefined;
  /** Whether these are all: no part of the object, and none of its bases, is unknown. */
  readonly whole: boolean;
}

/** How far the checks of objects have come; one for a run. */
export interface Progress {
  readonly objects: Map<Struct | Union, Scope | "open">;
  /** Members that a definition spells in place. */
  readonly inline: Map<Definition, Scope>;
}

/** Reports: everything that is wrong with an object, after the same for its bases and branches. */
export function checkObject(context: RuleContext, object: Struct | Union, progress: Progress): void {
  const open = [objectSteps(context, object, progress)];
  while (open.length > 0) {
    const step = open.at(-1)!.next();
    if (step.done) open.pop();
    else open.push(objectSteps(context, step.value, progress));
  }
}

/** Objects that an object contains; each is checked before the next step. Not by recursion: there may be thousands. */
type Steps = Generator<Struct | Union, void, undefined>;

function* objectSteps(context: RuleContext, object: Struct | Union, progress: Progress): Steps {
  const state = progress.objects.get(object);
  if (state === "open")
    context.report(diagnostic("contains-itself", { name: object.name }, placeIn(object, object.span)));
  if (state !== undefined) return;
  progress.objects.set(object, "open");
  checkFeatures(context, object, object.features);
  checkSpecialFeatures(context, object);
  const type = typeof object.base === "string" ? expectBase(context, object, object.base) : undefined;
  if (type?.kind === "struct") yield type;
  const base =
    typeof object.base === "string" ? type && scopeOf(context, type, progress) : checkInline(context, object, progress);
  const hasBase = object.base !== undefined;
  const scope: Scope = {
    own: new Map(),
    base,
    whole: isRead(context, object, "data", "base") && (!hasBase || base?.whole === true),
  };
  if (object.kind === "struct") checkMembers(context, object, object.members, scope);
  else yield* branchSteps(context, object, { scope, progress });
  progress.objects.set(object, scope);
}

/** Reports: what is wrong with the members that a definition spells in place; once. */
export function checkInline(context: RuleContext, definition: Definition, progress: Progress): Scope | undefined {
  const members = inlineMembers(definition);
  let scope = progress.inline.get(definition);
  if (members === undefined || scope !== undefined) return scope;
  const key = definition.kind === "union" ? "base" : "data";
  scope = { own: new Map(), base: undefined, whole: isRead(context, definition, key) };
  progress.inline.set(definition, scope);
  checkMembers(context, definition, members, scope);
  return scope;
}

/** What is known of the members of an object that was checked; undefined for one that leads back to itself. */
function scopeOf(context: RuleContext, type: Type, progress: Progress): Scope | undefined {
  if (type.kind === "implicit") return checkInline(context, type.owner, progress);
  if (type.kind !== "struct" && type.kind !== "union") return { own: new Map(), base: undefined, whole: true };
  const scope = progress.objects.get(type);
  return scope === "open" ? undefined : scope;
}

function find(scope: Scope | undefined, name: string): Member | undefined {
  for (let at = scope; at !== undefined; at = at.base) {
    const member = at.own.get(name);
    if (member !== undefined) return member;
  }
  return undefined;
}

/** All members, by their names in C. */
function* membersIn(scope: Scope | undefined): Iterable<readonly [string, Member]> {
  for (let at = scope; at !== undefined; at = at.base) yield* at.own;
}

/** Reports: members with unknown types, and those that are one in C. Puts them into the scope. */
function checkMembers(context: RuleContext, definition: Definition, members: readonly Member[], scope: Scope): void {
  for (const member of members) {
    if (!member.type.array) expectType(context, definition, member.type, `member '${member.name}'`, member.span);
    checkFeatures(context, definition, member.features);
    const name = cName(member.name);
    const earlier = find(scope, name);
    if (earlier === undefined) scope.own.set(name, member);
    else {
      context.report(
        clash(definition, `member '${member.name}'`, `member '${earlier.name}'`, member.span, earlier.span),
      );
    }
  }
}

/** Reports: arrays of unknown types. Such an array is met before the definition that spells it. */
export function checkArrays(context: RuleContext, definition: Definition): void {
  for (const member of ownMembers(definition)) {
    if (member.type.array) expectType(context, definition, member.type, `member '${member.name}'`, member.span);
  }
}

/** The type of a named base; undefined, and reported, where it cannot be one. */
function expectBase(context: RuleContext, object: Struct | Union, base: string): Type | undefined {
  const span = () => keySpan(object, "base");
  const type = expectType(context, object, base, "'base'", span);
  if (type === undefined || (isObject(type) && type.kind !== "union")) return type;
  const parameters = { base, kind: typeInWords(type) };
  context.report(diagnostic("invalid-base", parameters, placeIn(object, span(), definitionNote(type))));
  return undefined;
}

interface Inside {
  readonly scope: Scope;
  readonly progress: Progress;
}

function* branchSteps(context: RuleContext, union: Union, inside: Inside): Steps {
  const { scope } = inside;
  const tag = findTag(context, union, scope);
  const values = tag === undefined ? undefined : tagValues(context, union, tag);
  if (values?.size === 0 && union.branches.length === 0) {
    const place = placeIn(union, keySpan(union, "discriminator"));
    context.report(diagnostic("empty-union", { type: tag!.type.name }, place));
  }
  for (const branch of union.branches) {
    const type = expectType(context, union, branch.type, `branch '${branch.name}'`, branch.span);
    if (values !== undefined && !values.has(branch.name)) {
      const notes = definitionNote(typeOf(context, tag!.type.name));
      const parameters = { branch: branch.name, type: tag!.type.name, suggestion: suggest(branch.name, values) };
      context.report(diagnostic("unknown-branch", parameters, placeIn(union, branch.span, notes)));
    }
    if (type === undefined) continue;
    const wanted = context.release.unionInUnion ? "a struct or a union" : "a struct";
    if (!isObject(type) || (type.kind === "union" && !context.release.unionInUnion)) {
      const parameters = { branch: branch.name, type: branch.type, kind: typeInWords(type), wanted };
      context.report(diagnostic("branch-type", parameters, placeIn(union, branch.span, definitionNote(type))));
    } else if (type.kind === "struct" || type.kind === "union") {
      yield type;
    }
  }
  for (const branch of union.branches) checkBranchClashes(context, union, branch, inside);
}

/** The member that is the tag; undefined where there is none, reported unless it may only be unread. */
function findTag(context: RuleContext, union: Union, scope: Scope): Member | undefined {
  const { discriminator } = union;
  const tag = find(scope, cName(discriminator));
  if (tag?.name === discriminator) return tag;
  if (!scope.whole || !isRead(context, union, "discriminator")) return undefined;
  const base = typeof union.base === "string" ? `base '${union.base}'` : "the base";
  const bare = discriminator.replace(/^\*/, "");
  const suggestion =
    find(scope, cName(bare))?.name ??
    suggest(
      bare,
      [...membersIn(scope)].map(([, { name }]) => name),
    );
  const parameters = { discriminator, base, suggestion };
  context.report(diagnostic("discriminator-missing", parameters, placeIn(union, keySpan(union, "discriminator"))));
  return undefined;
}

/** The values of the tag's enum; undefined where they are not known, reported where the tag cannot be one. */
function tagValues(context: RuleContext, union: Union, tag: Member): ReadonlySet<string> | undefined {
  const type = typeOf(context, tag.type);
  if (type === undefined) return undefined;
  const bad = (why: string): undefined => {
    const place = placeIn(union, keySpan(union, "discriminator"), [
      { message: `member '${tag.name}' is here`, span: tag.span },
    ]);
    context.report(diagnostic("discriminator-type", { discriminator: tag.name, why }, place));
    return undefined;
  };
  if (type.kind !== "enum" && type.kind !== "qtype") return bad(`must be of an enum type, not '${tag.type.name}'`);
  if (tag.optional) return bad("must not be optional");
  if (tag.condition !== undefined) return bad("must not have an 'if'");
  if (type.kind === "qtype") return new Set(qtypeValues);
  return isRead(context, type, "data") ? new Set(type.values.map(({ name }) => name)) : undefined;
}

/**
 * Reports: members of a branch, or of a branch of a union that is one, that are one in C with the union's. What clashes
 * within the inner union is that one's own mistake.
 */
function checkBranchClashes(context: RuleContext, union: Union, branch: Branch, { scope, progress }: Inside): void {
  const reached = new Set([branch.type]);
  for (const typeName of reached) {
    const type = typeOf(context, typeName);
    if (type === undefined || !isObject(type)) continue;
    for (const [name, member] of membersIn(scopeOf(context, type, progress))) {
      const earlier = find(scope, name);
      if (earlier === undefined) continue;
      const what = `member '${member.name}' of branch '${branch.name}'`;
      const notes = [
        { message: `it comes from '${typeName}'`, span: member.span },
        { message: `member '${earlier.name}' is here`, span: earlier.span },
      ];
      const parameters = { what, other: `member '${earlier.name}'` };
      context.report(diagnostic("name-clash", parameters, placeIn(union, branch.span, notes)));
    }
    if (type.kind === "union") for (const inner of type.branches) reached.add(inner.type);
  }
}

function definitionNote(type: Type | undefined): { message: string; span: Definition["span"] }[] {
  if (type === undefined || !("span" in type)) return [];
  return [{ message: `${type.kind} '${type.name}' is defined here`, span: type.span }];
}

/** The value of a definition's key in its text, or the whole definition where it cannot be told. */
export function keySpan(definition: Definition, key: string): Definition["span"] {
  const { source, start, end } = definition.span;
  const token = /'(?:[^'\\\n]|\\\\)*'|[{}[\]]|#[^\n]*/g;
  token.lastIndex = start;
  let depth = 0;
  for (let match = token.exec(source.text); match !== null && match.index < end; match = token.exec(source.text)) {
    const [word] = match;
    if (word === "{" || word === "[") depth++;
    else if (word === "}" || word === "]") depth--;
    else if (depth === 1 && word === `'${key}'`) {
      const value = /\s*:\s*('[^'\n]*'|\[\s*'[^'\n]*'\s*\])/y;
      value.lastIndex = token.lastIndex;
      const found = value.exec(source.text);
      if (found === null) return { source, start: match.index, end: token.lastIndex };
      return { source, start: value.lastIndex - found[1]!.length, end: value.lastIndex };
    }
  }
  return definition.span;
}
