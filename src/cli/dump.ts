// `qapi-ts dump`: the checked model as text on standard output.

import { dump } from "../schema/dump.js";
import type { Run } from "./verb-rows.js";
import { readSchemas } from "./input.js";
import { print } from "./output.js";

/** Prints the model, with the settled conditions applied. Throws: UsageError. */
export const run: Run = async ({ operands, flags }) => {
  const input = await readSchemas(operands, flags, { document: true });
  if (!input.ok) return input.status;
  await print("stdout", dump(input.schemas[0]));
  return 0;
};
