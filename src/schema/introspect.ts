// What `query-qmp-schema` would answer for a schema.
//
// In: a schema without errors, what is known of the build. Out: the list of SchemaInfo, as plain JSON values. QEMU's
// manual, "Client JSON Protocol introspection"; `QAPISchemaGenIntrospectVisitor` of scripts/qapi/introspect.py.

import type { Symbols } from "./conditions.js";
import { evaluate } from "./conditions.js";
import { builtins, isBuiltin, qtypeValues } from "./builtins.js";
import { implicitName } from "./entities.js";
import type { Command, Condition, Event, Feature, Member, Schema, TypeRef } from "./model.js";
import type { FullBranch, Type } from "./query.js";
import { branchesOf, membersOf, typeOf } from "./query.js";

/** One entry of the answer. */
export type SchemaInfo = { readonly name: string; readonly "meta-type": string } & Readonly<Record<string, unknown>>;

/** What shapes the answer. */
export interface IntrospectOptions {
  /** Real names of types instead of numbers. Default: false. */
  readonly unmask?: boolean;
  /** What the build defines and what not; every other condition counts as true. */
  readonly symbols?: Symbols;
}

/**
 * The answer of `query-qmp-schema`. Types are numbered on the whole schema; then entries and parts whose condition is
 * false are left out, as `#if` does in QEMU's build.
 */
export function introspect(schema: Schema, options: IntrospectOptions = {}): readonly SchemaInfo[] {
  const walk = new Walk(schema, options);
  return walk.run();
}

interface Conditional {
  readonly condition: Condition | undefined;
}

/** Lives as long as one answer. */
class Walk {
  readonly #schema: Schema;
  readonly #options: IntrospectOptions;
  readonly #queue: string[] = [];
  readonly #queued = new Set<string>();
  /** What names of types, as the schema spells them, are in the answer. */
  readonly #names = new Map<string, string>();
  readonly #masks = new Map<string, string>();
  readonly #entries: SchemaInfo[] = [];

  constructor(schema: Schema, options: IntrospectOptions) {
    this.#schema = schema;
    this.#options = options;
  }

  run(): readonly SchemaInfo[] {
    const { definitions, modules } = this.#schema;
    const callables = new Map<string, (Command | Event)[]>(modules.map((module) => [module, []]));
    for (const definition of definitions) {
      if (definition.kind === "command" || definition.kind === "event")
        callables.get(definition.module)?.push(definition);
    }
    for (const list of callables.values()) for (const definition of list) this.#callable(definition);
    for (let at = 0; at < this.#queue.length; at++) this.#type(this.#queue[at]!);
    return this.#entries;
  }

  #callable(definition: Command | Event): void {
    const { data } = definition;
    const inline = data === undefined || typeof data !== "string";
    const empty = data === undefined || data.length === 0;
    const argType = this.#use(empty ? "q_empty" : inline ? implicitName(definition) : data);
    if (definition.kind === "event") {
      this.#add(definition.name, "event", { "arg-type": argType }, definition.condition, definition.features);
      return;
    }
    const returnType = definition.returns === undefined ? this.#use("q_empty") : this.#useRef(definition.returns);
    const oob = definition.allowOob ? { "allow-oob": true } : {};
    const body = { "arg-type": argType, "ret-type": returnType, ...oob };
    this.#add(definition.name, "command", body, definition.condition, definition.features);
  }

  #useRef({ name, array }: TypeRef): string {
    return this.#use(array ? `${name}List` : name);
  }

  /** Notes a type and gives the name that the answer has for it. */
  #use(spelled: string): string {
    let name = this.#names.get(spelled);
    if (name === undefined) this.#names.set(spelled, (name = this.#answered(spelled)));
    return name;
  }

  #answered(spelled: string): string {
    const type = typeOf(this.#schema, spelled);
    const name = type === undefined ? spelled : plainName(spelled, type);
    if (!this.#queued.has(name)) {
      this.#queued.add(name);
      this.#queue.push(name);
    }
    if (isBuiltin(name)) return name;
    if (name.endsWith("List") && type?.kind === "array") return `[${this.#use(elementOf(name))}]`;
    if (this.#options.unmask) return name;
    let mask = this.#masks.get(name);
    if (mask === undefined) this.#masks.set(name, (mask = String(this.#masks.size)));
    return mask;
  }

  #type(name: string): void {
    const type = typeOf(this.#schema, name);
    if (type === undefined) return;
    switch (type.kind) {
      case "builtin":
        return this.#add(name, "builtin", { "json-type": builtins[type.name].json }, undefined, []);
      case "qtype": {
        const members = qtypeValues.map((value) => ({ name: value }));
        return this.#add(this.#use(name), "enum", { members, values: [...qtypeValues] }, undefined, []);
      }
      case "enum": {
        const values = type.values.filter((value) => this.#keeps(value));
        const members = values.map((value) => ({ name: value.name, ...this.#features(value.features) }));
        const names = values.map((value) => value.name);
        return this.#add(this.#use(name), "enum", { members, values: names }, type.condition, type.features);
      }
      case "array": {
        const element = this.#use(elementOf(name));
        const { condition } = { condition: undefined, ...typeOf(this.#schema, elementOf(name)) } as Conditional;
        return this.#add(`[${element}]`, "array", { "element-type": element }, condition, []);
      }
      case "alternate": {
        const members = type.alternatives.flatMap((alternative) => {
          const ref = this.#useRef(alternative.type);
          return this.#keeps(alternative) ? [{ type: ref }] : [];
        });
        return this.#add(this.#use(name), "alternate", { members }, type.condition, type.features);
      }
      case "empty":
        return this.#add(this.#use(name), "object", { members: [] }, undefined, []);
      case "implicit":
        return this.#add(this.#use(name), "object", { members: this.#members(type.members) }, type.owner.condition, []);
      case "struct": {
        const members = this.#members(membersOf(this.#schema, type));
        return this.#add(this.#use(name), "object", { members }, type.condition, type.features);
      }
      case "union": {
        const members = this.#members(membersOf(this.#schema, type));
        const variants = branchesOf(this.#schema, type).flatMap((branch) => this.#branch(branch));
        const body = { members, tag: type.discriminator, variants };
        return this.#add(this.#use(name), "object", body, type.condition, type.features);
      }
    }
  }

  #members(members: readonly Member[]): readonly object[] {
    const kept: object[] = [];
    for (const member of members) {
      const { name, optional, features } = member;
      // A type that only a member left out refers to is in the answer all the same.
      const type = this.#useRef(member.type);
      if (!this.#keeps(member)) continue;
      const info = optional ? { name, type, default: null } : { name, type };
      kept.push(features.length === 0 ? info : { ...info, ...this.#features(features) });
    }
    return kept;
  }

  #branch(branch: FullBranch): readonly object[] {
    const type = this.#use(branch.type ?? "q_empty");
    return this.#keeps(branch) ? [{ case: branch.name, type }] : [];
  }

  #features(features: readonly Feature[]): object {
    const kept = features.filter((feature) => this.#keeps(feature)).map(({ name }) => name);
    return kept.length === 0 ? {} : { features: kept };
  }

  #keeps({ condition }: Conditional): boolean {
    const { symbols } = this.#options;
    return symbols === undefined || evaluate(condition, symbols) !== false;
  }

  #add(
    name: string,
    metaType: string,
    body: object,
    condition: Condition | undefined,
    features: readonly Feature[],
  ): void {
    if (!this.#keeps({ condition })) return;
    this.#entries.push({ name, "meta-type": metaType, ...body, ...this.#features(features) });
  }
}

const elementOf = (name: string) => name.slice(0, -4);

/** The type's name with every integer type, also as element, called `int`. */
function plainName(name: string, type: Type): string {
  if (type.kind === "builtin") return builtins[type.name].json === "int" ? "int" : name;
  if (type.kind !== "array") return name;
  return isBuiltin(type.element) && builtins[type.element].json === "int" ? "intList" : `${type.element}List`;
}
