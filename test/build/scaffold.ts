// Runs the scaffold on a text, and holds what comes of it to what must be true of every run: the text is there as it was, byte
// for byte and in its order, the result parses, and a second run has nothing to add.

import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { Project, ts } from "ts-morph";
import { expect } from "vitest";

import type { Scaffolded, ScaffoldRequest } from "../../src/build/scaffold/scaffold.js";
import { scaffoldHandlers } from "../../src/build/scaffold/scaffold.js";
import type { Schema } from "../../src/index.js";
import { compile } from "../../src/index.js";

/** The project's folder. */
export const root = fileURLToPath(new URL("../../", import.meta.url));

/** The folder in which the files of the tests are said to lie. */
const here = join(root, "test/build");

/** A sample's schema. */
export function sample(name: string): Schema {
  return compile(join(root, `qapi-samples/${name}/qapi-schema.json`)).schema!;
}

const helloWorld = sample("hello-world");

/** What the import of the sample's code is, from where the tests are said to lie. */
export const door = "../../generated/hello-world/index.js";

/** What differs from a file of handlers of the sample `hello-world`. */
export type Asked = Partial<Omit<ScaffoldRequest, "text">> & { readonly file?: string };

/** Extends a text, or makes one of nothing. */
export async function scaffold(text: string | undefined, asked: Asked = {}): Promise<Scaffolded> {
  const { file = "handlers.ts", ...rest } = asked;
  const out = join(root, "generated/hello-world");
  return scaffoldHandlers({ schema: helloWorld, out, into: join(here, file), text, ...rest });
}

/** The same, held to what must be true of every run. */
export async function extend(text: string, asked: Asked = {}): Promise<Scaffolded> {
  const result = await scaffold(text, asked);
  expectKept(text, result);
  const parsed = ts.transpileModule(result.text, {
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ESNext },
  });
  expect(parsed.diagnostics?.map(({ messageText }) => messageText)).toEqual([]);
  const again = await scaffold(result.text, asked);
  expect(again).toMatchObject({ insertions: [], text: result.text, added: [] });
  return result;
}

/** What was there is there, all of it, in its order. */
export function expectKept(before: string, { insertions, text }: Scaffolded): void {
  let at = 0;
  let from = 0;
  const kept: string[] = [];
  for (const insertion of insertions.toSorted((a, b) => a.at - b.at)) {
    const slice = before.slice(from, insertion.at);
    kept.push(text.slice(at, at + slice.length));
    at += slice.length;
    expect(text.slice(at, at + insertion.text.length)).toBe(insertion.text);
    at += insertion.text.length;
    from = insertion.at;
  }
  kept.push(text.slice(at));
  expect(kept.join("")).toBe(before);
}

/** What the compiler has to say of files by name, as strict as it can be. */
export function compilerSays(files: Readonly<Record<string, string>>): readonly string[] {
  const project = new Project({
    tsConfigFilePath: join(root, "tsconfig.json"),
    skipAddingFilesFromTsConfig: true,
    compilerOptions: { noUnusedParameters: true, noUnusedLocals: true, noImplicitReturns: true },
  });
  const sources = Object.entries(files).map(([name, text]) => project.createSourceFile(join(here, name), text));
  return sources.flatMap((source) =>
    source.getPreEmitDiagnostics().map((found) => {
      const text = ts.flattenDiagnosticMessageText(found.compilerObject.messageText, " ");
      return `${source.getBaseName()}:${found.getLineNumber()}: ${text}`;
    }),
  );
}
