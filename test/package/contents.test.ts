// What is published: what users need and nothing else, and found by every kind of import. Run by `npm run pack:check`.

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join } from "node:path";

import { afterAll, describe, expect, test } from "vitest";

import { root } from "../cli/run.js";
import { pack } from "./pack.js";

const { path: tarball, files } = pack();

afterAll(() => rmSync(dirname(tarball), { recursive: true, force: true }));

/** What may be in it; a row that matches nothing is as wrong as a file that no row matches. */
const allowed = [
  /^(?:README\.md|LICENSE|CHANGELOG\.md|package\.json)$/,
  /^docs\/[\w-]+\.md$/,
  /^dist\/man\/qapi-ts\.1$/,
  /^dist\/bin\/(?:[\w-]+\.cjs|help\.json)$/,
  /^dist\/(?:base|build|check|emit|hmp|runtime|schema|syntax)\/(?:[\w-]+\/)*[\w-]+\.(?:js|d\.ts)$/,
  /^dist\/[\w-]+\.(?:js|d\.ts)$/,
];

test("there is nothing that nobody expects", () => {
  expect(files.filter((file) => !allowed.some((row) => row.test(file)))).toEqual([]);
  for (const row of allowed) expect(files.filter((file) => row.test(file))).not.toEqual([]);
});

test("every module comes from a source that is there", () => {
  const modules = files.filter((file) => /^dist\/(?!bin\/|man\/)/.test(file));
  const sourceOf = (file: string) => join(root, file.replace(/^dist/, "src").replace(/(?:\.d\.ts|\.js)$/, ""));
  expect(modules.filter((file) => !existsSync(`${sourceOf(file)}.ts`) && !existsSync(`${sourceOf(file)}.js`))).toEqual(
    [],
  );
});

test("all pages that the README leads to are there", () => {
  const links = [...readFileSync(join(root, "README.md"), "utf8").matchAll(/\]\((docs\/[^)#]+)/g)].map(
    (match) => match[1]!,
  );
  expect(links.filter((link) => !files.includes(link))).toEqual([]);
});

describe("package.json", () => {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    exports: Record<string, string | Record<string, string>>;
    bin: Record<string, string>;
    man: string;
    dependencies: Record<string, string>;
  };

  test("names only what is there", () => {
    const named = [
      ...Object.values(manifest.exports).flatMap((target) =>
        typeof target === "string" ? target : Object.values(target),
      ),
      ...Object.values(manifest.bin),
      manifest.man,
    ].map((target) => target.replace(/^\.\//, ""));
    expect(named.filter((target) => !files.includes(target))).toEqual([]);
  });

  test("has these doors", () => {
    const doors = [".", "./emit", "./hmp", "./runtime", "./config", "./vite", "./package.json"];
    expect(Object.keys(manifest.exports)).toEqual(doors);
  });

  test("names as dependencies what is imported, and nothing else", () => {
    const code = files.filter((file) => /\.c?js$/.test(file)).filter((file) => !file.endsWith("runtime-sources.js"));
    const imported = code.flatMap((file) => {
      const text = readFileSync(join(root, file), "utf8").replace(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, "");
      const words = text.matchAll(/(?:from|import|import\(|require\()\s*"([a-z@][\w./-]*)"/g);
      return [...words].map((match) => match[1]!);
    });
    const packages = new Set(imported.filter((name) => !isBuiltin(name) && !name.startsWith("qapi-ts")));
    expect([...packages].sort()).toEqual(Object.keys(manifest.dependencies).sort());
  });
});

const binary = (name: string) => join(root, "node_modules/.bin", name);

test("publint has nothing against it", () => {
  const { status, stdout, stderr } = spawnSync(binary("publint"), ["run", tarball, "--strict"], { encoding: "utf8" });
  expect({ status, said: status === 0 ? "" : stdout + stderr }).toEqual({ status: 0, said: "" });
});

// `esm-only`: the package has ES modules alone, since Node 20.19 lets `require` load them, and what came before it, or
// resolves as Node 10 did, is not served. Everything else must be found.
test("attw finds the types of every door", () => {
  const { status, stdout, stderr } = spawnSync(binary("attw"), [tarball, "--profile", "esm-only"], {
    encoding: "utf8",
  });
  expect({ status, said: status === 0 ? "" : stdout + stderr }).toEqual({ status: 0, said: "" });
});
