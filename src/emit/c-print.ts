// C functions that print a QMP command's result for people: objects as `name: value` lines with blanks for hyphens, what
// is in them indented by two, lists of objects with a dash before each.
//
// In: types. Out: one static function for each, and the statements that print a whole result.

import { identifier } from "../hmp/c-names.js";
import type { Alternate, Condition, Member, Schema, Struct, TypeRef, Union } from "../schema/model.js";
import { branchesOf, jsonKind, membersOf, tagEnum, typeOf } from "../schema/query.js";
import type { Form, Place } from "./c-forms.js";
import { formOf } from "./c-forms.js";
import type { Helper, HelperBody, HelperUse } from "./c-helpers.js";
import type { Lines } from "./c-lines.js";
import { block, conditional } from "./c-lines.js";
import { cType, declaration, enumConstant, hasFlag, typeCondition, typeName } from "./c-types.js";
import type { QemuVersion } from "./emitter.js";

/** Statements, and what they call. */
export interface Code {
  readonly lines: Lines;
  readonly uses: readonly HelperUse[];
  /** Headers that they need. */
  readonly includes?: readonly string[];
}

/** What all functions of this file need. */
export interface Scene {
  readonly schema: Schema;
  readonly qemu: QemuVersion;
  readonly places: ReadonlyMap<string, Place>;
}

/** A call of monitor_printf. */
export const printf = (format: string, ...values: readonly string[]) =>
  `monitor_printf(${["mon", joined(format), ...values].join(", ")});`;

/** Literals that meet are one. */
const joined = (format: string) => format.replace(/" "/g, "");

/** A call of monitor_puts, with text in which what C escapes is escaped. */
export const puts = (text: string) => `monitor_puts(mon, "${text}");`;

/** Code that needs no headers. */
export const code = (lines: Lines, uses: readonly HelperUse[] = []): Code => ({ lines, uses });

const printName = (ref: TypeRef) => `print_${typeName(ref)}`;

/** A call of the function that prints a value. */
export const calling = (ref: TypeRef, ...values: readonly string[]) =>
  `${printName(ref)}(${["mon", ...values].join(", ")});`;

/** That the function is used which prints values of a type. */
export const using = (scene: Scene, ref: TypeRef, ...conditions: readonly (Condition | undefined)[]): HelperUse => ({
  helper: printHelper(scene, ref),
  conditions: conditions.filter((one) => one !== undefined),
});

/** Where lines begin: the first one, the others. */
interface Columns {
  readonly lead: string;
  readonly indent: string;
}

/** The arguments by which an object's function is told where its lines begin. */
export function placeArguments({ places }: Scene, ref: TypeRef, { lead, indent }: Columns): readonly string[] {
  const place = places.get(ref.name) ?? "edge";
  return place === "edge" ? [] : place === "inside" ? [indent] : [lead, indent];
}

/** All lines in the same column. */
export const column = (indent: string): Columns => ({ lead: indent, indent });

/** The function that prints values of a type that a format of printf cannot. */
function printHelper(scene: Scene, ref: TypeRef): Helper {
  const { schema } = scene;
  const type = typeOf(schema, ref)!;
  const form = formOf(schema, ref);
  const head = (...more: readonly string[]) => {
    const value = `const ${declaration(cType(schema, ref), "value")}`;
    return `void ${printName(ref)}(${["Monitor *mon", value, ...more].join(", ")})`;
  };
  const common = { name: printName(ref), condition: typeCondition(schema, ref) };
  if (type.kind === "array") {
    const element: TypeRef = { name: type.element, array: false };
    return form.kind === "line"
      ? { ...common, head: head(), make: () => lineListBody(scene, element) }
      : { ...common, head: head("int indent"), make: () => listBody(scene, element) };
  }
  if (type.kind === "alternate") {
    return form.kind === "line"
      ? { ...common, head: head(), make: () => alternateBody(scene, type, false) }
      : { ...common, head: head("int lead", "int indent"), make: () => alternateBody(scene, type, true) };
  }
  if (type.kind === "struct" || type.kind === "union") {
    const place = placeArguments(scene, ref, { lead: "int lead", indent: "int indent" });
    return { ...common, head: head(...place), make: () => objectBody(scene, type) };
  }
  return { ...common, head: head(), make: jsonBody };
}

function jsonBody(): HelperBody {
  return {
    declarations: ["GString *json = qobject_to_json(value);"],
    statements: ["monitor_puts(mon, json->str);", "g_string_free(json, true);"],
    uses: [],
    includes: ["qjson"],
  };
}

/** A list within a line. */
function lineListBody(scene: Scene, element: TypeRef): HelperBody {
  const separator = 'value->next ? ", " : ""';
  const form = formOf(scene.schema, element);
  const uses: HelperUse[] = [];
  const inside = (): Lines => {
    if (form.kind === "scalar") return [printf(`${form.format} "%s"`, form.value("value->value"), separator)];
    if (form.kind === "constant") return [printf(`"${form.text}%s"`, separator)];
    uses.push(using(scene, element));
    return [calling(element, "value->value"), printf('"%s"', separator)];
  };
  const loop = block("for (; value; value = value->next)", inside());
  return { declarations: [], statements: [...block("if (!value)", [puts("(none)")]), ...loop], uses };
}

/** A list whose elements have lines of their own; it begins behind its name. */
function listBody(scene: Scene, element: TypeRef): HelperBody {
  const { kind } = formOf(scene.schema, element);
  const inside =
    kind === "alternate"
      ? [printf('"%*s-"', "indent", '""'), calling(element, "value->value", "0", "indent + 2")]
      : [
          printf('"%*s- "', "indent", '""'),
          calling(element, "value->value", ...placeArguments(scene, element, { lead: "0", indent: "indent + 2" })),
        ];
  const first = 'monitor_puts(mon, value ? "\\n" : " (none)\\n");';
  const loop = block("for (; value; value = value->next)", inside);
  return { declarations: [], statements: [first, ...loop], uses: [using(scene, element)] };
}

/** Of an alternate's types the one that the value is of. With `lines`, it begins behind a name's colon, or a dash. */
function alternateBody(scene: Scene, type: Alternate, lines: boolean): HelperBody {
  const uses: HelperUse[] = [];
  const cases = type.alternatives.flatMap(({ name, type: ref, condition }) => {
    const kind = jsonKind(typeOf(scene.schema, ref)!);
    const member = `value->u.${identifier(name)}`;
    const inner = alternativeCode(scene, ref, { value: kind === "object" ? `&${member}` : member, lines });
    uses.push(...inner.uses.map(({ helper }) => ({ helper, conditions: condition === undefined ? [] : [condition] })));
    return conditional(condition, [`case ${qtypes[kind]}:`, ...inner.lines.map((line) => `    ${line}`), "    break;"]);
  });
  const statements = ["switch (value->type) {", ...cases, "default:", "    break;", "}"];
  return { declarations: [], statements, uses };
}

const qtypes = {
  string: "QTYPE_QSTRING",
  number: "QTYPE_QNUM",
  int: "QTYPE_QNUM",
  boolean: "QTYPE_QBOOL",
  null: "QTYPE_QNULL",
  array: "QTYPE_QLIST",
  object: "QTYPE_QDICT",
  value: "QTYPE_NONE",
} as const;

/** Prints an alternative; `lines` says whether it is more than a part of a line. */
function alternativeCode(
  scene: Scene,
  ref: TypeRef,
  { value, lines }: { readonly value: string; readonly lines: boolean },
): Code {
  const form = formOf(scene.schema, ref);
  const blank = lines ? "%s" : "";
  const gap = lines ? ['indent ? " " : ""'] : [];
  const end = lines ? "\\n" : "";
  switch (form.kind) {
    case "constant":
      return code([printf(`"${blank}${form.text}${end}"`, ...gap)]);
    case "scalar":
      return code([printf(`"${blank}" ${form.format} "${end}"`.replace(/^"" | ""$/g, ""), ...gap, form.value(value))]);
    case "line": {
      const before = lines ? [`monitor_puts(mon, ${gap[0]});`] : [];
      return code([...before, calling(ref, value), ...(lines ? [puts("\\n")] : [])], [using(scene, ref)]);
    }
    case "object": {
      const before = 'monitor_puts(mon, lead ? "\\n" : indent ? " " : "");';
      return code(
        [before, calling(ref, value, ...placeArguments(scene, ref, { lead: "lead", indent: "indent" }))],
        [using(scene, ref)],
      );
    }
    default:
      return code([calling(ref, value, "indent")], [using(scene, ref)]);
  }
}

// ---- objects -----------------------------------------------------------------------------------------------------------

/** The blanks before a line of an object: their number, and what is to be done when it was printed. */
interface Lead {
  readonly width: string | undefined;
  readonly after: Lines;
}

function objectBody(scene: Scene, type: Struct | Union): HelperBody {
  const { schema } = scene;
  const place = scene.places.get(type.name) ?? "edge";
  const uses: HelperUse[] = [];
  const statements: string[] = [];
  // Which line is the first one is known from the first member on that is always there.
  let settled = place !== "item";
  const lead = (): Lead => {
    if (place === "edge") return { width: undefined, after: [] };
    return settled ? { width: "indent", after: [] } : { width: "lead", after: ["lead = indent;"] };
  };
  for (const member of membersOf(schema, type)) {
    const always = !member.optional && member.condition === undefined;
    const { width, after } = lead();
    const inner = memberCode(scene, member, width);
    uses.push(...inner.uses.map(({ helper }) => ({ helper, conditions: conditionsOf(member) })));
    const lines = always ? inner.lines : [...inner.lines, ...after];
    const guarded = member.optional ? block(`if (${presence(scene, member)})`, lines) : lines;
    statements.push(...conditional(member.condition, guarded));
    settled ||= always;
  }
  if (!settled) statements.push(...block("if (lead < indent)", [puts("(none)\\n")]));
  if (type.kind === "union") {
    const inner = branchesCode(scene, type);
    statements.push(...inner.lines);
    uses.push(...inner.uses);
  }
  return { declarations: [], statements, uses };
}

const conditionsOf = ({ condition }: { readonly condition: Condition | undefined }) =>
  condition === undefined ? [] : [condition];

function presence({ schema, qemu }: Scene, member: Member): string {
  const name = identifier(member.name);
  return hasFlag(schema, member, qemu) ? `value->has_${name}` : `value->${name}`;
}

function memberCode(scene: Scene, { name, type: ref }: Member, width: string | undefined): Code {
  const form: Form = formOf(scene.schema, ref);
  const value = `value->${identifier(name)}`;
  const label = `${name.replaceAll("-", " ")}:`;
  const blanks = width === undefined ? [] : [width, '""'];
  const begin = (text: string, ...values: readonly string[]) =>
    printf(`"${width === undefined ? "" : "%*s"}${label}${text}`, ...blanks, ...values);
  const indent = width === undefined ? "2" : "indent + 2";
  switch (form.kind) {
    case "constant":
      return code([begin(` ${form.text}\\n"`)]);
    case "scalar":
      return code([begin(` " ${form.format} "\\n"`, form.value(value))]);
    case "line":
      return code([begin(' "'), calling(ref, value), puts("\\n")], [using(scene, ref)]);
    case "object":
      return code(
        [begin('\\n"'), calling(ref, value, ...placeArguments(scene, ref, column(indent)))],
        [using(scene, ref)],
      );
    case "list":
      return code([begin('"'), calling(ref, value, indent)], [using(scene, ref)]);
    case "alternate":
      return code([begin('"'), calling(ref, value, indent, indent)], [using(scene, ref)]);
  }
}

/** The members of the branch that the tag chooses. */
function branchesCode(scene: Scene, type: Union): Code {
  const { schema, qemu } = scene;
  const uses: HelperUse[] = [];
  const place = column(scene.places.get(type.name) === "edge" ? "0" : "indent");
  const tag = tagEnum(schema, type) ?? { name: "QType", prefix: "QTYPE" };
  const cases = branchesOf(schema, type).flatMap(({ name, type: branch, condition }) => {
    if (branch === undefined) return [];
    const ref: TypeRef = { name: branch, array: false };
    if (formOf(schema, ref).kind === "constant") return [];
    uses.push(using(scene, ref, condition));
    const print = calling(ref, `&value->u.${identifier(name)}`, ...placeArguments(scene, ref, place));
    return conditional(condition, [`case ${enumConstant(tag, name, qemu)}:`, `    ${print}`, "    break;"]);
  });
  if (cases.length === 0) return code([]);
  const lines = [`switch (value->${identifier(type.discriminator)}) {`, ...cases, "default:", "    break;", "}"];
  return code(lines, uses);
}
