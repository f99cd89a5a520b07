// Every key of a configuration as one table: what it takes, and one line about it. What holds a configuration to its
// types, what `init` writes and what the documentation lists are made from it. A key without a row does not compile.

import { knownReleases, releaseOf } from "../base/releases.js";
import { isSymbol } from "../base/symbol.js";
import { suggest } from "../base/suggest.js";
import { UsageError } from "../base/usage-error.js";
import type { Config, Output, OutputOptions, RunOptions } from "../config.js";
import { choicesOf } from "./choices.js";

/** What is wrong with a value, as the end of a sentence that begins with its key; undefined for nothing. */
type Check = (value: unknown) => string | undefined;

/** What there is to know about a key. */
export interface KeyRow {
  readonly check: Check;
  /** One line, for `init` and the documentation. */
  readonly about: string;
  /** A value to show, as TypeScript. */
  readonly example: string;
}

/** Keys of where an output comes from and goes to. */
export const placeKeys = {
  schema: { check: path, about: "the schema's root", example: '"qemu/qapi/qapi-schema.json"' },
  out: {
    check: path,
    about: "the folder for its files, which belongs to this output alone",
    example: '"src/generated/qemu"',
  },
} as const satisfies Record<keyof Pick<Output, "schema" | "out">, KeyRow>;

/** Keys that an output has, and the top for all outputs. */
export const outputKeys = {
  qemu: { check: version, about: "the rules of that QEMU; default: those of any", example: '"10.0"' },
  define: { check: symbols, about: "symbols of 'if' that are defined", example: '["CONFIG_LINUX"]' },
  undefine: { check: symbols, about: "symbols of 'if' that are not defined", example: '["CONFIG_WIN32"]' },
  include: { check: names, about: "commands and events to make, * for any characters", example: '["query-*", "STOP"]' },
  exclude: { check: names, about: "commands and events to leave out", example: '["x-*"]' },
  deprecated: { check: oneOf("deprecated"), about: "whether what is deprecated is made", example: '"keep"' },
  typesOnly: { check: truth, about: "types alone, nothing that needs the runtime", example: "false" },
  emit: { check: names, about: "only these emitters", example: '["types", "commands", "index"]' },
  emitters: { check: emitters, about: "more emitters: modules that export them", example: '["./my-emitter.js"]' },
  int64: { check: oneOf("int64"), about: "type of int64, uint64 and size", example: '"bigint"' },
  int: { check: oneOf("int"), about: "type of int", example: '"number"' },
  overrides: {
    check: integerTypes,
    about: "members whose integers differ",
    example: '{ "BlockStats.offset": "bigint" }',
  },
  hmp: { check: hmp, about: "how commands are in the human monitor; or a JSON file", example: '"hmp.json"' },
  layout: {
    check: oneOf("layout"),
    about: "a file for each purpose, one file, or a file for each module's types",
    example: '"kinds"',
  },
  importExtension: {
    check: oneOf("importExtension"),
    about: "what imports of generated files end in",
    example: '"js"',
  },
  runtime: { check: oneOf("runtime"), about: "imported, or copied beside the output", example: '"package"' },
  methodNames: { check: oneOf("methodNames"), about: "how methods are named", example: '"camelCase"' },
  banner: { check: banner, about: "lines that open every TypeScript file", example: '"SPDX-License-Identifier: MIT"' },
} as const satisfies Record<keyof OutputOptions, KeyRow>;

/** Keys of the run as a whole. */
export const runKeys = {
  format: { check: oneOf("format"), about: "form of diagnostics", example: '"text"' },
  quiet: { check: truth, about: "say nothing where nothing is wrong", example: "false" },
  verbose: { check: truth, about: "name every file", example: "false" },
  check: { check: truth, about: "write nothing, fail where files are out of date", example: "Boolean(process.env.CI)" },
  dryRun: { check: truth, about: "write nothing, say what would be written", example: "false" },
  listFiles: { check: truth, about: "write nothing, print the paths of all files", example: "false" },
  watch: { check: truth, about: "go on, and generate again when a file changes", example: "false" },
  force: { check: truth, about: "write over files that are not known to be generated", example: "false" },
  depfile: {
    check: path,
    about: "a file that tells Make or Ninja what the output depends on",
    example: '"build/qemu.d"',
  },
} as const satisfies Record<keyof RunOptions, KeyRow>;

const outputsRow = { check: outputs, about: "several outputs, in place of schema and out", example: "[]" };

const topKeys: Readonly<Record<keyof Config, KeyRow>> = {
  ...placeKeys,
  ...outputKeys,
  ...runKeys,
  outputs: outputsRow,
};

/**
 * Holds what a configuration exports to its types. `file` is its name for messages. Throws: UsageError with all that is
 * wrong, a line each.
 */
export function readConfig(value: unknown, file: string): Config {
  const faults = isRecord(value)
    ? objectFaults(value, topKeys, "")
    : [`is to be an object of keys, not ${shown(value)}`];
  if (isRecord(value) && faults.length === 0) faults.push(...shapeFaults(value));
  if (faults.length > 0) throw new UsageError(...faults.map((fault) => `${file}: ${fault}`));
  return value as Config;
}

/** What is wrong with the keys of an object, and with what they have. */
function objectFaults(
  value: Readonly<Record<string, unknown>>,
  keys: Readonly<Record<string, KeyRow>>,
  where: string,
): string[] {
  return Object.entries(value).flatMap(([key, entry]) => {
    // What an editor reads; and a key that is spelled out as undefined is one that is not there.
    if ((where === "" && key === "$schema") || (entry === undefined && Object.hasOwn(keys, key))) return [];
    if (!Object.hasOwn(keys, key)) return [unknownKey(key, keys, where)];
    if (key === "outputs" && Array.isArray(entry)) return outputsFaults(entry);
    const fault = keys[key]!.check(entry);
    return fault === undefined ? [] : [`${where}${key} ${fault}`];
  });
}

function unknownKey(key: string, keys: Readonly<Record<string, KeyRow>>, where: string): string {
  const near = suggest(key, Object.keys(keys));
  if (near !== undefined) return `unknown key '${where}${key}' (did you mean '${near}'?)`;
  if (Object.hasOwn(topKeys, key)) return `'${key}' is a key of the whole configuration, not of one output`;
  return `unknown key '${where}${key}'; known: ${Object.keys(keys).join(", ")}`;
}

function outputsFaults(list: readonly unknown[]): string[] {
  if (list.length === 0) return ["outputs is empty; it takes { schema, out } at least once"];
  return list.flatMap((output, index) => {
    const where = `outputs[${index}].`;
    if (!isRecord(output)) return [`outputs[${index}] is to be an object with schema and out, not ${shown(output)}`];
    const missing = (["schema", "out"] as const).filter((key) => output[key] === undefined);
    return [
      ...missing.map((key) => `${where}${key} is missing: ${placeKeys[key].about}`),
      ...objectFaults(output, { ...placeKeys, ...outputKeys }, where),
    ];
  });
}

/** What is wrong though each key is right. */
function shapeFaults({ outputs: several, schema, out }: Config): readonly string[] {
  if (several === undefined || (schema === undefined && out === undefined)) return [];
  return [
    `'${schema === undefined ? "out" : "schema"}' and 'outputs' are both there; one output has no need of 'outputs'`,
  ];
}

// ---- what values are held to -----------------------------------------------------------------------------------------

function oneOf(key: Parameters<typeof choicesOf>[0]): Check {
  const known = choicesOf(key);
  const words = known.map((choice) => JSON.stringify(choice));
  const list = `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
  return (value) => (known.includes(value as string) ? undefined : `is to be ${list}, not ${shown(value)}`);
}

function truth(value: unknown): string | undefined {
  return typeof value === "boolean" ? undefined : `is to be true or false, not ${shown(value)}`;
}

function path(value: unknown): string | undefined {
  if (typeof value !== "string") return `is to be a path, not ${shown(value)}`;
  if (value.includes("\0")) return "is no path: it has a NUL character";
  return value === "" ? "is empty; '.' is the configuration's own folder" : undefined;
}

function names(value: unknown): string | undefined {
  if (!Array.isArray(value)) return `is to be a list of names, not ${shown(value)}`;
  const wrong = value.findIndex((name) => typeof name !== "string" || name === "");
  if (wrong >= 0) return `is to be a list of names, and has ${shown(value[wrong])}`;
  return value.length === 0 ? "is empty; leave it out for all" : undefined;
}

function version(value: unknown): string | undefined {
  if (typeof value === "string" && releaseOf(value) !== undefined) return undefined;
  const hint =
    typeof value === "number" ? `; spell it as a string, "${Number.isInteger(value) ? `${value}.0` : value}"` : "";
  return `takes a version such as "10.0", not ${shown(value)}${hint}; releases that are told apart: ${knownReleases}`;
}

function symbols(value: unknown): string | undefined {
  if (!Array.isArray(value)) return `is to be a list of symbols, not ${shown(value)}`;
  const wrong = value.findIndex((symbol) => typeof symbol !== "string" || !isSymbol(symbol));
  return wrong < 0 ? undefined : `takes names of symbols such as CONFIG_LINUX, not ${shown(value[wrong])}`;
}

function integerTypes(value: unknown): string | undefined {
  if (!isRecord(value)) return `is to be an object of types by path, not ${shown(value)}`;
  const wrong = Object.entries(value).find(([, type]) => type !== "number" && type !== "bigint");
  return wrong === undefined ? undefined : `takes "number" or "bigint" for '${wrong[0]}', not ${shown(wrong[1])}`;
}

function emitters(value: unknown): string | undefined {
  if (!Array.isArray(value)) return `is to be a list of modules or emitters, not ${shown(value)}`;
  const wrong = value.findIndex((one) =>
    typeof one === "string" ? one === "" : !(isRecord(one) && typeof one["emit"] === "function"),
  );
  return wrong < 0
    ? undefined
    : `takes paths of modules, or emitters { name, about, emit }, not ${shown(value[wrong])}`;
}

/** What is inside is held to the schema later. */
function hmp(value: unknown): string | undefined {
  if (typeof value === "string") return path(value);
  return isRecord(value) ? undefined : `is to be an object by command, or a JSON file, not ${shown(value)}`;
}

function banner(value: unknown): string | undefined {
  return typeof value === "string" ? undefined : `is to be text, not ${shown(value)}`;
}

function outputs(value: unknown): string | undefined {
  return `is to be a list of { schema, out }, not ${shown(value)}`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value in a message, in short. */
function shown(value: unknown): string {
  if (typeof value === "function") return "a function";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "an object";
  const text = typeof value === "string" ? JSON.stringify(value) : String(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
