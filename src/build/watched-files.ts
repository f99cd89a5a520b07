// What a run depends on, for those who watch files, and for Make and Ninja: all that was read, and what said so.

import { resolve } from "node:path";

import type { Plan } from "./plan.js";

/** The files that a run depends on, by absolute path, each once. `inputs` are those that it read. */
export function watchedFiles({ outputs, configFile }: Plan, inputs: readonly string[]): readonly string[] {
  const emitters = outputs.flatMap(({ options }) => options.emitters ?? []);
  const modules = emitters.filter((one) => typeof one === "string");
  const said = configFile === undefined ? [] : [configFile];
  return [...new Set([...inputs, ...modules, ...said].map((path) => resolve(path)))];
}
