// The C functions that answer QMP commands, with the prototypes that a release's generator gives them.
//
// In: a schema, commands, a version. Out: prototypes without their semicolon, and skeletons, as `build_params` of
// scripts/qapi/gen.py and `gen_command_decl` of scripts/qapi/commands.py have them.

import { identifier, qmpFunctionName } from "../hmp/c-names.js";
import type { Command, Schema } from "../schema/model.js";
import { definitionsOf, spelledMembers } from "../schema/query.js";
import type { Lines } from "./c-lines.js";
import { conditional, fileText, functionText, guarded } from "./c-lines.js";
import { cParameterType, cType, declaration, hasFlag, moduleHeader, nothing, since } from "./c-types.js";
import type { EmitContext, QemuVersion } from "./emitter.js";

/** `coroutine_fn`, where a release says so in its prototypes: an annotation, so that leaving it out is no error. */
export const coroutineMark = ({ coroutine }: Command, qemu: QemuVersion) =>
  coroutine && since(qemu, 8) ? "coroutine_fn " : "";

/** The prototype of the function that answers a command. */
export function qmpPrototype(schema: Schema, command: Command, qemu: QemuVersion): string {
  const name = coroutineMark(command, qemu) + qmpFunctionName(command.name);
  // What the generator makes no marshaller for takes what a marshaller would.
  if (!command.gen) return `void ${name}(QDict *qdict, QObject **ret_data, Error **errp)`;
  const type = command.returns === undefined ? "void" : cType(schema, command.returns);
  return `${declaration(type, name)}(${[...parameters(schema, command, qemu), "Error **errp"].join(", ")})`;
}

/** The parameters of a command. Those of members with a condition are there in any case. */
function parameters(schema: Schema, command: Command, qemu: QemuVersion): readonly string[] {
  const { data, boxed } = command;
  if (boxed && typeof data === "string") {
    return [declaration(cParameterType(schema, { name: data, array: false }), "arg")];
  }
  return spelledMembers(schema, data).flatMap((member) => {
    const name = identifier(member.name);
    const value = declaration(cParameterType(schema, member.type), name);
    return hasFlag(schema, member, qemu) ? [`bool has_${name}`, value] : [value];
  });
}

/** The headers with the prototypes of commands, each once, in their order. */
export function commandHeaders(schema: Schema, commands: readonly Command[]): Lines {
  const made = commands.filter(({ gen }) => gen);
  return [...new Set(made.map(({ module }) => `#include "${moduleHeader(schema, "commands", module)}"`))];
}

/** `qmp-cmds.h`: the prototypes of all commands, to read; QEMU's build makes its own. */
export function qmpHeader(schema: Schema, context: EmitContext, top: Lines): string {
  const commands = definitionsOf(schema, "command");
  const types = new Set(commands.map(({ module }) => `#include "${moduleHeader(schema, "types", module)}"`));
  const prototypes = commands.flatMap((command) =>
    conditional(command.condition, [`${qmpPrototype(schema, command, context.qemu)};`]),
  );
  return fileText([top, ...guarded("QMP_CMDS_H", [[...types], prototypes])]);
}

/** `qmp-cmds.c`: a function for each command, that says that it is yet to be written. */
export function qmpSkeletons(schema: Schema, context: EmitContext, top: Lines): string {
  const commands = definitionsOf(schema, "command");
  const includes = [
    '#include "qemu/osdep.h"',
    '#include "qapi/error.h"',
    ...commandHeaders(schema, commands),
    ...(commands.every(({ gen }) => gen) ? [] : ['#include "qmp-cmds.h"']),
  ];
  const skeletons = commands.map((command) => conditional(command.condition, skeleton(schema, command, context.qemu)));
  return fileText([top, includes, ...skeletons]);
}

function skeleton(schema: Schema, command: Command, qemu: QemuVersion): Lines {
  const { name, returns, gen } = command;
  const result = returns === undefined || !gen ? undefined : nothing(cType(schema, returns));
  return functionText(qmpPrototype(schema, command, qemu), [
    [],
    [`error_setg(errp, "${name} is not implemented");`, ...(result === undefined ? [] : [`return ${result};`])],
  ]);
}
