// What every generated `types.ts` opens with: the header, and the few names that are ours.

import type { StatementStructures } from "ts-morph";

import { generatedMark } from "../base/generated-mark.js";
import type { EmitContext, TypeScriptDraft } from "./emitter.js";
import { functionDeclaration, typeAlias, withHeader } from "./typescript.js";

/** A file with its header: by what and from what it was made, and that linters and formatters leave it alone. */
export function generatedFile(
  path: string,
  statements: readonly StatementStructures[],
  context: EmitContext,
): TypeScriptDraft {
  return { path, statements: withHeader(headerLines(path, context), statements) };
}

/** The comments that open a file, its mark first. */
export function headerLines(path: string, { version, schemaName }: EmitContext): readonly string[] {
  return [
    `// ${generatedMark({ version, schemaName, path })}`,
    "/* eslint-disable */",
    "// biome-ignore-all lint: generated code",
    "// biome-ignore-all format: generated code",
  ];
}

/** The names that are ours, as declarations. */
export const vocabularyStatements: readonly StatementStructures[] = [
  typeAlias({
    name: "Unrecognized",
    isExported: true,
    docs: [
      `What a newer QEMU may send and this schema does not know: a member of every enum and of every union that arrives,
so that a \`switch\` over one needs its default. The value itself is whatever came; \`isRecognized\` tells.`,
    ],
    type: '"%unrecognized"',
  }),
  typeAlias({
    name: "JsonValue",
    isExported: true,
    docs: ["Any JSON value. An integer that a `number` would round is a `bigint`."],
    type: "null | boolean | number | bigint | string | readonly JsonValue[] | { readonly [name: string]: JsonValue | undefined }",
    leadingTrivia: "\n",
  }),
  functionDeclaration({
    name: "isRecognized",
    isExported: true,
    docs: [
      `Whether a value that arrived is one that this schema knows.

@example
\`\`\`ts
if (isRecognized(status.status, RunState)) status.status; // without "%unrecognized"
\`\`\``,
    ],
    typeParameters: [{ name: "Value", constraint: "string" }],
    parameters: [
      { name: "value", type: "Value | Unrecognized" },
      { name: "known", type: "Readonly<Record<string, Value>>" },
    ],
    returnType: "value is Value",
    statements: ["return Object.hasOwn(known, value);"],
  }),
];
