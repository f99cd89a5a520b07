// All files of a schema: includes, once each, at the place of the first one; pragmas; doc comments beside what they
// document.
//
// In: the root's path, a host. Out: a `Program`, with what QEMU's generator would complain about while it parses, in
// its order. QEMU's manual, "Include directives", "Pragma directives"; `QAPISchemaParser._parse` of scripts/qapi/parser.py.

import { resolve } from "node:path";

import type { Diagnostic } from "../base/diagnostic.js";
import type { Host } from "../base/host.js";
import { diagnostic } from "../base/messages.js";
import type { SourceFile } from "../base/source.js";
import { lineSpan, onLineOf, sourceFile, span } from "../base/source.js";
import type { Release, Pragmas } from "../base/vocabulary.js";
import type { DocNode, Item, ObjectNode, Value } from "./ast.js";
import { entriesOf, get, hasRepeatedKeys, inWords } from "./ast.js";
import { parseDoc } from "./doc.js";
import type { DocComment, DocRules } from "./doc-comment.js";
import { docLines, isBroken } from "./doc-comment.js";
import type { Failure } from "./parse.js";
import { duplicateKey, parseItems } from "./parse.js";
import { readPragma } from "./pragma.js";

/** A definition before its keys are looked at. */
export interface RawDefinition {
  readonly kind: "definition";
  readonly source: SourceFile;
  readonly node: ObjectNode;
  readonly doc: DocComment | undefined;
}

/** An include directive; repeated ones too. */
export interface RawInclude {
  readonly kind: "include";
  readonly source: SourceFile;
  /** Path of the included file, as joined and not normalised. */
  readonly path: string;
}

/** Free-form documentation. */
export interface RawFreeForm {
  readonly kind: "free-form";
  readonly doc: DocComment;
}

/** All files of a schema in include order: each directive, then everything of its file, then the rest. */
export interface Program {
  /** The root's path as given. */
  readonly path: string;
  readonly items: readonly (RawDefinition | RawInclude | RawFreeForm)[];
  /** Every file read, in order. */
  readonly sources: readonly SourceFile[];
  readonly pragmas: Pragmas;
  /** Errors of the parsing phase, in the order in which QEMU's generator meets them. */
  readonly diagnostics: readonly Diagnostic[];
  readonly lost: Lost;
}

/** What could not be read. A mistake that may only be its consequence is none. */
export interface Lost {
  /** Names that something unread may define. */
  readonly names: ReadonlySet<string>;
  /** Whether a file is unread, which may define any name. */
  readonly files: boolean;
  /** Whether a pragma is unread, which may excuse anything. */
  readonly pragmas: boolean;
}

/** Reads a schema. `release` undefined takes the documentation of any release. */
export function load(path: string, host: Host, release: Release | undefined): Program {
  const loader = new Loader(host, release);
  loader.root(path);
  return loader.finish(path);
}

/** A doc comment, and where its errors go once its dialect is settled. */
interface PendingDoc {
  readonly source: SourceFile;
  readonly node: DocNode;
  readonly order: number;
  readonly comments: readonly DocComment[];
}

/** The doc comment right before an item, which may be its documentation. */
type Before = PendingDoc | undefined;

/** What an item leaves to do: a comment that waits for a definition behind it, a file to read at once. */
type Taken = { readonly doc?: PendingDoc; readonly file?: SourceFile | undefined } | undefined;

interface LooseDefinition {
  readonly kind: "definition";
  readonly source: SourceFile;
  readonly node: ObjectNode;
  readonly pending: PendingDoc | undefined;
}

type LooseItem = LooseDefinition | RawInclude | { readonly kind: "doc"; readonly pending: PendingDoc };

const none: readonly string[] = Object.freeze([]);

/** Lives as long as one load. */
class Loader {
  readonly #host: Host;
  readonly #release: Release | undefined;
  readonly #items: LooseItem[] = [];
  readonly #docs: PendingDoc[] = [];
  readonly #sources: SourceFile[] = [];
  readonly #absolutes = new Map<string, string>();
  readonly #known = new Set<string>();
  /** Absolute paths of the files that are being read: the last one, and those that include it. */
  readonly #open = new Set<string>();
  readonly #found: { readonly order: number; readonly diagnostic: Diagnostic }[] = [];
  #order = 0;
  readonly #lostNames = new Set<string>();
  #lostFiles = false;
  #lostPragmas = false;
  #pragmas: Pragmas = Object.freeze({
    docRequired: false,
    commandNameExceptions: none,
    commandReturnsExceptions: none,
    memberNameExceptions: none,
    documentationExceptions: none,
  });

  constructor(host: Host, release: Release | undefined) {
    this.#host = host;
    this.#release = release;
  }

  root(path: string): void {
    const read = this.#host.read(path);
    if (read.ok) {
      this.#known.add(this.#absolute(path));
      this.#files(sourceFile(path, read.text));
      return;
    }
    this.#lostFiles = true;
    const place = { span: undefined, file: path };
    this.#report(
      read.notUtf8
        ? diagnostic("not-utf8", { path }, place)
        : diagnostic("unreadable-file", { path, reason: read.reason }, place),
    );
  }

  finish(path: string): Program {
    const docs = settleDialects(this.#docs, this.#release);
    const items = this.#items.flatMap((item): Program["items"][number][] => {
      if (item.kind === "include") return [item];
      const comments = docs.get(item.pending) ?? [];
      if (item.kind === "definition")
        return [{ kind: "definition", source: item.source, node: item.node, doc: comments.at(-1) }];
      return comments.filter((doc) => doc.symbol === undefined).map((doc) => ({ kind: "free-form", doc }));
    });
    for (const pending of this.#docs) {
      for (const comment of docs.get(pending)!) {
        for (const error of comment.lineErrors) this.#found.push({ order: pending.order, diagnostic: error });
        for (const error of comment.endErrors) this.#found.push({ order: pending.order + acting, diagnostic: error });
      }
    }
    this.#found.sort((a, b) => a.order - b.order);
    return {
      path,
      items,
      sources: this.#sources,
      pragmas: this.#pragmas,
      diagnostics: this.#found.map((found) => found.diagnostic),
      lost: { names: this.#lostNames, files: this.#lostFiles, pragmas: this.#lostPragmas || this.#lostFiles },
    };
  }

  #absolute(path: string): string {
    let absolute = this.#absolutes.get(path);
    if (absolute === undefined) this.#absolutes.set(path, (absolute = resolve(path)));
    return absolute;
  }

  #report(found: Diagnostic, order = this.#order): void {
    this.#found.push({ order, diagnostic: found });
  }

  /** Takes a file with all that it includes. Not by recursion: there may be thousands, each in the next. */
  #files(root: SourceFile): void {
    const open = [this.#steps(root)];
    while (open.length > 0) {
      const step = open.at(-1)!.next();
      if (step.done) open.pop();
      else open.push(this.#steps(step.value));
    }
  }

  /** Takes a file; stops for each that it includes. */
  *#steps(source: SourceFile): Generator<SourceFile, void, undefined> {
    const absolute = this.#absolute(source.path);
    this.#sources.push(source);
    this.#open.add(absolute);
    let before: Before;
    const items = parseItems(source);
    for (const [index, item] of items.entries()) {
      this.#order++;
      const next = items[index + 1];
      // QEMU's scanner is one token ahead: what is wrong with the next token is met before this item is acted upon.
      if (item.kind !== "failure" && next?.kind === "failure" && isMetEarly(next)) {
        for (const error of next.diagnostics) this.#report(error, this.#order + lookahead);
      }
      const previous = items[index - 1];
      const told = item.kind === "failure" && isMetEarly(item) && previous !== undefined && previous.kind !== "failure";
      const taken = this.#item(source, item, before, told);
      before = taken?.doc;
      if (taken?.file !== undefined) yield taken.file;
    }
    this.#order++;
    this.#rejectDoc(before);
    this.#open.delete(absolute);
  }

  /** Takes one item. */
  #item(source: SourceFile, item: Item | Failure, before: Before, told: boolean): Taken {
    if (item.kind === "failure") {
      this.#lose(source.text.slice(item.start, item.next));
      // The opener of nothing, behind a comment that documents nothing, was meant to close that comment.
      const [line] = item.doc === undefined ? [] : docLines(source.text, item.doc);
      const isCloser = item.doc !== undefined && line === undefined && isForDefinition(before);
      if (item.doc !== undefined) this.#rejectDoc(before, this.#order);
      if (!told && !isCloser) for (const error of item.diagnostics) this.#report(error, this.#order + lookahead);
      return item.doc === undefined || isCloser ? undefined : { doc: this.#doc(source, item.doc) };
    }
    if (item.kind === "doc") {
      this.#rejectDoc(before, this.#order);
      return { doc: this.#doc(source, item) };
    }
    this.#repeatedKeys(source, item);
    if (item.kind !== "object") {
      const place = { span: span(source, item.start, item.end) };
      this.#report(diagnostic("not-an-object", { found: inWords(item) }, place), this.#order + acting);
    } else if (get(item, "include") !== undefined) {
      this.#rejectDoc(before);
      return { file: this.#include(source, item) };
    } else if (get(item, "pragma") !== undefined) {
      this.#rejectDoc(before);
      this.#pragma(source, item);
    } else {
      this.#definition(source, item, before);
    }
    return undefined;
  }

  /** Notes what a stretch of text that is no item may have meant. */
  #lose(text: string): void {
    for (const [, word] of text.matchAll(/'([^'\n]*)'/g)) {
      if (word === "include") this.#lostFiles = true;
      else if (word === "pragma") this.#lostPragmas = true;
      else this.#lostNames.add(word!);
    }
  }

  #doc(source: SourceFile, node: DocNode): PendingDoc {
    const rules: DocRules = this.#release ?? "10.x";
    const pending: PendingDoc = { source, node, order: this.#order, comments: parseDoc(source, node, rules) };
    this.#docs.push(pending);
    if (pending.comments.some((comment) => comment.symbol === undefined)) this.#items.push({ kind: "doc", pending });
    return pending;
  }

  /** A definition's documentation that no definition follows. */
  #rejectDoc(before: Before, order = this.#order + acting): void {
    if (!isForDefinition(before)) return;
    const symbol = before!.comments.at(-1)!.symbol!;
    const place = { span: lineSpan(before!.source, before!.node.start) };
    this.#report(diagnostic("doc-not-followed", { symbol }, place), order);
  }

  #definition(source: SourceFile, node: ObjectNode, before: Before): void {
    if (before?.node.complete && !isForDefinition(before)) {
      const place = { span: lineSpan(source, before.node.start) };
      this.#report(diagnostic("doc-free-form-before-definition", {}, place), this.#order + acting);
    }
    this.#items.push({ kind: "definition", source, node, pending: before });
  }

  /** The file that a directive brings in; undefined for one that is there already, or cannot be read. */
  #include(source: SourceFile, node: ObjectNode): SourceFile | undefined {
    const report = (found: Diagnostic): undefined => void this.#report(found, this.#order + acting);
    const value = this.#only(source, node, "include");
    if (value === undefined) return undefined;
    const place = onLineOf(node.start, span(source, value.start, value.end));
    if (value.kind !== "string") {
      this.#lostFiles = true;
      return report(diagnostic("include-value", { found: inWords(value) }, place));
    }
    const path = joinPath(source.path, value.value);
    const absolute = this.#absolute(path);
    this.#items.push({ kind: "include", source, path });
    if (this.#open.has(absolute)) return report(diagnostic("include-loop", { path: value.value }, place));
    if (this.#known.has(absolute)) return undefined;
    this.#known.add(absolute);
    const read = this.#host.read(path);
    if (read.ok) return sourceFile(path, read.text, span(source, node.start, node.end));
    this.#lostFiles = true;
    return report(diagnostic("include-unreadable", { path, reason: read.reason }, place));
  }

  #pragma(source: SourceFile, node: ObjectNode): void {
    const report = (found: Diagnostic) => this.#report(found, this.#order + acting);
    const place = (at: Value) => onLineOf(node.start, span(source, at.start, at.end));
    const value = this.#only(source, node, "pragma");
    if (value === undefined) return;
    if (value.kind !== "object") {
      this.#lostPragmas = true;
      return report(diagnostic("pragma-value", { found: inWords(value) }, place(value)));
    }
    for (const entry of entriesOf(value)) {
      const read = readPragma(entry, this.#release, place);
      if ("code" in read) {
        this.#lostPragmas = true;
        report(read);
      } else this.#pragmas = Object.freeze({ ...this.#pragmas, ...read });
    }
  }

  /** The value of a directive's key, which must be its object's only one. */
  #only(source: SourceFile, node: ObjectNode, directive: "include" | "pragma"): Value | undefined {
    const other = node.entries.find(({ key }) => key.value !== directive);
    if (other === undefined) return get(node, directive);
    const place = onLineOf(node.start, span(source, other.key.start, other.key.end));
    if (directive === "include") this.#lostFiles = true;
    else this.#lostPragmas = true;
    this.#report(diagnostic("directive-keys", { directive, key: other.key.value }, place), this.#order + acting);
    return undefined;
  }

  /** Keys that an object has twice, in the order of the text. */
  #repeatedKeys(source: SourceFile, value: Value): void {
    if (value.kind === "array") {
      for (const item of value.items) this.#repeatedKeys(source, item);
    } else if (value.kind === "object") {
      const seen = hasRepeatedKeys(value) ? new Map<string, number>() : undefined;
      for (const { key, value: inner } of value.entries) {
        const earlier = seen?.get(key.value);
        if (earlier === undefined) seen?.set(key.value, key.start);
        else this.#report(duplicateKey(source, key.value, key.start, earlier, inner.start));
        if (inner.kind === "object" || inner.kind === "array") this.#repeatedKeys(source, inner);
      }
    }
  }
}

/** Whether a comment is whole and documents a definition, which must follow. */
const isForDefinition = (before: Before) =>
  before?.node.complete === true && before.comments.at(-1)?.symbol !== undefined;

/** Whether a failure is met while the item before it is still being finished. */
const isMetEarly = ({ lexical, start, end }: Failure) => lexical && start === end;

/** Within one item: its own text is 0, then the token behind it is read, then the item is acted upon. */
const lookahead = 0.25;
const acting = 0.5;

/** Joins as Python's os.path does: the includer's folder as spelled and the value, nothing normalised. */
function joinPath(includer: string, value: string): string {
  if (value.startsWith("/")) return value;
  const slash = includer.lastIndexOf("/");
  return includer.slice(0, slash + 1) + value;
}

/**
 * The comments of each doc, in the dialect that the schema is written in.
 *
 * With a release there is nothing to settle. Without one every comment was read in the manner of 10.x; where that
 * gives errors, 7.2's manner is tried, for the whole schema if all of it can be read so, else comment by comment.
 */
function settleDialects(
  docs: readonly PendingDoc[],
  release: Release | undefined,
): ReadonlyMap<PendingDoc | undefined, readonly DocComment[]> {
  const settled = new Map<PendingDoc | undefined, readonly DocComment[]>(
    docs.map((pending) => [pending, pending.comments]),
  );
  if (release !== undefined || !docs.some(({ comments }) => isBroken(comments))) return settled;
  const older = new Map(docs.map((pending) => [pending, parseDoc(pending.source, pending.node, "7.2")]));
  const all = [...older.values()].every((comments) => !isBroken(comments));
  for (const [pending, comments] of older) {
    if (all || (isBroken(pending.comments) && !isBroken(comments))) settled.set(pending, comments);
  }
  return settled;
}
