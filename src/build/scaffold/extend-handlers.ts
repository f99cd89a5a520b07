// Handlers that are there, and what they lack: which methods, and what it takes to put them in.

import { suggest } from "../../base/suggest.js";
import { UsageError } from "../../base/usage-error.js";
import type { Filter, Holder } from "./facts.js";
import { lineAt, movedBy } from "./facts.js";
import { generatedNames } from "./generated-names.js";
import type { HandlerMethod } from "./handler-methods.js";
import { insertMembers, memberIndentOf } from "./insert-members.js";
import type { Given, Scaffolded, StrayMethod } from "./request.js";
import { styleOf } from "./style.js";
import { stubLines } from "./stubs.js";
import { stubStyle, withImports } from "./writing.js";

/** Adds what is missing. Throws: UsageError where it cannot be seen what is there, or what is wanted. */
export function extendHandlers(
  { request, facts, text }: Given,
  methods: readonly HandlerMethod[],
  holder: Holder,
): Scaffolded {
  const { into } = request;
  const wanted = wantedMethods(methods, holder, `${into}:${lineAt(text, holder.start)}`);
  const has = new Set([...holder.members.flatMap(({ name }) => name ?? []), ...holder.inherited]);
  const missing = wanted.filter(({ name }) => !has.has(name));
  const { opaque } = holder;
  if (opaque !== undefined && missing.length > 0) {
    throw new UsageError(
      `${into}:${lineAt(text, opaque.at)}: '${opaque.text}' may bring handlers that cannot be seen from here, so nothing is added; these are missing if it does not: ${missing.map(({ name }) => name).join(", ")}`,
    );
  }
  const style = styleOf(text, facts, request.style);
  const names = generatedNames({
    facts,
    locations: request,
    holder,
    extension: request.conventions?.importExtension,
  });
  const place = { text, holder, style };
  const written = stubStyle({ style, names, form: holder.form, indent: memberIndentOf(place), facts });
  const insertions = insertMembers(place, { all: wanted, missing }, (method) => stubLines(method, written));
  const { form, name } = holder;
  const result = withImports({ text, facts, style, names }, insertions);
  return {
    ...result,
    form,
    name,
    isNew: false,
    added: missing,
    total: wanted.length,
    own: ownMissing(methods, holder, has),
    strays: straysOf(holder, { methods, missing }).map(({ at, ...stray }) => ({
      ...stray,
      line: lineAt(text, at),
      lineAfter: lineAt(result.text, movedBy(result.insertions, at)),
    })),
  };
}

/** Those that what it is said to be asks for. */
function wantedMethods(methods: readonly HandlerMethod[], holder: Holder, place: string): readonly HandlerMethod[] {
  const { claims } = holder;
  if (claims.length === 0) return methods.filter(({ isOwn }) => !isOwn);
  const unclear = claims.flatMap(({ filters }) => filters).find((filter) => filter.kind === "unclear");
  if (unclear?.kind === "unclear") {
    throw new UsageError(
      `${place}: which handlers '${unclear.text}' stands for cannot be seen here; write their names, as in Pick<Handlers, "stop" | "cont">`,
    );
  }
  return methods.filter(({ name, isOwn }) =>
    claims.some(({ filters }) => passes(filters, name) && (!isOwn || filters.some(({ kind }) => kind === "only"))),
  );
}

function passes(filters: readonly Filter[], name: string): boolean {
  return filters.every(
    (filter) => filter.kind !== "unclear" && filter.names.includes(name) === (filter.kind === "only"),
  );
}

/** What a server answers by itself, and the compiler asks for all the same. */
function ownMissing(
  methods: readonly HandlerMethod[],
  { claims }: Holder,
  has: ReadonlySet<string>,
): readonly string[] {
  const asked = claims.filter(({ isPartial, filters }) => !isPartial && filters.every(({ kind }) => kind === "except"));
  const missing = methods.filter(({ name, isOwn }) => isOwn && !has.has(name));
  return missing.map(({ name }) => name).filter((name) => asked.some(({ filters }) => passes(filters, name)));
}

function straysOf(
  { members }: Holder,
  { methods, missing }: { methods: readonly HandlerMethod[]; missing: readonly HandlerMethod[] },
): readonly (Pick<StrayMethod, "name" | "near"> & { readonly at: number })[] {
  const known = new Set(methods.map(({ name }) => name));
  const names = missing.map(({ name }) => name);
  const seen = new Set<string>();
  return members.flatMap(({ name, isMethod, start }) => {
    if (!isMethod || name === undefined || name.startsWith("_") || known.has(name) || seen.has(name)) return [];
    seen.add(name);
    return [{ name, at: start, near: suggest(name, names) }];
  });
}
