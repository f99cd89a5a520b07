// `server-types.ts`: the types as a server has them. What has come was held to the schema, so it is closed; results and
// the data of events go out. Enums are those of `types.ts`.
//
// In: a schema. Out: one draft, with the types that commands and events reach, and the interfaces of inline members.

import type { StatementStructures } from "ts-morph";

import type { Schema } from "../schema/model.js";
import type { EmitContext, TypeScriptDraft } from "./emitter.js";
import type { TypeWriter } from "./type-writer.js";
import { inlineInterface, serverTypeWriter, typeNamesIn } from "./type-writer.js";
import { typeStatements } from "./types.js";
import { exportDeclaration, importTypes, kinds } from "./typescript.js";
import { generatedFile } from "./vocabulary.js";

/** The file `server-types.ts`. */
export function serverTypes(schema: Schema, context: EmitContext): TypeScriptDraft {
  const writer = context.once(serverTypeWriter);
  const statements = schema.definitions.flatMap((definition): readonly StatementStructures[] => {
    if (definition.kind === "enum") return [];
    const isType = definition.kind !== "command" && definition.kind !== "event";
    return isType ? typeStatements(writer, definition) : inlineInterface(writer, definition);
  });
  // A file without declarations is no module.
  if (statements.length === 0) return generatedFile("server-types.ts", [exportDeclaration({})], context);
  const used = typeNamesIn(writer, statements.flatMap(textsOf)).filter((name) => isShared(writer, name));
  return generatedFile("server-types.ts", [...importTypes(used, "./types.js"), ...statements], context);
}

/** Whether a type is the client's as well, so that it stands in `types.ts`. */
export function isShared(writer: TypeWriter, name: string): boolean {
  return name === "JsonValue" || writer.names.isEnum(name);
}

/** The texts of the types in an interface or an alias. */
function textsOf(statement: StatementStructures): readonly string[] {
  if (statement.kind === kinds.typeAlias) return [String(statement.type)];
  return statement.kind === kinds.interface ? (statement.properties ?? []).map(({ type }) => String(type)) : [];
}
