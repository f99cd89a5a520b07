// `server.ts`: what a program answers commands with, one method a command, and the function that makes a server of it;
// beside it the types as a server has them, and what the server says of its schema when it is asked.
//
// In: a schema. Out: `server.ts`, `server-types.ts`, `introspection.ts`.

import type { MethodSignatureStructure, OptionalKind, StatementStructures } from "ts-morph";

import { introspect } from "../schema/introspect.js";
import type { Command, Feature, Schema } from "../schema/model.js";
import { definitionsOf, describedParts } from "../schema/query.js";
import { peerKind } from "./client.js";
import type { EmitContext, Emitter, TypeScriptDraft } from "./emitter.js";
import { innerName, localName, runtimeImports } from "./runtime-names.js";
import { isShared, serverTypes } from "./server-types.js";
import type { TypeWriter } from "./type-writer.js";
import {
  besideServed,
  dataText,
  definitionDocs,
  returnsText,
  serverTypeWriter,
  typeNamesIn,
  typeWriter,
} from "./type-writer.js";
import type { Member } from "./typescript.js";
import {
  constant,
  functionDeclaration,
  importDeclaration,
  importTypes,
  interfaceDeclaration,
  isInherited,
  objectLiteral,
  propertyName,
  stringLiteral,
  typeAlias,
  union,
} from "./typescript.js";
import { generatedFile } from "./vocabulary.js";

/** Classes of the runtime, and what there is of each kind of peer. */
const kinds = {
  qmp: { server: "QmpServer", peer: "QMP server" },
  agent: { server: "GuestAgentServer", peer: "guest agent" },
} as const;

/** Writes `server.ts`, `server-types.ts` and `introspection.ts`. */
export const server: Emitter = {
  name: "server",
  about: "server.ts, server-types.ts, introspection.ts: handlers of commands, and a server that runs them",
  emit: (schema, context) => [
    serverFile(schema, context),
    ...serverTypes(schema, context),
    introspectionFile(schema, context),
  ],
};

// ---- server.ts -------------------------------------------------------------------------------------------------------

function serverFile(schema: Schema, context: EmitContext): TypeScriptDraft {
  const writer = besideServed(context.once(serverTypeWriter));
  const methods = definitionsOf(schema, "command").map((command) => methodOf(writer, command));
  const events = definitionsOf(schema, "event").map((event) => ({
    name: propertyName(event.name),
    type: dataText(writer, event) ?? "undefined",
  }));
  const kind = kinds[peerKind(schema)];
  const runtime = (name: string) => localName(writer, name);
  const made = `${runtime(kind.server)}<ServedEvents>`;
  const statements: StatementStructures[] = [
    interfaceDeclaration({
      name: "Handlers",
      isExported: true,
      docs: [
        `What answers commands: one method a command. A command whose method is missing is not there for clients. Arguments
have been held to the schema; results are held to it before they are sent.`,
      ],
      methods: methods.map(({ structure }) => structure),
    }),
    interfaceDeclaration({
      name: "ServedEvents",
      isExported: true,
      docs: ["Every event by its name on the wire, with the data to send with it; `undefined` where there is none."],
      properties: events,
    }),
    typeAlias({
      name: "Context",
      isExported: true,
      docs: [
        "What a handler is told beside the arguments: whose command it is, a signal that ends it, and a way to emit events.",
      ],
      type: `${runtime("CommandContext")}<ServedEvents>`,
    }),
    functionDeclaration({
      name: "createServer",
      isExported: true,
      docs: [createServerDoc(kind.peer)],
      parameters: [
        { name: "handlers", type: "Partial<Handlers>" },
        { name: "options", hasQuestionToken: true, type: runtime("ServerOptions") },
      ],
      returnType: made,
      statements: [`return new ${made}(${innerName(writer, "served")}, handlers, options);`],
    }),
    servedStatement(writer, runtime("ServedSchema")),
  ];
  const texts = [...methods.flatMap(({ types }) => types), ...events.map(({ type }) => type)];
  return generatedFile("server.ts", [...imports(writer, kind.server, texts), ...statements], context);
}

function createServerDoc(peer: string): string {
  return `Makes a ${peer} of handlers: it holds arguments to the schema, calls the method of the command, and holds its
result to the schema. It waits for clients once it is told where.

@throws TypeError for a handler that is no function; RangeError for an option that is out of range
@example
\`\`\`ts
const server = createServer(handlers);
await server.listen({ path: "/run/vm1.qmp" });
\`\`\``;
}

interface Method {
  readonly structure: OptionalKind<MethodSignatureStructure>;
  /** The texts of the types in it. */
  readonly types: readonly string[];
}

function methodOf(writer: TypeWriter, command: Command): Method {
  const args = dataText(writer, command);
  const result = returnsText(writer, command);
  const name = writer.names.method(command.name);
  const structure: OptionalKind<MethodSignatureStructure> = {
    // Without quotes it would be what is called with `new`.
    name: name === "new" ? stringLiteral(name) : name,
    docs: definitionDocs(writer, command),
    parameters: [...(args === undefined ? [] : [{ name: "args", type: args }]), { name: "context", type: "Context" }],
    returnType: union([result, `Promise<${result}>`]),
  };
  return { structure, types: args === undefined ? [result] : [args, result] };
}

function imports(writer: TypeWriter, base: string, texts: readonly string[]): readonly StatementStructures[] {
  const names = typeNamesIn(writer, texts);
  return [
    ...runtimeImports(writer, ["CommandContext", "ServedSchema", "ServerOptions"], [base]),
    ...(hasMonitor(writer.schema) ? [importDeclaration({ namedImports: ["hmp"], moduleSpecifier: "./hmp.js" })] : []),
    importDeclaration({ namedImports: [introspectionName], moduleSpecifier: "./introspection.js" }),
    importDeclaration({ namedImports: ["schema"], moduleSpecifier: "./schema.js" }),
    ...importTypes(
      names.filter((name) => !isShared(writer, name)),
      "./server-types.js",
    ),
    ...importTypes(
      names.filter((name) => isShared(writer, name)),
      "./types.js",
    ),
  ];
}

/** A guest agent has no human monitor. */
function hasMonitor(schema: Schema): boolean {
  return peerKind(schema) === "qmp";
}

/** What the runtime is told of the schema. */
function servedStatement(writer: TypeWriter, type: string): StatementStructures {
  const { schema, names } = writer;
  const methods = definitionsOf(schema, "command").map(({ name }) => ({
    name,
    text: stringLiteral(names.method(name)),
  }));
  return constant({
    name: innerName(writer, "served"),
    isExported: false,
    type,
    initializer: objectLiteral([
      { name: "schema", text: "schema" },
      { name: "methods", text: objectLiteral(methods) },
      { name: "features", text: objectLiteral(featuresOf(writer)) },
      { name: "introspection", text: innerName(writer, introspectionName) },
      ...(hasMonitor(schema) ? [{ name: "hmp", text: "hmp" }] : []),
    ]),
    leadingTrivia: "\n",
  });
}

/**
 * What is deprecated or unstable, whatever the build: commands, events, and by `Type.member`, `Enum.value`,
 * `command.member` and `EVENT.member` what is in them, under the names that the table has its objects by. Types
 * themselves cannot be (manual, "Features").
 */
function featuresOf({ schema, forms }: TypeWriter): readonly Member[] {
  const rows: Member[] = [];
  const add = (name: string, features: readonly Feature[] | undefined) => {
    if (features === undefined || features.length === 0) return;
    const special = features.filter((one) => one.condition === undefined && isSpecial(one)).map((one) => one.name);
    const text = `[${special.map(stringLiteral).join(", ")}]${isInherited(name) ? " as const" : ""}`;
    if (special.length > 0) rows.push({ name, text });
  };
  for (const definition of schema.definitions) {
    if (definition.kind === "command" || definition.kind === "event") add(definition.name, definition.features);
    else if (forms.formsOf(definition).length === 0) continue;
    for (const { name, features } of describedParts(definition)) add(`${definition.name}.${name}`, features);
  }
  return rows;
}

/** Whether a feature is one that means something to QEMU (`QAPISchemaFeature.is_special` of scripts/qapi/schema.py). */
const isSpecial = ({ name }: Feature) => name === "deprecated" || name === "unstable";

// ---- introspection.ts ------------------------------------------------------------------------------------------------

const introspectionName = "introspection";

function introspectionFile(schema: Schema, context: EmitContext): TypeScriptDraft {
  const entries = introspect(schema).map((entry) => literalOf(JSON.stringify(entry)));
  const statement = constant({
    name: innerName(context.once(typeWriter), introspectionName),
    type: "readonly string[]",
    docs: ["What `query-qmp-schema` answers, each entry as JSON."],
    initializer: `[${entries.join(", ")}]`,
  });
  return generatedFile("introspection.ts", [statement], context);
}

/** JSON as a string literal that is easy to read: names in a schema have no quotes, and nothing that is escaped. */
const literalOf = (json: string) => (/['\\]/.test(json) ? stringLiteral(json) : `'${json}'`);
