// A newcomer follows README.md word for word: in an empty folder with a clone in it, with Node, npm and the basic tools
// and nothing else on the path. It packs and installs, so it is no part of `npm test`: `QAPI_TS_NEWCOMER=committed npx
// vitest run test/docs/newcomer.test.ts` takes what is committed, `working` what is there; with `QAPI_TS_NEWCOMER_TESTS=1`
// the line that tests is followed as well.

import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { Block } from "./blocks.js";
import { blocksOf, consoleCommands, printedPattern, projectFolder } from "./blocks.js";

const from = process.env["QAPI_TS_NEWCOMER"];
const testsToo = process.env["QAPI_TS_NEWCOMER_TESTS"] === "1";

/** What every system has. */
const basicTools =
  "sh bash env uname id cat cp mv rm ln ls mkdir mkfifo mktemp rmdir touch chmod head tail cut tr sort uniq wc sed grep find xargs tar gzip sleep kill dirname basename readlink true false echo printf test date which tee diff ps stat".split(
    " ",
  );

const blocks = blocksOf("README.md").filter(({ heading }) => ["", "In your project"].includes(heading));

describe.skipIf(from === undefined)("a newcomer", () => {
  const folder = mkdtempSync(join(tmpdir(), "qapi-ts-newcomer-"));
  let here = join(folder, "work/qapi-ts");

  beforeAll(() => {
    mkdirSync(join(folder, "bin"));
    for (const name of ["npm", "npx", ...basicTools]) {
      const { stdout } = spawnSync("bash", ["-c", `type -P ${name}`], { encoding: "utf8" });
      if (stdout !== "") symlinkSync(stdout.trim(), join(folder, "bin", name));
    }
    symlinkSync(process.execPath, join(folder, "bin/node"));
    if (from === "committed") return void git("clone", "--quiet", projectFolder, here);
    for (const path of git("ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")) {
      if (path === "" || !existsSync(join(projectFolder, path))) continue;
      mkdirSync(dirname(join(here, path)), { recursive: true });
      cpSync(join(projectFolder, path), join(here, path));
    }
    // What the samples' drift is judged by.
    spawnSync("git", ["init", "--quiet"], { cwd: here });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs in the folder where the newcomer is; where it ends is where the next one begins. */
  function follow(command: string): string {
    const env = Object.fromEntries(
      Object.entries(process.env).filter(
        ([name]) => !/^(?:npm_(?:package|lifecycle)_|INIT_CWD|NODE_|VITEST|VITE_)/.test(name),
      ),
    );
    const place = join(folder, "place");
    const words = ["-c", `{ set -e\n${command}\n} 2>&1; pwd > "${place}"`];
    const ran = spawnSync(join(folder, "bin/bash"), words, {
      cwd: here,
      env: { ...env, NODE_ENV: undefined, PATH: join(folder, "bin") },
      encoding: "utf8",
      maxBuffer: 1 << 28,
    });
    if (ran.status !== 0) throw new Error(`$ ${command}\n${ran.stdout}${ran.stderr}status ${ran.status}`);
    here = readFileSync(place, "utf8").trim();
    return ran.stdout;
  }

  const steps: Readonly<Record<string, (block: Block) => void>> = {
    sh({ text }) {
      for (const line of text.trimEnd().split("\n")) if (testsToo || !/npm test\b/.test(line)) follow(line);
    },
    console(block) {
      for (const { command, printed } of consoleCommands(block))
        expect(follow(command)).toMatch(printedPattern(printed));
    },
    qapi: write,
    ts: write,
  };

  function write({ words: [path], text }: Block): void {
    mkdirSync(dirname(join(here, path!)), { recursive: true });
    writeFileSync(join(here, path!), text);
  }

  // One test, as no step has a meaning where one before it failed.
  test("follows it to the end", { timeout: 1_800_000 }, () => {
    expect(() => blocks.forEach((block) => steps[block.language]!(block))).not.toThrow();
  });
});

test("the README has something to follow", () => {
  expect(blocks.map(({ language }) => language)).toEqual(["sh", "sh", "qapi", "console", "ts", "console"]);
});

function git(...words: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync("git", words, {
    cwd: projectFolder,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`git ${words.join(" ")}: ${stderr}`);
  return stdout;
}
