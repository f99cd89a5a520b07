// The same schema and options give the same bytes, wherever, whenever and however the program runs.

import { cpSync, symlinkSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { filesIn, project, tree } from "./project.js";
import type { Setting } from "./run.js";
import { root, run } from "./run.js";

const samples = join(root, "qapi-samples");
const schema = "qapi/machine/qapi-schema.json";

/** Every layout, with what makes the most files of it. */
const layouts: readonly (readonly [name: string, flags: readonly string[]])[] = [
  ["kinds", ["--layout", "kinds"]],
  ["single", ["--layout", "single"]],
  ["modules", ["--layout", "modules"]],
  ["kinds with its runtime", ["--layout", "kinds", "--runtime", "embed"]],
  ["single with its runtime", ["--layout", "single", "--runtime", "embed"]],
  ["modules with its runtime", ["--layout", "modules", "--runtime", "embed"]],
  ["for QEMU", ["--emit", "hx,c"]],
];

/** Folders are listed backwards, or in no order, as on another disk. */
const shuffled = `const fs = require("node:fs");
const { syncBuiltinESMExports } = require("node:module");
const list = fs.readdirSync;
fs.readdirSync = (...args) => list(...args).reverse();
const { readdir } = fs.promises;
fs.promises.readdir = async (...args) => (await readdir(...args)).reverse();
syncBuiltinESMExports();
`;

/** A project with the samples, of which the machine is the largest. */
function machineProject(): string {
  const cwd = project({ "shuffled.cjs": shuffled, "elsewhere/x.txt": "" });
  cpSync(samples, join(cwd, "qapi"), { recursive: true });
  return cwd;
}

/** What is made in `out`. */
function made(
  cwd: string,
  flags: readonly string[],
  setting: Omit<Setting, "cwd"> = {},
): Readonly<Record<string, string>> {
  const ran = run(["generate", schema, "--out", "out", ...flags], { cwd, ...setting });
  expect(ran).toMatchObject({ status: 0 });
  return tree(join(cwd, "out"));
}

describe.each(layouts)("%s", (_, flags) => {
  test("is the same in all surroundings", () => {
    const first = made(machineProject(), flags);
    expect(Object.keys(first).length).toBeGreaterThan(0);

    const again = machineProject();
    expect(made(again, flags)).toEqual(first);
    expect(made(again, flags)).toEqual(first);

    const settings: readonly Omit<Setting, "cwd">[] = [
      {
        env: { TZ: "Pacific/Kiritimati", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8", HOME: "/nowhere", USER: "nobody" },
        node: ["--require", "./shuffled.cjs"],
      },
      {
        env: {
          TZ: "America/St_Johns",
          LC_ALL: "C",
          NO_COLOR: "1",
          CI: "true",
          NODE_OPTIONS: "--max-old-space-size=300",
        },
        node: ["--max-lazy", "--stack-size=600"],
      },
    ];
    for (const setting of settings)
      expect({ setting, files: made(machineProject(), flags, setting) }).toEqual({ setting, files: first });

    const linked = machineProject();
    const entry = join(project(), "link");
    symlinkSync(linked, entry, "junction");
    expect(made(entry, flags)).toEqual(first);

    const deep = machineProject();
    const words = ["generate", join(deep, "elsewhere/..", schema), "--out", "../out", ...flags];
    expect(run(words, { cwd: join(deep, "elsewhere") }).status).toBe(0);
    expect(tree(join(deep, "out"))).toEqual(first);
  });

  test("holds no path and no time", () => {
    const cwd = machineProject();
    const text = Object.values(made(cwd, flags)).join("");
    expect(text).not.toContain(cwd);
    expect(text).not.toContain(root);
    expect(text).not.toContain(new Date().toISOString().slice(0, 10));
  });
});

test("what was there before makes no difference", () => {
  const wanted = made(machineProject(), []);
  const cwd = machineProject();
  for (const [, flags] of layouts) made(cwd, flags);
  expect(made(cwd, [])).toEqual(wanted);
});

test("an output is the same alone and beside others", () => {
  const cwd = machineProject();
  const alone = made(cwd, []);
  cpSync(join(cwd, "qapi"), join(cwd, "other"), { recursive: true });
  const words = ["generate", schema, "other/hello-world/qapi-schema.json", "--out", "both"];
  expect(run(words, { cwd }).status).toBe(0);
  expect(tree(join(cwd, "both/machine"))).toEqual(alone);
  expect(filesIn(join(cwd, "both/hello-world"))).toEqual(filesIn(join(cwd, "both/machine")));
});
