// The door to QEMU's tables of monitor commands, `qapi-ts/hmp`: `.hx` files and `args_type`, read and printed; and the
// commands that are derived from a schema. A door of its own, so that who compiles schemas loads none of it.

export { argsTypeText, parseArgsType } from "./args.js";
export type { HmpArgument, HmpFlag, HmpLetter, HmpPositional, ParsedArgs } from "./args.js";
export { cCondition, cName, hmpFunctionName, textFunctionName } from "./c-names.js";
export { hmpConfigProblems } from "./config.js";
export type { HmpCommandConfig, HmpConfig, HmpEntryConfig } from "./config.js";
export { deriveHmp } from "./derive.js";
export type { HmpEntry, HmpOmission, HmpTables } from "./derive.js";
export { isBlockLine, printHx } from "./hx.js";
export type {
  HxBlock,
  HxCComment,
  HxComment,
  HxDirective,
  HxDirectiveName,
  HxEntry,
  HxField,
  HxHeading,
  HxItem,
  HxText,
  HxValue,
} from "./hx.js";
export type { HxReadEntry, HxReadItem } from "./hx-shape.js";
export { letterRows, monitorType } from "./letters.js";
export type { Conversion, LetterRow, MonitorType } from "./letters.js";
export { parseHx } from "./parse-hx.js";
export type { HxTable, ParsedHx } from "./parse-hx.js";
export type { Diagnostic, Note, Severity } from "../base/diagnostic.js";
export { lineText, positionAt } from "../base/source.js";
export type { Position, SourceFile, Span } from "../base/source.js";
