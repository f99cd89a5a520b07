// The C functions that handle monitor commands: they read the arguments, call the QMP command, print what it returns.
//
// In: entries of a monitor's tables. Out: for each its prototype and its text, with what it needs besides. The way of
// QEMU's own handlers (docs/devel/writing-monitor-commands, "Writing HMP commands").

import { hmpFunctionName, identifier, qmpFunctionName } from "../hmp/c-names.js";
import type { HmpEntry } from "../hmp/derive.js";
import type { Condition, Member, Schema, TypeRef } from "../schema/model.js";
import { spelledMembers, typeOf } from "../schema/query.js";
import type { Reading } from "./c-arguments.js";
import { check, readArgument } from "./c-arguments.js";
import type { HelperUse } from "./c-helpers.js";
import type { Lines } from "./c-lines.js";
import { block, conditional, functionText } from "./c-lines.js";
import { cType, declaration, hasFlag, nothing, typeName } from "./c-names.js";
import { argumentsHelper, convertHelper, parseHelper } from "./c-parsers.js";
import type { Code } from "./c-print.js";
import type { Printer } from "./c-results.js";
import { coroutineMark } from "./c-signatures.js";
import type { QemuVersion } from "./emitter.js";

/** A handler. */
export interface Handler {
  readonly lines: Lines;
  readonly uses: readonly HelperUse[];
  /** Headers that it needs. */
  readonly includes: readonly string[];
}

/** What handlers are made for. */
export interface HandlerScene {
  readonly schema: Schema;
  readonly qemu: QemuVersion;
  readonly printer: Printer;
}

/** An entry, and the name of its table. */
export interface Placed {
  readonly table: string;
  readonly entry: HmpEntry;
}

/** The prototype of an entry's handler. */
export function handlerPrototype({ table, entry }: Placed, qemu: QemuVersion): string {
  return `void ${coroutineMark(entry.command, qemu)}${hmpFunctionName(table, entry)}(Monitor *mon, const QDict *qdict)`;
}

/** The handler of an entry. */
export function handler(scene: HandlerScene, placed: Placed): Handler {
  const { entry } = placed;
  const parts = partsOf(scene, entry);
  const around = entry.command.condition;
  const head = handlerPrototype(placed, scene.qemu);
  const lines = functionText(head, [["Error *err = NULL;", ...parts.declarations], parts.statements]);
  const under = ({ helper, conditions }: HelperUse): HelperUse => ({
    helper,
    conditions: around === undefined ? conditions : [around, ...conditions],
  });
  return { lines: conditional(around, lines), uses: parts.uses.map(under), includes: parts.includes };
}

/** What is between the braces. */
interface Parts {
  readonly declarations: Lines;
  readonly statements: Lines;
  readonly uses: readonly HelperUse[];
  readonly includes: readonly string[];
}

function partsOf(scene: HandlerScene, entry: HmpEntry): Parts {
  const { command, json } = entry;
  if (!command.gen) return dictParts(scene, entry);
  if (command.boxed && typeof command.data === "string") return boxedParts(scene, entry, command.data);
  return json ? dictParts(scene, entry) : plainParts(scene, entry);
}

const join = (...parts: readonly Parts[]): Parts => ({
  declarations: parts.flatMap(({ declarations }) => declarations),
  statements: parts.flatMap(({ statements }) => statements),
  uses: parts.flatMap(({ uses }) => uses),
  includes: parts.flatMap(({ includes }) => includes),
});

const parts = (
  declarations: Lines,
  statements: Lines,
  uses: readonly HelperUse[] = [],
  ...includes: string[]
): Parts => ({
  declarations,
  statements,
  uses,
  includes,
});

// ---- names -------------------------------------------------------------------------------------------------------------

/** Names that handlers use for something else. */
const own = [
  "Error NULL QDict QObject Monitor GString PRId64 PRIu64 PRId32 PRIu32 mon qdict err arg args obj ret result item json",
  "error_setg g_autoptr g_autofree g_new0 g_strdup g_steal_pointer g_string_free hmp_handle_error",
  "int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t INT8_MIN INT8_MAX INT16_MIN INT16_MAX INT32_MIN",
  "INT32_MAX UINT8_MAX UINT16_MAX UINT32_MAX monitor_printf monitor_puts parse_arguments qapi_enum_lookup qapi_enum_parse",
  "qdict_clone_shallow qdict_get_bool qdict_get_double qdict_get_int qdict_get_str qdict_get_try_bool qdict_get_try_int",
  "qdict_get_try_str qdict_haskey qdict_put_obj qobject_from_json qobject_to qobject_to_json_pretty qobject_unref QOBJECT",
].flatMap((line) => line.split(" "));

/** Names of a function's variables: a member's own where it is free. */
function variableNames(...taken: readonly string[]) {
  const used = new Set([...own, ...taken]);
  return {
    take(name: string): string {
      const wanted = identifier(name);
      let free = wanted;
      for (let count = 2; used.has(free); count++) free = count === 2 ? `${wanted}_arg` : `${wanted}_arg${count - 1}`;
      used.add(free);
      return free;
    },
  };
}

/** Names that stand in the text of readings, which no variable may have. */
function calledNames(scene: HandlerScene, members: readonly Member[]): readonly string[] {
  return members.flatMap(({ type }) => {
    const name = typeName(type);
    return [name, `${name}_lookup`, `split_${name}`, `parse_${name}`, cType(scene.schema, type).replace(" *", "")];
  });
}

// ---- what is called ----------------------------------------------------------------------------------------------------

/** A function that takes the members one by one. */
function plainParts(scene: HandlerScene, { command, args }: HmpEntry): Parts {
  const { schema, qemu } = scene;
  const members = spelledMembers(schema, command.data);
  const names = variableNames(qmpFunctionName(command.name), ...calledNames(scene, members));
  const byKey = new Map(members.map((member) => [member.name, member]));
  const readings = new Map<string, Reading>();
  for (const argument of args) {
    const member = byKey.get(argument.key)!;
    const flag = hasFlag(schema, member, qemu);
    readings.set(member.name, readArgument({ schema, names, flag, owned: false }, member, argument));
  }
  const values = members.flatMap((member) => {
    const { value = nothing(cType(schema, member.type)), given = "false" } = readings.get(member.name) ?? {};
    return hasFlag(schema, member, qemu) ? [given, value] : [value];
  });
  const all = [...readings.values()];
  const call = callParts(
    scene,
    command,
    [...values, "&err"],
    all.flatMap(({ cleanup }) => cleanup),
  );
  return join(...all.map((one) => parts(one.declarations, one.statements, one.uses, ...one.includes)), call);
}

/** A function that takes a structure: made of members, or read from JSON text as a whole. */
function boxedParts(scene: HandlerScene, { command, args, json }: HmpEntry, data: string): Parts {
  const { schema, qemu } = scene;
  const ref: TypeRef = { name: data, array: false };
  const type = typeName(ref);
  const call = callParts(scene, command, ["arg", "&err"], []);
  if (json) {
    const helper = parseHelper(schema, ref);
    const parsed = `${helper.name}("arguments", text, &err)`;
    const declarations = [textVariable(args), `g_autoptr(${type}) arg = NULL;`];
    const uses = [{ helper, conditions: [] }];
    return join(parts(declarations, [`arg = ${parsed};`, ...check], uses), call);
  }
  const members = spelledMembers(schema, data);
  const names = variableNames(qmpFunctionName(command.name), ...calledNames(scene, members));
  const made = args.map((argument): Parts => {
    const member = members.find(({ name }) => name === argument.key)!;
    const flag = hasFlag(schema, member, qemu);
    const reading = readArgument({ schema, names, flag, owned: true }, member, argument);
    const field = `arg->${identifier(member.name)}`;
    const has = flag ? [`arg->has_${identifier(member.name)} = ${reading.given};`] : [];
    const statements = [...reading.statements, ...has, `${field} = ${reading.owned};`];
    const conditions: readonly Condition[] = member.condition === undefined ? [] : [member.condition];
    return {
      declarations: conditional(member.condition, reading.declarations),
      statements: conditional(member.condition, statements),
      uses: reading.uses.map(({ helper }) => ({ helper, conditions })),
      includes: reading.includes,
    };
  });
  return join(parts([`g_autoptr(${type}) arg = g_new0(${type}, 1);`], []), ...made, call);
}

/** The text of all arguments; of none, an empty object. */
function textVariable([argument]: HmpEntry["args"]): string {
  const isNeeded = argument!.letter !== "-" && argument!.optional === undefined;
  const read = isNeeded ? `qdict_get_str(qdict, "arguments")` : `qdict_get_try_str(qdict, "arguments") ?: "{}"`;
  return `const char *text = ${read};`;
}

/** A call, then what it leaves: an error, or a result to be printed. */
function callParts(scene: HandlerScene, command: HmpEntry["command"], values: Lines, cleanup: Lines): Parts {
  const { schema } = scene;
  const { returns } = command;
  const called = `${qmpFunctionName(command.name)}(${values.join(", ")});`;
  if (returns === undefined) return parts([], [called, ...cleanup, "hmp_handle_error(mon, err);"]);
  const print = scene.printer.result(returns, "result");
  const { variable, freed } = resultVariable(schema, returns);
  const statements = [`result = ${called}`, ...cleanup, ...check, ...print.lines, ...freed];
  return join(parts([variable, ...resultNames(schema, returns)], statements), printed(print));
}

const printed = ({ uses, includes = [] }: Code): Parts => parts([], [], uses, ...includes);

/** The variable of what a command returned, which frees itself where C can do that. */
function resultVariable(schema: Schema, returns: TypeRef) {
  const type = cType(schema, returns);
  if (type === "char *") return { variable: "g_autofree char *result = NULL;", freed: [] };
  if (type === "QObject *" || type === "QNull *") {
    return { variable: `${declaration(type, "result")} = NULL;`, freed: ["qobject_unref(result);"] };
  }
  if (type.endsWith("*")) return { variable: `g_autoptr(${type.replace(" *", "")}) result = NULL;`, freed: [] };
  return { variable: `${declaration(type, "result")};`, freed: [] };
}

/** What goes along a result. */
function resultNames(schema: Schema, returns: TypeRef): Lines {
  const type = typeOf(schema, returns);
  if (type?.kind === "array") return [`${cType(schema, returns)}item;`];
  return type?.kind === "builtin" && type.name === "any" ? ["GString *json;"] : [];
}

/** A function that takes a QDict and gives a QObject: a command's marshaller, or its own where it has none. */
function dictParts(scene: HandlerScene, entry: HmpEntry): Parts {
  const { schema } = scene;
  const { command, json } = entry;
  const { returns } = command;
  const given = json ? jsonDict(entry) : lineDict(scene, entry);
  const name = command.gen ? `qmp_marshal_${identifier(command.name)}` : qmpFunctionName(command.name);
  const call = (ret: string) => [`${name}(args, ${ret}, &err);`, "qobject_unref(args);"];
  if (returns === undefined) return join(given, parts([], [...call("NULL"), "hmp_handle_error(mon, err);"]));
  const ret = parts(["QObject *ret = NULL;"], call("&ret"));
  const isAny = cType(schema, returns) === "QObject *";
  const helper = convertHelper(schema, returns);
  const value = isAny ? "ret" : `${helper.name}("return", ret, &err)`;
  const print = scene.printer.result(returns, "result");
  const { variable, freed } = resultVariable(schema, returns);
  const convert = [...check, `result = ${value};`, ...(isAny ? [] : check), ...print.lines, ...freed];
  const uses = isAny ? [] : [{ helper, conditions: [] }];
  return join(given, ret, parts([variable, ...resultNames(schema, returns)], convert, uses), printed(print));
}

function jsonDict({ args }: HmpEntry): Parts {
  const declarations = [textVariable(args), "QDict *args;"];
  const statements = [`args = ${argumentsHelper.name}(text, &err);`, ...check];
  return parts(declarations, statements, [{ helper: argumentsHelper, conditions: [] }]);
}

/** The line's own QDict, with what is JSON text in it read. */
function lineDict({ schema }: HandlerScene, { command, args }: HmpEntry): Parts {
  const members = spelledMembers(schema, command.data);
  const texts = args.filter(({ letter, key }) => {
    const type = members.find(({ name }) => name === key)?.type;
    return letter === "S" && type !== undefined && cType(schema, type).endsWith("*") && type.name !== "str";
  });
  const put = texts.flatMap(({ key }) =>
    block(`if (qdict_haskey(qdict, "${key}"))`, [
      `QObject *obj = qobject_from_json(qdict_get_str(qdict, "${key}"), &err);`,
      "",
      ...block("if (hmp_handle_error(mon, err))", ["qobject_unref(args);", "return;"]),
      `qdict_put_obj(args, "${key}", obj);`,
    ]),
  );
  return parts(["QDict *args = qdict_clone_shallow(qdict);"], put, [], ...(put.length > 0 ? ["qjson"] : []));
}
