// The house, held by a test: who may import whom, where each dangerous import lives, and that nothing goes in circles.

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

import { expect, test } from "vitest";

import { version } from "../src/index.js";

const src = fileURLToPath(new URL("../src/", import.meta.url));

/** What has a whole run to carry out stands on nearly all. */
const whole = [
  "base",
  "schema",
  "hmp",
  "emit",
  "host.ts",
  "compile.ts",
  "generate.ts",
  "config.ts",
  "version.ts",
  "runtime",
];

/** What each folder may import besides itself; a file directly in `src/` is listed by its name. */
const floors: Readonly<Record<string, readonly string[]>> = {
  base: [],
  syntax: ["base"],
  schema: ["base"],
  check: ["base", "syntax", "schema"],
  hmp: ["base", "schema"],
  emit: ["base", "schema", "hmp"],
  "version.ts": [],
  "host.ts": ["base"],
  "compile.ts": ["base", "syntax", "schema", "check", "host.ts"],
  "generate.ts": ["base", "schema", "hmp", "emit", "version.ts"],
  "config.ts": ["base", "emit", "hmp"],
  build: whole,
  "index.ts": ["base", "schema", "emit", "host.ts", "compile.ts", "generate.ts", "config.ts", "build", "version.ts"],
  "vite.ts": ["config.ts", "build"],
  runtime: [],
  cli: [...whole, "build"],
};

/** The only homes of imports that are dangerous, or slow to load; type imports cost nothing and are free. */
const homes: Readonly<Record<string, RegExp>> = {
  "node:fs": /^(?:host\.ts|build\/|cli\/)/,
  "node:child_process": /^runtime\/transports\//,
  "node:net": /^runtime\/transports\//,
  "node:tls": /^runtime\/transports\//,
  "node:fs/promises": /^runtime\/transports\/listen\.ts$/,
  "node:process": /^(?:cli\/|runtime\/transports\/stdio\.ts)/,
  "ts-morph": /^(?:emit\/reference\.ts$|build\/scaffold\/syntax\/)/,
  prettier: /^emit\/reference\.ts$/,
  commander: /^cli\//,
  jiti: /^build\/find-config\.ts$/,
  chokidar: /^cli\/watch\.ts$/,
};

interface Import {
  readonly from: string;
  readonly to: string;
  readonly isType: boolean;
}

const files = readdirSync(src, { recursive: true, encoding: "utf8" })
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".d.ts"));

const imports: readonly Import[] = files.flatMap((from) => {
  const text = readFileSync(join(src, from), "utf8").replace(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, "");
  const statements = text.matchAll(
    /^(?:import|export)\s+(type\s)?[^;]*?from\s+"([^"]+)"|import\("([^"]+)"\)|^import\s+"([^"]+)"/gm,
  );
  return [...statements].map((match) => ({
    from,
    to: (match[2] ?? match[3] ?? match[4])!,
    isType: match[1] !== undefined,
  }));
});

const floorOf = (file: string) => (file.includes("/") ? file.slice(0, file.indexOf("/")) : file);

const target = ({ from, to }: Import) =>
  normalize(join(dirname(from), to))
    .replaceAll("\\", "/")
    .replace(/\.js$/, ".ts");

test("every file sits on a floor that is known", () => {
  expect(new Set(files.map(floorOf))).toEqual(new Set(Object.keys(floors)));
});

test("a file imports its own folder and the floors below it", () => {
  const wrong = imports.filter((one) => {
    if (!one.to.startsWith(".")) return false;
    const [here, there] = [floorOf(one.from), floorOf(target(one))];
    return here !== there && !floors[here]!.includes(there);
  });
  expect(wrong.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
});

test("each dangerous import has one home", () => {
  const wrong = imports.filter(({ from, to, isType }) => !isType && homes[to] !== undefined && !homes[to].test(from));
  expect(wrong.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
});

test("below the command line one file touches `process`, and only the command line speaks unasked; a server whose developer does not listen does too", () => {
  const touching = files.filter((file) => {
    // What stands in quotes is an example for users.
    const text = readFileSync(join(src, file), "utf8").replace(/\/\*[^]*?\*\/|\/\/.*$|"(?:[^"\\\n]|\\.)*"/gm, "");
    if (file.startsWith("cli/")) return false;
    const isTouching = /(?<![.\w])process\b[.[]/.test(text) && file !== "build/this-process.ts";
    return isTouching || (/\bconsole\./.test(text) && file !== "runtime/server/options.ts");
  });
  expect(touching).toEqual([]);
});

test("`.hx` files are read by who asks for it: neither the program nor the library's other doors load the reader", () => {
  const loading = (file: string) =>
    imports.filter((one) => !one.isType && target(one) === file).map(({ from }) => from);
  expect(loading("hmp/parse-hx.ts")).toEqual(["hmp/index.ts"]);
  expect(loading("hmp/index.ts")).toEqual([]);
});

test("no file imports itself by way of others", () => {
  const graph = new Map(
    files.map((file) => [file, imports.filter(({ from, isType }) => from === file && !isType).map(target)]),
  );
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): readonly string[] => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return [];
    for (const next of graph.get(file) ?? []) {
      const cycle = visit(next, [...path, file]);
      if (cycle.length > 0) return cycle;
    }
    done.add(file);
    return [];
  };
  expect(files.map((file) => visit(file, [])).filter((cycle) => cycle.length > 0)).toEqual([]);
});

test("the version is that of package.json", () => {
  const manifest = JSON.parse(readFileSync(join(src, "../package.json"), "utf8")) as { version: string };
  expect(version).toBe(manifest.version);
});
