// Prints what declares types: interfaces with their members, and type aliases, at the edge or inside a namespace. See
// render.ts.

import type { InterfaceDeclarationStructure, TypeAliasDeclarationStructure } from "ts-morph";

import { isKnown, knownKeys } from "./known-keys.js";
import { layout, printWidth } from "./layout.js";
import { isFreeWord, memberName } from "./names.js";
import {
  docsText,
  memberText,
  objectTypeText,
  readParameters,
  readType,
  type TypeCache,
  typeParametersText,
} from "./render-members.js";
import { aliasDoc, interfaceDoc, isHuggedUnion } from "./type-layout.js";
import { needsBrackets, type TypeMember, type TypeNode } from "./type-tree.js";

/** An interface, or undefined to leave it to the reference. `indentation` is the column of its first line. */
export function interfaceText(
  structure: InterfaceDeclarationStructure,
  types: TypeCache,
  indentation = "",
): string | undefined {
  if (!isKnown(structure, knownKeys.interface) || !isFreeWord(structure.name)) return undefined;
  const docs = docsText(structure.docs, indentation);
  const parameters = typeParametersText(structure.typeParameters, types);
  const bases = readBases(structure.extends, types);
  const members = membersText(structure, types, `${indentation}  `);
  if (docs === undefined || parameters === undefined || bases === undefined || members === undefined) return undefined;
  const left = `${structure.isExported ? "export " : ""}interface ${structure.name}${parameters}`;
  const extending = bases.length === 0 ? "" : ` extends ${bases.map((base) => base.flat).join(", ")}`;
  const brace = members === "" ? "{}" : "{";
  const rest = members === "" ? "" : `\n${members}${indentation}}`;
  const flat = `${indentation}${left}${extending} ${brace}`;
  if (flat.length <= printWidth && !bases.some((base) => base.forced)) return docs + flat + rest;
  return parameters === "" ? docs + layout([interfaceDoc(left, bases), brace], indentation.length) + rest : undefined;
}

function readBases(texts: InterfaceDeclarationStructure["extends"], types: TypeCache): readonly TypeNode[] | undefined {
  if (texts === undefined) return [];
  if (!Array.isArray(texts)) return undefined;
  const bases: TypeNode[] = [];
  for (const text of texts) {
    const base = readType(text, types);
    if (base?.kind !== "name") return undefined;
    bases.push(base);
  }
  return bases;
}

/** The members of an interface, each with a line break after it. */
function membersText(
  structure: InterfaceDeclarationStructure,
  types: TypeCache,
  indentation: string,
): string | undefined {
  let text = "";
  for (const signature of structure.indexSignatures ?? []) {
    if (!isKnown(signature, knownKeys.indexSignature)) return undefined;
    const docs = docsText(signature.docs, indentation);
    const key = readType(signature.keyType ?? "string", types);
    const type = readType(signature.returnType, types);
    const name = signature.keyName ?? "key";
    if (docs === undefined || type === undefined || !isFreeWord(name)) return undefined;
    if (key === undefined || key.forced || key.kind === "union") return undefined;
    const head = signature.isReadonly ? "readonly " : "";
    text += `${docs}${memberText(member({ head, index: `${name}: ${key.flat}`, type }), indentation)}\n`;
  }
  for (const property of structure.properties ?? []) {
    if (!isKnown(property, knownKeys.property)) return undefined;
    const docs = docsText(property.docs, indentation);
    const type = readType(property.type, types);
    const name = memberName(property.name);
    if (docs === undefined || type === undefined || name === undefined) return undefined;
    const head = `${property.isReadonly ? "readonly " : ""}${name}${property.hasQuestionToken ? "?" : ""}`;
    // Most members: a plain type on one line.
    const flat = `${docs}${indentation}${head}: ${type.flat};`;
    const fits = !type.forced && flat.length - docs.length <= printWidth;
    text += fits ? `${flat}\n` : `${docs}${memberText(member({ head, type }), indentation)}\n`;
  }
  for (const method of structure.methods ?? []) {
    if (!isKnown(method, knownKeys.method)) return undefined;
    const docs = docsText(method.docs, indentation);
    const type = readType(method.returnType, types);
    const parameters = readParameters(method.parameters, types);
    const name = memberName(method.name, "new");
    if (docs === undefined || parameters === undefined || name === undefined || name === "new") return undefined;
    if (type === undefined && method.returnType !== undefined) return undefined;
    const head = `${name}${method.hasQuestionToken ? "?" : ""}`;
    text += `${docs}${memberText(member({ head, parameters, type }), indentation)}\n`;
  }
  return text;
}

function member(fields: Partial<TypeMember> & Pick<TypeMember, "head" | "type">): TypeMember {
  return { comments: [], apart: false, index: undefined, parameters: undefined, ...fields };
}

/** A type alias, or undefined to leave it to the reference. `indentation` is the column of its first line. */
export function typeAliasText(
  structure: TypeAliasDeclarationStructure,
  types: TypeCache,
  indentation = "",
): string | undefined {
  if (!isKnown(structure, knownKeys.typeAlias) || !isFreeWord(structure.name)) return undefined;
  const docs = docsText(structure.docs, indentation);
  const parameters = typeParametersText(structure.typeParameters, types);
  const type = readType(structure.type, types);
  if (docs === undefined || parameters === undefined || type === undefined) return undefined;
  const left = `${structure.isExported ? "export " : ""}type ${structure.name}${parameters}`;
  const start = indentation + left;
  if (!type.forced) {
    const flat = `${start} = ${type.flat};`;
    if (flat.length <= printWidth) return docs + flat;
  } else if (type.kind === "object" && start.length + 4 <= printWidth) {
    return `${docs}${start} = ${objectTypeText(type, indentation)};`;
  }
  if (type.kind === "union" && !isHuggedUnion(type) && start.length + 2 <= printWidth && parameters === "") {
    const text = unionText(type, `${indentation}  `);
    if (text !== undefined) return `${docs}${start} =${text};`;
  }
  return parameters === "" ? docs + layout([aliasDoc(left, type), ";"], indentation.length) : undefined;
}

/**
 * A union below its equals sign: on one line, or each part on its own. Most aliases that do not fit on a line are such,
 * so they are printed without a document; undefined where a part might be broken.
 */
function unionText(type: TypeNode, indentation: string): string | undefined {
  if (type.forced) return undefined;
  if (indentation.length + type.flat.length + 1 <= printWidth) return `\n${indentation}${type.flat}`;
  let text = "";
  for (const part of type.parts) {
    if (needsBrackets(part, "union") || indentation.length + part.flat.length + 3 > printWidth) return undefined;
    text += `\n${indentation}| ${part.flat}`;
  }
  return text;
}
