// What rules share: the schema as they see it, and ways to name things in messages.

import { cName } from "../../base/c-name.js";
import type { DefinitionSite, Diagnostic } from "../../base/diagnostic.js";
import type { Place } from "../../base/messages.js";
import { diagnostic } from "../../base/messages.js";
import type { ReleaseRules } from "../../base/releases.js";
import type { Span } from "../../base/source.js";
import { suggest } from "../../base/suggest.js";
import { isBuiltin } from "../../schema/builtins.js";
import type { Definition, Feature, Member, Pragmas, TypeRef } from "../../schema/model.js";
import type { Type } from "../../schema/query.js";
import { describedParts, inlineMembers, typeOf } from "../../schema/query.js";
import type { Excuses } from "../site.js";

/** What a rule is told. */
export interface RuleContext {
  readonly definitions: readonly Definition[];
  readonly byName: ReadonlyMap<string, Definition>;
  readonly pragmas: Pragmas;
  readonly excuses: Excuses;
  readonly release: ReleaseRules;
  /** Whether no release was asked for: documentation of any is accepted. */
  readonly anyRelease: boolean;
  /** Names of all types that a reference may mean, for suggestions. */
  readonly typeNames: readonly string[];
  /** Elements of which an array is spelled anywhere; only those have an array by name. */
  readonly arrays: ReadonlySet<string>;
  /** Whether something that could not be read may define a name; a reference to it is no second mistake. */
  isLost(name: string): boolean;
  /** By definition, the keys whose values are wrong, `doc` for the documentation; what is said of it must not depend on what was not read. */
  readonly flawed: ReadonlyMap<Definition, ReadonlySet<string>>;
  report(diagnostic: Diagnostic): void;
}

/** A definition as a place to stand in. */
export function siteOf(definition: Definition): DefinitionSite {
  return { kind: definition.kind, name: definition.name, span: definition.span };
}

/** A place inside a definition. */
export function placeIn(definition: Definition, span: Span, notes: Place["notes"] = []): Place {
  return { span, definition: siteOf(definition), notes };
}

/** What a name refers to as the checker sees it: an array goes by its name only if it is spelled somewhere. */
export function resolve(context: RuleContext, name: string): Type | undefined {
  const type = typeOf(context, name);
  if (type?.kind !== "array") return type;
  return isBuiltin(type.element) || context.arrays.has(type.element) ? type : undefined;
}

/** The type of a reference; reports one that refers to nothing. */
export function expectType(
  context: RuleContext,
  definition: Definition,
  ref: TypeRef | string,
  what: string,
  at: Span | (() => Span),
): Type | undefined {
  const name = typeof ref === "string" ? ref : ref.name;
  const type = resolve(context, name);
  if (type !== undefined && (typeof ref === "string" || !ref.array)) return type;
  if (type !== undefined && type.kind !== "array") return { kind: "array", element: name };
  const span = typeof at === "function" ? at() : at;
  if (type !== undefined) {
    context.report(diagnostic("array-of-array", { what, type: name }, placeIn(definition, span)));
    return undefined;
  }
  if (context.isLost(name)) return undefined;
  const other = context.byName.get(name);
  if (other !== undefined) {
    const kind = other.kind === "event" ? "an event" : "a command";
    const notes = [{ message: `'${name}' is defined here`, span: other.span }];
    context.report(diagnostic("not-a-type", { what, type: name, kind }, placeIn(definition, span, notes)));
    return undefined;
  }
  const suggestion = suggest(name, context.typeNames);
  context.report(diagnostic("unknown-type", { what, type: name, suggestion }, placeIn(definition, span)));
  return undefined;
}

/** Whether the values of a definition's keys were read whole. */
export function isRead(context: RuleContext, definition: Definition, ...keys: readonly string[]): boolean {
  const flawed = context.flawed.get(definition);
  return flawed === undefined || !keys.some((key) => flawed.has(key));
}

/** A type in words: `enum 'Hue'`, `an array`. */
export function typeInWords(type: Type): string {
  switch (type.kind) {
    case "builtin":
      return "a built-in type";
    case "qtype":
      return "an enum";
    case "empty":
    case "implicit":
      return "an object";
    case "enum":
    case "alternate":
      return `an ${type.kind}`;
    case "array":
      return "an array";
    default:
      return `a ${type.kind}`;
  }
}

/** Whether a type is an object: a struct, a union, or one that stands for inline members. */
export function isObject(type: Type): boolean {
  return ["struct", "union", "implicit", "empty"].includes(type.kind);
}

/** Reports names that are one in C. `role` says what they are: `member`, `value`. */
export function checkClashes(
  context: RuleContext,
  definition: Definition,
  role: string,
  things: readonly { readonly name: string; readonly span: Span }[],
): void {
  if (things.length < 2) return;
  const seen = new Map<string, { readonly name: string; readonly span: Span }>();
  for (const thing of things) {
    const name = cName(thing.name);
    const earlier = seen.get(name);
    if (earlier === undefined) seen.set(name, thing);
    else
      context.report(
        clash(definition, `${role} '${thing.name}'`, `${role} '${earlier.name}'`, thing.span, earlier.span),
      );
  }
}

/** The diagnostic of two names that are one in C. */
export function clash(definition: Definition, what: string, other: string, span: Span, earlier: Span): Diagnostic {
  const notes = [{ message: `${other} is here`, span: earlier }];
  return diagnostic("name-clash", { what, other }, placeIn(definition, span, notes));
}

/** The members that a definition spells itself. */
export function ownMembers(definition: Definition): readonly Member[] {
  return definition.kind === "struct" ? definition.members : (inlineMembers(definition) ?? []);
}

/** All features that a definition spells: its own, then those of its parts. */
export function allFeatures(definition: Definition): readonly Feature[] {
  return [...definition.features, ...describedParts(definition).flatMap(({ features = [] }) => features)];
}
