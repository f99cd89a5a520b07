// From the tree to the model: which keys each kind of definition takes, and what reads each.
//
// In: a `Program`. Out: its definitions, and which of them are broken; every mistake of form is reported, in the order
// of `check_exprs` of QEMU's scripts/qapi/expr.py. What names refer to is not looked at here; the rules do that.

import { relative, dirname } from "node:path";

import type { DefinitionSite, Diagnostic } from "../base/diagnostic.js";
import { diagnostic } from "../base/messages.js";
import { span } from "../base/source.js";
import { suggest } from "../base/suggest.js";
import type { Definition, DefinitionBase, DefinitionKind, Doc, DocEntry } from "../schema/model.js";
import { describedParts } from "../schema/query.js";
import type { StringNode, Value } from "../syntax/ast.js";
import { get, inWords } from "../syntax/ast.js";
import type { DocComment } from "../syntax/doc.js";
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

const condition = may((value, site) => read.condition(value, site, `${site.definition!.kind} '${site.definition!.name}'`));
const features = may(read.features);
const only = (value: boolean) => may(read.flag(value));

/** Keys by kind, in the order in which they are read. QEMU's manual, "Schema syntax". */
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
} as const satisfies Record<DefinitionKind, Readonly<Record<string, Key<unknown>>>>; // prettier-ignore

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

// ---- shaping ---------------------------------------------------------------------------------------------------------

/** The definitions of a program, and the names of those that are not whole. */
export interface Shaped {
  readonly definitions: readonly Definition[];
  readonly broken: ReadonlySet<Definition>;
  /** Names of definitions that could not be made at all; references to them are no further mistake. */
  readonly lost: ReadonlySet<string>;
}

/** Reads every definition. Reports: what is wrong with their form. */
export function shape(program: Program, setting: Setting): Shaped {
  const definitions: Definition[] = [];
  const broken = new Set<Definition>();
  const lost = new Set<string>();
  for (const item of program.items) {
    if (item.kind !== "definition") continue;
    let whole = true;
    const report = (found: Diagnostic) => {
      whole = false;
      setting.report(found);
    };
    const definition = shapeDefinition(item, moduleName(program.path, item.source), { ...setting, report });
    if (typeof definition === "string") lost.add(definition);
    else if (definition !== undefined) {
      definitions.push(definition);
      if (!whole) broken.add(definition);
    }
  }
  return { definitions, broken, lost };
}

/**
 * The module that a file is: its path relative to the root's folder. One that starts with `./` stays as it is
 * (`QAPISchema._module_name` of scripts/qapi/schema.py).
 */
export function moduleName(root: string, source: { readonly path: string }): string {
  if (source.path.startsWith("./")) return source.path;
  let known = moduleNames.get(source);
  if (known === undefined) moduleNames.set(source, (known = relative(dirname(root), source.path).replaceAll("\\", "/")));
  return known;
}
const moduleNames = new WeakMap<object, string>();

/** The definition; its name alone where it cannot be made; undefined where not even that is known. */
function shapeDefinition(item: RawDefinition, module: string, setting: Setting): Definition | string | undefined {
  const { source, node, doc } = item;
  const anonymous: Site = { setting, source, node, definition: undefined, report: setting.report };
  const found = node.entries.filter(({ key }) => (kinds as readonly string[]).includes(key.value));
  const [first] = found;
  if (found.length !== 1 || first === undefined) {
    reportKind(anonymous, found.map(({ key }) => key));
    return undefined;
  }
  const kind = first.key.value as DefinitionKind;
  if (first.value.kind !== "string") {
    const place = placeOf(anonymous, onFirstLine(anonymous, first.value));
    anonymous.report(diagnostic("definition-name", { kind, found: inWords(first.value) }, place));
    return undefined;
  }
  const name = first.value.value;
  const definition: DefinitionSite = { kind, name, span: span(source, node.start, node.end) };
  const site: Site = { ...anonymous, definition };
  checkDefinitionName(site, kind, first.value);
  checkDoc(site, doc, first.value);

  const row: Readonly<Record<string, Key<unknown>>> = keyTable[kind];
  const keys = Object.entries(row);
  const required = [kind, ...keys.filter(([, key]) => key.required).map(([key]) => key)];
  const optional = keys.filter(([, key]) => !key.required).map(([key]) => key);
  const complete = read.checkKeys(node, site, `${kind} '${name}'`, required, optional, first.value);
  if ((kind === "command" || kind === "event") && read.isBoxed(node) && get(node, "data") === undefined) {
    site.report(diagnostic("boxed-data", { why: ", and there is no 'data'" }, placeOf(site, get(node, "boxed")!)));
  }
  const values: Record<string, unknown> = {};
  for (const [key, { read: reader }] of keys) {
    const value = get(node, key);
    if (value !== undefined) values[key] = reader(value, site, key);
  }
  const oob = get(node, "allow-oob");
  if (oob !== undefined && get(node, "coroutine") !== undefined) {
    site.report(diagnostic("flag-conflict", {}, placeOf(site, oob)));
  }
  if (!complete) return name;
  const base = {
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
const make: { readonly [K in DefinitionKind]: (base: DefinitionBase, keys: Keys<K>) => Extract<Definition, { kind: K }> } = {
  enum: (base, { data, prefix }) => ({ kind: "enum", ...base, values: data ?? [], prefix: prefix === "" ? undefined : prefix }),
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
  site.report(diagnostic("definition-kind", { found: words, suggestion }, placeOf(site, onFirstLine(site, at))));
}

/** The node, or the opening brace when the node is on a later line: the line is QEMU's, and no definition tells it. */
function onFirstLine(site: Site, node: { readonly start: number; readonly end: number }): { start: number; end: number } {
  const { start } = site.node;
  return site.source.text.slice(start, node.start).includes("\n") ? { start, end: start + 1 } : node;
}

function checkDefinitionName(site: Site, kind: DefinitionKind, node: StringNode): void {
  const name = node.value;
  const what = `${kind} '${name}'`;
  const underscore = kind === "command" && site.setting.pragmas.commandNameExceptions.includes(name);
  const good = read.checkName(site, node, name, what, nameRules[kind], { underscore });
  if (good && nameRules[kind] === "camel" && name.endsWith("List")) {
    const why = "names that end in 'List' are those of arrays";
    site.report(diagnostic("reserved-name", { what, why }, placeOf(site, node)));
  }
}

// ---- documentation ---------------------------------------------------------------------------------------------------

/** Reports documentation that is missing, or cannot be this definition's. */
function checkDoc(site: Site, doc: DocComment | undefined, name: StringNode): void {
  const { kind } = site.definition!;
  if (doc === undefined || doc.symbol === undefined) {
    if (doc === undefined && site.setting.pragmas.docRequired) {
      site.report(diagnostic("doc-missing", { kind, name: name.value }, placeOf(site, name)));
    }
    return;
  }
  if (doc.symbol !== name.value) {
    const notes = [{ message: "the documentation", span: doc.span }];
    site.report(diagnostic("doc-symbol-mismatch", { symbol: doc.symbol, name: name.value }, placeOf(site, name, notes)));
  }
  for (const section of doc.sections) {
    if (section.tag !== "returns" && section.tag !== "errors") continue;
    const tag = section.tag === "returns" ? "Returns" : "Errors";
    // 7.2 reports the comment's first line, and does not mind a command without 'returns'.
    const place = { span: doc.rules === "7.2" ? span(site.source, doc.span.start, doc.span.start + 2) : section.span };
    if (kind !== "command") site.report(diagnostic("doc-section-kind", { tag, kind: `${kind} '${name.value}'` }, place));
    else if (tag === "Returns" && doc.rules !== "7.2" && get(site.node, "returns") === undefined) {
      site.report(diagnostic("doc-returns-nothing", { name: name.value }, place));
    }
  }
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

