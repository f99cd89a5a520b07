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
import { sourceFile, span } from "../base/source.js";
import type { Release, Pragmas } from "../base/vocabulary.js";
import type { DocNode, Item, ObjectNode, Value } from "./ast.js";
import { get, inWords } from "./ast.js";
import type { DocComment, DocRules } from "./doc.js";
import { isBroken, lineSpan, parseDoc } from "./doc.js";
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
  /** Whether text was lost: unread files, or stretches that are no items. Names may then be missing. */
  readonly incomplete: boolean;
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
  readonly complete: boolean;
  readonly comments: readonly DocComment[];
}

/** The doc comment right before an item, which may be its documentation. */
type Before = PendingDoc | undefined;

interface LooseDefinition {
  readonly kind: "definition";
  readonly source: SourceFile;
  readonly node: ObjectNode;
  readonly pending: PendingDoc | undefined;
}

type LooseItem = LooseDefinition | RawInclude | { readonly kind: "doc"; readonly pending: PendingDoc };

/** Lives as long as one load. */
class Loader {
  readonly #host: Host;
  readonly #release: Release | undefined;
  readonly #items: LooseItem[] = [];
  readonly #docs: PendingDoc[] = [];
  readonly #sources: SourceFile[] = [];
  readonly #known = new Set<string>();
  readonly #found: { readonly order: number; readonly diagnostic: Diagnostic }[] = [];
  #order = 0;
  #incomplete = false;
  #pragmas: Pragmas = Object.freeze({
    docRequired: false,
    commandNameExceptions: [],
    commandReturnsExceptions: [],
    memberNameExceptions: [],
    documentationExceptions: [],
  });

  constructor(host: Host, release: Release | undefined) {
    this.#host = host;
    this.#release = release;
  }

  root(path: string): void {
    const read = this.#host.read(path);
    if (read.ok) {
      this.#known.add(resolve(path));
      this.#file(sourceFile(path, read.text));
      return;
    }
    this.#incomplete = true;
    const place = { span: undefined, file: path };
    this.#report(read.notUtf8 ? diagnostic("not-utf8", { path }, place) : diagnostic("unreadable-file", { path, reason: read.reason }, place));
  }

  finish(path: string): Program {
    const docs = settleDialects(this.#docs, this.#release);
    const items = this.#items.flatMap((item): Program["items"][number][] => {
      if (item.kind === "include") return [item];
      const comments = docs.get(item.pending) ?? [];
      if (item.kind === "definition") return [{ kind: "definition", source: item.source, node: item.node, doc: comments.at(-1) }];
      return comments.filter((doc) => doc.symbol === undefined).map((doc) => ({ kind: "free-form", doc }));
    });
    for (const pending of this.#docs) {
      for (const comment of docs.get(pending)!) {
        for (const error of comment.lineErrors) this.#found.push({ order: pending.order, diagnostic: error });
        if (!pending.complete) continue;
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
      incomplete: this.#incomplete,
    };
  }

  #report(found: Diagnostic, order = this.#order): void {
    this.#found.push({ order, diagnostic: found });
  }

  #file(source: SourceFile): void {
    this.#sources.push(source);
    let before: Before;
    const items = parseItems(source);
    items.forEach((item, index) => {
      this.#order++;
      const next = items[index + 1];
      // QEMU's scanner is one token ahead: what is wrong with the next token is met before this item is acted upon.
      if (item.kind !== "failure" && next?.kind === "failure" && next.lexical && next.start === next.end) {
        for (const error of next.diagnostics) this.#report(error, this.#order + lookahead);
      }
      const previous = items[index - 1];
      const told = item.kind === "failure" && item.lexical && item.start === item.end && previous !== undefined && previous.kind !== "failure";
      before = this.#item(source, item, before, told);
    });
    this.#order++;
    this.#rejectDoc(before);
  }

  /** Takes one item; gives the doc comment that waits for a definition after it. */
  #item(source: SourceFile, item: Item | Failure, before: Before, told: boolean): Before {
    if (item.kind === "failure") {
      this.#incomplete = true;
      if (item.doc !== undefined) {
        this.#rejectDoc(before);
        this.#doc(source, item.doc, false);
      }
      if (!told) for (const error of item.diagnostics) this.#report(error, this.#order + lookahead);
      return undefined;
    }
    if (item.kind === "doc") {
      this.#rejectDoc(before);
      return this.#doc(source, item, true);
    }
    this.#repeatedKeys(source, item);
    if (item.kind !== "object") {
      this.#report(diagnostic("not-an-object", { found: inWords(item) }, { span: span(source, item.start, item.end) }));
      return undefined;
    }
    if (get(item, "include") !== undefined) {
      this.#rejectDoc(before);
      this.#include(source, item);
    } else if (get(item, "pragma") !== undefined) {
      this.#rejectDoc(before);
      this.#pragma(source, item);
    } else {
      this.#definition(source, item, before);
    }
    return undefined;
  }

  #doc(source: SourceFile, node: DocNode, complete: boolean): PendingDoc {
    const rules: DocRules = this.#release ?? "10.x";
    const pending: PendingDoc = { source, node, order: this.#order, complete, comments: parseDoc(source, node, rules) };
    this.#docs.push(pending);
    if (pending.comments.some((comment) => comment.symbol === undefined)) this.#items.push({ kind: "doc", pending });
    return pending;
  }

  /** A definition's documentation that no definition follows. */
  #rejectDoc(before: Before): void {
    const last = before?.comments.at(-1);
    if (last?.symbol === undefined) return;
    const place = { span: lineSpan(before!.source, before!.node.start) };
    this.#report(diagnostic("doc-not-followed", { symbol: last.symbol }, place), this.#order + acting);
  }

  #definition(source: SourceFile, node: ObjectNode, before: Before): void {
    const last = before?.comments.at(-1);
    if (last !== undefined && last.symbol === undefined) {
      const place = { span: lineSpan(source, before!.node.start) };
      this.#report(diagnostic("doc-free-form-before-definition", {}, place), this.#order + acting);
    }
    const pending = last?.symbol === undefined ? undefined : before;
    this.#items.push({ kind: "definition", source, node, pending });
  }

  #include(source: SourceFile, node: ObjectNode): void {
    const place = { span: span(source, node.start, node.end) };
    const order = this.#order + acting;
    const value = this.#only(source, node, "include");
    if (value === undefined) return;
    const valueSpan = span(source, value.start, value.end);
    if (value.kind !== "string") {
      this.#report(diagnostic("include-value", { found: inWords(value) }, { span: valueSpan }), order);
      return;
    }
    const path = joinPath(source.path, value.value);
    const absolute = resolve(path);
    this.#items.push({ kind: "include", source, path });
    for (let at: SourceFile | undefined = source; at !== undefined; at = at.includedFrom?.source) {
      if (resolve(at.path) !== absolute) continue;
      this.#report(diagnostic("include-loop", { path: value.value }, { span: valueSpan }), order);
      return;
    }
    if (this.#known.has(absolute)) return;
    this.#known.add(absolute);
    const read = this.#host.read(path);
    if (read.ok) {
      this.#file(sourceFile(path, read.text, place.span));
      return;
    }
    this.#incomplete = true;
    this.#report(diagnostic("include-unreadable", { path, reason: read.reason }, { span: valueSpan }), order);
  }

  #pragma(source: SourceFile, node: ObjectNode): void {
    const order = this.#order + acting;
    const value = this.#only(source, node, "pragma");
    if (value === undefined) return;
    if (value.kind !== "object") {
      const place = { span: span(source, value.start, value.end) };
      this.#report(diagnostic("pragma-value", { found: inWords(value) }, place), order);
      return;
    }
    for (const entry of value.entries) {
      const read = readPragma(source, entry, this.#release);
      if ("code" in read) this.#report(read, order);
      else this.#pragmas = Object.freeze({ ...this.#pragmas, ...read });
    }
  }

  /** The value of a directive's key, which must be its object's only one. */
  #only(source: SourceFile, node: ObjectNode, directive: "include" | "pragma"): Value | undefined {
    const other = node.entries.find(({ key }) => key.value !== directive);
    if (other === undefined) return get(node, directive);
    const place = { span: span(source, other.key.start, other.key.end) };
    this.#report(diagnostic("directive-keys", { directive, key: other.key.value }, place), this.#order + acting);
    return undefined;
  }

  /** Keys that an object has twice, in the order of the text. */
  #repeatedKeys(source: SourceFile, value: Value): void {
    if (value.kind === "array") {
      for (const item of value.items) this.#repeatedKeys(source, item);
    } else if (value.kind === "object") {
      const seen = value.entries.length > 1 ? new Map<string, number>() : undefined;
      for (const { key, value: inner } of value.entries) {
        const earlier = seen?.get(key.value);
        if (earlier === undefined) seen?.set(key.value, key.start);
        else this.#report(duplicateKey(source, key.value, key.start, earlier, inner.start));
        if (inner.kind === "object" || inner.kind === "array") this.#repeatedKeys(source, inner);
      }
    }
  }
}

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
function settleDialects(docs: readonly PendingDoc[], release: Release | undefined): ReadonlyMap<PendingDoc | undefined, readonly DocComment[]> {
  const settled = new Map<PendingDoc | undefined, readonly DocComment[]>(docs.map((pending) => [pending, pending.comments]));
  if (release !== undefined || !docs.some(({ comments }) => isBroken(comments))) return settled;
  const older = new Map(docs.map((pending) => [pending, parseDoc(pending.source, pending.node, "7.2")]));
  const all = [...older.values()].every((comments) => !isBroken(comments));
  for (const [pending, comments] of older) {
    if (all || (isBroken(pending.comments) && !isBroken(comments))) settled.set(pending, comments);
  }
  return settled;
}
