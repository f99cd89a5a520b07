// The contract between a checked schema and the files made from it. Built-in emitters have no privilege: a
// third party's is the same kind of value, made of the same vocabulary.

import type { StatementStructures } from "ts-morph";

import type { HmpConfig } from "../hmp/config.js";
import type { Schema } from "../schema/model.js";

/** How integers that a double cannot hold are typed. */
export interface IntegerOptions {
  /** `int64`, `uint64` and `size` as they arrive. Default: `"bigint"`. */
  readonly int64: "bigint" | "number";
  /** `int` as it arrives. Default: `"number"`, checked at run time. */
  readonly int: "number" | "bigint";
  /** Members that differ, by path: `"Type.member"`, or `"command"` for what a command returns. */
  readonly overrides: Readonly<Record<string, "number" | "bigint">>;
}

/** A QEMU version, such as 8 and 1. */
export interface QemuVersion {
  readonly major: number;
  readonly minor: number;
}

/** How a project wants its files. */
export interface Conventions {
  /** One file for each purpose, one for everything, or types in one file for each module of the schema. */
  readonly layout: "kinds" | "single" | "modules";
  /** What imports of other generated files end in. */
  readonly importExtension: "js" | "ts" | "none";
  /** Whether the runtime is imported from `qapi-ts/runtime`, or copied beside the output. */
  readonly runtime: "package" | "embed";
  /** How methods of clients and handlers are named. */
  readonly methodNames: "camelCase" | "snake_case";
  /** Lines that every TypeScript file has behind its mark, without what makes them a comment. */
  readonly banner: string | undefined;
}

/** What an emitter is told besides the schema. */
export interface EmitContext {
  /** The tool's version, for the header. */
  readonly version: string;
  /** The schema's name, for the header: never an absolute path. */
  readonly schemaName: string;
  readonly integers: IntegerOptions;
  /** What is said of the monitor's commands, by QMP command. */
  readonly hmp: HmpConfig;
  /** The QEMU whose C conventions are followed. */
  readonly qemu: QemuVersion;
  /** The names of the emitters of the run. */
  readonly emitters: readonly string[];
  readonly conventions: Conventions;
  /** What `make` gives for this schema, made once for all emitters of a run: names, forms, whatever they agree on. */
  once<T>(make: (schema: Schema, context: EmitContext) => T): T;
}

/** A TypeScript file before printing: its declarations are ts-morph structures, plain data. */
export interface TypeScriptDraft {
  /** Relative to the output folder, with forward slashes. */
  readonly path: string;
  readonly statements: readonly StatementStructures[];
}

/** A file in another language, printed as it is. */
export interface TextDraft {
  readonly path: string;
  readonly text: string;
}

/** A file before printing. */
export type Draft = TypeScriptDraft | TextDraft;

/** Makes drafts from a schema that has no errors: a pure function with a name. */
export interface Emitter {
  /** What `--emit` calls it. */
  readonly name: string;
  /** One line for `--help`. */
  readonly about: string;
  emit(schema: Schema, context: EmitContext): readonly Draft[];
}

/** A finished file. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
}
