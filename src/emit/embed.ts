// `runtime: "embed"`: the runtime is copied into the folder `runtime/` of the output, so that a program that is made of it
// needs no package of ours.
//
// In: the drafts of a run. Out: the same drafts, which import the copy, and the copy: the runtime's own sources, which
// pack-runtime.js has put into data. A user's type checker does not judge them: its settings may differ from ours.

import type { Options } from "prettier";
import type { StatementStructures } from "ts-morph";

import { bannerLines, extensions } from "./conventions.js";
import type { Conventions, Draft, EmitContext, TextFile } from "./emitter.js";
import { formatted } from "./reference.js";
import { specifierFrom } from "./specifiers.js";
import { kinds } from "./typescript.js";
import { headerLines } from "./vocabulary.js";

const packageName = "qapi-ts/runtime";
const folder = "runtime/";

/** Takes the drafts of a run one by one. */
export interface Embedder {
  /** The draft with the copy in place of the package; a text draft stays as it is. */
  take(draft: Draft): Draft;
  /** The copy, where a draft needs it, formatted as the user's prettier would. Throws: what prettier throws. */
  files(options: Options | undefined): Promise<readonly TextFile[]>;
}

/** Makes what a run with `runtime: "embed"` needs. */
export function embedder(context: EmitContext): Embedder {
  let isNeeded = false;
  return {
    take(draft) {
      if ("text" in draft || !draft.statements.some(isOfRuntime)) return draft;
      isNeeded = true;
      const moduleSpecifier = specifierFrom(draft.path, `${folder}index.ts`);
      const statements = draft.statements.map((one) => (isOfRuntime(one) ? { ...one, moduleSpecifier } : one));
      return { ...draft, statements };
    },
    async files(options) {
      const files = isNeeded ? await runtimeCopy(context) : [];
      if (options === undefined) return files;
      return Promise.all(files.map(async ({ path, text }) => ({ path, text: await formatted(text, options) })));
    },
  };
}

function isOfRuntime(statement: StatementStructures): boolean {
  const isLink = statement.kind === kinds.importDeclaration || statement.kind === kinds.exportDeclaration;
  return isLink && statement.moduleSpecifier === packageName;
}

/** The copy, whose imports end as the conventions say. */
async function runtimeCopy(context: EmitContext): Promise<readonly TextFile[]> {
  const { runtimeSources } = await import("./runtime-sources.js");
  return Object.entries(runtimeSources).map(([name, source]) => copied(folder + name, source, context));
}

function copied(path: string, source: string, context: EmitContext): TextFile {
  const [mark, ...lines] = headerLines(path, context);
  const header = [mark, ...bannerLines(context.conventions.banner), ...lines, "// @ts-nocheck"].join("\n");
  return { path, text: `${header}\n\n${withExtension(source, context.conventions)}` };
}

/** A source of the runtime with its imports of others; in ours they all end in `.js`, at their lines' ends. */
function withExtension(source: string, { importExtension }: Conventions): string {
  if (importExtension === "js") return source;
  return source.replace(/(?<= from "\.\.?\/[^"\n]*)\.js(?=";$)/gm, extensions[importExtension]);
}
