// `index.ts` is the door to what the emitters of the run make, and to nothing else.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { describe, expect, onTestFinished, test } from "vitest";

import { doors } from "../../src/emit/doors.js";
import { builtinEmitters, optionalEmitters, typesOnlyEmitters } from "../../src/emit/emitters.js";
import type { Emitter } from "../../src/index.js";
import { compile, generate } from "../../src/index.js";
import { strictlyChecked } from "../support/tsc.js";

const sample = fileURLToPath(new URL("../../qapi-samples/machine/qapi-schema.json", import.meta.url));
const schema = compile(sample).schema!;

const stranger: Emitter = { name: "docs", about: "", emit: () => [{ path: "docs.md", text: "" }] };
const chosen = (names: readonly string[]) =>
  [...builtinEmitters, ...optionalEmitters, stranger].filter(({ name }) => names.includes(name));

async function indexOf(names: readonly string[]): Promise<string> {
  const files = await generate(schema, chosen(names));
  const { text } = files.find(({ path }) => path === "index.ts")!;
  return text.slice(text.indexOf("\n\n") + 2);
}

describe("the doors of", () => {
  test.each<[readonly string[], string]>([
    [["index"], "export {};\n"],
    [["types", "index"], 'export * from "./types.js";\n'],
    [typesOnlyEmitters, 'export * from "./types.js";\nexport * from "./commands.js";\nexport * from "./events.js";\n'],
    [["c", "hx", "docs", "types", "index"], 'export * from "./types.js";\n'],
    [
      ["types", "schema", "server", "hmp", "index"],
      'export * from "./types.js";\nexport * from "./schema.js";\nexport * from "./server.js";\nexport * from "./hmp.js";\nexport type * as Served from "./server-types.js";\n',
    ],
  ])("%j", async (names, text) => expect(await indexOf(names)).toBe(text));

  test("all of ours: every file that is made, but what is the server's own", async () => {
    const files = await generate(schema);
    const text = files.find(({ path }) => path === "index.ts")!.text;
    const made = files.map(({ path }) => path.replace(/\.ts$/, "")).filter((name) => name !== "index");
    const open = made.filter((name) => text.includes(`"./${name}.js"`));
    expect(made.filter((name) => !open.includes(name))).toEqual(["introspection"]);
    expect(Object.keys(doors)).toEqual(builtinEmitters.map(({ name }) => name).filter((name) => name !== "index"));
  });
});

test("types alone type-check, without a runtime anywhere", async () => {
  const folder = mkdtempSync(join(tmpdir(), "qapi-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const files = await generate(schema, chosen(typesOnlyEmitters));
  for (const { path, text } of files) {
    expect(text).not.toContain("runtime");
    writeFileSync(join(folder, path), text);
  }
  expect(strictlyChecked(folder, { paths: {}, types: [], lib: ["es2022"] })).toBe("");
});
