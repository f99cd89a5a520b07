// What `generate` is to do: of the command line, and of the configuration that holds for the current folder.

import { dirname, relative, resolve } from "node:path";

import { UsageError } from "../base/usage-error.js";
import { configNames, findConfig, loadConfig } from "../build/find-config.js";
import type { PlacedConfig, Plan } from "../build/plan.js";
import { makePlan } from "../build/plan.js";
import { checkSymbols, checkVersion } from "./check-flags.js";
import type { Flags } from "./flags.js";
import { commandLine } from "./generate-line.js";

/**
 * The plan of a run. Schemas with `--out` are a run of their own, which no configuration has a say in, unless `--config`
 * names it. Throws: UsageError.
 */
export async function readPlan(schemas: readonly string[], flags: Flags): Promise<Plan> {
  checkVersion(flags);
  checkSymbols(flags);
  const line = commandLine(schemas, flags);
  const isOnItsOwn = schemas.length > 0 && line.out !== undefined && flags.config === undefined;
  const placed = isOnItsOwn ? undefined : await readPlacedConfig(flags.config);
  if (placed === undefined && schemas.length === 0) {
    const names = configNames.map((name) => name.replace("qapi.config", "")).join(", ");
    throw new UsageError(
      `there is no schema to generate: name a SCHEMA and --out DIR, or write a configuration, qapi.config${names} (qapi-ts init)`,
    );
  }
  return makePlan(placed, line);
}

/** The configuration that a user names, or that holds for the current folder. Throws: UsageError. */
export async function readPlacedConfig(named: string | undefined): Promise<PlacedConfig | undefined> {
  if (named === "") throw new UsageError("--config takes a file, and this is empty");
  const found = named === undefined ? findConfig(".") : resolve(named);
  if (found === undefined) return undefined;
  const file = named ?? relative("", found);
  return { config: await loadConfig(found, file), file, folder: dirname(found) };
}
