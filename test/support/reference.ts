// QEMU's own generator as a peer: the texts of its tree, what it says of a schema, and how that is held against what our
// compiler says.

import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import type { Compilation } from "../../src/index.js";
import type { Files } from "./generate.js";
import { lineText, positionAt } from "../../src/base/source.js";
import { dump } from "../../src/schema/dump.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** A schema file: its name and text. */
export interface Text {
  readonly name: string;
  readonly text: string;
}

/** The files of a tree's own test corpus. */
export const corpusOf = (tree: string): readonly Text[] => jsonFiles(join(tree, "tests", "qapi-schema"));

/** Our own samples. */
export const samples = (): readonly Text[] => jsonFiles(join(root, "qapi-samples"));

/** Slices of a tree's real schemas: a few definitions each, with their documentation, without includes. */
export function slicesOf(tree: string): readonly string[] {
  const texts = ["qapi", "qga"].flatMap((folder) => jsonFiles(join(tree, folder))).map(({ text }) => text);
  return texts
    .flatMap((text) => {
      const blocks = text.replace(/^\{ 'include'.*\n/gm, "").split(/(?<=^(?:\}|.* \})\n)\n?(?=##\n|\{)/m);
      return blocks.flatMap((_, index) => (index % 3 === 0 ? [blocks.slice(index, index + 4).join("\n")] : []));
    })
    .filter(({ length }) => length < 9000);
}

function jsonFiles(folder: string): readonly Text[] {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".json"));
  return names.sort().map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));
}

/** What the reference says; null where it says nothing. */
export type Verdict =
  | { readonly verdict: "ok"; readonly dump: string }
  | { readonly verdict: "crash"; readonly what: string }
  | {
      readonly verdict: "error";
      readonly file: string | null;
      readonly line: number | null;
      readonly column: number | null;
      readonly kind: string | null;
      readonly name: string | null;
      readonly message: string;
    };

/** The reference of one tree, for as long as it is not closed. */
export interface Reference {
  /** Judges a schema: files by path, the root first. */
  ask(files: Files): Promise<Verdict>;
  close(): void;
}

/** Starts the reference of a tree. */
export function startReference(tree: string): Reference {
  const script = join(root, "test", "conformance", "reference.py");
  const child = spawn("python3", [script, tree], { stdio: ["pipe", "pipe", "inherit"] });
  const waiting: { resolve(verdict: Verdict): void; reject(error: Error): void }[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => waiting.shift()!.resolve(JSON.parse(line) as Verdict));
  const fail = (error: Error) => waiting.splice(0).forEach(({ reject }) => reject(error));
  child.on("error", fail);
  child.on("exit", (code) => fail(new Error(`the reference of ${tree} ended with ${code}`)));
  return {
    ask(files) {
      const encoded = Object.entries(files).map(([path, text]) => [path, Buffer.from(text, "utf8").toString("base64")]);
      return new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        child.stdin.write(`${JSON.stringify({ files: Object.fromEntries(encoded) })}\n`);
      });
    },
    close: () => void child.stdin.end(),
  };
}

/**
 * Known differences: what the reference does, and why ours does not. Everything else must agree: the verdict, the file,
 * the line (ours, or that of its definition), the definition's name.
 *
 * | release | the reference | ours |
 * | --- | --- | --- |
 * | all | crashes: nesting beyond Python's stack, the enum value '', the discriminator '', arrays of arrays | an error |
 * | 10.x | crashes: two members excused by `documentation-exceptions`, nothing behind them in the comment | accepted |
 * | 7.2 | crashes: a stray `"`, a description named by blanks | an error |
 * | 7.2 | takes a string as a struct's `data`, crashes on it when all files are read; meets other errors before | an error, in its turn |
 * | all | of definitions that start on one line, names the last in every error | the one with the error |
 */
export function difference(theirs: Verdict, { diagnostics, schema }: Compilation, release: string): string | undefined {
  const first = diagnostics.find(({ severity }) => severity === "error");
  if (theirs.verdict === "crash") return undefined;
  if (theirs.verdict === "ok") {
    if (first !== undefined) return `accepted, not ${first.code}`;
    return dump(schema!) === theirs.dump ? undefined : "another dump";
  }
  if (first === undefined) return `rejected: ${theirs.message}`;
  const { span, definition, code } = first;
  const structData = code === "wrong-value" && definition?.kind === "struct" && span?.source.text[span.start] === "'";
  if (release === "7.2" && structData) return undefined;
  if (theirs.line === null) return span === undefined ? undefined : `no place, not ${code}`;
  const file = span?.source.path ?? first.file;
  if (span === undefined || file !== theirs.file)
    return `file ${theirs.file}, not ${file}: ${theirs.message} / ${code}`;
  const places = definition === undefined ? [span] : [span, definition.span];
  const lines = places.map((place) => positionAt(place.source, place.start).line);
  if (!lines.includes(theirs.line))
    return `line ${theirs.line}, not ${lines.join(" or ")}: ${theirs.message} / ${code}`;
  if (theirs.name === null || theirs.name === definition?.name) return undefined;
  const line = lineText(span.source, theirs.line);
  if (/\}\s*\{/.test(line) && line.includes(`'${theirs.name}'`)) return undefined;
  return `definition '${theirs.name}', not '${definition?.name}': ${theirs.message} / ${code}`;
}

const loneSurrogate = /\p{Surrogate}/u;

/**
 * Makes a schema smaller for as long as `isSame` says that it still shows the same: without files, then without runs of
 * lines, then of characters.
 */
export async function shrink(files: Files, isSame: (files: Files) => Promise<boolean>): Promise<Files> {
  let best = files;
  const attempt = async (next: Files) => {
    if (!Object.values(next).every((text) => !loneSurrogate.test(text)) || !(await isSame(next))) return false;
    best = next;
    return true;
  };
  for (const path of Object.keys(files).slice(1)) {
    await attempt(Object.fromEntries(Object.entries(best).filter(([name]) => name !== path)));
  }
  for (const path of Object.keys(best)) {
    for (const unit of ["\n", ""]) {
      let parts = best[path]!.split(unit);
      for (let size = Math.ceil(parts.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
        for (let at = 0; at < parts.length;) {
          const left = [...parts.slice(0, at), ...parts.slice(at + size)];
          if (await attempt({ ...best, [path]: left.join(unit) })) parts = left;
          else at += size;
        }
      }
    }
  }
  return best;
}
