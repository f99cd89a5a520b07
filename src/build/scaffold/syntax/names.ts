// Names in a file: how they are written, where they were imported from, and what they stand for.

import { ts } from "ts-morph";

import type { ImportFact } from "../facts.js";

/** A file, and what it imports. */
export interface Scope {
  readonly file: ts.SourceFile;
  readonly imports: readonly ImportFact[];
}

/** The module that a name is the `exported` one of: by itself, under another name, or in a namespace. */
export function importedFrom({ imports }: Scope, name: string, exported: string): string | undefined {
  return imports.find(({ names, namespace }) => {
    return names.get(exported) === name || (namespace !== undefined && name === `${namespace}.${exported}`);
  })?.specifier;
}

/** `A`, or `A.B`, of a type or a value; undefined for what is no name. */
export function nameText(node: ts.Node): string | undefined {
  if (ts.isIdentifier(node)) return node.text;
  const [left, right] = ts.isQualifiedName(node)
    ? [node.left, node.right]
    : ts.isPropertyAccessExpression(node)
      ? [node.expression, node.name]
      : [];
  if (left === undefined || right === undefined) return undefined;
  const before = nameText(left);
  return before === undefined ? undefined : `${before}.${right.text}`;
}

/** The first variable of a name, wherever it is. */
export function variable({ file }: Scope, name: string): ts.VariableDeclaration | undefined {
  const visit = (node: ts.Node): ts.VariableDeclaration | undefined =>
    ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.name.text === name
      ? node
      : ts.forEachChild(node, visit);
  return visit(file);
}

/** The first class of a name, wherever it is. */
export function classNamed({ file }: Scope, name: string): ts.ClassLikeDeclaration | undefined {
  const visit = (node: ts.Node): ts.ClassLikeDeclaration | undefined =>
    ts.isClassLike(node) && node.name?.text === name ? node : ts.forEachChild(node, visit);
  return visit(file);
}

/** An expression without the brackets and type assertions around it. */
export function bare(node: ts.Expression): ts.Expression {
  const isAround = ts.isParenthesizedExpression(node) || ts.isSatisfiesExpression(node) || ts.isAsExpression(node);
  return isAround ? bare(node.expression) : node;
}
