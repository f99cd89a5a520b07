// The drafts of the built-in emitters as they are printed, in any conventions.

import type { ConventionOptions } from "../../src/emit/context.js";
import { conventionsOf, emitContext, integerOptions } from "../../src/emit/context.js";
import { conventional } from "../../src/emit/conventions.js";
import type { TypeScriptDraft } from "../../src/emit/emitter.js";
import { builtinEmitters } from "../../src/emit/emitters.js";
import { joiner } from "../../src/emit/single.js";
import type { Schema } from "../../src/index.js";

/** All drafts of TypeScript for a schema. */
export function draftsOf(schema: Schema, options: ConventionOptions = {}): readonly TypeScriptDraft[] {
  const conventions = conventionsOf(options);
  const context = emitContext(schema, { version: "0", schemaName: "x", integers: integerOptions(), conventions });
  const made = builtinEmitters.flatMap((emitter) => emitter.emit(schema, context));
  const placed = conventions.layout === "single" ? made.flatMap(joiner(context).take) : made;
  return placed.map((draft) => conventional(draft, conventions)).filter((draft) => "statements" in draft);
}
