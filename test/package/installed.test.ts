// The tarball, installed into an empty project from the registry, as a user would: it generates, the compiler takes what was
// generated, a client and a server of it talk, and with `--runtime embed` they do so without the package. Run by
// `npm run pack:check`; without a registry it fails.

import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { version } from "../../src/version.js";
import { pack } from "./pack.js";

const schema = `{ 'struct': 'Lamp', 'data': { 'name': 'str', 'hours': 'uint64' } }
{ 'command': 'query-lamp', 'data': { 'name': 'str' }, 'returns': 'Lamp' }
{ 'event': 'LAMP_ON', 'data': { 'name': 'str' } }
`;

const main = `import { Client, createServer } from "./generated/index.js";

const path = process.argv[2]!;
const server = createServer({ queryLamp: ({ name }) => ({ name, hours: 9007199254740993n }) });
const listening = await server.listen({ path });
{
  await using qmp = await Client.connect({ path }, { timeoutMs: 5_000 });
  const lamp = await qmp.queryLamp({ name: "desk" });
  console.log(lamp.name, lamp.hours);
}
await listening.close();
`;

const config = {
  compilerOptions: {
    target: "es2022",
    lib: ["es2023", "esnext.disposable"],
    module: "nodenext",
    types: ["node"],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    verbatimModuleSyntax: true,
    skipLibCheck: false,
    rootDir: "src",
    outDir: "dist",
  },
  include: ["src"],
};

const files = {
  "package.json": '{ "name": "mine", "version": "1.0.0", "private": true, "type": "module" }\n',
  "tsconfig.json": JSON.stringify(config),
  "schema.json": schema,
  "src/main.ts": main,
};

let project = "";

/** Runs a program in the project; it must end well, and gives what it wrote. */
function run(program: string, ...words: readonly string[]): string {
  const env = { ...process.env, NODE_OPTIONS: undefined, NODE_PATH: undefined, INIT_CWD: undefined };
  const { status, stdout, stderr } = spawnSync(program, words, { cwd: project, encoding: "utf8", env });
  expect({ program, words, status, stderr: status === 0 ? "" : stdout + stderr }).toEqual({
    program,
    words,
    status: 0,
    stderr: "",
  });
  return stdout + stderr;
}

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), "qapi-ts-user-"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(project, name, ".."), { recursive: true });
    writeFileSync(join(project, name), text);
  }
  const { path } = pack();
  run("npm", "install", "--no-audit", "--no-fund", "--prefer-offline", path, "typescript", "@types/node@20");
  rmSync(join(path, ".."), { recursive: true });
});

afterAll(() => rmSync(project, { recursive: true, force: true }));

test("the program is there, with its help and its page", () => {
  expect(run("npx", "qapi-ts", "--version")).toBe(`${version}\n`);
  expect(run("npx", "qapi-ts", "help", "generate")).toContain("Example: qapi-ts generate");
  expect(existsSync(join(project, "node_modules/qapi-ts/dist/man/qapi-ts.1"))).toBe(true);
});

test("a configuration, which the compiler takes, then the code; a second run changes nothing", () => {
  run("npx", "qapi-ts", "init", "schema.json", "--out", "src/generated");
  expect(readFileSync(join(project, "qapi.config.ts"), "utf8")).toContain('from "qapi-ts/config"');
  const words = [
    "--noEmit",
    "--strict",
    "--module",
    "nodenext",
    "--target",
    "es2022",
    "--types",
    "node",
    "--ignoreConfig",
  ];
  run("npx", "tsc", ...words, "qapi.config.ts");
  expect(run("npx", "qapi-ts", "generate")).toMatch(/generated \d+ files in src\/generated \(\d+ changed\)/);
  expect(run("npx", "qapi-ts", "generate")).toContain("(0 changed)");
  run("npx", "qapi-ts", "generate", "--check");
});

test("the strict compiler takes it, and a client and a server talk", () => {
  run("npx", "qapi-ts", "generate", "schema.json", "--out", "src/generated");
  run("npx", "tsc");
  expect(run("node", "dist/main.js", join(project, "qmp.sock"))).toBe("desk 9007199254740993n\n");
});

test("an embedded runtime needs no package in production", () => {
  run("npx", "qapi-ts", "generate", "schema.json", "--out", "src/generated", "--runtime", "embed");
  run("npx", "tsc");
  const away = mkdtempSync(join(tmpdir(), "qapi-ts-production-"));
  try {
    cpSync(join(project, "dist"), join(away, "dist"), { recursive: true });
    writeFileSync(join(away, "package.json"), '{ "type": "module" }\n');
    const said = run("node", join(away, "dist/main.js"), join(away, "qmp.sock"));
    expect(said).toBe("desk 9007199254740993n\n");
  } finally {
    rmSync(away, { recursive: true, force: true });
  }
});

test("the library and every door load", () => {
  const doors = ["qapi-ts", "qapi-ts/emit", "qapi-ts/hmp", "qapi-ts/runtime", "qapi-ts/config", "qapi-ts/vite"];
  const script = `for (const door of ${JSON.stringify(doors)}) console.log(Object.keys(await import(door)).length > 0);`;
  expect(run("node", "--input-type=module", "-e", script)).toBe("true\n".repeat(doors.length));
});
