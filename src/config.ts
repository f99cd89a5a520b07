// The door `qapi-ts/config`: what `qapi.config.ts` and its kin say. Loading it costs nothing: the types are erased, and
// the one function gives back what it gets.

import type { Emitter } from "./emit/emitter.js";
import type { HmpConfig } from "./hmp/config.js";

/** What is said of one output, or at the top of a configuration of all of them. Every key has a flag, which wins. */
export interface OutputOptions {
  /** A QEMU version such as `"10.0"`: its rules and its dialect of documentation. Default: documentation of any. */
  readonly qemu?: string | undefined;
  /** Symbols of `'if'` that the build defines. */
  readonly define?: readonly string[] | undefined;
  /** Symbols of `'if'` that the build does not define. */
  readonly undefine?: readonly string[] | undefined;
  /** Only these emitters, by name. Default: all that are built in but `hx` and `c`, and those of `emitters`. */
  readonly emit?: readonly string[] | undefined;
  /** More emitters: modules that export them, relative to the configuration, or the emitters themselves. */
  readonly emitters?: readonly (string | Emitter)[] | undefined;
  /** Only types, without anything that needs the runtime. Default: false. */
  readonly typesOnly?: boolean | undefined;
  /** Commands and events to make, by name; `*` stands for any characters. What they need comes along. Default: all. */
  readonly include?: readonly string[] | undefined;
  /** Commands and events to leave out, by name or pattern, and what only they need. */
  readonly exclude?: readonly string[] | undefined;
  /** Whether what is deprecated is generated. Default: `"keep"`. */
  readonly deprecated?: "keep" | "omit" | undefined;
  /** The type of `int64`, `uint64` and `size` as they arrive. Default: `"bigint"`. */
  readonly int64?: "bigint" | "number" | undefined;
  /** The type of `int` as it arrives. Default: `"number"`, checked at run time. */
  readonly int?: "number" | "bigint" | undefined;
  /** Members whose integers differ, by path: `"Type.member"`, or `"command"` for what a command returns. */
  readonly overrides?: Readonly<Record<string, "number" | "bigint">> | undefined;
  /** How commands are in the human monitor, by QMP command; or a JSON file that says so. */
  readonly hmp?: HmpConfig | string | undefined;
  /** One file for each purpose, one for everything, or types in one file for each module of the schema. Default: `"kinds"`. */
  readonly layout?: "kinds" | "single" | "modules" | undefined;
  /** What imports of other generated files end in. Default: `"js"`. */
  readonly importExtension?: "js" | "ts" | "none" | undefined;
  /** Whether the runtime is imported from `qapi-ts/runtime`, or copied beside the output. Default: `"package"`. */
  readonly runtime?: "package" | "embed" | undefined;
  /** How methods of clients and handlers are named. Default: `"camelCase"`. */
  readonly methodNames?: "camelCase" | "snake_case" | undefined;
  /** Lines that open every TypeScript file, such as a licence; they become a comment. */
  readonly banner?: string | undefined;
}

/** One schema and where its files go. */
export interface Output extends OutputOptions {
  /** The schema's root, relative to the configuration. */
  readonly schema: string;
  /** The folder for its files, relative to the configuration; it belongs to this output alone. */
  readonly out: string;
}

/** What is asked of a run, as a configuration may say it. */
export interface RunOptions {
  /** The form of diagnostics. Default: `"text"`. */
  readonly format?: "text" | "json" | "github" | "sarif" | undefined;
  /** Say nothing where nothing is wrong. Default: false. */
  readonly quiet?: boolean | undefined;
  /** Name every file. Default: false. */
  readonly verbose?: boolean | undefined;
  /** Write nothing; fail where files are missing, stale or left over. Default: false. */
  readonly check?: boolean | undefined;
  /** Write nothing; say what would be written. Default: false. */
  readonly dryRun?: boolean | undefined;
  /** Write nothing; print the paths of all files, one a line. Default: false. */
  readonly listFiles?: boolean | undefined;
  /** Go on, and generate again when a file changes. Default: false. */
  readonly watch?: boolean | undefined;
  /** Write over files that are not known to be generated. Default: false. */
  readonly force?: boolean | undefined;
  /** A file that tells Make or Ninja what the output depends on, relative to the configuration. */
  readonly depfile?: string | undefined;
}

/** A configuration: one output, or several in `outputs` that share what is said at the top. */
export interface Config extends OutputOptions, RunOptions {
  /** The root of the one schema, relative to the configuration. */
  readonly schema?: string | undefined;
  /** The folder for its files, relative to the configuration. */
  readonly out?: string | undefined;
  /** Several outputs, in place of `schema` and `out`. */
  readonly outputs?: readonly Output[] | undefined;
}

/** Gives back its argument: an editor completes its keys, and the compiler holds it to them. */
export function defineConfig(config: Config): Config {
  return config;
}
