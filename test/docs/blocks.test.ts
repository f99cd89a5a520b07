// Every code block of the documentation is true. A page is a session: in a folder of its own, its named blocks become
// files, its commands are run in order and print what the page says, and its TypeScript is type-checked beside what they
// generated. Blocks that need QEMU's own schema are for `test/qemu/docs.test.ts`.

import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { printDiagnostics } from "../../src/cli/diagnostics.js";
import { compile } from "../../src/index.js";
import { environment, program } from "../cli/run.js";
import { strictlyChecked } from "../support/tsc.js";
import type { Block, ConsoleCommand } from "./blocks.js";
import { blocksOf, consoleCommands, needsQemu, pages, projectFolder } from "./blocks.js";

const all = pages.flatMap((page) => blocksOf(page));

/** Parts of pages that have a test of their own. */
const claims: readonly { readonly page: string; readonly heading?: RegExp; readonly by: string }[] = [
  { page: "docs/messages.md", by: "test/docs/messages.test.ts" },
  { page: "docs/language.md", heading: /^(?!The constructs)/, by: "test/docs/language.test.ts" },
  { page: "docs/hmp.md", heading: /^One declaration/, by: "test/docs/story.test.ts" },
];

const isClaimed = ({ page, heading }: Block) =>
  claims.some((claim) => claim.page === page && (claim.heading?.test(heading) ?? true));

/** Excerpts of files of the project: of the generated samples, and of recipes that have a test. */
const isExcerpt = ({ words: [path = ""] }: Block) => /^(?:generated|qapi-samples|test\/recipes)\//.test(path);

interface Session {
  readonly folder: string;
  readonly running: ChildProcess[];
}

/** By language: what a block is to a session. */
const languages: Readonly<Record<string, (block: Block, session: Session) => void | Promise<void>>> = {
  ts: writeCode,
  js: writeFile,
  json(block, session) {
    JSON.parse(block.text);
    writeFile(block, session);
  },
  jsonl(block, session) {
    for (const line of block.text.trimEnd().split("\n")) JSON.parse(line);
    writeFile(block, session);
  },
  qapi: writeFile,
  makefile: writeFile,
  ninja: writeFile,
  yaml: writeFile,
  async sh({ text }, session) {
    await runCommand({ command: `set -e\n${text}`, printed: "…\n" }, session);
  },
  async console(block, session) {
    for (const command of consoleCommands(block)) await runCommand(command, session);
  },
};

function writeFile({ words: [path], text }: Block, { folder }: Session): void {
  if (path === undefined) return;
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** A block without a name is a program beside the others. The samples' generated code is where it is. */
function writeCode(block: Block, session: Session): void {
  const text = block.text.replace(/from "\.\/hello-world\//g, `from "${join(projectFolder, "generated/hello-world")}/`);
  writeFile({ ...block, text, words: [block.words[0] ?? `line-${block.line}.ts`] }, session);
}

async function runCommand({ command, printed }: ConsoleCommand, { folder, running }: Session): Promise<void> {
  const env = environment({ PATH: [join(folder, "node_modules/.bin"), process.env["PATH"]].join(delimiter) });
  const wanted = pattern(printed);
  if (!command.endsWith(" &")) {
    const words = ["-c", `{ ${command}\n} 2>&1`];
    const ran = spawnSync("bash", words, { cwd: folder, env, encoding: "utf8" });
    if (!wanted.test(ran.stdout)) expect(`$ ${command}\n${ran.stdout}`).toBe(`$ ${command}\n${printed}`);
    if (printed === "…\n") expect(ran.status, `${command}\n${ran.stdout}`).toBe(0);
    return;
  }
  const child = spawn("bash", ["-c", `exec ${command.slice(0, -2)} 2>&1`], { cwd: folder, env });
  running.push(child);
  let heard = "";
  child.stdout.on("data", (chunk: Buffer) => (heard += chunk.toString()));
  await expect.poll(() => heard, { timeout: 20_000, message: command }).toMatch(wanted);
}

/** What matches a printed text: a line `…` stands for any lines, `…` at the end of one for its rest. */
function pattern(printed: string): RegExp {
  const escaped = printed.replace(/[$()*+.?[\\\]^{|}]/g, "\\$&");
  return new RegExp(`^${escaped.replace(/^…\n/gm, "(?:.*\\n)*").replace(/…$/gm, ".*")}$`);
}

describe("blocks", () => {
  test("are there, on every page", () => {
    expect(all.length).toBeGreaterThan(150);
  });

  test("each has a language that is known here", () => {
    const others = all.filter(
      (block) => !isClaimed(block) && !isExcerpt(block) && !Object.hasOwn(languages, block.language),
    );
    expect(others.map(({ page, line, language }) => `${page}:${line}: ${language || "no language"}`)).toEqual([]);
  });

  test("few are not run, and each says why", () => {
    const left = all.filter(({ notRun }) => notRun !== undefined);
    expect(left.filter(({ notRun }) => notRun!.length < 15)).toEqual([]);
    expect(left.length).toBeLessThanOrEqual(10);
  });

  test("those that something else runs are in it", () => {
    for (const { page, line, runBy } of all) {
      if (runBy === undefined) continue;
      expect(readFileSync(join(projectFolder, runBy), "utf8"), `${page}:${line}`).toContain(page.split("/").at(-1)!);
    }
  });

  test("the parts with a test of their own have one", () => {
    for (const { page, heading, by } of claims) {
      expect(existsSync(join(projectFolder, by)), by).toBe(true);
      expect(
        all.some((block) => block.page === page && (heading?.test(block.heading) ?? true)),
        page,
      ).toBe(true);
    }
  });

  test("excerpts are in the files that they name", () => {
    for (const { page, line, words, text } of all.filter(isExcerpt)) {
      const file = readFileSync(join(projectFolder, words[0]!), "utf8");
      if (!file.includes(text)) expect(text, `${page}:${line} is not in ${words[0]!}`).toBe(file);
    }
  });

  test("schemas are right, or the page shows what is wrong with them", () => {
    for (const page of pages) {
      const schemas = all.filter((block) => block.page === page && block.language === "qapi" && !isClaimed(block));
      const files = Object.fromEntries(schemas.map(({ words, text }) => [words[0] ?? "schema.json", text]));
      for (const root of Object.keys(files)) {
        const { diagnostics } = compile(root, { host: { read: (path) => readFrom(files, path) } });
        const text = readFileSync(join(projectFolder, page), "utf8");
        for (const line of printDiagnostics(diagnostics, "text")
          .split("\n")
          .filter((one) => one.includes(": error[")))
          expect(text, `${page}: ${line}`).toContain(line);
      }
    }
  });
});

function readFrom(files: Readonly<Record<string, string>>, path: string) {
  const text = files[path];
  return text === undefined ? ({ ok: false, reason: "no such file" } as const) : ({ ok: true, text } as const);
}

describe.each(pages)("%s", (page) => {
  const blocks = all.filter(
    (block) =>
      block.page === page &&
      block.notRun === undefined &&
      block.runBy === undefined &&
      !isClaimed(block) &&
      !isExcerpt(block) &&
      !needsQemu(block),
  );
  if (blocks.length === 0) return test.skip("has nothing to run", () => {});

  const session: Session = { folder: mkdtempSync(join(tmpdir(), "qapi-ts-page-")), running: [] };

  beforeAll(() => {
    const modules = join(session.folder, "node_modules");
    mkdirSync(join(modules, ".bin"), { recursive: true });
    symlinkSync(projectFolder, join(modules, "qapi-ts"));
    for (const name of readdirSync(join(projectFolder, "node_modules")))
      if (!name.startsWith(".") && name !== "qapi-ts")
        symlinkSync(join(projectFolder, "node_modules", name), join(modules, name));
    for (const [name, path] of Object.entries({ "qapi-ts": program, tsc: join(modules, "typescript/bin/tsc") })) {
      const text = `#!/bin/sh\nexec "${process.execPath}" "${path}" "$@"\n`;
      writeFileSync(join(modules, ".bin", name), text, { mode: 0o755 });
    }
    symlinkSync(join(projectFolder, "qapi-samples"), join(session.folder, "qapi-samples"));
    const project = { name: "page", private: true, type: "module", devDependencies: { typescript: "*" } };
    writeFileSync(join(session.folder, "package.json"), JSON.stringify(project));
  });
  afterAll(async () => {
    for (const child of session.running) {
      if (child.exitCode === null && child.kill()) await once(child, "exit");
    }
    rmSync(session.folder, { recursive: true, force: true });
  });

  // In order, as each block may need what those before it have made.
  test("does what it says", { timeout: 180_000 }, async () => {
    for (const block of blocks) await languages[block.language]?.(block, session);
  });

  test("type-checks", () => {
    if (!blocks.some(({ language }) => language === "ts")) return;
    // What is shown for bundlers, whose imports are not those of Node; and the samples, which are elsewhere by rights.
    for (const name of ["out", "qapi-samples"]) rmSync(join(session.folder, name), { recursive: true, force: true });
    const options = { noUnusedLocals: false, lib: ["es2023", "esnext.disposable"], allowJs: true };
    expect(strictlyChecked(session.folder, options)).toBe("");
  });
});
