// `commands.ts` and `events.ts`: what goes with each command and event, by its name on the wire; and `index.ts`, the
// one door to all files.

import type { Command, Event, Schema } from "../schema/model.js";
import { definitionsOf } from "../schema/query.js";
import { doors } from "./doors.js";
import type { EmitContext, Emitter } from "./emitter.js";
import type { TypeWriter } from "./type-writer.js";
import {
  dataText,
  definitionDocs,
  emptyObject,
  inlineInterface,
  returnsText,
  servedNamespace,
  typeNamesIn,
  typeWriter,
} from "./type-writer.js";
import { exportDeclaration, importTypes, interfaceDeclaration, objectType, propertyName } from "./typescript.js";
import { generatedFile } from "./vocabulary.js";

/** Writes `commands.ts`. */
export const commands: Emitter = {
  name: "commands",
  about: "commands.ts: arguments and results of every command",
  emit(schema, context) {
    const writer = context.once(typeWriter);
    const list = definitionsOf(schema, "command");
    return mapFile(writer, context, {
      path: "commands.ts",
      name: "Commands",
      about:
        "Every command by its name on the wire: what it takes, and what it gives. `void` is an empty answer, or none; `oob`\nsays that it may be executed out of band.",
      entries: list.map((command) => ({
        definition: command,
        members: (data) => [
          { name: "arguments", text: data ?? emptyObject },
          { name: "returns", text: returnsText(writer, command) },
          ...(command.allowOob ? [{ name: "oob", text: "true" }] : []),
        ],
      })),
    });
  },
};

/** Writes `events.ts`. */
export const events: Emitter = {
  name: "events",
  about: "events.ts: data of every event",
  emit(schema, context) {
    const writer = context.once(typeWriter);
    const list = definitionsOf(schema, "event");
    return mapFile(writer, context, {
      path: "events.ts",
      name: "Events",
      about: "Every event by its name on the wire, with the data that comes with it; `undefined` where none does.",
      entries: list.map((event) => ({
        definition: event,
        members: (data) => [{ name: "data", text: data ?? "undefined" }],
      })),
    });
  },
};

/** Writes `index.ts`: a door to what the emitters of the run make. */
export const index: Emitter = {
  name: "index",
  about: "index.ts: everything from one door",
  emit(_schema: Schema, context) {
    const made = Object.entries(doors).filter(([name]) => context.emitters.includes(name));
    const statements = made.map(([, moduleSpecifier]) => exportDeclaration({ moduleSpecifier }));
    if (context.emitters.includes("server")) {
      // They have the names of those of the client.
      const moduleSpecifier = "./server-types.js";
      statements.push(exportDeclaration({ isTypeOnly: true, namespaceExport: servedNamespace, moduleSpecifier }));
    }
    // A file without declarations is no module.
    if (statements.length === 0) statements.push(exportDeclaration({}));
    return [generatedFile("index.ts", statements, context)];
  },
};

interface MapEntry {
  readonly definition: Command | Event;
  /** The entry's members, from the text of the type of `data`, if there is any. */
  readonly members: (data: string | undefined) => readonly { readonly name: string; readonly text: string }[];
}

interface MapFile {
  readonly path: string;
  readonly name: string;
  readonly about: string;
  readonly entries: readonly MapEntry[];
}

function mapFile(writer: TypeWriter, context: EmitContext, { path, name, about, entries }: MapFile) {
  const map = interfaceDeclaration({
    name,
    isExported: true,
    docs: [about],
    properties: entries.map(({ definition, members }) => ({
      name: propertyName(definition.name),
      type: objectType(members(dataText(writer, definition))),
      docs: definitionDocs(writer, definition),
    })),
  });
  const interfaces = [map, ...entries.flatMap(({ definition }) => inlineInterface(writer, definition))];
  const texts = interfaces.flatMap(({ properties: list = [] }) => list.map(({ type }) => String(type)));
  const own = new Set(interfaces.map((one) => one.name));
  const imported = typeNamesIn(writer, texts).filter((one) => !own.has(one));
  return [generatedFile(path, [...importTypes(imported, "./types.js"), ...interfaces], context)];
}
