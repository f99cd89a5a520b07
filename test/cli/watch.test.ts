// `generate --watch`, from the outside: what changes, what stays, how it ends.

import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { describe, expect, onTestFinished, test } from "vitest";

import { filesIn, project, tree } from "./project.js";
import { environment, program } from "./run.js";

const root = (member: string) =>
  `{ 'include': 'deep/tag.json' }\n{ 'struct': 'Point', 'data': { '${member}': 'Tag' } }\n{ 'command': 'get', 'returns': 'Point' }\n`;
const tag = (value: string) => `{ 'enum': 'Tag', 'data': ['${value}'] }\n`;
const config = (out: string, more: object = {}) => JSON.stringify({ schema: "s.json", out, emit: ["types"], ...more });

/** A run that watches. */
interface Watching {
  readonly cwd: string;
  readonly child: ChildProcess;
  /** Changes something; gives what is said until it watches again. */
  readonly after: (change: () => void) => Promise<string>;
  /** Writes a file of the project. */
  readonly edit: (name: string, text: string) => void;
  readonly types: (out?: string) => string;
}

/** Watches a project with a configuration, a schema, and a file that it includes. */
async function watching(words: readonly string[] = [], more: Readonly<Record<string, string>> = {}): Promise<Watching> {
  const cwd = project({ "qapi.config.json": config("out"), "s.json": root("a"), "deep/tag.json": tag("red"), ...more });
  const child = spawn(process.execPath, [program, "generate", "--watch", ...words], {
    cwd,
    env: environment(),
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (said += text));
  const ready = async () => {
    const end = Date.now() + 15_000;
    while (!/watching \d+ files; Ctrl-C ends\n$/.test(said)) {
      if (Date.now() > end) throw new Error(`it does not watch: ${said}`);
      await delay(10);
    }
    const all = said;
    said = "";
    return all;
  };
  const after = async (change: () => void) => {
    change();
    return ready();
  };
  expect(await ready()).toMatch(/generated \d+ files? in out \(\d+ changed\)\nwatching 3 files; Ctrl-C ends\n$/);
  return {
    cwd,
    child,
    after,
    edit: (name, text) => writeFileSync(join(cwd, name), text),
    types: (out = "out") => readFileSync(join(cwd, out, "types.ts"), "utf8"),
  };
}

describe("it generates again", () => {
  test("when the schema changes, or a file that it includes", async () => {
    const { after, edit, types } = await watching();
    expect(await after(() => edit("s.json", root("b")))).toContain("generated 1 file in out (1 changed)\n");
    expect(types()).toContain("b: Tag");
    await after(() => edit("deep/tag.json", tag("blue")));
    expect(types()).toContain('"blue"');
    await after(() => edit("deep/tag.json", tag("green")));
    expect(types()).toContain('"green"');
  });

  test("when a file is included that was not", async () => {
    const { after, edit, types } = await watching();
    edit("new.json", "{ 'enum': 'More', 'data': ['one'] }\n");
    expect(await after(() => edit("s.json", `{ 'include': 'new.json' }\n${root("a")}`))).toContain("watching 4 files");
    await after(() => edit("new.json", "{ 'enum': 'More', 'data': ['two'] }\n"));
    expect(types()).toContain('"two"');
    expect(await after(() => edit("s.json", root("a")))).toContain("watching 3 files");
    expect(types()).not.toContain("More");
  });

  test("when an editor saves by renaming, again and again", async () => {
    const { after, cwd, edit, types } = await watching();
    for (const name of ["blue", "green", "black"]) {
      await after(() => {
        edit("deep/.tag.json.swp", tag(name));
        renameSync(join(cwd, "deep/.tag.json.swp"), join(cwd, "deep/tag.json"));
      });
      expect(types()).toContain(`"${name}"`);
    }
  });

  test("when a file goes away, which is told, and when it comes back", async () => {
    const { after, cwd, edit, types } = await watching();
    for (const name of ["blue", "green"]) {
      const before = types();
      expect(await after(() => rmSync(join(cwd, "deep/tag.json")))).toContain("deep/tag.json");
      expect(types()).toBe(before);
      await after(() => edit("deep/tag.json", tag(name)));
      expect(types()).toContain(`"${name}"`);
    }
    expect(await after(() => rmSync(join(cwd, "s.json")))).toContain("s.json");
    await after(() => edit("s.json", root("again")));
    expect(types()).toContain("again: Tag");
  });

  test("when the configuration changes", async () => {
    const { after, cwd, edit, types } = await watching();
    expect(await after(() => edit("qapi.config.json", config("elsewhere")))).toContain("in elsewhere (1 changed)");
    expect(types("elsewhere")).toBe(types());
    await after(() => edit("s.json", root("later")));
    expect(types("elsewhere")).toContain("later: Tag");
    expect(types()).not.toContain("later: Tag");
    await after(() => edit("qapi.config.json", config("out", { emit: ["types", "commands"] })));
    expect(filesIn(join(cwd, "out"))).toEqual(["commands.ts", "types.ts"]);
  });

  test("when it is TypeScript, too", async () => {
    const { after, cwd, edit, types } = await watching(["--config", "mine.config.ts"], {
      "mine.config.ts": `export default ${config("out")};\n`,
    });
    await after(() =>
      edit("mine.config.ts", `const out: string = "other";\nexport default { ...${config("")}, out };\n`),
    );
    expect(types("other")).toBe(types());
    expect(existsSync(join(cwd, "other/types.ts"))).toBe(true);
  });

  test("when the prettier configuration changes", async () => {
    const { after, edit, types } = await watching([], { "out/x.txt": "" });
    await after(() => {
      edit(".prettierrc", '{ "semi": false }');
      edit("s.json", root("b"));
    });
    expect(types()).toMatch(/b: Tag[^;\n]*$/m);
    await after(() => edit(".prettierrc", '{ "tabWidth": 7 }'));
    expect(types()).toMatch(/^ {7}b: Tag/m);
  });

  test("once for many changes at once", async () => {
    const { after, edit, types } = await watching();
    const said = await after(() => {
      for (let count = 0; count < 50; count++) edit("s.json", root(`m${count}`));
    });
    expect(types()).toContain("m49: Tag");
    expect(said.match(/generated/g)!.length).toBeLessThan(4);
  });
});

describe("a mistake", () => {
  test("in a schema is shown, the last good output stays, and all is well when it is mended", async () => {
    const { after, cwd, edit } = await watching();
    const before = tree(join(cwd, "out"));
    const said = await after(() => edit("deep/tag.json", "{ 'enum': 'Tag', 'data': [red] }\n"));
    expect(said).toMatch(/^deep\/tag\.json:1:\d+: error\[/);
    expect(tree(join(cwd, "out"))).toEqual(before);
    expect(await after(() => edit("deep/tag.json", tag("red")))).toContain("generated 1 file in out (0 changed)");
  });

  test("in the configuration is shown, and mended", async () => {
    const { after, cwd, edit, types } = await watching();
    const before = tree(cwd);
    expect(await after(() => edit("qapi.config.json", "{"))).toMatch(
      /^qapi-ts: qapi\.config\.json:1:2: this is no JSON/,
    );
    expect(await after(() => edit("qapi.config.json", config("out", { emit: ["nothing"] })))).toMatch(
      /^qapi-ts: .*'nothing'/,
    );
    expect(tree(join(cwd, "out"))).toEqual({ "types.ts": before["out/types.ts"] });
    await after(() => edit("qapi.config.json", config("out", { banner: "mended" })));
    expect(types()).toContain("// mended\n");
  });

  test("that is there from the start", async () => {
    const cwd = project({ "s.json": root("a"), "deep/tag.json": "{" });
    const child = spawn(process.execPath, [program, "generate", "s.json", "--out", "out", "--watch"], {
      cwd,
      env: environment(),
    });
    onTestFinished(() => void child.kill("SIGKILL"));
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text) => (said += text));
    const until = async (pattern: RegExp) => {
      for (let turn = 0; turn < 1_000 && !pattern.test(said); turn++) await delay(10);
      expect(said).toMatch(pattern);
    };
    await until(/error\[.*watching 2 files/s);
    writeFileSync(join(cwd, "deep/tag.json"), tag("red"));
    await until(/generated/);
    expect(existsSync(join(cwd, "out/types.ts"))).toBe(true);
  });
});

describe("the end", () => {
  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("%s: status 0, nothing left behind", async (signal) => {
    const { child, cwd } = await watching();
    const before = tree(cwd);
    child.kill(signal);
    expect(await once(child, "exit")).toEqual([0, null]);
    expect(tree(cwd)).toEqual(before);
  });

  test("in the middle of a run: the old state or the new one", async () => {
    const { child, cwd, edit, types } = await watching();
    edit("s.json", root("b"));
    await delay(60);
    child.kill("SIGINT");
    expect(await once(child, "exit")).toEqual([0, null]);
    expect(types()).toMatch(/ [ab]: Tag/);
    expect(filesIn(cwd)).toEqual(["deep/tag.json", "out/types.ts", "qapi.config.json", "s.json"]);
  });
});

test("--quiet says nothing but mistakes", async () => {
  const cwd = project({ "qapi.config.json": config("out"), "s.json": root("a"), "deep/tag.json": tag("red") });
  const child = spawn(process.execPath, [program, "generate", "--watch", "--quiet"], { cwd, env: environment() });
  onTestFinished(() => void child.kill("SIGKILL"));
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (said += text));
  const path = join(cwd, "out/types.ts");
  for (let turn = 0; turn < 500 && !existsSync(path); turn++) await delay(10);
  await delay(300);
  writeFileSync(join(cwd, "deep/tag.json"), tag("blue"));
  for (let turn = 0; turn < 500 && !readFileSync(path, "utf8").includes("blue"); turn++) await delay(10);
  expect(readFileSync(path, "utf8")).toContain("blue");
  expect(said).toBe("");
});
