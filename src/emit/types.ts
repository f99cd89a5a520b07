// `types.ts`: every type of the schema.
//
// In: a schema. Out: one draft, or in the layout `modules` one more for each module. Enums are unions of string literals with a constant of the same name; structs are
// interfaces; unions are unions of interfaces, one for each branch, told apart by the tag; alternates are unions. What
// arrives is open, what is sent is strict; `directions.ts` says which forms a type has.

import type { StatementStructures } from "ts-morph";

import type { Alternate, Branch, DefinedType, Enum, Struct, Union } from "../schema/model.js";
import { branchesOf, definedType, membersOf } from "../schema/query.js";
import type { Direction } from "./directions.js";
import type { Emitter } from "./emitter.js";
import type { Piece } from "./module-files.js";
import { moduleFiles } from "./module-files.js";
import type { UnionPart } from "./naming.js";
import { definitionParts } from "./tsdoc.js";
import type { TypeWriter } from "./type-writer.js";
import {
  definitionDocs,
  docs,
  implicitMembers,
  isOpen,
  memberDocs,
  properties,
  refText,
  typeWriter,
} from "./type-writer.js";
import {
  constant,
  interfaceDeclaration,
  intersection,
  objectLiteral,
  objectType,
  propertyName,
  stringLiteral,
  typeAlias,
  union,
} from "./typescript.js";
import { generatedFile, vocabularyStatements } from "./vocabulary.js";

/** Writes `types.ts`. */
export const types: Emitter = {
  name: "types",
  about: "types.ts: enums, structs, unions and alternates",
  emit(schema, context) {
    const writer = context.once(typeWriter);
    const pieces = schema.definitions.flatMap((definition): readonly Piece[] => {
      if (definition.kind === "command" || definition.kind === "event") return [];
      return [{ module: definition.module, statements: typeStatements(writer, definition) }];
    });
    const path = "types.ts";
    if (context.conventions.layout === "modules") {
      return moduleFiles({ path, own: vocabularyStatements, pieces, elsewhere: path }, writer, context);
    }
    return [generatedFile(path, [...vocabularyStatements, ...pieces.flatMap((piece) => piece.statements)], context)];
  },
};

/** All forms of a type. */
export function typeStatements(writer: TypeWriter, type: DefinedType): readonly StatementStructures[] {
  return writer.forms.formsOf(type).flatMap((direction) => formStatements(writer, type, direction));
}

function formStatements(writer: TypeWriter, type: DefinedType, direction: Direction): readonly StatementStructures[] {
  switch (type.kind) {
    case "enum":
      return enumStatements(writer, type);
    case "struct":
      return [structStatement(writer, type, direction)];
    case "union":
      return unionStatements(writer, type, direction);
    case "alternate":
      return [alternateStatement(writer, type, direction)];
  }
}

/** The comment of a type; that of the form that arrives says so where there is another. */
function typeDocs(writer: TypeWriter, type: DefinedType, direction: Direction): string[] {
  const plain = writer.names.type(type.name);
  if (writer.forms.name(type, direction) === plain) return definitionDocs(writer, type);
  return docs(writer, {
    ...definitionParts(type),
    remarks: [`This is what arrives; {@link ${plain}} is what is sent.`],
  });
}

function enumStatements(writer: TypeWriter, type: Enum): readonly StatementStructures[] {
  const name = writer.names.type(type.name);
  const members = type.values.map((value) => ({
    name: value.name,
    text: stringLiteral(value.name),
    docs: memberDocs(writer, type, value).flatMap((text) => text.split("\n")),
  }));
  return [
    typeAlias({
      name,
      isExported: true,
      docs: definitionDocs(writer, type),
      type: union(type.values.map((value) => stringLiteral(value.name))),
      leadingTrivia: "\n",
    }),
    constant({
      name,
      docs: [`The values of {@link ${name}}.`],
      initializer: `${objectLiteral(members)} as const`,
      leadingTrivia: "\n",
    }),
  ];
}

function structStatement(writer: TypeWriter, struct: Struct, direction: Direction): StatementStructures {
  const base = struct.base === undefined ? undefined : definedType(writer.schema, struct.base);
  const members = [...implicitMembers(writer, struct.base), ...struct.members];
  return interfaceDeclaration({
    name: writer.forms.name(struct, direction),
    isExported: true,
    docs: typeDocs(writer, struct, direction),
    extends: base === undefined ? [] : [writer.forms.name(base, direction)],
    properties: properties(writer, struct, members, direction),
  });
}

function alternateStatement(writer: TypeWriter, type: Alternate, direction: Direction): StatementStructures {
  const texts = type.alternatives.map(({ name, type: ref }) => refText(writer, ref, direction, `${type.name}.${name}`));
  return typeAlias({
    name: writer.forms.name(type, direction),
    isExported: true,
    docs: typeDocs(writer, type, direction),
    type: union([...new Set(texts)]),
    leadingTrivia: "\n",
  });
}

// ---- unions ----------------------------------------------------------------------------------------------------------

interface UnionParts {
  readonly writer: TypeWriter;
  readonly union: Union;
  readonly direction: Direction;
  /** The name of the union's form, from which those of its parts are made. */
  readonly name: string;
  /** The name of the interface that holds the members of the base. */
  readonly base: string;
}

function unionStatements(writer: TypeWriter, type: Union, direction: Direction): readonly StatementStructures[] {
  const name = writer.forms.name(type, direction);
  const named = typeof type.base === "string" ? definedType(writer.schema, type.base) : undefined;
  const derived = (part: UnionPart) => writer.names.unionPart(name, part);
  const base = named === undefined ? derived("Base") : writer.forms.name(named, direction);
  const parts: UnionParts = { writer, union: type, direction, name, base };
  const rest = branchesOf(writer.schema, type).filter((branch) => branch.type === undefined);

  const members: string[] = [];
  const statements: StatementStructures[] = [];
  for (const branch of type.branches) {
    const branchName = derived(`_${branch.name}`);
    members.push(branchName);
    statements.push(branchStatement(parts, branchName, branch));
  }
  if (rest.length > 0) {
    const restName = derived("Other");
    members.push(restName);
    const tag = union(rest.map((branch) => stringLiteral(branch.name)));
    statements.push(tagged(parts, restName, tag, `{@link ${name}} where the tag adds no members.`));
  }
  if (isOpen(writer, direction)) {
    const openName = derived("Unrecognized");
    members.push(openName);
    statements.push(
      tagged(parts, openName, "Unrecognized", `{@link ${name}} of a kind that this schema does not know.`),
    );
  }
  const baseStatements = named === undefined ? [baseStatement(parts)] : [];
  return [
    typeAlias({
      name,
      isExported: true,
      docs: typeDocs(writer, type, direction),
      type: union(members),
      leadingTrivia: "\n",
    }),
    ...baseStatements,
    ...statements,
  ];
}

/** The members that all branches have, where the schema spells them in place. */
function baseStatement({ writer, union: type, direction, name, base }: UnionParts): StatementStructures {
  return interfaceDeclaration({
    name: base,
    isExported: true,
    docs: [`What every branch of {@link ${name}} has.`],
    properties: properties(writer, type, membersOf(writer.schema, type), direction),
  });
}

/** The base with its tag narrowed, and nothing else. */
function tagged({ union: type, base }: UnionParts, name: string, tag: string, doc: string): StatementStructures {
  return interfaceDeclaration({
    name,
    isExported: true,
    docs: [doc],
    extends: [base],
    properties: [{ name: propertyName(type.discriminator), type: tag }],
  });
}

/** One branch: an interface, or an intersection where the branch is itself a union. */
function branchStatement(parts: UnionParts, name: string, branch: Branch): StatementStructures {
  const { writer, union: type, direction, base } = parts;
  const tag = stringLiteral(branch.name);
  const doc = docs(writer, {
    summary: "",
    remarks: [`{@link ${parts.name}} where \`${type.discriminator}\` is \`${branch.name}\`.`],
    condition: branch.condition,
  });
  const used = definedType(writer.schema, branch.type);
  if (used?.kind === "union") {
    const narrowed = objectType([{ name: type.discriminator, text: tag }]);
    return typeAlias({
      name,
      isExported: true,
      docs: doc,
      type: intersection([base, writer.forms.name(used, direction), narrowed]),
      leadingTrivia: "\n",
    });
  }
  return interfaceDeclaration({
    name,
    isExported: true,
    docs: doc,
    extends: used === undefined ? [base] : [base, writer.forms.name(used, direction)],
    properties: [
      { name: propertyName(type.discriminator), type: tag },
      ...properties(writer, type, implicitMembers(writer, branch.type), direction),
    ],
  });
}
