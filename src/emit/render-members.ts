// Prints what stands inside and above declarations: doc comments, members of interfaces and object types, parameters,
// bodies, values. Every function gives undefined for what is left to the reference. Texts end without a line break
// unless said otherwise; `indentation` is the column of the line that is printed.

import type {
  JSDocableNodeStructure,
  OptionalKind,
  ParameterDeclarationStructure,
  StatementedNodeStructure,
  TypeParameteredNodeStructure,
} from "ts-morph";

import { isKnown, knownKeys } from "./known-keys.js";
import { layout, printWidth } from "./layout.js";
import { isFreeWord } from "./names.js";
import { isGrouped, memberDoc } from "./type-layout.js";
import { parseType } from "./type-text.js";
import { flatMember, isForced, isHugged, type TypeMember, type TypeNode, type TypeParameter } from "./type-tree.js";
import { callDoc, propertyDoc } from "./value-layout.js";
import { flatProperty, isSolid, parseInitializer, parseStatement, type ValueNode } from "./value-text.js";

/** The types read so far, by their text: the same few come again and again. One for a run. */
export type TypeCache = Map<string, TypeNode | undefined>;

/** Reads a type's text once. Undefined for no text and for a writer function as well. */
export function readType(text: unknown, types: TypeCache): TypeNode | undefined {
  if (typeof text !== "string") return undefined;
  const known = types.get(text);
  if (known !== undefined) return known;
  const type = parseType(text);
  types.set(text, type);
  return type;
}

/** What the text of a doc comment may not hold beyond ASCII: other line breaks, other space at a line's end. */
const oddSpace = /[\r\u2028\u2029\0]|[^\S\n](?:\n|$)/;

/** Whether prettier prints a doc comment's text as it is, and obeys nothing in it. */
function isPlainDoc(text: string): boolean {
  if (text.includes("*/") || text.includes(" \n") || text.endsWith(" ") || text.includes("prettier-ignore"))
    return false;
  return !/[^\n -~]/.test(text) || !oddSpace.test(text);
}

/** Doc comments, each with a line break after it: `/** text *\/` for one line, else a line for each. */
export function docsText(docs: JSDocableNodeStructure["docs"], indentation: string): string | undefined {
  if (docs === undefined) return "";
  let text = "";
  for (const doc of docs) {
    if (typeof doc === "object" && !isKnown(doc, knownKeys.doc)) return undefined;
    const description = typeof doc === "string" ? doc : (doc.description ?? "");
    if (typeof description !== "string" || !isPlainDoc(description)) return undefined;
    if (!description.includes("\n")) {
      text += `${indentation}/** ${description}${description === "" ? "" : " "}*/\n`;
      continue;
    }
    // An empty first line asks for the form on several lines.
    const lines = description.startsWith("\n") ? description.slice(1) : description;
    let starred = `${indentation} * ${lines.replaceAll("\n", `\n${indentation} * `)}\n`;
    if (lines === "" || lines.startsWith("\n") || lines.includes("\n\n") || lines.endsWith("\n")) {
      starred = starred.replaceAll(" * \n", " *\n");
    }
    text += `${indentation}/**\n${starred}${indentation} */\n`;
  }
  return text;
}

/** A member with its comments, its indentation and its semicolon. */
export function memberText(member: TypeMember, indentation: string): string {
  let text = "";
  for (const comment of member.comments) text += `${indentation}${comment}\n`;
  if (!isForced(member)) {
    const flat = `${indentation}${flatMember(member)};`;
    if (flat.length <= printWidth) return text + flat;
  } else if (member.parameters === undefined && member.index === undefined && member.type?.kind === "object") {
    return `${text}${indentation}${member.head}: ${objectTypeText(member.type, indentation)};`;
  }
  const { head, parameters = [], type } = member;
  const broken = brokenSignature(indentation + head, { parameters, type, end: ";", indentation });
  return text + (broken ?? layout([memberDoc(member), ";"], indentation.length));
}

/**
 * A method's or function's head whose parameters stand on a line each, as it does not fit on one; undefined where it might
 * look otherwise. Most heads that do not fit are such, so they are printed without a document.
 */
export function brokenSignature(
  left: string,
  rest: {
    readonly parameters: readonly TypeParameter[];
    readonly type: TypeNode | undefined;
    readonly end: string;
    readonly indentation: string;
  },
): string | undefined {
  const { parameters, type, end, indentation } = rest;
  if (parameters.length === 0 || left.length >= printWidth || isGrouped(parameters, type)) return undefined;
  let text = `${left}(\n`;
  for (const parameter of parameters) {
    if (parameter.type.forced) return undefined;
    const line = `${indentation}  ${parameter.head}: ${parameter.type.flat}${parameter.initializer}${parameter.rest ? "" : ","}`;
    if (line.length > printWidth) return undefined;
    text += `${line}\n`;
  }
  const last = `${indentation})${type === undefined ? "" : `: ${type.flat}`}${end}`;
  return type?.forced === true || last.length > printWidth ? undefined : text + last;
}

/** An object type on several lines, from its opening to its closing brace. */
export function objectTypeText(type: TypeNode, indentation: string): string {
  const inner = `${indentation}  `;
  let text = "{\n";
  for (const member of type.members) text += `${member.apart ? "\n" : ""}${memberText(member, inner)}\n`;
  return `${text}${indentation}}`;
}

/** An object value on several lines, from its opening to its closing brace. */
export function objectValueText(value: ValueNode, indentation: string): string | undefined {
  const inner = `${indentation}  `;
  let text = "{\n";
  for (const property of value.properties) {
    if (property.apart) text += "\n";
    for (const comment of property.comments) text += `${inner}${comment}\n`;
    if (property.value?.forced !== true) {
      const flat = `${inner}${flatProperty(property)},`;
      if (flat.length <= printWidth) {
        text += `${flat}\n`;
        continue;
      }
    } else if (property.value.kind === "object" && `${inner}${property.name}: {`.length <= printWidth) {
      const nested = objectValueText(property.value, inner);
      if (nested === undefined) return undefined;
      text += `${inner}${property.name}: ${nested},\n`;
      continue;
    }
    const list =
      property.value === undefined ? undefined : listText(`${inner}${property.name}: `, property.value, inner);
    if (list !== undefined) {
      text += `${list},\n`;
      continue;
    }
    if (property.value?.rigid === true) return undefined;
    text += `${layout([propertyDoc(property), ","], inner.length)}\n`;
  }
  return `${text}${indentation}}`;
}

/**
 * An array of strings and names that does not fit on its line: one on each; undefined for any other value. Values of
 * enumerations are such, so they are printed without a document. `left` is all before it; it ends without comma.
 */
export function listText(left: string, { kind, elements }: ValueNode, indentation: string): string | undefined {
  if (kind !== "array" || elements.length === 0 || left.length >= printWidth) return undefined;
  let text = `${left}[\n`;
  for (const element of elements) {
    if (element.kind !== "string" && element.kind !== "word") return undefined;
    text += `${indentation}  ${element.flat},\n`;
  }
  return `${text}${indentation}]`;
}

/** Reads parameters. A parameter has a type, and a plain name. */
export function readParameters(
  structures: readonly OptionalKind<ParameterDeclarationStructure>[] | undefined,
  types: TypeCache,
): readonly TypeParameter[] | undefined {
  const parameters: TypeParameter[] = [];
  for (const structure of structures ?? []) {
    if (!isKnown(structure, knownKeys.parameter) || !isFreeWord(structure.name)) return undefined;
    const { name, hasQuestionToken, isRestParameter } = structure;
    const type = readType(structure.type, types);
    const initializer = parameterInitializer(structure.initializer);
    const rest = isRestParameter === true;
    if (type === undefined || initializer === undefined) return undefined;
    // TypeScript allows one of the three.
    if (Number(rest) + Number(hasQuestionToken === true) + Number(initializer !== "") > 1) return undefined;
    parameters.push({ head: `${rest ? "..." : ""}${name}${hasQuestionToken ? "?" : ""}`, rest, type, initializer });
  }
  return isHugged(parameters) ? undefined : parameters;
}

/** A parameter's ` = value`, if no line break can part the value; the empty text for none. */
function parameterInitializer(initializer: ParameterDeclarationStructure["initializer"]): string | undefined {
  if (initializer === undefined) return "";
  const read = typeof initializer === "string" ? parseInitializer(initializer) : undefined;
  return read !== undefined && read.suffix === "" && isSolid(read.value) ? ` = ${read.value.flat}` : undefined;
}

/** Type parameters on one line with their brackets; the empty text for none. */
export function typeParametersText(
  structures: TypeParameteredNodeStructure["typeParameters"],
  types: TypeCache,
): string | undefined {
  if (structures === undefined || structures.length === 0) return "";
  let text = "";
  for (const structure of structures) {
    const parameter = typeof structure === "string" ? { name: structure } : structure;
    if (!isKnown(parameter, knownKeys.typeParameter) || !isFreeWord(parameter.name)) return undefined;
    text += `${text === "" ? "" : ", "}${parameter.name}`;
    for (const [word, source] of [
      ["extends", parameter.constraint],
      ["=", parameter.default],
    ] as const) {
      if (source === undefined) continue;
      const type = readType(source, types);
      if (type === undefined || type.forced) return undefined;
      text += ` ${word} ${type.flat}`;
    }
  }
  return `<${text}>`;
}

/** A body with its braces: plain statements, one a line. An empty statement's text is an empty line. */
export function bodyText(statements: StatementedNodeStructure["statements"], indentation: string): string | undefined {
  if (statements === undefined) return "{}";
  if (typeof statements === "function") return undefined;
  const lines: string[] = [];
  for (const statement of typeof statements === "string" ? [statements] : statements) {
    if (typeof statement !== "string") return undefined;
    lines.push(...statement.split("\n"));
  }
  const inner = `${indentation}  `;
  let text = "";
  let blank = false;
  for (const line of lines) {
    const trimmed = line.trim();
    if (trimmed === "") {
      blank = true;
      continue;
    }
    const statement = parseStatement(trimmed);
    if (statement === undefined) return undefined;
    let printed = inner + statement.flat;
    if (printed.length > printWidth) {
      if (statement.callee === undefined) return undefined;
      printed = layout([callDoc(statement.callee, statement.values), ";"], inner.length);
    }
    text += `${blank && text !== "" ? "\n" : ""}${printed}\n`;
    blank = false;
  }
  return text === "" ? "{}" : `{\n${text}${indentation}}`;
}
