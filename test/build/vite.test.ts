// `qapi-ts/vite`, as the package has it, in a real Vite: a build of what imports the generated code, a build that fails, and
// a development server that keeps up with the schema.

import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { Plugin as RolldownPlugin } from "rolldown";
import { rolldown } from "rolldown";
import type { InlineConfig, Plugin } from "vite";
import { build, createServer } from "vite";
import { expect, expectTypeOf, onTestFinished, test, vi } from "vitest";

import { qapi } from "../../src/vite.js";
import { folder, root } from "../cli/run.js";

const schema = (message: string) =>
  `{ 'enum': 'Lamp', 'data': [ 'on', 'off'${message} ] }\n{ 'command': 'set-lamp', 'data': { 'lamp': 'Lamp' } }\n`;

const main = 'import { Lamp } from "./generated/types.js";\nexport const lamps = Object.values(Lamp);\n';

const viteConfig = (words = "") =>
  `import { qapi } from "qapi-ts/vite";\nexport default { plugins: [qapi(${words})] };\n`;

/** A project that has the package and Vite, as after an install. */
function project(files: Readonly<Record<string, string>>): string {
  const path = folder({
    "package.json": '{ "type": "module" }\n',
    "schema.json": schema(""),
    "qapi.config.json": '{ "schema": "schema.json", "out": "src/generated" }\n',
    "vite.config.js": viteConfig(),
    "src/main.js": main,
    ...files,
  });
  mkdirSync(join(path, "node_modules"));
  symlinkSync(root, join(path, "node_modules/qapi-ts"));
  return path;
}

const settings = (path: string): InlineConfig => ({
  root: path,
  configFile: join(path, "vite.config.js"),
  logLevel: "silent",
  build: { lib: { entry: "src/main.js", formats: ["es"], fileName: "main" }, minify: false },
  server: { middlewareMode: true, ws: false },
});

const built = (path: string) => readFileSync(join(path, "dist/main.js"), "utf8");

test("its type is that of Vite's plugins, and of Rollup's kin", () => {
  expectTypeOf(qapi()).toExtend<Plugin>();
  expectTypeOf(qapi()).toExtend<RolldownPlugin>();
});

test("it needs no Vite", async () => {
  const path = project({});
  const plugin = qapi({ schema: join(path, "schema.json"), out: join(path, "src/generated") });
  const bundle = await rolldown({ input: join(path, "src/main.js"), plugins: [plugin] });
  const { output } = await bundle.generate();
  expect(output[0].code).toContain('off: "off"');
  expect(await bundle.watchFiles).toContain(join(path, "schema.json"));
});

test("a build generates first, of the nearest configuration", async () => {
  const path = project({});
  await build(settings(path));
  expect(built(path)).toMatch(/on: "on",\s+off: "off"/);
  expect(readFileSync(join(path, "src/generated/types.ts"), "utf8")).toContain("export const Lamp");
});

test("a configuration may stand in Vite's, and paths are relative to Vite's root", async () => {
  const path = project({
    "qapi.config.json": "nonsense",
    "vite.config.js": viteConfig('{ schema: "schema.json", out: "src/generated", typesOnly: true }'),
  });
  await build(settings(path));
  expect(built(path)).toContain('off: "off"');
});

test.each([
  {
    what: "a mistake in the schema",
    files: { "schema.json": schema(", 7") },
    told: /\[plugin qapi-ts\][^]*schema\.json:1:\d+: error\[[\w-]+\]: [^]*\^/,
  },
  {
    what: "a key that is not known",
    files: { "vite.config.js": viteConfig('{ schema: "schema.json", out: "src/generated", layuot: "single" }') },
    told: /the options of qapi\(\): .*layuot.*layout/,
  },
  {
    what: "a schema that is not there",
    files: { "qapi.config.json": '{ "schema": "nowhere.json", "out": "src/generated" }' },
    told: /nowhere\.json/,
  },
])("$what fails the build, with its place", async ({ files, told }) => {
  const path = project(files);
  await expect(build(settings(path))).rejects.toThrow(told);
});

test("a build that watches generates again", async () => {
  const path = project({});
  const { build: output } = settings(path);
  const watcher = await build({ ...settings(path), build: { ...output, watch: {} } });
  if (!("close" in watcher)) throw new Error("this is no watcher");
  onTestFinished(() => watcher.close());
  await vi.waitFor(() => expect(built(path)).toContain('off: "off"'), { timeout: 20_000 });
  writeFileSync(join(path, "schema.json"), schema(", 'dim'"));
  await vi.waitFor(() => expect(built(path)).toContain('dim: "dim"'), { timeout: 20_000 });
});

test("the development server keeps up, and outlives a mistake", async () => {
  const path = project({});
  const errors: string[] = [];
  const server = await createServer({
    ...settings(path),
    customLogger: {
      info: () => {},
      warn: () => {},
      warnOnce: () => {},
      error: (text) => void errors.push(text),
      clearScreen: () => {},
      hasErrorLogged: () => false,
      hasWarned: false,
    },
  });
  onTestFinished(() => server.close());
  const lamps = async () => ((await server.ssrLoadModule("/src/main.js")) as { lamps: readonly string[] }).lamps;
  expect(await lamps()).toEqual(["on", "off"]);

  writeFileSync(join(path, "schema.json"), schema(", 7"));
  await vi.waitFor(() => expect(errors.join("\n")).toMatch(/schema\.json:1:\d+: error/), { timeout: 20_000 });
  expect(await lamps()).toEqual(["on", "off"]);

  writeFileSync(join(path, "schema.json"), schema(", 'dim'"));
  await vi.waitFor(async () => expect(await lamps()).toEqual(["on", "off", "dim"]), { timeout: 20_000 });
});
