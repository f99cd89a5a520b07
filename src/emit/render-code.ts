// Prints what has bodies: functions and classes. See render.ts.

import type {
  ClassDeclarationStructure,
  ConstructorDeclarationStructure,
  FunctionDeclarationStructure,
  MethodDeclarationStructure,
  OptionalKind,
  PropertyDeclarationStructure,
} from "ts-morph";

import { isKnown, knownKeys } from "./known-keys.js";
import { layout, printWidth } from "./layout.js";
import { isFreeWord, isWord, memberName } from "./names.js";
import {
  bodyText,
  brokenSignature,
  docsText,
  readParameters,
  readType,
  type TypeCache,
  typeParametersText,
} from "./render-members.js";
import { memberDoc, signatureDoc } from "./type-layout.js";
import { flatParameters, leaf } from "./type-tree.js";
import type { TypeNode } from "./type-tree.js";
import { parseInitializer } from "./value-text.js";

/** A function, or undefined to leave it to the reference. */
export function functionText(structure: FunctionDeclarationStructure, types: TypeCache): string | undefined {
  if (!isKnown(structure, knownKeys.function) || structure.name === undefined || !isFreeWord(structure.name)) {
    return undefined;
  }
  const start = `${structure.isExported ? "export " : ""}${structure.isAsync ? "async " : ""}`;
  const left = `${start}function${structure.isGenerator ? "*" : ""} ${structure.name}`;
  return withBody(left, structure, { indentation: "", types });
}

/** A class, or undefined to leave it to the reference. */
export function classText(structure: ClassDeclarationStructure, types: TypeCache): string | undefined {
  if (!isKnown(structure, knownKeys.class)) return undefined;
  const docs = docsText(structure.docs, "");
  const head = classHead(structure, types);
  if (docs === undefined || head === undefined) return undefined;
  let body = "";
  for (const property of structure.properties ?? []) {
    const text = classPropertyText(property, types);
    if (text === undefined) return undefined;
    body += `${text}\n`;
  }
  for (const constructor of structure.ctors ?? []) {
    const text = constructorText(constructor, types);
    if (text === undefined) return undefined;
    body += `${body === "" ? "" : "\n"}${text}\n`;
  }
  for (const method of structure.methods ?? []) {
    const text = methodText(method, types);
    if (text === undefined) return undefined;
    body += `${body === "" ? "" : "\n"}${text}\n`;
  }
  return `${docs}${head} ${body === "" ? "{}" : `{\n${body}}`}`;
}

/** All before a class's body, if it fits on one line or cannot be broken. */
function classHead(structure: ClassDeclarationStructure, types: TypeCache): string | undefined {
  const parameters = typeParametersText(structure.typeParameters, types);
  if (parameters === undefined || structure.name === undefined || !isFreeWord(structure.name)) return undefined;
  const left = `${structure.isExported ? "export " : ""}class ${structure.name}`;
  let head = left + parameters;
  if (structure.extends !== undefined) {
    const base = readType(structure.extends, types);
    if (base?.kind !== "name" || base.forced) return undefined;
    head += ` extends ${base.flat}`;
  }
  if (structure.implements !== undefined && !Array.isArray(structure.implements)) return undefined;
  let separator = " implements ";
  for (const text of structure.implements ?? []) {
    const type = readType(text, types);
    if (type?.kind !== "name" || type.forced) return undefined;
    head += separator + type.flat;
    separator = ", ";
  }
  return head === left || head.length + " {}".length <= printWidth ? head : undefined;
}

function classPropertyText(
  structure: OptionalKind<PropertyDeclarationStructure>,
  types: TypeCache,
): string | undefined {
  if (!isKnown(structure, knownKeys.classProperty)) return undefined;
  const { name } = structure;
  const docs = docsText(structure.docs, "  ");
  if (docs === undefined || !isClassName(name.startsWith("#") ? name.slice(1) : name)) return undefined;
  const type = readType(structure.type, types);
  if (type === undefined && structure.type !== undefined) return undefined;
  const head = `${modifiers(structure)}${structure.isReadonly ? "readonly " : ""}${name}${structure.hasQuestionToken ? "?" : ""}`;
  if (structure.initializer !== undefined) {
    const initializer = typeof structure.initializer === "string" ? parseInitializer(structure.initializer) : undefined;
    if (initializer === undefined || initializer.value.forced || type?.forced) return undefined;
    const flat = `  ${head}${type === undefined ? "" : `: ${type.flat}`} = ${initializer.value.flat}${initializer.suffix};`;
    return flat.length <= printWidth ? docs + flat : undefined;
  }
  if (type === undefined) return undefined;
  const flat = `  ${head}: ${type.flat};`;
  if (!type.forced && flat.length <= printWidth) return docs + flat;
  const doc = memberDoc({ comments: [], apart: false, head, index: undefined, parameters: undefined, type });
  return docs + layout([doc, ";"], 2);
}

function constructorText(
  structure: OptionalKind<ConstructorDeclarationStructure>,
  types: TypeCache,
): string | undefined {
  if (!isKnown(structure, knownKeys.constructor)) return undefined;
  return withBody("constructor", structure, { indentation: "  ", types });
}

function methodText(structure: OptionalKind<MethodDeclarationStructure>, types: TypeCache): string | undefined {
  if (!isKnown(structure, knownKeys.classMethod)) return undefined;
  const name = memberName(structure.name);
  if (name === undefined || name === "constructor") return undefined;
  const left = `${modifiers(structure)}${structure.isAsync ? "async " : ""}${structure.isGenerator ? "*" : ""}${name}`;
  return withBody(left, structure, { indentation: "  ", types });
}

function modifiers(structure: { scope?: string; isStatic?: boolean }): string {
  return `${structure.scope === undefined ? "" : `${structure.scope} `}${structure.isStatic ? "static " : ""}`;
}

/** Whether a property of a class may have the name: words that also stand before names are left to the reference. */
function isClassName(name: string): boolean {
  return isWord(name) && !["constructor", "static", "get", "set", "async", "accessor", "declare"].includes(name);
}

/** What functions, constructors and methods have in common. */
type BodiedStructure = Pick<
  FunctionDeclarationStructure,
  "docs" | "typeParameters" | "parameters" | "returnType" | "statements"
>;

/** A type, or a type predicate, `value is Name`, which never breaks. */
function readReturnType(text: BodiedStructure["returnType"], types: TypeCache): TypeNode | undefined {
  const predicate = typeof text === "string" ? /^([A-Za-z_$][\w$]*) is ([A-Za-z_$][\w$]*)$/.exec(text) : null;
  if (predicate === null) return readType(text, types);
  return isFreeWord(predicate[1]!) && isFreeWord(predicate[2]!) ? leaf("keyword", predicate[0]) : undefined;
}

/** Docs, head and body of a function, a constructor or a method, where `left` is all before the parameters. */
function withBody(
  left: string,
  structure: BodiedStructure,
  { indentation, types }: { indentation: string; types: TypeCache },
): string | undefined {
  const docs = docsText(structure.docs, indentation);
  const typeParameters = typeParametersText(structure.typeParameters, types);
  const parameters = readParameters(structure.parameters, types);
  const type = readReturnType(structure.returnType, types);
  const body = bodyText(structure.statements, indentation);
  if (docs === undefined || typeParameters === undefined || parameters === undefined || body === undefined) {
    return undefined;
  }
  if (type === undefined && structure.returnType !== undefined) return undefined;
  const rest = body === "{}" ? body : body.slice(1);
  const brace = body === "{}" ? "" : "{";
  const forced = type?.forced === true || parameters.some((parameter) => parameter.type.forced);
  const result = type === undefined ? "" : `: ${type.flat}`;
  const flat = `${indentation}${left}${typeParameters}${flatParameters(parameters)}${result} ${brace}`;
  if (!forced && flat.length + (brace === "" ? 2 : 0) <= printWidth) return docs + flat + rest;
  // prettier breaks type parameters when they, and what follows up to the next place for a line break, go over the width:
  // the bracket before parameters, or without these more than is known here.
  const name = left + typeParameters;
  const start = indentation.length + name.length + "(".length;
  const isOdd = parameters.length === 0 || start > printWidth || forced || type?.kind === "object";
  if (typeParameters !== "" && isOdd) return undefined;
  const end = ` ${brace === "" ? "{}" : brace}`;
  const head =
    brokenSignature(indentation + name, { parameters, type, end, indentation }) ??
    layout([signatureDoc(name, { parameters, type }), end], indentation.length);
  return docs + head + (brace === "" ? "" : rest);
}
