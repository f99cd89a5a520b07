// What the emitters make of a few lines of QAPI.

import { expect } from "vitest";

import type { GenerateOptions } from "../../src/index.js";
import { compile, generate } from "../../src/index.js";

/** The declarations that a file has besides those that are in every one. */
export async function generated(
  given: string,
  file = "types.ts",
  options: GenerateOptions & { define?: string[]; undefine?: string[] } = {},
) {
  const { schema, diagnostics } = compile({ "schema.json": given }, options);
  expect(diagnostics).toEqual([]);
  const files = await generate(schema!, undefined, options);
  const { text } = files.find(({ path }) => path === file)!;
  const start =
    file === "types.ts"
      ? text.indexOf("return Object.hasOwn(known, value);\n}\n") + 37
      : text.indexOf("generated code\n\n") + 16;
  const body = text.slice(file === "types.ts" ? start : text.lastIndexOf("generated code\n") + 15);
  return body.trim();
}

/** Lines as one text. */
export const lines = (...list: string[]) => list.join("\n");
