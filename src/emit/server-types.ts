// `server-types.ts`: the types as a server has them. What has come was held to the schema, so it is closed; results and
// the data of events go out. Enums are those of `types.ts`.
//
// In: a schema. Out: one draft, with the types that commands and events reach, and the interfaces of inline members; in the
// layout `modules` one more for each module.

import type { Schema } from "../schema/model.js";
import type { EmitContext, TypeScriptDraft } from "./emitter.js";
import type { Piece } from "./module-files.js";
import { moduleFiles, typeTexts } from "./module-files.js";
import type { TypeWriter } from "./type-writer.js";
import { inlineInterface, serverTypeWriter, typeNamesIn } from "./type-writer.js";
import { typeStatements } from "./types.js";
import { exportDeclaration, importTypes } from "./typescript.js";
import { generatedFile } from "./vocabulary.js";

/** The file `server-types.ts`, and in the layout `modules` those of the modules. */
export function serverTypes(schema: Schema, context: EmitContext): readonly TypeScriptDraft[] {
  const writer = context.once(serverTypeWriter);
  const pieces = schema.definitions.flatMap((definition): readonly Piece[] => {
    if (definition.kind === "enum") return [];
    const isType = definition.kind !== "command" && definition.kind !== "event";
    const statements = isType ? typeStatements(writer, definition) : inlineInterface(writer, definition);
    return [{ module: definition.module, statements }];
  });
  const path = "server-types.ts";
  if (context.conventions.layout === "modules") {
    return moduleFiles({ path, own: [], pieces, elsewhere: "types.ts" }, writer, context);
  }
  const statements = pieces.flatMap((piece) => piece.statements);
  // A file without declarations is no module.
  if (statements.length === 0) return [generatedFile(path, [exportDeclaration({})], context)];
  const used = typeNamesIn(writer, statements.flatMap(typeTexts)).filter((name) => isShared(writer, name));
  return [generatedFile(path, [...importTypes(used, "./types.js"), ...statements], context)];
}

/** Whether a type is the client's as well, so that it stands in `types.ts`. */
export function isShared(writer: TypeWriter, name: string): boolean {
  return name === "JsonValue" || writer.names.isEnum(name);
}
