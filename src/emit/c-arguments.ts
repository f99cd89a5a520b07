// From the line of a monitor command to the arguments of its QMP command, in C: what is read from the QDict, made the
// type that the function takes, and freed again.
//
// In: a member and the letter that carries it. Out: declarations, statements and expressions. What a letter stores under
// its key: `monitor/hmp.c`, monitor_parse_arguments.

import type { HmpArgument } from "../hmp/args.js";
import type { MonitorType } from "../hmp/letters.js";
import { letterRows, monitorType } from "../hmp/letters.js";
import { builtins, isBuiltin } from "../schema/builtins.js";
import type { Member, Schema } from "../schema/model.js";
import type { HelperUse } from "./c-helpers.js";
import type { Lines } from "./c-lines.js";
import { block } from "./c-lines.js";
import { cType, declaration, typeName } from "./c-types.js";
import { isText, listName, parseHelper, splitHelper } from "./c-parsers.js";

/** How one member comes from the line. */
export interface Reading {
  readonly declarations: Lines;
  readonly statements: Lines;
  /** The value, as the QMP function takes it. */
  readonly value: string;
  /** Whether it was given, as an expression. */
  readonly given: string;
  /** The value for a structure that owns it, if it is not the same. */
  readonly owned: string;
  /** What is to be done after the call. */
  readonly cleanup: Lines;
  readonly uses: readonly HelperUse[];
  /** Headers that it needs. */
  readonly includes: readonly string[];
}

/** Names that variables may have, each once. */
export interface Names {
  take(name: string): string;
}

/** The statement that ends a handler where something is wrong. */
export const check: Lines = block("if (hmp_handle_error(mon, err))", ["return;"]);

/** What reads are made for. */
export interface ReadingScene {
  readonly schema: Schema;
  readonly names: Names;
  /** Whether anybody asks whether it was given. */
  readonly flag: boolean;
  /** Whether the value goes into a structure, which then owns it. */
  readonly owned: boolean;
}

const plain = { statements: [], cleanup: [], uses: [], includes: [] };

/** Reads a member. */
export function readArgument(scene: ReadingScene, member: Member, argument: HmpArgument): Reading {
  const type = monitorType(scene.schema, member.type);
  if (argument.letter === "-" && argument.value === undefined) return flagReading(scene, argument);
  switch (letterRows[type].conversion) {
    case "name":
      return enumReading(scene, member, argument);
    case "split":
      return listReading(scene, member, argument);
    case "json":
      return jsonReading(scene, member, argument);
    case "none":
    case "range":
      return type === "str" ? textReading(scene, argument) : numberReading(scene, argument, type);
  }
}

const quoted = (argument: HmpArgument) => `qdict, "${argument.key}"`;

/** Whether the monitor may have nothing under its key. */
export const isOptional = (argument: HmpArgument) => argument.letter === "-" || argument.optional !== undefined;

/** A variable with the text that was given, NULL where there may be none. */
function textVariable(argument: HmpArgument, name: string): string {
  return `const char *${name} = qdict_get_${isOptional(argument) ? "try_" : ""}str(${quoted(argument)});`;
}

const givenText = (argument: HmpArgument, name: string) => (isOptional(argument) ? `${name} != NULL` : "true");

function flagReading({ names }: ReadingScene, argument: HmpArgument): Reading {
  const value = names.take(argument.key);
  const declarations = [`bool ${value} = qdict_get_try_bool(${quoted(argument)}, false);`];
  return { ...plain, declarations, value, given: value, owned: value };
}

function textReading({ names }: ReadingScene, argument: HmpArgument): Reading {
  const value = names.take(argument.key);
  const declarations = [textVariable(argument, value)];
  return { ...plain, declarations, value, given: givenText(argument, value), owned: `g_strdup(${value})` };
}

function numberReading({ names, flag }: ReadingScene, argument: HmpArgument, type: MonitorType): Reading {
  const value = names.take(argument.key);
  const optional = isOptional(argument);
  const isDouble = argument.letter === "T";
  const [variable, get] = type === "bool" ? ["bool", "bool"] : isDouble ? ["double", "double"] : ["int64_t", "int"];
  // There is no way to try to read a double.
  const given = optional && (flag || isDouble) ? names.take(`has_${value}`) : "true";
  const has = given === "true" ? [] : [`bool ${given} = qdict_haskey(${quoted(argument)});`];
  const declared = declaration(variable!, value);
  const read = (): string => {
    if (!optional) return `qdict_get_${get}(${quoted(argument)})`;
    if (isDouble) return `${given} ? qdict_get_double(${quoted(argument)}) : 0`;
    return `qdict_get_try_int(${quoted(argument)}, 0)`;
  };
  const declarations = [...has, `${declared} = ${read()};`];
  return { ...plain, declarations, statements: rangeCheck(argument, value, type), value, given, owned: value };
}

/** How C spells the bounds of integer types that do not hold all that the monitor's numbers do. */
const bounds: Readonly<Partial<Record<MonitorType, readonly [string, string]>>> = {
  int8: ["INT8_MIN", "INT8_MAX"],
  int16: ["INT16_MIN", "INT16_MAX"],
  int32: ["INT32_MIN", "INT32_MAX"],
  uint8: ["0", "UINT8_MAX"],
  uint16: ["0", "UINT16_MAX"],
  uint32: ["0", "UINT32_MAX"],
};

/**
 * What letters store at least and at most: `i` has 32 bits without a sign, `M` and `o` are never negative; others have 64
 * bits (`monitor/hmp.c`, monitor_parse_arguments).
 */
const carried: Readonly<Record<string, readonly [bigint, bigint]>> = {
  i: builtins.uint32.range,
  M: [0n, builtins.int64.range[1]],
  o: [0n, builtins.int64.range[1]],
};

function rangeCheck(argument: HmpArgument, value: string, type: MonitorType): Lines {
  const range = isBuiltin(type) ? builtins[type].range : undefined;
  const spelled = bounds[type];
  if (range === undefined || spelled === undefined || argument.letter === "T") return [];
  const [least, greatest] = range;
  const [low, high] = spelled;
  const [from, to] = carried[argument.letter] ?? builtins.int64.range;
  const tests = [...(from < least ? [`${value} < ${low}`] : []), ...(to > greatest ? [`${value} > ${high}`] : [])];
  if (tests.length === 0) return [];
  const fault = `error_setg(&err, "'${argument.key}' must be between ${least} and ${greatest}");`;
  return block(`if (${tests.join(" || ")})`, [fault, "hmp_handle_error(mon, err);", "return;"]);
}

// ---- from text ---------------------------------------------------------------------------------------------------------

/** Takes the names of what is made of a text, and of the text. */
function textPair({ names }: ReadingScene, argument: HmpArgument) {
  const value = names.take(argument.key);
  return { value, text: names.take(`${value}_str`) };
}

function enumReading(scene: ReadingScene, member: Member, argument: HmpArgument): Reading {
  const { value, text } = textPair(scene, argument);
  const type = typeName(member.type);
  const declarations = [textVariable(argument, text), `${type} ${value};`];
  // Of no text it makes the default, here the first value.
  const statements = [`${value} = qapi_enum_parse(&${type}_lookup, ${text}, 0, &err);`, ...check];
  return { ...plain, declarations, statements, value, given: givenText(argument, text), owned: value };
}

/** The statements of what is only made where a text was given. */
function whereGiven(argument: HmpArgument, text: string, statements: Lines): Lines {
  return isOptional(argument) ? block(`if (${text})`, statements) : statements;
}

function listReading(scene: ReadingScene, { type }: Member, argument: HmpArgument): Reading {
  const { value, text } = textPair(scene, argument);
  const helper = splitHelper(scene.schema, type);
  const declarations = [textVariable(argument, text), `g_autoptr(${listName(scene.schema, type)}) ${value} = NULL;`];
  const statements = whereGiven(
    argument,
    text,
    isText(scene.schema, type)
      ? [`${value} = ${helper.name}(${text});`]
      : [`${value} = ${helper.name}("${argument.key}", ${text}, &err);`, ...check],
  );
  const given = givenText(argument, text);
  const uses = [{ helper, conditions: [] }];
  return { ...plain, declarations, statements, value, given, owned: `g_steal_pointer(&${value})`, uses };
}

function jsonReading(scene: ReadingScene, { type }: Member, argument: HmpArgument): Reading {
  const kind = monitorType(scene.schema, type);
  const { value, text } = textPair(scene, argument);
  const counted = kind === "any" || kind === "null";
  const pointer = cType(scene.schema, type);
  const variable = counted
    ? `${declaration(pointer, value)} = NULL;`
    : `g_autoptr(${pointer.replace(" *", "")}) ${value} = NULL;`;
  const helper = kind === "any" ? undefined : parseHelper(scene.schema, type);
  const read =
    helper === undefined ? `qobject_from_json(${text}, &err)` : `${helper.name}("${argument.key}", ${text}, &err)`;
  return {
    declarations: [textVariable(argument, text), variable],
    statements: whereGiven(argument, text, [`${value} = ${read};`, ...check]),
    value,
    given: givenText(argument, text),
    owned: counted ? value : `g_steal_pointer(&${value})`,
    cleanup: counted && !scene.owned ? [`qobject_unref(${value});`] : [],
    uses: helper === undefined ? [] : [{ helper, conditions: [] }],
    includes: helper === undefined ? ["qjson"] : [],
  };
}
