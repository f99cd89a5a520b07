// What a type says of handlers, by its syntax: `Handlers` under any name that it was imported by, whole or in parts, by way
// of the aliases and interfaces of the same file.

import { ts } from "ts-morph";

import type { Claim, Filter } from "../facts.js";
import type { Scope } from "./names.js";
import { importedFrom, nameText } from "./names.js";

/** Types that have the members of their first argument. */
const wrappers: ReadonlySet<string> = new Set(["Partial", "Required", "Readonly", "NonNullable", "Promise", "Awaited"]);

/** How deep aliases are followed. */
const deepest = 8;

/** What a type says of handlers; nothing for most types. */
export function claimsOf(scope: Scope, type: ts.Node, depth = 0): readonly Claim[] {
  if (depth > deepest) return [];
  const inner = (node: ts.Node) => claimsOf(scope, node, depth + 1);
  if (ts.isParenthesizedTypeNode(type)) return inner(type.type);
  if (ts.isUnionTypeNode(type) || ts.isIntersectionTypeNode(type)) return type.types.flatMap(inner);
  if (ts.isImportTypeNode(type)) {
    const { argument, qualifier } = type;
    if (qualifier === undefined || nameText(qualifier) !== "Handlers" || !ts.isLiteralTypeNode(argument)) return [];
    return ts.isStringLiteral(argument.literal)
      ? [{ specifier: argument.literal.text, filters: [], isPartial: false }]
      : [];
  }
  if (ts.isTypeReferenceNode(type))
    return named(scope, { name: nameText(type.typeName), args: type.typeArguments, depth });
  if (ts.isExpressionWithTypeArguments(type))
    return named(scope, { name: nameText(type.expression), args: type.typeArguments, depth });
  return [];
}

interface Reference {
  readonly name: string | undefined;
  readonly args: readonly ts.TypeNode[] | undefined;
  readonly depth: number;
}

function named(scope: Scope, { name, args = [], depth }: Reference): readonly Claim[] {
  const [first, keys] = args;
  if (name === undefined) return [];
  if (first !== undefined && wrappers.has(name)) {
    const claims = claimsOf(scope, first, depth + 1);
    return name === "Partial" ? claims.map((claim) => ({ ...claim, isPartial: true })) : claims;
  }
  if (first !== undefined && keys !== undefined && (name === "Pick" || name === "Omit")) {
    const filter = filterOf(scope, name === "Pick" ? "only" : "except", keys);
    return claimsOf(scope, first, depth + 1).map((claim) => ({ ...claim, filters: [...claim.filters, filter] }));
  }
  const specifier = importedFrom(scope, name, "Handlers");
  if (specifier !== undefined) return [{ specifier, filters: [], isPartial: false }];
  return scope.file.statements.flatMap((statement) => {
    if (ts.isTypeAliasDeclaration(statement) && statement.name.text === name)
      return claimsOf(scope, statement.type, depth + 1);
    if (!ts.isInterfaceDeclaration(statement) || statement.name.text !== name) return [];
    const bases = statement.heritageClauses?.flatMap(({ types }) => [...types]) ?? [];
    return bases.flatMap((base) => claimsOf(scope, base, depth + 1));
  });
}

function filterOf(scope: Scope, kind: "only" | "except", keys: ts.TypeNode): Filter {
  const names = literalsIn(scope, keys, 0);
  return names === undefined ? { kind: "unclear", text: keys.getText(scope.file) } : { kind, names };
}

/** The string literals of a union of them; undefined where there is anything else. */
function literalsIn(scope: Scope, type: ts.TypeNode, depth: number): readonly string[] | undefined {
  if (depth > deepest) return undefined;
  if (ts.isParenthesizedTypeNode(type)) return literalsIn(scope, type.type, depth + 1);
  if (ts.isLiteralTypeNode(type)) return ts.isStringLiteralLike(type.literal) ? [type.literal.text] : undefined;
  if (ts.isUnionTypeNode(type)) {
    const parts = type.types.map((part) => literalsIn(scope, part, depth + 1));
    return parts.includes(undefined) ? undefined : parts.flatMap((part) => part ?? []);
  }
  if (!ts.isTypeReferenceNode(type)) return undefined;
  const name = nameText(type.typeName);
  const alias = scope.file.statements.filter(ts.isTypeAliasDeclaration).find((one) => one.name.text === name);
  return alias === undefined ? undefined : literalsIn(scope, alias.type, depth + 1);
}
