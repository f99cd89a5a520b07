// Handlers where there are none: in a file of their own, or at the end of one that is there.

import { basename, resolve } from "node:path";

import { UsageError } from "../../base/usage-error.js";
import { isFreeWord } from "../../emit/names.js";
import type { FileFacts } from "./facts.js";
import { applyInsertions } from "./facts.js";
import { generatedNames } from "./generated-names.js";
import type { HandlerMethod } from "./handler-methods.js";
import { className, handlersLines, headLines } from "./new-handlers.js";
import type { Given, Scaffolded, ScaffoldRequest } from "./request.js";
import type { Style } from "./style.js";
import { defaultStyle, styleOf } from "./style.js";
import { stubStyle, withImports } from "./writing.js";

/** A whole file. Throws: UsageError for a name that cannot be one. */
export function newFile(request: ScaffoldRequest, methods: readonly HandlerMethod[]): Scaffolded {
  const { schema, schemaName = schema.root } = request;
  const facts = { imports: [], bound: new Set<string>(), declared: new Set<string>() };
  const style = { ...defaultStyle, ...request.style };
  const { made, names } = makeNew(request, facts, { style, methods });
  const lines = [...headLines(schemaName), "", ...names.importLines(style), "", ...made.lines];
  const text = lines.join("\n").replaceAll("\n", style.newline) + style.newline;
  return { ...made.result, insertions: [{ at: 0, text }], text };
}

/** At the end of a file that has none. Throws: UsageError for a name that is taken, or cannot be one. */
export function appendHandlers({ request, facts, text }: Given, methods: readonly HandlerMethod[]): Scaffolded {
  const style = styleOf(text, facts, request.style);
  const { made, names } = makeNew(request, facts, { style, methods });
  const { newline } = style;
  const content = text.replace(/^\ufeff/, "");
  const isEnded = content === "" || /[\r\n]$/.test(content);
  const importLines = facts.hasStatements ? [] : [...names.importLines(style), ""];
  const lines = [...importLines, ...made.lines].join("\n").replaceAll("\n", newline);
  const gap = content.trim() === "" ? "" : newline;
  const added = { at: text.length, text: (isEnded ? "" : newline) + gap + lines + (isEnded ? newline : "") };
  if (facts.hasStatements) return { ...made.result, ...withImports({ text, facts, style, names }, [added]) };
  return { ...made.result, insertions: [added], text: applyInsertions(text, [added]) };
}

interface Making {
  readonly style: Style;
  readonly methods: readonly HandlerMethod[];
}

/** The lines of new handlers, and what is told of them. Throws: UsageError for a name that is taken, or none. */
function makeNew(
  request: ScaffoldRequest,
  facts: Pick<FileFacts, "imports" | "bound" | "declared">,
  { style, methods }: Making,
) {
  const { out, into, form = "class" } = request;
  const name = request.name ?? (form === "class" ? className(basename(resolve(out))) : "handlers");
  if (!isFreeWord(name)) throw new UsageError(`--name takes a name for a ${form}, and '${name}' cannot be one`);
  if (facts.bound.has(name)) {
    throw new UsageError(
      `${into} has a '${name}', but nothing says that it is handlers; let it say so, as in 'class A implements Handlers', or give what is to be added another name with --name`,
    );
  }
  let ownName = "ServersOwn";
  while (facts.bound.has(ownName)) ownName += "_";
  const bound = new Set([...facts.bound, name, ownName]);
  const names = generatedNames({
    facts: { ...facts, bound },
    locations: request,
    holder: undefined,
    extension: request.conventions?.importExtension,
  });
  const written = stubStyle({ style, names, form, indent: style.indent, facts });
  const lines = handlersLines({ form, name, ownName, methods }, written);
  const added = methods.filter(({ isOwn }) => !isOwn);
  const result = { form, name, isNew: true, added, total: added.length, own: [], strays: [] };
  return { made: { lines, result }, names };
}
