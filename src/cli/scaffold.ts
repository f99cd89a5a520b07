// `qapi-ts scaffold handlers`: makes a file of handlers, or adds those that are missing to a person's own, and changes
// nothing else in it.

import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

import { suggest } from "../base/suggest.js";
import { UsageError } from "../base/usage-error.js";
import { compileAll } from "../build/compile-outputs.js";
import type { OutputPlan, Plan } from "../build/plan.js";
import { prettierOptions } from "../build/prettier.js";
import { holderText } from "../build/scaffold/choose-holder.js";
import { lineAt } from "../build/scaffold/facts.js";
import type { ScaffoldedFile } from "../build/scaffold/scaffold-file.js";
import { scaffoldFile } from "../build/scaffold/scaffold-file.js";
import { styleOfPrettier } from "../build/scaffold/style.js";
import type { Schema } from "../schema/model.js";
import { select, selectionProblems } from "../schema/select.js";
import type { Flags } from "./flags.js";
import type { Run } from "./verb-rows.js";
import { reportDiagnostics } from "./input.js";
import { schemaHost } from "./jit.js";
import { print } from "./output.js";
import { readPlan } from "./read-plan.js";

/** Adds handlers and tells what was added, or would be. Throws: UsageError. */
export const run: Run = async ({ operands, flags }) => {
  const { into = "", form, name, check = false, dryRun = false } = flags;
  const { run: asked, output } = await readOutput(operands, flags);
  const { schema: path, out, options } = output;
  const job = { schema: path, qemu: options.qemu, define: options.define, undefine: options.undefine };
  const { compilations, diagnostics, failed, unread } = compileAll([job], schemaHost());
  await reportDiagnostics(diagnostics, asked.format, dryRun);
  const compiled = compilations[0]?.schema;
  if (failed || compiled === undefined) return unread ? 2 : 1;
  const schema = selected(compiled, output);
  const style = styleOfPrettier((await prettierOptions(dirname(into))) ?? {});
  const write = !check && !dryRun;
  const result = await scaffoldFile({ schema, out, into, form, name, conventions: options, style, write });
  if (dryRun) await print("stdout", additionsText(into, result));
  await print("stderr", reportText(into, result, { check, write }) + missingIndex(out, path));
  return check && result.insertions.length > 0 ? 1 : 0;
};

interface Asking extends Pick<Plan, "run"> {
  readonly output: OutputPlan;
}

/** The one schema that handlers are for, where its code is generated, and how to tell of it. Throws: UsageError. */
async function readOutput([what = "", ...schemas]: readonly string[], flags: Flags): Promise<Asking> {
  if (what !== "handlers") {
    const hint = suggest(what, ["handlers"]) === undefined ? "" : " (did you mean 'handlers'?)";
    throw new UsageError(
      `there is no scaffold for '${what}'${hint}; there is one for handlers: qapi-ts scaffold handlers`,
    );
  }
  if (schemas.length > 1) throw new UsageError(`handlers are for one schema, and here are ${schemas.length}`);
  if (flags.check === true && flags.dryRun === true) throw new UsageError("--check and --dry-run exclude each other");
  const { run: asked, outputs } = await readPlan(schemas, flags);
  const [output, ...others] = outputs;
  if (others.length > 0) {
    const known = outputs.map(({ schema, out }) => `${schema} (in ${out})`).join(", ");
    throw new UsageError(`handlers are for one schema; name it, with --out if need be: ${known}`);
  }
  const { emit, typesOnly } = output.options;
  if (typesOnly === true || (emit !== undefined && !emit.includes("server"))) {
    throw new UsageError(
      `${output.source}: ${typesOnly === true ? "'typesOnly'" : "'emit' without 'server'"} leaves out the Handlers of '${output.schema}'`,
    );
  }
  return { run: asked, output };
}

/** The part of the schema that is generated. Throws: UsageError for names that it does not have. */
function selected(schema: Schema, { schema: path, options }: OutputPlan): Schema {
  const problems = selectionProblems(schema, options);
  if (problems.length > 0) throw new UsageError(...problems.map((problem) => `${path}: ${problem}`));
  return select(schema, options);
}

/** The text that would be added, each piece under the line behind which it goes. */
function additionsText(into: string, { before, insertions }: ScaffoldedFile): string {
  return insertions
    .toSorted((a, b) => a.at - b.at)
    .map(({ at, text }) => {
      const place = before === undefined ? into : `${into}:${lineAt(before, at)}`;
      const lines = text.replace(/^[\r\n]+|[\r\n]+$/g, "").split(/\r?\n/);
      return `${place}:\n${lines.map((line) => `+${line}\n`).join("")}`;
    })
    .join("");
}

interface Asked {
  readonly check: boolean;
  readonly write: boolean;
}

function reportText(into: string, result: ScaffoldedFile, asked: Asked): string {
  const lines = [
    ...(asked.check ? result.added.map(({ name, command }) => `missing ${name} (${command})`) : []),
    `${into}: ${summary(result, asked)}`,
    ...result.strays.map(({ name, line, lineAfter, near }) => {
      const hint = near === undefined ? "" : `; did you mean ${near}?`;
      return `${into}:${asked.write ? lineAfter : line}: ${name} answers no command of the schema${hint}`;
    }),
    ...ownLines(into, result),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

function summary({ added, total, isNew, before, form, name }: ScaffoldedFile, { check, write }: Asked): string {
  const what = holderText({ form, name });
  const methods = added.length === 1 ? "1 method" : `${added.length} methods`;
  if (isNew) {
    const place = before === undefined ? "there is no such file" : "there are no handlers in it";
    if (check) return `${place}; ${what} with ${methods} is missing`;
    return `${write ? "added" : "would add"} ${what} with ${methods}`;
  }
  if (added.length === 0) return `${what} has every handler (${total}); nothing to add`;
  if (check) return `${what} lacks ${added.length} of ${total} handlers`;
  return `${write ? "added" : "would add"} ${added.length} of ${total} handlers to ${what}`;
}

function ownLines(into: string, { own, name, form }: ScaffoldedFile): readonly string[] {
  if (own.length === 0) return [];
  const names = own.map((one) => `"${one}"`).join(" | ");
  return [
    `${into}: not added, as a server answers them by itself: ${own.join(", ")}; the compiler lets ${holderText({ form, name })} go without as Omit<Handlers, ${names}>`,
  ];
}

/** A word where the code that is imported is not there yet. */
function missingIndex(out: string, schema: string): string {
  if (existsSync(join(out, "index.ts"))) return "";
  return `${join(out, "index.ts")} is not there yet; it comes of: qapi-ts generate ${schema} --out ${out}\n`;
}
