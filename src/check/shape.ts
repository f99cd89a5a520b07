// From the tree to the model: which keys each kind of definition takes, and what reads each.
//
// In: a `Program`. Out: its definitions, and which of their keys are flawed; every mistake of form is reported, in the order
// of `check_exprs` of QEMU's scripts/qapi/expr.py. What names refer to is not looked at here; the rules do that.

import { relative, dirname } from "node:path";

import type { DefinitionSite, Diagnostic } from "../base/diagnostic.js";
import type { Place } from "../base/messages.js";
import { diagnostic } from "../base/messages.js";
import { onLineOf, span } from "../base/source.js";
import { suggest } from "../base/suggest.js";
import type { Definition, DefinitionBase, DefinitionKind, Doc, DocEntry } from "../schema/model.js";
import { describedParts } from "../schema/query.js";
import type { StringNode, Value } from "../syntax/ast.js";
import { get, inWords } from "../syntax/ast.js";
import type { DocComment } from "../syntax/doc-comment.js";
import { isBroken } from "../syntax/doc-comment.js";
import type { Program, RawDefinition } from "../syntax/load.js";
import type { NameRule } from "./names.js";
import * as read from "./readers.js";
import type { Setting, Site } from "./site.js";
import { placeOf } from "./site.js";

// ---- the key table ---------------------------------------------------------------------------------------------------

type Reader<T> = (value: Value, site: Site, key: string) => T | undefined;
interface Key<T> {
  readonly required: boolean;
  readonly read: Reader<T>;
}
const must = <T>(reader: Reader<T>): Key<T> => ({ required: true, read: reader });
const may = <T>(reader: Reader<T>): Key<T> => ({ required: false, read: reader });

const condition = may((value, site) =>
  read.condition(value, site, `${site.definition!.kind} '${site.definition!.name}'`),
);
const features = may(read.features);
const only = (value: boolean) => may(read.flag(value));

/** Keys by kind, in the order in which they are read. QEMU's manual, "Schema syntax". */
// prettier-ignore
const keyTable = {
  enum:      { data: must(read.enumValues),   prefix: may(read.text),        if: condition, features },
  struct:    { data: must(read.members),      base: may(read.typeName),      if: condition, features },
  union:     { base: must(read.unionBase),    discriminator: must(read.text), data: must(read.branches), if: condition, features },
  alternate: { data: must(read.alternatives),                                if: condition, features },
  command:   { data: may(read.data),          returns: may(read.returns),    if: condition, features,
               gen: only(false), "success-response": only(false), boxed: only(true), "allow-oob": only(true),
               "allow-preconfig": only(true), coroutine: only(true) },
  event:     { data: may(read.data),                                         if: condition, features,
               boxed: only(true) },
} as const satisfies Record<DefinitionKind, Readonly<Record<string, Key<unknown>>>>;

type Keys<K extends DefinitionKind> = {
  readonly [N in keyof (typeof keyTable)[K]]: (typeof keyTable)[K][N] extends Key<infer T> ? T | undefined : never;
};

/** The rule that each kind's names follow. */
const nameRules = {
  enum: "camel",
  struct: "camel",
  union: "camel",
  alternate: "camel",
  command: "lower",
  event: "upper",
} as const satisfies Record<DefinitionKind, NameRule>;

const kinds = Object.keys(keyTable) as readonly DefinitionKind[];

/** A row of the key table as it is gone through, for every definition of its kind. */
interface Row {
  readonly keys: readonly (readonly [name: string, read: Reader<unknown>])[];
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

const rows = Object.fromEntries(
  kinds.map((kind): [DefinitionKind, Row] => {
    const entries: [string, Key<unknown>][] = Object.entries(keyTable[kind]);
    const named = (required: boolean) => entries.filter(([, key]) => key.required === required).map(([name]) => name);
    const keys = entries.map(([name, key]) => [name, key.read] as const);
    return [kind, { keys, required: [kind, ...named(true)], optional: named(false) }];
  }),
) as Record<DefinitionKind, Row>;

// ---- shaping ---------------------------------------------------------------------------------------------------------

/** The definitions of a program, and what of them could not be read. */
export interface Shaped {
  readonly definitions: readonly Definition[];
  /** By definition, the keys whose values are wrong. */
  readonly flawed: ReadonlyMap<Definition, ReadonlySet<string>>;
  /** Names that something was meant to define; references to them are no further mistake. */
  readonly lost: ReadonlySet<string>;
}

/** Reads every definition. Reports: what is wrong with their form. */
export function shape(program: Program, setting: Setting): Shaped {
  const definitions: Definition[] = [];
  const flawed = new Map<Definition, ReadonlySet<string>>();
  const lost = new Set<string>();
  const modules = new Map(program.sources.map((source) => [source, moduleName(program.path, source.path)]));
  for (const item of program.items) {
    if (item.kind !== "definition") continue;
    const wrong = new Set<string>();
    const definition = shapeDefinition(item, modules.get(item.source)!, { setting, wrong, lost });
    if (definition === undefined) continue;
    definitions.push(definition);
    if (wrong.size > 0) flawed.set(definition, wrong);
  }
  return { definitions, flawed, lost };
}

interface Shaping {
  readonly setting: Setting;
  /** Takes the keys whose values are wrong; `doc` for the documentation. */
  readonly wrong: Set<string>;
  /** Takes names that the definition was meant to have. */
  readonly lost: Set<string>;
}

/**
 * The module that a file is: its path relative to the root's folder. One that starts with `./` stays as it is
 * (`QAPISchema._module_name` of scripts/qapi/schema.py).
 */
export function moduleName(root: string, path: string): string {
  return path.startsWith("./") ? path : relative(dirname(root), path).replaceAll("\\", "/");
}

/** The definition; undefined where it cannot be made. */
function shapeDefinition(
  item: RawDefinition,
  module: string,
  { setting, wrong, lost }: Shaping,
): Definition | undefined {
  const { source, node, doc } = item;
  const anonymous: Site = { setting, source, node, definition: undefined, report: setting.report };
  const found = node.entries.filter(({ key }) => Object.hasOwn(rows, key.value));
  const [first] = found;
  if (found.length !== 1 || first === undefined) {
    reportKind(
      anonymous,
      found.map(({ key }) => key),
    );
    for (const { value } of node.entries) loseNames(value, lost);
    return undefined;
  }
  const kind = first.key.value as DefinitionKind;
  if (first.value.kind !== "string") {
    const place = onFirstLine(anonymous, first.value);
    anonymous.report(diagnostic("definition-name", { kind, found: inWords(first.value) }, place));
    loseNames(first.value, lost);
    return undefined;
  }
  const name = first.value.value;
  const definition: DefinitionSite = { kind, name, span: span(source, node.start, node.end) };
  // What is wrong is noted under the key that is being read.
  let reading: string | undefined;
  const report = (mistake: Diagnostic) => {
    if (reading !== undefined) wrong.add(reading);
    setting.report(mistake);
  };
  const site: Site = { setting, source, node, definition, report };
  const suggestion = checkDefinitionName(site, kind, first.value);
  if (suggestion !== undefined) lost.add(suggestion);
  if (!checkDoc(site, doc, first.value)) wrong.add("doc");

  const { keys, required, optional } = rows[kind];
  const complete = read.checkKeys(node, site, `${kind} '${name}'`, required, optional, first.value);
  if ((kind === "command" || kind === "event") && read.isBoxed(node) && get(node, "data") === undefined) {
    site.report(diagnostic("boxed-data", { why: ", and there is no 'data'" }, placeOf(site, get(node, "boxed")!)));
  }
  const values: Record<string, unknown> = {};
  for (const [key, reader] of keys) {
    const value = get(node, key);
    if (value === undefined) continue;
    reading = key;
    values[key] = reader(value, site, key);
  }
  reading = undefined;
  const oob = get(node, "allow-oob");
  if (oob !== undefined && get(node, "coroutine") !== undefined) {
    site.report(diagnostic("flag-conflict", {}, placeOf(site, oob)));
  }
  if (!complete) {
    lost.add(name);
    return undefined;
  }
  const base: DefinitionBase = {
    name,
    module,
    condition: values["if"] as DefinitionBase["condition"],
    features: (values["features"] as DefinitionBase["features"] | undefined) ?? noFeatures,
    doc: undefined,
    span: definition.span,
  };
  const made = make[kind](base, values as never);
  return Object.freeze(doc?.symbol === undefined ? made : { ...made, doc: docOf(doc, made) });
}

const noFeatures: DefinitionBase["features"] = Object.freeze([]);

/** One row a kind: the definition from what its keys were read to. */
const make: {
  readonly [K in DefinitionKind]: (base: DefinitionBase, keys: Keys<K>) => Extract<Definition, { kind: K }>;
} = {
  enum: (base, { data, prefix }) => ({
    kind: "enum",
    ...base,
    values: data ?? [],
    prefix: prefix === "" ? undefined : prefix,
  }),
  struct: (base, keys) => ({ kind: "struct", ...base, base: keys.base, members: keys.data ?? [] }),
  union: (base, keys) => ({
    kind: "union",
    ...base,
    base: keys.base ?? [],
    discriminator: keys.discriminator ?? "",
    branches: keys.data ?? [],
  }),
  alternate: (base, { data }) => ({ kind: "alternate", ...base, alternatives: data ?? [] }),
  command: (base, keys) => ({
    kind: "command",
    ...base,
    data: keys.data,
    returns: keys.returns,
    boxed: keys.boxed ?? false,
    gen: keys.gen ?? true,
    successResponse: keys["success-response"] ?? true,
    allowOob: keys["allow-oob"] ?? false,
    allowPreconfig: keys["allow-preconfig"] ?? false,
    coroutine: keys.coroutine ?? false,
  }),
  event: (base, { data, boxed }) => ({ kind: "event", ...base, data, boxed: boxed ?? false }),
};

/** Says that an object is no definition, or several. */
function reportKind(site: Site, found: readonly StringNode[]): void {
  const [, second] = found;
  const keys = site.node.entries.map(({ key }) => key.value);
  const suggestion =
    found.length === 0 ? keys.map((key) => suggest(key, kinds)).find((near) => near !== undefined) : undefined;
  const words =
    found.length > 0
      ? found.map(({ value }) => `'${value}'`).join(" and ")
      : keys.length === 0
        ? "no key at all"
        : `none of them, but ${keys.map((key) => `'${key}'`).join(", ")}`;
  const at = second ?? site.node.entries[0]?.key ?? site.node;
  site.report(diagnostic("definition-kind", { found: words, suggestion }, onFirstLine(site, at)));
}

/** The place of a node of what no definition's name can be told of: on the first line, which is QEMU's. */
function onFirstLine({ source, node }: Site, at: { readonly start: number; readonly end: number }): Place {
  return onLineOf(node.start, span(source, at.start, at.end));
}

/** Takes the strings that a value is or lists, which may have been meant as names. */
function loseNames(value: Value, lost: Set<string>): void {
  if (value.kind === "string") lost.add(value.value);
  if (value.kind === "array") for (const item of value.items) if (item.kind === "string") lost.add(item.value);
}

/** Reports a name that breaks its rule, and gives the one that was meant. */
function checkDefinitionName(site: Site, kind: DefinitionKind, node: StringNode): string | undefined {
  const name = node.value;
  const what = `${kind} '${name}'`;
  const underscore = kind === "command" && site.setting.excuses("commandNameExceptions", name);
  const error = read.checkName(site, node, name, what, nameRules[kind], { underscore });
  if (error === undefined && nameRules[kind] === "camel" && name.endsWith("List")) {
    const why = "names that end in 'List' are those of arrays";
    site.report(diagnostic("reserved-name", { what, why }, placeOf(site, node)));
  }
  return error?.suggestion;
}

// ---- documentation ---------------------------------------------------------------------------------------------------

/** Reports documentation that is missing, or cannot be this definition's. Whether what it says can be relied on. */
function checkDoc(site: Site, doc: DocComment | undefined, name: StringNode): boolean {
  const { kind } = site.definition!;
  if (doc === undefined || doc.symbol === undefined) {
    if (doc === undefined && site.setting.docRequired) {
      site.report(diagnostic("doc-missing", { kind, name: name.value }, placeOf(site, name)));
    }
    return true;
  }
  if (doc.symbol !== name.value && doc.symbol !== "") {
    const notes = [{ message: "the documentation", span: doc.span }];
    site.report(
      diagnostic("doc-symbol-mismatch", { symbol: doc.symbol, name: name.value }, placeOf(site, name, notes)),
    );
  }
  for (const section of doc.sections) {
    if (section.tag !== "returns" && section.tag !== "errors") continue;
    const tag = section.tag === "returns" ? "Returns" : "Errors";
    // 7.2 reports the comment's first line, and does not mind a command without 'returns'.
    const place = { span: doc.rules === "7.2" ? span(site.source, doc.span.start, doc.span.start + 2) : section.span };
    if (kind !== "command")
      site.report(diagnostic("doc-section-kind", { tag, kind: `${kind} '${name.value}'` }, place));
    else if (tag === "Returns" && doc.rules !== "7.2" && get(site.node, "returns") === undefined) {
      site.report(diagnostic("doc-returns-nothing", { name: name.value }, place));
    }
  }
  return doc.symbol === name.value && !isBroken([doc]);
}

/** The model's documentation: what the comment says, and an empty entry for each part that it does not describe. */
function docOf(doc: DocComment, definition: Definition): Doc {
  const described = new Set(doc.members.map(({ name }) => name));
  const missing = describedParts(definition).filter(({ name }) => !described.has(name));
  const stubs = missing.map(({ name }): DocEntry => Object.freeze({ name, text: "", span: undefined }));
  return Object.freeze({
    symbol: doc.symbol!,
    dialect: doc.rules === "10.x" ? "10.2" : doc.rules,
    body: doc.body,
    members: stubs.length === 0 ? doc.members : Object.freeze([...doc.members, ...stubs]),
    features: doc.features,
    sections: doc.sections,
    span: doc.span,
  });
}
