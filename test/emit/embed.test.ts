// `runtime: "embed"`: what is generated stands alone, whatever the type checker of its user is set to.

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { rolldown } from "rolldown";
import { describe, expect, onTestFinished, test } from "vitest";

import { isGeneratedAs } from "../../src/base/generated-mark.js";
import { builtinEmitters, typesOnlyEmitters } from "../../src/emit/emitters.js";
import { runtimeSources } from "../../src/emit/runtime-sources.js";
import type { Emitter, GenerateOptions, TextFile } from "../../src/index.js";
import { compile, generate } from "../../src/index.js";
import { strictlyChecked } from "../support/tsc.js";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const { schema } = compile(here("../../qapi-samples/machine/qapi-schema.json"));

const embedded = (options: GenerateOptions = {}, emitters?: readonly Emitter[]) =>
  generate(schema!, emitters, { runtime: "embed", schemaName: "machine.json", ...options });

/** A folder of its own with files in it, which has no way to a package of ours. */
function folderOf(files: readonly TextFile[]): string {
  const folder = mkdtempSync(join(tmpdir(), "qapi-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** A program in which a client and a server of the sample talk; imports in it end in `end`. */
const program = (end: string): TextFile => ({
  path: "main.ts",
  text: `import { Client, createServer, query_status } from "./made/index${end}";
import { QmpError } from "./made/runtime/index${end}";

async function main(): Promise<void> {
  const server = createServer({
    query_status: () => ({ running: true, status: "running" }),
    stop() {
      throw new QmpError("GenericError", "no");
    },
  });
  const { address } = await server.listen({ host: "127.0.0.1", port: 0 });
  const client = await Client.connect(address);
  const { running, status } = await client.query_status();
  const again = await client.execute(query_status);
  const refusal = await client.stop().catch((error: unknown) => (error instanceof QmpError ? error.class : "?"));
  console.log(running, status, again.status, refusal);
  await client.close();
  await server.close();
}

void main();
`,
});

const small = compile({
  "small.json": `
{ 'enum': 'RunState', 'data': ['running', 'paused'] }
{ 'struct': 'StatusInfo', 'data': { 'running': 'bool', 'status': 'RunState' } }
{ 'command': 'query-status', 'returns': 'StatusInfo' }
{ 'command': 'stop' }
{ 'event': 'STOP' }`,
});

/** The program beside what is generated for it, snake_case so that names are seen to go through. */
async function programFolder(options: GenerateOptions, end: string): Promise<string> {
  const files = await generate(small.schema!, undefined, { runtime: "embed", methodNames: "snake_case", ...options });
  return folderOf([program(end), ...files.map(({ path, text }) => ({ path: `made/${path}`, text }))]);
}

const run = (file: string) => execFileSync(process.execPath, [file], { encoding: "utf8", timeout: 30_000 });
const said = "true running running GenericError\n";

test("the data is what src/runtime holds; `npm run grammar` writes it", () => {
  const runtime = here("../../src/runtime/");
  const paths = readdirSync(runtime, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".ts"));
  const sources = paths.map((path) => [path, readFileSync(join(runtime, path), "utf8")]);
  expect({ ...runtimeSources }).toEqual(Object.fromEntries(sources));
});

describe("the files", () => {
  test("nothing leads to the package; every copy is marked, and out of the reach of checkers", async () => {
    const files = await embedded({ banner: "Ours alone" });
    const copies = files.filter(({ path }) => path.startsWith("runtime/"));
    expect(copies.map(({ path }) => path.slice("runtime/".length))).toEqual(Object.keys(runtimeSources));
    for (const { path, text } of files) {
      expect(text).not.toMatch(/from "qapi-ts/);
      expect(isGeneratedAs(path, text)).toBe(true);
    }
    for (const { path, text } of copies) {
      const [mark, ...header] = text.split("\n", 6);
      expect(mark).toMatch(`from machine.json as ${path}: do not edit.`);
      expect(header).toEqual([
        "// Ours alone",
        "/* eslint-disable */",
        "// biome-ignore-all lint: generated code",
        "// biome-ignore-all format: generated code",
        "// @ts-nocheck",
      ]);
    }
    expect(files.find(({ path }) => path === "client.ts")!.text).toContain('from "./runtime/index.js"');
  });

  test("there is no copy where nothing needs it", async () => {
    const some = (names: readonly string[]) => builtinEmitters.filter(({ name }) => names.includes(name));
    const paths = async (names: readonly string[]) => (await embedded({}, some(names))).map(({ path }) => path);
    expect(await paths(typesOnlyEmitters)).toEqual(["types.ts", "commands.ts", "events.ts", "index.ts"]);
    expect(await paths(["schema"])).toContain("runtime/index.ts");
  });

  test("a file below finds the copy, and text that somebody else wrote stays", async () => {
    const statements = [{ kind: 11, isTypeOnly: true, moduleSpecifier: "qapi-ts/runtime" }] as never;
    const text = 'import "qapi-ts/runtime";\n';
    const deep: Emitter = {
      name: "deep",
      about: "",
      emit: () => [
        { path: "a/b/deep.ts", statements },
        { path: "text.ts", text },
      ],
    };
    const files = await embedded({}, [deep]);
    expect(files.slice(0, 2)).toEqual([
      { path: "a/b/deep.ts", text: 'export type * from "../../runtime/index.js";\n' },
      { path: "text.ts", text },
    ]);
    const clash: Emitter = { ...deep, emit: () => [{ path: "runtime/index.ts", statements }] };
    await expect(embedded({}, [clash])).rejects.toThrow("'runtime/index.ts'");
  });

  test("one file, and the copy beside it", async () => {
    const files = await embedded({ layout: "single" });
    expect(files.filter(({ path }) => !path.startsWith("runtime/")).map(({ path }) => path)).toEqual(["index.ts"]);
    expect(files[0]!.text).toContain('from "./runtime/index.js"');
  });

  test("are formatted by the user's prettier", async () => {
    const files = await generate(small.schema!, undefined, { runtime: "embed", prettier: { singleQuote: true } });
    const { text } = files.find(({ path }) => path === "runtime/decode.ts")!;
    expect(text).toContain("from './");
    expect(isGeneratedAs("runtime/decode.ts", text)).toBe(true);
  });
});

// ---- compilers -----------------------------------------------------------------------------------------------------------

const bundler = { module: "esnext", moduleResolution: "bundler" };
const loose = { paths: {}, strict: false, exactOptionalPropertyTypes: false, verbatimModuleSyntax: false };

describe("type-checks where no package of ours is", () => {
  test.each<[string, Readonly<Record<string, unknown>>, GenerateOptions]>([
    ["with every strict flag", { noPropertyAccessFromIndexSignature: true, noImplicitReturns: true }, {}],
    ["in a loose project", { ...loose, isolatedModules: false, erasableSyntaxOnly: false }, {}],
    ["with a bundler, without extensions", bundler, { importExtension: "none" }],
    ["with TypeScript's extensions", { allowImportingTsExtensions: true }, { importExtension: "ts" }],
    ["where declarations are made", { noEmit: false, declaration: true, outDir: "out" }, {}],
    ["without the newest library", { target: "es2022", lib: ["es2022", "dom"] }, {}],
    ["without Node's types", { types: [] }, {}],
    ["in a file for each module", {}, { layout: "modules" }],
  ])("%s", async (_, options, how) => {
    const folder = folderOf(await embedded(how));
    expect(strictlyChecked(folder, { paths: {}, skipLibCheck: true, ...options })).toBe("");
  });
});

test("what is not judged has its types all the same", async () => {
  const folder = await programFolder({}, ".js");
  const wrong = `import { Client } from "./made/index.js";
const client = await Client.connect({ path: "/run/vm.qmp" });
client.session.state satisfies number;
(await client.query_status()).running satisfies string;
client.stop({ timeoutMS: 1 });
`;
  writeFileSync(join(folder, "wrong.ts"), wrong);
  const lines = strictlyChecked(folder, { paths: {} }).matchAll(/^.*wrong\.ts\((\d+),.* error TS/gm);
  expect([...lines].map(([, line]) => line)).toEqual(["3", "4", "5"]);
});

test("the runtime's sources can be run by erasing their types", async () => {
  const files = Object.entries(runtimeSources).map(([path, text]) => ({ path, text }));
  const options = { paths: {}, noImplicitReturns: false, noPropertyAccessFromIndexSignature: false };
  const lib = ["es2023", "esnext.disposable"];
  expect(strictlyChecked(folderOf(files), { ...options, noUnusedParameters: false, lib })).toBe("");
});

// ---- programs ------------------------------------------------------------------------------------------------------------

describe("a program runs in a plain process", () => {
  test.each<[string, Readonly<Record<string, unknown>>, GenerateOptions, string]>([
    ["compiled as it is", {}, {}, ".js"],
    ["with TypeScript's extensions", { rewriteRelativeImportExtensions: true }, { importExtension: "ts" }, ".ts"],
    ["one file", {}, { layout: "single" }, ".js"],
    ["for an old engine", { target: "es2019", lib: ["es2023"] }, {}, ".js"],
    ["as CommonJS", { module: "commonjs", verbatimModuleSyntax: false, ignoreDeprecations: "6.0" }, {}, ".js"],
  ])("%s", async (_, options, how, end) => {
    const folder = await programFolder(how, end);
    const emit = { noEmit: false, outDir: join(folder, "out"), rootDir: folder, paths: {}, skipLibCheck: true };
    expect(strictlyChecked(folder, { ...emit, ...options })).toBe("");
    const type = options["module"] === "commonjs" ? "commonjs" : "module";
    writeFileSync(join(folder, "out/package.json"), JSON.stringify({ type }));
    expect(run(join(folder, "out/main.js"))).toBe(said);
  });

  test("bundled, without extensions", async () => {
    const folder = await programFolder({ importExtension: "none" }, "");
    expect(strictlyChecked(folder, { ...bundler, paths: {}, skipLibCheck: true })).toBe("");
    const bundle = await rolldown({ input: join(folder, "main.ts"), platform: "node" });
    const file = join(folder, "bundle.mjs");
    await bundle.write({ file, format: "es" });
    await bundle.close();
    expect(run(file)).toBe(said);
  });
});
