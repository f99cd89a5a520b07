// What new handlers and extended ones share: how stubs are written in a file, and the import of what they name.

import type { FileFacts, Insertion } from "./facts.js";
import { applyInsertions } from "./facts.js";
import type { GeneratedNames } from "./generated-names.js";
import { insertImport } from "./generated-names.js";
import type { Given } from "./request.js";
import type { Style } from "./style.js";
import type { StubStyle } from "./stubs.js";

interface Writing {
  readonly style: Style;
  readonly names: GeneratedNames;
  readonly form: "class" | "object";
  readonly indent: string;
  readonly facts: Pick<FileFacts, "declared">;
}

/** How stubs are written there. */
export function stubStyle({ style, names, form, indent, facts }: Writing): StubStyle {
  const error = facts.declared.has("Error") ? "globalThis.Error" : "Error";
  return { ...style, memberIndent: indent, form, nameOf: names.nameOf, error };
}

interface Importing extends Pick<Given, "text" | "facts"> {
  readonly style: Style;
  readonly names: GeneratedNames;
}

/** The insertions with the import of what they need, and the text that they make. */
export function withImports({ text, facts, style, names }: Importing, insertions: readonly Insertion[]) {
  const lines = names.importLines(style);
  const all = lines.length === 0 ? insertions : [insertImport(text, facts, lines, style.newline), ...insertions];
  return { insertions: all, text: applyInsertions(text, all) };
}
