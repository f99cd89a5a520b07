// `commands.ts` and `events.ts`: what goes with each command and event, by its name on the wire; and `index.ts`, the
// one door to all files.

import type { InterfaceDeclarationStructure } from "ts-morph";

import type { Command, Event, Schema } from "../schema/model.js";
import { definitionsOf } from "../schema/query.js";
import type { Direction } from "./directions.js";
import type { EmitContext, Emitter } from "./emitter.js";
import { definitionParts } from "./tsdoc.js";
import type { TypeWriter } from "./type-writer.js";
import { docs, emptyObject, properties, refText, typeWriter } from "./type-writer.js";
import { exportDeclaration, importDeclaration, interfaceDeclaration, objectType, propertyName } from "./typescript.js";
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
        "Every command by its name on the wire: what it takes, and what it gives. `void` is an empty answer, or none.",
      entries: list.map((command) => ({
        definition: command,
        direction: "send",
        members: (data) => [
          { name: "arguments", text: data ?? emptyObject },
          { name: "returns", text: returnsText(writer, command) },
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
        direction: "receive",
        members: (data) => [{ name: "data", text: data ?? "undefined" }],
      })),
    });
  },
};

/** Writes `index.ts`. */
export const index: Emitter = {
  name: "index",
  about: "index.ts: everything from one door",
  emit(_schema: Schema, context) {
    const doors = ["./types.js", "./commands.js", "./events.js"];
    const statements = doors.map((moduleSpecifier) => exportDeclaration({ moduleSpecifier }));
    return [generatedFile("index.ts", statements, context)];
  },
};

interface MapEntry {
  readonly definition: Command | Event;
  readonly direction: Direction;
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
  const inline: InterfaceDeclarationStructure[] = [];
  const map = interfaceDeclaration({
    name,
    isExported: true,
    docs: [about],
    properties: entries.map(({ definition, direction, members }) => ({
      name: propertyName(definition.name),
      type: objectType(members(dataText(writer, definition, direction, inline))),
      docs: docs(writer, definitionParts(definition)),
    })),
  });
  const imported = usedTypeNames(writer, [map, ...inline]);
  const imports =
    imported.length === 0
      ? []
      : [importDeclaration({ isTypeOnly: true, namedImports: [...imported], moduleSpecifier: "./types.js" })];
  return [generatedFile(path, [...imports, map, ...inline], context)];
}

/** The names of `types.ts` in the types of properties, sorted; what is declared beside them is left out. */
function usedTypeNames(writer: TypeWriter, statements: readonly InterfaceDeclarationStructure[]): readonly string[] {
  const own = new Set(statements.map(({ name }) => name));
  const used = new Set<string>();
  for (const { properties: list = [] } of statements) {
    for (const { type } of list) {
      for (const [word] of String(type).matchAll(/"[^"]*"|[A-Za-z_$][\w$]*(?!\w|\??:)/g)) {
        if (!own.has(word) && writer.names.has(word)) used.add(word);
      }
    }
  }
  return [...used].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** The type of a definition's data; inline members get an interface of their own, added to `inline`. */
function dataText(
  writer: TypeWriter,
  definition: Command | Event,
  direction: Direction,
  inline: InterfaceDeclarationStructure[],
): string | undefined {
  const { data, name } = definition;
  const open = definition.kind === "command" && !definition.gen;
  // QEMU checks no arguments of such a command: it takes more than the schema says.
  const more = open ? " & { readonly [name: string]: JsonValue | undefined }" : "";
  if (data === undefined || data.length === 0) return open ? more.slice(3) : undefined;
  if (typeof data === "string") return refText(writer, { name: data, array: false }, direction, name) + more;
  const typeName = writer.names.inline(name);
  const kind = definition.kind === "command" ? "command" : "event";
  const doc = [`${definition.kind === "command" ? "Arguments" : "Data"} of ${kind} \`${name}\`.`];
  const own = properties(writer, definition, data, direction);
  inline.push(interfaceDeclaration({ name: typeName, isExported: true, docs: doc, properties: own }));
  return typeName + more;
}

function returnsText(writer: TypeWriter, command: Command): string {
  return command.returns === undefined ? "void" : refText(writer, command.returns, "receive", command.name);
}
