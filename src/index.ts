// The library: from schema files to a checked model. `qapi-ts/emit` is the door for authors of emitters, `qapi-ts/hmp`
// that to tables of monitor commands.

export type { Diagnostic, DefinitionSite, Note, Severity } from "./base/diagnostic.js";
export type { Host, ReadResult } from "./base/host.js";
export type { Code } from "./base/messages.js";
export type { Position, SourceFile, Span } from "./base/source.js";
export type { Draft, EmitContext, Emitter, IntegerOptions, TextFile } from "./emit/emitter.js";
export type * from "./schema/model.js";
export { compile } from "./compile.js";
export type { Compilation, CompileOptions } from "./compile.js";
export { generate } from "./build/generate.js";
export type { GenerateConfigOptions, Generation } from "./build/generate.js";
export type { Config, Output, OutputOptions, RunOptions } from "./config.js";
export type { GenerateOptions } from "./generate.js";
export { UsageError } from "./base/usage-error.js";
export { hasErrors } from "./base/diagnostic.js";
export { lineText, positionAt } from "./base/source.js";
export { diskHost, memoryHost } from "./host.js";
export * from "./schema/query.js";
export { builtins, isBuiltin } from "./schema/builtins.js";
export type { Builtin, BuiltinName, JsonKind } from "./schema/builtins.js";
export { applyConditions, conditionInWords, evaluate, symbolsOf } from "./schema/conditions.js";
export type { Symbols } from "./schema/conditions.js";
export { select, selectionProblems } from "./schema/select.js";
export type { Selection } from "./schema/select.js";
export { dump } from "./schema/dump.js";
export { introspect } from "./schema/introspect.js";
export type { IntrospectOptions, SchemaInfo } from "./schema/introspect.js";
export { version } from "./version.js";
