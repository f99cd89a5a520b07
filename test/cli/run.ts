// Runs the built command from the outside, in folders that are gone after each test.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { onTestFinished } from "vitest";

/** The project's folder. */
export const root = fileURLToPath(new URL("../../", import.meta.url));

/** The built program. */
export const program = join(root, "dist/bin/qapi-ts.cjs");

if (!existsSync(program)) throw new Error(`${program} is missing; these tests run what is built: npm run build`);

/** What a run came to. */
export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where and how to run. */
export interface Setting {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Words for Node, before the program. */
  readonly node?: readonly string[];
}

/** The environment of a run: this process's, and without colours, but for what is given. */
export function environment(env: Setting["env"] = {}): NodeJS.ProcessEnv {
  return { ...process.env, NO_COLOR: undefined, FORCE_COLOR: undefined, NODE_OPTIONS: undefined, ...env };
}

/** Runs the program with some words. */
export function run(words: readonly string[], { cwd = root, env, node = [] }: Setting = {}): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...node, program, ...words], {
    cwd,
    env: environment(env),
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  return { status, stdout, stderr };
}

/** A folder with files in it; gone when the test is done. */
export function folder(files: Readonly<Record<string, string>> = {}): string {
  const path = mkdtempSync(join(tmpdir(), "qapi-ts-test-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  return path;
}

/** A schema without mistakes. */
export const good =
  "{ 'struct': 'Point', 'data': { 'x': 'int64', '*y': 'int' } }\n{ 'command': 'get-point', 'returns': 'Point' }\n";

/** A schema with one mistake, in line 2. */
export const bad = "{ 'struct': 'Point',\n  'data': { 'x': 'intt' } }\n";

/** Whether tests have a terminal, which Python makes (test/cli/terminal.py); where CI runs, it has to be there. */
export const hasTerminal =
  process.env["CI"] !== undefined || spawnSync("python3", ["-c", "import pty"], { encoding: "utf8" }).status === 0;
