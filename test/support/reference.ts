// QEMU's own generator as a peer: which trees are there, what it says of a schema, and how that is held against what
// our compiler says.

import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import type { Compilation } from "../../src/index.js";
import { positionAt } from "../../src/base/source.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Releases of which a source tree can be had (`test/conformance/fetch-qemu.sh`). */
export const treeReleases = ["7.2", "10.0"] as const;

/** Where a release's tree would be. */
export const treePath = (release: string) => join(root, ".cache", `qemu-${release}`);

/** Whether a release's tree is there. */
export const hasTree = (release: string) => existsSync(join(treePath(release), "scripts", "qapi"));

/** The files of a tree's own test corpus: name and text. */
export function corpusOf(release: string): readonly { readonly name: string; readonly text: string }[] {
  const folder = join(treePath(release), "tests", "qapi-schema");
  return jsonFiles(folder).map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));
}

/** Our own samples: path and text. */
export function samples(): readonly { readonly name: string; readonly text: string }[] {
  const folder = join(root, "qapi-samples");
  return jsonFiles(folder).map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));
}

function jsonFiles(folder: string): readonly string[] {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return names.filter((name) => name.endsWith(".json")).sort();
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
  ask(files: Readonly<Record<string, string>>): Promise<Verdict>;
  close(): void;
}

/** Starts a reference. */
export function startReference(release: string): Reference {
  const script = join(root, "test", "conformance", "reference.py");
  const child = spawn("python3", [script, treePath(release)], { stdio: ["pipe", "pipe", "inherit"] });
  const waiting: { resolve(verdict: Verdict): void; reject(error: Error): void }[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => waiting.shift()!.resolve(JSON.parse(line) as Verdict));
  const fail = (error: Error) => waiting.splice(0).forEach(({ reject }) => reject(error));
  child.on("error", fail);
  child.on("exit", (code) => fail(new Error(`the reference of ${release} ended with ${code}`)));
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

/** In what ours differs from the reference; undefined where it does not. */
export function difference(theirs: Verdict, { diagnostics }: Compilation): string | undefined {
  const first = diagnostics.find(({ severity }) => severity === "error");
  if (theirs.verdict === "crash") return undefined;
  if (theirs.verdict === "ok") return first === undefined ? undefined : `accepted, not ${first.code}`;
  if (first === undefined) return `rejected: ${theirs.message}`;
  const { span, definition, code } = first;
  const file = span?.source.path ?? first.file;
  if (theirs.line === null) return span === undefined ? undefined : `no place, not ${code}`;
  if (span === undefined || file !== theirs.file) return `file ${theirs.file}, not ${file}: ${theirs.message} / ${code}`;
  const lines = [span, definition?.span].flatMap((place) => (place === undefined ? [] : [positionAt(place.source, place.start).line]));
  if (!lines.includes(theirs.line)) return `line ${theirs.line}, not ${lines.join(" or ")}: ${theirs.message} / ${code}`;
  if (theirs.name !== null && definition !== undefined && definition.name !== theirs.name) {
    return `definition '${theirs.name}', not '${definition.name}': ${theirs.message} / ${code}`;
  }
  if (theirs.name !== null && definition === undefined) return `definition '${theirs.name}', not none: ${theirs.message} / ${code}`;
  return undefined;
}
