// What a handler of each command looks like: its method's name, the types in its signature, and what the schema says it
// is for. In: a schema and the context of a run, so that names are those of the generated `Handlers`. Out: plain data.

import { peerKind } from "../../emit/client.js";
import type { EmitContext } from "../../emit/emitter.js";
import { isShared } from "../../emit/server-types.js";
import { tsdoc } from "../../emit/tsdoc.js";
import type { TypeWriter } from "../../emit/type-writer.js";
import { dataText, returnsText, serverTypeWriter } from "../../emit/type-writer.js";
import { agentDialect, qmpDialect } from "../../runtime/server/dialect.js";
import { monitorCommands } from "../../runtime/server/monitor.js";
import type { Command, Schema } from "../../schema/model.js";
import { definitionsOf } from "../../schema/query.js";

/** A name of the generated code that the text of a type has. */
export interface NameUse {
  readonly name: string;
  /** Whether it is one of the types that `index.ts` has in the namespace `Served`. */
  readonly isServed: boolean;
}

/** The text of a type in pieces: what stands between names, and the names. */
export type TypePieces = readonly (string | NameUse)[];

/** The method that answers a command. */
export interface HandlerMethod {
  /** The command's name on the wire. */
  readonly command: string;
  readonly name: string;
  /** The type of its arguments; undefined for a command that has none. */
  readonly args: TypePieces | undefined;
  readonly returns: TypePieces;
  /** The first paragraph of its documentation, as Markdown; may be empty. */
  readonly summary: string;
  /** Whether a server answers the command by itself: a handler takes its place, and one that only throws does harm. */
  readonly isOwn: boolean;
}

/** The methods of `Handlers`, in the schema's order. */
export function handlerMethods(schema: Schema, context: EmitContext): readonly HandlerMethod[] {
  const writer = context.once(serverTypeWriter);
  const own = peerKind(schema) === "agent" ? agentDialect.commands : { ...qmpDialect.commands, ...monitorCommands };
  return definitionsOf(schema, "command").map((command) => {
    const args = dataText(writer, command);
    return {
      command: command.name,
      name: writer.names.method(command.name),
      args: args === undefined ? undefined : piecesOf(writer, args),
      returns: piecesOf(writer, returnsText(writer, command)),
      summary: summaryOf(command),
      isOwn: Object.hasOwn(own, command.name),
    };
  });
}

/** Splits the text of a type at the names that generated files give. */
function piecesOf(writer: TypeWriter, text: string): TypePieces {
  const pieces: (string | NameUse)[] = [];
  let at = 0;
  for (const { 0: word, index } of text.matchAll(/"[^"]*"|[A-Za-z_$][\w$]*(?!\w|\??:)/g)) {
    if (!writer.names.has(word)) continue;
    pieces.push(text.slice(at, index), { name: word, isServed: !isShared(writer, word) });
    at = index + word.length;
  }
  pieces.push(text.slice(at));
  // A type on several lines would need the indent of its place.
  return pieces.map((piece) => (typeof piece === "string" ? piece.replace(/\s*\n\s*/g, " ") : piece));
}

/** The first paragraph of a command's documentation, unless that is code. */
function summaryOf({ doc }: Command): string {
  const [first = ""] = tsdoc({ summary: doc?.body ?? "" }, { link: () => undefined }).split("\n\n", 1);
  return /^(?:```|~~~|[|@])/.test(first) ? "" : first.replace(/::?$/, ":").trim();
}
