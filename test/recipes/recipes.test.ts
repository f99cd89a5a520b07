// The recipes of docs/build-step.md, each with the real tool: its files are those beside this one, over those of `common`.

import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { describe, expect, test } from "vitest";

import { paths, project, snapshot } from "../cli/project.js";
import { environment, program, root } from "../cli/run.js";

const here = fileURLToPath(new URL(".", import.meta.url));

/** A project that follows a recipe, with the packages installed that it needs. */
function following(recipe: string): string {
  const cwd = project();
  cpSync(join(here, "common"), cwd, { recursive: true });
  cpSync(join(here, recipe), cwd, { recursive: true });
  if (!existsSync(join(cwd, "package.json"))) writeFileSync(join(cwd, "package.json"), '{ "type": "module" }\n');
  const modules = join(cwd, "node_modules");
  mkdirSync(join(modules, ".bin"));
  symlinkSync(root, join(modules, "qapi-ts"), "junction");
  for (const name of ["vite", "vitest", "typescript"])
    symlinkSync(join(root, "node_modules", name), join(modules, name), "junction");
  for (const name of ["vite", "vitest", "tsc"])
    symlinkSync(join(root, "node_modules/.bin", name), join(modules, ".bin", name));
  // As npm would have it; what is built is no program by itself.
  const command = `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`;
  writeFileSync(join(modules, ".bin/qapi-ts"), command, { mode: 0o755 });
  return cwd;
}

/** Runs a program in a project. */
function run(cwd: string, command: string, ...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(command, words, {
    cwd,
    encoding: "utf8",
    env: environment({ VITEST: undefined, CI: undefined }),
  });
  return { status, said: stdout + stderr };
}

const succeed = (cwd: string, command: string, ...words: readonly string[]) => {
  const { status, said } = run(cwd, command, ...words);
  if (status !== 0) throw new Error(`${command} ${words.join(" ")} ended with ${status}: ${said}`);
  return said;
};

/** Changes the file that the schema includes. Clocks of file systems are coarse, so its time is set, and is later. */
function repaint(cwd: string, colour: string): void {
  const path = join(cwd, "qapi/colour.json");
  writeFileSync(path, `{ 'enum': 'Colour', 'data': ['red', '${colour}'] }\n`);
  touch(path);
}

function touch(path: string): void {
  const later = new Date(Date.now() + 1_000);
  utimesSync(path, later, later);
  // Make complains of what is of the future.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_100);
}

/** What the built program has to say. */
function colours(cwd: string): string {
  return succeed(
    cwd,
    process.execPath,
    "--input-type=module",
    "--eval",
    'import { colours } from "./dist/main.js"; console.log(colours);',
  ).trim();
}

/** Whether a tool is there; in CI it has to be. */
const has = (tool: string) => {
  const isThere = spawnSync(tool, ["--version"]).status === 0;
  if (!isThere && process.env["CI"] !== undefined) throw new Error(`${tool} is not installed`);
  return isThere;
};

test("npm: a script generates before each build", () => {
  const cwd = following("npm");
  succeed(cwd, "npm", "run", "build");
  expect(colours(cwd)).toBe("red, blue");
  repaint(cwd, "green");
  expect(succeed(cwd, "npm", "run", "build")).toContain("(1 changed)");
  expect(colours(cwd)).toBe("red, green");
  expect(succeed(cwd, "npm", "run", "generate")).toContain("(0 changed)");
  repaint(cwd, "red");
  expect(run(cwd, "npm", "run", "build")).toMatchObject({
    status: 1,
    said: expect.stringContaining("qapi/colour.json:1:"),
  });
});

describe.each([
  {
    recipe: "make",
    words: [] as const,
    idle: "Nothing to be done",
    isIdle: (cwd: string) => run(cwd, "make", "--question").status === 0,
  },
  {
    recipe: "ninja",
    words: ["-d", "explain"] as const,
    idle: "no work to do",
    isIdle: (cwd: string) => run(cwd, "ninja", "-n").said.includes("no work to do"),
  },
])("$recipe", ({ recipe, words, idle, isIdle }) => {
  const start = () => {
    const cwd = following(recipe);
    const build = () => succeed(cwd, recipe, ...words);
    build();
    expect(colours(cwd)).toBe("red, blue");
    const edit = (name: string, change: (text: string) => string) => {
      const path = join(cwd, name);
      writeFileSync(path, change(existsSync(path) ? readFileSync(path, "utf8") : ""));
      touch(path);
    };
    return { cwd, build, edit, types: () => readFileSync(join(cwd, "src/generated/index.ts"), "utf8") };
  };

  test("builds what a change makes stale, and nothing else", ({ skip }) => {
    skip(!has(recipe), `${recipe} is not installed`);
    const { cwd, build, edit, types } = start();
    const before = snapshot(cwd);
    const changed = (now = snapshot(cwd)) =>
      paths(cwd).filter((name) => !name.startsWith(".ninja") && now[name] !== before[name]);
    expect(isIdle(cwd)).toBe(true);
    expect(build()).toContain(idle);
    expect(changed()).toEqual([]);

    // A change that makes no difference.
    touch(join(cwd, "qapi/colour.json"));
    build();
    expect(changed()).not.toContain("src/generated/index.ts");
    expect(changed()).not.toContain("dist/main.js");
    expect(isIdle(cwd)).toBe(true);

    // An included file.
    repaint(cwd, "green");
    expect(isIdle(cwd)).toBe(false);
    build();
    expect(colours(cwd)).toBe("red, green");
    expect(isIdle(cwd)).toBe(true);

    // The configuration.
    edit("qapi.config.ts", (text) => text.replace("layout:", 'banner: "mine",\n  layout:'));
    build();
    expect(types()).toContain("// mine\n");
    expect(isIdle(cwd)).toBe(true);
  });

  test("follows files that come and go, and fails until what is wrong is mended", ({ skip }) => {
    skip(!has(recipe), `${recipe} is not installed`);
    const { cwd, build, edit, types } = start();
    writeFileSync(join(cwd, "qapi/more.json"), "{ 'enum': 'More', 'data': ['one'] }\n");
    edit("qapi/schema.json", (text) => `{ 'include': 'more.json' }\n${text}`);
    build();
    edit("qapi/more.json", () => "{ 'enum': 'More', 'data': ['two'] }\n");
    build();
    expect(types()).toContain('"two"');
    expect(isIdle(cwd)).toBe(true);

    rmSync(join(cwd, "qapi/more.json"));
    edit("qapi/schema.json", (text) => text.slice(text.indexOf("\n") + 1));
    build();
    expect(types()).not.toContain('"two"');
    expect(isIdle(cwd)).toBe(true);

    repaint(cwd, "red");
    for (const { status, said } of [run(cwd, recipe), run(cwd, recipe)]) {
      expect(status).not.toBe(0);
      expect(said).toContain("qapi/colour.json:1:");
    }
    repaint(cwd, "green");
    build();
    expect(colours(cwd)).toBe("red, green");
  });
});

test("vite: the plugin generates before the build", () => {
  const cwd = following("vite");
  succeed(cwd, "npx", "vite", "build", "--logLevel", "warn");
  const bundle = () => {
    const [name] = readdirSync(join(cwd, "dist"));
    return readFileSync(join(cwd, "dist", name!), "utf8");
  };
  expect(bundle()).toContain("blue");
  repaint(cwd, "green");
  succeed(cwd, "npx", "vite", "build", "--logLevel", "warn");
  expect(bundle()).toContain("green");
  repaint(cwd, "red");
  expect(run(cwd, "npx", "vite", "build")).toMatchObject({
    status: 1,
    said: expect.stringContaining("qapi/colour.json"),
  });
});

test("vitest: the global set-up generates before the tests", () => {
  const cwd = following("vitest");
  expect(succeed(cwd, "npx", "vitest", "run")).toMatch(/1 passed[^]*generated 1 file/);
  repaint(cwd, "green");
  expect(run(cwd, "npx", "vitest", "run")).toMatchObject({ status: 1, said: expect.stringContaining("red, green") });
});

describe("GitHub Actions", () => {
  /** Runs the lines of the workflow, but for the one that installs. */
  const work = (cwd: string) => {
    const text = readFileSync(join(here, "github-actions/generated.yml"), "utf8");
    const lines = [...text.matchAll(/^ +- run: (.*)$/gm)].map(([, line]) => line!);
    expect(lines[0]).toBe("npm ci");
    return run(cwd, "bash", "-e", "-c", lines.slice(1).join("\n"));
  };

  test("all is well where what is committed is what would be generated", () => {
    const cwd = following("github-actions");
    succeed(cwd, "npx", "qapi-ts", "generate");
    expect(work(cwd)).toMatchObject({ status: 0 });
  });

  test("what is stale, missing, or wrong in a schema is shown at its place", () => {
    const cwd = following("github-actions");
    expect(work(cwd)).toMatchObject({
      status: 1,
      said: expect.stringMatching(/^::error file=src\/generated\/index\.ts,.*missing/),
    });
    succeed(cwd, "npx", "qapi-ts", "generate");
    repaint(cwd, "green");
    expect(work(cwd)).toMatchObject({
      status: 1,
      said: expect.stringMatching(/^::error file=src\/generated\/index\.ts,.*stale/),
    });
    repaint(cwd, "red");
    expect(work(cwd)).toMatchObject({
      status: 1,
      said: expect.stringMatching(/^::error file=qapi\/colour\.json,line=1,/),
    });
  });
});
