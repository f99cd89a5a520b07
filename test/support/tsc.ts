// Runs the type checker over a folder of generated code, with every strict flag of the project and more. The runtime is
// the built one: its declarations are held to the same flags.

import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const tsc = here("../../node_modules/typescript/bin/tsc");

const compilerOptions = {
  target: "es2022",
  lib: ["es2023"],
  module: "nodenext",
  // What the runtime's own types need, as every program for Node has.
  types: ["node"],
  typeRoots: [here("../../node_modules/@types")],
  skipLibCheck: false,
  paths: { "qapi-ts/runtime": [here("../../dist/runtime/index.d.ts")] },
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noImplicitOverride: true,
  noFallthroughCasesInSwitch: true,
  noImplicitReturns: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  noPropertyAccessFromIndexSignature: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  erasableSyntaxOnly: true,
  noEmit: true,
};

/** What the type checker says about all TypeScript in a folder, `options` instead of ours; empty when all is well. */
export function strictlyChecked(folder: string, options: Readonly<Record<string, unknown>> = {}): string {
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({ compilerOptions: { ...compilerOptions, ...options }, include: ["**/*.ts"] }),
  );
  try {
    return execFileSync(process.execPath, [tsc, "-p", folder], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return stdout + stderr || String(error);
  }
}
