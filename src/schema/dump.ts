// The checked model as text, in the form that QEMU's tests/qapi-schema/test-qapi.py prints: for comparing, and for
// looking at.
//
// In: a schema without errors. Out: text, every line ended by LF. The form is fixed by that script, byte for byte.

import { releases } from "../base/releases.js";
import { qtypeValues } from "./builtins.js";
import type { ArrayEntity, Entity, ImplicitEntity } from "./entities.js";
import { builtinModule, entitiesOf, implicitName } from "./entities.js";
import type { Condition, Definition, Doc, DocTag, Feature, Member, Release, Schema, TypeRef } from "./model.js";
import { branchesOf } from "./query.js";

/** Prints a schema. */
export function dump(schema: Schema): string {
  const lines: string[] = [];
  const entities = entitiesOf(schema);
  for (const module of [builtinModule, ...schema.modules]) {
    lines.push(`module ${module}`);
    if (module === builtinModule) printPredefined(schema.release, lines);
    for (const entity of entities) if (entity.module === module) printEntity(schema, entity, lines);
  }
  printDocs(schema, lines);
  return `${lines.join("\n")}\n`;
}

function printPredefined(release: Release, lines: string[]): void {
  lines.push("object q_empty", "enum QType");
  const prefix = releases[release].qtypePrefix;
  if (prefix !== undefined) lines.push(`    prefix ${prefix}`);
  for (const value of qtypeValues) lines.push(`    member ${value}`);
}

function printEntity(schema: Schema, entity: Entity, lines: string[]): void {
  switch (entity.kind) {
    case "include":
      return void lines.push(`include ${entity.target}`);
    case "array":
      return printArray(entity, lines);
    case "implicit":
      return printImplicit(entity, lines);
    default:
      printDefinition(schema, entity, lines);
      printCondition(entity.condition, 4, lines);
      printFeatures(entity.features, 4, lines);
  }
}

function printArray({ name, element, condition }: ArrayEntity, lines: string[]): void {
  lines.push(`array ${name} ${element}`);
  printCondition(condition, 4, lines);
}

function printImplicit({ name, members, condition }: ImplicitEntity, lines: string[]): void {
  lines.push(`object ${name}`);
  printMembers(members, lines);
  printCondition(condition, 4, lines);
}

function printDefinition(schema: Schema, definition: Definition, lines: string[]): void {
  const { name } = definition;
  switch (definition.kind) {
    case "enum":
      lines.push(`enum ${name}`);
      if (definition.prefix !== undefined) lines.push(`    prefix ${definition.prefix}`);
      for (const value of definition.values) printPart(`member ${value.name}`, value, lines);
      return;
    case "struct":
      lines.push(`object ${name}`);
      if (definition.base !== undefined) lines.push(`    base ${definition.base}`);
      return printMembers(definition.members, lines);
    case "union": {
      lines.push(`object ${name}`, `    base ${baseName(definition)}`, `    tag ${definition.discriminator}`);
      for (const { name: value, type, condition } of branchesOf(schema, definition)) {
        printPart(`case ${value}: ${type ?? "q_empty"}`, { condition }, lines);
      }
      return;
    }
    case "alternate":
      lines.push(`alternate ${name}`, "    tag type");
      for (const { name: value, type, condition } of definition.alternatives) {
        printPart(`case ${value}: ${refName(type)}`, { condition }, lines);
      }
      return;
    case "command": {
      const returns = definition.returns === undefined ? "None" : refName(definition.returns);
      lines.push(`command ${name} ${dataName(definition)} -> ${returns}`);
      const flags = [
        `gen=${python(definition.gen)}`,
        `success_response=${python(definition.successResponse)}`,
        `boxed=${python(definition.boxed)}`,
        `oob=${python(definition.allowOob)}`,
        `preconfig=${python(definition.allowPreconfig)}`,
      ];
      if (definition.coroutine) flags.push("coroutine=True");
      return void lines.push(`    ${flags.join(" ")}`);
    }
    case "event":
      lines.push(`event ${name} ${dataName(definition)}`, `    boxed=${python(definition.boxed)}`);
  }
}

const python = (value: boolean) => (value ? "True" : "False");

const refName = ({ name, array }: TypeRef) => (array ? `${name}List` : name);

function baseName(union: Extract<Definition, { kind: "union" }>): string {
  return typeof union.base === "string" ? union.base : implicitName(union);
}

function dataName(definition: Extract<Definition, { kind: "command" | "event" }>): string {
  const { data } = definition;
  if (typeof data === "string") return data;
  return data === undefined || data.length === 0 ? "None" : implicitName(definition);
}

function printMembers(members: readonly Member[], lines: string[]): void {
  for (const member of members) {
    printPart(`member ${member.name}: ${refName(member.type)} optional=${python(member.optional)}`, member, lines);
  }
}

interface Part {
  readonly condition: Condition | undefined;
  readonly features?: readonly Feature[];
}

function printPart(text: string, { condition, features = [] }: Part, lines: string[]): void {
  lines.push(`    ${text}`);
  printCondition(condition, 8, lines);
  printFeatures(features, 8, lines);
}

function printCondition(condition: Condition | undefined, indent: number, lines: string[]): void {
  if (condition === undefined) return;
  const text = typeof condition === "string" ? condition : pythonCondition(condition);
  lines.push(`${" ".repeat(indent)}if ${text}`);
}

function pythonCondition(condition: Condition): string {
  if (typeof condition === "string") return `'${condition}'`;
  if ("not" in condition) return `{'not': ${pythonCondition(condition.not)}}`;
  const [key, parts] = "all" in condition ? ["all", condition.all] : ["any", condition.any];
  return `{'${key}': [${parts.map(pythonCondition).join(", ")}]}`;
}

function printFeatures(features: readonly Feature[], indent: number, lines: string[]): void {
  for (const { name, condition } of features) {
    lines.push(`${" ".repeat(indent)}feature ${name}`);
    printCondition(condition, indent + 4, lines);
  }
}

// ---- documentation ---------------------------------------------------------------------------------------------------

const newLabels: Readonly<Partial<Record<DocTag, string>>> = {
  plain: "Plain",
  returns: "Returns",
  errors: "Errors",
  since: "Since",
  todo: "Todo",
};

const oldLabels: Readonly<Partial<Record<DocTag, string>>> = {
  plain: "None",
  returns: "Returns",
  since: "Since",
  note: "Note",
  notes: "Notes",
  example: "Example",
  examples: "Examples",
  todo: "TODO",
};

function printDocs(schema: Schema, lines: string[]): void {
  let free = 0;
  const printFreeForm = (before: number) => {
    for (; free < schema.freeForm.length && schema.freeForm[free]!.before <= before; free++) {
      lines.push("doc freeform", "    body=", schema.freeForm[free]!.text);
    }
  };
  schema.definitions.forEach((definition, index) => {
    printFreeForm(index);
    if (definition.doc !== undefined) printDoc(definition.doc, lines);
  });
  printFreeForm(schema.definitions.length);
}

function printDoc(doc: Doc, lines: string[]): void {
  lines.push(`doc symbol=${doc.symbol}`, "    body=", doc.body);
  for (const { name, text } of doc.members) lines.push(`    arg=${name}`, text);
  for (const { name, text } of doc.features) lines.push(`    feature=${name}`, text);
  const labels = doc.dialect === "7.2" ? oldLabels : newLabels;
  for (const { tag, text } of doc.sections) lines.push(`    section=${labels[tag] ?? tag}`, text);
}
