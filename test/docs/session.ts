// A page of the documentation as a session: a folder of its own, in which named blocks become files and commands are run,
// with the package installed. In: blocks. Out: what each command printed, beside what the page says.

import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";

import { environment, program } from "../cli/run.js";
import type { Block, ConsoleCommand } from "./blocks.js";
import { consoleCommands, printedPattern, projectFolder } from "./blocks.js";

/** Where a page is followed. */
export interface Session {
  readonly folder: string;
  /** What was started with `&`, and is ended with the session. */
  readonly running: ChildProcess[];
}

/** What a command printed, and what the page says; the same text where the page is right. */
export interface Printed {
  readonly is: string;
  readonly wanted: string;
}

/** How long a program in the background may take to say what the page says, in milliseconds. */
const patience = 20_000;

/** Opens a session: a project in which the package, and what the project itself depends on, is installed. */
export function openSession(): Session {
  const folder = mkdtempSync(join(tmpdir(), "qapi-ts-page-"));
  const modules = join(folder, "node_modules");
  mkdirSync(join(modules, ".bin"), { recursive: true });
  for (const name of readdirSync(join(projectFolder, "node_modules")))
    if (!name.startsWith(".")) symlinkSync(join(projectFolder, "node_modules", name), join(modules, name));
  symlinkSync(projectFolder, join(modules, "qapi-ts"));
  for (const [name, path] of Object.entries({ "qapi-ts": program, tsc: join(modules, "typescript/bin/tsc") })) {
    const text = `#!/bin/sh\nexec "${process.execPath}" "${path}" "$@"\n`;
    writeFileSync(join(modules, ".bin", name), text, { mode: 0o755 });
  }
  symlinkSync(join(projectFolder, "qapi-samples"), join(folder, "qapi-samples"));
  const project = { name: "page", private: true, type: "module", devDependencies: { typescript: "*" } };
  writeFileSync(join(folder, "package.json"), JSON.stringify(project));
  return { folder, running: [] };
}

/** Ends what still runs, and removes the folder. */
export async function closeSession({ folder, running }: Session): Promise<void> {
  for (const child of running) if (child.exitCode === null && child.kill()) await once(child, "exit");
  rmSync(folder, { recursive: true, force: true });
}

type Follow = (block: Block, session: Session) => readonly Printed[] | Promise<readonly Printed[]>;

/** By language: what a block is to a session. Throws: SyntaxError for JSON that is none. */
export const languages: Readonly<Record<string, Follow>> = {
  ts: writeCode,
  js: writeFile,
  qapi: writeFile,
  json(block, session) {
    JSON.parse(block.text);
    return writeFile(block, session);
  },
  sh: async ({ text }, session) => [await runCommand({ command: `set -e\n${text}`, printed: "…\n" }, session)],
  async console(block, session) {
    const all: Printed[] = [];
    for (const command of consoleCommands(block)) all.push(await runCommand(command, session));
    return all;
  },
};

function writeFile({ words: [path], text }: Block, { folder }: Session): readonly Printed[] {
  if (path !== undefined) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return [];
}

/** A block without a name is a program beside the others. The samples' generated code is where it is. */
function writeCode(block: Block, session: Session): readonly Printed[] {
  const text = block.text.replace(/from "\.\/hello-world\//g, `from "${join(projectFolder, "generated/hello-world")}/`);
  return writeFile({ ...block, text, words: [block.words[0] ?? `line-${block.line}.ts`] }, session);
}

/** What a command prints; of one in the background, until it has printed what the page says. */
async function runCommand({ command, printed }: ConsoleCommand, { folder, running }: Session): Promise<Printed> {
  const env = environment({ PATH: [join(folder, "node_modules/.bin"), process.env["PATH"]].join(delimiter) });
  const pattern = printedPattern(printed);
  const wanted = `$ ${command}\n${printed}`;
  const judged = (text: string): Printed => ({ is: pattern.test(text) ? wanted : `$ ${command}\n${text}`, wanted });
  if (!command.endsWith(" &")) {
    const ran = spawnSync("bash", ["-c", `{ ${command}\n} 2>&1`], { cwd: folder, env, encoding: "utf8" });
    // Where nothing is said of the output, that all went well is what is meant.
    const isJudgedByStatus = printed === "…\n" && ran.status !== 0;
    return isJudgedByStatus ? { is: `${wanted}${ran.stdout}status ${ran.status}`, wanted } : judged(ran.stdout);
  }
  const child = spawn("bash", ["-c", `exec ${command.slice(0, -2)} 2>&1`], { cwd: folder, env });
  running.push(child);
  let heard = "";
  child.stdout.on("data", (chunk: Buffer) => (heard += chunk.toString()));
  for (const end = Date.now() + patience; !pattern.test(heard) && Date.now() < end && child.exitCode === null;)
    await new Promise((done) => setTimeout(done, 20));
  return judged(heard);
}
