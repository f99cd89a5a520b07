// Doc comments of QEMU 7.2: every line is looked at, whatever is before it.
//
// In: a `DocNode`. Out: `DocComment`s; a `=` heading in free-form text starts another. Follows `QAPIDoc` of QEMU 7.2
// (scripts/qapi/parser.py), a machine with four states, each with its own idea of what a line can be.

import type { Diagnostic } from "../base/diagnostic.js";
import { diagnostic } from "../base/messages.js";
import type { SourceFile } from "../base/source.js";
import { lineSpan, span } from "../base/source.js";
import { indentOf, space, trim, trimEnd } from "../base/text.js";
import type { DocTag } from "../base/vocabulary.js";
import type { DocNode } from "./ast.js";
import type { DocComment } from "./doc-comment.js";
import { docLines, sortPieces, symbolOf } from "./doc-comment.js";

const tags: Readonly<Record<string, DocTag>> = {
  "Returns:": "returns",
  "Since:": "since",
  "Note:": "note",
  "Notes:": "notes",
  "Example:": "example",
  "Examples:": "examples",
  "TODO:": "todo",
};

interface Section {
  readonly tag: DocTag | "member" | "feature";
  readonly name: string;
  /** Offset of its header line. */
  readonly at: number;
  /** How far its lines are indented; that much is cut off. */
  readonly indent: number;
  text: string;
}

const wrongEntry = new RegExp(`^@[^${space}]+:`);
const entryHeader = new RegExp(`^@[^${space}]*:[${space}]*`);
const tagHeader = new RegExp(`^[^${space}]*:[${space}]*`);

type State = "body" | "members" | "features" | "various";

/** Takes a comment of 7.2 apart. */
export function parseLineDoc(source: SourceFile, node: DocNode): readonly DocComment[] {
  const done: DocComment[] = [];
  let reader = lineReader(source, node);
  for (const at of docLines(source.text, node)) {
    const line = source.text.slice(at + 1, source.text.indexOf("\n", at));
    if (line.startsWith(" =")) {
      if (reader.symbol() !== undefined) {
        reader.fail(
          diagnostic(
            "doc-heading",
            { why: "cannot stand in the documentation of a definition" },
            { span: lineSpan(source, at) },
          ),
        );
      } else if (reader.hasText()) {
        done.push(reader.finish(at));
        reader = lineReader(source, node);
      }
    }
    reader.take(at, line);
  }
  done.push(reader.finish(node.complete ? node.end - 2 : undefined));
  return done;
}

function lineReader(source: SourceFile, node: DocNode) {
  const lineErrors: Diagnostic[] = [];
  const body: Section = { tag: "plain", name: "", at: node.start, indent: 0, text: "" };
  const sections: Section[] = [body];
  /** Names by tag: of members and features theirs, of other sections their headers. */
  const names = new Map<Section["tag"], Set<string>>();
  let symbol: string | undefined;
  let state: State = "body";
  let current = body;
  let at = node.start;
  const fail = (error: Diagnostic) => void lineErrors.push(error);
  const here = () => ({ span: lineSpan(source, at) });

  const leave = () => {
    current.text = trim(current.text);
    if (current !== body && current.text === "") {
      const what =
        current.tag === "member" || current.tag === "feature"
          ? `the description of '@${current.name}:'`
          : `'${current.name}:'`;
      const notes = [{ message: "it starts here", span: lineSpan(source, current.at) }];
      fail(diagnostic("doc-section-empty", { what }, { ...here(), notes }));
    }
  };
  const enter = (tag: Section["tag"], name: string, indent: number) => {
    leave();
    current = { tag, name, at, indent, text: "" };
    sections.push(current);
    names.set(tag, (names.get(tag) ?? new Set()).add(name));
  };

  const text = (line: string) => {
    const wrong = line.startsWith("@") ? wrongEntry.exec(line) : null;
    if (wrong !== null) fail(diagnostic("doc-at-in-text", { symbol: wrong[0] }, here()));
    if (line !== "" && indentOf(line) < current.indent) {
      fail(diagnostic("doc-indent", { indent: current.indent }, here()));
      current.text += `${trimEnd(line)}\n`;
    } else {
      current.text += `${trimEnd(line.slice(current.indent))}\n`;
    }
  };

  /** The line behind a header, moved to where it stands so that the lines that follow can be held against it. */
  const headed = (line: string, header: RegExp): { indent: number; line: string } => {
    const indent = header.exec(line)?.[0].length ?? 0;
    const rest = line.slice(indent);
    return rest === "" ? { indent: 0, line: "" } : { indent, line: " ".repeat(indent) + rest };
  };

  const entry = (tag: "member" | "feature", word: string, line: string) => {
    const name = word.slice(1, -1);
    if (name === "") fail(diagnostic("doc-entry-name", {}, here()));
    else if (names.get(tag)?.has(name)) fail(diagnostic("doc-entry-twice", { name }, here()));
    const rest = headed(line, entryHeader);
    enter(tag, name, rest.indent);
    text(rest.line);
  };

  const various = (word: string, line: string) => {
    state = "various";
    if (isEntry(word)) return fail(diagnostic("doc-late-member", { name: word.slice(1, -1) }, here()));
    const tag = tagOf(word);
    if (tag === undefined) return text(line);
    if ((tag === "returns" || tag === "since") && names.has(tag)) {
      fail(diagnostic("doc-section-twice", { tag: word.slice(0, -1) }, here()));
    }
    const rest = headed(line, tagHeader);
    enter(tag, word.slice(0, -1), rest.indent);
    text(rest.line);
  };

  const inBody = (word: string, line: string) => {
    if (symbol === undefined && body.text === "" && line.startsWith("@")) {
      const first = symbolOf(source, at, line);
      symbol = first.symbol;
      lineErrors.push(...first.errors);
    } else if (symbol === undefined) {
      text(line);
    } else if (isEntry(word)) {
      state = "members";
      entry("member", word, line);
    } else if (line === "Features:") {
      state = "features";
    } else if (tagOf(word) !== undefined) {
      various(word, line);
    } else {
      text(line);
    }
  };

  const inEntries = (tag: "member" | "feature", word: string, line: string) => {
    if (isEntry(word)) return entry(tag, word, line);
    if (tagOf(word) !== undefined) return various(word, line);
    if (current.text.endsWith("\n\n") && line !== "" && indentOf(line) === 0) {
      if (tag === "member" && line === "Features:") {
        state = "features";
        return;
      }
      enter("plain", "", 0);
      return various(word, line);
    }
    text(line);
  };

  return {
    fail,
    symbol: () => symbol,
    hasText: () => body.text !== "",
    /** Takes a line: the offset of its `#`, and what is behind that. */
    take(offset: number, raw: string): void {
      at = offset;
      if (raw === "") return text("");
      const line = raw.slice(1);
      const blank = line.indexOf(" ");
      const word = blank < 0 ? line : line.slice(0, blank);
      if (state === "body") inBody(word, line);
      else if (state === "members") inEntries("member", word, line);
      else if (state === "features") inEntries("feature", word, line);
      else various(word, line);
    },
    /** Ends the comment at the line of an offset; undefined for one that breaks off. */
    finish(offset: number | undefined): DocComment {
      if (offset !== undefined) {
        at = offset;
        leave();
      }
      return {
        rules: "7.2",
        symbol,
        body: body.text,
        ...sortPieces(source, sections.slice(1)),
        span: span(source, node.start, node.end),
        lineErrors,
        endErrors: [],
      };
    },
  };
}

const isEntry = (word: string) => word.startsWith("@") && word.endsWith(":");

const tagOf = (word: string): DocTag | undefined =>
  word.endsWith(":") && Object.hasOwn(tags, word) ? tags[word] : undefined;
