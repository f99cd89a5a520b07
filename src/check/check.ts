// The checker: phases and rules in the order in which QEMU's generator goes through them, so that the first error is
// the one that it would report. All others follow.
//
// In: a `Program`. Out: the frozen `Schema`. `QAPISchema.__init__` and `QAPISchema.check` of scripts/qapi/schema.py.

import type { Report } from "../base/diagnostic.js";
import { newestRelease, releases } from "../base/releases.js";
import type { Release } from "../base/vocabulary.js";
import { builtins } from "../schema/builtins.js";
import type { Definition, FreeForm, Include, Schema } from "../schema/model.js";
import type { Program } from "../syntax/load.js";
import { checkAlternate, checkAlternativeArrays } from "./rules/alternates.js";
import { checkCommand, checkEvent, checkReturnedArray } from "./rules/commands.js";
import { checkDuplicates } from "./rules/definitions.js";
import { checkUndocumented, checkUnknownEntries } from "./rules/documentation.js";
import { checkFeatureCount, checkFeatures, checkSpecialFeatures } from "./rules/features.js";
import type { Progress } from "./rules/objects.js";
import { checkArrays, checkInline, checkObject } from "./rules/objects.js";
import type { RuleContext } from "./rules/rule.js";
import { checkClashes, isRead, ownMembers } from "./rules/rule.js";
import type { Shaped } from "./shape.js";
import { moduleName, shape } from "./shape.js";
import type { Excuses } from "./site.js";

/** Checks a program. Reports: every code of the catalogue that is no matter of parsing. */
export function check(program: Program, release: Release | undefined, report: Report): Schema {
  for (const found of program.diagnostics) report(found);
  const { pragmas, lost } = program;
  const excuses: Excuses = (list, name) => lost.pragmas || pragmas[list].includes(name);
  const shaped = shape(program, { docRequired: pragmas.docRequired, excuses, release, report });
  const byName = new Map<string, Definition>();
  for (const definition of shaped.definitions)
    if (!byName.has(definition.name)) byName.set(definition.name, definition);
  const { definitions, flawed } = shaped;
  const types = definitions.filter(({ kind }) => kind !== "command" && kind !== "event");
  judge({
    definitions,
    byName,
    pragmas,
    excuses,
    release: releases[release ?? newestRelease],
    anyRelease: release === undefined,
    typeNames: [...Object.keys(builtins), ...types.map(({ name }) => name)],
    arrays: new Set(definitions.flatMap(spelledArrays)),
    isLost: (name) => lost.files || lost.names.has(name) || shaped.lost.has(name),
    flawed,
    report,
  });
  return schemaOf(program, shaped, byName, release);
}

/** The elements of the arrays that a definition spells. */
function spelledArrays(definition: Definition): readonly string[] {
  const refs = definition.kind === "alternate" ? definition.alternatives : ownMembers(definition);
  const names = refs.filter(({ type }) => type.array).map(({ type }) => type.name);
  if (definition.kind === "command" && definition.returns?.array) names.push(definition.returns.name);
  return names;
}

/** The phases that judge the schema as a whole. */
function judge(context: RuleContext): void {
  checkDuplicates(context);
  const progress: Progress = { objects: new Map(), inline: new Map() };
  for (const definition of context.definitions) {
    for (const rule of definitionRules) rule(context, definition, progress);
  }
  if (context.release.membersDocumented)
    for (const definition of context.definitions) checkEntries(context, definition);
  checkFeatureCount(context);
}

type Rule = (context: RuleContext, definition: Definition, progress: Progress) => void;

/** What is asked of each definition, in order: first the arrays and the implicit objects that come into being with it. */
const definitionRules: readonly Rule[] = [
  (context, definition) => {
    if (definition.kind === "alternate") checkAlternativeArrays(context, definition);
    else checkArrays(context, definition);
  },
  checkInline,
  (context, definition) => {
    if (definition.kind === "command") checkReturnedArray(context, definition);
  },
  checkKind,
  (context, definition) => {
    if (isRead(context, definition, "doc")) checkUndocumented(context, definition);
  },
  (context, definition) => {
    if (!context.release.membersDocumented) checkEntries(context, definition);
  },
];

function checkKind(context: RuleContext, definition: Definition, progress: Progress): void {
  switch (definition.kind) {
    case "enum":
      checkFeatures(context, definition, definition.features);
      checkSpecialFeatures(context, definition);
      return checkClashes(context, definition, "value", definition.values);
    case "struct":
    case "union":
      return checkObject(context, definition, progress);
    case "alternate":
      return checkAlternate(context, definition);
    case "command":
      return checkCommand(context, definition, progress);
    case "event":
      return checkEvent(context, definition, progress);
  }
}

/** A definition whose form is wrong may lack the very parts that its documentation describes. */
function checkEntries(context: RuleContext, definition: Definition): void {
  if (isRead(context, definition, "doc", "data", "base", "features")) checkUnknownEntries(context, definition);
}

// ---- the model -------------------------------------------------------------------------------------------------------

function schemaOf(
  program: Program,
  shaped: Shaped,
  byName: ReadonlyMap<string, Definition>,
  release: Release | undefined,
): Schema {
  const modules = new Set<string>();
  const includes: Include[] = [];
  const freeForm: FreeForm[] = [];
  let before = 0;
  const root = moduleName(program.path, program.path);
  modules.add(root);
  for (const item of program.items) {
    if (item.kind === "definition") before++;
    else if (item.kind === "free-form")
      freeForm.push(Object.freeze({ text: item.doc.body, span: item.doc.span, before }));
    else {
      const target = moduleName(program.path, item.path);
      modules.add(target);
      includes.push(Object.freeze({ module: moduleName(program.path, item.source.path), target, before }));
    }
  }
  return Object.freeze({
    root,
    release: release ?? newestRelease,
    modules: Object.freeze([...modules]),
    includes: Object.freeze(includes),
    pragmas: program.pragmas,
    definitions: Object.freeze(shaped.definitions),
    freeForm: Object.freeze(freeForm),
    byName,
  });
}
