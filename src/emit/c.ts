// What is to be pasted into QEMU's own C for the commands of a schema: for the human monitor, declarations and handlers;
// for QMP, prototypes and functions that are yet to be written.
//
// In: a schema, the version of a QEMU. Out: `hmp-cmds.h`, `hmp-cmds.c`, `qmp-cmds.h`, `qmp-cmds.c`, in the style and with
// the signatures of that version. The tables' entries that go with them are the emitter `hx`'s.

import { generatedMark } from "../base/generated-mark.js";
import { textFunctionName } from "../hmp/c-names.js";
import type { Schema } from "../schema/model.js";
import { definedType, typeOf } from "../schema/query.js";
import type { Handler, Placed } from "./c-handlers.js";
import { handler, handlerPrototype } from "./c-handlers.js";
import { helperTexts } from "./c-helpers.js";
import type { Lines } from "./c-lines.js";
import { conditional, fileText, guarded } from "./c-lines.js";
import { moduleHeader, since } from "./c-types.js";
import { printerOf } from "./c-results.js";
import { commandHeaders, qmpHeader, qmpSkeletons } from "./c-signatures.js";
import type { EmitContext, Emitter } from "./emitter.js";
import { cHmpTables } from "./hmp.js";

/** C for QEMU. */
export const c: Emitter = {
  name: "c",
  about: "C for QEMU: HMP handlers and declarations, QMP prototypes and skeletons",
  emit(schema, context) {
    const placed = placedEntries(context);
    const scene = { schema, context, placed };
    const file = (path: string, what: string, text: (top: Lines) => string) => ({
      path,
      text: text([`/* ${generatedMark({ ...context, path })} */`, `/* ${what} */`]),
    });
    return [
      file("hmp-cmds.h", "Handlers of monitor commands, for include/monitor/hmp.h", (head) =>
        handlersHeader(placed, context, head),
      ),
      file("hmp-cmds.c", "Monitor commands that call QMP commands", (head) => handlersText(scene, head)),
      file("qmp-cmds.h", "QMP commands, as QEMU's build declares them", (head) => qmpHeader(schema, context, head)),
      file("qmp-cmds.c", "QMP commands, to be written", (head) => qmpSkeletons(schema, context, head)),
    ];
  },
};

/** The entries of all tables that need a handler: the monitor itself prints the text of those that give nothing else. */
function placedEntries(context: EmitContext): readonly Placed[] {
  const { tables } = context.once(cHmpTables);
  const all = Object.entries(tables).flatMap(([table, entries]) => entries.map((entry): Placed => ({ table, entry })));
  return all.filter(({ entry }) => textFunctionName(entry) === undefined);
}

function handlersHeader(placed: readonly Placed[], { qemu }: EmitContext, head: Lines): string {
  const declarations = placed.flatMap((one) =>
    conditional(one.entry.command.condition, [`${handlerPrototype(one, qemu)};`]),
  );
  return fileText([head, ...guarded("HMP_CMDS_H", [declarations])]);
}

/** What a file of handlers is made of. */
interface HandlersScene {
  readonly schema: Schema;
  readonly context: EmitContext;
  readonly placed: readonly Placed[];
}

function handlersText(all: HandlersScene, head: Lines): string {
  const { schema, placed } = all;
  const { qemu } = all.context;
  const returned = placed.flatMap(({ entry: { command } }) => command.returns ?? []);
  const scene = { schema, qemu, printer: printerOf(schema, returned, qemu) };
  const handlers = placed.map((one) => handler(scene, one));
  const helpers = helperTexts(handlers.flatMap(({ uses }) => uses));
  const needed = new Set([...handlers.flatMap(({ includes }) => includes), ...helpers.includes]);
  const includes = includesOf(all, needed);
  return fileText([head, includes, ...helpers.parts, ...handlers.map(({ lines }: Handler) => lines)]);
}

/** The headers of a file of handlers. QEMU's own objects moved to `qobject/` in 10.0. */
function includesOf({ schema, context, placed }: HandlersScene, needed: ReadonlySet<string>): Lines {
  const objects = since(context.qemu, 10) ? "qobject" : "qapi/qmp";
  const commands = placed.map(({ entry: { command } }) => command);
  const visits = [...needed].filter((one) => one.startsWith("visit ")).map((one) => visitHeader(schema, one.slice(6)));
  const fixed = ["qobject-input-visitor", "qobject-output-visitor", "string-input-visitor"].filter((one) =>
    needed.has(one),
  );
  const headers = [
    "qemu/osdep.h",
    "monitor/hmp.h",
    "monitor/monitor.h",
    "qapi/error.h",
    ...new Set(visits),
    ...fixed.map((one) => `qapi/${one}.h`),
    `${objects}/qdict.h`,
    ...(needed.has("qjson") ? [`${objects}/qjson.h`] : []),
    "hmp-cmds.h",
    ...(commands.every(({ gen }) => gen) ? [] : ["qmp-cmds.h"]),
  ].map((path) => `#include "${path}"`);
  const at = headers.indexOf('#include "qapi/error.h"') + 1;
  return [...headers.slice(0, at), ...commandHeaders(schema, commands), ...headers.slice(at)];
}

function visitHeader(schema: Schema, type: string): string {
  const found = typeOf(schema, type);
  const module = definedType(schema, found?.kind === "array" ? found.element : type)?.module;
  return module === undefined ? "qapi/qapi-builtin-visit.h" : moduleHeader(schema, "visit", module);
}
