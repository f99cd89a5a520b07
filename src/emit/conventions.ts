// A project's conventions, applied to what emitters made, whoever wrote them: what imports of other files of the output
// end in, and the lines of the banner. In: a draft. Out: a draft. Text drafts stay as they are.

import type { StatementStructures } from "ts-morph";

import type { Conventions, Draft, TypeScriptDraft } from "./emitter.js";
import { kinds } from "./typescript.js";

/** The draft as the conventions want it. */
export function conventional(draft: Draft, { importExtension, banner }: Conventions): Draft {
  if ("text" in draft) return draft;
  const lines = bannerLines(banner);
  return bannered(importExtension === "js" ? draft : extended(draft, importExtension), lines);
}

// ---- import extensions -----------------------------------------------------------------------------------------------

/** What takes the place of `.js` at the end of imports. */
export const extensions = { ts: ".ts", none: "" } as const;

/** Relative specifiers that end in `.js` end otherwise. */
function extended(draft: TypeScriptDraft, extension: keyof typeof extensions): TypeScriptDraft {
  const statements = draft.statements.map((statement): StatementStructures => {
    if (statement.kind !== kinds.importDeclaration && statement.kind !== kinds.exportDeclaration) return statement;
    const { moduleSpecifier } = statement;
    if (moduleSpecifier === undefined || !/^\.\.?\/.*\.js$/s.test(moduleSpecifier)) return statement;
    return { ...statement, moduleSpecifier: moduleSpecifier.slice(0, -".js".length) + extensions[extension] };
  });
  return { ...draft, statements };
}

// ---- the banner ------------------------------------------------------------------------------------------------------

/** A banner's lines as comments, without empty ones at its ends. */
export function bannerLines(banner = ""): readonly string[] {
  const lines = banner.split(/\r\n|[\n\r\u2028\u2029]/).map((line) => line.replaceAll("\0", "").trimEnd());
  const first = lines.findIndex((line) => line !== "");
  const last = lines.findLastIndex((line) => line !== "");
  return first < 0 ? [] : lines.slice(first, last + 1).map((line) => (line === "" ? "//" : `// ${line}`));
}

/** The lines behind the mark, or at the top where there is none. A file without statements has no place for them. */
function bannered(draft: TypeScriptDraft, lines: readonly string[]): TypeScriptDraft {
  const [first, ...rest] = draft.statements;
  if (first === undefined || lines.length === 0) return draft;
  return { ...draft, statements: [{ ...first, leadingTrivia: triviaWith(first.leadingTrivia, lines) }, ...rest] };
}

type Trivia = StatementStructures["leadingTrivia"];

function triviaWith(trivia: Trivia, lines: readonly string[]): Exclude<Trivia, undefined> {
  const text = `${lines.join("\n")}\n`;
  if (trivia === undefined || trivia === "") return `${text}\n`;
  if (typeof trivia === "function") return [`${text}\n`, trivia];
  if (typeof trivia !== "string") return [`${text}\n`, ...trivia];
  const [mark] = /^(?:\/\/ ?@generated .*\n|\/\* ?@generated [^]*?\*\/.*\n)?/.exec(trivia)!;
  const below = trivia.slice(mark.length);
  return `${mark}${text}${mark === "" && !below.startsWith("\n") ? "\n" : ""}${below}`;
}
