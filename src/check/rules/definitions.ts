// One name, one definition. QEMU's manual, "Naming rules and reserved names"; `_def_definition` of scripts/qapi/schema.py.

import { diagnostic } from "../../base/messages.js";
import { isBuiltin } from "../../schema/builtins.js";
import type { Definition } from "../../schema/model.js";
import { placeIn } from "./rule.js";
import type { RuleContext } from "./rule.js";

/** Reports: names that are taken already. */
export function checkDuplicates(context: RuleContext): void {
  for (const definition of context.definitions) {
    const { name } = definition;
    const first = context.byName.get(name)!;
    if (isBuiltin(name) || name === "QType") {
      const parameters = { name, earlier: name === "QType" ? "a predefined enum" : "a built-in type" };
      context.report(diagnostic("duplicate-definition", parameters, placeIn(definition, headOf(definition))));
    } else if (first !== definition) {
      const notes = [{ message: "the earlier definition", span: headOf(first) }];
      const parameters = { name, earlier: `${/^[aeiou]/.test(first.kind) ? "an" : "a"} ${first.kind}` };
      context.report(diagnostic("duplicate-definition", parameters, placeIn(definition, headOf(definition), notes)));
    }
  }
}

/** The first line of a definition's text. */
function headOf({ span }: Definition): Definition["span"] {
  const end = span.source.text.indexOf("\n", span.start);
  return end < 0 || end > span.end ? span : { ...span, end };
}
