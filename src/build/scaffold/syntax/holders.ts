// The classes and objects of a file that have handlers in them, or could: what is said of each, and its members.

import { ts } from "ts-morph";

import type { Claim, FileFacts, Holder } from "../facts.js";
import { claimsOf } from "./claims.js";
import { classMembers, objectMembers } from "./members.js";
import type { Scope } from "./names.js";
import { importedFrom, nameText, variable } from "./names.js";

/** Finds them, in the order of the text; and the objects without a type that a server is made of all the same. */
export function holdersIn(scope: Scope): Pick<FileFacts, "holders" | "untyped"> {
  const holders: Holder[] = [];
  const given = new Map<string, Claim>();
  const visit = (node: ts.Node): void => {
    if (ts.isClassLike(node) && !isAmbient(node)) holders.push(classHolder(scope, node));
    else if (ts.isObjectLiteralExpression(node)) holders.push(...objectHolder(scope, node));
    else if (ts.isCallExpression(node)) {
      const claim = serverClaim(scope, node);
      const name = node.arguments[0] === undefined ? undefined : givenName(scope, node.arguments[0]);
      if (claim !== undefined && name !== undefined) given.set(name, claim);
    }
    ts.forEachChild(node, visit);
  };
  visit(scope.file);
  const isGiven = ({ name, claims }: Holder) => claims.length === 0 && name !== undefined && given.has(name);
  return {
    // An instance of a class needs no word that says what it is: it is handlers by being given to a server.
    holders: holders.map((holder) =>
      holder.form === "class" && isGiven(holder) ? { ...holder, claims: [given.get(holder.name!)!] } : holder,
    ),
    untyped: holders
      .filter((holder) => holder.form === "object" && isGiven(holder))
      .map(({ name, start }) => ({ name: name!, at: start })),
  };
}

function classHolder(scope: Scope, node: ts.ClassLikeDeclaration): Holder {
  const clauses = node.heritageClauses?.filter(({ token }) => token === ts.SyntaxKind.ImplementsKeyword) ?? [];
  return {
    form: "class",
    name: node.name?.text ?? nameAround(node),
    start: node.getStart(scope.file),
    claims: clauses.flatMap(({ types }) => types.flatMap((type) => claimsOf(scope, type))),
    open: node.members.pos,
    close: node.end - 1,
    ...classMembers(scope, node),
  };
}

/** An object that is typed as handlers, or that is a variable's. */
function objectHolder(scope: Scope, node: ts.ObjectLiteralExpression): readonly Holder[] {
  const claims = contextualClaims(scope, node);
  const isVariables = ts.isVariableDeclaration(outermost(node).parent);
  if (claims.length === 0 && !isVariables) return [];
  return [
    {
      form: "object",
      name: nameAround(node),
      start: node.getStart(scope.file),
      claims,
      open: node.properties.pos,
      close: node.end - 1,
      ...objectMembers(scope, node),
    },
  ];
}

/** What is said of an object by what it is put into, as far as that types its methods' parameters. */
function contextualClaims(scope: Scope, node: ts.Expression): readonly Claim[] {
  const { parent } = node;
  if (ts.isParenthesizedExpression(parent)) return contextualClaims(scope, parent);
  if (ts.isSatisfiesExpression(parent) || ts.isAsExpression(parent) || ts.isTypeAssertionExpression(parent)) {
    const own = claimsOf(scope, parent.type);
    return own.length > 0 ? own : contextualClaims(scope, parent);
  }
  if (ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent) || ts.isParameter(parent))
    return parent.type === undefined ? [] : claimsOf(scope, parent.type);
  if (ts.isCallExpression(parent) && parent.arguments[0] === node) {
    const claim = serverClaim(scope, parent);
    return claim === undefined ? [] : [claim];
  }
  const maker = ts.isReturnStatement(parent)
    ? ts.findAncestor(parent, ts.isFunctionLike)
    : ts.isArrowFunction(parent)
      ? parent
      : undefined;
  return maker?.type === undefined ? [] : claimsOf(scope, maker.type);
}

/** That a call is one of a generated `createServer`. */
function serverClaim(scope: Scope, call: ts.CallExpression): Claim | undefined {
  const name = nameText(call.expression);
  const specifier = name === undefined ? undefined : importedFrom(scope, name, "createServer");
  return specifier === undefined ? undefined : { specifier, filters: [], isPartial: true };
}

/** The class of `new A(…)`, the variable's for a variable, or the variable itself. */
function givenName(scope: Scope, argument: ts.Expression): string | undefined {
  if (ts.isNewExpression(argument)) return nameText(argument.expression);
  if (!ts.isIdentifier(argument)) return undefined;
  const value = variable(scope, argument.text)?.initializer;
  return value !== undefined && ts.isNewExpression(value) ? nameText(value.expression) : argument.text;
}

/** An expression with the brackets and type assertions around it. */
function outermost(node: ts.Expression): ts.Expression {
  const { parent } = node;
  const isAround =
    ts.isParenthesizedExpression(parent) || ts.isSatisfiesExpression(parent) || ts.isAsExpression(parent);
  return isAround ? outermost(parent) : node;
}

/** The name of the variable, the property or the function that something is the value of, or in. */
function nameAround(node: ts.Node): string | undefined {
  const around = ts.findAncestor(node.parent, (one): one is ts.NamedDeclaration => {
    if (ts.isVariableDeclaration(one) || ts.isPropertyDeclaration(one) || ts.isMethodDeclaration(one)) return true;
    return (ts.isFunctionDeclaration(one) || ts.isFunctionExpression(one)) && one.name !== undefined;
  });
  const name = around?.name;
  return name !== undefined && ts.isIdentifier(name) ? name.text : undefined;
}

/** Whether it, or what it is in, is only declared. */
function isAmbient(node: ts.Node): boolean {
  const isDeclared = (one: ts.Node) =>
    ts.canHaveModifiers(one) &&
    (ts.getModifiers(one)?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword) ?? false);
  return ts.findAncestor(node, isDeclared) !== undefined;
}
