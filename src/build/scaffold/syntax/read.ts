// Reads a person's TypeScript with ts-morph: its syntax alone, no types, no other file. This folder is the one here that
// imports ts-morph's values; it is loaded when there is a file to extend.
//
// In: a path, for the form of the language, and a text. Out: facts, or the first mistake in its syntax.

import { basename } from "node:path";

import { Project, ts } from "ts-morph";

import type { FileFacts, ImportFact, SyntaxFault } from "../facts.js";
import { holdersIn } from "./holders.js";
import type { Scope } from "./names.js";

/** The facts of a file, or why it cannot be read. */
export function readFacts(path: string, text: string): FileFacts | SyntaxFault {
  const project = new Project({
    useInMemoryFileSystem: true,
    skipLoadingLibFiles: true,
    compilerOptions: { noLib: true, noResolve: true, allowJs: false },
  });
  // A mark of the byte order is a blank to the parser, which leaves all offsets as they are.
  const source = project.createSourceFile(`/${basename(path)}`, text.replace(/^\ufeff/, " "));
  const [fault] = project.getProgram().getSyntacticDiagnostics(source);
  if (fault !== undefined) {
    const { messageText, start = 0 } = fault.compilerObject;
    return { at: start, message: ts.flattenDiagnosticMessageText(messageText, "\n").split("\n", 1)[0]! };
  }
  const file = source.compilerNode;
  const imports = file.statements.filter(ts.isImportDeclaration).map(importFact);
  const identifiers = identifiersIn(file);
  const scope: Scope = { file, imports };
  return {
    imports,
    importAt: importPlace(file),
    hasStatements: file.statements.length > 0,
    bound: new Set(identifiers.map(({ text }) => text)),
    declared: new Set(identifiers.filter(isDeclaring).map(({ text }) => text)),
    ...holdersIn(scope),
    ...habitsIn(file),
  };
}

function importFact(declaration: ts.ImportDeclaration): ImportFact {
  const { importClause: clause, moduleSpecifier } = declaration;
  const bindings = clause?.namedBindings;
  const named = bindings !== undefined && ts.isNamedImports(bindings) ? bindings.elements : [];
  const names = new Map(named.map(({ propertyName, name }) => [(propertyName ?? name).text, name.text]));
  if (clause?.name !== undefined) names.set("default", clause.name.text);
  return {
    specifier: ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : "",
    end: declaration.end,
    names,
    namespace: bindings !== undefined && ts.isNamespaceImport(bindings) ? bindings.name.text : undefined,
  };
}

/** Every name that is declared or used as one by itself, not as a member of something. */
function identifiersIn(file: ts.SourceFile): readonly ts.Identifier[] {
  const found: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && !isMemberName(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

const isDeclaring = (node: ts.Identifier) => (node.parent as ts.NamedDeclaration).name === node;

function isMemberName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isQualifiedName(parent)) return parent.right === node;
  if (ts.isImportSpecifier(parent) || ts.isBindingElement(parent)) return parent.propertyName === node;
  return (
    (ts.isClassElement(parent) || ts.isTypeElement(parent) || ts.isPropertyAssignment(parent)) && parent.name === node
  );
}

/** Behind directives and the comments that open the file, but in front of a doc comment, which belongs to what follows. */
function importPlace(file: ts.SourceFile): number {
  const directives = file.statements
    .filter(ts.isExpressionStatement)
    .filter(({ expression }) => ts.isStringLiteral(expression));
  const isPrologue = directives.length > 0 && file.statements[0] === directives[0];
  const first = file.statements.find(
    (statement) => !isPrologue || !directives.includes(statement as ts.ExpressionStatement),
  );
  if (first === undefined) return file.text.length;
  const start = first.getStart(file);
  const comment = ts.getLeadingCommentRanges(file.text, first.pos)?.at(-1);
  if (comment === undefined || !file.text.startsWith("/**", comment.pos)) return start;
  return /^[ \t]*\r?\n?[ \t]*$/.test(file.text.slice(comment.end, start)) ? comment.pos : start;
}

/** What the file's own way of writing is, where something shows it. */
function habitsIn(file: ts.SourceFile): Pick<FileFacts, "semicolons" | "quote"> {
  let ended = 0;
  let bare = 0;
  const quotes = { '"': 0, "'": 0 };
  const visit = (node: ts.Node): void => {
    if (endsInSemicolon(node)) {
      if (file.text[node.end - 1] === ";") ended++;
      else bare++;
    }
    if (ts.isStringLiteral(node)) quotes[file.text[node.end - 1] === "'" ? "'" : '"']++;
    ts.forEachChild(node, visit);
  };
  visit(file);
  const total = quotes['"'] + quotes["'"];
  return {
    semicolons: ended + bare === 0 ? undefined : ended >= bare,
    quote: total === 0 ? undefined : quotes["'"] > quotes['"'] ? "'" : '"',
  };
}

const endsInSemicolon = (node: ts.Node): boolean =>
  ts.isImportDeclaration(node) ||
  ts.isVariableStatement(node) ||
  ts.isExpressionStatement(node) ||
  ts.isReturnStatement(node) ||
  ts.isThrowStatement(node) ||
  ts.isPropertyDeclaration(node);
