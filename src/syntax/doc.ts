// Doc comments: from the lines of one comment to its sections, in the dialect of a release.
//
// In: a `DocNode`. Out: `DocComment`s (7.2 may cut one comment in two) with the errors found on the way. The two
// families differ so much that each has its own file: `doc-line.ts` reads 7.2's line-oriented form, `doc-paragraph.ts`
// that of 10.x. QEMU's manual, "Documentation comments".

import type { SourceFile } from "../base/source.js";
import type { DocNode } from "./ast.js";
import type { DocComment, DocRules } from "./doc-comment.js";
import { parseLineDoc } from "./doc-line.js";
import { parseParagraphDoc } from "./doc-paragraph.js";

/** Takes a doc comment apart. */
export function parseDoc(source: SourceFile, node: DocNode, rules: DocRules): readonly DocComment[] {
  return rules === "7.2" ? parseLineDoc(source, node) : [parseParagraphDoc(source, node, rules)];
}
