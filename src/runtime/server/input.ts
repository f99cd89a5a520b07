// The strict input of a server: the table of a schema compiled to functions that take and refuse exactly what QEMU's
// visitors do, give values in the forms that handlers get, and tell the first failure in QEMU's order: members of the
// base, own ones, those of the branch, then what does not belong (`qapi/qobject-input-visitor.c`, and the functions
// that `scripts/qapi/visit.py` generates). In: values of the server's own JSON reader, that is integers as `number`
// where safe, else as `bigint`; `Float` for 1.0 and the like; nested no deeper than the reader allows.

import { setOwn } from "../protocol.js";
import type { AlternateType, CommandType, EnumType, NamedType, ObjectType, TypeRef } from "../table.js";
import type { Type, Values } from "../types.js";
import { isArray, kindOfType, membersOf, typeOf } from "../types.js";
import { wanted } from "../validate.js";
import type { FaultKind } from "./faults.js";
import { Fault, kindOfInput, mismatch, missing, placed, rejection, unexpected, unknownValue } from "./faults.js";
import type { Visit } from "./scalars.js";
import { scalars, unboxed } from "./scalars.js";
import type { Policy, ServedSchema, SpecialFeature } from "./served.js";
import { featureFinder } from "./served.js";

/** What is done with input that is deprecated or unstable. */
export type InputPolicy = Policy<"reject">;

/** An argument that the schema, or the policy, does not allow. */
export class InputError extends Error {
  override readonly name = "InputError";
  /** Where it is, in full: `backend.data.addr.port`, `keys[1].x`; empty for the value as a whole. */
  readonly path: string;
  /** What is wrong; `range` also for an integer that QEMU takes, and the generated types cannot hold. */
  readonly kind: FaultKind;

  constructor(message: string, path: string, kind: FaultKind) {
    super(message);
    this.path = path;
    this.kind = kind;
  }
}

/** A member as the visitors meet it. */
interface Step {
  readonly name: string;
  readonly optional: boolean;
  readonly visit: Visit;
  /** What the policy rejects it for. */
  readonly rejected: SpecialFeature | undefined;
  /** Whether every object has the name from its prototype, so that setting it could do anything. */
  readonly isInherited: boolean;
  /** What the generator's settings call it. */
  readonly setting: string;
}

/** An object type, compiled. */
interface Plan {
  readonly steps: readonly Step[];
  readonly tag: string;
  /** What follows, by the tag's value. */
  readonly branches?: ReadonlyMap<unknown, () => Plan>;
}

/** For commands without arguments. */
const nothing: ObjectType = { object: "", members: {} };

/** The visitors of a schema under a policy: compiled when they are first needed, and kept as long as this is. */
export class Visitors {
  /** The feature that something is rejected for. */
  readonly #rejected: (key: string) => SpecialFeature | undefined;
  readonly #types = new Map<NamedType, Visit>();
  readonly #commands = new Map<CommandType, Visit>();

  /** `features` says what is deprecated or unstable. */
  constructor(features: ServedSchema["features"], policy: InputPolicy) {
    this.#rejected = featureFinder(features, policy);
  }

  /**
   * The arguments of a command in the forms that its handler gets. Those of a command that is open (`gen: false`) are
   * passed on as they are: QEMU's visitors do not see them either.
   *
   * Throws: InputError.
   */
  arguments(command: CommandType, args: Values): Record<string, unknown> {
    try {
      let visit = this.#commands.get(command);
      if (visit === undefined) {
        visit = command.open ? unboxed : this.#compile(command.arguments?.() ?? nothing);
        this.#commands.set(command, visit);
      }
      return visit(args) as Record<string, unknown>;
    } catch (error) {
      throw told(error, "argument");
    }
  }

  /** A value in the form that handlers get. Throws: InputError. */
  visit(ref: TypeRef, value: unknown): unknown {
    try {
      return this.#compile(typeOf(ref))(value);
    } catch (error) {
      throw told(error, "value");
    }
  }

  /** Compiles what a type is; what is in it waits for a first value, as types may lead to themselves. */
  #compile(type: Type): Visit {
    if (typeof type === "string") return scalars[type];
    if (isArray(type)) return this.#array(type[0]);
    let visit = this.#types.get(type);
    if (visit === undefined) {
      visit = "enum" in type ? this.#enum(type) : "alternate" in type ? this.#alternate(type) : this.#object(type);
      this.#types.set(type, visit);
    }
    return visit;
  }

  #array(element: TypeRef): Visit {
    const inner = once(() => this.#compile(typeOf(element)));
    return (value) => {
      if (!Array.isArray(value)) throw mismatch("type", "array", value);
      const visit = inner();
      const result: unknown[] = [];
      try {
        for (const one of value as readonly unknown[]) result.push(visit(one));
      } catch (error) {
        // As many as are done stand before the one that failed.
        throw placed(error, result.length);
      }
      return result;
    };
  }

  #enum(type: EnumType): Visit {
    const values = new Map(type.values.map((value) => [value, this.#rejected(`${type.enum}.${value}`)]));
    return (value) => {
      if (typeof value !== "string") throw mismatch("type", "string", value);
      const rejected = values.get(value);
      if (rejected !== undefined) throw rejection(rejected, value);
      if (!values.has(value)) throw unknownValue(type, value);
      return value;
    };
  }

  /** The kind of JSON alone says which branch is meant: what that refuses is refused. */
  #alternate(type: AlternateType): Visit {
    const branches = once(() => {
      return new Map(type.branches.map((one) => [kindOfType(typeOf(one)), this.#compile(typeOf(one))]));
    });
    return (value) => {
      const visit = branches().get(kindOfInput(value));
      if (visit === undefined) throw mismatch("type", wanted(type, "type"), value);
      try {
        return visit(value);
      } catch (error) {
        // The settings have names for branches that are not in the table.
        if (error instanceof Fault) error.setting ??= "";
        throw error;
      }
    };
  }

  #object(type: ObjectType): Visit {
    const plan = once(() => this.#plan(type));
    return (value) => {
      if (kindOfInput(value) !== "object") throw mismatch("type", "object", value);
      const result: Record<string, unknown> = {};
      // Not before all members: what is missing comes before what does not belong.
      let others = -fill(plan(), value as Values, result);
      for (const key in value as Values) if (Object.hasOwn(value as Values, key)) others++;
      if (others > 0) throw firstOther(plan(), value as Values, result);
      return result;
    };
  }

  #plan(type: ObjectType): Plan {
    const steps = Array.from(membersOf(type).values(), ({ name, optional, type, owner }): Step => {
      const setting = `${owner}.${name}`;
      const rejected = this.#rejected(setting);
      return { name, optional, visit: this.#compile(typeOf(type)), rejected, isInherited: name in {}, setting };
    });
    const { tag = "", branches } = type;
    if (branches === undefined) return { steps, tag };
    const plans = Object.entries(branches).map(([name, one]) => [name, once(() => this.#plan(one()))] as const);
    return { steps, tag, branches: new Map(plans) };
  }
}

/** Visits the members of an object, then those of its branch; gives how many there were. Throws: Fault. */
function fill({ steps, tag, branches }: Plan, value: Values, result: Record<string, unknown>): number {
  let taken = 0;
  let at = 0;
  try {
    for (; at < steps.length; at++) {
      const { name, optional, visit, rejected, isInherited } = steps[at]!;
      const isThere = Object.hasOwn(value, name);
      if (!isThere && optional) continue;
      // A mandatory member is rejected before it is missed (`scripts/qapi/visit.py`, gen_visit_object_members).
      if (rejected !== undefined) throw rejection(rejected);
      if (!isThere) throw missing();
      const member = visit(value[name]);
      if (isInherited) setOwn(result, name, member);
      else result[name] = member;
      taken++;
    }
  } catch (error) {
    throw placed(error, steps[at]!.name, steps[at]!.setting);
  }
  const branch = branches?.get(result[tag])?.();
  return branch === undefined ? taken : taken + fill(branch, value, result);
}

/** The fault of the first member that the type does not have; QEMU takes any of them, as its table has no order. */
function firstOther(plan: Plan, value: Values, result: Values): unknown {
  const known: string[] = [];
  for (let part: Plan | undefined = plan; part !== undefined; part = part.branches?.get(result[part.tag])?.()) {
    known.push(...part.steps.map(({ name }) => name));
  }
  const other = Object.keys(value).find((key) => !known.includes(key))!;
  return placed(unexpected(other, known), other);
}

/** A fault as the error that a caller gets; another error, of the platform's, as it is. */
function told(error: unknown, noun: string): unknown {
  return error instanceof Fault ? new InputError(error.message(noun), error.path, error.kind) : error;
}

/** Makes a value when it is first asked for. */
function once<Value>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => (made ??= make());
}
