// What QEMU 10.2 asks of the form of every doc comment line: its length, and two spaces between sentences.
//
// Follows scripts/qapi/parser.py of QEMU 10.2 (the checks of a documentation line as it is read).

import type { Diagnostic } from "../base/diagnostic.js";
import { diagnostic } from "../base/messages.js";
import type { SourceFile } from "../base/source.js";
import { span } from "../base/source.js";
import { indentOf } from "../base/text.js";

/** Columns that a line may have, its `# ` included. */
const limit = 70;

const url = /^ *(?:https?|ftp):\/\/[^ ]*$/;
const sentences = /(?:\be\.g\.|^ *\d\.|([.!?])) (?=[A-Z0-9(])/g;
const literalOpener = /^(?:\.\. qmp-example)? *::$/;

/** A checker for the lines of one comment, to be given each line in order: its `#`'s offset, and its text. */
export function styleChecker(source: SourceFile, errors: Diagnostic[]): (at: number, line: string) => void {
  let literal = false;
  let literalIndent = 0;
  return (at, line) => {
    if (literalOpener.test(line)) {
      literal = true;
      literalIndent = 0;
    } else if (literal && line !== "") {
      // Lines without indent do not end it before the first one with indent.
      const indent = indentOf(line);
      if (literalIndent === 0) literalIndent = indent;
      else if (indent < literalIndent) literal = false;
    }
    if (literal) return;
    const length = line === "" ? 1 : 2 + [...line].length;
    if (length > limit && !url.test(line)) {
      errors.push(diagnostic("doc-line-length", { length, limit }, { span: span(source, at, at + 2 + line.length) }));
    }
    sentences.lastIndex = 0;
    for (let match = sentences.exec(line); match !== null; match = sentences.exec(line)) {
      if (match[1] === undefined) continue;
      const space = at + 2 + match.index + match[0].length - 1;
      errors.push(diagnostic("doc-sentence-space", {}, { span: span(source, space, space + 1) }));
      break;
    }
  };
}
