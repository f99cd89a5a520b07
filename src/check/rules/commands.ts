// Commands and events: what `data` and `returns` may name. QEMU's manual, "Commands", "Events";
// `QAPISchemaCommand.check` and `QAPISchemaEvent.check` of scripts/qapi/schema.py.

import { diagnostic } from "../../base/messages.js";
import type { Command, Event, Member } from "../../schema/model.js";
import { membersOf, typeOf } from "../../schema/query.js";
import { checkFeatures } from "./features.js";
import type { Progress } from "./objects.js";
import { checkInline, checkObject, keySpan } from "./objects.js";
import { expectType, isObject, placeIn, typeInWords } from "./rule.js";
import type { RuleContext } from "./rule.js";

/** Reports: what is wrong with a command. */
export function checkCommand(context: RuleContext, command: Command, progress: Progress): void {
  checkFeatures(context, command, command.features);
  checkData(context, command, progress);
  const { returns, name } = command;
  if (returns === undefined) return;
  const span = () => keySpan(command, "returns");
  const type = returns.array ? typeOf(context, returns.name) : expectType(context, command, returns, "'returns'", span);
  if (type === undefined || context.excuses("commandReturnsExceptions", name)) return;
  const element = type.kind === "array" ? typeOf(context, type.element) : type;
  if (element === undefined || isObject(element)) return;
  const spelled = returns.array ? `['${returns.name}']` : returns.name;
  context.report(diagnostic("returns-type", { command: name, type: spelled }, placeIn(command, span())));
}

/** Reports: an array of an unknown type as result. */
export function checkReturnedArray(context: RuleContext, command: Command): void {
  if (command.returns?.array)
    expectType(context, command, command.returns, "'returns'", () => keySpan(command, "returns"));
}

/** Reports: what is wrong with an event. */
export function checkEvent(context: RuleContext, event: Event, progress: Progress): void {
  checkFeatures(context, event, event.features);
  checkData(context, event, progress);
}

function checkData(context: RuleContext, definition: Command | Event, progress: Progress): void {
  const { data, boxed } = definition;
  if (data === undefined) return;
  if (typeof data !== "string") {
    checkConditions(context, definition, data);
    return;
  }
  const span = () => keySpan(definition, "data");
  const type = expectType(context, definition, data, "'data'", span);
  if (type === undefined) return;
  if (!isObject(type)) {
    const parameters = { kind: `${definition.kind} '${definition.name}'`, type: data, is: typeInWords(type) };
    context.report(diagnostic("data-type", parameters, placeIn(definition, span())));
    return;
  }
  if (type.kind === "union" && !boxed) {
    context.report(diagnostic("unboxed-union", { type: data }, placeIn(definition, span())));
  }
  if (!context.release.conditionNeedsBoxed) return;
  if (type.kind === "struct" || type.kind === "union") checkObject(context, type, progress);
  if (type.kind === "implicit") checkInline(context, type.owner, progress);
  checkConditions(context, definition, membersOf(context, type));
}

/** Reports: members with a condition where C passes each as an argument. */
function checkConditions(context: RuleContext, definition: Command | Event, members: readonly Member[]): void {
  if (definition.boxed || !context.release.conditionNeedsBoxed) return;
  for (const member of members) {
    if (member.condition === undefined) continue;
    const inline = typeof definition.data !== "string";
    const span = inline ? member.span : keySpan(definition, "data");
    context.report(diagnostic("unboxed-condition", { member: member.name }, placeIn(definition, span)));
  }
}
