// Static functions in C that make values of text: of words with commas between them, and of JSON.
//
// In: types. Out: functions for `helperTexts`. They leave it to QEMU's visitors to say what is wrong with a text.

import type { Schema, TypeRef } from "../schema/model.js";
import { typeOf } from "../schema/query.js";
import type { Helper, HelperBody } from "./c-helpers.js";
import type { Lines } from "./c-lines.js";
import { block } from "./c-lines.js";
import { cType, declaration, nothing, typeName } from "./c-names.js";

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
    head: `${list} *${name}(const char *name, const char *text, Error **errp)`,
    make: () => ({
      declarations,
      statements: [...loop, "return list;"],
      uses: [],
      includes: ["string-input-visitor", `visit ${element.name}`],
    }),
  };
}

/** The function that makes a value of JSON text. */
export function parseHelper(schema: Schema, ref: TypeRef): Helper {
  const name = `parse_${typeName(ref)}`;
  return {
    name,
    head: `${declaration(cType(schema, ref), name)}(const char *name, const char *text, Error **errp)`,
    make: () => convertBody(schema, ref, ["QObject *obj = qobject_from_json(text, errp);"], ["qjson"]),
  };
}

/** The function that makes a value of an object, which it takes. */
export function convertHelper(schema: Schema, ref: TypeRef): Helper {
  const name = `convert_${typeName(ref)}`;
  return {
    name,
    head: `${declaration(cType(schema, ref), name)}(const char *name, QObject *obj, Error **errp)`,
    make: () => convertBody(schema, ref, [], []),
  };
}

function convertBody(schema: Schema, ref: TypeRef, before: Lines, includes: readonly string[]): HelperBody {
  const type = cType(schema, ref);
  const none = nothing(type);
  return {
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
  };
}

/** The function that makes a command's arguments of JSON text. */
export const argumentsHelper: Helper = {
  name: "parse_arguments",
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
