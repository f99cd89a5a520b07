// `generated/` is what our machine writes from `qapi-samples/`, no more and no less; and the fast printer prints each
// sample as the reference does. `npm start` writes the folder anew.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { describe, expect, test } from "vitest";

import { emitContext, integerOptions } from "../src/emit/context.js";
import { builtinEmitters } from "../src/emit/emitters.js";
import { renderReference } from "../src/emit/reference.js";
import { render } from "../src/emit/render.js";
import { compile, generate } from "../src/index.js";

const root = fileURLToPath(new URL("../", import.meta.url));
const samples = readdirSync(join(root, "qapi-samples")).filter((name) =>
  existsSync(join(root, "qapi-samples", name, "qapi-schema.json")),
);

test("every sample has its output, and nothing else is there", () => {
  expect(readdirSync(join(root, "generated")).filter((name) => !name.startsWith("."))).toEqual(samples);
});

describe.each(samples)("%s", (name) => {
  const { schema, diagnostics } = compile(join(root, "qapi-samples", name, "qapi-schema.json"));

  test("is accepted", () => expect(diagnostics).toEqual([]));

  test("is generated as committed", async () => {
    const files = await generate(schema!);
    const folder = join(root, "generated", name);
    expect(readdirSync(folder).sort()).toEqual(files.map(({ path }) => path).sort());
    for (const { path, text } of files) expect(text).toBe(readFileSync(join(folder, path), "utf8"));
  });

  test("is printed by the fast printer as by the reference", async () => {
    const context = emitContext(schema!, { version: "0", schemaName: "x", integers: integerOptions() });
    for (const draft of builtinEmitters.flatMap((emitter) => emitter.emit(schema!, context))) {
      if ("text" in draft) continue;
      const fast = render(draft);
      expect(fast, `the fast printer declines ${draft.path}`).toBeDefined();
      expect(fast).toBe(await renderReference(draft));
    }
  });
});
