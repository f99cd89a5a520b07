// The fast printer: a draft's structures straight to text in prettier 3.10's default style, in milliseconds. An
// optimisation, held to the reference (reference.ts) byte for byte by its tests. What it is not sure of it declines,
// whole files at a time, and the reference prints: unknown structures and keys (known-keys.ts), writer functions,
// names and types outside ASCII, types that type-text.ts does not read, statements that value-text.ts does not.

import type {
  ImportDeclarationStructure,
  ExportDeclarationStructure,
  ExportSpecifierStructure,
  ImportSpecifierStructure,
  ModuleDeclarationStructure,
  OptionalKind,
  StatementStructures,
  VariableStatementStructure,
} from "ts-morph";

import type { TypeScriptDraft } from "./emitter.js";
import { isKnown, knownKeys } from "./known-keys.js";
import { group, ifBreak, indent, join, layout, line, printWidth } from "./layout.js";
import { blockComment, endsInSpace, isFreeWord, isPlainComment, isWord } from "./names.js";
import { classText, functionText } from "./render-code.js";
import { docsText, listText, objectValueText, readType, type TypeCache } from "./render-members.js";
import { interfaceText, typeAliasText } from "./render-types.js";
import type { TypeNode } from "./type-tree.js";
import { kinds } from "./typescript.js";
import { constantDoc } from "./value-layout.js";
import { parseInitializer } from "./value-text.js";

/**
 * Prints a draft as the reference would, or gives undefined to say that the reference must.
 *
 * Conventions: names of members arrive as they are written in source (`node_name`, `"node-name"`), types as text in any
 * spacing, a file's header as the first statement's `leadingTrivia`. `types` is for several drafts with the same types.
 */
export function render(draft: TypeScriptDraft, types: TypeCache = new Map()): string | undefined {
  return statementsText(draft.statements, types, "");
}

/** Statements, each with a line break after it, at the edge or inside a namespace. */
function statementsText(
  statements: readonly StatementStructures[],
  types: TypeCache,
  indentation: string,
): string | undefined {
  const texts: string[] = [];
  let wasBlock = false;
  for (const statement of statements) {
    const isBlock = isBlockStatement(statement);
    const trivia = triviaText(statement.leadingTrivia);
    const text = indentation === "" ? statementText(statement, types) : innerText(statement, types, indentation);
    if (trivia === undefined || text === undefined) return undefined;
    // Comments are printed at the edge only.
    if (indentation !== "" && trivia !== "" && trivia !== "\n") return undefined;
    // ts-morph puts an empty line around what ends in a brace, prettier keeps one.
    const isApart = texts.length > 0 && (isBlock || wasBlock || trivia.startsWith("\n"));
    const isFirst = indentation !== "" && texts.length === 0;
    const printed = `${isApart ? "\n" : ""}${trivia.startsWith("\n") || isFirst ? trivia.slice(1) : trivia}${text}\n`;
    // Reading a character makes V8 join the pieces now, while they are few: a megabyte of them would go through
    // the garbage collector again and again.
    printed.charCodeAt(0);
    texts.push(printed);
    wasBlock = isBlock;
  }
  return texts.join("");
}

/** Whether a statement ends in a brace and no semicolon. */
function isBlockStatement({ kind }: StatementStructures): boolean {
  return kind === kinds.interface || kind === kinds.function || kind === kinds.class || kind === kinds.module;
}

function statementText(statement: StatementStructures, types: TypeCache): string | undefined {
  switch (statement.kind) {
    case kinds.variableStatement:
      return constantText(statement, types);
    case kinds.importDeclaration:
      return isKnown(statement, knownKeys.import) ? importText(statement) : undefined;
    case kinds.exportDeclaration:
      return isKnown(statement, knownKeys.export) ? exportText(statement) : undefined;
    case kinds.function:
      return functionText(statement, types);
    case kinds.class:
      return classText(statement, types);
    case kinds.module:
      return namespaceText(statement, types);
    default:
      return innerText(statement, types, "");
  }
}

/** A statement that may also stand in a namespace. */
function innerText(statement: StatementStructures, types: TypeCache, indentation: string): string | undefined {
  if (statement.kind === kinds.interface) return interfaceText(statement, types, indentation);
  return statement.kind === kinds.typeAlias ? typeAliasText(statement, types, indentation) : undefined;
}

/** A namespace at the edge, of interfaces and aliases. */
function namespaceText(structure: ModuleDeclarationStructure, types: TypeCache): string | undefined {
  const { name, statements = [], declarationKind, isExported, hasDeclareKeyword } = structure;
  if (!isKnown(structure, knownKeys.module) || declarationKind !== "namespace" || !isFreeWord(name)) return undefined;
  if (!Array.isArray(statements) || !statements.every(isStructure)) return undefined;
  const docs = docsText(structure.docs, "");
  const body = statementsText(statements, types, "  ");
  if (docs === undefined || body === undefined) return undefined;
  const head = `${isExported ? "export " : ""}${hasDeclareKeyword ? "declare " : ""}namespace ${name}`;
  return `${docs}${head} ${body === "" ? "{}" : `{\n${body}}`}`;
}

function isStructure(statement: unknown): statement is StatementStructures {
  return typeof statement === "object" && statement !== null;
}

/** Comments on lines of their own, and empty lines: at most one together, a first one kept. */
function triviaText(trivia: StatementStructures["leadingTrivia"]): string | undefined {
  if (trivia === undefined || trivia === "") return "";
  if (typeof trivia !== "string" || !trivia.endsWith("\n") || !isPlainComment(trivia)) return undefined;
  const lines = trivia.slice(0, -1).split("\n");
  let text = "";
  let blank = false;
  for (let index = 0; index < lines.length; index++) {
    let comment = lines[index] as string;
    if (comment === "") {
      blank = true;
      continue;
    }
    if (comment.startsWith("/*")) {
      // A comment may go on over more lines, but nothing may follow it on its last.
      while (!comment.includes("*/") && index + 1 < lines.length) comment += `\n${lines[++index]}`;
      if (comment.indexOf("*/") !== comment.length - 2 || comment.length < 4) return undefined;
      const printed = blockComment(comment);
      if (printed === undefined) return undefined;
      comment = printed.join("\n");
    } else if (!comment.startsWith("//") || endsInSpace(comment)) {
      return undefined;
    }
    text += `${blank ? "\n" : ""}${comment}\n`;
    blank = false;
  }
  return blank ? `${text}\n` : text;
}

function constantText(structure: VariableStatementStructure, types: TypeCache): string | undefined {
  if (!isKnown(structure, knownKeys.variableStatement)) return undefined;
  const docs = docsText(structure.docs, "");
  const [variable] = structure.declarations;
  if (docs === undefined || variable === undefined || structure.declarations.length !== 1) return undefined;
  if (!isKnown(variable, knownKeys.variable)) return undefined;
  const initializer = typeof variable.initializer === "string" ? parseInitializer(variable.initializer) : undefined;
  if (initializer === undefined || !isFreeWord(variable.name)) return undefined;
  const word = structure.declarationKind ?? "let";
  if (word !== "const" && word !== "let") return undefined;
  const left = `${structure.isExported ? "export " : ""}${word} ${variable.name}`;
  const type = readType(variable.type, types);
  if (type === undefined && variable.type !== undefined) return undefined;
  const { value, suffix } = initializer;
  if (type?.forced !== true) {
    const start = `${left}${type === undefined ? "" : `: ${type.flat}`} = `;
    if (!value.forced) {
      const flat = `${start}${value.flat}${suffix};`;
      if (flat.length <= printWidth) return docs + flat;
    } else if (value.kind === "object" && start.length < printWidth) {
      const text = objectValueText(value, "");
      return text === undefined ? undefined : `${docs}${start}${text}${suffix};`;
    }
    const list = listText(start, value, "");
    if (list !== undefined) return `${docs}${list}${suffix};`;
    const head = type !== undefined && value.forced && value.kind === "object" ? argumentsApart(left, type) : undefined;
    const text = head === undefined ? undefined : objectValueText(value, "");
    if (text !== undefined) return `${docs}${head}${text}${suffix};`;
  }
  return value.rigid ? undefined : docs + layout([constantDoc(left, type, initializer), ";"], 0);
}

/**
 * The head of a constant whose type's plain arguments stand on a line each, as its equals sign would not fit behind them;
 * undefined where it might look otherwise. Most constants of `schema.ts` are such, so they are printed without a document.
 */
function argumentsApart(left: string, type: TypeNode): string | undefined {
  if (type.kind !== "name" || type.parts.length < 2 || `${left}: ${type.flat} =`.length <= printWidth) return undefined;
  if (type.parts.some((part) => part.kind !== "literal" && part.kind !== "indexed")) return undefined;
  const lines = type.parts.map((part) => `  ${part.flat}`);
  if (`${left}: ${type.word}<`.length > printWidth || lines.some((line) => line.length >= printWidth)) return undefined;
  return `${left}: ${type.word}<\n${lines.join(",\n")}\n> = `;
}

function importText({ isTypeOnly, namedImports, moduleSpecifier }: ImportDeclarationStructure): string | undefined {
  const from = specifierText(moduleSpecifier);
  if (namedImports === undefined || namedImports.length === 0) {
    return isTypeOnly || from === undefined ? undefined : `import ${from};`;
  }
  return namesText(`import ${isTypeOnly ? "type " : ""}`, namedImports, from);
}

function exportText(structure: ExportDeclarationStructure): string | undefined {
  const { isTypeOnly, namespaceExport, namedExports, moduleSpecifier } = structure;
  const from = specifierText(moduleSpecifier);
  const left = `export ${isTypeOnly ? "type " : ""}`;
  if (namespaceExport !== undefined) {
    if (namedExports !== undefined || from === undefined || !isFreeWord(namespaceExport)) return undefined;
    return `${left}* as ${namespaceExport} from ${from};`;
  }
  if (namedExports !== undefined && namedExports.length > 0) return namesText(left, namedExports, from);
  // All that makes a module of a file without declarations.
  if (moduleSpecifier === undefined) return isTypeOnly ? undefined : "export {};";
  return from === undefined ? undefined : `${left}* from ${from};`;
}

function specifierText(specifier: string | undefined): string | undefined {
  return specifier === undefined || !/^[ !#-&(-[\]-~]+$/.test(specifier) ? undefined : `"${specifier}"`;
}

/** `{ a, b as c } from "…"`: on one line if it fits or has one name, else one name a line. */
function namesText(
  left: string,
  structures: NonNullable<ImportDeclarationStructure["namedImports"] | ExportDeclarationStructure["namedExports"]>,
  from: string | undefined,
): string | undefined {
  if (!Array.isArray(structures) || from === undefined) return undefined;
  const names: string[] = [];
  for (const structure of structures) {
    if (typeof structure === "function") return undefined;
    const name = typeof structure === "string" ? listName({ name: structure }) : listName(structure);
    if (name === undefined) return undefined;
    names.push(name);
  }
  const flat = `${left}{ ${names.join(", ")} } from ${from};`;
  if (flat.length <= printWidth || names.length === 1) return flat;
  const list = group(["{", indent([line, join([",", line], names)]), ifBreak(","), line, "}"]);
  return layout([left, list, ` from ${from};`], 0);
}

function listName(
  structure: OptionalKind<ImportSpecifierStructure> | OptionalKind<ExportSpecifierStructure>,
): string | undefined {
  if (!isKnown(structure, knownKeys.specifier)) return undefined;
  const { name, alias, isTypeOnly } = structure;
  if (!isWord(name) || name === "type" || name === "as") return undefined;
  if (alias !== undefined && (!isWord(alias) || alias === name || alias === "as")) return undefined;
  return `${isTypeOnly ? "type " : ""}${name}${alias === undefined ? "" : ` as ${alias}`}`;
}
