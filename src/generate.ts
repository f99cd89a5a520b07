// The back end as one function: from a schema to the text of files. Emitters and the printer are loaded when it is called.

import type { Options as PrettierOptions } from "prettier";

import { qemuVersion } from "./base/releases.js";
import type { ConventionOptions } from "./emit/context.js";
import type { Draft, Emitter, IntegerOptions, TextFile } from "./emit/emitter.js";
import type { TypeCache } from "./emit/render-members.js";
import { hmpConfigLeft } from "./hmp/config-left.js";
import type { HmpConfig } from "./hmp/config.js";
import type { Schema } from "./schema/model.js";
import type { Selection } from "./schema/select.js";
import { select } from "./schema/select.js";
import { version } from "./version.js";

/** What generation can be told. */
export interface GenerateOptions extends ConventionOptions, Selection {
  /** The schema's name for headers; never an absolute path. Default: the root's file name. */
  readonly schemaName?: string | undefined;
  readonly integers?: Partial<IntegerOptions> | undefined;
  /** What the monitor's commands are like, by QMP command, where it is not what the schema gives. */
  readonly hmp?: HmpConfig | undefined;
  /** The QEMU version whose C conventions are followed, such as `"8.1"`. Default: the release of the schema's rules. */
  readonly qemu?: string | undefined;
  /** Format with prettier in this configuration instead of its default style. */
  readonly prettier?: PrettierOptions | undefined;
}

/**
 * Makes files from a schema, or from the part that is chosen (`select`); without `emitters`, those that are built in.
 * Writes nothing.
 *
 * Throws (the promise rejects): what an emitter throws; Error when two emitters make the same file; UsageError when one
 * imports a file that the layout does not have; RangeError when `qemu` is no version.
 */
export async function generate(
  schema: Schema,
  emitters?: readonly Emitter[],
  options: GenerateOptions = {},
): Promise<readonly TextFile[]> {
  const [{ builtinEmitters }, { conventionsOf, emitContext, integerOptions }, { conventional }, { renderFile }] =
    await Promise.all([
      import("./emit/emitters.js"),
      import("./emit/context.js"),
      import("./emit/conventions.js"),
      import("./emit/renderer.js"),
    ]);
  const { schemaName = schema.root, integers, hmp = {}, qemu = schema.release, prettier } = options;
  const chosen = select(schema, options);
  const conventions = conventionsOf(options);
  const single = conventions.layout === "single" ? await import("./emit/single.js") : undefined;
  const running = single?.withIndex(emitters ?? builtinEmitters) ?? emitters ?? builtinEmitters;
  const context = emitContext(chosen, {
    version,
    schemaName,
    integers: integerOptions(integers),
    hmp: hmpConfigLeft(hmp, schema, chosen),
    qemu: qemuVersion(qemu),
    emitters: running.map(({ name }) => name),
    conventions,
  });
  const files: TextFile[] = [];
  const types: TypeCache = new Map();
  const embed = conventions.runtime === "embed" ? (await import("./emit/embed.js")).embedder(context) : undefined;
  const print = async (drafts: readonly Draft[]) => {
    for (const draft of drafts) {
      const text = renderFile(conventional(embed?.take(draft) ?? draft, conventions), prettier, types);
      files.push({ path: draft.path, text: typeof text === "string" ? text : await text });
    }
  };
  const joiner = single?.joiner(context);
  const paths = new Set<string>();
  for (const emitter of running) {
    for (const draft of emitter.emit(chosen, context)) {
      if (paths.has(draft.path))
        throw new Error(`emitter '${emitter.name}' makes '${draft.path}', which is there already`);
      paths.add(draft.path);
      await print(joiner?.take(draft) ?? [draft]);
    }
  }
  await print(joiner?.rest() ?? []);
  for (const file of (await embed?.files(prettier)) ?? []) {
    if (paths.has(file.path)) throw new Error(`an emitter makes '${file.path}', where a copy of the runtime goes`);
    files.push(file);
  }
  return files;
}
