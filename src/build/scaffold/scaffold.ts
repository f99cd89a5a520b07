// `qapi-ts scaffold handlers` without the disk: from a schema and the text of a person's file to what is put into it. Text is
// added and none is changed, which the result's form shows: insertions at offsets of the text as it was.

import { isGenerated } from "../../base/generated-mark.js";
import { UsageError } from "../../base/usage-error.js";
import { conventionsOf, emitContext, integerOptions } from "../../emit/context.js";
import { version } from "../../version.js";
import { appendHandlers, newFile } from "./add-handlers.js";
import { chooseHolder } from "./choose-holder.js";
import { extendHandlers } from "./extend-handlers.js";
import type { FileFacts } from "./facts.js";
import { handlerMethods } from "./handler-methods.js";
import type { Scaffolded, ScaffoldRequest } from "./request.js";

export type { Scaffolded, ScaffoldRequest, StrayMethod } from "./request.js";

/**
 * Makes handlers, or adds those that are missing. Throws (the promise rejects): UsageError where the text has mistakes in its
 * syntax, is generated, or does not show plainly what is to be extended, or what is there already.
 */
export async function scaffoldHandlers(request: ScaffoldRequest): Promise<Scaffolded> {
  const { schema, schemaName = schema.root, into, text, conventions } = request;
  const context = emitContext(schema, {
    version,
    schemaName,
    integers: integerOptions(),
    conventions: conventionsOf(conventions),
  });
  const methods = handlerMethods(schema, context);
  if (text === undefined) return newFile(request, methods);
  if (isGenerated(text)) {
    throw new UsageError(
      `${into} is generated, and what is added to it would be lost; --into takes a file of your own`,
    );
  }
  const facts = await readFacts(into, text);
  const { name } = request;
  const holder = chooseHolder({ text, facts, locations: request, name });
  const result =
    holder === undefined
      ? appendHandlers({ request, facts, text }, methods)
      : extendHandlers({ request, facts, text }, methods, holder);
  if (result.insertions.length > 0) await prove(into, result);
  return result;
}

/** The facts of a text; ts-morph is loaded here. Throws: UsageError for a text that does not parse. */
async function readFacts(into: string, text: string): Promise<FileFacts> {
  const facts = await (await import("./syntax/read.js")).readFacts(into, text);
  if (!("message" in facts)) return facts;
  const before = text.slice(0, facts.at).split(/\r\n?|\n/);
  const place = `${before.length}:${before.at(-1)!.length + 1}`;
  throw new UsageError(
    `${into}:${place}: ${facts.message.replace(/\.$/, "")}; nothing is added to a file that does not parse`,
  );
}

/** What was put in is where it should be: an unusual text may read it otherwise, such as a field `get` without a semicolon. */
async function prove(into: string, { text, form, name, added }: Scaffolded): Promise<void> {
  const facts = await (await import("./syntax/read.js")).readFacts(into, text);
  const holders = "message" in facts ? [] : facts.holders.filter((one) => one.form === form && one.name === name);
  const isThere = holders.some(({ members }) =>
    added.every((method) => members.some((member) => member.name === method.name && member.isMethod)),
  );
  if (isThere) return;
  throw new UsageError(
    `what would be added to ${into} would not be read as methods; is there a semicolon missing at the end of a field?`,
  );
}
