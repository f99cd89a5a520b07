// The members of a class and of an object, with those that it has from elsewhere in the file; and what brings members that
// cannot be seen without reading other files.

import { ts } from "ts-morph";

import type { Holder, MemberFact, Opaque } from "../facts.js";
import type { Scope } from "./names.js";
import { bare, classNamed, nameText, variable } from "./names.js";

/** Everything about members. */
type Members = Pick<Holder, "members" | "inherited" | "opaque">;

/** What a base class or a spread object adds. */
type Brought = Pick<Holder, "inherited" | "opaque">;

const deepest = 8;

/** The members of a class. */
export function classMembers(scope: Scope, node: ts.ClassLikeDeclaration, depth = 0): Members {
  const members: MemberFact[] = [];
  const inherited: string[] = [];
  for (const member of node.members) {
    const last = members.at(-1);
    // A semicolon by itself belongs to what it stands behind.
    if (ts.isSemicolonClassElement(member) && last !== undefined)
      members[members.length - 1] = { ...last, end: member.end };
    if (ts.isSemicolonClassElement(member)) continue;
    members.push(classMember(scope, member));
    if (ts.isConstructorDeclaration(member)) {
      const fields = member.parameters.filter((one) => ts.isParameterPropertyDeclaration(one, member));
      inherited.push(...fields.flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : [])));
    }
  }
  const base = node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0];
  const brought = base === undefined || depth > deepest ? undefined : broughtByBase(scope, base.expression, depth);
  return { members, inherited: [...inherited, ...(brought?.inherited ?? [])], opaque: brought?.opaque };
}

function classMember({ file }: Scope, member: ts.ClassElement): MemberFact {
  const flags = ts.getCombinedModifierFlags(member);
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected | ts.ModifierFlags.Override;
  const isStatic = (flags & ts.ModifierFlags.Static) !== 0;
  const name = isStatic || member.name === undefined ? undefined : memberName(member.name);
  const isCallable =
    ts.isMethodDeclaration(member) || (ts.isPropertyDeclaration(member) && isFunction(member.initializer));
  return {
    name,
    start: member.getStart(file),
    end: member.end,
    commaEnd: undefined,
    isMethod: isCallable && (flags & hidden) === 0,
  };
}

/** The members of an object. */
export function objectMembers(scope: Scope, node: ts.ObjectLiteralExpression, depth = 0): Members {
  const { properties } = node;
  const members: MemberFact[] = [];
  const inherited: string[] = [];
  let opaque: Opaque | undefined;
  for (const [index, property] of properties.entries()) {
    const last = properties.hasTrailingComma === true ? properties.end : undefined;
    const name = property.name === undefined ? undefined : memberName(property.name);
    const isCallable =
      ts.isMethodDeclaration(property) ||
      ts.isShorthandPropertyAssignment(property) ||
      (ts.isPropertyAssignment(property) && isFunction(property.initializer));
    members.push({
      name,
      start: property.getStart(scope.file),
      end: property.end,
      commaEnd: properties[index + 1]?.pos ?? last,
      isMethod: isCallable,
    });
    if (!ts.isSpreadAssignment(property)) continue;
    const brought = broughtBySpread(scope, property, depth);
    inherited.push(...brought.inherited);
    opaque ??= brought.opaque;
  }
  return { members, inherited, opaque };
}

/** What a class has from its base: one of this file is read, one of a library has no handlers, others may have any. */
function broughtByBase(scope: Scope, base: ts.Expression, depth: number): Brought {
  const name = nameText(base);
  const local = name === undefined ? undefined : classNamed(scope, name);
  if (local !== undefined) return withOwn(classMembers(scope, local, depth + 1));
  const root = name?.split(".", 1)[0];
  const from = scope.imports.find((one) => one.namespace === root || [...one.names.values()].includes(root ?? ""));
  const isLibrarys = from === undefined ? variable(scope, root ?? "") === undefined : isPackage(from.specifier);
  if (root !== undefined && isLibrarys) return { inherited: [], opaque: undefined };
  return {
    inherited: [],
    opaque: { text: `extends ${shown(base.getText(scope.file))}`, at: base.getStart(scope.file) },
  };
}

/** Whether it is a package, and not a path, also by the alias that bundlers and `imports` of package.json allow. */
const isPackage = (specifier: string) => !/^(?:[./~#]|@\/)/.test(specifier);

/** What an object has from one that is spread in it. */
function broughtBySpread(scope: Scope, { expression }: ts.SpreadAssignment, depth: number): Brought {
  const name = nameText(expression);
  const value = name === undefined ? expression : variable(scope, name)?.initializer;
  const plain = value === undefined ? undefined : bare(value);
  if (plain !== undefined && ts.isObjectLiteralExpression(plain) && depth <= deepest)
    return withOwn(objectMembers(scope, plain, depth + 1));
  const opaque = { text: `...${shown(expression.getText(scope.file))}`, at: expression.getStart(scope.file) };
  return { inherited: [], opaque };
}

const withOwn = ({ members, inherited, opaque }: Members): Brought => ({
  inherited: [...members.flatMap(({ name }) => name ?? []), ...inherited],
  opaque,
});

function isFunction(value: ts.Expression | undefined): boolean {
  const plain = value === undefined ? undefined : bare(value);
  return plain !== undefined && (ts.isArrowFunction(plain) || ts.isFunctionExpression(plain));
}

/** A member's name where it is written out. */
function memberName(name: ts.PropertyName): string | undefined {
  if (ts.isComputedPropertyName(name))
    return ts.isStringLiteralLike(name.expression) ? name.expression.text : undefined;
  return ts.isPrivateIdentifier(name) ? undefined : name.text;
}

/** A text on one line, cut. */
function shown(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
