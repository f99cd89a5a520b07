// `qapi-ts check`: the front end alone. Nothing is printed about a schema that is right.

import type { Run } from "./verb-rows.js";
import { readSchemas } from "./input.js";

/** Checks every schema, and tells of all mistakes. Throws: UsageError. */
export const run: Run = async ({ operands, flags }) => {
  const input = await readSchemas(operands, flags);
  return input.ok ? 0 : input.status;
};
