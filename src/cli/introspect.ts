// `qapi-ts introspect`: what `query-qmp-schema` would answer, as JSON on standard output.

import { introspect } from "../schema/introspect.js";
import type { Run } from "./verb-rows.js";
import { readSchemas } from "./input.js";
import { print } from "./output.js";

/** Prints the answer's list; conditions that are not settled count as true. Throws: UsageError. */
export const run: Run = async ({ operands, flags }) => {
  // Types are numbered on the whole schema, as QEMU does, so the conditions are settled later.
  const input = await readSchemas(operands, flags, { document: true, settle: false });
  if (!input.ok) return input.status;
  const { define = [], undefine = [], unmask = false } = flags;
  const symbols = { defined: new Set(define), undefined: new Set(undefine) };
  await print("stdout", `${JSON.stringify(introspect(input.schemas[0], { unmask, symbols }), undefined, 2)}\n`);
  return 0;
};
