// `client.ts`: the class that a program talks to QEMU with, one documented method a command. All that methods do is to
// name their command: what stands behind is the runtime's, the same for every schema. A schema that has the command
// `guest-sync-delimited` is that of a guest agent, whose client is met in another way and can run programs.

import type { MethodDeclarationStructure, OptionalKind, StatementStructures } from "ts-morph";

import type { Command, Schema } from "../schema/model.js";
import { definitionsOf, inlineMembers, isGuestAgent, spelledMembers } from "../schema/query.js";
import type { Emitter } from "./emitter.js";
import { localName, runtimeImports } from "./runtime-names.js";
import type { TypeWriter } from "./type-writer.js";
import { dataText, definitionDocs, returnsText, typeNamesIn, typeWriter } from "./type-writer.js";
import { classDeclaration, importDeclaration, importTypes, stringLiteral } from "./typescript.js";
import { generatedFile } from "./vocabulary.js";

/** What speaks a schema. */
export function peerKind(schema: Schema): "agent" | "qmp" {
  return isGuestAgent(schema) ? "agent" : "qmp";
}

/** How peers of a kind are met: names of the runtime. */
const kinds = {
  qmp: { base: "QmpClient", open: "openSession", options: "ConnectOptions", peer: "a QMP server and negotiates" },
  agent: {
    base: "GuestAgentClient",
    open: "openGuestAgent",
    options: "GuestAgentOptions",
    peer: "a guest agent: waits, within the budget `handshake`, until one answers",
  },
} as const;

/** Writes `client.ts`. */
export const client: Emitter = {
  name: "client",
  about: "client.ts: a client with one method a command",
  emit(schema, context) {
    const writer = context.once(typeWriter);
    const commands = definitionsOf(schema, "command");
    const kind = kinds[peerKind(schema)];
    const runtime = (name: string) => localName(writer, name);
    const methods = commands.map((command) => methodOf(writer, command));
    const statement = classDeclaration({
      name: "Client",
      isExported: true,
      docs: [
        `A client with one method a command. Arguments are held to the schema before they are sent; what arrives may hold what
the schema does not know. A command whose name would meet one of the client's own has \`_\` at its end.`,
      ],
      extends: `${runtime(kind.base)}<Commands, Events>`,
      methods: [
        {
          name: "connect",
          isStatic: true,
          isAsync: true,
          docs: [
            `Connects to ${kind.peer}.

@throws QmpConnectionError, QmpTimeoutError, QmpProtocolError, QmpError; the signal's reason`,
          ],
          parameters: [
            { name: "to", type: `${runtime("Address")} | ${runtime("Transport")}` },
            { name: "options", hasQuestionToken: true, type: runtime(kind.options) },
          ],
          returnType: "Promise<Client>",
          statements: [`return new Client(await ${runtime(kind.open)}(schema, to, options));`],
        },
        ...methods.map(({ structure }) => structure),
      ],
    });
    const calls = ["CallOptions", "OutOfBandOptions"].filter((name) => methods.some((one) => one.options === name));
    const types = ["Address", kind.options, "Transport", ...calls].sort();
    return [
      generatedFile("client.ts", [...imports(writer, types, [kind.base, kind.open], methods), statement], context),
    ];
  },
};

interface Method {
  readonly structure: OptionalKind<MethodDeclarationStructure>;
  readonly options: "CallOptions" | "OutOfBandOptions";
  /** The texts of the types in it. */
  readonly types: readonly string[];
  /** The name of the interface of its arguments, where they are written in place. */
  readonly inline: string | undefined;
}

function methodOf(writer: TypeWriter, command: Command): Method {
  const args = dataText(writer, command);
  const result = returnsText(writer, command);
  const options = command.allowOob ? "OutOfBandOptions" : "CallOptions";
  const needsArgs = spelledMembers(writer.schema, command.data).some((member) => !member.optional);
  const structure: OptionalKind<MethodDeclarationStructure> = {
    name: writer.names.method(command.name),
    docs: definitionDocs(writer, command),
    parameters: [
      ...(args === undefined ? [] : [{ name: "args", type: args, hasQuestionToken: !needsArgs }]),
      { name: "options", hasQuestionToken: true, type: localName(writer, options) },
    ],
    returnType: `Promise<${result}>`,
    statements: [
      `return this.execute(${stringLiteral(command.name)}, ${args === undefined ? "undefined" : "args"}, options);`,
    ],
  };
  const isInline = (inlineMembers(command) ?? []).length > 0;
  return {
    structure,
    options,
    types: args === undefined ? [result] : [args, result],
    inline: isInline ? writer.names.inline(command.name) : undefined,
  };
}

function imports(
  writer: TypeWriter,
  runtimeTypes: readonly string[],
  runtimeValues: readonly string[],
  methods: readonly Method[],
): readonly StatementStructures[] {
  const inline = methods.flatMap((method) => method.inline ?? []);
  const types = typeNamesIn(
    writer,
    methods.flatMap((method) => method.types),
  );
  return [
    ...runtimeImports(writer, runtimeTypes, runtimeValues),
    ...importTypes(["Commands", ...inline].sort(), "./commands.js"),
    ...importTypes(["Events"], "./events.js"),
    importDeclaration({ namedImports: ["schema"], moduleSpecifier: "./schema.js" }),
    ...importTypes(
      types.filter((name) => !inline.includes(name)),
      "./types.js",
    ),
  ];
}
