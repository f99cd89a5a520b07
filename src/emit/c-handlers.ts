// The C functions that handle monitor commands: they read the arguments, call the QMP command, print what it returns.
//
// In: entries of a monitor's tables. Out: for each its prototype and its text, with what it needs besides. The way of
// QEMU's own handlers (docs/devel/writing-monitor-commands, "Writing HMP commands").

import { hmpFunctionName, identifier, qmpFunctionName } from "../hmp/c-names.js";
import type { HmpEntry } from "../hmp/derive.js";
import { letterRow } from "../hmp/letters.js";
import type { Condition, Schema, TypeRef } from "../schema/model.js";
import { spelledMembers, typeOf } from "../schema/query.js";
import type { Names, Reading } from "./c-arguments.js";
import { check, isOptional, readArgument } from "./c-arguments.js";
import type { HelperUse } from "./c-helpers.js";
import type { Lines } from "./c-lines.js";
import { block, conditional, functionText } from "./c-lines.js";
import { cType, declaration, hasFlag, nothing, typeName } from "./c-types.js";
import { argumentsHelper, convertHelper, listHelper, parseHelper } from "./c-parsers.js";
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
  const { declarations, statements, uses, includes } = partsOf(scene, entry);
  const around = entry.command.condition;
  const head = handlerPrototype(placed, scene.qemu);
  const lines = functionText(head, [["Error *err = NULL;", ...declarations], statements]);
  const under = ({ helper, conditions }: HelperUse): HelperUse => ({
    helper,
    conditions: around === undefined ? conditions : [around, ...conditions],
  });
  return { lines: conditional(around, lines), uses: uses.map(under), includes };
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
  return json ? dictParts(scene, entry) : withVariables((names) => plainParts(scene, entry, names));
}

const join = (...all: readonly Partial<Parts>[]): Parts => ({
  declarations: all.flatMap(({ declarations = [] }) => declarations),
  statements: all.flatMap(({ statements = [] }) => statements),
  uses: all.flatMap(({ uses = [] }) => uses),
  includes: all.flatMap(({ includes = [] }) => includes),
});

// ---- names -------------------------------------------------------------------------------------------------------------

/** What handlers call their own. */
const own = ["mon", "qdict", "err", "arg", "result", "item", "json", "Error", "Monitor", "QDict"];

/**
 * What `make` makes, with variables of their members' names where these are free: where nothing else in the text is called
 * so. What else is in it is seen in a draft, whose variables have names that C has not; a list of names would miss some.
 */
function withVariables(make: (names: Names) => Parts): Parts {
  const draft = make({ take: (name) => `$${identifier(name)}` });
  const words = [...draft.declarations, ...draft.statements].flatMap(wordsOf);
  const used = new Set([...own, ...words.filter((word) => !word.includes("$"))]);
  return make({
    take(name) {
      const wanted = identifier(name);
      let free = wanted;
      for (let count = 2; used.has(free); count++) free = count === 2 ? `${wanted}_arg` : `${wanted}_arg${count - 1}`;
      used.add(free);
      return free;
    },
  });
}

/** The names in a line of C, without those of members and what is in literals. */
function wordsOf(line: string): readonly string[] {
  return line.replace(/"(?:\\.|[^"\\])*"|(?:->|\.)\w+/g, " ").match(/[$\w]+/g) ?? [];
}

// ---- what is called ----------------------------------------------------------------------------------------------------

/** A function that takes the members one by one. */
function plainParts(scene: HandlerScene, { command, args }: HmpEntry, names: Names): Parts {
  const { schema, qemu } = scene;
  const members = spelledMembers(schema, command.data);
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
  const cleanup = all.flatMap((one) => one.cleanup);
  return join(...all, callParts(scene, command, { values: [...values, "&err"], cleanup }));
}

/** A function that takes a structure: made of members, or read from JSON text as a whole. */
function boxedParts(scene: HandlerScene, entry: HmpEntry, data: string): Parts {
  const { schema } = scene;
  const { command, args, json } = entry;
  const ref: TypeRef = { name: data, array: false };
  const type = typeName(ref);
  const call = callParts(scene, command, { values: ["arg", "&err"], cleanup: [] });
  if (json) {
    const helper = parseHelper(schema, ref);
    const parsed = `${helper.name}("arguments", text, &err)`;
    const declarations = [argumentsText(args), `g_autoptr(${type}) arg = NULL;`];
    const uses = [{ helper, conditions: [] }];
    return join({ declarations, statements: [`arg = ${parsed};`, ...check], uses }, call);
  }
  const declarations = [`g_autoptr(${type}) arg = g_new0(${type}, 1);`];
  return withVariables((names) => join({ declarations }, ...filledMembers(scene, entry, names), call));
}

/** Fills the members of `arg` from the line. */
function filledMembers({ schema, qemu }: HandlerScene, { command, args }: HmpEntry, names: Names): readonly Parts[] {
  const members = spelledMembers(schema, command.data);
  return args.map((argument): Parts => {
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
}

/** The text of all arguments; of none, an empty object. */
function argumentsText([argument]: HmpEntry["args"]): string {
  const read = isOptional(argument!)
    ? `qdict_get_try_str(qdict, "arguments") ?: "{}"`
    : `qdict_get_str(qdict, "arguments")`;
  return `const char *text = ${read};`;
}

/** What goes into a call, and what is to be done behind it. */
interface CallValues {
  readonly values: Lines;
  readonly cleanup: Lines;
}

/** A call, then what it leaves: an error, or a result to be printed. */
function callParts(scene: HandlerScene, command: HmpEntry["command"], { values, cleanup }: CallValues): Parts {
  const { schema } = scene;
  const { returns } = command;
  const called = `${qmpFunctionName(command.name)}(${values.join(", ")});`;
  if (returns === undefined) return join({ statements: [called, ...cleanup, "hmp_handle_error(mon, err);"] });
  const print = scene.printer.result(returns, "result");
  const { variable, freed } = resultVariable(schema, returns);
  const statements = [`result = ${called}`, ...cleanup, ...check, ...print.lines, ...freed];
  return join({ declarations: [variable, ...resultNames(schema, returns)], statements }, needs(print));
}

/** What code calls and includes, without the code. */
const needs = ({ uses, includes = [] }: Code): Partial<Parts> => ({ uses, includes });

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
  if (returns === undefined) return join(given, { statements: [...call("NULL"), "hmp_handle_error(mon, err);"] });
  const ret = { declarations: ["QObject *ret = NULL;"], statements: call("&ret") };
  const isAny = cType(schema, returns) === "QObject *";
  const helper = convertHelper(schema, returns);
  const value = isAny ? "ret" : `${helper.name}("return", ret, &err)`;
  const print = scene.printer.result(returns, "result");
  const { variable, freed } = resultVariable(schema, returns);
  const convert = [...check, `result = ${value};`, ...(isAny ? [] : check), ...print.lines, ...freed];
  const uses = isAny ? [] : [{ helper, conditions: [] }];
  const declarations = [variable, ...resultNames(schema, returns)];
  return join(given, ret, { declarations, statements: convert, uses }, needs(print));
}

function jsonDict({ args }: HmpEntry): Parts {
  return join({
    declarations: [argumentsText(args), "QDict *args;"],
    statements: [`args = ${argumentsHelper.name}(text, &err);`, ...check],
    uses: [{ helper: argumentsHelper, conditions: [] }],
  });
}

/** The line's own QDict, where texts of members that are no texts are made what their types say. */
function lineDict({ schema }: HandlerScene, { command, args }: HmpEntry): Parts {
  const types = new Map(spelledMembers(schema, command.data).map(({ name, type }) => [name, type]));
  const made = args.flatMap(({ letter, key }): readonly Partial<Parts>[] => {
    const type = types.get(key);
    // Options come under their own names, not under the key.
    return type === undefined || letter === "O" ? [] : [madeObject(schema, type, key)];
  });
  return join({ declarations: ["QDict *args = qdict_clone_shallow(qdict);"] }, ...made);
}

/** Puts an object in the place of a text that is one, or the elements of a list. */
function madeObject(schema: Schema, type: TypeRef, key: string): Partial<Parts> {
  const text = `qdict_get_str(qdict, "${key}")`;
  const put = (read: string) =>
    block(`if (qdict_haskey(qdict, "${key}"))`, [
      `QObject *obj = ${read};`,
      "",
      ...block("if (hmp_handle_error(mon, err))", ["qobject_unref(args);", "return;"]),
      `qdict_put_obj(args, "${key}", obj);`,
    ]);
  const { conversion } = letterRow(schema, type);
  if (conversion === "json") return { statements: put(`qobject_from_json(${text}, &err)`), includes: ["qjson"] };
  if (conversion !== "split") return {};
  const helper = listHelper(schema, type);
  return { statements: put(`${helper.name}("${key}", ${text}, &err)`), uses: [{ helper, conditions: [] }] };
}
