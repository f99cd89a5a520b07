// The checked output of a server: what is wrong with what a handler gives, told to the developer before a client could
// stumble over it; and what a policy hides of it, which is members only (`qapi/qobject-output-visitor.c`,
// qobject_output_policy_skip; no value of an enumeration is hidden, not by QEMU either).

import type { NamedType, ObjectType, TypeRef } from "../table.js";
import type { Type, Values } from "../types.js";
import { alternativeOf, branchOf, isArray, kindOf, leadsTo, membersOf, typeOf } from "../types.js";
import { findingsOf } from "../validate.js";
import type { Policy, ServedSchema, SpecialFeature } from "./served.js";
import { featureFinder } from "./served.js";

/** What is done with members that are deprecated or unstable. */
export type OutputPolicy = Policy<"hide">;

/**
 * What is wrong with a handler's result, or with an event's data, in one line: the first problem and how many more there
 * are; `undefined` if it is fine.
 */
export function outputProblem(ref: TypeRef, value: unknown): string | undefined {
  const [first, ...others] = findingsOf(ref, value);
  if (first === undefined) return undefined;
  const place = first.path === "" ? "" : `${first.path}: `;
  const more = others.length === 0 ? "" : ` (and ${others.length} more problem${others.length === 1 ? "" : "s"})`;
  return `${place}${first.reason}${more}`;
}

/** A member that is hidden, or leads to some that are. */
interface Step {
  readonly name: string;
  readonly type: TypeRef;
  readonly isHidden: boolean;
}

/** Hides what a policy does not show. */
export class Hider {
  readonly #hidden: (key: string) => SpecialFeature | undefined;
  readonly #reaching = new Map<NamedType, boolean>();
  readonly #steps = new Map<ObjectType, readonly Step[]>();

  /** `features` says what is deprecated or unstable. */
  constructor(features: ServedSchema["features"], policy: OutputPolicy) {
    this.#hidden = featureFinder(features, policy);
  }

  /**
   * A copy of a value without the members that are hidden, be they mandatory or not; the value itself if none is. Copied
   * is only what holds such members. The value was checked: it does not hold itself, and is of its type.
   */
  hide(ref: TypeRef, value: unknown): unknown {
    if (!this.mayHide(ref)) return value;
    const type = typeOf(ref);
    if (isArray(type)) return Array.isArray(value) ? this.#hideInArray(type[0], value) : value;
    if (typeof type === "object" && "alternate" in type) {
      const one = alternativeOf(type, value);
      return one === undefined ? value : this.hide(one, value);
    }
    return kindOf(value) === "object" ? this.#hideInObject(type as ObjectType, value as Values) : value;
  }

  #hideInArray(element: TypeRef, value: readonly unknown[]): unknown {
    let copy: unknown[] | undefined;
    for (let at = 0; at < value.length; at++) {
      const shown = this.hide(element, value[at]);
      if (shown !== value[at]) (copy ??= [...value])[at] = shown;
    }
    return copy ?? value;
  }

  #hideInObject(type: ObjectType, value: Values): Values {
    let copy: Record<string, unknown> | undefined;
    // The branch is that of the value, whose tag may be hidden, too.
    for (let part: ObjectType | undefined = type; part !== undefined; part = branchOf(part, value)) {
      for (const { name, type: member, isHidden } of this.#stepsOf(part)) {
        if (!Object.prototype.propertyIsEnumerable.call(value, name)) continue;
        const given = value[name];
        const shown = isHidden ? undefined : this.hide(member, given);
        if (!isHidden && shown === given) continue;
        copy ??= { ...value };
        // The copy has the member as its own, even if it is called `__proto__`: this does nothing but set it.
        if (isHidden) delete copy[name];
        else copy[name] = shown;
      }
    }
    return copy ?? value;
  }

  #stepsOf(type: ObjectType): readonly Step[] {
    let steps = this.#steps.get(type);
    if (steps === undefined) {
      steps = Array.from(membersOf(type).values(), ({ name, type, owner }) => {
        return { name, type, isHidden: this.#isHidden(owner, name) };
      }).filter(({ type, isHidden }) => isHidden || this.mayHide(type));
      this.#steps.set(type, steps);
    }
    return steps;
  }

  #isHidden(owner: string, name: string): boolean {
    return this.#hidden(`${owner}.${name}`) !== undefined;
  }

  /** Whether something of a type's values may be hidden. */
  mayHide(ref: TypeRef): boolean {
    const type = typeOf(ref);
    if (typeof type === "string" || "enum" in type) return false;
    if (isArray(type)) return this.mayHide(type[0]);
    let found = this.#reaching.get(type);
    if (found === undefined) this.#reaching.set(type, (found = leadsTo(type, (one) => this.#holds(one))));
    return found;
  }

  /** Whether a type has members of its own that are hidden. */
  #holds(type: Type): boolean {
    if (typeof type === "string" || !("members" in type)) return false;
    return [...membersOf(type).values()].some(({ owner, name }) => this.#isHidden(owner, name));
  }
}
