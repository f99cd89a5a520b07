// Structs and unions: bases, members, branches. QEMU's manual, "Struct types", "Union types".
//
// The order is that of `QAPISchemaObjectType.check` and `QAPISchemaBranches.check` (scripts/qapi/schema.py): an object
// checks what its C structure contains, bases and branches, before itself; so a mistake in one of those is met first.

import { diagnostic } from "../../base/messages.js";
import { suggest } from "../../base/suggest.js";
import type { Branch, Definition, Member, Struct, Union } from "../../schema/model.js";
import type { Type } from "../../schema/query.js";
import { typeOf } from "../../schema/query.js";
import { qtypeValues } from "../../schema/builtins.js";
import { mangled } from "../names.js";
import { checkFeatures, checkSpecialFeatures } from "./features.js";
import { clash, expectType, isObject, isWhole, ownMembers, placeIn, typeInWords } from "./rule.js";
import type { RuleContext } from "./rule.js";

/** How far the check of each object has come; one for a run. */
export type Progress = Map<Struct | Union, "open" | "done">;

type Seen = Map<string, Member>;

/** Reports: everything that is wrong with an object, after the same for its bases and branches. */
export function checkObject(context: RuleContext, object: Struct | Union, progress: Progress): void {
  const state = progress.get(object);
  if (state === "done") return;
  if (state === "open") {
    context.report(diagnostic("contains-itself", { name: object.name }, placeIn(object, object.span)));
    return;
  }
  progress.set(object, "open");
  checkFeatures(context, object, object.features);
  checkSpecialFeatures(context, object);
  const seen: Seen = new Map();
  const baseIsWhole = checkBase(context, object, seen, progress);
  if (object.kind === "struct") checkMembers(context, object, object.members, seen);
  else if (baseIsWhole) checkBranches(context, object, seen, progress);
  progress.set(object, "done");
}

/** Reports: members with unknown types, and those that are one in C. `seen` holds what is there already, and grows. */
export function checkMembers(context: RuleContext, definition: Definition, members: readonly Member[], seen: Seen): void {
  for (const member of members) {
    if (!member.type.array) expectType(context, definition, member.type, `member '${member.name}'`, member.span);
    checkFeatures(context, definition, member.features);
    const name = mangled(member.name);
    const earlier = seen.get(name);
    if (earlier === undefined) seen.set(name, member);
    else {
      context.report(clash(definition, `member '${member.name}'`, `member '${earlier.name}'`, member.span, earlier.span));
    }
  }
}

/** Reports: arrays of unknown types. Such an array is met before the definition that spells it. */
export function checkArrays(context: RuleContext, definition: Definition): void {
  for (const member of ownMembers(definition)) {
    if (member.type.array) expectType(context, definition, member.type, `member '${member.name}'`, member.span);
  }
}

/** Puts the base's members into `seen`; whether they are all known. */
function checkBase(context: RuleContext, object: Struct | Union, seen: Seen, progress: Progress): boolean {
  const { base } = object;
  if (base === undefined) return true;
  if (typeof base !== "string") {
    for (const member of base) if (!seen.has(mangled(member.name))) seen.set(mangled(member.name), member);
    return !context.broken.has(object);
  }
  const span = keySpan(object, "base");
  const type = expectType(context, object, base, "'base'", span);
  if (type === undefined) return false;
  if (!isObject(type) || type.kind === "union") {
    const notes = definitionNote(type);
    context.report(diagnostic("invalid-base", { base, kind: typeInWords(type) }, placeIn(object, span, notes)));
    return false;
  }
  if (type.kind === "struct") checkObject(context, type, progress);
  for (const member of finiteMembers(context, type)) if (!seen.has(mangled(member.name))) seen.set(mangled(member.name), member);
  return isWhole(context, type);
}

/** Members of an object with those of its bases; of a cycle of bases, each once. */
function finiteMembers(context: RuleContext, type: Type): readonly Member[] {
  if (type.kind === "implicit") return type.members;
  if (type.kind === "union") return typeof type.base === "string" ? membersOfBase(context, type.base, new Set()) : type.base;
  return type.kind === "struct" ? membersOfBase(context, type.name, new Set()) : [];
}

function membersOfBase(context: RuleContext, name: string, visited: Set<string>): readonly Member[] {
  const type = typeOf(context, name);
  if (type === undefined || visited.has(name)) return [];
  visited.add(name);
  if (type.kind !== "struct") return type.kind === "implicit" ? type.members : [];
  return type.base === undefined ? type.members : [...membersOfBase(context, type.base, visited), ...type.members];
}

function checkBranches(context: RuleContext, union: Union, seen: Seen, progress: Progress): void {
  const { discriminator } = union;
  const tag = seen.get(mangled(discriminator));
  const span = keySpan(union, "discriminator");
  if (tag === undefined || tag.name !== discriminator) {
    const base = typeof union.base === "string" ? `base '${union.base}'` : "the base";
    const suggestion = suggest(discriminator.replace(/^\*/, ""), [...seen.values()].map(({ name }) => name)) ?? [...seen.values()].find(({ name }) => `*${name}` === discriminator)?.name;
    context.report(diagnostic("discriminator-missing", { discriminator, base, suggestion }, placeIn(union, span)));
    return;
  }
  const values = tagValues(context, union, tag);
  if (values === undefined) return;
  const enumName = tag.type.name;
  if (union.branches.length + values.length === 0) {
    context.report(diagnostic("empty-union", { type: enumName }, placeIn(union, span)));
    return;
  }
  for (const branch of union.branches) {
    const type = expectType(context, union, branch.type, `branch '${branch.name}'`, branch.span);
    if (!values.some(({ name }) => name === branch.name)) {
      const suggestion = suggest(branch.name, values.map(({ name }) => name));
      const notes = definitionNote(typeOf(context, enumName));
      const parameters = { branch: branch.name, type: enumName, suggestion };
      context.report(diagnostic("unknown-branch", parameters, placeIn(union, branch.span, notes)));
    }
    if (type === undefined) continue;
    const wanted = context.release.unionInUnion ? "a struct or a union" : "a struct";
    if (!isObject(type) || (type.kind === "union" && !context.release.unionInUnion)) {
      const parameters = { branch: branch.name, type: branch.type, kind: typeInWords(type), wanted };
      context.report(diagnostic("branch-type", parameters, placeIn(union, branch.span, definitionNote(type))));
    } else if (type.kind === "struct" || type.kind === "union") {
      checkObject(context, type, progress);
    }
  }
  for (const branch of union.branches) checkBranchClashes(context, union, branch, branch.type, new Map(seen), new Set());
}

/** The values of the tag's enum; undefined, and reported, where the tag cannot be one. */
function tagValues(context: RuleContext, union: Union, tag: Member): readonly Pick<Branch, "name" | "condition">[] | undefined {
  const type = typeOf(context, tag.type);
  if (type === undefined) return undefined;
  const span = keySpan(union, "discriminator");
  const notes = [{ message: `member '${tag.name}' is here`, span: tag.span }];
  const bad = (why: string): undefined => {
    context.report(diagnostic("discriminator-type", { discriminator: tag.name, why }, placeIn(union, span, notes)));
    return undefined;
  };
  if (type.kind !== "enum" && type.kind !== "qtype") return bad(`must be of an enum type, not '${tag.type.name}'`);
  if (tag.optional) return bad("must not be optional");
  if (tag.condition !== undefined) return bad("must not have an 'if'");
  if (type.kind === "enum" && context.broken.has(type)) return undefined;
  return type.kind === "enum" ? type.values : qtypeValues.map((name) => ({ name, condition: undefined }));
}

/** Reports: members of a branch, and of the branches of a union that is one, that are one with the union's in C. */
function checkBranchClashes(context: RuleContext, union: Union, branch: Branch, typeName: string, seen: Seen, visited: Set<string>): void {
  const type = typeOf(context, typeName);
  if (type === undefined || visited.has(typeName)) return;
  for (const member of finiteMembers(context, type)) {
    const earlier = seen.get(mangled(member.name));
    if (earlier === undefined) seen.set(mangled(member.name), member);
    else if (earlier !== member || visited.size === 0) {
      const what = `member '${member.name}' of branch '${branch.name}'`;
      const notes = [
        { message: `it comes from '${typeName}'`, span: member.span },
        { message: `member '${earlier.name}' is here`, span: earlier.span },
      ];
      const parameters = { what, other: `member '${earlier.name}'` };
      context.report(diagnostic("name-clash", parameters, placeIn(union, branch.span, notes)));
    }
  }
  if (type.kind !== "union") return;
  for (const inner of type.branches) {
    checkBranchClashes(context, union, branch, inner.type, new Map(seen), new Set(visited).add(typeName));
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

