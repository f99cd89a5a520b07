// The door for authors of emitters: the contract, the vocabulary, and the questions that a schema answers.

export {
  arrayOf,
  readonlyArrayOf,
  union,
  intersection,
  objectType,
  objectLiteral,
  propertyName,
  stringLiteral,
} from "./typescript.js";
export {
  apart,
  classDeclaration,
  constant,
  exportDeclaration,
  functionDeclaration,
  importDeclaration,
  interfaceDeclaration,
  typeAlias,
  typeNamespace,
  withHeader,
} from "./typescript.js";
export type {
  Conventions,
  Draft,
  EmitContext,
  Emitter,
  IntegerOptions,
  QemuVersion,
  TextDraft,
  TextFile,
  TypeScriptDraft,
} from "./emitter.js";
export { generatedMark } from "../base/generated-mark.js";
export type { GeneratedMark } from "../base/generated-mark.js";
export type { HmpCommandConfig, HmpConfig, HmpEntryConfig } from "../hmp/config.js";
export { builtinEmitters, optionalEmitters, typesOnlyEmitters } from "./emitters.js";
export { generatedFile } from "./vocabulary.js";
export { identifier, namesOf, pascalCase } from "./naming.js";
export type { Names } from "./naming.js";
export { definitionParts, markdown, memberParts, tsdoc } from "./tsdoc.js";
export type { TsdocParts } from "./tsdoc.js";
export * from "../schema/query.js";
export type * from "../schema/model.js";
