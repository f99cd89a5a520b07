// The check of a build: settled conditions may take a type away and leave what uses it, which C would not compile.
//
// In: a schema without errors, and what is left of it when symbols are settled. Out: diagnostics. QEMU's manual,
// "Configuring the schema", leaves this to the C compiler.

import type { Diagnostic } from "../base/diagnostic.js";
import { diagnostic } from "../base/messages.js";
import { conditionInWords } from "../schema/conditions.js";
import type { Definition, Schema } from "../schema/model.js";
import { usedTypes } from "../schema/query.js";

/** Reports: types that are used, and gone in this build. */
export function checkBuild(whole: Schema, left: Schema): readonly Diagnostic[] {
  if (whole === left) return [];
  const gone = (name: string) => {
    const type = whole.byName.get(name) ?? whole.byName.get(name.replace(/List$/, ""));
    return type !== undefined && !left.byName.has(type.name) ? type : undefined;
  };
  return left.definitions.flatMap((user) =>
    [...new Set(usedTypes(user).map(({ name }) => name))].flatMap((name) => {
      const type = gone(name);
      return type === undefined ? [] : [dangling(user, type)];
    }),
  );
}

function dangling(user: Definition, type: Definition): Diagnostic {
  const what = `${user.kind} '${user.name}'`;
  const notes = [{ message: `${type.kind} '${type.name}' is defined here`, span: type.span }];
  const parameters = { what, type: type.name, condition: conditionInWords(type.condition!) };
  const definition = { kind: user.kind, name: user.name, span: user.span };
  return diagnostic("type-not-in-build", parameters, { span: user.span, definition, notes });
}
