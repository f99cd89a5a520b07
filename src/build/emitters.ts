// The emitters of a run: the built-in ones and those of `--emitter`, chosen by `--emit`, which alone brings in those that
// are optional. What a stranger's emitter does wrong is told with its name and file, and is no mistake of this program.

import { statSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { suggest } from "../base/suggest.js";
import type { OutputOptions } from "../config.js";
import type { Draft, Emitter } from "../emit/emitter.js";
import { firstLine, UsageError } from "../base/usage-error.js";
import { pathFault } from "./output-path.js";

/**
 * The emitters to run, in order: the built-in ones, then those of `emitters`. Where `emit` is there, only those that it
 * names, and the optional ones are to be had too. Throws: UsageError.
 */
export async function chooseEmitters({
  emitters: more = [],
  emit,
  typesOnly,
}: OutputOptions): Promise<readonly Emitter[]> {
  const { builtinEmitters, optionalEmitters, typesOnlyEmitters } = await import("../emit/emitters.js");
  const emitters = [...builtinEmitters, ...optionalEmitters];
  for (const one of more) {
    const found = typeof one === "string" ? await loadEmitters(one) : [checkedEmitter(one)];
    for (const emitter of found) {
      if (emitters.some(({ name }) => name === emitter.name)) {
        const where = typeof one === "string" ? ` of '${one}'` : "";
        throw new UsageError(`the emitter '${emitter.name}'${where} needs another name: there is one already`);
      }
      emitters.push(emitter);
    }
  }
  if (emit === undefined) {
    const left = typesOnly === true ? builtinEmitters.filter(({ name }) => !typesOnlyEmitters.includes(name)) : [];
    return emitters.filter((emitter) => !optionalEmitters.includes(emitter) && !left.includes(emitter));
  }
  for (const name of emit) if (!emitters.some((emitter) => emitter.name === name)) throw unknownEmitter(name, emitters);
  return emitters.filter(({ name }) => emit.includes(name));
}

function checkedEmitter(emitter: Emitter): Emitter {
  const fault = emitterFault(emitter);
  if (fault !== undefined) throw new UsageError(`an entry of 'emitters' is no emitter: ${fault}`);
  return watched(emitter, undefined);
}

function unknownEmitter(name: string, emitters: readonly Emitter[]): UsageError {
  const known = emitters.map((emitter) => emitter.name);
  const near = suggest(name, known);
  const hint = near === undefined ? "" : ` (did you mean '${near}'?)`;
  return new UsageError(`--emit: there is no emitter '${name}'${hint}; known: ${known.join(", ")}`);
}

/** The emitters that a module exports. Throws: UsageError for a module that has none, or half of one. */
async function loadEmitters(file: string): Promise<readonly Emitter[]> {
  let module: Readonly<Record<string, unknown>>;
  try {
    // As it is now: who watches loads it again when it has changed.
    const { mtimeMs = 0 } = statSync(file, { throwIfNoEntry: false }) ?? {};
    module = (await import(`${pathToFileURL(resolve(file)).href}?at=${mtimeMs}`)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw new UsageError(`cannot load the emitter '${file}': ${importReason(error)}`);
  }
  const emitters: Emitter[] = [];
  for (const [name, value] of Object.entries(module)) {
    if (
      typeof value !== "object" ||
      value === null ||
      !("emit" in value) ||
      emitters.some((emitter) => emitter === value)
    )
      continue;
    const fault = emitterFault(value as Partial<Record<keyof Emitter, unknown>>);
    if (fault !== undefined) throw new UsageError(`the export '${name}' of '${file}' is no emitter: ${fault}`);
    emitters.push(value as Emitter);
  }
  if (emitters.length > 0) return emitters.map((emitter) => watched(emitter, file));
  const names = Object.keys(module);
  const found = names.length === 0 ? "it exports nothing" : `it exports ${names.join(", ")}`;
  throw new UsageError(`'${file}' exports no emitter, an object { name, about, emit(schema, context) }; ${found}`);
}

function importReason(error: unknown): string {
  const { code } = Object(error) as NodeJS.ErrnoException;
  if (code === "ERR_UNKNOWN_FILE_EXTENSION") return "Node loads JavaScript only; compile it to .js first";
  if (code === "ERR_UNSUPPORTED_DIR_IMPORT") return "it is a folder";
  return firstLine(error);
}

function emitterFault({ name, about, emit }: Partial<Record<keyof Emitter, unknown>>): string | undefined {
  if (typeof name !== "string" || !/^[^\s,]+$/.test(name)) return "its 'name' is to be a word without commas";
  if (typeof about !== "string") return "its 'about' is to be a line of text";
  return typeof emit === "function" ? undefined : "its 'emit' is to be a function";
}

/** The same emitter, whose mistakes are told as its own. */
function watched(emitter: Emitter, file: string | undefined): Emitter {
  const { name, about } = emitter;
  const who = `the emitter '${name}'${file === undefined ? "" : ` of '${file}'`}`;
  return {
    name,
    about,
    emit(schema, context) {
      let drafts: readonly Draft[];
      try {
        drafts = emitter.emit(schema, context);
      } catch (error) {
        throw new UsageError(`${who} failed${file === undefined ? "" : placeIn(file, error)}: ${firstLine(error)}`);
      }
      const fault = draftsFault(drafts);
      if (fault !== undefined) throw new UsageError(`${who} ${fault}`);
      return drafts;
    },
  };
}

/** What is wrong with what an emitter gave, which JavaScript does not hold to its type. */
function draftsFault(drafts: unknown): string | undefined {
  if (drafts instanceof Promise) return "gave a promise; an emitter is a plain function";
  if (!Array.isArray(drafts)) return "gave no list of drafts";
  for (const draft of drafts as readonly Partial<Record<"path" | "text" | "statements", unknown>>[]) {
    if (typeof draft?.path !== "string") return "gave a draft without 'path'";
    const fault = pathFault(draft.path);
    if (fault !== undefined) return `gave the path '${draft.path}', which ${fault}`;
    if (typeof draft.text !== "string" && !Array.isArray(draft.statements))
      return `gave '${draft.path}' neither 'text' nor 'statements'`;
  }
  return undefined;
}

/** ` at line 3` where an error says so for the file; its author has use for that, and for no more. */
function placeIn(file: string, error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? "").replaceAll(/\?at=[\d.]+/g, "") : "";
  const href = pathToFileURL(resolve(file)).href;
  const at = stack.indexOf(`${href}:`);
  const line = at < 0 ? undefined : /^\d+/.exec(stack.slice(at + href.length + 1))?.[0];
  return line === undefined ? "" : ` at line ${line}`;
}
