// Statements in C that print what a QMP command returned, from the left edge on.
//
// In: types. Out: statements, and the functions that they call.

import type { Schema, TypeRef } from "../schema/model.js";
import { typeOf } from "../schema/query.js";
import { formOf, isHumanText, isWithinLine, placesOf } from "./c-forms.js";
import { block } from "./c-lines.js";
import type { Code, Scene } from "./c-print.js";
import { calling, code, column, placeArguments, printf, puts, using } from "./c-print.js";
import type { QemuVersion } from "./emitter.js";

/** Prints results of one schema. */
export interface Printer {
  /** Statements that print what a command returned, a variable of the type; `item` is free to go along a list. */
  result(returns: TypeRef, value: string): Code;
}

/** A printer of what commands return; `returned` are all types that it is to print by themselves. */
export function printerOf(schema: Schema, returned: readonly TypeRef[], qemu: QemuVersion): Printer {
  const printed = returned.filter((ref) => !isHumanText(schema, ref));
  const scene: Scene = { schema, qemu, places: placesOf(schema, printed) };
  return { result: (returns, value) => resultCode(scene, returns, value) };
}

function resultCode(scene: Scene, returns: TypeRef, value: string): Code {
  const { schema } = scene;
  if (isHumanText(schema, returns)) return code([`monitor_puts(mon, ${value}->human_readable_text);`]);
  const type = typeOf(schema, returns);
  if (type?.kind === "builtin" && type.name === "any") {
    const lines = [
      `json = qobject_to_json_pretty(${value}, true);`,
      printf('"%s\\n"', "json->str"),
      "g_string_free(json, true);",
    ];
    return { lines, uses: [], includes: ["qjson"] };
  }
  if (type?.kind !== "array") return atEdge(scene, returns, value);
  const element: TypeRef = { name: type.element, array: false };
  const inner = atEdge(scene, element, "item->value");
  const gap = isWithinLine(formOf(schema, element)) ? [] : block(`if (item != ${value})`, [puts("\\n")]);
  const loop = block(`for (item = ${value}; item; item = item->next)`, [...gap, ...inner.lines]);
  return { ...inner, lines: [...block(`if (!${value})`, [puts("(none)\\n")]), ...loop] };
}

/** A value at the left edge, on lines of its own. */
function atEdge(scene: Scene, ref: TypeRef, value: string): Code {
  const form = formOf(scene.schema, ref);
  switch (form.kind) {
    case "constant":
      return code(form.text === "(none)" ? [] : [puts(`${form.text}\\n`)]);
    case "scalar":
      return code([printf(`${form.format} "\\n"`, form.value(value))]);
    case "line":
      return code([calling(ref, value), puts("\\n")], [using(scene, ref)]);
    case "object":
      return code([calling(ref, value, ...placeArguments(scene, ref, column("0")))], [using(scene, ref)]);
    default:
      return code([calling(ref, value, "0", "0")], [using(scene, ref)]);
  }
}
