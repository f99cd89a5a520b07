// `qapi-ts generate`: the build step. TypeScript for every schema, or nothing at all.

import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

import type { Emitter, IntegerOptions, TextFile } from "../emit/emitter.js";
import type { ConfigHost } from "../emit/reference.js";
import type { HmpConfig } from "../hmp/config.js";
import type { GenerateOptions } from "../index.js";
import { generate } from "../index.js";
import type { Schema } from "../schema/model.js";
import { chooseEmitters } from "./emitters.js";
import type { Flags, Run } from "./flags.js";
import { readSchemas } from "./input.js";
import { print } from "./output.js";
import { firstLine, UsageError } from "./usage-error.js";
import type { PlacedFile, Written } from "./write.js";
import { placeFiles, writeFiles } from "./write.js";

/** Generates every schema's files and writes those that changed. Throws: UsageError. */
export const run: Run = async ({ operands, flags }) => {
  const { out = "." } = flags;
  if (out === "") throw new UsageError("--out takes a folder, and this is empty; '.' is the current one");
  const folders = foldersOf(operands, out);
  const emitters = await chooseEmitters(flags.emitter ?? [], flags.emit);
  const input = await readSchemas(operands, flags);
  if (!input.ok) return input.status;
  const hmpOf = await hmpConfigs(flags, input.schemas);
  const files: PlacedFile[] = [];
  for (const [index, schema] of input.schemas.entries()) {
    const folder = folders[index]!;
    const prettier = await formatting(folder);
    const options = { integers: integers(flags), hmp: hmpOf(schema), qemu: flags.qemu, prettier };
    files.push(...placeFiles(folder, await make(schema, emitters, folder, options)));
  }
  const written = writeFiles(files);
  await print("stderr", summary(written, out, flags.verbose === true));
  return 0;
};

/** Where each schema's files go: into the folder itself, or for several schemas each into one named after its own folder. */
function foldersOf(schemas: readonly string[], out: string): readonly string[] {
  if (schemas.length === 1) return [out];
  const taken = new Map<string, string>();
  return schemas.map((path) => {
    const name = basename(dirname(resolve(path)));
    const other = taken.get(name.toLowerCase());
    if (other !== undefined) {
      throw new UsageError(
        `'${other}' and '${path}' would both go into '${join(out, name)}', after their folder; generate them one by one, each with its own --out`,
      );
    }
    taken.set(name.toLowerCase(), path);
    return join(out, name);
  });
}

async function make(
  schema: Schema,
  emitters: readonly Emitter[],
  folder: string,
  options: GenerateOptions,
): Promise<readonly TextFile[]> {
  let last: Emitter | undefined;
  // Files are printed before the next emitter runs, so a failure in between is the last one's.
  const noted = emitters.map((emitter) => ({
    ...emitter,
    emit: (...args: Parameters<Emitter["emit"]>) => (last = emitter).emit(...args),
  }));
  try {
    return await generate(schema, noted, options);
  } catch (error) {
    const { builtinEmitters, optionalEmitters } = await import("../emit/emitters.js");
    if (error instanceof UsageError || last === undefined) throw error;
    if (options.prettier !== undefined) {
      throw new UsageError(
        `prettier, in your configuration for '${folder}', fails: ${(error as Error).message.trim()}`,
      );
    }
    if (builtinEmitters.includes(last) || optionalEmitters.includes(last)) throw error;
    throw new UsageError(`what the emitter '${last.name}' made cannot be printed: ${firstLine(error)}`);
  }
}

/** What is said of the monitor's commands, for each schema. */
async function hmpConfigs({ hmpConfig }: Flags, schemas: readonly Schema[]): Promise<(schema: Schema) => HmpConfig> {
  if (hmpConfig === undefined) return () => ({});
  const { readHmpConfig } = await import("./hmp-config.js");
  return readHmpConfig(hmpConfig, schemas);
}

function integers({ int, int64 }: Flags): Partial<IntegerOptions> {
  return { ...(int === undefined ? {} : { int }), ...(int64 === undefined ? {} : { int64 }) };
}

const configHost: ConfigHost = { exists: existsSync, read: (path) => readFileSync(path, "utf8") };

/** The user's own prettier configuration for the output folder; undefined in most cases, and then prettier is not loaded. */
async function formatting(folder: string): Promise<GenerateOptions["prettier"]> {
  const { prettierConfigFor } = await import("../emit/reference.js");
  try {
    return await prettierConfigFor(resolve(folder, "index.ts"), configHost);
  } catch (error) {
    throw new UsageError(`prettier cannot read its configuration for '${folder}': ${(error as Error).message.trim()}`);
  }
}

function summary(written: readonly Written[], out: string, verbose: boolean): string {
  const changed = written.filter(({ status }) => status !== "unchanged").length;
  const lines = verbose ? written.map(({ path, status }) => `${status.padEnd(9)} ${path}\n`) : [];
  const files = written.length === 1 ? "1 file" : `${written.length} files`;
  return `${lines.join("")}generated ${files} in ${out} (${changed} changed)\n`;
}
