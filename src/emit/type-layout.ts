// Lays out types and signatures that do not fit on one line, as prettier 3.10 does: each function here makes the
// document that prettier's printer of the same node makes, and layout.ts chooses the line breaks.

import { type Doc, group, hardline, ifBreak, indent, indentIfBreak, isHard, join, line, softline } from "./layout.js";
import { needsBrackets, type TypeMember, type TypeNode, type TypeParameter } from "./type-tree.js";

/** Where a type stands, as far as it changes its layout. */
type Place = "annotation" | "argument" | "alias" | "part";

/** The document of a type. */
export function typeDoc(type: TypeNode, place: Place = "annotation"): Doc {
  switch (type.kind) {
    case "union":
      return unionDoc(type, place);
    case "intersection":
      return intersectionDoc(type);
    case "array":
      return [partDoc(type.parts[0] as TypeNode, "array"), "[]"];
    case "operator":
      return [type.word, " ", partDoc(type.parts[0] as TypeNode, "operator")];
    case "indexed":
      return [
        partDoc(type.parts[0] as TypeNode, "indexed"),
        "[",
        typeDoc(type.parts[1] as TypeNode, "annotation"),
        "]",
      ];
    case "name":
      return type.parts.length === 0 ? type.flat : [type.word, argumentsDoc(type.parts)];
    case "object":
      return objectDoc(type);
    case "tuple":
      return tupleDoc(type.parts);
    case "function": {
      const result: Doc = [" => ", typeDoc(type.parts[0] as TypeNode)];
      return group([groupedParameters(type.parameters, type.parts[0], result), result]);
    }
    default:
      return type.flat;
  }
}

/** The document of a constant's type whose value is an arrow function: there even a plain argument may be broken off. */
export function arrowTypeDoc(type: TypeNode): Doc {
  if (type.kind !== "name" || type.parts.length === 0) return typeDoc(type);
  return [type.word, argumentsDoc(type.parts, (only) => only.kind === "object")];
}

/** The document of `name = type` for a type alias, where `left` is all before the equals sign. */
export function aliasDoc(left: string, type: TypeNode): Doc {
  if (type.kind === "union" && !isHuggedUnion(type)) {
    return group([left, " =", group(indent([line, typeDoc(type, "alias")]))]);
  }
  const operator = group(indent(line));
  return group([left, " =", operator, indentIfBreak(typeDoc(type, "alias"), operator)]);
}

/** A union that stays on its line: one name or object type, and `null` or `void`. */
export function isHuggedUnion(type: TypeNode): boolean {
  const main = type.parts.find((part) => part.kind === "object" || part.kind === "name");
  return (
    main !== undefined && type.parts.every((part) => part === main || part.flat === "null" || part.flat === "void")
  );
}

/** A part of another type, with brackets where it needs them. */
function partDoc(part: TypeNode, parent: TypeNode["kind"]): Doc {
  const doc = typeDoc(part, "part");
  if (!needsBrackets(part, parent)) return doc;
  if (part.kind !== "union" || isHuggedUnion(part)) return ["(", doc, ")"];
  return ["(", group([indent([softline, doc]), softline]), ")"];
}

function unionDoc(type: TypeNode, place: Place): Doc {
  if (isHuggedUnion(type)) {
    return join(
      " | ",
      type.parts.map((part) => partDoc(part, "union")),
    );
  }
  const parts = type.parts.map((part, index): Doc => {
    return [index === 0 ? ifBreak("| ") : [line, "| "], indent(partDoc(part, "union"))];
  });
  const union = group(parts);
  return place === "annotation" ? group(indent([softline, union])) : union;
}

function intersectionDoc(type: TypeNode): Doc {
  let mixed = false;
  const docs = type.parts.map((part, index): Doc => {
    const doc = partDoc(part, "intersection");
    const previous = type.parts[index - 1];
    if (previous === undefined) return doc;
    const isObject = part.kind === "object";
    const wasObject = previous.kind === "object";
    if (isObject && wasObject) return [" & ", mixed ? indent(doc) : doc];
    if (!isObject && !wasObject) return indent([" &", line, doc]);
    if (index > 1) mixed = true;
    return [" & ", index > 1 ? indent(doc) : doc];
  });
  return group(docs);
}

/** Type arguments with their brackets. A single one is never broken off if it is plain, or `keeps` says so. */
function argumentsDoc(types: readonly TypeNode[], keeps: (only: TypeNode) => boolean = isPlain): Doc {
  const docs = types.map((type) => typeDoc(type, "argument"));
  const [only] = types;
  if (types.length === 1 && only !== undefined && keeps(only)) return ["<", ...docs, ">"];
  return group(["<", indent([softline, join([",", line], docs)]), softline, ">"]);
}

function isPlain(type: TypeNode): boolean {
  switch (type.kind) {
    case "keyword":
    case "literal":
    case "object":
      return true;
    case "name":
      return type.parts.length === 0;
    case "union":
      return isHuggedUnion(type);
    default:
      return false;
  }
}

function tupleDoc(types: readonly TypeNode[]): Doc {
  if (types.length === 0) return "[]";
  const docs = types.map((type) => {
    const doc = typeDoc(type, "argument");
    if (type.kind !== "union" || isHuggedUnion(type) || types.length === 1) return group(doc);
    return group(group([indent([ifBreak(["(", softline]), doc]), softline, ifBreak(")")]));
  });
  return group(["[", indent([softline, join([",", line], docs), ifBreak(",")]), softline, "]"]);
}

function objectDoc(type: TypeNode): Doc {
  if (type.members.length === 0) return "{}";
  const docs: Doc[] = [];
  type.members.forEach((member, index) => {
    const last = index === type.members.length - 1;
    if (index > 0) docs.push(line, member.apart ? hardline : "");
    for (const comment of member.comments) docs.push(comment, hardline);
    docs.push(memberDoc(member), last ? ifBreak(";") : ";");
  });
  return group(["{", indent([line, ...docs]), line, "}"], type.forced);
}

/** The document of a member, without its comments and its semicolon. */
export function memberDoc(member: TypeMember): Doc {
  const { head, index, parameters, type } = member;
  if (index !== undefined) {
    const brackets: Doc = ["[", group([indent([softline, index]), softline]), "]"];
    return group([head, brackets, type === undefined ? "" : [": ", typeDoc(type)]]);
  }
  const annotation: Doc = type === undefined ? "" : [": ", typeDoc(type)];
  if (parameters === undefined) return group([head, annotation]);
  const result: Doc = type === undefined ? "" : group(annotation);
  return group([head, groupedParameters(parameters, type, annotation), result]);
}

/** The document of a function's or method's head up to its body, where `left` is all before the parameters. */
export function signatureDoc(
  left: string,
  { parameters, type }: { parameters: readonly TypeParameter[]; type: TypeNode | undefined },
): Doc {
  const result: Doc = type === undefined ? "" : [": ", typeDoc(type)];
  return [left, group([groupedParameters(parameters, type, result), result])];
}

/** Parameters, in a group of their own where a single one stands before a result that is an object type. */
function groupedParameters(parameters: readonly TypeParameter[], type: TypeNode | undefined, result: Doc): Doc {
  const doc = parametersDoc(parameters);
  return isGrouped(parameters, type) || (parameters.length === 1 && isHard(result)) ? group(doc) : doc;
}

/** Whether parameters are broken by themselves, or not at all, whatever the width of the result. */
export function isGrouped(parameters: readonly TypeParameter[], type: TypeNode | undefined): boolean {
  return parameters.length === 1 && type?.kind === "object";
}

function parametersDoc(parameters: readonly TypeParameter[]): Doc {
  if (parameters.length === 0) return "()";
  const docs = parameters.map(({ head, type, initializer }): Doc => [head, ": ", typeDoc(type), initializer]);
  const comma = parameters[parameters.length - 1]?.rest ? "" : ifBreak(",");
  return ["(", indent([softline, join([",", line], docs)]), comma, softline, ")"];
}

/** The document of an interface's head, with a space before the body's brace. */
export function interfaceDoc(left: string, bases: readonly TypeNode[]): Doc {
  const [first] = bases;
  if (first === undefined) return [left, " "];
  const docs = bases.map((base) => typeDoc(base, "argument"));
  if (bases.length > 1) {
    return [group([left, indent([line, "extends", group(indent([line, join([",", line], docs)]))])]), " "];
  }
  // A single base stays on the line, unless its name has dots and no arguments.
  if (!first.word.includes(".") || first.parts.length > 0) return [left, " extends ", docs, " "];
  return [group([left, indent([line, group(["extends ", docs])])]), " "];
}
