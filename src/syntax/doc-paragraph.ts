// Doc comments of QEMU 10.x: headers are recognised where a paragraph starts, and nowhere else.
//
// In: a `DocNode`. Out: a `DocComment`. Follows `QAPISchemaParser.get_doc` of QEMU 10.0 and 10.2 (scripts/qapi/parser.py).

import type { Diagnostic } from "../base/diagnostic.js";
import { diagnostic } from "../base/messages.js";
import type { SourceFile } from "../base/source.js";
import { lineSpan, span } from "../base/source.js";
import { indentOf, trimEnd, trimNewlines } from "../base/text.js";
import type { DocTag } from "../base/vocabulary.js";
import type { DocNode } from "./ast.js";
import type { DocComment, DocRules } from "./doc-comment.js";
import { sortPieces, symbolOf } from "./doc-comment.js";
import { styleChecker } from "./doc-style.js";

/** Headers of sections, and what each is; the last four ended with QEMU 9. */
const tags: Readonly<Record<string, DocTag>> = {
  Returns: "returns",
  Errors: "errors",
  Since: "since",
  TODO: "todo",
  Note: "note",
  Notes: "notes",
  Example: "example",
  Examples: "examples",
};
const tagLine = /^(Returns|Errors|Since|Notes?|Examples?|TODO)(?!::): */;
const entryLine = /^@([^:]*): */;

/** Sections that may be empty: those without a header, and those that are wrong anyway. */
const textless: ReadonlySet<Section["tag"]> = new Set(["plain", "note", "notes", "example", "examples"]);

/** Sections that a comment has once at most. */
const single: ReadonlySet<DocTag> = new Set(["returns", "errors", "since"]);

interface Section {
  readonly tag: DocTag | "member" | "feature";
  readonly name: string;
  at: number;
  readonly lines: string[];
  text: string;
}

/** Takes a comment of 10.x apart. */
export function parseParagraphDoc(source: SourceFile, node: DocNode, rules: Exclude<DocRules, "7.2">): DocComment {
  const lineErrors: Diagnostic[] = [];
  const style = rules === "10.2" ? styleChecker(source, lineErrors) : undefined;
  const { text } = source;
  const limit = node.complete ? node.end - "##".length : node.end;
  let at = 0;
  let lineEnd = text.indexOf("\n", node.start);
  let line: string | undefined;
  const next = () => {
    const found = text.indexOf("#", lineEnd);
    if (found < 0 || found >= limit) return (line = undefined);
    at = found;
    lineEnd = text.indexOf("\n", at);
    line = trimEnd(text.slice(at + 2, lineEnd));
    style?.(at, line);
    return line;
  };
  const fail = (error: Diagnostic) => void lineErrors.push(error);
  const here = () => ({ span: lineSpan(source, at) });

  const body: Section = { tag: "plain", name: "", at: node.start, lines: [], text: "" };
  const sections: Section[] = [body];
  /** Tags with names: of members and features theirs, of other sections their headers. */
  const names = new Set<string>();
  const has = (tag: Section["tag"], name: string) => names.has(`${tag} ${name}`);
  const open = (tag: Section["tag"], name: string, rest: string) => {
    const section: Section = { tag, name, at, lines: rest === "" ? [] : [rest], text: "" };
    sections.push(section);
    names.add(`${tag} ${name}`);
    next();
    indented(section);
  };

  /** The lines that belong to a header: blank ones, and those indented as far as the first of them. */
  const indented = (section: Section) => {
    for (; line === ""; next()) section.lines.push("");
    const indent = line === undefined ? 0 : indentOf(line);
    if (indent === 0) return;
    section.lines.push(line!);
    for (let first = true; next() !== undefined; first = false) {
      if (entryLine.test(line!)) return;
      if (line !== "" && indentOf(line!) < indent) {
        if (!first) return;
        fail(diagnostic("doc-indent", { indent }, here()));
        while (next() !== undefined && line !== "") section.lines.push(line!);
        if (line === undefined) return;
      }
      section.lines.push(line!);
    }
  };

  const entries = (tag: "member" | "feature") => {
    for (let match = matchEntry(line); match !== null; match = matchEntry(line)) {
      const name = match[1]!;
      if (name === "") fail(diagnostic("doc-entry-name", {}, here()));
      else if (has(tag, name)) fail(diagnostic("doc-entry-twice", { name }, here()));
      open(tag, name, line!.slice(match[0].length));
    }
  };

  const paragraph = () => {
    let section = sections.at(-1)!;
    if (section.tag === "plain") {
      if (section.lines.length === 0) section.at = at;
      section.lines.push("");
    } else {
      section = { tag: "plain", name: "", at, lines: [], text: "" };
      sections.push(section);
    }
    for (; line !== undefined && line !== ""; next()) section.lines.push(line);
  };

  const definition = () => {
    let late = false;
    while (line !== undefined) {
      if (line === "") {
        next();
        continue;
      }
      const tag = tagLine.exec(line);
      const entry = matchEntry(line);
      if (line === "Features:") {
        if (sections.some((section) => section.tag === "feature")) fail(diagnostic("doc-features-twice", {}, here()));
        do next();
        while ((line as string | undefined) === "");
        if (matchEntry(line) === null && (line !== undefined || node.complete))
          fail(diagnostic("doc-features-empty", {}, afterLast()));
        entries("feature");
        late = true;
      } else if (entry !== null) {
        if (late) fail(diagnostic("doc-late-member", { name: entry[1]! }, here()));
        entries("member");
        late = true;
      } else if (tag !== null) {
        header(tags[tag[1]!]!, tag[1]!, line.slice(tag[0].length));
        late = true;
      } else {
        if (rules === "10.0" && line.startsWith("=")) {
          fail(diagnostic("doc-heading", { why: "cannot stand in the documentation of a definition" }, here()));
        }
        paragraph();
      }
    }
  };

  const header = (tag: DocTag, word: string, rest: string) => {
    if (word.startsWith("Note")) fail(diagnostic("doc-section-gone", { tag: word, directive: "note" }, here()));
    else if (word.startsWith("Example")) {
      fail(diagnostic("doc-section-gone", { tag: word, directive: "qmp-example" }, here()));
    } else if (single.has(tag) && has(tag, word)) {
      fail(diagnostic("doc-section-twice", { tag: word }, here()));
    }
    open(tag, word, rest);
  };

  const freeForm = () => {
    for (let first = true; line !== undefined; next(), first = false) {
      const match = matchEntry(line);
      if (match !== null) fail(diagnostic("doc-symbol-in-free-form", { symbol: match[1]! }, here()));
      if (rules === "10.0" && !first && line.startsWith("=")) {
        fail(diagnostic("doc-heading", { why: "must be the first line of its comment" }, here()));
      }
      body.lines.push(line);
    }
  };

  /** The line that was reached, or the closing one. */
  const afterLast = () => (line === undefined ? { span: span(source, node.end - 2, node.end) } : here());

  let symbol: string | undefined;
  next();
  if (line !== undefined && (line as string).startsWith("@")) {
    const first = symbolOf(source, at, line);
    symbol = first.symbol;
    lineErrors.push(...first.errors);
    next();
    definition();
  } else {
    freeForm();
  }

  const endErrors: Diagnostic[] = [];
  for (const section of sections) {
    section.text = trimNewlines(section.lines.join("\n"));
    if (section.text === "" && node.complete && !textless.has(section.tag)) {
      const what =
        section.tag === "member" || section.tag === "feature"
          ? `the description of '@${section.name}:'`
          : `'${section.name}:'`;
      endErrors.push(diagnostic("doc-section-empty", { what }, { span: lineSpan(source, section.at) }));
    }
  }
  return {
    rules,
    symbol,
    body: body.text,
    ...sortPieces(source, sections.slice(1)),
    span: span(source, node.start, node.end),
    lineErrors,
    endErrors,
  };
}

function matchEntry(line: string | undefined): RegExpExecArray | null {
  return line !== undefined && line.startsWith("@") ? entryLine.exec(line) : null;
}
