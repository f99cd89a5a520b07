// Static functions in C that make values of text: of words with commas between them, and of JSON.
//
// In: types. Out: functions for `helperTexts`. They leave it to QEMU's visitors to say what is wrong with a text.

import type { Schema, TypeRef } from "../schema/model.js";
import { typeOf } from "../schema/query.js";
import type { Helper } from "./c-helpers.js";
import type { Lines } from "./c-lines.js";
import { block } from "./c-lines.js";
import { cType, declaration, nothing, typeCondition, typeName } from "./c-types.js";

/** What a list is of. */
const elementOf = (schema: Schema, ref: TypeRef): TypeRef => {
  const type = typeOf(schema, ref);
  return { name: type?.kind === "array" ? type.element : ref.name, array: false };
};

/** Whether a list is one of texts. */
export const isText = (schema: Schema, ref: TypeRef) => elementOf(schema, ref).name === "str";

/** The name of a list's type, be it spelled `['x']` or `xList`. */
export const listName = (schema: Schema, ref: TypeRef) => typeName({ ...elementOf(schema, ref), array: true });

/** The function that makes a list of words with commas between them. */
export function splitHelper(schema: Schema, ref: TypeRef): Helper {
  const element = elementOf(schema, ref);
  const list = listName(schema, ref);
  const name = `split_${list}`;
  const condition = typeCondition(schema, ref);
  const declarations = [
    'g_auto(GStrv) words = g_strsplit(text, ",", -1);',
    `${list} *list = NULL;`,
    `${list} **tail = &list;`,
    "size_t i;",
  ];
  if (isText(schema, ref)) {
    const loop = block("for (i = 0; words[i]; i++)", ["QAPI_LIST_APPEND(tail, g_strdup(words[i]));"]);
    return {
      name,
      condition,
      head: `${list} *${name}(const char *text)`,
      make: () => ({ declarations, statements: [...loop, "return list;"], uses: [] }),
    };
  }
  const loop = block("for (i = 0; words[i]; i++)", [
    "Visitor *v = string_input_visitor_new(words[i]);",
    `${cType(schema, element)} value;`,
    `bool ok = visit_type_${typeName(element)}(v, name, &value, errp);`,
    "",
    "visit_free(v);",
    ...block("if (!ok)", [`qapi_free_${list}(list);`, "return NULL;"]),
    "QAPI_LIST_APPEND(tail, value);",
  ]);
  return {
    name,
    condition,
    head: `${list} *${name}(const char *name, const char *text, Error **errp)`,
    make: () => ({
      declarations,
      statements: [...loop, "return list;"],
      uses: [],
      includes: ["string-input-visitor", `visit ${element.name}`],
    }),
  };
}

/** The function that makes an object of words with commas between them: the list that they are, for what takes a QDict. */
export function listHelper(schema: Schema, ref: TypeRef): Helper {
  const list = listName(schema, ref);
  const name = `object_of_${list}`;
  const split = splitHelper(schema, ref);
  const isSure = isText(schema, ref);
  const failure = block("if (err)", ["error_propagate(errp, err);", "return NULL;"]);
  return {
    name,
    condition: split.condition,
    head: `QObject *${name}(const char *name, const char *text, Error **errp)`,
    make: () => ({
      declarations: [
        ...(isSure ? [] : ["Error *err = NULL;"]),
        `g_autoptr(${list}) list = ${split.name}(${isSure ? "text" : "name, text, &err"});`,
        "QObject *obj = NULL;",
        "Visitor *v;",
      ],
      statements: [
        ...(isSure ? [] : failure),
        "v = qobject_output_visitor_new(&obj);",
        `visit_type_${list}(v, name, &list, &error_abort);`,
        "visit_complete(v, &obj);",
        "visit_free(v);",
        "return obj;",
      ],
      uses: [{ helper: split, conditions: [] }],
      includes: ["qobject-output-visitor", `visit ${elementOf(schema, ref).name}`],
    }),
  };
}

/** The function that makes a value of JSON text. */
export function parseHelper(schema: Schema, ref: TypeRef): Helper {
  const before = ["QObject *obj = qobject_from_json(text, errp);"];
  return visitingHelper(schema, ref, { verb: "parse", from: "const char *text", before, includes: ["qjson"] });
}

/** The function that makes a value of an object, which it takes. */
export function convertHelper(schema: Schema, ref: TypeRef): Helper {
  return visitingHelper(schema, ref, { verb: "convert", from: "QObject *obj", before: [], includes: [] });
}

/** How a function comes by the object that it visits. */
interface ObjectSource {
  readonly verb: string;
  readonly from: string;
  readonly before: Lines;
  readonly includes: readonly string[];
}

function visitingHelper(schema: Schema, ref: TypeRef, { verb, from, before, includes }: ObjectSource): Helper {
  const name = `${verb}_${typeName(ref)}`;
  const type = cType(schema, ref);
  const none = nothing(type);
  return {
    name,
    condition: typeCondition(schema, ref),
    head: `${declaration(type, name)}(const char *name, ${from}, Error **errp)`,
    make: () => ({
      declarations: [...before, `${declaration(type, "value")} = ${none};`, "Visitor *v;"],
      statements: [
        ...block("if (!obj)", [`return ${none};`]),
        "v = qobject_input_visitor_new(obj);",
        `visit_type_${typeName(ref)}(v, name, &value, errp);`,
        "visit_free(v);",
        "qobject_unref(obj);",
        "return value;",
      ],
      uses: [],
      includes: [...includes, "qobject-input-visitor", `visit ${ref.name}`],
    }),
  };
}

/** The function that makes a command's arguments of JSON text. */
export const argumentsHelper: Helper = {
  name: "parse_arguments",
  condition: undefined,
  head: "QDict *parse_arguments(const char *text, Error **errp)",
  make: () => ({
    declarations: ["QObject *obj = qobject_from_json(text, errp);", "QDict *args = qobject_to(QDict, obj);"],
    statements: [
      ...block("if (obj && !args)", [
        'error_setg(errp, "the arguments must be a JSON object");',
        "qobject_unref(obj);",
      ]),
      "return args;",
    ],
    uses: [],
    includes: ["qjson"],
  }),
};
